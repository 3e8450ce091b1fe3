"""The event coder behind the real annotators, and short texts parsed in a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from spacy.language import Language

from transforms.actors import ActorResolver
from transforms.dates import DateTagger
from transforms.events import EventCoder
from transforms.events.tables.lexicon import Lexicon, compile_lexicon
from transforms.model import ArticleText, EventMention, Field, Paragraph
from transforms.parsing import load_language_model, split_paragraphs
from transforms.places import Gazetteer, PlaceTagger
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference
from warehouse.schema.reference_tables.events import TABLES
from warehouse.schema.reference_tables.numbers import TABLES as NUMBERS

Code = Callable[..., list[EventMention]]
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


@pytest.fixture(scope="session")
def code(tmp_path_factory: pytest.TempPathFactory) -> Code:
    """A function that codes a text of its own, published on 10 August 2021 unless told otherwise."""
    folder = Path(tmp_path_factory.getbasetemp().parent) / "dateline-gazetteer"
    tables = read_reference()
    places = PlaceTagger(Gazetteer.from_frames(load_gazetteer_frames(folder, lambda _: None)), tables)
    dates, actors, coder = DateTagger(tables), ActorResolver(tables), load_coder()

    def run(body: str, title: str = "", published: date | None = PUBLISHED) -> list[EventMention]:
        article = ArticleText("a", title, body, published, "day" if published else None)
        paragraphs = parse(article)
        found = places.tag(article, paragraphs)
        actor_map = actors.mentions(article, paragraphs, found)
        return list(coder.code(article, paragraphs, dates.tag(article, paragraphs), found, actor_map).events)

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
