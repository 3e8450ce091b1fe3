"""What is seen of two reports, and that the shipped weights read it sensibly."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.grouping import common_words, grouping
from transforms.linking import block_reports, describe_reports, identify_reports
from transforms.linking.evidence import MEANINGS, SPEAKS, observe_pairs
from transforms.reader.heads import Heads
from warehouse.reference import read_reference_table
from warehouse.schema.events import EVENT_MENTIONS
from warehouse.schema.frames import conform
from warehouse.schema.reference_tables.events import LINK_TYPES, LINK_WEIGHTS

BASE: dict[str, Any] = {
    "field": "body",
    "start_char": 0,
    "end_char": 60,
    "text": "Gunmen killed seven farmers in the village of Tondi on Monday, elders said.",
    "trigger_text": "killed",
    "trigger_start_char": 7,
    "event_type": "ASSAULT",
    "quad_class": 4,
    "acled_event_type": "Violence against civilians",
    "acled_sub_event_type": "Attack",
    "status": "actual",
    "actor_name": "Gunmen",
    "recipient_name": "Farmers",
    "recipient_sector": "CVL",
    "date_start": date(2023, 5, 8),
    "date_end": date(2023, 5, 8),
    "date_precision": 1,
    "date_from": "text",
    "location_id": "geonames:1",
    "admin1_name": "Lac",
    "country_iso3": "TCD",
    "latitude": 13.0,
    "longitude": 14.0,
    "where_precision": 1,
    "place_from": "sentence",
    "fatalities_best": 7,
    "fatalities_high": 7,
    "confidence": 0.6,
    "coder_version": "1",
}


def described(*changes: dict[str, Any]) -> pl.DataFrame:
    rows = [BASE | {"event_mention_id": f"m{n}", "article_id": f"a{n}"} | change for n, change in enumerate(changes)]
    mentions = conform(pl.DataFrame(rows, infer_schema_length=None), EVENT_MENTIONS)
    mentions = mentions.drop("report_id", "event_key", strict=False).join(
        identify_reports(mentions), on="event_mention_id"
    )
    articles = pl.DataFrame(
        {
            "article_id": [row["article_id"] for row in rows],
            "published_at": [None] * len(rows),
            "published_date": [date(2023, 5, 9)] * len(rows),
            "main_country": ["TCD"] * len(rows),
        },
        schema_overrides={"published_at": pl.Datetime("us")},
    ).unique("article_id")
    return describe_reports(mentions.with_columns(vector=pl.lit(None, pl.Binary())), articles, common_words())


def pair(change: dict[str, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    other = {"text": "Seven farmers were killed by gunmen on Monday in Tondi, a village in the lake region."}
    reports = described({}, other | change)
    one, two = reports["report_id"].to_list()
    return pl.DataFrame({"report_a": [one], "report_b": [two]}), reports


def seen(change: dict[str, Any]) -> dict[str, float]:
    return observe_pairs(*pair(change), Heads()).drop("report_a", "report_b").row(0, named=True)


def probability(change: dict[str, Any]) -> float:
    found = grouping().score_pairs(*pair(change))
    return found["probability"][0] if found.height else 0.0


def test_every_weight_has_its_observation_and_the_sign_of_its_meaning() -> None:
    weights = read_reference_table(LINK_WEIGHTS).select("observation", "weight", "meaning").rows(named=True)
    told = [(row["observation"], row["meaning"]) for row in weights]
    assert told == list(MEANINGS.items()), (
        "link_weights.csv (left) must have the observations of MEANINGS in evidence.py (right), with what they "
        f"mean, in their order: {set(told) ^ set(MEANINGS.items()) or 'the order differs'}"
    )
    turned = [row["observation"] for row in weights if row["weight"] * SPEAKS.get(row["observation"], 0) < 0]
    assert not turned, f"link_weights.csv: weights whose sign is not that of SPEAKS in evidence.py: {turned}"


@pytest.mark.parametrize(
    ("change", "observation", "value"),
    [
        ({}, "same_place", 1.0),
        ({"latitude": 13.1, "location_id": "geonames:2"}, "near", 1.0),
        ({"latitude": 15.0, "location_id": "geonames:2"}, "apart", 1.0),
        ({"latitude": 15.0, "location_id": "geonames:2", "place_from": "article"}, "apart", 0.0),
        ({"location_id": "geonames:9", "where_precision": 4, "admin1_name": "Sila"}, "divisions_differ", 1.0),
        ({"location_id": None, "where_precision": None}, "place_open", 1.0),
        ({"date_from": "published"}, "by_report", 1.0),
        ({"date_start": date(2023, 5, 9), "date_end": date(2023, 5, 9)}, "days_apart", 0.0),
        ({"date_start": date(2023, 5, 10), "date_end": date(2023, 5, 10)}, "days_apart", 1.0),
        ({"date_start": date(2023, 5, 9), "date_end": date(2023, 5, 9)}, "next_day", 1.0),
        ({}, "next_day", 0.0),
        ({"quad_class": 3}, "words_only", 0.0),
        ({"fatalities_best": 9}, "tolls_grow", pytest.approx(2.08, abs=0.01)),
        ({"fatalities_best": 2, "fatalities_high": None}, "tolls_differ", 0.0),
        ({"fatalities_best": 20}, "tolls_differ", 1.0),
        ({"recipient_name": "Troops", "recipient_sector": "MIL"}, "recipients_differ", 1.0),
        ({"status": "historical"}, "old_news", 1.0),
        ({"actor_name": "Army"}, "speakers_differ", 0.0),
        ({"article_id": "a0"}, "same_article", 1.0),
    ],
)
def test_observations(change: dict[str, Any], observation: str, value: object) -> None:
    assert seen(change)[observation] == value


@pytest.mark.parametrize(
    ("one", "two", "dead", "differ"),
    [
        (
            "The mint sold the jewellers 640 kg in the spring.",
            "The mint sold the jewellers 215 kg in the autumn.",
            None,
            1.0,
        ),
        (
            "The mint sold the jewellers 640 kg in the spring.",
            "The mint sold the jewellers a further 640 kg.",
            None,
            0.0,
        ),
        ("The mint sold the jewellers 640 kg in 1987.", "In 1988 the mint sold the jewellers some silver.", None, 0.0),
        ("At least 60 were killed in the square.", "The toll in the square rose to 84.", 84, 0.0),
    ],
)
def test_figures_tell_bulletins_apart(one: str, two: str, dead: int | None, differ: float) -> None:
    """Years are no figures; tolls are compared as such."""
    deaths = {"fatalities_best": dead, "fatalities_high": dead}
    reports = described({"text": one} | deaths, {"text": two} | deaths)
    names = reports["report_id"].to_list()
    pairs = pl.DataFrame({"report_a": [names[0]], "report_b": [names[1]]})
    assert observe_pairs(pairs, reports, Heads())["figures_differ"].to_list() == [differ]


def test_retold_events_are_likely_one_and_those_elsewhere_or_on_another_day_are_not() -> None:
    retold = probability({})
    elsewhere = probability({"location_id": "geonames:2", "latitude": 15.0})
    another_day = probability({"date_start": date(2023, 5, 12), "date_end": date(2023, 5, 12)})
    assert retold > 0.7
    assert max(elsewhere, another_day) < 0.5


def test_a_bulletin_with_another_place_is_no_report_of_the_same() -> None:
    assert probability({"text": BASE["text"].replace("Tondi", "Baga"), "location_id": "g:3", "latitude": 15.0}) < 0.5


def test_pairs_of_types_are_told_once() -> None:
    pairs = [frozenset(row) for row in read_reference_table(LINK_TYPES).select("one", "two").iter_rows()]
    assert len(set(pairs)) == len(pairs)
    assert all(len(one) == 2 for one in pairs)


@pytest.mark.parametrize(
    "other",
    [
        {"date_start": date(2023, 5, 7), "date_end": date(2023, 5, 7)},
        {"date_start": date(2023, 5, 10), "date_end": date(2023, 5, 10), "date_from": "published"},
        {"location_id": None, "country_iso3": None, "recipient_country_iso3": "TCD"},
        {"location_id": None, "country_iso3": None},
    ],
)
def test_reports_that_can_be_one_share_a_block(other: dict[str, Any]) -> None:
    blocks = block_reports(described({}, {"text": "Another wording of what happened there on that day."} | other))
    assert blocks.group_by("block").len()["len"].max() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"date_start": date(2023, 6, 20), "date_end": date(2023, 6, 20)},
        {"country_iso3": "NER"},
        {"date_start": date(2022, 1, 1), "date_end": date(2023, 12, 31)},
    ],
)
def test_reports_that_cannot_be_one_share_no_block(other: dict[str, Any]) -> None:
    blocks = block_reports(described({}, {"text": "Another wording of what happened there on that day."} | other))
    assert blocks.group_by("block").len()["len"].max() == 1
