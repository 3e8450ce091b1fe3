"""Arithmetic on calendars: months, ISO weeks, Easter, the tabular Islamic calendar.

What belongs here: pure functions on numbers and dates. Years are astronomical (1 BC is 0, 2 BC is -1).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_ISLAMIC_EPOCH = 227015  # proleptic Gregorian ordinal of 1 Muharram 1 AH (19 July 622), civil tabular calendar
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is none or `date` cannot hold it."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def last_day(year: int, month: int) -> int:
    """The number of days of a month."""
    return calendar.monthrange(year if 1 <= year <= 9999 else 2001, month)[1]


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """Year and month so many months later (earlier where negative)."""
    index = year * 12 + month - 1 + months
    return index // 12, index % 12 + 1


def add_days(day: date, days: int) -> date | None:
    """The date so many days later; None beyond what `date` holds."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """The same day of another month, or that month's last day."""
    year, month = add_months(day.year, day.month, months)
    return safe_date(year, month, min(day.day, last_day(year, month)))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth weekday (1 is Monday) of a month; -1 is the last."""
    days = [d for d in range(1, last_day(year, month) + 1) if date(year, month, d).isoweekday() == weekday]
    position = nth - 1 if nth > 0 else nth
    return date(year, month, days[position]) if -len(days) <= position < len(days) else None


def easter(year: int) -> date:
    """Western Easter Sunday (anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday in the Gregorian calendar, valid 1900-2099 (Meeus' Julian algorithm plus 13 days)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def islamic_to_date(year: int, month: int, day: int) -> date | None:
    """Civil tabular Islamic calendar; sighting may move a month by a day or two."""
    days = day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
    try:
        return date.fromordinal(_ISLAMIC_EPOCH + days - 1)
    except (ValueError, OverflowError):
        return None


def islamic_year_of(day: date) -> int:
    """The Islamic year that a date falls in (tabular)."""
    return (30 * (day.toordinal() - _ISLAMIC_EPOCH) + 10646) // 10631
