"""The dates that exports print, as ISO dates.

What belongs here: a line's date out of its words, in the languages of the databases' surfaces. A date of figures that
can be read in two ways is left as written, for `transforms.prepare` to judge.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from warehouse.sources.exports.words import any_month, any_of, months

_LONGEST_DATE_LINE = 110
_LONGEST_NAME = 8  # words of the name of a paper
_MOST_SMALL_WORDS = 4  # words in small letters that may stand beside the date: "édition de", "morning edition"
_SMALL_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_A-ZÀ-Þ]{2,}")


@lru_cache(maxsize=1)
def _date() -> re.Pattern[str]:
    month = any_month()
    return re.compile(
        rf"(?<![\w/.-])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°)?\s+(?:de\s+|of\s+)?(?P<m1>{month})\.?,?\s+"
        rf"(?:de\s+|del\s+)?(?P<y1>\d{{4}})|"
        rf"(?P<m2>{month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})|"
        r"(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?:T[\d:.]+Z?)?|"
        rf"(?P<m4>{month})\.?,?\s+(?P<y4>\d{{4}})|"
        r"(?P<numeric>\d{1,2}[/.]\d{1,2}[/.]\d{4}))(?![\w/-])",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _date_line() -> re.Pattern[str]:
    """What may stand before the date of a line that is one: a weekday."""
    return re.compile(rf"^(?:{any_of('weekday')}\.?,?\s+)?(?:the\s+|le\s+|den\s+)?$", re.IGNORECASE)


def find_date(text: str) -> str | None:
    """The first date in a text: `2024-03-01`, `2024-03` where no day is printed; figures as they stand."""
    for found in _date().finditer(text):
        if (read := _read(found)) is not None:
            return read
    return None


def date_of_line(line: str) -> str | None:
    """The date of a line that is nothing else but for a weekday, a time and the name of an edition.

    "Friday, March 1, 2024, Late Edition - Final" is one; "March 1, 2024 was a day that nobody here forgets" is none.
    """
    line = line.strip()
    if len(line) > _LONGEST_DATE_LINE:
        return None
    found = _date().search(line)
    if found is None or not _date_line().match(line[: found.start()]) or line.endswith((".", "?", "!")):
        return None
    if len(_SMALL_WORD.findall(line[found.end() :])) > _MOST_SMALL_WORDS:
        return None
    return _read(found)


def source_and_date(line: str) -> tuple[str, str] | None:
    """The name of a paper and the date after it, where a line is both: "The Example Post, March 1, 2024 Friday"."""
    found = _date().search(line)
    if found is None or len(line) > _LONGEST_DATE_LINE or date_of_line(line[found.start() :]) is None:
        return None
    name = re.sub(rf"\b{any_of('weekday')}\W*$", "", line[: found.start()], flags=re.IGNORECASE).rstrip()
    is_name = name.endswith((",", "|", ";", "-", "–")) and name[:1].isupper() and len(name.split()) <= _LONGEST_NAME
    day = _read(found)
    return (name.rstrip(" ,|;-–"), day) if is_name and day else None


def _read(found: re.Match[str]) -> str | None:
    parts = found.groupdict()
    if parts["numeric"]:
        return parts["numeric"]
    if parts["y4"]:
        return f"{parts['y4']}-{months()[parts['m4'].lower()]:02}"
    year, month, day = next(
        (int(parts[f"y{way}"]), parts[f"m{way}"], int(parts[f"d{way}"])) for way in "123" if parts[f"y{way}"]
    )
    try:
        return date(year, int(month) if month.isdigit() else months()[month.lower()], day).isoformat()
    except ValueError:
        return None
