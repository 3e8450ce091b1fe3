"""Runs the language packs over articles and lays what they find out as frames.

What belongs here: which pack codes an article, and what happens when it fails on one. What does not: the order of a
pack's readers (`languages.pack`), how anything is found, nor files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from transforms.annotation_frames import AnnotationFrames
from transforms.coded_languages import CODED_LANGUAGE
from transforms.languages.chosen import PACKED
from transforms.languages.pack import LanguagePack, Material
from transforms.languages.registry import build_pack
from transforms.limits import TOO_SLOW, Limit, OutOfTimeError, is_of_the_machine, unlimited
from transforms.model import Annotation, ArticleText
from transforms.places import Gazetteer
from transforms.reader import Reader

# characters, some 60,000 words: longer than any article, shorter than what would hold a worker for minutes
LONGEST_CODED = 400_000
_TOO_LONG = (
    "the text has {} characters and is no single article; it is stored but not coded. Split it into its articles and"
    " run again"
)


class Annotator:
    """The language packs of a process. Build it once: a pack may load a model, and is kept."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._packs: dict[str, LanguagePack] = {}

    def load(self, languages: Iterable[str]) -> None:
        """Build the packs of these languages that are not built yet; takes some seconds for English.

        Raises:
            KeyError: a language has no pack.
        """
        for code in languages:
            if code not in self._packs:
                self._packs[code] = build_pack(code, self._material)

    def annotate(self, article: ArticleText) -> Annotation:
        """What the pack of the article's language finds in it."""
        self.load((article.language,))
        return self._packs[article.language].annotate(article)


def build_annotator(
    tables: Mapping[str, pl.DataFrame], gazetteer_frames: Mapping[str, pl.DataFrame], reader: Reader | None = None
) -> Annotator:
    """An annotator from the reference tables and the gazetteer's frames, ready for English; takes some seconds.

    Args:
        tables: the reference tables by name, as `warehouse.reference.read_reference` gives them.
        gazetteer_frames: the gazetteer, as `warehouse.gazetteer.load_gazetteer_frames` gives it.
        reader: a trained reader other than the one that ships.
    """
    annotator = Annotator(Material(tables, gazetteer_frames, Gazetteer.from_frames(gazetteer_frames), reader))
    annotator.load((CODED_LANGUAGE,))
    return annotator


def annotate_articles(
    articles: pl.DataFrame, annotator: Annotator, limit: Limit = unlimited
) -> dict[str, pl.DataFrame]:
    """The mention frames of a batch of articles.

    Args:
        articles: rows of the `articles` table. Coded are those with a `coder_version` and in a language with a pack.
        annotator: from `build_annotator`.
        limit: how long one article may take; what takes longer is stored and not coded.

    Returns:
        By table name: `articles` with `dateline_location_id` filled, `date_mentions`, `place_mentions`,
        `entity_mentions`, `event_mentions`, and the `locations` and `entities` they point to, and
        `rejected_records`, with a row for each article that an annotator failed on.
    """
    frames = AnnotationFrames()
    coded = articles.filter(pl.col("language").is_in(PACKED), pl.col("coder_version").is_not_null())
    texts = [article_text(row) for row in coded.iter_rows(named=True)]
    versions = {row["article_id"]: row["coder_version"] for row in coded.iter_rows(named=True)}
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
        language=str(row.get("language") or CODED_LANGUAGE),
        **text,  # pyright: ignore[reportArgumentType]
    )
