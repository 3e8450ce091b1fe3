"""Holidays and Hijri dates.

What belongs here: days that have to be worked out. The Hijri calendar is the tabular one, so its days may be off
by one.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import (
    add_days,
    easter,
    islamic_to_date,
    islamic_year_of,
    nth_weekday,
    orthodox_easter,
    safe_date,
)
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.lexicon import Holiday
from transforms.dates.missing_years import history_reference, nearest_year, stated_year
from transforms.dates.rules_calendar import Rule, day_number
from transforms.dates.values import month_value, year_value
from transforms.model import Anchor


def holiday(hit: Candidate, ctx: Context) -> Rule:
    """`Christmas Eve 1914`, `Eid al-Fitr`: worked out for the stated year, else for the nearest."""
    name = re.sub(r"\s+", " ", hit.match["holiday"].replace("’", "'"))
    rule = ctx.lexicon.holidays[name]
    if not ctx.is_capitalised(hit.match.start("holiday")):
        return None
    if rule.calendar == "once":
        day = date(rule.nth or 0, rule.month or 1, rule.day or 1)
        return Reading("DATE", day.isoformat(), "absolute", point=Point.of(day), is_spoken=False)
    year, anchor = stated_year(hit.match.groupdict(), ctx)
    if year is None:
        year, anchor = _year_of_holiday(rule, hit, ctx)
    first = holiday_in(rule, year) if year is not None and 1 <= year <= 9998 else None
    if first is None or year is None:
        open_value = f"XXXX-{rule.month:02d}-{rule.day:02d}" if rule.calendar == "fixed" else "XXXX-XX-XX"
        return Reading("DATE", open_value, is_spoken=False)
    days = (first, add_days(first, rule.days - 1))
    return Reading("DATE", first.isoformat(), anchor, days=days, point=Point.of(first))


def holiday_in(rule: Holiday, year: int) -> date | None:
    """The first day of a holiday in a Gregorian year."""
    month, day = rule.month or 1, rule.day or 0
    if not 1 <= year <= 9998:
        return None
    if rule.calendar == "weekday":
        return nth_weekday(year, month, rule.weekday or 1, rule.nth or 1)
    if rule.calendar in ("easter", "orthodox"):
        return add_days(easter(year) if rule.calendar == "easter" else orthodox_easter(year), day)
    if rule.calendar == "hijri":
        return _hijri_day_in(year, month, day)
    return safe_date(year, month, day)


def _hijri_day_in(year: int, month: int, day: int) -> date | None:
    first, last = islamic_year_of(date(year, 1, 1)), islamic_year_of(date(year, 12, 31))
    days = (islamic_to_date(islamic, month, day) for islamic in range(first, last + 1))
    return next((found for found in days if found and found.year == year), None)


def hijri(hit: Candidate, ctx: Context) -> Rule:
    """`10 Muharram 1443`: the value stays the tabular conversion, the days allow for the sighting of the moon."""
    groups = hit.match.groupdict()
    year = int(groups["hijri_year"] or groups.get("hijri_year2") or 0)
    month = ctx.lexicon.hijri_months.get(re.sub(r"\s+", " ", groups.get("hijri_month") or ""))
    day = day_number(groups.get("day"), ctx)
    first = islamic_to_date(year, month or 1, day or 1)
    if first is None or year < 1:
        return None
    last = {(False, False): 354, (True, False): 30, (True, True): 1}[(month is not None, day is not None)]
    end = add_days(first, last)
    value = first.isoformat() if day else month_value(first.year, first.month) if month else year_value(first.year)
    return Reading("DATE", value, "absolute", days=(add_days(first, -1), end), point=Point.of(first))


def _year_of_holiday(rule: Holiday, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    reference = history_reference(ctx, hit.start)
    if reference and reference.year > 0:
        first = holiday_in(rule, reference.year)
        return (nearest_year(reference, first.month) if first else reference.year), "previous"
    if ctx.published is None:
        return None, None
    days = [d for year in (-1, 0, 1) if (d := holiday_in(rule, ctx.published.year + year))]
    which = hit.match["which"]
    if which in ("last", "this past"):
        days = [d for d in days if d < ctx.published] or days
    elif which in ("next", "this coming"):
        days = [d for d in days if d > ctx.published] or days
    published = ctx.published
    return min(days, key=lambda d: (abs((d - published).days), d)).year, "published"
