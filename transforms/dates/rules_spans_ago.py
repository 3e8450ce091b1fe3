"""Spans of halves and of several units from a date: `a year and a half ago`, `two years and three months earlier`.

What belongs here: what `rules_shifts` cannot count in one unit. Halves are round: their days reach as far to both
sides as a speaker may have rounded.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from transforms.dates.calendars import add_days, shift_months
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.lexicon import Unit
from transforms.dates.rules_calendar import Rule
from transforms.dates.rules_relative import day_reading
from transforms.dates.rules_shifts import bounded_days, hours_away, open_shift, shift_base, shift_mod, shifted
from transforms.dates.values import Span
from transforms.model import Anchor

_FORWARD = ("later", "hence", "from now", "afterwards", "afterward", "after")
_DEICTIC = ("ago", "from now", "hence", "back")
# How many days to either side half a unit may be off: a third of a week or month, a sixth of what is longer.
_ROUNDING = {"D": 0, "W": 2, "F": 4, "M": 10, "Q": 15, "Y": 60, "DE": 300, "CE": 1800}
_MONTH = Unit("M", 1, 0, 0)
_DAY = Unit("D", 0, 1, 0)
_YEAR = Unit("Y", 12, 0, 0)


def half_span(hit: Candidate, ctx: Context) -> Rule:
    """`two and a half months ago`, `a week and a half later`, `half a year ago`."""
    unit = _unit_of(hit.match["unit"], ctx)
    words = hit.match["number"] or hit.match.groupdict().get("digits")
    amount = ctx.lexicon.number(words) if words else 0.0
    base, anchor, forward = _counted_from(hit, ctx)
    if unit.is_clock and re.sub(r"\s+", " ", hit.match["way"]) not in _DEICTIC:
        return None  # `a minute and a half later` is a length
    mod = shift_mod(hit, forward)
    if amount is None or base is None:
        return open_shift(unit, mod)
    steps = (amount + 0.5) * (1 if forward else -1)
    if unit.is_clock:
        return hours_away(base, steps * unit.seconds, anchor)
    finer, count = _in_whole_units(steps, unit)
    reading = shifted(base, count, finer, anchor)
    if reading.point is None:
        return reading
    days = bounded_days(base, steps, unit, mod) or _around(base, count, finer, _ROUNDING[unit.code])
    return replace(reading, mod=mod or "APPROX", days=days, is_spoken=reading.is_spoken and ctx.is_narrative)


def _in_whole_units(steps: float, unit: Unit) -> tuple[Unit, int]:
    """A year and a half as 18 months, a decade and a half as 15 years, a week and a half as 10 days."""
    months, days = steps * unit.months, steps * unit.days
    if unit.code in ("DE", "CE"):
        return _YEAR, round(months / 12)
    if unit.months and months == int(months):
        return _MONTH, int(months)
    return _DAY, round(days or months * 30.44)


def _around(base: Point, count: int, unit: Unit, slack: int) -> Span | None:
    if base.date is None:
        return None
    middle = shift_months(base.date, count * unit.months) if unit.months else add_days(base.date, count * unit.days)
    first, last = (add_days(middle, -slack), add_days(middle, slack)) if middle else (None, None)
    return (first, last) if first and last else None


def compound_span(hit: Candidate, ctx: Context) -> Rule:
    """`two years and three months ago`, `a year, two months and five days earlier`: to the grain of the last unit."""
    parts = _parts(hit, ctx)
    base, anchor, forward = _counted_from(hit, ctx)
    calendar_parts = [(amount, unit) for amount, unit in parts if not unit.is_clock]
    finest = calendar_parts[-1][1] if calendar_parts else parts[-1][1]
    mod = shift_mod(hit, forward)
    if base is None or not calendar_parts or any(amount is None for amount, _ in parts):
        return open_shift(finest, mod)
    sign = 1 if forward else -1
    months = sign * round(sum((amount or 0) * unit.months for amount, unit in calendar_parts))
    days = sign * round(sum((amount or 0) * unit.days for amount, unit in calendar_parts))
    reading = _moved(base, months, days, finest, anchor)
    spoken = reading.is_spoken and ctx.is_narrative
    if mod in ("BEFORE", "AFTER"):  # "more than two years and three months ago" says no far end
        return replace(reading, mod=mod, anchor=None, point=None, is_spoken=False)
    return replace(reading, mod=mod, is_spoken=spoken)


def _moved(base: Point, months: int, days: int, finest: Unit, anchor: Anchor | None) -> Reading:
    if finest.months:
        return shifted(base, months, _MONTH, anchor)
    day: date | None = shift_months(base.date, months) if base.date else None
    return day_reading(add_days(day, days) if day else None, anchor, "week" if finest.code in ("W", "F") else "day")


def _parts(hit: Candidate, ctx: Context) -> list[tuple[float | None, Unit]]:
    groups = hit.match.groupdict()
    names = [(f"number{n}", f"unit{n}") for n in ("1", "2", "3")]
    return [
        (ctx.lexicon.number(groups[number] or ""), _unit_of(groups[unit] or "", ctx))
        for number, unit in names
        if groups[unit]
    ]


def _counted_from(hit: Candidate, ctx: Context) -> tuple[Point | None, Anchor | None, bool]:
    way = re.sub(r"\s+", " ", hit.match["way"])
    base, anchor = shift_base(way in _DEICTIC, ctx, needs_day=True)
    return base, anchor, way in _FORWARD


def _unit_of(word: str, ctx: Context) -> Unit:
    return ctx.lexicon.units[re.sub(r"\s+", " ", word)]
