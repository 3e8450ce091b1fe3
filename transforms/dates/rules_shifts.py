"""Dates counted in units from another: `two weeks ago`, `the following year`, `that month`, `last year`.

What belongs here: a number of units before or after the publication date or the date last spoken of.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from transforms.dates.calendars import add_days, add_months, shift_months
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.lexicon import Unit
from transforms.dates.rules_calendar import Rule
from transforms.dates.rules_relative import BACK, ON, OPEN_VALUES, day_reading
from transforms.dates.rules_time import inner_day
from transforms.dates.values import (
    century_value,
    day_value,
    decade_value,
    duration_value,
    month_value,
    quarter_value,
    week_value,
    year_value,
)
from transforms.model import Anchor

_APPOSED = 26  # characters from the beginning of a date to words that explain it
_NEARBY = 300  # characters in which a day told may be that of the event spoken of next


def shifted_units(hit: Candidate, ctx: Context) -> Rule:
    """`two weeks ago`, `three days later`, `years earlier`."""
    if not _is_compared(hit, ctx):
        return _shifted_units(hit, ctx)
    reading = _shifted_units(hit.without_modifier(), ctx)
    return None if reading is None else replace(reading, core=(hit.match.start(), hit.end))


def _shifted_units(hit: Candidate, ctx: Context) -> Reading | None:
    groups = hit.match.groupdict()
    unit = ctx.lexicon.units[re.sub(r"\s+", " ", groups["unit"])]
    amount = ctx.lexicon.number(groups["number"]) if groups.get("number") else None
    way = re.sub(r"\s+", " ", groups["way"])
    if way in ("before", "after") and not ctx.is_narrative and not re.match(r"\s*(?:[,.;)]|$)", ctx.after(hit.end, 3)):
        return None
    forward = way in ("later", "after", "hence", "from now", "afterwards", "afterward")
    deictic = way in ("ago", "from now", "hence")
    mod = shift_mod(hit, forward)
    if re.search(r"\sor\s+so\s", hit.match[0]):
        mod = mod or "APPROX"
    is_year_back = amount == 1 and unit.code == "Y" and way in ("ago", "earlier", "before") and not mod
    if is_year_back and (reading := _compared_year(hit, ctx)):
        return reading
    if amount is None:
        return _unknown_shift(unit, forward, groups.get("number") is not None)
    base, anchor = shift_base(deictic, ctx, unit.days > 0)
    if base is None or (unit.is_clock and not deictic):
        return open_shift(unit, mod)
    steps = amount if forward else -amount
    if unit.is_clock:
        return hours_away(base, steps * unit.seconds, anchor)
    reading = _bounded(shifted(base, steps, unit, anchor), mod, bounded_days(base, steps, unit, mod))
    return replace(reading, is_spoken=reading.is_spoken and (ctx.is_narrative or way != "earlier"))


def hours_away(base: Point, seconds: float, anchor: Anchor | None) -> Reading:
    """`six hours ago` was today or yesterday, whichever the hour of writing allows."""
    whole_days = int(seconds / 86400)
    day = add_days(base.date, whole_days) if base.date else None
    if day is None or whole_days:
        return day_reading(day, anchor, "day")
    days = (add_days(day, -1), day) if seconds < 0 else (day, add_days(day, 1))
    return Reading("TIME", f"{day.isoformat()}TXX:XX", anchor, days=days, is_spoken=False)


def _is_compared(hit: Candidate, ctx: Context) -> bool:
    """Whether `over a year ago` compares: `an increase over a year ago`."""
    cue = r"\b(?:increase|rise|gain|growth|improvement|jump|advance|decline|drop|fall|pct|percent|up|down)\s+$"
    return hit.mod_words == "over" and re.search(cue, ctx.before(hit.start, 14)) is not None


def shift_mod(hit: Candidate, forward: bool) -> str | None:
    """`over a week ago` lies before that day, `nearly a year later` before it, `more than a year later` after it."""
    more = {"MORE_THAN", "EQUAL_OR_MORE"}
    less = {"LESS_THAN", "EQUAL_OR_LESS"}
    if hit.mod in more:
        return "AFTER" if forward else "BEFORE"
    if hit.mod in less:
        near = hit.mod_words in ("nearly", "almost", "close to", "not quite")
        return "APPROX" if near else ("BEFORE" if forward else "AFTER")
    return hit.mod


def shift_base(deictic: bool, ctx: Context, needs_day: bool = False) -> tuple[Point | None, Anchor | None]:
    """What is counted from; in news, a month last spoken of is no day to count weeks from."""
    if deictic:
        return (ctx.now, "published") if ctx.now else (None, None)
    if ctx.previous and (ctx.is_narrative or not needs_day or ctx.previous.date):
        return ctx.previous, "previous"
    return (ctx.now, "published") if ctx.now else (None, None)


def open_shift(unit: Unit, mod: str | None) -> Reading:
    """What is counted from nothing: the value tells the grain and no more."""
    code = {
        "D": "day",
        "W": "week",
        "F": "week",
        "M": "month",
        "Q": "quarter",
        "Y": "year",
        "DE": "decade",
        "CE": "century",
    }
    return Reading(
        "DATE",
        OPEN_VALUES[code.get(unit.code, "day")] if not unit.is_clock else "XXXX-XX-XXTXX:XX",
        mod=mod,
        is_spoken=False,
    )


def _unknown_shift(unit: Unit, forward: bool, has_number: bool) -> Reading:
    """`a few years ago` is past at large; `days later` at least says the grain."""
    if has_number:
        return Reading("DATE", "FUTURE_REF" if forward else "PAST_REF", is_spoken=False)
    return open_shift(unit, None)


def _compared_year(hit: Candidate, ctx: Context) -> Reading | None:
    """`a year ago` in an earnings report is the same period of the year before."""
    value, spoken_at = ctx.period or ("", 0)
    if ctx.published is None or ctx.offset + hit.start - spoken_at > 900:
        return None
    found = re.fullmatch(r"(\d{4})(-Q[1-4])?", value)
    if found is None:
        return None
    year, part = int(found[1]) - 1, (found[2] or "").removeprefix("-")
    return Reading(
        "DATE",
        f"{year_value(year)}{found[2] or ''}",
        "published",
        point=Point(year, part=part or None),
        is_spoken=False,
    )


def shifted(base: Point, steps: float, unit: Unit, anchor: Anchor | None) -> Reading:
    """A point moved by so many units; its value has the unit's grain."""
    if unit.months:
        return _shifted_by_months(base, steps, unit, anchor)
    return _shifted_by_days(base, steps, unit, anchor)


def _bounded(reading: Reading, mod: str | None, days: tuple[date | None, date | None] | None) -> Reading:
    """The reading with its modifier, and the days that the modifier leaves."""
    anchor = reading.anchor if reading.point or days else None
    return replace(reading, mod=mod, days=days or reading.days, anchor=anchor)


def _shifted_by_months(base: Point, steps: float, unit: Unit, anchor: Anchor | None) -> Reading:
    months = round(steps * unit.months)
    if unit.code == "Y" and steps == int(steps):
        year = base.year + int(steps)
        return Reading("DATE", year_value(year), anchor, point=Point(year))
    if unit.code == "DE":
        number = (base.year + round(steps * 10)) // 10
        return Reading("DATE", decade_value(number), anchor, point=Point(number * 10), is_spoken=False)
    if unit.code == "CE":
        return Reading("DATE", century_value((base.year + round(steps * 100)) // 100), anchor, is_spoken=False)
    at = base.rough_month
    if at is None:
        return Reading("DATE", year_value(base.year), anchor, is_spoken=False)
    year, month = add_months(base.year, at, months)
    if unit.code == "Q":
        quarter = (month - 1) // 3 + 1
        return Reading("DATE", quarter_value(year, quarter), anchor, point=Point(year, part=f"Q{quarter}"))
    return Reading("DATE", month_value(year, month), anchor, point=Point(year, month))


def _shifted_by_days(base: Point, steps: float, unit: Unit, anchor: Anchor | None) -> Reading:
    day = add_days(base.date, round(steps * unit.days)) if base.date else None
    if day is None:
        known = base.month is not None
        value = f"{month_value(base.year, base.month)}-XX" if known and base.month else f"{year_value(base.year)}-XX-XX"
        return Reading("DATE", value, None, is_spoken=False)
    return day_reading(day, anchor, "week" if unit.code in ("W", "F") else "day")


def bounded_days(base: Point, steps: float, unit: Unit, mod: str | None) -> tuple[date | None, date | None] | None:
    """The days that `over a week ago` allows.

    `over a week ago` ends the day before that; who means twice as long says `two weeks`.
    """
    if base.date is None or mod not in ("BEFORE", "AFTER"):
        return None
    near, far = (
        shift_months(base.date, round(steps * unit.months * k))
        if unit.months
        else add_days(base.date, round(steps * unit.days * k))
        for k in (1, 2)
    )
    if near is None or far is None:
        return None
    if (mod == "BEFORE") == (steps < 0):
        return (far, add_days(near, -1)) if steps < 0 else (add_days(near, 1), far)
    return (near, base.date) if steps < 0 else (base.date, near)


def units_from_day(hit: Candidate, ctx: Context) -> Rule:
    """`two days after the attack on 3 June`, `the day before Friday's march`: counted from the day that the words tell.

    Two readings: the day counted to, then the day counted from, which is no more than a landmark.
    """
    groups = hit.match.groupdict()
    is_one = groups["unit"] is None or hit.match["shift"].startswith("the")
    amount = 1.0 if is_one else ctx.lexicon.number(groups["number"] or "")
    landmark, unit = inner_day(hit, ctx), ctx.lexicon.units[groups["unit"] or "day"]
    base = landmark.point if landmark and landmark.anchor else None
    if amount is None or landmark is None or base is None or base.date is None:
        return None
    forward = groups["way"] not in ("before", "of")  # `the eve of`
    steps, mod = (amount if forward else -amount), shift_mod(hit, forward)
    reading = _bounded(shifted(base, steps, unit, "previous"), mod, bounded_days(base, steps, unit, mod))
    return [
        replace(reading, core=(hit.start, hit.match.end("shift"))),
        replace(landmark, core=hit.match.span("date"), is_spoken=False),
    ]


def day_from_event(hit: Candidate, ctx: Context) -> Rule:
    """`the day after the attack`: from the day told shortly before, which may be the attack's; else open.

    Left out, it would let the event be dated by the publication.
    """
    if ctx.is_narrative:
        return None
    spoken = ctx.previous.date if ctx.previous and ctx.offset + hit.start - ctx.previous_offset < _NEARBY else None
    if spoken is None:
        return Reading("DATE", OPEN_VALUES["day"], is_spoken=False)
    is_apposed = re.search(r"[,(–—-]\s*$", ctx.before(hit.start, 3)) is not None
    if is_apposed and ctx.offset + hit.start - ctx.previous_offset < _APPOSED:
        return day_reading(spoken, "previous", "day")  # `on 12 May, the day before the vote`: the same day again
    return day_reading(add_days(spoken, -1 if hit.match["way"] in ("before", "of") else 1), "previous", "day")


def eve_of_event(hit: Candidate, ctx: Context) -> Rule:
    """`on the eve of the vote`: as `the day before the vote`."""
    reading = day_from_event(hit, ctx)
    return replace(reading, core=hit.match.span("shift")) if isinstance(reading, Reading) else None


def neighbour_unit(hit: Candidate, ctx: Context) -> Rule:
    """`the day before`, `the following year`, `a week later`: one unit from the date last spoken of."""
    groups = hit.match.groupdict()
    word = groups["unit"]
    steps = -1 if BACK.search(groups["way"]) else 1
    unit = ctx.lexicon.units.get(re.sub(r"\s+", " ", word))
    base, anchor = shift_base(False, ctx, unit is None or unit.days > 0)
    if word in ("night", "morning"):
        day = add_days(base.date, steps) if base and base.date else None
        value = f"{day.isoformat() if day else 'XXXX-XX-XX'}T{'NI' if word == 'night' else 'MO'}"
        return Reading("TIME", value, anchor if day else None, point=Point.of(day) if day else None)
    if word == "weekend":
        saturday = add_days(base.date, 7 * steps + 6 - base.date.isoweekday()) if base and base.date else None
        value = f"{week_value(saturday)}-WE" if saturday else OPEN_VALUES["weekend"]
        return Reading("DATE", value, anchor if saturday else None, point=Point.of(saturday) if saturday else None)
    if unit is None or unit.is_clock or word.endswith("s"):
        return _plural_neighbour(unit, word)
    if base is None:
        return open_shift(unit, None)
    if unit.code == "Q" and (base.part or "").startswith("Q"):
        return shifted(Point(base.year, base.rough_month), steps, unit, anchor)
    reading = shifted(base, steps, unit, anchor)
    return replace(reading, is_spoken=reading.is_spoken and (ctx.is_narrative or groups["way"] != "earlier"))


def _plural_neighbour(unit: Unit | None, word: str) -> Rule:
    if unit is None or not word.endswith("s"):
        return None
    return Reading("DURATION", duration_value(None, unit), is_spoken=False)


def same_unit(hit: Candidate, ctx: Context) -> Rule:
    """`that year`, `the same day`: the date last spoken of at the unit's grain."""
    word = hit.match["unit"]
    base, anchor = (ctx.spoken_year, "previous") if word == "year" and ctx.spoken_year else shift_base(False, ctx)
    if base is None:
        return Reading("DATE", OPEN_VALUES[word], is_spoken=False)
    return at_grain(base, word, anchor)


def at_grain(base: Point, word: str, anchor: Anchor | None) -> Reading:
    """The unit of time that a point lies in; open where the point is coarser than the unit."""
    value, point = _grain_value(base, word)
    if point is None:
        return Reading("DATE", value or OPEN_VALUES[word], is_spoken=False)
    is_spoken = word == "year" and base.month is None
    return Reading("DATE", value or OPEN_VALUES[word], anchor, point=point, is_spoken=is_spoken)


def _grain_value(base: Point, word: str) -> tuple[str | None, Point | None]:
    quarter = ((base.rough_month or 1) - 1) // 3 + 1
    day = base.date
    known: dict[str, tuple[str | None, Point | None]] = {
        "year": (year_value(base.year), Point(base.year)),
        "decade": (decade_value(base.year // 10), Point(base.year)),
        "century": (century_value(base.year // 100), Point(base.year)),
    }
    if base.rough_month:
        known["quarter"] = (quarter_value(base.year, quarter), Point(base.year, part=f"Q{quarter}"))
    if base.month:
        known["month"] = (month_value(base.year, base.month), Point(base.year, base.month))
        known["day"] = (
            (day_value(base.year, base.month, base.day), base)
            if base.day
            else (f"{month_value(base.year, base.month)}-XX", None)
        )
    if day:
        known["week"] = (week_value(day), base)
        known["weekend"] = (f"{week_value(day)}-WE", base)
    return known.get(word, (None, None))


def which_unit(hit: Candidate, ctx: Context) -> Rule:
    """`last year`, `this month`, `next week`, `the past year`."""
    which, word = hit.match["which"], hit.match["unit"]
    mod = hit.mod
    if ctx.is_capitalised(hit.match.start("unit")) and not ctx.is_headline:
        return None  # a name: `on ABC's "This Week"`
    if re.search(r"\sor\s+so$", hit.match[0]):
        mod = "APPROX"
    if which.startswith("that") or which in ("the same", "the very same"):
        return same_unit(hit, ctx)
    steps = -1 if BACK.search(which) else 1 if ON.search(which) else 0
    from_text = re.search("following|preceding|previous", which) is not None or (
        ctx.is_narrative and which == "the next"
    )
    base, anchor = (shift_base(False, ctx)) if from_text else ((ctx.now, "published") if ctx.now else (None, None))
    if base is None and which == "the past":
        return Reading("DURATION", duration_value(1, ctx.lexicon.units[word]), is_spoken=False)
    if base is None:
        return Reading("DATE", OPEN_VALUES[word], is_spoken=False)
    reading = at_grain(base, word, anchor) if steps == 0 else shifted(base, steps, ctx.lexicon.units[word], anchor)
    days = reading.days
    if which == "the past" and base.date and word in ("decade", "century"):
        begin = shift_months(base.date, -120 if word == "decade" else -1200)
        length = duration_value(1, ctx.lexicon.units[word])
        return Reading("DURATION", length, anchor, mod, (begin, base.date), is_spoken=False)
    if which in ("the past", "the last") and base.date and word in ("week", "month", "year"):
        begin = add_days(base.date, -7) if word == "week" else shift_months(base.date, -1 if word == "month" else -12)
        days = (begin, base.date)
    return Reading("DATE", reading.value, reading.anchor, mod, days, point=reading.point, is_spoken=from_text)
