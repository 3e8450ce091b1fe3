from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from transforms.model import ArticleText, Paragraph, PlaceMention
from transforms.parsing import load_language_model, split_paragraphs
from transforms.places import Gazetteer, PlaceTagger
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables.places import TABLES

Tag = Callable[..., list[PlaceMention]]


@pytest.fixture(scope="session")
def gazetteer_frames(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The gazetteer, kept between test runs: its folder is named by the content of its inputs."""
    folder = Path(tmp_path_factory.getbasetemp().parent) / "dateline-gazetteer"
    return load_gazetteer_frames(folder, lambda _: None)


@pytest.fixture(scope="session")
def gazetteer(gazetteer_frames: dict[str, pl.DataFrame]) -> Gazetteer:
    return Gazetteer.from_frames(gazetteer_frames)


@pytest.fixture(scope="session")
def tables() -> dict[str, pl.DataFrame]:
    return {table.name: read_reference_table(table) for table in TABLES}


@pytest.fixture(scope="session")
def tag(gazetteer: Gazetteer, tables: dict[str, pl.DataFrame]) -> Tag:
    """A function that tags a text (and the article's domain) with spaCy's full reading."""
    nlp = load_language_model()
    tagger = PlaceTagger(gazetteer, tables)

    def run(body: str, title: str = "", domain: str | None = None) -> list[PlaceMention]:
        article = ArticleText("a", title, body, source_domain=domain)
        pieces = [("title", *p) for p in split_paragraphs(title)] + [("body", *p) for p in split_paragraphs(body)]
        paragraphs = [
            Paragraph(field, start, text, nlp(text), number)  # pyright: ignore[reportArgumentType]
            for number, (field, start, text) in enumerate(pieces)
        ]
        found = tagger.tag(article, paragraphs)
        for mention in found:
            stored = title if mention.field == "title" else body
            assert stored[mention.start_char : mention.end_char] == mention.text
        return found

    return run
