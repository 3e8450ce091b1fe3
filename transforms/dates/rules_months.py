"""Parts of a month: `the last Friday of October`, `the first ten days of this month`, `the 23rd of last month`.

What belongs here: rules that pick days, weeks or weekdays out of a month, be it named (`October 2022`) or told from
another (`last month`). The month as a whole is read in `rules_calendar` and `rules_shifts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from transforms.dates.calendars import add_days, add_months, last_day, nth_weekday, safe_date
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.missing_years import stated_year, year_of_month
from transforms.dates.rules_calendar import Rule, day_number, is_may_verb, month_number
from transforms.dates.rules_relative import BACK, ON, day_reading
from transforms.dates.values import Span, month_value, week_value
from transforms.model import Anchor

_FROM_THE_END = {"last": -1, "final": -1, "closing": -1, "latter": -1, "penultimate": -2}
_OPENING = {"opening": 1}
_MODS = {1: "START", -1: "END"}


@dataclass(frozen=True, slots=True)
class SpokenMonth:
    """The month that an expression names; number and year are None as far as nothing says them."""

    number: int | None
    year: int | None
    anchor: Anchor | None

    @property
    def is_known(self) -> bool:
        """Whether the calendar can be asked about it."""
        return self.number is not None and self.year is not None and 1 <= self.year <= 9999


def spoken_month(hit: Candidate, ctx: Context) -> SpokenMonth | None:
    """The month of a pattern with `{_month_ref}`; None where its word is no month (`the first of May's men`)."""
    groups = hit.match.groupdict()
    if groups["month"]:
        return _named_month(groups, hit, ctx)
    which = re.sub(r"\s+", " ", groups["which_month"])
    base, anchor = _base_of_month(which, ctx)
    if base is None or base.rough_month is None:
        return SpokenMonth(None, None, None)
    steps = -1 if BACK.search(which) else 1 if ON.search(which) else 0
    year, number = add_months(base.year, base.rough_month, steps)
    return SpokenMonth(number, year, anchor)


def _named_month(groups: dict[str, str | None], hit: Candidate, ctx: Context) -> SpokenMonth | None:
    number = month_number(groups["month"], ctx)
    is_possessive = re.match(r"['’]s\s", ctx.after(hit.match.end("month"), 3)) is not None
    is_name = is_possessive and ctx.is_capitalised(hit.match.start("month"))  # `May's first Monday`
    if number is None or (not is_name and is_may_verb(hit, ctx)):
        return None
    year, anchor = stated_year(groups, ctx)
    if year is None and not groups["which_year"]:
        year, anchor = year_of_month(number, None, hit, ctx)
    return SpokenMonth(number, year, anchor)


def _base_of_month(which: str, ctx: Context) -> tuple[Point | None, Anchor | None]:
    """`last month` counts from publication, `the following month` from the date last spoken of."""
    to_text = re.match(r"that\b|the (?:same|previous|preceding|following|very)\b", which) is not None
    if to_text or (which == "the month" and ctx.is_narrative):
        return (ctx.previous, "previous") if ctx.previous else (None, None)
    return (ctx.now, "published") if ctx.now else (None, None)


def nth_weekday_of_month(hit: Candidate, ctx: Context) -> Rule:
    """`the last Friday of October`, `the second Thursday in September 2022`, `the first Monday of next month`.

    A month without a year is read as it is alone, save that what has happened is not ahead in the running month.
    """
    month, nth = spoken_month(hit, ctx), _place(hit.match["nth"], ctx)
    if month is None or nth is None or not ctx.is_capitalised(hit.match.start("weekday")):
        return None
    weekday = ctx.lexicon.weekdays[hit.match["weekday"].rstrip(".")]
    day = nth_weekday(month.year or 0, month.number or 0, weekday, nth) if month.is_known else None
    if day is not None and month.anchor == "published" and not hit.match["which_year"]:
        day = _on_the_right_side(day, (weekday, nth), hit, ctx)
    if day is None:
        return Reading("DATE", f"XXXX-WXX-{weekday}", is_spoken=False)
    return day_reading(day, month.anchor, "day")


def _on_the_right_side(day: date, place: tuple[int, int], hit: Candidate, ctx: Context) -> date | None:
    """A day of the running month agrees with the tense, or lies a year before or after; `the month` stays open."""
    published = ctx.published
    if published is None or (day.year, day.month) != (published.year, published.month):
        return day
    tense = ctx.tense(hit.start, hit.end)
    step = -1 if tense == "past" and day > published else 1 if tense == "future" and day < published else 0
    if step == 0:
        return day
    return nth_weekday(day.year + step, day.month, *place) if hit.match["month"] else None


def nth_weekday_of_other(hit: Candidate, ctx: Context) -> Rule:
    """`the first Friday of Ramadan`, `the second Sunday after Easter`: a weekday that nothing here can find."""
    if not ctx.is_capitalised(hit.match.start("weekday")):
        return None
    number = ctx.lexicon.weekdays[hit.match["weekday"].rstrip(".")]
    return Reading("DATE", f"XXXX-WXX-{number}", core=hit.match.span("day"), is_spoken=False)


def day_of_spoken_month(hit: Candidate, ctx: Context) -> Rule:
    """`the 23rd of last month`, `the second of this month`."""
    month, number = spoken_month(hit, ctx), day_number(hit.match["day"], ctx)
    if month is None or number is None:
        return None
    if not month.is_known:
        return Reading("DATE", f"XXXX-XX-{number:02d}", is_spoken=False)
    day = safe_date(month.year or 0, month.number or 0, number)
    return None if day is None else day_reading(day, month.anchor, "day")


def part_of_month(hit: Candidate, ctx: Context) -> Rule:
    """`the last week of August`, `the first half of last month`, `the second weekend in May`: by the month's count."""
    month, nth = spoken_month(hit, ctx), _place(hit.match["nth"], ctx)
    unit = hit.match["unit"]
    if month is None or nth is None or (unit == "half" and nth not in (1, 2, -1)):
        return None
    mod = _MODS.get(nth, "END" if unit == "half" else "MID")
    if not month.is_known:
        return _open_month(month, mod)
    year, number = month.year or 0, month.number or 0
    if unit == "weekend":
        return _weekend_of_month(year, number, nth, month.anchor)
    point = Point(year, number)
    days = _days_of_part(year, number, nth, unit)
    return Reading("DATE", month_value(year, number), month.anchor, mod, days, point=point)


def days_of_month(hit: Candidate, ctx: Context) -> Rule:
    """`the last three days of April 2016`, `the first two weeks of this month`."""
    month, nth = spoken_month(hit, ctx), _place(hit.match["nth"], ctx)
    amount, unit = ctx.lexicon.number(hit.match["number"]), hit.match["unit"]
    if month is None or nth not in (1, -1) or not amount:
        return None
    mod = _MODS[nth]
    if not month.is_known:
        return _open_month(month, mod)
    year, number = month.year or 0, month.number or 0
    length, most = int(amount * (7 if unit.startswith("week") else 1)), last_day(year, number)
    if length > most:
        return None
    first = 1 if nth == 1 else most - length + 1
    days = (date(year, number, first), date(year, number, first + length - 1))
    return Reading("DATE", month_value(year, number), month.anchor, mod, days, point=Point(year, number))


def _open_month(month: SpokenMonth, mod: str) -> Reading:
    return Reading("DATE", f"XXXX-{month.number:02d}" if month.number else "XXXX-XX", mod=mod, is_spoken=False)


def _place(word: str, ctx: Context) -> int | None:
    """1 for `first`, `1st` and `opening`, -1 for `last`, -2 for the last but one."""
    text = re.sub(r"[\s-]+", " ", word)
    if re.search(r"\bto last$|\bbut one$|^next to", text):
        return -2
    return _FROM_THE_END.get(text) or _OPENING.get(text) or day_number(text, ctx)


def _weekend_of_month(year: int, month: int, nth: int, anchor: Anchor | None) -> Reading | None:
    saturday = nth_weekday(year, month, 6, nth)
    if saturday is None:
        return None
    return Reading("DATE", f"{week_value(saturday)}-WE", anchor, point=Point.of(saturday))


def _days_of_part(year: int, month: int, nth: int, unit: str) -> Span | None:
    """The days of a half or a week; `the last days` are left to the modifier."""
    length = last_day(year, month)
    if unit == "half":
        return (date(year, month, 1), date(year, month, 15)) if nth == 1 else (
            date(year, month, 16), date(year, month, length)
        )  # fmt: skip
    if unit != "week":
        return None
    first = date(year, month, 1 + 7 * (nth - 1) if nth > 0 else length - 6 + 7 * (nth + 1)) if nth <= 5 else None
    if first is None:
        return None
    last = add_days(first, 6)
    return first, min(last or first, date(year, month, length))
