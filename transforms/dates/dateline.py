"""The date in a dateline: `KABUL, Aug. 8 (Reuters) -`.

What belongs here: reading the one date of a wire dateline. Where the dateline itself begins and ends is told by
`transforms.datelines`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import polars as pl

from transforms.dates.calendars import safe_date
from transforms.dates.missing_years import full_year
from warehouse.schema.month_names import month_names


def dateline_date(dateline: str, published: date | None, tables: Mapping[str, pl.DataFrame]) -> date | None:
    """The day that a dateline names.

    Args:
        dateline: its text, as in `articles.dateline_text`.
        published: gives a missing year: the one that brings the day nearest to publication.
        tables: the reference tables; only `dates/months` is used.

    Returns:
        None where no day is named, or no year can be found for it.
    """
    return day_in_dateline(dateline, published, month_names(tables["dates/months"], "text", "en"))


def day_in_dateline(dateline: str, published: date | None, months: Mapping[str, int]) -> date | None:
    """As `dateline_date`, with the months' forms already at hand."""
    names = "|".join(sorted((re.escape(form) for form in months), key=lambda form: (-len(form), form)))
    year = r"(?:,?\s+(?P<year>\d{4}|\d\d)\b)?"
    found = re.search(rf"\b(?P<day>\d{{1,2}})\s+(?P<month>{names})\b\.?{year}", dateline.lower()) or re.search(
        rf"\b(?P<month>{names})\.?\s+(?P<day>\d{{1,2}})\b(?!\d){year}", dateline.lower()
    )
    if found is None:
        return None
    month, day = months[found["month"]], int(found["day"])
    if found["year"]:
        number = int(found["year"])
        return safe_date(number if number > 99 else full_year(number, published, ahead=1), month, day)
    if published is None:
        return None
    days = [near for step in (-1, 0, 1) if (near := safe_date(published.year + step, month, day))]
    return min(days, key=lambda near: (abs((near - published).days), near)) if days else None
