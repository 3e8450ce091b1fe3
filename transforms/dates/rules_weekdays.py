"""Weekdays that lean on another word: `from Monday to Thursday`, `Wednesday of last week`, `Sunday the 15th`.

What belongs here: weekdays told by a second word (another weekday, a week, the day of the month), and `mid-week`.
A weekday alone is read in `rules_relative`, one of a month in `rules_months`.
"""

from __future__ import annotations

from datetime import date, timedelta

from transforms.dates.calendars import add_days
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.rules_calendar import Rule
from transforms.dates.rules_relative import OPEN_VALUES, day_reading, weekday_near
from transforms.dates.values import Span, week_value

_WEEKS = {"last": -1, "this": 0, "next": 1}
_MONTHS_AROUND = 6  # `Sunday the 15th` is looked for so many months to either side
_WEDNESDAY = 3


def weekday_range(hit: Candidate, ctx: Context) -> Rule:
    """`from Monday to Thursday`, `Tuesday-Thursday`: two days, the later one looked for from the earlier.

    Told of the past on a Tuesday, the Thursday is last week's and the Monday the one before it, not yesterday's.
    """
    days = _range_days(hit, ctx)
    if days is None:
        return None
    spans = hit.match.span("first"), (hit.match.start("second"), hit.match.end("second_end"))
    numbers = (_number(hit, "weekday1", ctx), _number(hit, "weekday2", ctx))
    if days == ():
        return [
            Reading("DATE", f"XXXX-WXX-{number}", core=span, is_spoken=False)
            for number, span in zip(numbers, spans, strict=True)
        ]
    return [_day_part(day, name, span, hit, ctx) for day, name, span in zip(days, ("1", "2"), spans, strict=True)]


def _day_part(day: date, name: str, span: tuple[int, int], hit: Candidate, ctx: Context) -> Reading:
    """The day, with its part where one is told (`from Friday night to Sunday morning`)."""
    part = hit.match.groupdict().get(f"part{name}")
    anchor = "published" if ctx.published else "previous"
    if part is None:
        return Reading("DATE", day.isoformat(), anchor, core=span, point=Point.of(day))
    return Reading("TIME", f"{day.isoformat()}T{ctx.lexicon.day_parts[part]}", anchor, core=span, point=Point.of(day))


def _range_days(hit: Candidate, ctx: Context) -> Span | tuple[()] | None:
    """First and last day; `()` where nothing is there to count from, None where the words are no weekdays."""
    first, last = _number(hit, "weekday1", ctx), _number(hit, "weekday2", ctx)
    if first is None or last is None or first == last:
        return None
    base = ctx.published or (ctx.previous.date if ctx.previous else None)
    if base is None:
        return ()
    length = timedelta(days=(last - first) % 7)
    if week := hit.match.groupdict().get("week"):
        end = _in_week(base, last, _WEEKS[week])
        return end - length, end
    tense = ctx.tense(hit.start, hit.end) if ctx.published else "future"
    if tense in ("future", "infinitive"):
        begin = weekday_near(base, first, None, "future") or base
        return begin, begin + length
    end = weekday_near(base, last, None, "past") or base
    return end - length, end


def _number(hit: Candidate, group: str, ctx: Context) -> int | None:
    """The number of a weekday that is written in full and with a capital."""
    word = hit.match[group]
    if word is None or word.rstrip(".") in ctx.lexicon.ambiguous or not ctx.is_capitalised(hit.match.start(group)):
        return None
    return ctx.lexicon.weekdays[word]


def _in_week(base: date, number: int, steps: int) -> date:
    return base + timedelta(days=7 * steps + number - base.isoweekday())


def weekday_of_week(hit: Candidate, ctx: Context) -> Rule:
    """`Wednesday of last week`, `on Tuesday next week`: that day of that week, Monday to Sunday."""
    number = _number(hit, "weekday1", ctx)
    if number is None:
        return None
    if ctx.published is None:
        return Reading("DATE", f"XXXX-WXX-{number}", is_spoken=False)
    return day_reading(_in_week(ctx.published, number, _WEEKS[hit.match["week"]]), "published", "day")


def weekday_the_nth(hit: Candidate, ctx: Context) -> Rule:
    """`Sunday the 15th`: the nearest day that is both, on the side that the tense tells."""
    number, day = _number(hit, "weekday1", ctx), int(hit.match["day"][:-2])
    base = ctx.published or (ctx.previous.date if ctx.previous else None)
    if number is None:
        return None
    if base is None:
        return Reading("DATE", f"XXXX-XX-{day:02d}", is_spoken=False)
    tense = ctx.tense(hit.start, hit.end)
    reach = range(-31 * _MONTHS_AROUND, 31 * _MONTHS_AROUND)
    found = [
        near for step in reach if (near := add_days(base, step)) and (near.day, near.isoweekday()) == (day, number)
    ]
    sided = [near for near in found if (near <= base if tense == "past" else near >= base)] if tense else found
    if not (sided or found):
        return None
    nearest = min(sided or found, key=lambda near: abs((near - base).days))
    return day_reading(nearest, "published" if ctx.published else "previous", "day")


def mid_week(hit: Candidate, ctx: Context) -> Rule:
    """`mid-week`: Tuesday to Thursday of the running week once it has come, else of the last or the coming one."""
    base = ctx.published
    if base is None:
        return Reading("DATE", OPEN_VALUES["week"], mod="MID", is_spoken=False)
    tense = ctx.tense(hit.start, hit.end)
    is_ahead = tense in ("future", "infinitive")
    steps = (
        1
        if is_ahead and base.isoweekday() > _WEDNESDAY
        else -1
        if not is_ahead and base.isoweekday() < _WEDNESDAY
        else 0
    )
    tuesday, thursday = _in_week(base, 2, steps), _in_week(base, 4, steps)
    days = tuesday, thursday if is_ahead or thursday <= base else base
    return Reading("DATE", week_value(tuesday), "published", "MID", days, is_spoken=False)
