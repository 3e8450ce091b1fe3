"""Reporting periods: quarters, half-years, `the latest period`, `the year-ago quarter`, `year-end`.

What belongs here: the business calendar. The period last reported on is kept, since `a year ago` and `the quarter`
speak of it.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import add_months
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.missing_years import year_of_words
from transforms.dates.rules_calendar import Rule
from transforms.dates.rules_shifts import at_grain, shifted
from transforms.dates.values import day_value, days_of, duration_value, narrowed, quarter_value, year_value
from transforms.model import Anchor

_QUARTER_ENDED = re.compile(r"\s+(?:that\s+)?ended\s+(?:on\s+)?([a-z]+)\.?\s+\d{1,2}\b")
_POINT_IN_TIME = re.compile(r"\b(?:by|at|since|from|before|until|till|after|through)\s+(?:the\s+)?$")
_REPORT = 4000  # characters: a report on a quarter keeps to it for so long


def quarter(hit: Candidate, ctx: Context) -> Rule:
    """`the third quarter`, `Q3 2020`, `this year's third quarter`."""
    groups = hit.match.groupdict()
    word = groups["ordinal"]
    number = int(word) if word.isdigit() else ctx.lexicon.ordinals[word]
    if number > 4:
        return None
    year, anchor = _period_year(groups, ctx)
    if year is None:
        year, anchor = _running_year(number, hit, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-Q{number}", is_spoken=False)
    if _is_reported_on(year, number, hit, ctx):
        ctx.period = (quarter_value(year, number), ctx.offset + hit.start)
    elif ctx.period and _is_near_period(hit, ctx):
        ctx.period = (ctx.period[0], ctx.offset + hit.start)
    return quarter_point(year, number, anchor)


def _is_reported_on(year: int, number: int, hit: Candidate, ctx: Context) -> bool:
    """Whether the quarter is the one that a report is about: the latest that has ended, or as good as ended.

    An earlier one that is told beside it (`after a flat second quarter`) is there to compare with.
    """
    is_told = _is_near_period(hit, ctx)
    if is_told and ctx.period and ctx.period[0] > quarter_value(year, number):
        return False
    if not ctx.published or (year, number) <= last_quarter(ctx.published):
        return True
    is_running = (year, number) == (ctx.published.year, (ctx.published.month - 1) // 3 + 1)
    return is_running and not is_told and ctx.tense(hit.start, hit.end) == "past"


def _is_near_period(hit: Candidate, ctx: Context) -> bool:
    return ctx.period is not None and "-Q" in ctx.period[0] and ctx.offset + hit.start - ctx.period[1] < _REPORT


def _period_year(groups: dict[str, str | None], ctx: Context) -> tuple[int | None, Anchor | None]:
    if words := groups.get("year"):
        return ctx.lexicon.year(words), "absolute"
    if which := groups.get("which_year"):
        return year_of_words(re.sub(r"comparable\s+", "", which), ctx)
    return None, None


def _running_year(number: int, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year whose quarter has last begun, or the coming one in a clause about the future."""
    if ctx.published is None:
        return (ctx.previous.year, "previous") if ctx.previous else (None, None)
    running = (ctx.published.month - 1) // 3 + 1
    if number <= running:
        if number < running and ctx.tense(hit.start, hit.end) == "future" and running - number >= 2:
            return ctx.published.year + 1, "published"
        return ctx.published.year, "published"
    if ctx.tense(hit.start, hit.end) == "future" and number - running == 1:
        return ctx.published.year, "published"
    return ctx.published.year - 1, "published"


def two_quarters(hit: Candidate, ctx: Context) -> Rule:
    """`the first two quarters of 2004`."""
    year = ctx.lexicon.year(hit.match["year"])
    if year is None:
        return None
    half = 1 if hit.match["ordinal"] == "first" else 2
    return Reading("DATE", f"{year_value(year)}-H{half}", "absolute", point=Point(year, part=f"H{half}"))


def half_year(hit: Candidate, ctx: Context) -> Rule:
    """`the first half of 2020`, `first-half`."""
    groups = hit.match.groupdict()
    half = 1 if groups["ordinal"] in ("first", "1") else 2
    which = groups.get("which_year")
    if which and re.sub(r"\s+", " ", which) == "the year":
        year, anchor = (ctx.previous.year, "previous") if ctx.is_narrative and ctx.previous else _publication_year(ctx)
    elif which or groups.get("year"):
        year, anchor = _period_year(groups, ctx)
    else:
        year, anchor = _publication_year(ctx)
        if year is not None and ctx.published and half == 2 and ctx.published.month <= 6:
            year -= 1
    if year is None:
        return Reading("DATE", f"XXXX-H{half}", is_spoken=False)
    return Reading("DATE", f"{year_value(year)}-H{half}", anchor, point=Point(year, part=f"H{half}"))


def _publication_year(ctx: Context) -> tuple[int | None, Anchor | None]:
    return (ctx.published.year, "published") if ctx.published else (None, None)


def year_period(hit: Candidate, ctx: Context) -> Rule:
    """`the 1988 period`: the period reported on, in that year."""
    year = ctx.lexicon.year(hit.match["year"])
    if year is None:
        return None
    found = re.search(r"-Q([1-4])$", ctx.period[0]) if ctx.period else None
    if found:
        return quarter_point(year, int(found[1]), "absolute")
    return Reading("DATE", year_value(year), "absolute", point=Point(year))


def compared_period(hit: Candidate, ctx: Context) -> Rule:
    """`the year-earlier period`: the period reported on, a year before."""
    quarter_number = re.fullmatch(r"(\d{4})-Q([1-4])", ctx.period[0]) if ctx.period else None
    if quarter_number:
        return Reading(
            "DATE", quarter_value(int(quarter_number[1]) - 1, int(quarter_number[2])), "published", is_spoken=False
        )
    if ctx.published is None:
        return Reading("DATE", "XXXX", is_spoken=False)
    if ctx.period and "quarter" not in hit.match[0]:
        return Reading("DATE", year_value(int(ctx.period[0][:4]) - 1), "published", is_spoken=False)
    if "quarter" in hit.match[0]:
        year, number = last_quarter(ctx.published)
        return Reading("DATE", quarter_value(year - 1, number), "published", is_spoken=False)
    return Reading("DATE", year_value(ctx.published.year - 1), "published", is_spoken=False)


def latest_period(hit: Candidate, ctx: Context) -> Rule:
    """`the latest quarter`: the one reported on, else the last whole one; `the latest fiscal year` has ended too."""
    if hit.match["unit"] == "year":
        if ctx.published is None:
            return None
        return Reading("DATE", year_value(ctx.published.year - 1), "published", is_spoken=False)
    if ctx.period and "-Q" in ctx.period[0]:
        return Reading("DATE", ctx.period[0], "published", is_spoken=False)
    if ctx.published is None:
        return Reading("DATE", "XXXX-QX", is_spoken=False)
    year, number = last_quarter(ctx.published)
    ctx.period = (quarter_value(year, number), ctx.offset + hit.start)
    return Reading("DATE", quarter_value(year, number), "published", is_spoken=False)


def last_quarter(day: date) -> tuple[int, int]:
    """Year and number of the last quarter that has ended."""
    running = (day.month - 1) // 3 + 1
    return (day.year - 1, 4) if running == 1 else (day.year, running - 1)


def the_unit(hit: Candidate, ctx: Context) -> Rule:
    """`the end of the month`, `later in the year`, `the quarter`; alone, `the year` is as long as a year."""
    groups = hit.match.groupdict()
    word = groups["unit"]
    if hit.mod in ("START", "MID", "END"):
        return _running_unit(word, hit, ctx)
    before = ctx.before(hit.match.start(), 14)
    if word == "quarter":
        return _the_quarter(hit, ctx)
    if word == "year" and re.search(r"\b(?:full|fiscal)\b", hit.match[0]) is None:
        return _the_year(before, hit, ctx)
    if word == "year":
        return _running_unit(word, hit, ctx)
    if word in ("week", "month") and re.search(r"\b(?:in|during|of|for|earlier|later|on|through|over)\s+$", before):
        return _running_unit(word, hit, ctx) if not ctx.is_narrative else None
    return None


def year_ended(hit: Candidate, ctx: Context) -> Rule:
    """`the fiscal year ended`: as long as a year; its end is the date that follows."""
    core = (hit.start, hit.match.end("unit"))
    return Reading("DURATION", duration_value(1, ctx.lexicon.units["year"]), core=core, is_spoken=False)


def _the_quarter(hit: Candidate, ctx: Context) -> Rule:
    ended = _QUARTER_ENDED.match(ctx.after(hit.end, 30))
    if ended and ctx.published and (month := ctx.lexicon.months.get(ended[1])):
        reading = _quarter_ended(month, ctx.published)
        if not _is_near_period(hit, ctx):
            ctx.period = (reading.value, ctx.offset + hit.start)
        return reading
    if ctx.period and "-Q" in ctx.period[0]:
        return Reading("DATE", ctx.period[0], "published" if ctx.published else "previous", is_spoken=False)
    if ctx.published is None:
        return None
    year, number = last_quarter(ctx.published)
    return Reading("DATE", quarter_value(year, number), "published", is_spoken=False)


def _quarter_ended(month: int, published: date) -> Reading:
    """`the quarter ended July 31`: the calendar quarter that holds most of its three months."""
    year = published.year - (month > published.month)
    middle_year, middle = add_months(year, month, -1)
    return quarter_point(middle_year, (middle - 1) // 3 + 1, "published")


def _the_year(before: str, hit: Candidate, ctx: Context) -> Rule:
    if re.match(r"\s+(?:[ivx]+|one|two|three)\b", ctx.after(hit.end, 8)):
        return None
    if re.search(r"\b(?:earlier|later|early|late)\s+in\s+$", before):
        return _running_unit("year", hit, ctx)
    if re.search(r"\bfor\s+$", before):
        unit = ctx.lexicon.units["year"]
        return Reading("DURATION", duration_value(1, unit), is_spoken=False)
    if re.search(r"\b(?:of|during|in|through|throughout)\s+$", before):
        return _running_unit("year", hit, ctx)
    return None


def _running_unit(word: str, hit: Candidate, ctx: Context) -> Rule:
    if word in ("night", "morning", "afternoon", "evening"):
        return None
    if ctx.is_narrative:
        base, anchor = (ctx.previous, "previous") if ctx.previous else (None, None)
    else:
        base, anchor = ctx.now, "published"
        if ctx.previous and ctx.published and ctx.previous.year < ctx.published.year - 1:
            base, anchor = ctx.previous, "previous"
    if base is None:
        return Reading(
            "DATE", {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX"}.get(word, "XXXX"), is_spoken=False
        )
    reading = at_grain(base, word, anchor)
    if anchor == "published" and _is_yet_to_come(reading, hit, ctx):
        return shifted(base, -1, ctx.lexicon.units[word], anchor)
    return reading


def _is_yet_to_come(reading: Reading, hit: Candidate, ctx: Context) -> bool:
    """Whether the middle or end of the running week or month is told as past, though it is still ahead."""
    span = days_of(reading.value)
    if ctx.published is None or span is None or ctx.tense(hit.start, hit.end) != "past":
        return False
    return narrowed(span, hit.mod)[0] > ctx.published


def year_end(hit: Candidate, ctx: Context) -> Rule:
    """`year-end`, `year's end`: after `by`, `at` and `since` the last day, which may be any of its December."""
    groups = hit.match.groupdict()
    year, anchor = _period_year(groups, ctx)
    if year is None and ctx.now:
        year, anchor = ctx.now.year, "published"
        if re.search(r"\b(?:since|from|at)\s+$", ctx.before(hit.start, 6)) and year_start(ctx.now.month, hit, ctx):
            year -= 1
    if year is None and ctx.previous:
        year, anchor = ctx.previous.year, "previous"
    if year is None:
        return Reading("DATE", "XXXX", mod="END", is_spoken=False)
    if 1 <= year <= 9999 and _POINT_IN_TIME.search(ctx.before(hit.start, 12)):
        days = date(year, 12, 1), date(year, 12, 31)
        return Reading("DATE", day_value(year, 12, 31), anchor, "END", days, point=Point(year), is_spoken=False)
    return Reading("DATE", year_value(year), anchor, "END", point=Point(year), is_spoken=False)


def year_start(month: int | None, hit: Candidate, ctx: Context) -> bool:
    """Whether the year-end spoken of is the one behind: always after `since`, in January also else."""
    return ctx.before(hit.start, 6).strip() == "since" or (
        (month or 12) <= 2 and ctx.tense(hit.start, hit.end) != "future"
    )


def mid_year(hit: Candidate, ctx: Context) -> Rule:
    """`midyear`."""
    year, anchor = _period_year(hit.match.groupdict(), ctx)
    if year is None and ctx.now:
        year, anchor = ctx.now.year, "published"
    if year is None:
        return Reading("DATE", "XXXX", mod="MID", is_spoken=False)
    return Reading("DATE", year_value(year), anchor, "MID", point=Point(year), is_spoken=False)


def quarter_point(year: int, quarter: int, anchor: Anchor | None) -> Reading:
    """The reading of a quarter of a known year."""
    return Reading("DATE", quarter_value(year, quarter), anchor, point=Point(year, part=f"Q{quarter}"))
