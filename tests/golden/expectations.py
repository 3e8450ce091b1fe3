"""Compares rows of the warehouse with what a careful human coder would have written.

What belongs here: the language of `expected.json` and how a row is matched. Which rows are right stands in the golden
folders, never here.

    {"about": "the quirk, one line",
     "input": "seeds/articles",                                       optional; else the folder `input` beside it
     "tables": {"events": {"count": 2,                                exactly so many rows
                           "distinct": {"event_id": 1},               so many values of a column
                           "must": [{"status": "actual", ...}],       some row has all these cells
                           "must_not": [{...}],                       no row has all these cells
                           "no_others": {"status": "actual"},         each such row is one of `must`
                           "known_gaps": {"count": "why"}}}}          see below

A cell is a value (dates as ISO text, null for NULL) or one test: contains, starts, ends, like (a regular expression,
any case, accents aside), in, not, gte, lte. `_times` in a `must` row counts the rows that match.

`known_gap` in a row, with the reason (`known_gaps` by kind for what is no row), says that the code does not get it
right yet: the row stays as the truth has it, and the day it comes right the test fails until the mark is taken off
(`mark_gaps.py` does it).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]

_MARKS = ("known_gap", "_times")
_LISTS = ("must", "must_not")


def without_accents(text: str) -> str:
    """Gazetteers spell one name with and without its marks."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _is_ordered(found: Any, bound: Any, test: Callable[[Any, Any], bool]) -> bool:
    return found is not None and test(found, bound)


TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "contains": lambda found, part: part in (found or ""),
    "starts": lambda found, part: (found or "").startswith(part),
    "ends": lambda found, part: (found or "").endswith(part),
    "like": lambda found, pattern: re.search(pattern, without_accents(found or ""), re.IGNORECASE) is not None,
    "in": lambda found, values: found in values,
    "not": lambda found, value: found != value,
    "gte": lambda found, bound: _is_ordered(found, bound, lambda one, other: one >= other),
    "lte": lambda found, bound: _is_ordered(found, bound, lambda one, other: one <= other),
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that a golden folder says of one table."""

    case: str
    about: str
    table: str
    kind: str  # must, must_not, count, distinct, no_others
    number: int
    wanted: Any
    musts: tuple[Row, ...] = ()
    known_gap: str | None = None  # why the code falls short of it today, where it does

    @property
    def name(self) -> str:
        """The test's id."""
        return f"{self.case}-{self.table}-{self.kind}-{self.number}"

    def complaint(self, rows: Sequence[Row]) -> str | None:
        """What is wrong with the case's rows of the table, or None."""
        problem = _JUDGES[self.kind](self, rows)
        return f"{self.about}\n{self.table}: {problem}" if problem else None

    def shortfall(self, rows: Sequence[Row]) -> str | None:
        """The same in a few words, as the reason of a known gap."""
        if self.complaint(rows) is None:
            return None
        if self.kind == "must":
            nearest = _nearest(rows, self.wanted, shown=1)[0].strip().partition("  in ")[0]
            return f"nearest has {nearest}"[:300]
        return f"{self.kind} is broken by: {_judged(self, rows)}"[:300]


def read_expectations(folder: Path) -> list[Expectation]:
    """All that `expected.json` of a golden folder asks."""
    said = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found: list[Expectation] = []
    for table, wanted in said["tables"].items():
        musts = tuple(wanted.get("must", ()))
        gaps = wanted.get("known_gaps", {})
        for kind, value in wanted.items():
            if kind == "known_gaps":
                continue
            for number, one in enumerate(value if kind in _LISTS else [value]):
                gap = one.get("known_gap") if kind in _LISTS else gaps.get(kind)
                found.append(Expectation(folder.name, said["about"], table, kind, number, one, musts, gap))
    return found


def input_folder(folder: Path, root: Path) -> Path:
    """Where the articles of a golden folder lie; `root` is that of the repository."""
    said = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return root / said["input"] if "input" in said else folder / "input"


def wanted_columns(wanted: Any) -> set[str]:
    """The columns that a row or a count of distinct values asks for."""
    return {key for key in wanted if key not in _MARKS} if isinstance(wanted, Mapping) else set()


def is_match(row: Row, wanted: Row) -> bool:
    """Whether the row has all the cells wanted."""
    return not _differences(row, wanted)


def _differences(row: Row, wanted: Row) -> list[str]:
    different: list[str] = []
    for column, cell in wanted.items():
        if column in _MARKS:
            continue
        if column not in row:
            raise AssertionError(f"there is no column {column!r}; the columns are {', '.join(sorted(row))}")
        if not _is_cell(plain(row[column]), cell):
            different.append(f"{column}: {plain(row[column])!r}, not {cell!r}")
    return different


def _is_cell(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return all(TESTS[test](found, value) for test, value in wanted.items())
    return bool(found == wanted)


def plain(value: Any) -> Any:
    """A cell as JSON would have it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _judge_must(expectation: Expectation, rows: Sequence[Row]) -> str | None:
    wanted = expectation.wanted
    count = sum(is_match(row, wanted) for row in rows)
    times = wanted.get("_times", {"gte": 1})
    if _is_cell(count, times):
        return None
    return f"{count} rows match {_shown(wanted)}\nnearest:\n" + "\n".join(_nearest(rows, wanted))


def _judge_must_not(expectation: Expectation, rows: Sequence[Row]) -> str | None:
    wrong = [row for row in rows if is_match(row, expectation.wanted)]
    return f"rows that must not be, by {_shown(expectation.wanted)}:\n{_listed(wrong)}" if wrong else None


def _judge_count(expectation: Expectation, rows: Sequence[Row]) -> str | None:
    return None if len(rows) == expectation.wanted else f"{len(rows)} rows, not {expectation.wanted}:\n{_listed(rows)}"


def _judge_distinct(expectation: Expectation, rows: Sequence[Row]) -> str | None:
    counts = {column: len({row[column] for row in rows}) for column in expectation.wanted}
    return None if counts == dict(expectation.wanted) else f"{counts} distinct values, not {expectation.wanted}"


def _judge_no_others(expectation: Expectation, rows: Sequence[Row]) -> str | None:
    others = [
        row
        for row in rows
        if is_match(row, expectation.wanted) and not any(is_match(row, must) for must in expectation.musts)
    ]
    return f"rows that nobody expects:\n{_listed(others)}" if others else None


_JUDGES: Mapping[str, Callable[[Expectation, Sequence[Row]], str | None]] = {
    "must": _judge_must,
    "must_not": _judge_must_not,
    "count": _judge_count,
    "distinct": _judge_distinct,
    "no_others": _judge_no_others,
}


def _judged(expectation: Expectation, rows: Sequence[Row]) -> str:
    told = _JUDGES[expectation.kind](expectation, rows) or ""
    return " / ".join(line.strip() for line in told.splitlines()[-1:])


def _nearest(rows: Sequence[Row], wanted: Row, shown: int = 3) -> list[str]:
    by_distance = sorted(
        ((_differences(row, wanted), index) for index, row in enumerate(rows)), key=lambda one: len(one[0])
    )
    told = [f"  {'; '.join(differences)}  in {_brief(rows[index])}" for differences, index in by_distance[:shown]]
    return told or ["  the table has no rows of this case"]


_BRIEF = ("external_id", "acled_sub_event_type", "event_type", "status", "location_name", "text", "title", "message")


def _brief(row: Row) -> str:
    cells = [str(row[column])[:120] for column in _BRIEF if row.get(column) is not None]
    return " | ".join(cells)


def _listed(rows: Sequence[Row]) -> str:
    return "\n".join(f"  {_brief(row)}" for row in rows)


def _shown(wanted: Row) -> str:
    return json.dumps({key: value for key, value in wanted.items() if key not in _MARKS}, ensure_ascii=False)
