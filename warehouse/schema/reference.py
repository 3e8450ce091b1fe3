"""How a reference table (a CSV in `seeds/reference` that an analyst can edit) is declared and checked.

What belongs here: the declaration classes. The tables themselves are declared by domain in `reference_tables/`, and
read by `warehouse.reference`, which checks every rule given here and names file, line and column of what breaks one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ReferenceType = Literal["text", "integer", "number", "boolean", "date", "regular expression"]


@dataclass(frozen=True, slots=True)
class ReferenceColumn:
    """One column: what it means and what may stand in it. An empty cell is NULL, allowed unless `required`."""

    description: str
    type: ReferenceType = "text"
    required: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str | None = None  # a regular expression that the whole cell must match
    alternatives: tuple[str, ...] = ()  # what may stand between the bars of a cell such as "armed|place"
    read_for: tuple[str, tuple[str, ...]] | None = None  # another column, and its values for which this one is read
    points_to: str | None = None  # a column of this table, or `domain/table.column`, that has to hold the cell too
    braces: tuple[str, tuple[str, ...]] | None = None  # the column whose values may stand in braces, and further names


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """One CSV file of `seeds/reference`.

    Attributes:
        name: what it is called by: `dates/holidays`.
        language: ISO 639-1 of the language whose words it holds, empty where it holds no language's.
    """

    name: str
    description: str
    source: str
    licence: str
    compiled: str  # ISO date of the last full review
    columns: Mapping[str, ReferenceColumn]
    key: tuple[str, ...] = ()  # columns that together are unique
    language: str = ""

    @property
    def path(self) -> str:
        """Where it lies below the folder, without the ending: `en/dates/holidays`."""
        return f"{self.language}/{self.name}" if self.language else self.name

    def matches(self, column: str, cell: str) -> bool:
        """Whether the cell's text obeys the column's allowed values, alternatives and pattern.

        A cell that begins with `=` lists words of the text, which no vocabulary closes.
        """
        rule = self.columns[column]
        if rule.allowed and cell not in rule.allowed:
            return False
        if rule.alternatives and not cell.startswith("=") and not set(cell.split("|")) <= set(rule.alternatives):
            return False
        return rule.pattern is None or re.fullmatch(rule.pattern, cell) is not None
