"""The order of day, month and year in dates of three numbers, which one date often can't show and a column can.

What belongs here: which orders a date leaves open (`orders_of`), for who reads a file, and a date in a known order, for
who makes articles of its records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_NUMBERS: Final = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?![\d/.\-])")


@dataclass(frozen=True, slots=True)
class DateParts:
    """Three numbers and what follows them, a time of day perhaps."""

    numbers: tuple[int, int, int]
    rest: str


@dataclass(frozen=True, slots=True)
class DateOrder:
    """`day_first` (25/02/2024) or `month_first` (02/25/2024)."""

    name: str

    def day_of(self, a: int, b: int, year: int) -> date | None:
        """The day that three numbers are in this order; None where there is none."""
        day, month = (a, b) if self.name == "day_first" else (b, a)
        try:
            return date(year, month, day)
        except ValueError:
            return None


ORDERS: Final = (DateOrder("day_first"), DateOrder("month_first"))


def order_of(name: str | None) -> DateOrder | None:
    """An order by its name."""
    return next((order for order in ORDERS if order.name == name), None)


def parts_of(text: str) -> DateParts | None:
    """The numbers of a date such as 03/02/2024 or 3.2.24."""
    found = _NUMBERS.match(text)
    if found is None:
        return None
    return DateParts((int(found[1]), int(found[2]), year_of(found[3])), text[found.end() :])


def year_of(digits: str) -> int:
    """The year that two or four digits say; two as POSIX reads them.

    >>> year_of("68"), year_of("69"), year_of("2024")
    (2068, 1969, 2024)
    """
    year = int(digits)
    return year if len(digits) > 2 else year + (1900 if year >= 69 else 2000)


def orders_of(text: str) -> frozenset[str] | None:
    """The orders in which a date of three numbers is a day; None where it is not written so."""
    parts = parts_of(text)
    return parts and frozenset(order.name for order in ORDERS if order.day_of(*parts.numbers))
