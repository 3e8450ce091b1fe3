"""Patterns whose words are rows of tables."""

from __future__ import annotations

import re

import polars as pl
import pytest

from transforms import wording
from transforms.wording import Phrase, Words, WordsMissingError, use_words
from warehouse.reference import REFERENCE_FOLDER, read_reference_table
from warehouse.schema.month_names import month_names
from warehouse.schema.reference_tables.dates import MONTHS

LABEL = Phrase(r"^{byline}\s*:", re.IGNORECASE)


@pytest.fixture
def other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of a table of one's own, for one test."""
    monkeypatch.setattr(wording, "_in_use", wording._InUse())
    rows = {
        "list": ["byline", "byline", "who"],
        "language": ["eo"] * 3,
        "pattern": ["verkis", "{who} skribis", "ŝi|li"],
    }
    months = {"language": ["eo"], "form": ["majo"], "month": [5], "also": [None], "read_in": ["page"]}
    use_words(
        {
            "articles/wording": pl.DataFrame(rows),
            "dates/months": pl.DataFrame(months),
            "dates/weekdays": pl.DataFrame({"form": ["lundo"]}),
        }
    )


@pytest.mark.usefixtures("other_words")
def test_a_phrase_has_the_words_of_the_table_in_use() -> None:
    assert LABEL.match("Ŝi skribis: io") and LABEL.match("verkis :")
    assert not LABEL.match("By: Ann Roe")
    assert wording.words_in_use().months == {"majo": 5}


def test_a_phrase_has_ours_again_when_they_are_in_use_again() -> None:
    assert LABEL.match("By: Ann Roe") and not LABEL.match("verkis: io")


def test_without_words_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_in_use", wording._InUse())
    with pytest.raises(WordsMissingError, match="use_words"):
        LABEL.match("By: Ann Roe")


def test_a_list_that_no_table_has_is_named() -> None:
    with pytest.raises(WordsMissingError, match="no list bylines"):
        Phrase("{bylines}").match("")


def test_each_place_reads_the_months_that_it_can_tell() -> None:
    table = read_reference_table(MONTHS, REFERENCE_FOLDER)
    assert month_names(table, "text", "en").keys() >= {"march", "sept"}
    assert "ago" in month_names(table, "text", "es").keys() & month_names(table, "export").keys()
    assert "ago" not in month_names(table, "page")  # "5 days ago, 2021"
    assert month_names(table, "page")["ožujka"] == 3
    assert set(Words.from_tables(_tables()).rows["month_es"]) >= {"mar", "setiembre"}


def _tables() -> dict[str, pl.DataFrame]:
    from warehouse.schema.reference_tables import all_reference_tables

    declared = all_reference_tables()
    return {name: read_reference_table(declared[name], REFERENCE_FOLDER) for name in wording.WORD_TABLES}
