"""Years and what is longer, and the seasons: `1996`, `1775-1780`, `the 1970s`, `the summer of 2005`.

What belongs here: rules whose grain is a season or above.
"""

from __future__ import annotations

import re

from transforms.dates.context import Context, Point, Reading
from transforms.dates.grammar import Candidate
from transforms.dates.missing_years import stated_year, year_of_month
from transforms.dates.rules_calendar import Rule
from transforms.dates.values import century_value, decade_value, year_value
from transforms.dates.year_numbers import is_year_number


def season_set(hit: Candidate, ctx: Context) -> Rule:
    """`every summer`."""
    return Reading("SET", f"XXXX-{ctx.lexicon.season(hit.match['season'])}", is_spoken=False)


def season_of_year(hit: Candidate, ctx: Context) -> Rule:
    """`the summer of 2005`."""
    groups = hit.match.groupdict()
    code = ctx.lexicon.season(groups["season"])
    year, anchor = stated_year(groups, ctx)
    if year is None:
        return Reading("DATE", f"XXXX-{code}")
    return Reading("DATE", f"{year_value(year)}-{code}", anchor, point=Point(year, part=code))


def season_alone(hit: Candidate, ctx: Context) -> Rule:
    """`this summer`, `the spring`, and the bare word after a preposition."""
    code, which = ctx.lexicon.season(hit.match["season"]), hit.match["which"]
    word, start = hit.match["season"], hit.match.start("season")
    if which == "the" and word == "fall" and not _is_autumn(hit, ctx):
        return None
    if not which and hit.mod is None and not _stands_as_season(word, start, hit, ctx):
        return None
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}[code]
    if (stated := re.match(r"\s+[a-z]+\s+of\s+(1\d{3}|20\d\d)\b", ctx.after(hit.end, 40))) is not None:
        year, anchor = int(stated[1]), "absolute"
    else:
        year, anchor = year_of_month(middle, None if which == "the" else which, hit, ctx)
    core = hit.match.span("season") if which == "the" and _is_named_event(hit, ctx) else None
    if year is None:
        return Reading("DATE", f"XXXX-{code}", core=core, is_spoken=False)
    is_spoken = code != "WI" or which not in (None, "the")
    return Reading(
        "DATE", f"{year_value(year)}-{code}", anchor, core=core, point=Point(year, part=code), is_spoken=is_spoken
    )


def year_alone(hit: Candidate, ctx: Context) -> Rule:
    """`1996`; a number that counts something is no year."""
    groups = hit.match.groupdict()
    words = groups.get("year") or groups.get("spoken_thousand") or ""
    year = ctx.lexicon.year(words)
    if year is None:
        return None
    if hit.pattern.argument != "sure" and not is_year_number(
        words, year, ctx.before(hit.match.start(), 24), ctx.after(hit.end, 28), ctx.lexicon.counted
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
    year, anchor = stated_year(hit.match.groupdict(), ctx)
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


def turn_of_century(_hit: Candidate, _ctx: Context) -> Rule:
    """`the turn of the century`, of which century the text leaves open."""
    return Reading("DATE", "XX00", is_spoken=False)


def _is_autumn(hit: Candidate, ctx: Context) -> bool:
    """`in the fall`, not `the fall of the city`."""
    if re.match(r"\s+(?:of|from|to|by)\b|\s+in\s+(?:\d|the\b|a\b)", ctx.after(hit.end, 8)):
        return False
    cue = r"\b(?:in|during|by|until|since|through|throughout|over|of|for|into)\s+$"
    return re.search(cue, ctx.before(hit.start, 12)) is not None


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
        word != "fall"
        and re.match(
            r"\s+(?:and\s+\w+\s+)?(?:offensive|campaign|invasion|assault|fighting|attack|season|counter)", after
        )
        is not None
    )
