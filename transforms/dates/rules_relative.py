"""Days told from the publication date: `today`, `last Friday`, `this weekend`, and the vague `now`, `recently`.

What belongs here: deictic days, weekdays, weekends. Without a date to count from the value stays open: it says the kind
of date (`XXXX-WXX-WE`) and no more.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import add_days
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.rules_calendar import Rule
from transforms.dates.values import day_value, week_value, year_value
from transforms.model import Anchor

OPEN_VALUES = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip


_ONE_OF_MANY = re.compile(
    r"\b(?:one|any|an?\s+(?:[a-z]+\s+)?(?:recent|typical|normal|given|quiet|busy|rainy|sunny))\s+$"
)
_ON_A = re.compile(r"\bon\s+an?\s+$")
_NO_NOUN = re.compile(
    r"\s*(?:[,.;)]|$)|(?:\s+(?:morning|afternoon|evening|night))?\s*(?:[,.;)]|$|\s(?:in|when|and|at|after|before|as|last|that|he|she|it|they)\b)"
)
BACK, ON = (
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
    if base is None or _is_any_weekday(hit, ctx):
        return Reading("DATE", f"XXXX-WXX-{number}", is_spoken=False, core=core)
    tense = ctx.tense(hit.start, hit.end) if anchor == "published" else "future"
    tense = "future" if tense == "infinitive" else tense
    day = weekday_near(base, number, which, tense)
    reading = day_reading(day, anchor, "day")
    return Reading(reading.type, reading.value, reading.anchor, core=core, point=reading.point)


def _is_any_weekday(hit: Candidate, ctx: Context) -> bool:
    """Whether one of many is meant: `on a recent Sunday`, `one Friday`; `a Monday deadline` is the coming one."""
    before = ctx.before(hit.match.start("weekday"), 24)
    if _ONE_OF_MANY.search(before):
        return True
    return _ON_A.search(before) is not None and _NO_NOUN.match(ctx.after(hit.end, 24)) is not None


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
    if which and BACK.search(which) and "past" not in which:
        return add_days(base, -(back or 7))
    if which and (ON.search(which)) and which != "of":
        return add_days(base, ahead or 7)
    if which and "past" in which:
        return add_days(base, -(back or 7))
    if tense == "future":
        return add_days(base, ahead)
    return add_days(base, -back)


def weekday_set(hit: Candidate, ctx: Context) -> Rule:
    """`each Thursday`, `Tuesday nights`."""
    word = hit.match["weekday"].rstrip(".")
    if word in ctx.lexicon.ambiguous:
        return None
    part = re.search(r"(night|morning|afternoon|evening)s$", hit.match[0])
    code = {"night": "TNI", "morning": "TMO", "afternoon": "TAF", "evening": "TEV"}[part[1]] if part else ""
    return Reading("SET", f"XXXX-WXX-{ctx.lexicon.weekdays[word]}{code}", is_spoken=False)


def nights_of_two(hit: Candidate, ctx: Context) -> Rule:
    """`Monday and Tuesday nights`: two sets."""
    code = {"n": "TNI", "m": "TMO", "a": "TAF", "e": "TEV"}[hit.match["part"][0]]
    words = [hit.match[name].rstrip(".") for name in ("first", "second")]
    if any(word in ctx.lexicon.ambiguous for word in words):
        return None
    spans = (hit.match.span("first"), (hit.match.start("second"), hit.end))
    return [
        Reading("SET", f"XXXX-WXX-{ctx.lexicon.weekdays[word]}{code}", core=span, is_spoken=False)
        for word, span in zip(words, spans, strict=True)
    ]


def until_then(hit: Candidate, ctx: Context) -> Rule:
    """`until then`: the date last spoken of, in its own grain; a whole day only."""
    spoken = ctx.previous.date if ctx.previous else None
    if spoken is None or ctx.is_narrative:
        return None
    return Reading("DATE", spoken.isoformat(), "previous", core=hit.match.span("then"), is_spoken=False)


def weekend_set(_hit: Candidate, _ctx: Context) -> Rule:
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


def new_year(_hit: Candidate, ctx: Context) -> Rule:
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
