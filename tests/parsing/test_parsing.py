"""Paragraphs keep their offsets, and only those worth it are parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.casing import CaseRestorer
from transforms.model import ArticleText
from transforms.parsing import ArticleParser, load_language_model, split_paragraphs

SENTENCE = "The convoy left the depot before dawn and reached the river by noon. "


@given(st.lists(st.sampled_from([SENTENCE, "\n\n", "One line.", "\n"]), max_size=300))
def test_paragraphs_are_slices_of_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    pieces = list(split_paragraphs(text))
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
    assert "".join(piece for _, piece in pieces) == text.replace("\n", "")


@pytest.mark.parametrize("text", [SENTENCE, SENTENCE.lower()])
def test_a_long_paragraph_is_cut_between_sentences(text: str) -> None:
    pieces = [piece for _, piece in split_paragraphs(text * 200)]
    assert len(pieces) > 1
    assert all(piece.rstrip().endswith(".") for piece in pieces)
    assert max(map(len, pieces)) <= 4000


@pytest.mark.slow
def test_parses_only_what_is_asked_for() -> None:
    restorer = CaseRestorer([], frozenset(), frozenset())
    parser = ArticleParser(load_language_model(), restorer, lambda text: "shelled" in text, lambda text: "Mira" in text)
    article = ArticleText("a", "Mira wins", "Troops shelled the port. It burned.\n\nPrices rose on Monday.")
    title, event, other = parser.parse(article)
    assert title.doc.has_annotation("ENT_IOB") and not title.doc.has_annotation("DEP")
    assert event.doc.has_annotation("DEP") and not event.doc.has_annotation("ENT_IOB")
    assert not other.doc.has_annotation("DEP")
    assert [p.first_sentence_number for p in (title, event, other)] == [0, 1, 3]
    assert article.body[other.start : other.start + len(other.text)] == other.text
