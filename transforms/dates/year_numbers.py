"""Whether a number is a year: `in 1970`, not `1970 soldiers` or `Route 1970`.

What belongs here: the judgement by the words beside a number. Numbers with a thousands separator never come here.
"""

from __future__ import annotations

import re

_OTHER_COUNTS = r"of\s+\d|to\s+\d(?!\d{3}\b)|percent|per\s+cent"
_MEASURE = re.compile(r"\s*-(?:page|foot|mile|man|strong|member|meter|metre|year|acre|ton)")
_LABEL = re.compile(
    r"(?:[$£€#/_=]|\b(?:at|no\.?|flight|route|highway|rs\.?|page|section|room|article|resolution|some))\s*$"
)
_ABOUT = re.compile(r"\b(?:about|around|nearly|over|almost|than|least|roughly|approximately|most)\s+$")
_IN = re.compile(r"\b(?:in|since|until|till|by|during|late|early|mid|year|spring|summer|autumn|fall|winter)[\s-]+$")
_BETWEEN = re.compile(r"\b(?:in|since|by|until|from|after|before|year|between|during)\s+$")
_PLURAL = re.compile(r"\s+[a-z]+(?:s|en)\b")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_CLOCK_AFTER = re.compile(r"\s*(?:gmt|utc|hours|hrs|local|z\b)|\s+(?:and|to|until|till)\s+0\d{3}\b")
_CLOCK_BEFORE = re.compile(
    r"(?:\bat\s+(?:about|around|approximately|some|nearly)|\b0\d{3}\s+(?:and|to|until|till))\s+$"
)
_DIGIT_BEFORE = re.compile(r"\d[\s,.:/-]*$")
_YEAR_BEFORE = re.compile(r"\b(?:1\d|20)\d\d[\s,/–-]+$|\b\d{1,2},?\s+$")


def counts(words: str) -> re.Pattern[str]:
    """What after a number shows that it counts; `words` is a pattern of what is counted (`dates/counted`)."""
    return re.compile(rf"\s+(?:(?:[a-z]+\s+)?{words}\b|{_OTHER_COUNTS})")


def is_year_number(words: str, year: int, before: str, after: str, counted: re.Pattern[str]) -> bool:
    """Judge a number (or spoken number) by the lower-case text before and after it; `counted` is of `counts`."""
    if year <= 0 or not words[:1].isdigit():
        return True
    is_part = _DIGIT_BEFORE.search(before) is not None and _YEAR_BEFORE.search(before) is None
    if _CLOCK.fullmatch(words) and (_CLOCK_AFTER.match(after) or _CLOCK_BEFORE.search(before)):
        return False  # "between 1800 and 0600", "at about 1845", "1515 GMT"
    if is_part or _MEASURE.match(after) or _LABEL.search(before):
        return False
    if not 1500 <= year <= 2100:
        return _BETWEEN.search(before) is not None and not (_PLURAL.match(after) or counted.match(after))
    if _IN.search(before):
        return not (year % 100 == 0 and counted.match(after))
    return _is_likely_year(year, before, after, counted)


def _is_likely_year(year: int, before: str, after: str, counted: re.Pattern[str]) -> bool:
    """Without a preposition of time: not what counts, not round numbers before a plural."""
    if counted.match(after):
        return False
    if _ABOUT.search(before):
        return year >= 1700 and year % 50 != 0 and not re.match(r"\s+[a-z]", after)
    return not (year % 50 == 0 and _PLURAL.match(after) and not re.search(r"\bthe\s+$", before))
