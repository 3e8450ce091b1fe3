"""Times of day: `10 p.m. Wednesday`, `Friday evening`, `last night`, `at night`.

What belongs here: rules whose value carries a `T`. Their day comes from the date beside them, read by the same grammar,
or from the publication date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from transforms.dates.calendars import add_days
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.rules_calendar import Rule, calendar_day, day_range, month_alone
from transforms.dates.rules_relative import deictic_day, weekday

_DAY_RULES = {
    "calendar_day": calendar_day, "deictic_day": deictic_day, "weekday": weekday, "month_alone": month_alone,
    "day_range": day_range,
}  # fmt: skip


def clock_value(words: str, ctx: Context) -> str | None:
    """`T22:00` of `10 p.m.`, `T12:00` of noon."""
    text = re.sub(r"\s+", " ", words)
    if text.startswith("noon"):
        return "T12:00"
    if text.startswith("midnight"):
        return "T24:00"
    if military := re.match(r"([0-2]\d)([0-5]\d) ?(?:hours|hrs|gmt|utc|z)", text):
        return f"T{military[1]}:{military[2]}"
    if found := re.match(r"(\d{1,2})(?:[:.]([0-5]\d))?(?::[0-5]\d)?(?: ?([ap])\.? ?m)?", text):
        hour, minute, half = int(found[1]), found[2] or "00", found[3]
    elif found := re.match(r"([a-z-]+) o", text):
        number = ctx.lexicon.number(found[1])
        hour, minute, half = int(number or 0), "00", None
    else:
        return None
    if half is None and re.search(r"afternoon|evening|night", text):
        half = "p"
    hour = hour % 12 + 12 if half == "p" else hour % 12 if half == "a" else hour
    return f"T{hour:02d}:{minute}" if hour <= 24 else None


def time_on_date(hit: Candidate, ctx: Context) -> Rule:
    """`10 p.m. Wednesday`, `Friday at 6 p.m.`."""
    day, clock = inner_day(hit, ctx), clock_value(hit.match["clock"], ctx)
    if day is None or clock is None:
        return None
    return Reading("TIME", day.value + clock, day.anchor, point=day.point)


def part_on_date(hit: Candidate, ctx: Context) -> Rule:
    """`Friday evening`, `the night of 9 October 1846`."""
    day, code = inner_day(hit, ctx), ctx.lexicon.day_parts[hit.match["day_part"]]
    if day is None:
        return None
    return Reading("TIME", f"{day.value}T{code}", day.anchor, point=day.point)


def inner_day(hit: Candidate, ctx: Context) -> Reading | None:
    """The date inside the expression, read by its own pattern."""
    inner = ctx.grammar.full_match(ctx.lowered, *hit.match.span("date"))
    if inner is None or inner.pattern.rule not in _DAY_RULES:
        return None
    reading = _DAY_RULES[inner.pattern.rule](inner, ctx)
    return reading if isinstance(reading, Reading) and re.search(r"-[\dX]+$", reading.value) else None


def deictic_part(hit: Candidate, ctx: Context) -> Rule:
    """`this morning`, `last night`, `that afternoon`."""
    which, code = hit.match["which"], ctx.lexicon.day_parts[hit.match["day_part"]]
    mod = {"earlier": "START", "later": "END"}.get(which.split()[0], hit.mod)
    from_text = re.search("that|same|next|following|previous", which) is not None
    base, anchor = (ctx.published, "published")
    if from_text or base is None:
        spoken = ctx.previous.date if ctx.previous and from_text else None
        base, anchor = (spoken, "previous") if spoken else (ctx.published, "published")
    steps = -1 if re.search("last|previous", which) else 1 if re.search("next|following", which) else 0
    if which == "last" and code != "NI":
        steps = -1
    return _part_reading(add_days(base, steps) if base else None, code, anchor, mod)


def tonight(hit: Candidate, ctx: Context) -> Rule:
    """`tonight`."""
    return _part_reading(ctx.published, "NI", "published", hit.mod)


def overnight(hit: Candidate, ctx: Context) -> Rule:
    """`overnight`: the night before publication."""
    day = add_days(ctx.published, -1) if ctx.published else None
    return _part_reading(day, "NI", "published", hit.mod)


def _part_reading(day: date | None, code: str, anchor: str, mod: str | None) -> Reading:
    if day is None:
        return Reading("TIME", f"XXXX-XX-XXT{code}", mod=mod, is_spoken=False)
    kind = "previous" if anchor == "previous" else "published"
    return Reading("TIME", f"{day.isoformat()}T{code}", kind, mod, point=Point.of(day))


def part_alone(hit: Candidate, ctx: Context) -> Rule:
    """`at night`, `in the morning`: of no stated day."""
    code = ctx.lexicon.day_parts[hit.match["day_part"]]
    before = hit.match["det"]
    if ctx.is_narrative and before == "at" and code == "NI":
        return Reading("TIME", "XXXX-XX-XXTNI", core=hit.match.span("span"), is_spoken=False)
    spoken = ctx.previous.date if ctx.previous else None
    if spoken is None and before == "by" and ctx.published and not ctx.is_dated_by_dateline:
        reading = _part_reading(ctx.published, code, "published", hit.mod)
        return replace(reading, core=hit.match.span("span"), is_spoken=False)
    if spoken is None and ctx.published and not before.startswith(("at", "by")):
        return None
    start = hit.match.start("span") if not before.endswith("the") else hit.match.start("span") - 4
    value = f"{spoken.isoformat()}T{code}" if spoken and before != "at" else f"XXXX-XX-XXT{code}"
    return Reading(
        "TIME", value, "previous" if spoken and before != "at" else None, core=(start, hit.end), is_spoken=False
    )


def night_alone(_hit: Candidate, ctx: Context) -> Rule:
    """`night attacks` in narrative: a part of the day, of no day."""
    return Reading("TIME", "XXXX-XX-XXTNI", is_spoken=False) if ctx.is_narrative else None


def clock_alone(hit: Candidate, ctx: Context) -> Rule:
    """`7:15 p.m.`: of the day last spoken of in the paragraph, else of publication."""
    clock = clock_value(hit.match["clock"], ctx)
    if clock is None or (
        re.fullmatch(r"\d+:\d+", hit.match[0]) and re.match(r"\s*(?:-\s*\d|to\s+\d+\b(?!:))", ctx.after(hit.end, 6))
    ):
        return None  # a score
    if re.fullmatch(r"\d+:\d+(?::\d+)?", hit.match[0]) and re.search(r"[|•►▶]\s*$", ctx.before(hit.start, 4)):
        return None  # how long a video is
    spoken = ctx.previous.date if ctx.previous and ctx.previous_offset >= ctx.offset else None
    day = spoken or ctx.published
    if day is None:
        return Reading("TIME", f"XXXX-XX-XX{clock}", is_spoken=False)
    return Reading("TIME", f"{day.isoformat()}{clock}", "previous" if spoken else "published", is_spoken=False)
