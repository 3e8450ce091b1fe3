"""Days and months: `8 August 2021`, `Dec. 15`, `3-5 March`, `in May`.

What belongs here: rules whose words name a day or a month of the calendar; how a missing year is found is in
`missing_years`.
"""

from __future__ import annotations

import re

from transforms.dates.calendars import safe_date
from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.missing_years import stated_year, year_of_day, year_of_month
from transforms.dates.values import day_value, month_value
from transforms.model import Anchor

Rule = Reading | list[Reading] | None


def calendar_day(hit: Candidate, ctx: Context) -> Rule:
    """`August 8, 2021`, `the 8th of August last year`, `Dec. 15`."""
    groups = hit.match.groupdict()
    month, day = month_number(groups["month"], ctx), day_number(groups["day"], ctx)
    if month is None or day is None or is_may_verb(hit, ctx):
        return None
    year, anchor = stated_year(groups, ctx)
    if year is None and anchor is None:
        year, anchor = year_of_day(month, day, hit, ctx)
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
        year, anchor = year_of_day(month, parts[1][0], hit, ctx)
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


def day_list(hit: Candidate, ctx: Context) -> Rule:
    """`3, 4 and 5 October 2022`: each of the days."""
    groups = hit.match.groupdict()
    month = month_number(groups["month"], ctx)
    begin = hit.match.start("days")
    numbers = [(int(found[0]), found) for found in re.finditer(r"\d+", hit.match["days"])]
    if month is None or is_may_verb(hit, ctx, has_year=True):
        return None
    year, anchor = stated_year(groups, ctx)
    if year is None and anchor is None:
        year, anchor = year_of_day(month, numbers[-1][0], hit, ctx)
    readings = list[Reading]()
    for number, found in numbers:
        is_last = number == numbers[-1][0]
        is_first = not readings and hit.match.start("month") < begin
        core = (hit.start if is_first else begin + found.start(), begin + found.end())
        if is_last and not hit.match.start("month") < begin:
            core = (begin + found.start(), hit.end)
        if year is None:
            readings.append(Reading("DATE", f"XXXX-{month:02d}-{number:02d}", core=core))
        elif safe_date(year, month, number) is None and 1 <= year <= 9999:
            return None
        else:
            readings.append(
                Reading("DATE", day_value(year, month, number), anchor, core=core, point=Point(year, month, number))
            )
    return readings


def month_of_year(hit: Candidate, ctx: Context) -> Rule:
    """`August 2021`, `June of last year`."""
    groups = hit.match.groupdict()
    month = month_number(groups["month"], ctx)
    year, anchor = stated_year(groups, ctx)
    if month is None or is_may_verb(hit, ctx, has_year=True):
        return None
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}")
    return Reading("DATE", month_value(year, month), anchor, point=Point(year, month))


def month_set(hit: Candidate, ctx: Context) -> Rule:
    """`each July`."""
    month = month_number(hit.match["month"], ctx)
    return None if month is None else Reading("SET", f"XXXX-{month:02d}", is_spoken=False)


def month_alone(hit: Candidate, ctx: Context) -> Rule:
    """`May`, `last May`: the year comes from the publication date or the date last spoken of."""
    month = month_number(hit.match["month"], ctx)
    which = hit.match["which"]
    if month is None or is_may_verb(hit, ctx) or _is_abbreviated_name(hit, ctx):
        return None
    year, anchor = year_of_month(month, which, hit, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-{month:02d}")
    return Reading("DATE", month_value(year, month), anchor, point=Point(year, month))


def month_number(word: str | None, ctx: Context) -> int | None:
    """The number of a month's name or abbreviation."""
    return ctx.lexicon.months.get((word or "").rstrip("."))


def day_number(word: str | None, ctx: Context) -> int | None:
    """The number of `8`, `8th` or `eighth`."""
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


def is_may_verb(hit: Candidate, ctx: Context, has_year: bool = False) -> bool:
    """Whether `may` or `march` is a verb, or an abbreviation a plain word: those have no capital, or no date cue."""
    word = hit.match["month"].rstrip(".")
    at = hit.match.start("month")
    if not ctx.is_capitalised(at):
        return word in ctx.lexicon.ambiguous or len(word) <= 4
    if word not in ctx.lexicon.ambiguous or has_year or hit.match.groupdict().get("day"):
        return False
    if word in ctx.lexicon.months_and_words:
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


def day_of_month(hit: Candidate, ctx: Context) -> Rule:
    """`the 13th`, of the month last spoken of."""
    day, base = day_number(hit.match["day"], ctx), ctx.previous
    cued = re.search(r"\b(?:on|by|until|from|to|of|and|since|before|after)\s+$", ctx.before(hit.start, 7))
    if day is None or base is None or base.month is None or not cued:
        return None
    if 1 <= base.year <= 9999 and safe_date(base.year, base.month, day) is None:
        return None
    return Reading("DATE", day_value(base.year, base.month, day), "previous", point=Point(base.year, base.month, day))
