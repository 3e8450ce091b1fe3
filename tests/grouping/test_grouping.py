"""Event mentions of many articles become events."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from transforms.grouping import assign_event_ids, build_events
from warehouse.schema.articles import ARTICLES
from warehouse.schema.events import EVENT_MENTIONS, EVENTS
from warehouse.schema.frames import conform, empty_frame, polars_schema

SENTENCE = "Guerrillas took the district centre of Ardabad before dawn on Friday, officials said."
BASE: dict[str, Any] = {
    "article_id": "a1",
    "field": "body",
    "start_char": 0,
    "end_char": len(SENTENCE),
    "text": SENTENCE,
    "event_type": "ASSAULT",
    "acled_event_type": "Battles",
    "acled_sub_event_type": "Armed clash",
    "status": "actual",
    "actor_text": "Guerrillas",
    "actor_entity_id": "armed_group:xyz:guerrillas",
    "date_start": date(2021, 8, 6),
    "date_end": date(2021, 8, 6),
    "date_precision": 1,
    "date_from": "text",
    "location_id": "geonames:1",
    "where_precision": 1,
    "place_from": "sentence",
    "confidence": 0.6,
    "coder_version": "1",
}


def mentions(*changes: dict[str, Any]) -> pl.DataFrame:
    rows = [BASE | {"event_mention_id": f"m{n:02d}"} | change for n, change in enumerate(changes)]
    return conform(pl.DataFrame(rows, infer_schema_length=None), EVENT_MENTIONS)


def ids(*changes: dict[str, Any]) -> list[str]:
    return assign_event_ids(mentions(*changes))["event_id"].to_list()


def events(
    *changes: dict[str, Any], groups: dict[str, str] | None = None, copies: set[str] = frozenset()
) -> pl.DataFrame:
    rows = mentions(*changes)
    rows = rows.join(assign_event_ids(rows), on="event_mention_id")
    names = sorted(set(rows["article_id"]))
    articles = pl.DataFrame(
        {
            "article_id": names,
            "duplicate_group_id": [(groups or {}).get(name, name) for name in names],
            "is_canonical": [name not in copies for name in names],
            "published_at": [None] * len(names),
            "published_date": [date(2021, 8, 6 + n) for n in range(len(names))],
        },
        schema_overrides={"published_at": pl.Datetime("us")},
    )
    return build_events(rows, articles)


def test_two_articles_on_one_battle_are_one_event() -> None:
    first, second = ids({}, {"article_id": "a2", "text": "Ardabad fell to the guerrillas on Friday."})
    assert first == second


@pytest.mark.parametrize(
    "difference",
    [
        {"location_id": "geonames:2"},
        {"date_start": date(2021, 8, 5)},
        {"acled_sub_event_type": "Attack"},
        {"actor_entity_id": "armed_group:xyz:others"},
        {"actor_entity_id": None},
    ],
)
def test_another_place_day_type_or_actor_is_another_event(difference: dict[str, Any]) -> None:
    first, second = ids({}, {"article_id": "a2"} | difference)
    assert first != second


def test_a_town_falls_once_a_day_whoever_is_named() -> None:
    fall = {"acled_sub_event_type": "Non-state actor overtakes territory"}
    first, second = ids(fall, fall | {"article_id": "a2", "actor_entity_id": None, "actor_text": None})
    assert first == second
    found = events(fall, fall | {"article_id": "a2", "actor_entity_id": None, "actor_text": None, "confidence": 0.9})
    assert found["actor_entity_id"].to_list() == [BASE["actor_entity_id"]]


def test_a_claim_and_a_fact_are_one_event_but_a_plan_is_not() -> None:
    fact, claim, plan = ids({}, {"article_id": "a2", "status": "claimed"}, {"article_id": "a3", "status": "planned"})
    assert fact == claim != plan


def test_mentions_of_one_article_stay_apart() -> None:
    first, second, other = ids({}, {"start_char": 100, "end_char": 180}, {"article_id": "a2"})
    assert first != second
    assert other == first


VAGUE: dict[str, Any] = {"location_id": None, "where_precision": None}


@pytest.mark.parametrize("vague", [VAGUE, {"where_precision": 6}, {"date_precision": 4}, {"status": "planned"}])
def test_what_is_vague_is_one_event_only_for_copies_of_the_sentence(vague: dict[str, Any]) -> None:
    copied = SENTENCE.upper().replace(",", " -")
    retold = "Officials said that guerrillas had taken a district centre in the west of the country."
    first, copy, other = ids(
        vague, vague | {"article_id": "a2", "text": copied}, vague | {"article_id": "a3", "text": retold}
    )
    assert first == copy != other


def test_a_sentence_that_comes_back_another_year_is_another_event() -> None:
    later = {"article_id": "a2", "date_start": date(2022, 8, 6), "date_end": date(2022, 8, 6)}
    first, second = ids(VAGUE, VAGUE | later)
    assert first != second


def test_a_short_vague_sentence_is_not_shared() -> None:
    short = VAGUE | {"text": "Two people were killed."}
    first, second = ids(short, short | {"article_id": "a2"})
    assert first != second


def test_ids_ignore_order_batches_and_later_reports() -> None:
    changes = [{"article_id": f"a{n}", "location_id": f"geonames:{n % 3}"} for n in range(9)]
    rows = mentions(*changes, {"article_id": "a1", "location_id": "geonames:1", "start_char": 300, "end_char": 380})
    wanted = dict(assign_event_ids(rows).iter_rows())
    shuffled = rows.sample(fraction=1, shuffle=True, seed=3)
    assert dict(assign_event_ids(shuffled).iter_rows()) == wanted
    for article in set(rows["article_id"]):
        alone = assign_event_ids(rows.filter(pl.col("article_id") == article))
        assert all(wanted[mention] == event for mention, event in alone.iter_rows())


def test_event_has_every_column_of_its_table() -> None:
    assert events({}).schema.names() == list(polars_schema(EVENTS, with_derived=False))
    assert events({}).select("article_count", "source_count", "confidence").row(0) == (1, 1, 0.6)
    assert events({})["first_reported_at"][0] == datetime(2021, 8, 6)  # noqa: DTZ001


def test_copies_count_as_articles_but_not_as_sources() -> None:
    report = events(
        {}, {"article_id": "a2"}, {"article_id": "a3"}, groups={"a1": "g", "a2": "g", "a3": "h"}, copies={"a2"}
    )
    assert report.select("article_count", "source_count").row(0) == (3, 2)
    assert report["confidence"].to_list() == [0.84]  # two independent reports of 0.6


def test_confidence_never_reaches_certainty() -> None:
    assert events(*[{"article_id": f"a{n}", "confidence": 0.9} for n in range(6)])["confidence"].to_list() == [0.99]


def test_fatalities_span_the_reports_and_trust_the_most_confident() -> None:
    found = events(
        {"fatalities_low": 3, "fatalities_best": 3, "fatalities_high": 3, "confidence": 0.9},
        {"article_id": "a2", "fatalities_low": 5, "fatalities_best": 5, "confidence": 0.5},
        {"article_id": "a3", "confidence": 0.95},
    )
    assert found.select("fatalities_low", "fatalities_best", "fatalities_high").row(0) == (3, 3, 5)


def test_at_least_twenty_has_no_upper_bound() -> None:
    number = {"fatalities_low": 20, "fatalities_best": 20}
    found = events(number, number | {"article_id": "a2"})
    assert found.select("fatalities_low", "fatalities_best", "fatalities_high").row(0) == (20, 20, None)


def test_a_copy_does_not_change_the_count_of_deaths() -> None:
    found = events(
        {"fatalities_best": 3},
        {"article_id": "a2", "fatalities_best": 30},
        groups={"a1": "g", "a2": "g"},
        copies={"a2"},
    )
    assert found.select("fatalities_low", "fatalities_best", "fatalities_high").row(0) == (3, 3, None)


def test_not_said_is_not_zero() -> None:
    assert events({})["fatalities_best"].to_list() == [None]
    assert events({"fatalities_best": 0})["fatalities_best"].to_list() == [0]


def test_values_that_belong_together_come_from_one_report() -> None:
    other = {"recipient_text": "soldiers", "recipient_name": "Army", "recipient_entity_id": "government:xyz:army"}
    found = events(
        {"recipient_text": "men", "recipient_name": "Men", "confidence": 0.9},
        {"article_id": "a2"} | other,
        {"article_id": "a3"} | other,
        {"article_id": "a4", "confidence": 0.95},
    )
    assert found.select("recipient_text", "recipient_name", "recipient_entity_id").row(0) == tuple(other.values())


def test_events_do_not_depend_on_order() -> None:
    changes = [
        {"article_id": f"a{n}", "actor_text": f"men {n % 2}", "injured": n, "confidence": 0.1 * (n % 4 + 1)}
        for n in range(8)
    ]
    wanted = events(*changes)
    numbered = [change | {"event_mention_id": f"m{n:02d}"} for n, change in enumerate(changes)]
    random.Random(1).shuffle(numbered)
    assert events(*numbered).equals(wanted)


def test_no_mentions_give_no_events() -> None:
    none = empty_frame(EVENT_MENTIONS)
    assert assign_event_ids(none).height == 0
    assert build_events(none, empty_frame(ARTICLES)).height == 0
