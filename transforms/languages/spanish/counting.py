"""How many were killed, injured, arrested: the phrases of `es/counts`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl

from transforms.languages.spanish.numbers import Number, Numbers
from transforms.model import Quantity
from warehouse.schema.month_names import month_names

_NO_PEOPLE = (
    r"(?!\s*(?:%|(?:años?|horas?|días?|semanas?|mes|meses|kilómetros|metros|minutos|veces|por\s+ciento)(?!\w)"
    r"|de\s+(?:{months})))"
)
_NOBODY = re.compile(
    r"(?<!\w)(?:(?:entre|desde|de)\s+(?:19|20)\d\d\s+(?:y|a|hasta)\s+(?:19|20)\d\d(?!\d)"  # years
    r"|el\s+\d{1,2}(?![.,]?\d)"  # a day of the month
    r"|\w+\s+de\s+cada\s+\w+)"  # a share
)
"""Numbers that count nobody, whoever stands beside them, and are no dates that `dates` finds."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people in a text; offsets are of that text."""

    quantity: Quantity
    number: Number
    start: int
    end: int


class Counts:
    """Finds the counts of a text in lower case; of those that overlap in one quantity the first of the table."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], numbers: Numbers) -> None:
        self._numbers = numbers
        months = "|".join(month_names(tables["dates/months"], "text", "es"))
        n = rf"(?<![\w.,])(?P<n>{numbers.bounded}){_NO_PEOPLE.replace('{months}', months)}"
        self._also = re.compile(rf"(?<!\w)y\s+(?:otr[oa]s\s+)?{n}(?=\s+[^\W\d])")
        self._phrases = [
            (re.compile(rf"(?<!\w)(?:{row['pattern'].replace('{n}', n)})(?!\w)"), row["quantity"], row["value"])
            for row in tables["es/counts"].iter_rows(named=True)
        ]

    def find(self, text: str, dates: Sequence[tuple[int, int]] = ()) -> list[Count]:
        """The counts of a sentence in text order; `dates` are spans of it that count nobody, "2021" for one."""
        text = _masked(text, [*dates, *(match.span() for match in _NOBODY.finditer(text))])
        taken = list[Count]()
        spans = list[tuple[Quantity, int, int]]()
        for pattern, quantity, value in self._phrases:
            for match in pattern.finditer(text):
                number = Number(value, value, value, "exact") if value else self._numbers.read(match["n"])
                start, end = match.span("n") if not value else match.span()
                crosses = any(q == quantity and match.start() < e and s < match.end() for q, s, e in spans)
                if number is None or crosses:
                    continue
                if not value:
                    number, end = self._with_others(text, number, end, match.end())
                spans.append((cast("Quantity", quantity), match.start(), match.end()))
                taken.append(Count(cast("Quantity", quantity), number, start, end))
        return sorted(taken, key=lambda count: count.start)

    def _with_others(self, text: str, number: Number, end: int, stop: int) -> tuple[Number, int]:
        """The number and where it ends, with those of others beside: "cuatro policías y ocho civiles murieron"."""
        for match in self._also.finditer(text, end, stop):
            other = self._numbers.read(match["n"])
            if other is not None:
                number = Number(
                    _sum(number.low, other.low),
                    _sum(number.best, other.best),
                    _sum(number.high, other.high),
                    number.bound,
                )
                end = match.end("n")
        return number, end


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with nothing to be read at these spans, but as many words as before.

    >>> _masked("en 2021 murieron dos", [(3, 7)])
    'en xxxx murieron dos'
    """
    for start, end in spans:
        text = text[:start] + re.sub(r"\w", "x", text[start:end]) + text[end:]
    return text


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
