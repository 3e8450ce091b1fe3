"""Weeks told by a day or a number, and days told by weeks: `the week of 9 October`, `week 38`, `a week on Friday`.

What belongs here: rules in which a week is tied to a day of the calendar. Weeks counted from publication (`last week`,
`two weeks ago`) are in `rules_shifts`, weeks of a month in `rules_months`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from transforms.dates.calendars import add_days, shift_months
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.missing_years import history_reference, stated_year
from transforms.dates.rules_calendar import Rule, day_range
from transforms.dates.rules_relative import OPEN_VALUES, day_reading
from transforms.dates.rules_time import inner_day
from transforms.dates.values import Span, days_of, week_value
from transforms.model import Anchor

_BEGINS = re.compile(r"beginning|starting|commencing|from|began|started|c")
_SUNDAY = 7
_LASTING = re.compile(
    r"\b(?:for|in|of|within|last|lasts|lasted|lasting|than|over|after|nearly|almost|about|just|least|every|each|took|spent)\s+"
    r"(?:about\s+|almost\s+|nearly\s+|over\s+)?$"
)


def week_by_day(hit: Candidate, ctx: Context) -> Rule:
    """`the week of 9 October`, `the week ending 15 October`, `w/c 2 October`.

    `of` means the ISO week that holds the day; of a Sunday, the week that begins on it, since who names a week by its
    Sunday begins weeks on Sundays. The value is the ISO week that holds most of the seven days.
    """
    day = inner_day(hit, ctx)
    if day is None:
        return None
    named = day.point.date if day.point and day.anchor else None
    if named is None:
        return Reading("DATE", OPEN_VALUES["week"], is_spoken=False)
    way = next(filter(None, hit.match.group("way", "way2", "way3")))
    return week_reading(_seven_days(named, way), day.anchor)


def _seven_days(day: date, way: str) -> Span | None:
    if way == "of":
        back = 0 if day.isoweekday() == _SUNDAY else day.isoweekday() - 1
    elif re.search("before|preceding|prior", way):
        back = 7
    elif re.search("after|following", way):
        back = -1
    else:
        back = 0 if _BEGINS.fullmatch(way.removeprefix("that").strip()) else 6
    first, last = add_days(day, -back), add_days(day, 6 - back)
    return (first, last) if first and last else None


def week_reading(days: Span | None, anchor: Anchor | None) -> Reading:
    """The reading of seven days: the ISO week that most of them lie in."""
    middle = add_days(days[0], 3) if days else None
    if days is None or middle is None:
        return Reading("DATE", OPEN_VALUES["week"], is_spoken=False)
    return Reading("DATE", week_value(middle), anchor, days=days, point=Point.of(days[0]))


def week_by_range(hit: Candidate, ctx: Context) -> Rule:
    """`the week of October 9-15`: the days that the words give."""
    found = day_range(hit, ctx)
    days = [reading.point.date for reading in found if reading.point] if isinstance(found, list) else []
    if len(days) != 2 or days[0] is None or days[1] is None or not isinstance(found, list):
        return Reading("DATE", OPEN_VALUES["week"], is_spoken=False)
    return replace(week_reading((days[0], days[1]), found[0].anchor), point=found[0].point)


def numbered_week(hit: Candidate, ctx: Context) -> Rule:
    """`week 47 of 2022`, `epidemiological week 9`, `2023-W38`; a bare `Week 3` may be one of a season or a trial."""
    groups = hit.match.groupdict()
    number = int(groups["week"])
    year, anchor = stated_year(groups, ctx)
    if year is None and not groups.get("which_year"):
        if not groups.get("kind") and number < 10 and ctx.is_capitalised(hit.match.start("word")):
            return None
        year, anchor = _year_of_week(number, hit, ctx)
    span = days_of(f"{year:04d}-W{number:02d}") if year and 1 <= year <= 9999 else None
    if span is None:
        return Reading("DATE", f"XXXX-W{number:02d}", is_spoken=False) if year is None else None
    return week_reading(span, anchor)


def numbered_weeks(hit: Candidate, ctx: Context) -> Rule:
    """`weeks 38-40 of 2022`, `weeks 9 and 10`: the first and the last of them."""
    groups = hit.match.groupdict()
    first, last = int(groups["week"]), int(groups["week2"])
    if first >= last:
        return None
    year, anchor = stated_year(groups, ctx)
    if year is None and not groups.get("which_year"):
        if last < 10 and ctx.is_capitalised(hit.match.start("word")):
            return None
        year, anchor = _year_of_week(last, hit, ctx)
    spans = (hit.start, hit.match.end("week")), (hit.match.start("week2"), hit.end)
    readings = list[Reading]()
    for number, core in zip((first, last), spans, strict=True):
        days = days_of(f"{year:04d}-W{number:02d}") if year and 1 <= year <= 9999 else None
        if days is None:
            readings.append(Reading("DATE", f"XXXX-W{number:02d}", core=core, is_spoken=False))
        else:
            readings.append(replace(week_reading(days, anchor), core=core))
    return readings


def _year_of_week(number: int, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    """The last such week that has begun, the coming one in a clause about the future."""
    if reference := history_reference(ctx, hit.start):
        return reference.year, "previous"
    if ctx.published is None:
        return None, None
    year, running, _ = ctx.published.isocalendar()
    if ctx.tense(hit.start, hit.end) in ("future", "infinitive"):
        return year + (number < running), "published"
    return year - (number > running), "published"


def weeks_from_day(hit: Candidate, ctx: Context) -> Rule:
    """`a week on Friday`, `two weeks from Thursday`, `a fortnight tomorrow`, `a year ago today`."""
    groups = hit.match.groupdict()
    way = groups["way"] or ""
    if groups["weekday"] and groups["unit"].startswith(("month", "year")):
        return None
    if way in ("", "on") and not _is_british_week(hit, ctx):
        return None
    amount = ctx.lexicon.number(groups["number"])
    unit = ctx.lexicon.units[groups["unit"]]
    if amount is None or amount != int(amount) or ctx.published is None:
        return Reading("DATE", OPEN_VALUES["day"], is_spoken=False)
    is_back = way in ("ago", "before") or (
        way == "" and re.match(r"last|this\s+past|yesterday", groups["day"]) is not None
    )
    base = _day_counted_from(groups, is_back, ctx)
    if base is None:
        return Reading("DATE", OPEN_VALUES["day"], is_spoken=False)
    steps = int(-amount if is_back else amount)
    day = shift_months(base, steps * unit.months) if unit.months else add_days(base, steps * unit.days)
    return day_reading(day, "published", "day")


def _is_british_week(hit: Candidate, ctx: Context) -> bool:
    """Whether `a week on Friday` is a day to come, not a length that was up on Friday (`held for a week on Friday`)."""
    if _LASTING.search(ctx.before(hit.start, 24)):
        return False
    return hit.match["way"] is None or ctx.tense(hit.start, hit.end) != "past"


def _day_counted_from(groups: dict[str, str | None], is_back: bool, ctx: Context) -> date | None:
    """Today, tomorrow, yesterday, or the nearest weekday on the side that is counted to."""
    word = groups["weekday"]
    published = ctx.published
    if published is None:
        return None
    if word is None:
        offset = {"tomorrow": 1, "yesterday": -1}.get(groups["day"] or "", 0)
        return add_days(published, offset)
    number = ctx.lexicon.weekdays[word.rstrip(".")]
    ahead, back = (number - published.isoweekday()) % 7, (published.isoweekday() - number) % 7
    which = groups["day"] or ""
    if which.startswith("last"):
        return add_days(published, -(back or 7))
    if which.startswith("next"):
        return add_days(published, ahead or 7)
    return add_days(published, -back if is_back else ahead)


def weekday_week(hit: Candidate, ctx: Context) -> Rule:
    """`Monday week`, `tomorrow week`, `Tuesday fortnight`: so long after the coming one."""
    groups = hit.match.groupdict()
    if groups["weekday"] and not ctx.is_capitalised(hit.match.start("weekday")):
        return None
    base = _day_counted_from(groups, False, ctx)
    if base is None:
        return Reading("DATE", OPEN_VALUES["day"], is_spoken=False)
    return day_reading(add_days(base, ctx.lexicon.units[groups["unit"]].days), "published", "day")


def unit_before_last(hit: Candidate, ctx: Context) -> Rule:
    """`the week before last`, `the Friday before last`, `the month after next`: two steps from publication."""
    groups = hit.match.groupdict()
    steps = 2 if "next" in hit.match["way"] else -2
    published = ctx.published
    if published is None:
        return Reading("DATE", OPEN_VALUES.get(groups["unit"] or "day", "XXXX-XX-XX"), is_spoken=False)
    if groups["weekday"]:
        ahead = (ctx.lexicon.weekdays[groups["weekday"]] - published.isoweekday()) % 7 or 7
        back = 7 - ahead % 7
        return day_reading(add_days(published, ahead + 7 if steps > 0 else -back - 7), "published", "day")
    return _units_away(groups["unit"] or "", published, steps)


def _units_away(unit: str, published: date, steps: int) -> Reading:
    if unit in ("night", "evening"):
        day = add_days(published, steps)
        value = f"{day.isoformat() if day else OPEN_VALUES['day']}T{'NI' if unit == 'night' else 'EV'}"
        return Reading("TIME", value, "published" if day else None, point=Point.of(day) if day else None)
    if unit in ("week", "weekend"):
        day = add_days(published, 7 * steps)
        saturday = add_days(day, 6 - day.isoweekday()) if day else None
        if unit == "week" or saturday is None:
            return day_reading(day, "published", "week")
        return Reading("DATE", f"{week_value(saturday)}-WE", "published", point=Point.of(saturday))
    month = shift_months(published, steps * (1 if unit == "month" else 12))
    if month is None:
        return Reading("DATE", OPEN_VALUES[unit], is_spoken=False)
    if unit == "year":
        return Reading("DATE", f"{month.year:04d}", "published", point=Point(month.year))
    return Reading("DATE", f"{month.year:04d}-{month.month:02d}", "published", point=Point(month.year, month.month))
