"""Nights that lie in two days: `overnight Thursday into Friday`, `the night of 3-4 March`.

What belongs here: nights told by the day they end in, or by both. Other parts of a day are in `rules_time`.
"""

from __future__ import annotations

from datetime import date

from transforms.dates.calendars import add_days
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.rules_calendar import Rule, day_range
from transforms.dates.rules_time import inner_day
from transforms.model import Anchor


def night_between_weekdays(hit: Candidate, ctx: Context) -> Rule:
    """`overnight Thursday into Friday`, `the night from Friday to Saturday`: the night, as two days."""
    day = inner_day(hit, ctx)
    if day is None or day.point is None or day.point.date is None:
        return None
    last = ctx.lexicon.weekdays.get(hit.match["second"])
    morning = add_days(day.point.date, 1)
    if morning is None or last != morning.isoweekday():
        return None
    return _night(day.point.date, day.anchor, hit.mod)


def night_before(hit: Candidate, ctx: Context) -> Rule:
    """`overnight into Sunday`, `overnight to Sunday`: the night that ends on it."""
    day = inner_day(hit, ctx)
    evening = add_days(day.point.date, -1) if day and day.point and day.point.date else None
    return _night(evening, day.anchor if day else None, hit.mod) if evening else None


def night_of_day(hit: Candidate, ctx: Context) -> Rule:
    """`overnight on Thursday`: the night that begins on it."""
    day = inner_day(hit, ctx)
    if day is None or day.point is None or day.point.date is None:
        return None
    return _night(day.point.date, day.anchor, hit.mod)


def night_between_days(hit: Candidate, ctx: Context) -> Rule:
    """`the night of 3-4 March`, `the night between 5 and 6 October 2022`."""
    found = day_range(hit, ctx)
    days = [reading.point.date for reading in found if reading.point] if isinstance(found, list) else []
    if len(days) != 2 or not isinstance(found, list) or days[0] is None or days[1] != add_days(days[0], 1):
        return None
    return _night(days[0], found[0].anchor, hit.mod)


def _night(evening: date, anchor: Anchor | None, mod: str | None) -> Reading:
    """A night by the day it begins on; what happened in it may lie in either day."""
    days = (evening, add_days(evening, 1))
    return Reading("TIME", f"{evening.isoformat()}TNI", anchor, mod, days, point=Point.of(evening))
