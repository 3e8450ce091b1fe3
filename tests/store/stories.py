"""Small batches of articles, as the annotator would hand them over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from flows.grouping import grouping
from transforms.duplicates import sign_articles
from transforms.facts import FactWords
from warehouse.schema.frames import polars_schema
from warehouse.schema.tables import TABLES

GROUPING = grouping()
FACT_WORDS = FactWords({"two": 2, "six": 6, "nine": 9}, {"Sunday": "weekday7"})

PLACES = {
    "Kunduz": ("geonames:1135689", 36.72, 68.86, "Kunduz"),
    "Taloqan": ("geonames:1123004", 36.73, 69.53, "Takhar"),
}


@dataclass
class Story:
    """One article that reports one event a sentence."""

    name: str
    sentences: tuple[str, ...] = (
        "Armed men seized the town of Kunduz on Sunday, residents of the northern town said.",
    )
    place: str = "Kunduz"
    title: str = "Town falls"
    published: date = date(2021, 8, 8)
    deaths: int | None = None
    confidence: float = 0.6
    coder_version: str = "1"
    actor: str | None = "Northern Front"
    filler: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def article_id(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    @property
    def body(self) -> str:
        return "\n\n".join([*self.sentences, *([self.filler] if self.filler else [])])


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def batch(*stories: Story) -> dict[str, pl.DataFrame]:
    """All frames of a batch of stories."""
    articles = pl.DataFrame([_article(story) for story in stories])
    rows = [row for story in stories for row in _rows(story)]
    signed = sign_articles(articles, FACT_WORDS)
    frames = {"articles": articles, "article_signatures": signed.signatures, "article_bands": signed.bands}
    for name in ("event_mentions", "event_numbers", "place_mentions", "entity_mentions", "locations", "entities"):
        schema = polars_schema(TABLES[name], with_derived=False)
        found = [row for table, row in rows if table == name]
        columns = {key: dtype for key, dtype in schema.items() if not found or key in found[0]}
        frames[name] = pl.DataFrame(found, schema=columns).unique(TABLES[name].key, maintain_order=True)
    return frames


def _article(story: Story) -> dict[str, Any]:
    return {
        "article_id": story.article_id,
        "external_id": story.name,
        "source_name": "Wire",
        "url": f"https://example.org/{story.name}",
        "title": story.title,
        "body": story.body,
        "language": "en",
        "published_date": story.published,
        "published_precision": "day",
        "published_from": "manifest",
        "word_count": len(story.body.split()),
        "content_hash": _digest(story.title, story.body, story.published),
        "raw_uri": f"in/{story.name}.txt",
        "raw_sha256": _digest(story.body) * 4,
        "coder_version": story.coder_version,
        **story.extra,
    }


def _rows(story: Story) -> list[tuple[str, dict[str, Any]]]:
    location_id, latitude, longitude, province = PLACES[story.place]
    place = {
        "location_id": location_id,
        "geonameid": int(location_id.split(":")[1]),
        "name": story.place,
        "feature_class": "P",
        "feature_code": "PPLA",
        "latitude": latitude,
        "longitude": longitude,
        "country_iso3": "AFG",
        "country_name": "Afghanistan",
        "admin1_name": province,
        "location_precision": 1,
        "population": 100,
    }
    rows: list[tuple[str, dict[str, Any]]] = [("locations", place)]
    entity_id = f"armed_group:afg:{story.actor}" if story.actor else None
    if entity_id:
        entity = {"entity_id": entity_id, "name": story.actor, "entity_class": "armed_group", "acled_inter": 2}
        rows.append(("entities", entity | {"country_iso3": "AFG", "sector": "REB", "aliases": ["the Front"]}))
    start = 0
    for number, sentence in enumerate(story.sentences):
        rows += _sentence_rows(story, sentence, start, number, place, entity_id)
        start += len(sentence) + 2
    return rows


def _sentence_rows(
    story: Story, sentence: str, start: int, number: int, place: dict[str, Any], entity_id: str | None
) -> list[tuple[str, dict[str, Any]]]:
    span = {"article_id": story.article_id, "field": "body"}
    trigger = sentence.split()[2]
    trigger_start = start + sentence.index(trigger)
    rows: list[tuple[str, dict[str, Any]]] = []
    if place["name"] in sentence:
        at = start + sentence.index(place["name"])
        mention = span | {"start_char": at, "end_char": at + len(place["name"]), "text": place["name"]}
        mention |= {"location_id": place["location_id"], "confidence": 0.9, "is_dateline": False, "role": "literal"}
        rows.append(("place_mentions", {"mention_id": _digest("place", story.name, at)} | mention))
    if entity_id:
        text = " ".join(sentence.split()[:2])
        mention = span | {"start_char": start, "end_char": start + len(text), "text": text}
        mention |= {"entity_id": entity_id, "entity_class": "armed_group"}
        rows.append(("entity_mentions", {"mention_id": _digest("entity", story.name, start)} | mention))
    event = span | {
        "event_mention_id": _digest("event", story.name, start),
        "start_char": start,
        "end_char": start + len(sentence),
        "text": sentence,
        "trigger_text": trigger,
        "trigger_start_char": trigger_start,
        "trigger_end_char": trigger_start + len(trigger),
        "event_type": "ASSAULT",
        "event_mode": "firearms",
        "acled_event_type": "Battles",
        "acled_sub_event_type": "Non-state actor overtakes territory",
        "cameo_root_code": "19",
        "quad_class": 4,
        "intensity": -9.0,
        "status": "actual",
        "actor_text": "Armed men",
        "actor_name": story.actor,
        "actor_entity_id": entity_id,
        "actor_country_iso3": "AFG",
        "actor_sector": "REB",
        "civilian_targeting": False,
        "date_start": date(2021, 8, 8),
        "date_end": date(2021, 8, 8),
        "date_precision": 1,
        "date_text": "on Sunday",
        "date_from": "text",
        "location_id": place["location_id"],
        "place_text": place["name"],
        "location_name": place["name"],
        "admin1_name": place["admin1_name"],
        "country_iso3": "AFG",
        "country_name": "Afghanistan",
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "where_precision": 1,
        "place_from": "sentence",
        "fatalities_low": story.deaths,
        "fatalities_best": story.deaths,
        "fatalities_high": story.deaths,
        "attribution": "residents said",
        "sentence_number": number,
        "confidence": story.confidence,
        "coder_version": story.coder_version,
    }
    if story.deaths is not None:
        number = span | {"start_char": start, "end_char": start + len("Armed men"), "text": "Armed men"}
        number |= {"mention_id": _digest("number", story.name, start), "event_mention_id": event["event_mention_id"]}
        number |= {
            "quantity": "killed",
            "low": story.deaths,
            "best": story.deaths,
            "high": story.deaths,
            "bound": "exact",
        }
        rows.append(("event_numbers", number))
    return [*rows, ("event_mentions", event)]
