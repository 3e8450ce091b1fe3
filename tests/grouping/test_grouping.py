"""Event mentions of many articles become events."""

from __future__ import annotations

import random
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from transforms.grouping import build_events
from transforms.linking import identify_reports
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


def keys(*changes: dict[str, Any]) -> list[str]:
    return identify_reports(mentions(*changes))["event_key"].to_list()


def reports(*changes: dict[str, Any]) -> list[str]:
    return identify_reports(mentions(*changes))["report_id"].to_list()


def events(
    *changes: dict[str, Any],
    groups: dict[str, str] | None = None,
    copies: set[str] = frozenset(),
    families: dict[str, str] | None = None,
) -> pl.DataFrame:
    """The row of the event that all of these mentions report."""
    rows = mentions(*changes).with_columns(event_id=pl.lit("e"))
    names = sorted(set(rows["article_id"]))
    articles = pl.DataFrame(
        {
            "article_id": names,
            "duplicate_group_id": [(groups or {}).get(name, name) for name in names],
            "is_canonical": [name not in copies for name in names],
            "source_family": [(families or {}).get(name) for name in names],
            "published_at": [None] * len(names),
            "published_date": [date(2021, 8, 6 + n) for n in range(len(names))],
        },
        schema_overrides={"published_at": pl.Datetime("us"), "source_family": pl.String()},
    )
    return build_events(rows, articles)


def test_exact_reports_of_one_place_and_day_share_a_key() -> None:
    first, second = keys({}, {"article_id": "a2", "text": "Ardabad fell to the guerrillas on Friday."})
    assert first == second


@pytest.mark.parametrize(
    "difference",
    [{"location_id": "geonames:2"}, {"date_start": date(2021, 8, 5)}, {"acled_sub_event_type": "Attack"}],
)
def test_another_place_day_or_type_is_another_key(difference: dict[str, Any]) -> None:
    first, second = keys({}, {"article_id": "a2"} | difference)
    assert first != second


def test_the_key_does_not_ask_who_is_named() -> None:
    """Many reports name nobody, and an id should not depend on which came first."""
    first, second = keys({}, {"article_id": "a2", "actor_entity_id": None, "actor_text": None})
    assert first == second


def test_a_claim_and_a_fact_share_a_key_but_a_plan_does_not() -> None:
    fact, claim, plan = keys({}, {"article_id": "a2", "status": "claimed"}, {"article_id": "a3", "status": "planned"})
    assert fact == claim != plan


def test_mentions_of_one_article_stay_apart() -> None:
    first, second, other = keys({}, {"start_char": 100, "end_char": 180}, {"article_id": "a2"})
    assert first != second
    assert other == first


VAGUE: dict[str, Any] = {"location_id": None, "where_precision": None}


@pytest.mark.parametrize("vague", [VAGUE, {"where_precision": 6}, {"date_precision": 4}, {"status": "planned"}])
def test_what_is_vague_has_its_report_for_a_key(vague: dict[str, Any]) -> None:
    copied = SENTENCE.upper().replace(",", " -")
    retold = "Officials said that guerrillas had taken a district centre in the west of the country."
    changes = (vague, vague | {"article_id": "a2", "text": copied}, vague | {"article_id": "a3", "text": retold})
    first, copy, other = keys(*changes)
    assert first == copy != other
    assert [one == two for one, two in pairwise(reports(*changes))] == [True, False]


@pytest.mark.parametrize(
    "difference",
    [
        {"date_start": date(2022, 8, 6), "date_end": date(2022, 8, 6)},
        {"fatalities_best": 4},
        {"location_id": "geonames:2"},
        {"recipient_name": "Army"},
    ],
)
def test_a_sentence_that_is_coded_otherwise_is_another_report(difference: dict[str, Any]) -> None:
    """A bulletin on one template says the same of other days and places."""
    first, second = reports({}, {"article_id": "a2"} | difference)
    assert first != second


def test_a_short_sentence_is_a_report_of_its_own() -> None:
    short = VAGUE | {"text": "Two people were killed."}
    first, second = reports(short, short | {"article_id": "a2"})
    assert first != second


def test_reports_ignore_order_batches_and_later_articles() -> None:
    changes = [{"article_id": f"a{n}", "location_id": f"geonames:{n % 3}"} for n in range(9)]
    rows = mentions(*changes, {"article_id": "a1", "location_id": "geonames:1", "start_char": 300, "end_char": 380})
    wanted = {row[0]: row[1:] for row in identify_reports(rows).iter_rows()}
    shuffled = rows.sample(fraction=1, shuffle=True, seed=3)
    assert {row[0]: row[1:] for row in identify_reports(shuffled).iter_rows()} == wanted
    for article in set(rows["article_id"]):
        alone = identify_reports(rows.filter(pl.col("article_id") == article))
        assert all(wanted[row[0]] == row[1:] for row in alone.iter_rows())


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


def test_a_later_higher_count_overtakes_the_first() -> None:
    found = events(
        {"fatalities_low": 3, "fatalities_best": 3, "fatalities_high": 3, "confidence": 0.9},
        {"article_id": "a2", "fatalities_low": 5, "fatalities_best": 5, "fatalities_high": 5, "confidence": 0.5},
        {"article_id": "a3", "confidence": 0.95},
    )
    assert found.select("fatalities_low", "fatalities_best", "fatalities_high").row(0) == (5, 5, 5)


def test_counts_that_differ_on_later_days_span_a_range_around_the_one_most_sources_give() -> None:
    found = events(
        *(
            {"article_id": f"a{n}", "fatalities_low": dead, "fatalities_best": dead, "fatalities_high": dead}
            for n, dead in ((1, 60), (2, 84), (3, 84), (4, 70), (5, 88))
        ),
    )
    assert found.select("fatalities_low", "fatalities_best", "fatalities_high").row(0) == (70, 84, 88)


def test_the_highest_of_an_articles_counts_is_the_whole() -> None:
    found = events({"fatalities_best": 84}, {"fatalities_best": 10, "start_char": 90, "confidence": 0.9})
    assert found["fatalities_best"].to_list() == [84]


def test_one_agency_in_three_papers_is_one_source() -> None:
    found = events(
        {"fatalities_best": 4},
        {"article_id": "a2", "fatalities_best": 4},
        {"article_id": "a3", "fatalities_best": 6},
        families={"a1": "Reuters", "a2": "Reuters", "a3": "example.org"},
    )
    assert found.select("article_count", "source_count", "fatalities_best").row(0) == (3, 2, 6)


PROVINCE = {"location_id": "geonames:9", "admin1_name": "West", "country_iso3": "AFG", "where_precision": 4}
TOWN = {"location_id": "geonames:1", "admin1_name": "West", "country_iso3": "AFG", "where_precision": 1}


def test_a_town_stands_for_reports_of_its_province() -> None:
    found = events(PROVINCE, PROVINCE | {"article_id": "a2"}, TOWN | {"article_id": "a3"})
    assert found["location_id"].to_list() == ["geonames:1"]


def test_a_town_elsewhere_does_not_beat_the_division_that_most_name() -> None:
    other = TOWN | {"article_id": "a3", "location_id": "geonames:7", "admin1_name": "East", "confidence": 0.95}
    found = events(PROVINCE, PROVINCE | {"article_id": "a2"}, other)
    assert found["location_id"].to_list() == ["geonames:9"]


SPAN = {"date_start": date(2021, 8, 5), "date_end": date(2021, 8, 8), "date_precision": 2}


def test_a_certain_day_beats_a_span_and_the_day_of_publication() -> None:
    published = {"article_id": "a3", "date_from": "published", "date_start": date(2021, 8, 8), "confidence": 0.95}
    found = events(SPAN, {"article_id": "a2"}, published)
    assert found.select("date_start", "date_end", "date_precision").row(0) == (date(2021, 8, 6), date(2021, 8, 6), 1)


def test_spans_are_cut_to_what_they_share() -> None:
    later = SPAN | {"article_id": "a2", "date_start": date(2021, 8, 7), "date_end": date(2021, 8, 11)}
    found = events(SPAN, later)
    assert found.select("date_start", "date_end", "date_precision").row(0) == (date(2021, 8, 7), date(2021, 8, 8), 2)


def test_somebody_known_beats_gunmen() -> None:
    gunmen = {"actor_text": "gunmen", "actor_name": "Gunmen", "actor_entity_id": None, "confidence": 0.9}
    found = events(gunmen, gunmen | {"article_id": "a2"}, {"article_id": "a3", "confidence": 0.3})
    assert found["actor_entity_id"].to_list() == [BASE["actor_entity_id"]]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (("claimed", "claimed"), "claimed"),
        (("claimed", "claimed", "actual"), "actual"),
        (("historical", "historical", "ongoing"), "ongoing"),
        (("planned", "planned"), "planned"),
    ],
)
def test_a_claim_that_another_source_tells_as_a_fact_is_one(said: tuple[str, ...], status: str) -> None:
    found = events(*({"article_id": f"a{n}", "status": one} for n, one in enumerate(said)))
    assert found["status"].to_list() == [status]


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
    assert identify_reports(none).height == 0
    assert build_events(none, empty_frame(ARTICLES)).height == 0
