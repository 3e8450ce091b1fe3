"""Wrapped lines joined, paragraphs kept, no word lost."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.prepare.paragraphs import join_paragraphs, split_paragraphs

FIRST = (
    "The ministry said on Monday that the northern road had been closed after heavy rain and that engineers were "
    "working to reopen it before the end of the week."
)
SECOND = (
    "Truck drivers waiting at the pass told reporters that food and fuel were running short, and that the nearest "
    "town had no bread left by the evening."
)
THIRD = "Officials promised help. Villagers said they had heard such promises before and would believe them when seen."
STORY = [FIRST, SECOND, THIRD]


@pytest.mark.parametrize("width", [50, 60, 72, 80])
def test_blank_lines_part_wrapped_paragraphs(width: int) -> None:
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in STORY)
    assert split_paragraphs(text) == STORY


@pytest.mark.parametrize("width", [60, 66, 72])
def test_wire_indents_each_paragraph_by_four(width: int) -> None:
    text = "\n".join(textwrap.fill(one, width, initial_indent="    " if at else "") for at, one in enumerate(STORY))
    assert split_paragraphs(text + "\n Reuter\n") == [*STORY, "Reuter"]


def test_capitals_with_three_blanks_and_blank_lines() -> None:
    text = "\n\n".join(textwrap.fill(one.upper(), 74, initial_indent="   ") for one in STORY)
    assert split_paragraphs(text) == [one.upper() for one in STORY]


def test_a_paragraph_on_each_line() -> None:
    assert split_paragraphs("\n".join(STORY)) == STORY
    assert split_paragraphs("\r\n".join(STORY).replace("\r", "")) == STORY


def test_short_first_line_after_a_cut_dateline_is_joined() -> None:
    text = "Northern Rail Co said it\n" + textwrap.fill("would close " + SECOND, 64)
    assert split_paragraphs(text) == ["Northern Rail Co said it would close " + SECOND]


def test_hyphens_at_line_ends() -> None:
    lines = [
        "The government called a cease-",
        "fire in the province on Monday",
        "and asked for more infor-",
        "mation on the road. The infor",
        "mation desk gave information,",
        "as the information desk does.",
    ]
    joined = join_paragraphs(split_paragraphs("\n".join(lines)))
    assert "a cease-fire in" in joined
    assert "more information on" in joined


def test_table_rows_stay_apart() -> None:
    text = "Prices per tonne were as follows:\n  Wheat              120.50\n  Maize               98.00\n"
    assert split_paragraphs(text) == ["Prices per tonne were as follows:", "Wheat 120.50", "Maize 98.00"]


def test_lists_keep_their_items() -> None:
    text = "The deal has three parts:\n• a truce\n• an exchange of prisoners\n• talks in May"
    assert split_paragraphs(text)[1:] == ["• a truce", "• an exchange of prisoners", "• talks in May"]


LINES = st.lists(st.text(alphabet="abcdeF .,-'\"\t", max_size=90), max_size=30)


@settings(max_examples=300)
@given(LINES)
def test_no_letter_is_lost_and_no_line_end_is_left(lines: list[str]) -> None:
    paragraphs = split_paragraphs("\n".join(lines))
    assert all(one and "\n" not in one and "  " not in one for one in paragraphs)
    kept = re.sub(r"[\s-]", "", "".join(paragraphs))
    assert kept == re.sub(r"[\s-]", "", "".join(lines))


@settings(max_examples=200)
@given(LINES)
def test_a_stored_body_stays_as_it_is(lines: list[str]) -> None:
    body = join_paragraphs(split_paragraphs("\n".join(lines)))
    assert join_paragraphs(split_paragraphs(body)) == body


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("the govern-\nment fell at last", "the government fell at last"),
        ("after the bomb-\nings in the port", "after the bombings in the port"),
        ("a cease-\nfire held all night", "a cease-fire held all night"),
        ("the ex-\nments of the law", "the ex-ments of the law"),
    ],
)
def test_an_ending_joins_a_broken_word(lines: str, joined: str) -> None:
    assert split_paragraphs(lines) == [joined]
