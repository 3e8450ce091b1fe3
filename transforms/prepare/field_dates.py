"""Dates as cells and values of records have them: in the order of their column, or as numbers of a spreadsheet.

What belongs here: what only a column can tell. Reading one written date is in `published`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from transforms.prepare.published import Published, parse_date
from warehouse.schema.date_orders import DateOrder, order_of, parts_of

_SERIAL: Final = re.compile(r"\d{5}(?:[.,]\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 30_000, 60_000  # 1982 to 2064: below stand the days that R and Unix count from 1970
_SPREADSHEET_ZERO: Final = date(1899, 12, 30)  # day 0 of Excel and LibreOffice, for days after February 1900
_STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)?(Z?)")  # 20240305T081500Z
_POST: Final = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2}) (\d\d:\d\d:\d\d) ([+-]\d{4}|[A-Z]{3}) (\d{4})")
_FIRST_DIGITS, _LAST_DIGITS = 10**13, 10**14  # 20240305081500; as milliseconds it were after 2286
_FROM_NANOSECONDS = 10**17
#: What an object for a moment calls it: ReliefWeb, MongoDB, PHP, Firestore, XML made to JSON.
_INSIDE: Final = (
    "original", "published", "$date", "date", "iso", "datetime", "value", "#text", "$numberlong", "seconds", "_seconds",
    "created", "rendered", "at",
)  # fmt: skip


def read_field_date(value: Any, order: str | None = None) -> Published | None:
    """A date of a record.

    Args:
        value: a text, a number, or an object around one.
        order: the order of day and month in its column (`day_first`, `month_first`), where that is known.
    """
    if isinstance(value, Mapping):
        inside = {str(key).lower(): one for key, one in value.items()}
        return next((read_field_date(inside[key], order) for key in _INSIDE if inside.get(key)), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _read_number(value)
    text = str(value or "").strip()
    return _read_text(text, order_of(order))


def _read_text(text: str, order: DateOrder | None) -> Published | None:
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text.replace(",", ".")))
    if re.fullmatch(r"\d{15,19}", text):
        return _read_number(int(text))
    if stamp := _STAMP.fullmatch(text):
        year, month, day, hour, minute, second, zone = stamp.groups(default="00")
        return parse_date(f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone.strip('0')}")
    if post := _POST.fullmatch(text):  # "Tue Mar 05 08:15:00 +0000 2024", as X and the clocks of Unix write it
        day, time, zone, year = post.groups()
        return parse_date(f"{day}, {year} {time} {zone}")
    return parse_date(_in_order(text, order) if order else text)


def _in_order(text: str, order: DateOrder) -> str:
    """A date of three numbers with its year first, where they are one in this order."""
    parts = parts_of(text)
    day = parts and order.day_of(*parts.numbers)
    return f"{day.isoformat()}{parts.rest}" if parts and day else text


def _read_number(number: float) -> Published | None:
    """Days of a spreadsheet, or the seconds since 1970 in whole or in small parts, or the digits of a moment."""
    if _FIRST_DIGITS <= number < _LAST_DIGITS:
        return _read_text(str(int(number)), None)
    if number >= _FROM_NANOSECONDS:
        number /= 1e9
    elif number >= _LAST_DIGITS:
        number /= 1e6
    return _from_serial(number) or parse_date(number)


def _from_serial(number: float) -> Published | None:
    """Days since the end of 1899, as spreadsheets count, with the time of day as a fraction."""
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        return None
    day = _SPREADSHEET_ZERO + timedelta(days=int(number))
    seconds = round(number % 1 * 86_400)
    if not seconds:
        return Published(day, "day")
    return Published(day, "time", datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds))
