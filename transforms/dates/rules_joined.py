"""Dates joined by marks: `12/31/1999`, `21-Aug-2015`, `2018-Oct-23`, `2021-08-08`.

What belongs here: dates of records and forms, whose day, month and year hang together by hyphens, slashes or dots, and
the article's own habit of writing the day or the month first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from transforms.dates.calendars import safe_date
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.missing_years import full_year, year_of_day
from transforms.dates.rules_calendar import Rule, day_number, month_number
from transforms.dates.values import day_value, month_value

_NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:[12]\d\d\d|\d\d)(?![\w/-]|\.\d)")
_MONTHS = 12


def writes_day_first(texts: Iterable[str]) -> bool | None:
    """Whether an article puts the day before the month, by its numeric dates that can be read in one way only.

    `25/12/2020` settles it that `3/4/2020` in the same article is the 3rd of April. None where no date settles it, or
    where the article does both.
    """
    habits = set[bool]()
    for text in texts:
        for first, _, second in _NUMERIC.findall(text):
            if min(int(first), int(second)) <= _MONTHS < max(int(first), int(second)) <= 31:
                habits.add(int(first) > _MONTHS)
    return habits.pop() if len(habits) == 1 else None


def iso_date(hit: Candidate, _ctx: Context) -> Rule:
    """`2021-08-08`, `2021-08-08T14:30Z`, `2021/8/8`."""
    groups = hit.match.groupdict()
    year, month, day = int(groups["year"]), int(groups["month_number"]), int(groups["day_number"])
    if safe_date(year, month, day) is None:
        return None
    value, hour = day_value(year, month, day), groups.get("hour")
    if hour:
        return Reading("TIME", f"{value}T{hour}:{groups['minute']}", "absolute", point=Point(year, month, day))
    return Reading("DATE", value, "absolute", point=Point(year, month, day))


def numeric_date(hit: Candidate, ctx: Context) -> Rule:
    """`12/31/1999`, `31.12.1999`: an ambiguous one goes by the article's habit, else lies nearest to publication.

    Without either, slashes put the month first, dots and hyphens the day.
    """
    groups = hit.match.groupdict()
    first, other = int(groups["first"]), int(groups["other"] or groups["other2"] or groups["other3"])
    year = int(groups["year"])
    if year < 100:
        year = full_year(year, ctx.published)
    is_month_first = bool(groups["other"]) if ctx.writes_day_first is None else not ctx.writes_day_first
    orders = [(first, other), (other, first)] if is_month_first else [(other, first), (first, other)]
    days = [day for month, number in orders if (day := safe_date(year, month, number))]
    if not days:
        return None
    day = days[0]
    if len(days) == 2 and ctx.writes_day_first is None and ctx.published:
        day = _nearest(days, ctx.published)
    return Reading("DATE", day.isoformat(), "absolute", point=Point.of(day))


def _nearest(days: list[date], published: date) -> date:
    return min(days, key=lambda day: (abs((day - published).days), days.index(day)))


def joined_date(hit: Candidate, ctx: Context) -> Rule:
    """`21-Aug-2015`, `17-Oct-18`, `Oct-23-2018`, `2018-Oct-23`, `3-Sept`: a month's name between marks."""
    groups = hit.match.groupdict()
    month, day = month_number(groups["month"], ctx), day_number(groups["day"], ctx)
    words = groups.get("joined_year")
    if month is None or day is None or (words is None and not ctx.is_capitalised(hit.match.start("month"))):
        return None
    if words is not None:
        year = int(words) if len(words) == 4 else full_year(int(words), ctx.published)
        anchor = "absolute"
    else:
        year, anchor = year_of_day(month, day, hit, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}-{day:02d}")
    if safe_date(year, month, day) is None:
        return None
    return Reading("DATE", day_value(year, month, day), anchor, point=Point(year, month, day))


def joined_month(hit: Candidate, ctx: Context) -> Rule:
    """`Aug-2015`, `2015-Aug`: a month and its year."""
    month, year = month_number(hit.match["month"], ctx), int(hit.match["joined_year"])
    return None if month is None else Reading("DATE", month_value(year, month), "absolute", point=Point(year, month))
