"""The event coder behind the real annotators, and short texts parsed in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from spacy.language import Language

from transforms.actors import ActorMap, ActorResolver
from transforms.dates import DateTagger
from transforms.events import EventCoder
from transforms.events.coder import scenes_of
from transforms.events.proposing.triggers import Trigger, find_frames
from transforms.events.tables.lexicon import Lexicon, compile_lexicon
from transforms.model import ArticleText, EventMention, Field, Paragraph, PlaceMention, Timex
from transforms.parsing import load_language_model, split_paragraphs
from transforms.places import Gazetteer, PlaceTagger
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference
from warehouse.schema.reference_tables.events import TABLES
from warehouse.schema.reference_tables.numbers import TABLES as NUMBERS

Code = Callable[..., list[EventMention]]
Frames = Callable[[str], list[Trigger]]
Annotated = tuple[Sequence[Paragraph], Sequence[Timex], Sequence[PlaceMention], ActorMap]
PUBLISHED = date(2021, 8, 10)


@cache
def load_event_tables() -> dict[str, pl.DataFrame]:
    names = [*(table.name for table in (*TABLES, *NUMBERS)), "actors/agents"]
    names += ["places/unlisted_words", "places/given_names", "places/not_places"]  # what shows a name to be a place
    tables = read_reference()
    return {name: tables[name] for name in names}


@cache
def load_lexicon() -> Lexicon:
    return compile_lexicon(load_event_tables())


@cache
def load_coder() -> EventCoder:
    return EventCoder(load_event_tables(), None)


@dataclass(frozen=True)
class Annotators:
    """What reads a text before the event coder does."""

    places: PlaceTagger
    dates: DateTagger
    actors: ActorResolver

    def annotate(self, article: ArticleText) -> Annotated:
        """The article's paragraphs, and the dates, places and actors in them."""
        paragraphs = parse(article)
        found = self.places.tag(article, paragraphs)
        actors = self.actors.mentions(article, paragraphs, found)
        return paragraphs, self.dates.tag(article, paragraphs), found, actors


@pytest.fixture(scope="session")
def annotators(tmp_path_factory: pytest.TempPathFactory) -> Annotators:
    folder = Path(tmp_path_factory.getbasetemp().parent) / "dateline-gazetteer"
    tables = read_reference()
    places = PlaceTagger(Gazetteer.from_frames(load_gazetteer_frames(folder, lambda _: None)), tables)
    return Annotators(places, DateTagger(tables), ActorResolver(tables))


@pytest.fixture(scope="session")
def code(annotators: Annotators) -> Code:
    """A function that codes a text of its own, published on 10 August 2021 unless told otherwise."""
    coder = load_coder()

    def run(body: str, title: str = "", published: date | None = PUBLISHED) -> list[EventMention]:
        article = ArticleText("a", title, body, published, "day" if published else None)
        return list(coder.code(article, *annotators.annotate(article)).events)

    return run


@pytest.fixture(scope="session")
def frames(annotators: Annotators) -> Frames:
    """A function that gives the rows of `events/triggers` that win in a text, those among them that tell of nothing."""

    def run(body: str) -> list[Trigger]:
        paragraphs, dates, places, actors = annotators.annotate(ArticleText("a", "", body, PUBLISHED, "day"))
        scenes = scenes_of(paragraphs, load_lexicon(), dates, places, actors)
        return [
            hit for scene in scenes for sentence in scene.paragraph.doc.sents for hit in find_frames(sentence, scene)
        ]

    return run


@cache
def language_model() -> Language:
    return load_language_model()


def parse(article: ArticleText) -> list[Paragraph]:
    nlp = language_model()
    fields: tuple[tuple[Field, str], ...] = (("title", article.title), ("body", article.body))
    paragraphs: list[Paragraph] = []
    sentences = 0
    for field, text in fields:
        for start, piece in split_paragraphs(text):
            paragraphs.append(Paragraph(field, start, piece, nlp(piece), len(paragraphs), sentences))
            sentences += sum(1 for _ in paragraphs[-1].doc.sents)
    return paragraphs


def main_event(events: list[EventMention]) -> EventMention | None:
    """The most confident event that happened, the earliest on a tie."""
    real = [event for event in events if event.status in ("actual", "ongoing", "claimed")] or events
    return max(real, key=lambda event: (event.confidence, -event.start_char), default=None)
