"""Durations and sets: `six months`, `the past two weeks`, `every year`, `$9 million a year`.

What belongs here: rules whose value is a length (`P6M`) or a repetition. A length that is tied to the publication date
(`the past two weeks`) also gets its days.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import add_days, shift_months
from transforms.dates.context import Context, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.lexicon import Unit
from transforms.dates.rules_calendar import Rule
from transforms.dates.values import duration_value

_RATE = re.compile(
    r"(?:[\d%]|\b(?:million|billion|trillion|thousand|hundred|hundreds|thousands|dozens|times|once|twice|percent|cents|dollars|"
    r"pounds|tons|tonnes|barrels|days|hours|weeks|months|attacks|people))(?:\s+(?:(?!(?:was|is|are|were|had|has|for|in|after|within|of|took|be|by|at|on|to|until|over|and)\b)[a-z]+\s+){0,3})?$"
)
_IS_ABOUT = re.compile(r"or\s+(?:so|two)$")
_DOUBTFUL_UNITS = ("night", "quarter", "quarters", "minute", "second", "seconds")
_SET_VALUES = {
    "daily": "XXXX-XX-XX", "nightly": "XXXX-XX-XXTNI", "weekly": "XXXX-WXX", "monthly": "XXXX-XX",
    "yearly": "XXXX", "annually": "XXXX", "hourly": "PT1H", "biweekly": "P2W", "fortnightly": "P2W",
}  # fmt: skip


def duration(hit: Candidate, ctx: Context) -> Rule:
    """`six months`, `a week`, `10-year`, `8-month-old`."""
    groups = hit.match.groupdict()
    words, unit = groups["number"], _unit(groups["unit"], ctx)
    if not _is_duration(hit, words, ctx):
        return None
    if hit.mod_words == "over" and not _is_more_than(hit, ctx):
        hit = hit.without_modifier()
    if hit.match[0].startswith("the"):
        _turn_to_months(ctx.lexicon.number(words), unit, hit, ctx)
    mod = "APPROX" if _IS_ABOUT.search(hit.match[0]) or words.endswith(("couple", "couple of")) else hit.mod
    amount = ctx.lexicon.number(words)
    if (
        words == "one"
        and unit.code == "D"
        and re.search(r"\b(?:will|would|could|may|might|to|can)\s+$", ctx.before(hit.start, 7))
    ):
        return Reading("DATE", "FUTURE_REF", is_spoken=False)
    if words in ("an", "a") and unit.code == "D" and hit.mod is None and not _is_length(hit, ctx):
        return None
    return Reading("DURATION", duration_value(amount, unit), mod=mod, core=_duration_core(hit), is_spoken=False)


def _duration_core(hit: Candidate) -> tuple[int, int]:
    """`the two-week crisis` and `the two day rally`: the article belongs to the noun."""
    text, start = hit.match[0], hit.start
    if text.startswith("the") and hit.mod is None and (hit.match["unit"][-1:] != "s" or "-" in text):
        start = hit.match.start("number")
    return start, hit.end


def _is_more_than(hit: Candidate, ctx: Context) -> bool:
    """Whether `over` counts: `for over a year`, not `spread over a year`."""
    return (
        re.search(
            r"\b(?:for|in|after|last|lasted|lasting|took|take|takes|taking|just|well|is|was|of|within|and|been|a|spent)\s+$",
            ctx.before(hit.start, 10),
        )
        is not None
    )


def _turn_to_months(amount: float | None, unit: Unit, hit: Candidate, ctx: Context) -> None:
    """After `for the nine months`, a report's `a year earlier` is the year before, no longer the quarter."""
    if ctx.period and unit.code == "M" and amount in (6, 9):
        ctx.period = (ctx.period[0][:4], ctx.offset + hit.start)


def _is_duration(hit: Candidate, words: str, ctx: Context) -> bool:
    """Whether a number of units is a length of time: no fraction, no age, no `second man`, no `a night raid`."""
    text, unit = hit.match[0], hit.match["unit"]
    if re.match(r"0\d", words):
        return False  # `0730 hours`
    if re.search(r"\byears?-old$", text) or re.match(r"[\s-]+olds?\b", ctx.after(hit.end, 6)):
        return ctx.is_narrative  # an age: TimeML leaves it out, TIMEX2 keeps it
    if unit in _DOUBTFUL_UNITS:
        return _is_doubtful_unit_meant(text, unit, words)
    return text.endswith("s") or words not in ("some", "many", "a single")


def _is_doubtful_unit_meant(text: str, unit: str, words: str) -> bool:
    if unit == "night":
        return words not in ("a", "one")
    if unit == "quarter":
        return "-" in text
    if unit == "quarters":
        return "-" not in text and words not in ("some", "many", "all")
    if unit == "minute":
        return "-" in text or words.endswith(("a", "one"))
    return words not in ("a", "an")  # second, seconds


def _is_length(hit: Candidate, ctx: Context) -> bool:
    return (
        re.search(
            r"\b(?:in|for|within|after|over|than|just|only|took|lasted|take|last|of|less|more)\s+$",
            ctx.before(hit.start, 12),
        )
        is not None
    )


def range_duration(hit: Candidate, ctx: Context) -> Rule:
    """`two to three weeks`: the shorter, or more."""
    unit, amount = _unit(hit.match["unit"], ctx), ctx.lexicon.number(hit.match["number"])
    return Reading("DURATION", duration_value(amount, unit), mod=hit.mod or "EQUAL_OR_MORE", is_spoken=False)


def half_unit(hit: Candidate, ctx: Context) -> Rule:
    """`half an hour`."""
    return Reading("DURATION", duration_value(0.5, _unit(hit.match["unit"], ctx)), mod=hit.mod, is_spoken=False)


def unit_and_half(hit: Candidate, ctx: Context) -> Rule:
    """`a year and a half`."""
    return Reading("DURATION", duration_value(1.5, _unit(hit.match["unit"], ctx)), mod=hit.mod, is_spoken=False)


def number_and_half(hit: Candidate, ctx: Context) -> Rule:
    """`two and a half years`."""
    amount = ctx.lexicon.number(hit.match["number"])
    value = duration_value(None if amount is None else amount + 0.5, _unit(hit.match["unit"], ctx))
    return Reading("DURATION", value, mod=hit.mod, is_spoken=False)


def units_alone(hit: Candidate, ctx: Context) -> Rule:
    """`for weeks`, `within days`, `years of war`."""
    unit = _unit(hit.match["unit"], ctx)
    before, after = ctx.before(hit.match.start(), 14), ctx.after(hit.end, 12)
    if unit.code == "S" or (unit.code == "M" and unit.is_clock and "minutes" not in hit.match[0]):
        return None
    if unit.is_clock and hit.mod_words.endswith("early"):
        return None  # `the early hours of Friday` are a part of the day
    cued = re.search(
        r"\b(?:for|in|within|after|over|took|take|takes|lasted|last|of|spent|despite|following|just|only|by|"
        r"through|until|and|or)\s+$",
        before,
    )
    if not cued and not re.match(r"\s+(?:of|after|before|later|long)\b", after):
        return None
    return Reading("DURATION", duration_value(None, unit), mod=hit.mod, is_spoken=False)


def anchored_span(hit: Candidate, ctx: Context) -> Rule:
    """`the past two weeks`, `the first nine months`."""
    groups = hit.match.groupdict()
    unit, amount = _unit(groups["unit"], ctx), ctx.lexicon.number(groups["number"])
    mod = "APPROX" if re.search(r"or\s+so$", hit.match[0]) else hit.mod
    if groups["number"] in ("a", "an"):
        return None
    if re.search(r"\d\s+to\s+|[a-z]\s+to\s+", hit.match[0]):
        amount = None
    _turn_to_months(amount, unit, hit, ctx)
    days = _span_days(groups["way"], amount, unit, ctx)
    anchor = "published" if days else None
    return Reading("DURATION", duration_value(amount, unit), anchor, mod, days, is_spoken=False)


def vague_span(hit: Candidate, ctx: Context) -> Rule:
    """`recent months`, `the coming weeks`, `the past years`."""
    unit, way = _unit(hit.match["unit"], ctx), hit.match["way"]
    if (
        way in ("recent", "past")
        and unit.code not in ("W", "M", "Q")
        and not re.match(r"the\b|these\b|those\b", hit.match[0])
    ):
        return Reading("DATE", "PAST_REF", is_spoken=False)
    if way in ("coming", "future", "upcoming") and not hit.match[0].startswith("the"):
        return Reading("DATE", "FUTURE_REF", is_spoken=False)
    if way in ("early", "final", "intervening", "first", "opening", "closing"):
        return Reading("DURATION", duration_value(None, unit), is_spoken=False)
    if unit.is_clock and way == "recent":
        return None
    return Reading("DURATION", duration_value(None, unit), is_spoken=False)


def units_ahead(hit: Candidate, ctx: Context) -> Rule:
    """`the weeks ahead`, `the months to come`."""
    return Reading("DURATION", duration_value(None, _unit(hit.match["unit"], ctx)), is_spoken=False)


def units_through(hit: Candidate, ctx: Context) -> Rule:
    """`over the years`: a length that nobody counts."""
    value = duration_value(None, _unit(hit.match["unit"], ctx))
    return Reading("DURATION", value, core=hit.match.span("span"), is_spoken=False)


def _span_days(way: str, amount: float | None, unit: Unit, ctx: Context) -> tuple[date | None, date | None] | None:
    if ctx.published is None or amount is None or way not in ("past", "last", "next", "coming"):
        return None
    steps = amount if way in ("next", "coming") else -amount
    if unit.months:
        other = shift_months(ctx.published, round(steps * unit.months))
    else:
        other = add_days(ctx.published, round(steps * (unit.days or unit.seconds / 86400)))
    if other is None:
        return None
    return (other, ctx.published) if other <= ctx.published else (ctx.published, other)


def rate_set(hit: Candidate, ctx: Context) -> Rule:
    """`$9 million a year`, `twice a week`, `per month`; other `a year` is a duration."""
    text, word = hit.match[0], hit.match["unit"]
    unit = _unit(word, ctx)
    if text.startswith(("per", "each", "every")):
        return Reading("SET", duration_value(1, unit), is_spoken=False)
    if hit.mod_words == "over" and hit.mod and not _is_more_than(hit, ctx):
        hit = hit.without_modifier()
    if hit.mod is None and _RATE.search(ctx.before(hit.start, 44)) and not unit.is_clock:
        return Reading("SET", duration_value(1, unit), is_spoken=False)
    if word in ("second", "minute", "quarter") or (word == "day" and not _is_length(hit, ctx)):
        return None
    return Reading("DURATION", duration_value(1, unit), mod=hit.mod, core=(hit.start, hit.match.end()), is_spoken=False)


def each_unit(hit: Candidate, ctx: Context) -> Rule:
    """`each year`, `every two weeks`, `every other day`."""
    unit = _unit(hit.match["unit"], ctx)
    number = hit.match["number"]
    amount = ctx.lexicon.number(number) if number else (2 if re.search(r"\sother\s", hit.match[0]) else 1)
    if amount == 1 and unit.code == "D":
        return Reading("SET", "XXXX-XX-XX", is_spoken=False)
    return Reading("SET", duration_value(amount, unit), is_spoken=False)


def unit_long(hit: Candidate, ctx: Context) -> Rule:
    """`month-long`, `months-long`."""
    unit = _unit(hit.match["unit"], ctx)
    amount = None if hit.match["unit"].endswith("s") else 1.5 if "half" in hit.match[0] else 1
    return Reading("DURATION", duration_value(amount, unit), mod=hit.mod, is_spoken=False)


def each_part(hit: Candidate, ctx: Context) -> Rule:
    """`every morning`."""
    code = ctx.lexicon.day_parts[hit.match["day_part"]]
    return Reading("SET", f"XXXX-XX-XXT{code}", is_spoken=False)


def frequency(hit: Candidate, ctx: Context) -> Rule:
    """`daily`, `annually`."""
    if (
        ctx.is_capitalised(hit.start)
        and ctx.before(hit.start, 2).strip()
        and not re.search(r"[.!?]\s$", ctx.before(hit.start, 2))
    ):
        return None  # part of a name: the Daily Mail
    return Reading("SET", _SET_VALUES[hit.match["word"]], is_spoken=False)


def _unit(word: str, ctx: Context) -> Unit:
    return ctx.lexicon.units[re.sub(r"\s+", " ", word)]
