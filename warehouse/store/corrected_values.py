"""Values that people set: whether they fit their column, and what else follows from a place or an actor.

What belongs here: text to value and back, by the declaration of the column, with errors that say what is allowed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

import duckdb

from warehouse.schema.events import CODED_COLUMNS
from warehouse.schema.model import Column
from warehouse.store.home import StoreError

COLUMNS: dict[str, Column] = {column.name: column for column in CODED_COLUMNS}
"""What can be set."""
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_OF_PLACE = {
    "location_name": "name",
    "local_name": "local_name",
    "admin1_name": "admin1_name",
    "country_iso3": "country_iso3",
    "country_name": "country_name",
    "latitude": "latitude",
    "longitude": "longitude",
    "where_precision": "location_precision",
    "place_text": "NULL",
    "place_from": "NULL",
}
_FILLS: dict[str, tuple[str, str, dict[str, str]]] = {"location_id": ("locations", "location_id", _OF_PLACE)} | {
    f"{role}_entity_id": (
        "entities",
        "entity_id",
        {f"{role}_name": "name", f"{role}_country_iso3": "country_iso3", f"{role}_sector": "sector"},
    )
    for role in ("actor", "recipient")
}


_IN_ORDER = (("date_start", "date_end"), ("fatalities_low", "fatalities_best", "fatalities_high"))
"""Columns of which none is above the next."""


class CorrectionError(StoreError):
    """A correction that can't be made; the message says what is wrong and what is allowed."""


def parse_value(column: str, value: str | None) -> object:
    """The value that a text gives for a column of `events`; an empty text is NULL, not said.

    Raises:
        CorrectionError: there is no such column, or the value does not fit it.
    """
    declared = COLUMNS.get(column)
    if declared is None:
        near = get_close_matches(column, COLUMNS, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "it can be " + ", ".join(COLUMNS)
        raise CorrectionError(f"{column!r} is no coded column of events; {hint}")
    if value is None or not value.strip():
        if not declared.nullable:
            raise CorrectionError(f"{column} can't be empty{_allowed(declared)}")
        return None
    try:
        found = _READ[declared.type](value.strip())
    except (ValueError, KeyError):
        raise CorrectionError(f"{value!r} is no {_NAMES[declared.type]}, which {column} holds") from None
    _refuse(declared, found, value)
    return found


def _refuse(declared: Column, found: object, value: str) -> None:
    if declared.allowed and found not in declared.allowed:
        raise CorrectionError(f"{value!r} can't stand in {declared.name}{_allowed(declared)}")
    if isinstance(found, int | float) and not isinstance(found, bool):
        low, high = declared.minimum, declared.maximum
        if (low is not None and found < low) or (high is not None and found > high):
            reach = f"{low:g} to {high:g}" if low is not None and high is not None else f"{low:g} or more"
            raise CorrectionError(f"{value} can't stand in {declared.name}; it is {reach}")


def _allowed(declared: Column) -> str:
    return f"; it is one of {', '.join(map(str, declared.allowed))}" if declared.allowed else ""


def _number(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


_READ: dict[str, Callable[[str], object]] = {
    "text": str,
    "integer": int,
    "number": _number,
    "boolean": lambda text: _TRUTH[text.lower()],
    "date": date.fromisoformat,
}
_NAMES = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "date as 2021-08-08",
}


def as_text(value: object) -> str | None:
    """A value as a correction would write it."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def give_way(event: dict[str, Any], column: str) -> None:
    """Bounds that a value lies outside of move to it: of 7 dead no report says "at most 4".

    >>> event = {"fatalities_low": 2, "fatalities_best": 7, "fatalities_high": 4}
    >>> give_way(event, "fatalities_best")
    >>> event
    {'fatalities_low': 2, 'fatalities_best': 7, 'fatalities_high': 7}
    """
    for names in _IN_ORDER:
        if column not in names or event[column] is None:
            continue
        place, value = names.index(column), event[column]
        for name in names[:place]:
            event[name] = value if event[name] is not None and event[name] > value else event[name]
        for name in names[place + 1 :]:
            event[name] = value if event[name] is not None and event[name] < value else event[name]


def fills(connection: duckdb.DuckDBPyConnection, column: str, value: str | None) -> Mapping[str, object] | None:
    """What else is set with a place or an actor; None where there is no such place or actor in the warehouse."""
    if column not in _FILLS:
        return {}
    table, key, columns = _FILLS[column]
    if value is None or not value.strip():
        return dict.fromkeys(columns)
    row = connection.execute(
        f"SELECT {', '.join(columns.values())} FROM {table} WHERE {key} = ?", [value.strip()]
    ).fetchone()
    return dict(zip(columns, row, strict=True)) if row else None
