"""The labels and words that exports are written with, out of the reference tables.

What belongs here: the tables `articles/export_labels` and `articles/export_words`, and the months that exports print,
made fit for looking up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from warehouse.reference import read_reference_table
from warehouse.schema.month_names import month_names
from warehouse.schema.reference_tables.articles import EXPORT_LABELS, EXPORT_WORDS
from warehouse.schema.reference_tables.dates import MONTHS


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says its value is: the key of a record (None: left out), and where in a block it stands."""

    field: str | None
    place: str  # head, text, foot


@lru_cache(maxsize=8)
def labels_of(service: str) -> dict[str, Label]:
    """The labels of a service by their spelling in the table."""
    rows = read_reference_table(EXPORT_LABELS).filter(service=service)
    return {label: Label(field, place) for _, label, field, place in rows.iter_rows()}


@lru_cache(maxsize=1)
def months() -> dict[str, int]:
    """The number of each month by its name or abbreviation, in small letters."""
    return month_names(read_reference_table(MONTHS), "export")


@lru_cache(maxsize=16)
def any_of(kind: str) -> str:
    """A pattern for the words of a kind, the longest first, to be used without regard to case."""
    return _any_of(read_reference_table(EXPORT_WORDS).filter(kind=kind).get_column("word").to_list())


@lru_cache(maxsize=1)
def any_month() -> str:
    """As `any_of`, for the names of the months."""
    return _any_of(months())


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"
