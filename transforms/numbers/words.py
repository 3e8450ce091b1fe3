"""What number words stand for, for dates and for counts of people alike, read from `numbers/words`.

What belongs here: single words. How they join into a number is the business of who reads: `transforms.dates.lexicon`
for "twenty-one years", `transforms.numbers.quantities` for "at least two dozen".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

Values = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Number words by what they are.

    Attributes:
        small: the numbers below a hundred that a single word says.
        scales: what multiplies and is exact: hundred, thousand, dozen.
        ordinals: place in an order.
        counts: low, best and high of each word that can count people; None is open.
        multiples: all that multiplies a number before it: "two dozen", "several hundreds".
        plurals: numbers that count nothing exactly: "dozens", "thousands".
        groups: nouns that an article may stand before: "a couple", "a few".
    """

    small: Mapping[str, int]
    scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    counts: Mapping[str, Values]
    multiples: Mapping[str, int]
    plurals: frozenset[str]
    groups: frozenset[str]

    @classmethod
    def from_table(cls, table: pl.DataFrame) -> NumberWords:
        """Build from the rows of `numbers/words`."""
        rows = list(table.iter_rows(named=True))
        return cls(
            small={row["form"]: row["best"] for row in rows if row["kind"] in ("unit", "ten")},
            scales={row["form"]: row["best"] for row in rows if row["kind"] == "scale"},
            ordinals={row["form"]: row["best"] for row in rows if row["kind"] == "ordinal"},
            counts={row["form"]: (row["low"], row["best"], row["high"]) for row in rows if row["kind"] != "ordinal"},
            multiples={row["form"]: row["scale"] for row in rows if row["scale"] is not None},
            plurals=frozenset(row["form"] for row in rows if row["kind"] == "plural"),
            groups=frozenset(row["form"] for row in rows if row["kind"] == "group"),
        )
