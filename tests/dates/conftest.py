from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import spacy

from transforms.dates import DateTagger
from transforms.model import ArticleText, Paragraph, Timex
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables import dates, numbers

Tag = Callable[..., list[Timex]]


@pytest.fixture(scope="session")
def tables() -> dict:
    return {table.name: read_reference_table(table) for table in (*dates.TABLES, *numbers.TABLES)}


@pytest.fixture(scope="session")
def tagger(tables: dict) -> DateTagger:
    return DateTagger(tables)


@pytest.fixture(scope="session")
def tag(tagger: DateTagger) -> Tag:
    """Tag a body (paragraphs set apart by blank lines) as published on a day."""
    blank = spacy.blank("en")

    def run(body: str, published: date | None = None, title: str = "", **facts: object) -> list[Timex]:
        article = ArticleText("a", title, body, published, **facts)  # type: ignore[arg-type]
        paragraphs = [Paragraph("title", 0, title, blank.make_doc(title), 0)] if title else []
        start = 0
        for text in body.split("\n\n"):
            paragraphs.append(Paragraph("body", start, text, blank.make_doc(text), len(paragraphs)))
            start += len(text) + 2
        return tagger.tag(article, paragraphs)

    return run
