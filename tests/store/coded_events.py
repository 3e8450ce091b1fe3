"""Events as they stand after a merge, written by hand: what views read, without articles to be coded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import polars as pl

from warehouse.schema.frames import polars_schema
from warehouse.schema.render import create_tables
from warehouse.schema.tables import ALL_TABLES, TABLES
from warehouse.store.derive import prove_events
from warehouse.store.fixed_rows import write_fixed_rows
from warehouse.store.views import create_views

_SEEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).replace(tzinfo=None)  # TIMESTAMP is UTC by agreement
COUNTRIES = {
    "MLI": ("Mali", 14.49, -4.2),
    "COD": ("Democratic Republic of the Congo", 1.56, 30.25),
    "SYR": ("Syria", 35.95, 39.01),
    "PSE": ("Palestinian Territory", 31.42, 34.35),
    "AFG": ("Afghanistan", 36.72, 68.86),
    "PHL": ("Philippines", 6.05, 121.0),
    "FRA": ("France", 48.85, 2.35),
}


@dataclass(frozen=True)
class Side:
    """Who acts, or to whom: name, sector, country, and the class and kind of its entity; without a kind it has none."""

    name: str | None = None
    sector: str | None = None
    country: str | None = None
    inter: int | None = None
    kind: str | None = None
    text: str | None = None

    def columns(self, role: str) -> dict[str, Any]:
        entity_id = f"ent:{self.name}" if self.kind else None
        return {
            f"{role}_text": self.text or self.name,
            f"{role}_name": self.name,
            f"{role}_entity_id": entity_id,
            f"{role}_country_iso3": self.country,
            f"{role}_sector": self.sector,
        }


NOBODY = Side()


@dataclass
class Coded:
    """One event with one report; `other` holds columns of `events` that differ from what stands here."""

    name: str
    kind: tuple[str, str] = ("Battles", "Armed clash")
    actor: Side = NOBODY
    recipient: Side = NOBODY
    country: str = "MLI"
    day: date = date(2022, 5, 4)
    dead: int | None = None
    counted: Sequence[tuple[int, str]] = ()  # number as in the text, and what follows it there
    other: dict[str, Any] = field(default_factory=dict)

    @property
    def event_id(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    @property
    def body(self) -> str:
        return " ".join([f"Report of {self.name}.", *(f"{number}{after}" for number, after in self.counted)])

    def coding(self) -> dict[str, Any]:
        country_name, latitude, longitude = COUNTRIES[self.country]
        columns = {
            "event_id": self.event_id,
            "event_type": "ASSAULT",
            "acled_event_type": self.kind[0],
            "acled_sub_event_type": self.kind[1],
            "status": "actual",
            "civilian_targeting": False,
            "date_start": self.day,
            "date_end": self.day,
            "date_precision": 1,
            "date_from": "text",
            "location_id": f"place:{self.country}",
            "place_text": "the town",
            "location_name": f"Town of {country_name}",
            "admin1_name": "North",
            "country_iso3": self.country,
            "country_name": country_name,
            "latitude": latitude,
            "longitude": longitude,
            "where_precision": 1,
            "place_from": "sentence",
            "fatalities_low": self.dead,
            "fatalities_best": self.dead,
            "fatalities_high": self.dead,
            "confidence": 0.8,
        }
        return columns | self.actor.columns("actor") | self.recipient.columns("recipient") | self.other


def warehouse_of(events: Iterable[Coded]) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with these events, its fixed tables and its views."""
    events = list(events)
    connection = duckdb.connect()
    for statement in ["CREATE SCHEMA meta", *create_tables(ALL_TABLES), *create_views()]:
        _ = connection.execute(statement)
    write_fixed_rows(connection)
    tables = {
        "articles": [_article(event) for event in events],
        "events": [event.coding() | {"article_count": 1, "source_count": 1} for event in events],
        "event_mentions": [_mention(event) for event in events],
        "event_numbers": [row for event in events for row in _numbers(event)],
        "entities": [row for event in events for row in _entities(event)],
        "locations": [_location(country) for country in sorted({event.country for event in events})],
    }
    for name, found in tables.items():
        schema = {key: kind for key, kind in polars_schema(TABLES[name]).items() if found and key in found[0]}
        if found:
            _insert(connection, f"main.{name}", pl.DataFrame(found, schema=schema).unique(TABLES[name].key))
    prove_events(connection, "event_mentions")
    return connection


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    _ = connection.register("incoming_rows", rows)
    _ = connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming_rows")
    _ = connection.unregister("incoming_rows")


def _article(event: Coded) -> dict[str, Any]:
    return {
        "article_id": event.event_id,
        "source_name": "Wire",
        "url": f"https://example.org/{event.event_id}",
        "title": f"On {event.name}",
        "body": event.body,
        "published_date": event.day,
        "content_hash": event.event_id,
        "is_canonical": True,
        "first_seen_at": _SEEN,
        "last_seen_at": _SEEN,
    }


def _mention(event: Coded) -> dict[str, Any]:
    sentence = f"Report of {event.name}."
    return event.coding() | {
        "event_mention_id": f"m{event.event_id}",
        "report_id": event.event_id,
        "event_key": event.event_id,
        "article_id": event.event_id,
        "field": "body",
        "start_char": 0,
        "end_char": len(sentence),
        "text": sentence,
        "attribution": None,
        "sentence_number": 0,
    }


def _numbers(event: Coded) -> Iterable[dict[str, Any]]:
    at = len(f"Report of {event.name}. ")
    for number, after in event.counted:
        digits = str(number)
        yield {
            "mention_id": f"n{event.event_id}{at}",
            "article_id": event.event_id,
            "field": "body",
            "start_char": at,
            "end_char": at + len(digits),
            "text": digits,
            "event_mention_id": f"m{event.event_id}",
            "event_id": event.event_id,
            "quantity": "killed",
            "best": number,
            "bound": "exact",
        }
        at += len(digits) + len(after) + 1


def _entities(event: Coded) -> Iterable[dict[str, Any]]:
    for side in (event.actor, event.recipient):
        if side.kind:
            yield {
                "entity_id": f"ent:{side.name}",
                "name": side.name,
                "entity_class": side.kind,
                "country_iso3": side.country,
                "sector": side.sector,
                "acled_inter": side.inter,
            }


def _location(country: str) -> dict[str, Any]:
    name, latitude, longitude = COUNTRIES[country]
    return {
        "location_id": f"place:{country}",
        "name": f"Town of {name}",
        "latitude": latitude,
        "longitude": longitude,
        "country_iso3": country,
        "admin2_name": "Middle district",
    }
