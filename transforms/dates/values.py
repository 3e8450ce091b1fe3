"""TIMEX3 values: written from numbers, read back as spans of days.

What belongs here: the notation. `2021-08-08`, `2021-W31-WE`, `2021-SU`, `2021-Q3`, `199`, `19`, `BC0146`, `P2D`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from transforms.dates.calendars import SEASON_MONTHS, last_day, safe_date
from transforms.dates.lexicon import Unit

Span = tuple[date, date]

_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?")
_PARTS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}


def year_value(year: int) -> str:
    """Four digits, `BC` before those of years before our era."""
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def month_value(year: int, month: int) -> str:
    """Year and month."""
    return f"{year_value(year)}-{month:02d}"


def day_value(year: int, month: int, day: int) -> str:
    """Year, month and day."""
    return f"{month_value(year, month)}-{day:02d}"


def week_value(day: date) -> str:
    """The ISO week of a day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(year: int, quarter: int) -> str:
    """A quarter of a year, also of a fiscal one."""
    return f"{year_value(year)}-Q{quarter}"


def decade_value(decade: int) -> str:
    """Three digits for ten years: 199 is 1990-1999. `decade` is the year divided by ten."""
    return f"{decade:03d}" if decade >= 0 else f"BC{-decade - 1:03d}"


def century_value(century: int) -> str:
    """Two digits for a hundred years: 19 is 1900-1999. `century` is the year divided by a hundred."""
    return f"{century:02d}" if century >= 0 else f"BC{-century - 1:02d}"


def duration_value(amount: float | None, unit: Unit, code: str | None = None) -> str:
    """`P2Y`, `PT30M`, `PXD` where the amount is not said; halves go into the next smaller unit."""
    letter = code or unit.code
    stem = "PT" if unit.is_clock else "P"
    factor = {"DE": 10, "CE": 100, "F": 2}.get(letter, 1)
    if amount is None:
        return f"{stem}X{'W' if letter == 'F' else letter}"
    letter = {"DE": "Y", "CE": "Y", "F": "W"}.get(letter, letter)
    amount *= factor
    if letter == "Q":
        letter, amount = ("M", amount * 3) if amount != 1 else ("Q", amount)
    whole, rest = int(amount), amount - int(amount)
    if not rest:
        return f"{stem}{whole}{letter}"
    smaller = {
        "Y": (12, "M"),
        "H": (60, "M"),
        "M": (60, "S") if unit.is_clock else (30, "D"),
        "W": (7, "D"),
        "D": (24, "TH"),
    }
    if letter not in smaller:
        return f"{stem}{amount:g}{letter}"
    times, below = smaller[letter]
    head = f"{whole}{letter}" if whole else ""
    small = f"{round(rest * times)}{below.removeprefix('T')}"
    return f"P{head}T{small}" if below == "TH" else f"{stem}{head}{small}"


def days_of(value: str) -> Span | None:
    """The first and last day of a calendar value; None for what is open, vague, a duration or before our era."""
    value = re.sub(r"T.*$", "", value)
    if found := _WEEK.fullmatch(value):
        return _week_days(int(found[1]), int(found[2]), bool(found[3]))
    if found := _PART.fullmatch(value):
        return _part_days(int(found[1]), found[2])
    if found := _PLAIN.fullmatch(value):
        return _plain_days(int(found[1]), found[2], found[3])
    if re.fullmatch(r"\d{3}", value) and value > "000":
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    if re.fullmatch(r"\d{2}", value) and value > "00":
        return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31)
    return None


def _week_days(year: int, week: int, weekend: bool) -> Span | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    return monday + timedelta(days=5 if weekend else 0), monday + timedelta(days=6)


def _part_days(year: int, part: str) -> Span | None:
    if year < 2:
        return None
    first, last = _PARTS.get(part) or SEASON_MONTHS[part]
    start_year = year - 1 if first > last else year  # TIMEX3 names a winter by the year that it ends in
    return date(start_year, first, 1), date(year, last, last_day(year, last))


def _plain_days(year: int, month: str | None, day: str | None) -> Span | None:
    if year < 1:
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return date(year, int(month), 1), date(year, int(month), last_day(year, int(month)))
    found = safe_date(year, int(month), int(day))
    return (found, found) if found else None


def narrowed(span: Span, mod: str | None) -> Span:
    """The part of a span that `early`, `mid` and `late` speak of: about a third, an honest overlap included."""
    start, end = span
    length = (end - start).days + 1
    third = max(1, -(-length // 3))
    if length < 3 or mod not in ("START", "MID", "END"):
        return span
    if mod == "START":
        return start, start + timedelta(days=third - 1)
    if mod == "END":
        return end - timedelta(days=third - 1), end
    return start + timedelta(days=(length - third) // 2), start + timedelta(days=(length + third) // 2 - 1)
