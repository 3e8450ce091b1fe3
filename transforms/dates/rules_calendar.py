"""Calendar expressions: days, months, years, seasons, decades, centuries, holidays, Hijri dates.

What belongs here: rules whose words name a place in the calendar, whole (`8 August 2021`) or in part (`August 8`,
`May`), and how the missing year is found.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import (
    add_days,
    easter,
    islamic_to_date,
    islamic_year_of,
    last_day,
    nth_weekday,
    orthodox_easter,
    safe_date,
)
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.lexicon import Holiday
from transforms.dates.year_numbers import is_year_number
from transforms.dates.values import (
    century_value,
    day_value,
    decade_value,
    month_value,
    quarter_value,
    year_value,
)
from transforms.model import Anchor

Rule = Reading | list[Reading] | None


def calendar_day(hit: Candidate, ctx: Context) -> Rule:
    """`August 8, 2021`, `the 8th of August last year`, `Dec. 15`."""
    groups = hit.match.groupdict()
    month, day = _month(groups["month"], ctx), _day(groups["day"], ctx)
    if month is None or day is None or _is_may_verb(hit, ctx):
        return None
    year, anchor = _stated_year(groups, ctx)
    if year is None and anchor is None:
        year, anchor = _year_of_day(month, day, hit, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}-{day:02d}")
    if 1 <= year <= 9999 and safe_date(year, month, day) is None:
        return None
    return Reading("DATE", day_value(year, month, day), anchor, point=Point(year, month, day))


def day_range(hit: Candidate, ctx: Context) -> Rule:
    """`March 3-5, 2020` and `3-5 March 2020`: two days, each with what the other says of month and year."""
    match, readings = hit.match, list[Reading]()
    names = ("t1", "t2") if match.groupdict()["t2"] else ("t1", "t3")
    parts = [_parse_day_words(match[name], ctx) for name in names]
    month = parts[0][1] or parts[1][1]
    year = parts[0][2] if parts[0][2] is not None else parts[1][2]
    anchor: Anchor | None = "absolute"
    if year is None and month is not None and parts[1][0] is not None:
        year, anchor = _year_of_day(month, parts[1][0], hit, ctx)
    for name, (day, own_month, _) in zip(names, parts, strict=True):
        month = own_month or month
        if day is None or month is None or (year is not None and year > 0 and safe_date(year, month, day) is None):
            return None
        start = hit.start if name == "t1" else match.start(name)
        value = f"XXXX-{month:02d}-{day:02d}" if year is None else day_value(year, month, day)
        point = None if year is None else Point(year, month, day)
        readings.append(
            Reading("DATE", value, None if year is None else anchor, core=(start, match.end(name)), point=point)
        )
    return readings


def iso_date(hit: Candidate, ctx: Context) -> Rule:
    """`2021-08-08`, `2021-08-08T14:30Z`."""
    groups = hit.match.groupdict()
    year, month, day = int(groups["year"]), int(groups["month_number"]), int(groups["day_number"])
    if safe_date(year, month, day) is None:
        return None
    value, hour = day_value(year, month, day), groups["hour"]
    if hour:
        return Reading("TIME", f"{value}T{hour}:{groups['minute']}", "absolute", point=Point(year, month, day))
    return Reading("DATE", value, "absolute", point=Point(year, month, day))


def numeric_date(hit: Candidate, ctx: Context) -> Rule:
    """`12/31/1999`, `31.12.1999`: month first with slashes where both would do, unless publication says otherwise."""
    groups = hit.match.groupdict()
    first, other = int(groups["first"]), int(groups["other"] or groups["other2"] or groups["other3"])
    year = int(groups["year"])
    if year < 100:
        latest = ctx.published.year if ctx.published else 2029
        year += 1900 if 2000 + year > latest + 5 else 2000
    orders = [(first, other), (other, first)] if groups["other"] else [(other, first), (first, other)]
    days = [day for month, number in orders if (day := safe_date(year, month, number))]
    if not days:
        return None
    day = days[0]
    if ctx.published and len(days) == 2:
        day = min(days, key=lambda d: (abs((d - ctx.published).days) if ctx.published else 0, days.index(d)))
    return Reading("DATE", day.isoformat(), "absolute", point=Point.of(day))


def month_of_year(hit: Candidate, ctx: Context) -> Rule:
    """`August 2021`, `June of last year`."""
    groups = hit.match.groupdict()
    month = _month(groups["month"], ctx)
    year, anchor = _stated_year(groups, ctx)
    if month is None or _is_may_verb(hit, ctx, has_year=True):
        return None
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}")
    return Reading("DATE", month_value(year, month), anchor, point=Point(year, month))


def month_set(hit: Candidate, ctx: Context) -> Rule:
    """`each July`."""
    month = _month(hit.match["month"], ctx)
    return None if month is None else Reading("SET", f"XXXX-{month:02d}", is_spoken=False)


def month_alone(hit: Candidate, ctx: Context) -> Rule:
    """`May`, `last May`: the year comes from the publication date or the date last spoken of."""
    month = _month(hit.match["month"], ctx)
    which = hit.match["which"]
    if month is None or _is_may_verb(hit, ctx) or _is_abbreviated_name(hit, ctx):
        return None
    year, anchor = _year_of_month(month, which, hit, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}")
    return Reading("DATE", month_value(year, month), anchor, point=Point(year, month))


def season_set(hit: Candidate, ctx: Context) -> Rule:
    """`every summer`."""
    return Reading("SET", f"XXXX-{ctx.lexicon.season(hit.match['season'])}", is_spoken=False)


def season_of_year(hit: Candidate, ctx: Context) -> Rule:
    """`the summer of 2005`."""
    groups = hit.match.groupdict()
    code = ctx.lexicon.season(groups["season"])
    year, anchor = _stated_year(groups, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-{code}")
    return Reading("DATE", f"{year_value(year)}-{code}", anchor, point=Point(year, part=code))


def season_alone(hit: Candidate, ctx: Context) -> Rule:
    """`this summer`, `the spring`, and the bare word after a preposition."""
    code, which = ctx.lexicon.season(hit.match["season"]), hit.match["which"]
    word, start = hit.match["season"], hit.match.start("season")
    if which == "the" and word == "fall" and re.match(r"\s+of\b|\s+(?:in|by)\s+\d", ctx.after(hit.end, 8)):
        return None
    if not which and hit.mod is None and not _stands_as_season(word, start, hit, ctx):
        return None
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[code]
    if (stated := re.match(r"\s+[a-z]+\s+of\s+(1\d{3}|20\d\d)\b", ctx.after(hit.end, 40))) is not None:
        year, anchor = int(stated[1]), "absolute"
    else:
        year, anchor = _year_of_month(middle, None if which == "the" else which, hit, ctx)
    core = hit.match.span("season") if which == "the" and _is_named_event(hit, ctx) else None
    if year is None:
        return Reading("DATE", f"XXXX-{code}", core=core, is_spoken=False)
    return Reading("DATE", f"{year_value(year)}-{code}", anchor, core=core, point=Point(year, part=code))


def year_alone(hit: Candidate, ctx: Context) -> Rule:
    """`1996`; a number that counts something is no year."""
    groups = hit.match.groupdict()
    words = groups.get("year") or groups.get("spoken_thousand") or ""
    year = ctx.lexicon.year(words)
    if year is None:
        return None
    if hit.pattern.argument != "sure" and not is_year_number(
        words, year, ctx.before(hit.match.start(), 24), ctx.after(hit.end, 28)
    ):
        return None
    return Reading("DATE", year_value(year), "absolute", point=Point(year))


def year_range(hit: Candidate, ctx: Context) -> Rule:
    """`1775-1780`, `1919-20`: two years."""
    if hit.match["t3"]:
        return _years_before_our_era(hit, ctx)
    first, last = ctx.lexicon.year(hit.match["t1"]), hit.match["t2"]
    second = ctx.lexicon.year(last)
    if first is None or second is None:
        return None
    if len(last) == 2:
        second += first // 100 * 100
    if second < first:
        return None
    spans = ((hit.start, hit.match.end("t1")), hit.match.span("t2"))
    return [
        Reading("DATE", year_value(year), "absolute", core=span, point=Point(year), is_spoken=number == 0)
        for number, (year, span) in enumerate(zip((first, second), spans, strict=True))
    ]


def _years_before_our_era(hit: Candidate, ctx: Context) -> Rule:
    readings = list[Reading]()
    for name in ("t3", "t4"):
        year = ctx.lexicon.year(f"{hit.match[name]} bc")
        if year is not None:
            readings.append(Reading("DATE", year_value(year), "absolute", core=hit.match.span(name), point=Point(year)))
    return readings


def year_or_later(hit: Candidate, ctx: Context) -> Rule:
    """`1994 or later`."""
    year = ctx.lexicon.year(hit.match["year"])
    if year is None:
        return None
    mod = "ON_OR_BEFORE" if hit.match["way"] in ("before", "earlier") else "ON_OR_AFTER"
    return Reading("DATE", year_value(year), "absolute", mod, point=Point(year))


def fiscal_year(hit: Candidate, ctx: Context) -> Rule:
    """`fiscal 1989`, `FY21`; the company's own calendar is not known, so no days are claimed beyond the year."""
    year, anchor = _stated_year(hit.match.groupdict(), ctx)
    return None if year is None else Reading("DATE", year_value(year), anchor, point=Point(year))


def decade(hit: Candidate, ctx: Context) -> Rule:
    """`the 1970s`, `the '80s`, `the nineties`."""
    groups = hit.match.groupdict()
    if before := groups.get("before_era"):
        return Reading("DATE", f"BC{int(before):03d}", "absolute", point=Point(1 - int(before) * 10))
    digit = groups.get("decade_digit")
    number = int(digit) if digit is not None else ctx.lexicon.decades[groups["decade"]]
    if groups.get("century_digits"):
        century = int(groups["century_digits"])
    elif groups.get("century_word"):
        century = ctx.lexicon.small_numbers[groups["century_word"]]
    else:
        century = 19
    return Reading("DATE", decade_value(century * 10 + number), "absolute", point=Point(century * 100 + number * 10))


def century(hit: Candidate, ctx: Context) -> Rule:
    """`the nineteenth century` is 18, the years 1800-1899."""
    groups = hit.match.groupdict()
    number = int(groups["century_number"] or 0) or ctx.lexicon.ordinals[groups["ordinal"]]
    if groups["era"] and groups["era"].startswith("b"):
        return Reading("DATE", f"BC{number - 1:02d}", "absolute", is_spoken=False)
    return Reading("DATE", century_value(number - 1), "absolute", is_spoken=False)


def turn_of_century(hit: Candidate, ctx: Context) -> Rule:
    """`the turn of the century`, of which century the text leaves open."""
    return Reading("DATE", "XX00", is_spoken=False)


def holiday(hit: Candidate, ctx: Context) -> Rule:
    """`Christmas Eve 1914`, `Eid al-Fitr`: worked out for the stated year, else for the nearest."""
    name = re.sub(r"\s+", " ", hit.match["holiday"].replace("’", "'"))
    rule = ctx.lexicon.holidays[name]
    if not ctx.is_capitalised(hit.match.start("holiday")):
        return None
    if rule.calendar == "once":
        day = date(rule.nth or 0, rule.month or 1, rule.day or 1)
        return Reading("DATE", day.isoformat(), "absolute", point=Point.of(day), is_spoken=False)
    year, anchor = _stated_year(hit.match.groupdict(), ctx)
    if year is None:
        year, anchor = _year_of_holiday(rule, hit, ctx)
    first = holiday_in(rule, year) if year is not None and 1 <= year <= 9998 else None
    if first is None or year is None:
        open_value = f"XXXX-{rule.month:02d}-{rule.day:02d}" if rule.calendar == "fixed" else "XXXX-XX-XX"
        return Reading("DATE", open_value, is_spoken=False)
    days = (first, add_days(first, rule.days - 1))
    return Reading("DATE", first.isoformat(), anchor, days=days, point=Point.of(first))


def holiday_in(rule: Holiday, year: int) -> date | None:
    """The first day of a holiday in a Gregorian year."""
    if rule.calendar == "weekday":
        return nth_weekday(year, rule.month or 1, rule.weekday or 1, rule.nth or 1)
    if rule.calendar == "easter":
        return add_days(easter(year), rule.day or 0)
    if rule.calendar == "orthodox":
        return add_days(orthodox_easter(year), rule.day or 0)
    if rule.calendar == "hijri":
        for islamic in range(islamic_year_of(date(year, 1, 1)), islamic_year_of(date(year, 12, 31)) + 1):
            found = islamic_to_date(islamic, rule.month or 1, rule.day or 1)
            if found and found.year == year:
                return found
        return None
    return safe_date(year, rule.month or 1, rule.day or 1)


def hijri(hit: Candidate, ctx: Context) -> Rule:
    """`10 Muharram 1443`: the value stays the tabular conversion, the days allow for the sighting of the moon."""
    groups = hit.match.groupdict()
    year = int(groups["hijri_year"] or groups.get("hijri_year2") or 0)
    month = ctx.lexicon.hijri_months.get(re.sub(r"\s+", " ", groups.get("hijri_month") or ""))
    day = _day(groups.get("day"), ctx)
    first = islamic_to_date(year, month or 1, day or 1)
    if first is None or year < 1:
        return None
    last = {(False, False): 354, (True, False): 30, (True, True): 1}[(month is not None, day is not None)]
    end = add_days(first, last)
    value = first.isoformat() if day else month_value(first.year, first.month) if month else year_value(first.year)
    return Reading("DATE", value, "absolute", days=(add_days(first, -1), end), point=Point.of(first))


def _month(word: str | None, ctx: Context) -> int | None:
    return ctx.lexicon.months.get((word or "").rstrip("."))


def _day(word: str | None, ctx: Context) -> int | None:
    if not word:
        return None
    if word in ctx.lexicon.ordinals:
        return ctx.lexicon.ordinals[word]
    found = re.match(r"\d+", word)
    return int(found[0]) if found else None


def _parse_day_words(words: str, ctx: Context) -> tuple[int | None, int | None, int | None]:
    """Day, month and year out of `5`, `March 3` or `5 March 2020`."""
    year = re.search(r"\b(1\d{3}|20\d\d)\b", words)
    rest = words[: year.start()] if year else words
    month = next((ctx.lexicon.months[w] for w in re.findall(r"[a-z]+", rest) if w in ctx.lexicon.months), None)
    day = re.search(r"\d{1,2}", rest)
    return (int(day[0]) if day else None), month, (int(year[1]) if year else None)


def _stated_year(groups: dict[str, str | None], ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year that the expression itself says, in figures or as `last year`."""
    if words := groups.get("year"):
        year = ctx.lexicon.year(words)
        return year, "absolute" if year is not None else None
    if short := groups.get("short_year"):
        latest = ctx.published.year if ctx.published else 2029
        return (2000 if 2000 + int(short) <= latest + 5 else 1900) + int(short), "absolute"
    if which := groups.get("which_year"):
        return year_of_words(which, ctx)
    return None, None


def year_of_words(which: str, ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year of `last year`, `that year`, `the following year`, `year-earlier`."""
    first = which.split()[0]
    if first in ("that",) or which.startswith("the "):
        if ctx.previous is None:
            return None, None
        shift = 1 if re.search("following|next", which) else -1 if re.search("previous|preceding", which) else 0
        return ctx.previous.year + shift, "previous"
    base, anchor = (ctx.now, "published") if ctx.now else (None, None)
    if base is None:
        return None, None
    return base.year + {"last": -1, "year-ago": -1, "year-earlier": -1, "next": 1}.get(first, 0), anchor


def _year_of_day(month: int, day: int, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    if (year := ctx.explicit_year_nearby(hit.end)) is not None:
        return year, "absolute"
    if reference := _history_reference(ctx, hit.start):
        return nearest_year(reference, month, day), "previous"
    if ctx.published is None:
        return None, None
    tense = ctx.tense(hit.start, hit.end)
    return year_around(ctx.published, month, day, tense, 120), "published"


def _year_of_month(month: int, which: str | None, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    if which is None and (year := ctx.explicit_year_nearby(hit.end)) is not None:
        return year, "absolute"
    relative_to_text = which is not None and (which.startswith(("the", "that")))
    if reference := _history_reference(ctx, hit.start, force=relative_to_text):
        return _narrative_year(reference, month, which), "previous"
    if ctx.published is None:
        return None, None
    published = ctx.published
    if which in ("last", "this past"):
        return published.year - (month >= published.month), "published"
    if which in ("next", "this coming"):
        return published.year + (month <= published.month), "published"
    if which == "this":
        return published.year, "published"
    ahead = (month - published.month) % 12
    comes = 0 < ahead <= 2 or _is_coming(ahead, ctx.tense(hit.start, hit.end), hit, ctx)
    if comes:
        return published.year + (month < published.month), "published"
    return published.year - (month > published.month), "published"


def _is_coming(ahead: int, tense: str | None, hit: Candidate, ctx: Context) -> bool:
    """Whether a month with so many to go is the coming one: by tense, or as a deadline."""
    if ahead == 0 or tense == "past":
        return False
    if re.search(r"\b(?:by|until|through|till)\s+$", ctx.before(hit.start, 9)) and ahead <= 8:
        return True
    return tense == "future" or (tense is None and ahead <= 3) or (tense == "infinitive" and ahead <= 6)


def _narrative_year(reference: Point, month: int, which: str | None) -> int:
    at = reference.rough_month
    if which and re.search("following|next", which):
        return reference.year + (at is not None and month <= at)
    if which and re.search("previous|preceding|last", which):
        return reference.year - (at is None or month >= at)
    if at is None:
        return reference.year
    return nearest_year(reference, month, None)


def nearest_year(reference: Point, month: int, day: int | None) -> int:
    """The year in which a month lies nearest to the date last spoken of; stories run forward, so later wins."""
    at = reference.rough_month
    if at is None:
        return reference.year
    ahead = (month - at) % 12
    if ahead <= 6:
        return reference.year + (month < at)
    return reference.year - (month > at)


def year_around(published: date, month: int, day: int, tense: str | None, doubt: int) -> int:
    """The year that brings a day nearest to publication; clear tense decides where both sides are far."""
    days = [d for year in (-1, 0, 1) if (d := safe_date(published.year + year, month, day))]
    if not days:
        return published.year
    nearest = min(days, key=lambda d: (abs((d - published).days), d))
    off = (nearest - published).days
    if (tense == "past" and off > doubt) or (tense is None and off > 150):
        return nearest.year - 1
    if tense == "future" and off < -doubt:
        return nearest.year + 1
    return nearest.year


def _history_reference(ctx: Context, start: int, force: bool = False) -> Point | None:
    """The date last spoken of, where the text is telling history rather than news."""
    if ctx.previous is None:
        return None
    if ctx.published is None or force:
        return ctx.previous
    distance = ctx.offset + start - ctx.previous_offset
    if ctx.previous.year >= ctx.published.year - 1 or distance > min(200, start):
        return None
    between = ctx.lowered[start - distance : start]
    return None if re.search(r"[a-z)\d][.!?]['\"”’)]*\s", between) else ctx.previous


def _year_of_holiday(rule: Holiday, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    reference = _history_reference(ctx, hit.start)
    if reference and reference.year > 0:
        first = holiday_in(rule, reference.year)
        return (nearest_year(reference, first.month, None) if first else reference.year), "previous"
    if ctx.published is None:
        return None, None
    days = [d for year in (-1, 0, 1) if (d := holiday_in(rule, ctx.published.year + year))]
    which = hit.match["which"]
    if which in ("last", "this past"):
        days = [d for d in days if d < ctx.published] or days
    elif which in ("next", "this coming"):
        days = [d for d in days if d > ctx.published] or days
    published = ctx.published
    return min(days, key=lambda d: (abs((d - published).days), d)).year, "published"


def _is_may_verb(hit: Candidate, ctx: Context, has_year: bool = False) -> bool:
    """Whether `may` or `march` is a verb, or an abbreviation a plain word: those have no capital, or no date cue."""
    word = hit.match["month"].rstrip(".")
    at = hit.match.start("month")
    if not ctx.is_capitalised(at):
        return word in ctx.lexicon.ambiguous or len(word) <= 4
    if word not in ctx.lexicon.ambiguous or has_year or hit.match.groupdict().get("day"):
        return False
    if word in ("may", "march", "august"):
        before, after = ctx.before(at, 16), ctx.after(hit.end, 14)
        cued = re.search(
            r"(?:\b(?:in|by|since|until|till|of|from|to|last|next|this|through|between|and|before|after|during|early|late|"
            r"mid|for|end|throughout|or|each|every|about|around|the|previous|following)|[(,–—-])[\s-]*$",
            before,
        )
        named = re.match(r"\s+(?:[a-z]+\s+)?(?:be|have|not|on|said|says|was|is|told)\b", after)
        return not cued or (word == "may" and bool(named) and not re.search(r"\b(?:in|since|by|until)\s+$", before))
    return not re.search(r"\b(?:in|by|since|until|of|from|to|last|next|this|late|early|mid)[\s-]*$", ctx.before(at, 12))


def _is_abbreviated_name(hit: Candidate, ctx: Context) -> bool:
    """Whether a capitalised month is somebody's name: `April Jones said`."""
    word = hit.match["month"]
    if word not in ("april", "june", "may", "august") or hit.match["which"] or hit.mod:
        return False
    following = ctx.text[hit.end : hit.end + 20]
    preceded = re.search(
        r"\b(?:in|by|since|until|of|from|to|between|and|for|on|during|through|before|after|the)[\s-]+$",
        ctx.before(hit.match.start("month"), 14),
    )
    return preceded is None and re.match(r"\s[A-Z][a-z]+", following) is not None


def _is_named_event(hit: Candidate, ctx: Context) -> bool:
    """`the Spring Offensive`: the article belongs to the offensive."""
    following = ctx.text[hit.end : hit.end + 2]
    return ctx.is_capitalised(hit.match.start("season")) and len(following) == 2 and following[1].isupper()


def _stands_as_season(word: str, start: int, hit: Candidate, ctx: Context) -> bool:
    before, after = ctx.before(start, 14), ctx.after(hit.end, 24)
    if re.search(
        r"\b(?:in|by|during|until|since|through|throughout|before|after|of|into|late|early|mid|over|and|or|that)[\s-]+$",
        before,
    ):
        return not (word in ("fall", "spring") and re.search(r"\b(?:of|and|or|into|that)[\s-]+$", before))
    return (
        word not in ("fall",)
        and re.match(
            r"\s+(?:and\s+\w+\s+)?(?:offensive|campaign|invasion|assault|fighting|attack|season|counter)", after
        )
        is not None
    )


def day_of_month(hit: Candidate, ctx: Context) -> Rule:
    """`the 13th`, of the month last spoken of."""
    day, base = _day(hit.match["day"], ctx), ctx.previous
    cued = re.search(r"\b(?:on|by|until|from|to|of|and|since|before|after)\s+$", ctx.before(hit.start, 7))
    if day is None or base is None or base.month is None or not cued:
        return None
    if 1 <= base.year <= 9999 and safe_date(base.year, base.month, day) is None:
        return None
    return Reading("DATE", day_value(base.year, base.month, day), "previous", point=Point(base.year, base.month, day))


def week_of_month(hit: Candidate, ctx: Context) -> Rule:
    """`the last week of August`: the seven days, by the month's own count."""
    groups = hit.match.groupdict()
    month = _month(groups["month"], ctx)
    if month is None or not ctx.is_capitalised(hit.match.start("month")):
        return None
    year, anchor = _stated_year(groups, ctx)
    if year is None:
        year, anchor = _year_of_month(month, None, hit, ctx)
    mod = {"first": "START", "opening": "START", "last": "END", "final": "END"}.get(groups["ordinal"], "MID")
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}", mod=mod)
    days = _days_of_week(year, month, groups["ordinal"]) if groups["unit"] == "week" and 1 <= year <= 9999 else None
    return Reading("DATE", month_value(year, month), anchor, mod, days, point=Point(year, month))


def _days_of_week(year: int, month: int, which: str) -> tuple[date | None, date | None]:
    length = last_day(year, month)
    first = {"first": 1, "opening": 1, "second": 8, "third": 15, "fourth": 22}.get(which, length - 6)
    return date(year, month, first), date(year, month, min(first + 6, length))


def first_two_quarters(hit: Candidate, ctx: Context) -> Rule:
    """`the first two quarters of 1990` is the half-year."""
    year = ctx.lexicon.year(hit.match["year"])
    if year is None:
        return None
    half = 1 if hit.match["ordinal"] == "first" else 2
    return Reading("DATE", f"{year_value(year)}-H{half}", "absolute", point=Point(year, part=f"H{half}"))


def quarter_point(year: int, quarter: int, anchor: Anchor | None) -> Reading:
    """The reading of a quarter of a known year."""
    return Reading("DATE", quarter_value(year, quarter), anchor, point=Point(year, part=f"Q{quarter}"))
