"""Tells past from future clauses by the verb forms near a date; no parser.

What belongs here: the search for cues of `dates/tense_cues`. A clause's tense decides whether `on Friday` is the last
Friday or the coming one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import polars as pl

Tense = Literal["past", "future", "infinitive"]

_SENTENCE_END = re.compile(r"[.!?;:]['\"”’)]*\s+|\n")
_ABBREVIATED = "mr mrs ms dr gen sen rep gov lt col maj sgt st co corp inc ltd".split()
_DETERMINER = re.compile(r"\b(?:the|an?|this|these|its|his|their|our)\s+(?:(?:[a-z]+ly|still|most|so|once|long)\s+)?$")
_REACH = 110


class TenseCues:
    """The compiled cue table.

    Args:
        table: `dates/tense_cues`.
        short_months: abbreviated months, whose stop ends no sentence: "Aug. 8".
    """

    def __init__(self, table: pl.DataFrame, short_months: Iterable[str]) -> None:
        rows = list(table.iter_rows(named=True))
        branches = "|".join(f"(?P<{row['tense']}{number}>{row['pattern']})" for number, row in enumerate(rows))
        self._cue = re.compile(rf"(?<![\w-])(?:{branches})(?!\w)")
        self._abbreviation = re.compile(rf"(?:\b[a-z]|\b(?:{'|'.join([*_ABBREVIATED, *short_months])}))\.\s+$")

    def tense_around(self, text: str, lowered: str, start: int, end: int) -> Tense | None:
        """The tense of the nearest cue before the expression in its sentence, else of the first one after it.

        An infinitive after a past verb (`allowed them to leave on Sunday`) belongs to the past with it; `spoke to Bush`
        is none, since a verb has no capital.
        """
        found: Tense | None = None
        for cue in self._cue.finditer(lowered, self._left_edge(lowered, start), start):
            if _is_attribute(cue, lowered):
                continue
            tense = _tense_of(cue)
            if tense == "infinitive" and (found == "past" or text[cue.start() + 3 : cue.start() + 4].isupper()):
                continue
            found = tense
        if found is not None:
            return found
        following = self._cue.finditer(lowered, end, self._right_edge(lowered, end))
        after = next((cue for cue in following if not _is_attribute(cue, lowered)), None)
        return _tense_of(after) if after else None

    def _left_edge(self, lowered: str, start: int) -> int:
        edge = max(0, start - _REACH)
        for stop in _SENTENCE_END.finditer(lowered, edge, start):
            if not self._is_abbreviation(lowered, stop.end()):
                edge = stop.end()
        return edge

    def _right_edge(self, lowered: str, end: int) -> int:
        limit = min(len(lowered), end + _REACH)
        for stop in _SENTENCE_END.finditer(lowered, end, limit):
            if not self._is_abbreviation(lowered, stop.end()):
                return stop.start()
        return limit

    def _is_abbreviation(self, lowered: str, end: int) -> bool:
        """Whether the stop before this place is that of an abbreviation and ends no sentence."""
        return self._abbreviation.search(lowered, max(0, end - 8), end) is not None


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
