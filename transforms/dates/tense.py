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
_DETERMINER = re.compile(r"\b(?:the|an?|this|these|its|his|their|our)\s+(?:(?:[a-z]+ly|still|most|so|once|long)\s+)?$")
_REACH = 110


class TenseCues:
    """The compiled cue table."""

    def __init__(self, table: pl.DataFrame) -> None:
        rows = list(table.iter_rows(named=True))
        branches = "|".join(f"(?P<{row['tense']}{number}>{row['pattern']})" for number, row in enumerate(rows))
        self._cue = re.compile(rf"(?<![\w-])(?:{branches})(?!\w)")

    def tense_around(self, text: str, lowered: str, start: int, end: int) -> Tense | None:
        """The tense of the nearest cue before the expression in its sentence, else of the first one after it.

        An infinitive after a past verb (`allowed them to leave on Sunday`) belongs to the past with it; `spoke to Bush`
        is none, since a verb has no capital.
        """
        found: Tense | None = None
        for cue in self._cue.finditer(lowered, _left_edge(lowered, start), start):
            if _is_attribute(cue, lowered):
                continue
            tense = _tense_of(cue)
            if tense == "infinitive" and (found == "past" or text[cue.start() + 3 : cue.start() + 4].isupper()):
                continue
            found = tense
        if found is not None:
            return found
        following = self._cue.finditer(lowered, end, _right_edge(lowered, end))
        after = next((cue for cue in following if not _is_attribute(cue, lowered)), None)
        return _tense_of(after) if after else None


def _is_attribute(cue: re.Match[str], lowered: str) -> bool:
    """Whether a participle stands before its noun and tells no tense: `will visit the disputed town on Monday`."""
    return (
        cue[0].endswith("ed")
        and " " not in cue[0]
        and _DETERMINER.search(lowered, max(0, cue.start() - 24), cue.start()) is not None
    )


def _tense_of(cue: re.Match[str]) -> Tense:
    name = (cue.lastgroup or "").rstrip("0123456789")
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
