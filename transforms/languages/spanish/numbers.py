"""Spanish numbers: "1.200", "dos mil trescientos", "una docena", "al menos doce", "entre diez y doce", "decenas".

What belongs here: words and figures to low, best and high. What is counted is the business of who reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.languages.spanish.text import any_of
from transforms.model import Bound

_GROUPS = (r"\d{1,3}(?:\.\d{3})+", r"\d{1,3}(?:,\d{3})+", r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+")
"""Thousands parted by stops (Spain, South America), by commas (Mexico, Central America), by spaces (the Academy)."""
_THOUSANDS = rf"(?:{'|'.join(_GROUPS)})(?![.,]?\d)"
_FIGURES = rf"{_THOUSANDS}|\d+(?:,\d{{1,2}})?(?![.,]?\d)"
_WORD = re.compile(rf"{_FIGURES}|[^\W\d_]+|\d")


@dataclass(frozen=True, slots=True)
class Number:
    """How many; None is open."""

    low: int | None
    best: int | None
    high: int | None
    bound: Bound


class Numbers:
    """Reads numbers by the tables `es/numbers` and `es/bounds`."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._words = {row["form"]: row for row in tables["es/numbers"].iter_rows(named=True)}
        self._bounds: dict[str, Bound] = dict(tables["es/bounds"].select("phrase", "bound").iter_rows())
        word, ten, unit = any_of(self._words), self._of_kind("ten"), self._of_kind("unit")
        part = rf"(?:{ten}\s+y\s+{unit}|{word})"
        self.plain = rf"(?:(?:{_FIGURES})(?:\s+{word})?|{part}(?:\s+{part}){{0,9}})"
        """A regular expression of a number in figures or words, without its bound; "y" stands before units alone."""
        between = rf"entre\s+{self.plain}\s+[you]\s+{self.plain}|{self.plain}\s+[ou]\s+{self.plain}"
        bounded = rf"(?:(?:{any_of(self._bounds)})\s+(?:a\s+)?)?{self.plain}"
        self.bounded = rf"(?:{between}|{bounded})(?:\s+de(?=\s))?"
        """The same with the words before it that make it a bound, and ranges: "entre diez y doce", "siete u ocho"."""
        self._bound = re.compile(rf"({any_of(self._bounds)})\s+(?:a\s+)?")
        self._between = re.compile(rf"entre\s+({self.plain})\s+[you]\s+({self.plain})")
        self._either = re.compile(rf"({self.plain})\s+[ou]\s+({self.plain})")

    def read(self, text: str) -> Number | None:
        """The number that `bounded` matched; None where the words are no number.

        >>> numbers.read("al menos dos docenas de")
        Number(low=24, best=24, high=None, bound='at_least')
        """
        lowered = re.sub(r"\s+de$", "", text.strip().lower())
        if ends := self._between.fullmatch(lowered) or self._either.fullmatch(lowered):
            return self._range(ends[1], ends[2])
        bound = self._bound.match(lowered)
        value = self._value(lowered[bound.end() :] if bound else lowered)
        if value is None:
            return None
        low, best, high = value
        if bound is None:
            return Number(low, best, high, "exact" if best is not None else "at_least")
        kind = self._bounds[bound[1]]
        if kind == "at_least":
            return Number(low, best, None, kind)
        return Number(None, best, high, kind) if kind == "up_to" else Number(low, best, high, kind)

    def amount(self, text: str) -> int | None:
        """The number as one figure, None where it is open."""
        number = self.read(text)
        return number.best if number else None

    def _range(self, first: str, last: str) -> Number | None:
        """From the one to the other, the lower as best, as with `range` elsewhere; None where they do not rise."""
        low, high = self.amount(first), self.amount(last)
        return Number(low, low, high, "range") if low is not None and high is not None and low < high else None

    def _of_kind(self, kind: str) -> str:
        return any_of(form for form, row in self._words.items() if row["kind"] == kind)

    def _value(self, text: str) -> tuple[int | None, int | None, int | None] | None:
        total = current = 0
        is_open = False
        for word in _WORD.findall(text):
            if word == "y":
                continue
            if word[0].isdigit():
                current += _figure(word)
                continue
            row = self._words.get(word)
            if row is None:
                return None
            if row["kind"] == "scale":
                total += int((current or 1) * row["best"])
                current = 0
            elif row["kind"] == "vague":
                is_open = True
                current = int((current or 1) * row["low"])
            elif row["kind"] == "group":
                current = (current or 1) * row["best"]
            else:
                current += row["best"]
        value = int(total + current)
        return (value, None, None) if is_open else (value, value, value)


def _figure(text: str) -> float:
    """The value of figures as `_FIGURES` finds them; what is no group of thousands is decimals behind a comma."""
    if re.fullmatch(_THOUSANDS, text):
        return float(re.sub(r"\D", "", text))
    return float(text.replace(",", "."))
