"""Lays what was found in the articles of a batch out as the rows of the mention tables.

What belongs here: the flat shape of each mention, its stable identifier, and the places and entities that mentions
point to. What does not: finding any of it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

import polars as pl

from transforms.model import (
    Annotation,
    ArticleText,
    Entity,
    EntityMention,
    EventMention,
    EventNumber,
    ExcludedMention,
    Location,
    PlaceMention,
    Role,
    Timex,
)
from warehouse.schema.frames import conform, polars_schema
from warehouse.schema.tables import TABLES

Row = dict[str, Any]
_ID_DIGITS = 16
_TABLES_OF_MENTIONS = (
    *("date_mentions", "place_mentions", "entity_mentions", "event_mentions", "event_numbers", "excluded_mentions"),
    "trigger_vectors",
)


class AnnotationFrames:
    """Collects the rows of a batch, article by article; `finish` makes the frames."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {name: [] for name in _TABLES_OF_MENTIONS}
        self._rejected: list[Row] = []
        self._locations: dict[str, Location] = {}
        self._entities: dict[str, Entity] = {}
        self._datelines: dict[str, str] = {}

    def add(self, article: ArticleText, annotation: Annotation, coder_version: str | None = None) -> None:
        """Take in what was found in one article."""
        found = {
            "date_mentions": [_date_row(timex) for timex in annotation.dates],
            "place_mentions": [_place_row(place) for place in annotation.places],
            "entity_mentions": [_entity_row(mention) for mention in annotation.entities],
            "excluded_mentions": [_columns(mention) for mention in annotation.excluded],
            "event_mentions": [_event_row(event) | {"coder_version": coder_version} for event in annotation.events],
        }
        for table, rows in found.items():
            key = "event_mention_id" if table == "event_mentions" else "mention_id"
            identified = _identified(table, article.article_id, rows, key)
            if table == "event_mentions":
                numbers = list(_number_rows(identified))
                self._rows["event_numbers"] += _identified("event_numbers", article.article_id, numbers, "mention_id")
                self._rows["trigger_vectors"] += list(_vector_rows(identified))
            self._rows[table] += identified
        self._remember(article, annotation)

    def reject(self, article: ArticleText, rule: str, message: str) -> None:
        """Record an article that could not be annotated."""
        self._rejected.append({"article_id": article.article_id, "stage": "annotate", "rule": rule, "message": message})

    def finish(self, articles: pl.DataFrame) -> dict[str, pl.DataFrame]:
        """The frames by table name, and `rejected_records` with the columns known here."""
        frames = {name: _frame(name, rows) for name, rows in self._rows.items()}
        frames["locations"] = _frame("locations", [_columns(self._locations[key]) for key in sorted(self._locations)])
        frames["entities"] = _frame(
            "entities", [_entity_columns(self._entities[key]) for key in sorted(self._entities)]
        )
        frames["articles"] = _uncoded(_with_dateline_locations(articles, self._datelines), self._rejected)
        frames["rejected_records"] = _with_sources(self._rejected, articles)
        return frames

    def _remember(self, article: ArticleText, annotation: Annotation) -> None:
        """Keep the places and entities that the article's rows point to."""
        located = [*annotation.places, *annotation.events]
        for location in (mention.location for mention in located):
            if location is not None:
                self._locations[location.location_id] = location
        for place in annotation.places:
            if place.is_dateline and place.location is not None:
                self._datelines.setdefault(article.article_id, place.location.location_id)
        roles = [role for event in annotation.events for role in (event.actor, event.recipient) if role is not None]
        for entity in [mention.entity for mention in annotation.entities] + [
            role.entity for role in roles if role.entity
        ]:
            self._entities[entity.entity_id] = _merged(self._entities.get(entity.entity_id), entity)


def _merged(known: Entity | None, entity: Entity) -> Entity:
    """One entity of two sightings: the union of their aliases, so that the order of articles does not matter."""
    if known is None or known == entity:
        return entity
    first = min(known, entity, key=lambda one: (one.name, str(one.country_iso3), str(one.sector)))
    aliases = tuple(sorted({*known.aliases, *entity.aliases}))
    return Entity(
        first.entity_id,
        first.name,
        first.entity_class,
        first.country_iso3,
        first.sector,
        first.acled_inter,
        aliases,
        first.wikidata_id,
    )


def _columns(
    record: Timex | ExcludedMention | EventNumber | Location | Entity,
) -> Row:
    """The record's fields as they are: `dataclasses.asdict` copies all that is in them."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _date_row(timex: Timex) -> Row:
    return _columns(timex)


def _place_row(place: PlaceMention) -> Row:
    return _span(place) | {
        "location_id": place.location.location_id if place.location else None,
        "confidence": place.confidence,
        "is_dateline": place.is_dateline,
        "role": place.role,
    }


def _entity_row(mention: EntityMention) -> Row:
    return _span(mention) | {"entity_id": mention.entity.entity_id, "entity_class": mention.entity.entity_class}


def _span(mention: PlaceMention | EntityMention) -> Row:
    return {
        "field": mention.field,
        "start_char": mention.start_char,
        "end_char": mention.end_char,
        "text": mention.text,
    }


def _entity_columns(entity: Entity) -> Row:
    return _columns(entity) | {"aliases": sorted(entity.aliases)}


def _event_row(event: EventMention) -> Row:
    row: Row = {
        name: getattr(event, name)
        for name in event.__dataclass_fields__
        if name not in ("actor", "recipient", "location")
    }
    row |= _role_columns("actor", event.actor) | _role_columns("recipient", event.recipient)
    return row | _location_columns(event.location)


def _number_rows(events: Iterable[Row]) -> Iterator[Row]:
    """The numbers of identified events, taken out of their rows."""
    for event in events:
        for number in event.pop("numbers"):
            yield _columns(number) | {"event_mention_id": event["event_mention_id"]}


def _vector_rows(events: Iterable[Row]) -> Iterator[Row]:
    """The vectors of identified events that were read, taken out of their rows."""
    for event in events:
        vector = event.pop("vector")
        if vector is not None:
            yield {name: event[name] for name in ("event_mention_id", "article_id")} | {"vector": vector}


def _role_columns(side: str, role: Role | None) -> Row:
    if role is None:
        return {}
    entity = role.entity
    return {
        f"{side}_text": role.text,
        f"{side}_name": role.name or (entity.name if entity else None),
        f"{side}_entity_id": entity.entity_id if entity else None,
        f"{side}_country_iso3": role.country_iso3 or (entity.country_iso3 if entity else None),
        f"{side}_sector": role.sector or (entity.sector if entity else None),
    }


def _location_columns(location: Location | None) -> Row:
    if location is None:
        return {}
    return {
        "location_id": location.location_id,
        "location_name": location.name,
        "local_name": location.local_name,
        "admin1_name": location.admin1_name,
        "country_iso3": location.country_iso3,
        "country_name": location.country_name,
        "latitude": location.latitude,
        "longitude": location.longitude,
    }


def _identified(table: str, article_id: str, rows: Iterable[Row], key: str) -> list[Row]:
    """The rows with the article's id and an id of their own, which depends on the article and the row alone."""
    seen: Counter[str] = Counter()
    out: list[Row] = []
    for row in sorted(rows, key=_row_order):
        kind = row.get("acled_sub_event_type") or row.get("event_type") or row.get("timex_type") or ""
        kind += row.get("quantity", "") + row.get("event_mention_id", "")
        start = row.get("trigger_start_char", row["start_char"])
        parts = "|".join(str(part) for part in (article_id, table, row["field"], start, row["end_char"], kind))
        seen[parts] += 1
        digest = hashlib.sha256(f"{parts}|{seen[parts]}".encode()).hexdigest()[:_ID_DIGITS]
        out.append({key: digest, "article_id": article_id} | row)
    return out


def _row_order(row: Row) -> tuple[Any, ...]:
    return (
        row["field"] != "title",
        row["start_char"],
        row["end_char"],
        row.get("trigger_start_char") or 0,
        row.get("place_text") or "",
        row.get("actor_text") or "",
        row.get("recipient_text") or "",
    )


def _frame(table: str, rows: list[Row]) -> pl.DataFrame:
    schema = polars_schema(TABLES[table], with_derived=False)
    return conform(pl.DataFrame(rows, schema=schema, strict=False, orient="row"), TABLES[table])


def _with_dateline_locations(articles: pl.DataFrame, datelines: dict[str, str]) -> pl.DataFrame:
    located = pl.col("article_id").replace_strict(datelines, default=None, return_dtype=pl.String)
    return articles.with_columns(located.alias("dateline_location_id"))


def _uncoded(articles: pl.DataFrame, rejected: list[Row]) -> pl.DataFrame:
    """The articles, those that could not be coded as what they are: stored without a coder's version."""
    refused = pl.col("article_id").is_in([row["article_id"] for row in rejected])
    return articles.with_columns(pl.when(~refused).then("coder_version")) if rejected else articles


def _with_sources(rejected: list[Row], articles: pl.DataFrame) -> pl.DataFrame:
    """The rejects with where their articles stood."""
    frame = pl.DataFrame(rejected, schema=dict.fromkeys(("article_id", "stage", "rule", "message"), pl.String))
    sources = [name for name in ("raw_uri", "raw_locator", "raw_sha256", "external_id") if name in articles.columns]
    return frame.join(articles.select("article_id", *sources), on="article_id", how="left", maintain_order="left")
