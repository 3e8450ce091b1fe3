"""Relative expressions: today, last Friday, this weekend, two days later, the following year.

What belongs here: rules that count from the publication date or from the date last spoken of. Without either the value
stays open: it says the kind of date (`XXXX-WXX-WE`) and no more.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import add_days, add_months, shift_months
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.lexicon import Unit
from transforms.dates.rules_calendar import Rule
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

OPEN_VALUES = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_BACK, _ON = (
    re.compile(r"last|previous|preceding|prior|past|before|earlier"),
    re.compile(r"next|following|coming|ensuing|succeeding|after|later"),
)


def deictic_day(hit: Candidate, ctx: Context) -> Rule:
    """`today`, `yesterday`, `the day after tomorrow`."""
    offset = int(hit.pattern.argument)
    if ctx.published is None:
        if offset == 0:
            return Reading("DATE", "PRESENT_REF", is_spoken=False)
        return Reading("DATE", "XXXX-XX-XX", is_spoken=False)
    if offset == 0 and re.match(
        r"['’]s\s+(?:[a-z]+\s+)?(?:world|society|standards|generation|youth)", ctx.after(hit.end)
    ):
        return Reading("DATE", "PRESENT_REF", is_spoken=False)
    return day_reading(add_days(ctx.published, offset), "published", "day")


def weekday(hit: Candidate, ctx: Context) -> Rule:
    """`Friday`, `last Friday`, `the previous Friday`; bare ones by the tense of their clause."""
    word, which = hit.match["weekday"].rstrip("."), hit.match["which"]
    if word in ctx.lexicon.ambiguous and not _is_short_weekday(hit, ctx):
        return None
    if not ctx.is_capitalised(hit.match.start("weekday")):
        return None
    core = (hit.match.start("weekday"), hit.end) if which == "of" else None
    number = ctx.lexicon.weekdays[word]
    base, anchor = _weekday_base(which, ctx)
    if base is None:
        return Reading("DATE", f"XXXX-WXX-{number}", is_spoken=False, core=core)
    tense = ctx.tense(hit.start, hit.end) if anchor == "published" else "future"
    tense = "future" if tense == "infinitive" else tense
    day = weekday_near(base, number, which, tense)
    reading = day_reading(day, anchor, "day")
    return Reading(reading.type, reading.value, reading.anchor, core=core, point=reading.point)


def _weekday_base(which: str | None, ctx: Context) -> tuple[date | None, Anchor | None]:
    spoken = ctx.previous.date if ctx.previous else None
    to_text = which is not None and which.startswith(("the", "that"))
    if to_text and spoken:
        return spoken, "previous"
    if ctx.published:
        return ctx.published, "published"
    return (spoken, "previous") if spoken and which not in ("last", "next", "this") else (None, None)


def weekday_near(base: date, number: int, which: str | None, tense: str | None) -> date | None:
    """The weekday before, at or after a day: `last` and `next` never mean the day itself."""
    ahead = (number - base.isoweekday()) % 7
    back = (base.isoweekday() - number) % 7
    if which and _BACK.search(which) and "past" not in which:
        return add_days(base, -(back or 7))
    if which and (_ON.search(which)) and which != "of":
        return add_days(base, ahead or 7)
    if which and "past" in which:
        return add_days(base, -(back or 7))
    if tense == "future":
        return add_days(base, ahead)
    return add_days(base, -back)


def week_from_weekday(hit: Candidate, ctx: Context) -> Rule:
    """`a week from Tuesday`."""
    word = hit.match["weekday"].rstrip(".")
    if ctx.published is None:
        return Reading("DATE", "XXXX-XX-XX", is_spoken=False)
    forward = hit.match["way"] == "from"
    near = weekday_near(ctx.published, ctx.lexicon.weekdays[word], None, "future" if forward else "past")
    return day_reading(add_days(near, 7 if forward else -7) if near else None, "published", "day")


def weekday_set(hit: Candidate, ctx: Context) -> Rule:
    """`each Thursday`, `Tuesday nights`."""
    word = hit.match["weekday"].rstrip(".")
    if word in ctx.lexicon.ambiguous:
        return None
    part = re.search(r"(night|morning|afternoon|evening)s$", hit.match[0])
    code = {"night": "TNI", "morning": "TMO", "afternoon": "TAF", "evening": "TEV"}[part[1]] if part else ""
    return Reading("SET", f"XXXX-WXX-{ctx.lexicon.weekdays[word]}{code}", is_spoken=False)


def weekend_set(hit: Candidate, ctx: Context) -> Rule:
    """`every weekend`."""
    return Reading("SET", "XXXX-WXX-WE", is_spoken=False)


def weekend(hit: Candidate, ctx: Context) -> Rule:
    """`this weekend`, `over the weekend`: on Saturday and Sunday the running one, else by tense."""
    which = hit.match["which"]
    base, anchor = ctx.published, "published"
    if base is None or (which and re.search("that|same|previous|following", which)):
        spoken = ctx.previous.date if ctx.previous else None
        base, anchor = (spoken, "previous") if spoken and (base or which != "last") else (base, "published")
    if base is None:
        return Reading("DATE", OPEN_VALUES["weekend"], is_spoken=False)
    day = add_days(base, 7 * _weekend_shift(which, base, hit, ctx))
    value = f"{week_value(day)}-WE" if day else OPEN_VALUES["weekend"]
    saturday = add_days(day, 6 - day.isoweekday()) if day else None
    return Reading("DATE", value, anchor, point=Point.of(saturday) if saturday else None)


def _weekend_shift(which: str | None, base: date, hit: Candidate, ctx: Context) -> int:
    running = base.isoweekday() >= 6
    if which and re.search("last|past|previous", which):
        return -1
    if which and re.search("next|following", which):
        return 1
    if running or (which and re.search("coming", which)):
        return 0
    return 0 if ctx.tense(hit.start, hit.end) in ("future", "infinitive") or ctx.published is None else -1


def shifted_units(hit: Candidate, ctx: Context) -> Rule:
    """`two weeks ago`, `three days later`, `years earlier`."""
    groups = hit.match.groupdict()
    unit = ctx.lexicon.units[re.sub(r"\s+", " ", groups["unit"])]
    amount = ctx.lexicon.number(groups["number"]) if groups.get("number") else None
    way = re.sub(r"\s+", " ", groups["way"])
    if way in ("before", "after") and not ctx.is_narrative and not re.match(r"\s*(?:[,.;)]|$)", ctx.after(hit.end, 3)):
        return None
    forward = way in ("later", "after", "hence", "from now", "afterwards", "afterward")
    deictic = way in ("ago", "from now", "hence")
    mod = _shift_mod(hit, forward)
    if re.search(r"\sor\s+so\s", groups and hit.match[0]):
        mod = mod or "APPROX"
    if reading := _compared_year(amount, unit, way, mod, hit, ctx):
        return reading
    if amount is None:
        return _unknown_shift(unit, forward, groups.get("number") is not None)
    base, anchor = _shift_base(deictic, ctx)
    if base is None or (unit.is_clock and not deictic):
        return _open_shift(unit, deictic, mod)
    steps = amount if forward else -amount
    if unit.is_clock:
        return day_reading(
            add_days(base.date, int(steps * unit.seconds // 86400)) if base.date else None, anchor, "day"
        )
    return shifted(base, steps, unit, anchor, mod, bounded=mod in ("BEFORE", "AFTER"))


def _shift_mod(hit: Candidate, forward: bool) -> str | None:
    """`over a week ago` lies before that day, `nearly a year later` before it, `more than a year later` after it."""
    more = {"MORE_THAN", "EQUAL_OR_MORE"}
    less = {"LESS_THAN", "EQUAL_OR_LESS"}
    if hit.mod in more:
        return "AFTER" if forward else "BEFORE"
    if hit.mod in less:
        near = hit.mod_words in ("nearly", "almost", "close to", "not quite")
        return "APPROX" if near else ("BEFORE" if forward else "AFTER")
    return hit.mod


def _shift_base(deictic: bool, ctx: Context) -> tuple[Point | None, Anchor | None]:
    if deictic:
        return (ctx.now, "published") if ctx.now else (None, None)
    if ctx.previous:
        return ctx.previous, "previous"
    return (ctx.now, "published") if ctx.now else (None, None)


def _open_shift(unit: Unit, deictic: bool, mod: str | None) -> Reading:
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
    return _open_shift(unit, False, None)


def _compared_year(
    amount: float | None, unit: Unit, way: str, mod: str | None, hit: Candidate, ctx: Context
) -> Reading | None:
    """`a year ago` in an earnings report is the same period of the year before."""
    if amount != 1 or unit.code != "Y" or way not in ("ago", "earlier", "before") or mod or ctx.period is None:
        return None
    value, spoken_at = ctx.period
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


def shifted(
    base: Point, steps: float, unit: Unit, anchor: Anchor | None, mod: str | None = None, bounded: bool = False
) -> Reading:
    """A point moved by so many units; its value has the unit's grain."""
    if unit.months:
        reading = _shifted_by_months(base, steps, unit, anchor)
    else:
        reading = _shifted_by_days(base, steps, unit, anchor)
    days = _bounded_days(base, steps, unit, mod) if bounded else reading.days
    return Reading(
        reading.type,
        reading.value,
        reading.anchor if reading.point or days else None,
        mod,
        days,
        point=reading.point,
        is_spoken=reading.is_spoken,
    )


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


def _bounded_days(base: Point, steps: float, unit: Unit, mod: str | None) -> tuple[date | None, date | None] | None:
    """`over a week ago` ends the day before that; who means twice as long says `two weeks`."""
    if base.date is None:
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


def neighbour_unit(hit: Candidate, ctx: Context) -> Rule:
    """`the day before`, `the following year`, `a week later`: one unit from the date last spoken of."""
    groups = hit.match.groupdict()
    word = groups["unit"]
    steps = -1 if _BACK.search(groups["way"]) else 1
    base, anchor = _shift_base(False, ctx)
    if word in ("night", "morning"):
        day = add_days(base.date, steps) if base and base.date else None
        value = f"{day.isoformat() if day else 'XXXX-XX-XX'}T{'NI' if word == 'night' else 'MO'}"
        return Reading("TIME", value, anchor if day else None, point=Point.of(day) if day else None)
    if word == "weekend":
        saturday = add_days(base.date, 7 * steps + 6 - base.date.isoweekday()) if base and base.date else None
        value = f"{week_value(saturday)}-WE" if saturday else OPEN_VALUES["weekend"]
        return Reading("DATE", value, anchor if saturday else None, point=Point.of(saturday) if saturday else None)
    unit = ctx.lexicon.units.get(re.sub(r"\s+", " ", word))
    if unit is None or unit.is_clock or word.endswith("s"):
        return _plural_neighbour(unit, word)
    if base is None:
        return _open_shift(unit, False, None)
    if unit.code == "Q" and (base.part or "").startswith("Q"):
        return shifted(Point(base.year, base.rough_month), steps, unit, anchor)
    return shifted(base, steps, unit, anchor)


def _plural_neighbour(unit: Unit | None, word: str) -> Rule:
    if unit is None or not word.endswith("s"):
        return None
    return Reading("DURATION", duration_value(None, unit), is_spoken=False)


def same_unit(hit: Candidate, ctx: Context) -> Rule:
    """`that year`, `the same day`: the date last spoken of at the unit's grain."""
    word = hit.match["unit"]
    base, anchor = _shift_base(False, ctx)
    if base is None:
        return Reading("DATE", OPEN_VALUES[word], is_spoken=False)
    return at_grain(base, word, anchor)


def at_grain(base: Point, word: str, anchor: Anchor | None) -> Reading:
    """The unit of time that a point lies in."""
    if word == "year":
        return Reading("DATE", year_value(base.year), anchor, point=Point(base.year), is_spoken=base.month is None)
    if word == "decade":
        return Reading("DATE", decade_value(base.year // 10), anchor, is_spoken=False)
    if word == "century":
        return Reading("DATE", century_value(base.year // 100), anchor, is_spoken=False)
    if word == "month" and base.month:
        return Reading(
            "DATE", month_value(base.year, base.month), anchor, point=Point(base.year, base.month), is_spoken=False
        )
    if word == "quarter" and base.rough_month:
        quarter = (base.rough_month - 1) // 3 + 1
        return Reading(
            "DATE",
            quarter_value(base.year, quarter),
            anchor,
            point=Point(base.year, part=f"Q{quarter}"),
            is_spoken=False,
        )
    if word == "day" and base.month:
        day = f"{base.day:02d}" if base.day else "XX"
        value = f"{month_value(base.year, base.month)}-{day}"
        return Reading("DATE", value, anchor if base.day else None, point=base, is_spoken=False)
    if word in ("week", "weekend") and base.date:
        return Reading(
            "DATE", week_value(base.date) + ("-WE" if word == "weekend" else ""), anchor, point=base, is_spoken=False
        )
    return Reading("DATE", OPEN_VALUES[word], is_spoken=False)


def which_unit(hit: Candidate, ctx: Context) -> Rule:
    """`last year`, `this month`, `next week`, `the past year`."""
    which, word = hit.match["which"], hit.match["unit"]
    mod = hit.mod
    if re.search(r"\sor\s+so$", hit.match[0]):
        mod = "APPROX"
    if which.startswith("that") or which in ("the same", "the very same"):
        return same_unit(hit, ctx)
    steps = -1 if _BACK.search(which) else 1 if _ON.search(which) else 0
    from_text = re.search("following|preceding|previous", which) is not None or (
        ctx.is_narrative and which == "the next"
    )
    base, anchor = (_shift_base(False, ctx)) if from_text else ((ctx.now, "published") if ctx.now else (None, None))
    if base is None and which == "the past":
        return Reading("DURATION", duration_value(1, ctx.lexicon.units[word]), is_spoken=False)
    if base is None:
        return Reading("DATE", OPEN_VALUES[word], is_spoken=False)
    reading = at_grain(base, word, anchor) if steps == 0 else shifted(base, steps, ctx.lexicon.units[word], anchor)
    days = reading.days
    if which in ("the past", "the last") and base.date and word in ("week", "month", "year"):
        begin = add_days(base.date, -7) if word == "week" else shift_months(base.date, -1 if word == "month" else -12)
        days = (begin, base.date)
    return Reading("DATE", reading.value, reading.anchor, mod, days, point=reading.point, is_spoken=from_text)


def new_year(hit: Candidate, ctx: Context) -> Rule:
    """`the new year` after a date in the old one."""
    base, anchor = (ctx.now, "published") if ctx.now else (ctx.previous, "previous")
    if base is None:
        return Reading("DATE", "XXXX", is_spoken=False)
    month = base.rough_month or 1
    year = base.year + (month > 2)
    if ctx.is_narrative:
        return Reading("DATE", day_value(year, 1, 1), anchor, point=Point(year, 1, 1))
    return Reading("DATE", year_value(year), anchor, is_spoken=False)


def day_reading(day: date | None, anchor: Anchor | None, grain: str) -> Reading:
    """The reading of a day, or of the week that it lies in."""
    if day is None:
        return Reading("DATE", OPEN_VALUES[grain], is_spoken=False)
    value = week_value(day) if grain == "week" else day.isoformat()
    return Reading("DATE", value, anchor, point=Point.of(day))


def vague(hit: Candidate, ctx: Context) -> Rule:
    """`now`, `recently`, `the future`."""
    value, texts = hit.pattern.argument.split()
    if texts == ("news" if ctx.is_narrative else "narrative"):
        return None
    return Reading("DATE", value, is_spoken=False)


def _is_short_weekday(hit: Candidate, ctx: Context) -> bool:
    """`Sat.` and `Sun` are weekdays where a comma or a date stands beside them."""
    stopped = hit.match["weekday"].endswith(".")
    cued = re.search(r"\b(?:on|last|next|this)\s+$", ctx.before(hit.match.start("weekday"), 8))
    return stopped and cued is not None
