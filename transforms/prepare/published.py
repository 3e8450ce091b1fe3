"""Dates of publication out of what sources write, never out of a clock.

What belongs here: reading one date string without guessing, and the order in which sources are believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal, cast

from transforms.wording import Phrase, words_in_use
from warehouse.schema.date_orders import year_of

Precision = Literal["time", "day", "month", "year"]
PublishedFrom = Literal["metadata", "manifest", "html", "url", "text", "dateline", "none"]

_FIRST_WEB_YEAR = 1994
_LONGEST_DATE = 120  # characters; the patterns look at each blank of a longer one again and again
_TIME_REACH = 30  # characters after a date that its time of day may stand in
_FIRST_YEAR, _LAST_YEAR = 1600, 2199
# what programs write where they have no date: the zero of Unix, of Excel (two ways), of Windows and of SQL
PLACEHOLDERS = frozenset(
    {date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1904, 1, 1), date(1601, 1, 1),
     date(1753, 1, 1)}
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# hours east of UTC of the abbreviations that newsrooms print
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4,
    "et": -5, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "pt": -8,
}  # fmt: skip

_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2}|[A-Za-z]{3})[/-](\d{1,2})(?=[/_.-]|$)|[/-]((?:19|20)\d{2})(\d{2})(\d{2})(?=[/_.-]|$)"
)
_MONTH_NAME = r"(?P<month>[^\W\d_]{3,12})\.?"
_TIME = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:[.,]\d+)?)?\s*"
    r"(?P<half>[ap]\.?\s?m\b\.?)?\s*(?P<zone>(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?(?!\d)|[A-Za-z]{1,4}\b)?",
    re.IGNORECASE,
)
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
_WEEKDAY = r"(?:{weekday}\.?,?\s+)?"
_PATTERNS: tuple[tuple[re.Pattern[str], Precision], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), cast(Precision, precision))
    for pattern, precision in (
        (r"(?<!\d)(?P<year>\d{4})[-/.](?P<mm>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", "day"),
        (r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<mm>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]", "day"),
        (r"^\D{0,3}(?P<year>(?:19|20)\d{2})(?P<mm>\d{2})(?P<day>\d{2})(?=$|T|\D)", "day"),
        (
            rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s+(?:of|de))?[\s-]+{_MONTH_NAME},?(?:\s+del?)?[\s-]+"
            rf"{_YEAR}(?!\d)",
            "day",
        ),
        (rf"\b{_MONTH_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)", "day"),
        (rf"^{_MONTH_NAME}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{2}})$", "day"),
        (r"(?<!\d)(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<year>\d{4})(?!\d)", "day"),
        (rf"^{_MONTH_NAME},?\s+(?P<year>\d{{4}})$", "month"),
        (r"^(?P<year>\d{4})-(?P<mm>\d{2})$", "month"),
        (r"^(?P<year>\d{4})$", "year"),
    )
)
# as written at the head of a text: nothing but a date, perhaps a weekday and a time
_ONLY_DATE = Phrase(
    r"^[\W_]*"
    + _WEEKDAY
    + r"(?:at|on)?\s*(?:"
    + _TIME.pattern
    + r")?[\s,|·-]*"
    + _WEEKDAY
    + r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|"
    r"\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -][A-Za-z]{3,9}\.?,?[ -]\d{4}|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"[A-Za-z]{3,9} \d{4})[\s,|·T@-]*(?:at )?(?:" + re.sub(r"[?]P<[a-z]+>", "?:", _TIME.pattern) + r")?[\W_]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Published:
    """When something was published, as far as it was said.

    `day` is the day as the source wrote it, in its own zone (the first of the month or year where no more was said);
    `at` is the moment in UTC where the time of day was said.
    """

    day: date
    precision: Precision
    at: datetime | None = None
    zone_hours: float | None = None  # hours east of UTC as written; None where no zone was


def parse_date(text: object) -> Published | None:
    """Read a date as metadata has it.

    None where it is no date, can be read in two ways ("03/04/2021"), or is what programs write for want of a date
    ("1970-01-01T00:00:00Z", in any zone).
    """
    read = _read_date(text)
    return None if read is None or _is_placeholder(read) else read


def _is_placeholder(read: Published) -> bool:
    return read.precision in ("day", "time") and (read.day in PLACEHOLDERS or read.at == _EPOCH)


def _read_date(text: object) -> Published | None:
    if isinstance(text, int | float) and not isinstance(text, bool):
        return _from_epoch(float(text)) or (_from_digits(text) if isinstance(text, int) else None)
    text = str(text or "").strip()
    if not text or len(text) > _LONGEST_DATE:
        return None
    if re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", text):
        return _from_epoch(float(text))
    for pattern, precision in _PATTERNS:
        for found in pattern.finditer(text):
            day = _day_of(found)
            if day is not None:
                return _with_time(day, precision, text[: found.start()] + " " + text[found.end() :])
    return _named_abroad(text)


def _from_digits(number: int) -> Published | None:
    """20210808, as tables of numbers have it; read as seconds it would be in 1970."""
    return _read_date(str(number)) if len(str(number)) == 8 else None


def dates_in(text: str) -> list[tuple[int, int, Published | None]]:
    """Where full dates of the years of the web stand in a line, in order, and what they say.

    A time of day beside a date belongs to it. None stands for a date that can be read in two ways.
    """
    spans = sorted(
        (one.start(), -one.end())
        for pattern, precision in _PATTERNS
        if precision == "day"
        for one in pattern.finditer(text)
        if _is_full_date(one)
    )
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, -end))
    afters = [start for start, _ in kept[1:]] + [len(text)]
    return [
        (start, end, _dated(text[start:end], text[end : min(after, end + _TIME_REACH)]))
        for (start, end), after in zip(kept, afters, strict=False)
    ]


def _is_full_date(found: re.Match[str]) -> bool:
    day = _day_of(found)
    if day is None:
        return bool(found.groupdict().get("a")) and int(found["a"]) <= 31 and int(found["b"]) <= 31
    return day.year >= _FIRST_WEB_YEAR


def _dated(written: str, after: str) -> Published | None:
    day = parse_date(written)
    if day is None or day.at is not None:
        return day
    time = re.split(r"[|;()\u00b7\u2022]", after)[0]
    return _with_time(day.day, day.precision, time)


def is_only_date(text: str) -> bool:
    """Whether a line holds a date, with or without a weekday and a time, and nothing else."""
    return len(text) <= _LONGEST_DATE and _ONLY_DATE.match(text) is not None


def _day_of(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    year = _year(parts["year"])
    if parts.get("a"):
        return _unambiguous(int(parts["a"]), int(parts["b"]), year)
    name = parts.get("month")
    month = words_in_use().months.get(name.lower(), 0) if name else int(parts.get("mm") or 1)
    return _date_or_none(year, month, int(parts.get("day") or 1))


def _year(text: str) -> int:
    """A year as it is written, also `'24`."""
    return year_of(text.lstrip("'’"))


def _unambiguous(a: int, b: int, year: int) -> date | None:
    """A date of two numbers and a year, where only one order of day and month is possible."""
    readings = {_date_or_none(year, a, b), _date_or_none(year, b, a)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _date_or_none(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_time(day: date, precision: Precision, rest: str) -> Published:
    """Add the time of day where one stands beside the date. Midnight sharp in UTC is how many write "no time"."""
    found = _TIME.search(re.sub(r"(?<![A-Za-z])T(?=\d)", " ", rest))
    if precision != "day" or found is None:
        return Published(day, precision)
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if not (hour or minute or second):
        return Published(day, "day")
    offset = _offset_of(found["zone"])
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=offset or UTC)
    hours = None if offset is None else offset.utcoffset(None).total_seconds() / 3600
    return Published(day, "time", local.astimezone(UTC), hours)


def local_day(stated: Published, others: Iterable[Published]) -> Published:
    """Give a moment in UTC the day that its publisher printed, where another statement shows it.

    "2023-11-09T03:28Z" is the evening of the 8th in New York, and the 8th is what "on Wednesday" in its text counts
    from. The same moment in local time, or a bare date one day off, as in the address, tells; which side a bare date
    may be on follows from the hour, since zones reach from 12 hours west to 14 east.
    """
    if stated.at is None or stated.zone_hours not in (0.0, None):
        return stated
    for other in others:
        days = (other.day - stated.day).days
        if abs(days) != 1 or other.precision not in ("day", "time"):
            continue
        if other.at is None and (stated.at.hour < 9 if days < 0 else stated.at.hour >= 10):
            return replace(stated, day=other.day)
        if other.at is not None and _is_same_moment_elsewhere(stated.at, other):
            return replace(stated, day=other.day)
    return stated


def _is_same_moment_elsewhere(at: datetime, other: Published) -> bool:
    if other.at is None or other.zone_hours:
        return other.at == at
    apart = abs((other.at - at).total_seconds())
    return apart <= 14 * 3600 and apart % 900 < 60


def _offset_of(zone: str | None) -> timezone | None:
    """The zone that was written; none is taken for UTC, which is the convention of feeds and databases."""
    zone = (zone or "").strip().lower()
    if not zone:
        return None
    number = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone)
    if number:
        minutes = int(number[2]) * 60 + int(number[3] or 0)
        signed = minutes if number[1] == "+" else -minutes
        return timezone(timedelta(minutes=signed)) if minutes < 24 * 60 else None
    return timezone(timedelta(hours=_ZONES[zone])) if zone in _ZONES else None


def _from_epoch(seconds: float) -> Published | None:
    """Seconds or milliseconds since 1970, as exports of databases have them; from 1990 on, so that no count passes."""
    if seconds > 1e11:
        seconds /= 1000
    if not 631_152_000 <= seconds < 4_102_444_800:
        return None
    at = datetime.fromtimestamp(seconds, UTC)
    return Published(at.date(), "time", at, 0.0)


def date_in_url(url: str | None) -> Published | None:
    """The date in the path of an address, as most news sites have it: /2021/08/08/ or /20210808/."""
    found = _URL_DATE.search(url or "")
    if found is None:
        return None
    parts = [part for part in found.groups() if part]
    text = (
        f"{parts[2]} {parts[1]} {parts[0]}"
        if parts[1].isalpha()
        else "-".join((parts[0], parts[1].zfill(2), parts[2].zfill(2)))
    )
    return parse_date(text)


def _named_abroad(text: str) -> Published | None:
    """Dates with a month name of another language ("8 août 2021"), and the forms of e-mail."""
    try:
        at = parsedate_to_datetime(text)
        return Published(at.date(), "time", at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, TypeError, IndexError):
        pass
    found = re.search(r"\b\d{1,2}\b", text) and re.search(r"(?<!\d)(19|20)\d{2}(?!\d)", text)
    if not found or not re.search(r"[^\W\d_]{3,}", text) or len(text) > 60 or len(text.split()) > 8:
        return None
    import dateparser  # noqa: PLC0415 - half a second to load, and rarely needed

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    }
    try:
        at = dateparser.parse(text, settings=settings)  # pyright: ignore[reportArgumentType]
    except Exception:
        return None
    return Published(at.date(), "day") if at and str(at.year) in text else None
