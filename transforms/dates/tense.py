"""Tells past from future clauses by the verb forms near a date; no parser.

What belongs here: the search for cues of `dates/tense_cues`. A clause's tense decides whether `on Friday` is the last
Friday or the coming one.
"""

from __future__ import annotations

import re
from typing import Literal

import polars as pl

Tense = Literal["past", "future", "infinitive"]

_SENTENCE_END = re.compile(r"[.!?;:]['\"”’)]*\s+|\n")
_ABBREVIATION = re.compile(
    r"(?:\b[a-z]|\b(?:mr|mrs|ms|dr|gen|sen|rep|gov|lt|col|maj|sgt|st|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|co|corp|inc|ltd))\.\s+$"
)
_REACH = 110


class TenseCues:
    """The compiled cue table."""

    def __init__(self, table: pl.DataFrame) -> None:
        rows = list(table.iter_rows(named=True))
        branches = "|".join(f"(?P<{row['tense']}{number}>{row['pattern']})" for number, row in enumerate(rows))
        self._cue = re.compile(rf"(?<!\w)(?:{branches})(?!\w)")

    def tense_around(self, lowered: str, start: int, end: int) -> Tense | None:
        """The tense of the nearest cue before the expression in its sentence, else of the first one after it."""
        left_edge = _left_edge(lowered, start)
        found = None
        for cue in self._cue.finditer(lowered, left_edge, start):
            found = cue
        if found is None:
            found = self._cue.search(lowered, end, _right_edge(lowered, end))
        if found is None:
            return None
        name = (found.lastgroup or "").rstrip("0123456789")
        return "future" if name == "future" else "infinitive" if name == "infinitive" else "past"


def _left_edge(lowered: str, start: int) -> int:
    edge = max(0, start - _REACH)
    for stop in _SENTENCE_END.finditer(lowered, edge, start):
        if not _ABBREVIATION.search(lowered, max(0, stop.end() - 8), stop.end()):
            edge = stop.end()
    return edge


def _right_edge(lowered: str, end: int) -> int:
    limit = min(len(lowered), end + _REACH)
    for stop in _SENTENCE_END.finditer(lowered, end, limit):
        if not _ABBREVIATION.search(lowered, max(0, stop.end() - 8), stop.end()):
            return stop.start()
    return limit
