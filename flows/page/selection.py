"""Which events a page shows: the filters of the command line, as conditions on `events`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.errors import UserMistake
from flows.published import ask
from warehouse.schema.vocabularies import PLOVER_EVENT_TYPES, STATUSES

MOST_EVENTS = 10_000
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_COUNTRIES = """
SELECT country_iso3, lower(country_name) AS country_name, lower(country_iso2) AS country_iso2 FROM countries
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """The events to show; what is not said leaves nothing out."""

    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-3
    first: date | None = None
    last: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    confidence: float = 0.0
    most: int = MOST_EVENTS

    def condition(self) -> str:
        """What `events` must fulfil, in SQL with named parameters."""
        asked = {
            "list_contains($countries, country_iso3)": self.countries,
            "coalesce(date_end, date_start) >= $first": self.first,
            "date_start <= $last": self.last,
            "list_contains($types, event_type)": self.types,
            "list_contains($statuses, status)": self.statuses,
            "confidence >= $confidence": self.confidence,
        }
        return " AND ".join(condition for condition, value in asked.items() if value) or "true"

    def parameters(self) -> dict[str, object]:
        """The values of the parameters that `condition` names; DuckDB refuses one that is not used."""
        values: dict[str, object] = {
            "countries": list(self.countries),
            "first": self.first,
            "last": self.last,
            "types": list(self.types),
            "statuses": list(self.statuses),
            "confidence": self.confidence,
        }
        return {name: value for name, value in values.items() if value}

    def words(self) -> str:
        """What was asked for, for the head of the page; nothing where all is shown."""
        parts = (
            ", ".join(self.countries),
            f"from {self.first}" if self.first else "",
            f"to {self.last}" if self.last else "",
            ", ".join(self.types),
            ", ".join(self.statuses),
            f"confidence at least {self.confidence:g}" if self.confidence else "",
        )
        return "; ".join(part for part in parts if part)


def selection_of(  # noqa: PLR0917 - one for each option
    home: Path,
    countries: list[str],
    first: str | None,
    last: str | None,
    types: list[str],
    statuses: list[str],
    confidence: float = 0.0,
    most: int = MOST_EVENTS,
) -> Selection:
    """The selection that options mean.

    Raises:
        UserMistake: a country, type, status or day that there is not.
    """
    return Selection(
        _countries_of(home, countries),
        _first_day(first) if first else None,
        _last_day(last) if last else None,
        tuple(_one_of(word.upper(), PLOVER_EVENT_TYPES, "type") for word in types),
        tuple(_one_of(word.lower(), STATUSES, "status") for word in statuses),
        confidence,
        most,
    )


def _countries_of(home: Path, names: list[str]) -> tuple[str, ...]:
    """ISO codes of countries that are named by code of two or three letters, or by name."""
    if not names:
        return ()
    known: dict[str, str] = {}
    for iso3, name, iso2 in ask(home, _COUNTRIES).iter_rows():
        known |= {spelling: iso3 for spelling in (str(iso3).lower(), name, iso2) if spelling}
    missing = [name for name in names if name.strip().lower() not in known]
    if missing:
        remedy = '`dateline sql "SELECT country_iso3, country_name FROM countries"` lists the countries'
        raise UserMistake(f"no country is called {missing[0]!r}; {remedy}")
    return tuple(known[name.strip().lower()] for name in names)


def _one_of(word: str, known: tuple[str, ...], what: str) -> str:
    if word not in known:
        raise UserMistake(f"no {what} is called {word!r}; there are {', '.join(known)}")
    return word


def _first_day(text: str) -> date:
    """The first day of a year, a month or a day.

    >>> _first_day("2021-08")
    datetime.date(2021, 8, 1)
    """
    year, month, day = _parts(text)
    return _day(text, year, month or 1, day or 1)


def _last_day(text: str) -> date:
    """The last day of a year, a month or a day.

    >>> _last_day("2021-02")
    datetime.date(2021, 2, 28)
    """
    year, month, day = _parts(text)
    start = _day(text, year, month or 12, day or 1)
    return start if day else start.replace(day=calendar.monthrange(start.year, start.month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise UserMistake(f"{text!r} is no day; write 2021, 2021-08 or 2021-08-15")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UserMistake(f"{text!r} is no day: {error}") from error
