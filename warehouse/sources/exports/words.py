"""The labels and words that exports are written with, out of the reference tables.

What belongs here: the tables `articles/export_labels` and `articles/export_words` made fit for looking up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables.articles import EXPORT_LABELS, EXPORT_WORDS


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
    rows = read_reference_table(EXPORT_WORDS).filter(kind="month")
    return dict(rows.select("word", "number").iter_rows())


@lru_cache(maxsize=16)
def any_of(kind: str) -> str:
    """A pattern for the words of a kind, the longest first, to be used without regard to case."""
    words = read_reference_table(EXPORT_WORDS).filter(kind=kind).get_column("word").to_list()
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"
