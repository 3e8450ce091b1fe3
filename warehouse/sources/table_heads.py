"""The head of a table in text: the line that names its columns, and what separates them.

What belongs here: what programs write above the header (`sep=;`, a title, an empty line), and telling a table from
prose.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from warehouse.schema.record_keys import FieldNames

SEPARATORS: Final = (",", ";", "\t", "|")
LINES: Final = 20  # of which one may be the header
_STATED: Final = re.compile(r"\s*\"?sep=(.)\"?[,;\s]*$", re.IGNORECASE)
_LONGEST_NAME: Final = 60
_ESCAPED: Final = re.compile(r"\\\"(?=[^\",;\t|\r\n])")
_LEAST_KNOWN: Final = 2  # columns by which a line below the first, or in a file of text, is known for a header


@dataclass(frozen=True, slots=True)
class TableHead:
    """The columns of a table, their separator, and how many lines stand above its first row."""

    columns: tuple[str, ...]
    separator: str
    lines: int
    has_escapes: bool = False  # whether a quote inside a cell is written \\" instead of doubled, as MySQL does

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """The rows of lines of the table."""
        escape = "\\" if self.has_escapes else None
        return csv.reader(lines, delimiter=self.separator, escapechar=escape, strict=strict)


def find_table_head(lines: Sequence[str], names: FieldNames) -> TableHead:
    """The header among the first lines: the first with a column of text, else the first that is filled."""
    stated = _STATED.match(lines[0]) if lines else None
    first = 1 if stated else 0
    separators = (stated[1],) if stated else SEPARATORS
    for number, line in enumerate(lines[first:], start=first):
        for separator in _by_count(line, separators):
            columns = _cells(line, separator)
            if is_head(columns, names, is_first=number == first):
                return TableHead(
                    columns, separator, number + 1, _ESCAPED.search("".join(lines[number + 1 :])) is not None
                )
    filled = next((number for number in range(first, len(lines)) if lines[number].strip()), first)
    line = lines[filled] if filled < len(lines) else ""
    separator = _by_count(line, separators)[0]
    return TableHead(_cells(line, separator), separator, filled + 1)


def is_head(columns: Sequence[str], names: FieldNames, *, is_first: bool) -> bool:
    """Whether cells are the header of a table: one names a text; below the first line, a title, more must be known."""
    return names.has_text(columns) and (is_first or _is_header(columns, names))


def is_table(lines: Sequence[str], names: FieldNames) -> bool:
    """Whether lines of a file of text are a table: one names columns that we know, the next has as many separators."""
    head = find_table_head(lines, names)
    if not (names.has_text(head.columns) and _is_header(head.columns, names)) or head.lines >= len(lines):
        return False
    return lines[head.lines].count(head.separator) >= min(len(head.columns) - 1, 2)


def _is_header(columns: Sequence[str], names: FieldNames) -> bool:
    """Whether cells are names of columns: short, no sentences, several of them known."""
    known = {field for name in columns for field in names.read_as(name)[:1]}
    return len(known) >= _LEAST_KNOWN and all(len(name) <= _LONGEST_NAME and not name.endswith(".") for name in columns)


def _by_count(line: str, separators: Sequence[str]) -> list[str]:
    return sorted(separators, key=lambda sign: -line.count(sign))


def _cells(line: str, separator: str) -> tuple[str, ...]:
    """The names in a header line; empty ones at its end are none."""
    try:
        cells = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return ()
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
