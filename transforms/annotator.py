"""Runs the annotators over articles and lays what they find out as frames.

What belongs here: the order of the annotators (dates, places, actors, events), what happens when one of them fails on
an article, and the build of them all from the reference tables. What does not: how anything is found, nor files.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.actors import ActorResolver
from transforms.annotation_frames import AnnotationFrames
from transforms.coded_languages import CODED_LANGUAGE
from transforms.dates import DateTagger
from transforms.events import EventCoder
from transforms.events.proposing.scan import TriggerScan
from transforms.known_names import case_restorer
from transforms.limits import TOO_SLOW, Limit, OutOfTimeError, is_of_the_machine, unlimited
from transforms.model import Annotation, ArticleText
from transforms.parsing import ArticleParser, load_language_model
from transforms.places import Gazetteer, PlaceTagger
from transforms.reader import Reader

# characters, some 60,000 words: longer than any article, shorter than what would hold a worker for minutes
LONGEST_CODED = 400_000
_TOO_LONG = (
    "the text has {} characters and is no single article; it is stored but not coded. Split it into its articles and"
    " run again"
)


class Annotator:
    """The four annotators behind one parser. Build it once a process: it loads the language model."""

    def __init__(
        self,
        parser: ArticleParser,
        dates: DateTagger,
        places: PlaceTagger,
        actors: ActorResolver,
        events: EventCoder,
    ) -> None:
        self._parser = parser
        self._dates = dates
        self._places = places
        self._actors = actors
        self._events = events

    def annotate(self, article: ArticleText) -> Annotation:
        """What the four annotators find in an article."""
        paragraphs = self._parser.parse(article)
        dates = self._dates.tag(article, paragraphs)
        places = self._places.tag(article, paragraphs)
        actors = self._actors.mentions(article, paragraphs, places)
        coded = self._events.code(article, paragraphs, dates, places, actors)
        return Annotation(dates, places, actors.mentions, coded.events, coded.excluded)


def build_annotator(
    tables: Mapping[str, pl.DataFrame], gazetteer_frames: Mapping[str, pl.DataFrame], reader: Reader | None = None
) -> Annotator:
    """An annotator from the reference tables and the gazetteer's frames; takes some seconds.

    Args:
        tables: the reference tables by name, as `warehouse.reference.read_reference` gives them.
        gazetteer_frames: the gazetteer, as `warehouse.gazetteer.load_gazetteer_frames` gives it.
        reader: a trained reader other than the one that ships.
    """
    nlp = load_language_model()
    gazetteer = Gazetteer.from_frames(gazetteer_frames)
    events, actors = EventCoder(tables, reader or Reader.load()), ActorResolver(tables)
    scan = TriggerScan(events.lexicon, actors.names_political_actor)
    restorer = case_restorer(nlp, tables, gazetteer_frames)
    parser = ArticleParser(nlp, restorer, needs_parse=scan.finds, needs_entities=has_name)
    return Annotator(parser, DateTagger(tables), PlaceTagger(gazetteer, tables), actors, events)


def has_name(text: str) -> bool:
    """Whether a word other than the first has a capital, so that the text may name somebody or some place."""
    return any(word[0].isupper() for word in text.split()[1:] if word)


def annotate_articles(
    articles: pl.DataFrame, annotator: Annotator, limit: Limit = unlimited
) -> dict[str, pl.DataFrame]:
    """The mention frames of a batch of articles.

    Args:
        articles: rows of the `articles` table with their `coder_version`; only those in English are coded.
        annotator: from `build_annotator`.
        limit: how long one article may take; what takes longer is stored and not coded.

    Returns:
        By table name: `articles` with `dateline_location_id` filled, `date_mentions`, `place_mentions`,
        `entity_mentions`, `event_mentions`, and the `locations` and `entities` they point to, and
        `rejected_records`, with a row for each article that an annotator failed on.
    """
    frames = AnnotationFrames()
    coded = articles.filter(pl.col("language") == CODED_LANGUAGE)
    texts = [article_text(row) for row in coded.iter_rows(named=True)]
    versions = {row["article_id"]: row.get("coder_version") for row in coded.iter_rows(named=True)}
    for article in texts:
        size = len(article.title) + len(article.body)
        if size > LONGEST_CODED:
            frames.reject(article, "too_long", _TOO_LONG.format(size))
            continue
        try:
            with limit(size):
                annotation = annotator.annotate(article)
            frames.add(article, annotation, versions[article.article_id])
        except OutOfTimeError as error:
            frames.reject(article, TOO_SLOW, f"the article is stored but not coded: {error}")
        except Exception as error:
            if is_of_the_machine(error):
                raise
            frames.reject(article, "annotator_failed", f"{type(error).__name__}: {error}")
    return frames.finish(articles)


def article_text(row: Mapping[str, object]) -> ArticleText:
    """What annotation needs of a row of `articles`."""
    text = {
        name: row.get(name) for name in ("published_date", "published_precision", "source_name", "source_domain", "url")
    }
    return ArticleText(
        article_id=str(row["article_id"]),
        title=str(row.get("title") or ""),
        body=str(row.get("body") or ""),
        **text,  # pyright: ignore[reportArgumentType]
    )
