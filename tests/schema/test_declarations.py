"""The declarations, what is rendered from them, and the names that are promised."""

from __future__ import annotations

import inspect
import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from transforms.events.rows import layout
from transforms.model import EntityMention, EventMention, EventNumber, Location, PlaceMention, Role, Timex
from warehouse.schema import vocabularies
from warehouse.schema.__main__ import DOCS, RENDERED, write_docs
from warehouse.schema.articles import ARTICLES
from warehouse.schema.events import EVENT_MENTIONS, EVENTS, NUMBER_COLUMNS
from warehouse.schema.frames import FrameError, arrow_schema, broken_rules, broken_spans, conform, polars_schema
from warehouse.schema.mentions import DATE_MENTIONS, PLACE_MENTIONS
from warehouse.schema.model import Table
from warehouse.schema.render import column_comment, comments, create_table, create_tables, duckdb_type
from warehouse.schema.tables import ALL_TABLES, TABLES

CODED = """event_type event_mode acled_event_type acled_sub_event_type cameo_root_code quad_class intensity status
actor_text actor_name actor_entity_id actor_country_iso3 actor_sector
recipient_text recipient_name recipient_entity_id recipient_country_iso3 recipient_sector civilian_targeting
date_start date_end date_precision date_text date_from
location_id place_text location_name local_name admin1_name country_iso3 country_name latitude longitude
where_precision place_from
fatalities_low fatalities_best fatalities_high injured arrested abducted"""
MENTION = "mention_id article_id field start_char end_char text"

CONTRACT = {
    "articles": """article_id external_id source_name source_domain url title subtitle body authors author_bio
        dateline_text dateline_location_id language published_at published_date published_precision published_from
        updated_at updated_date updated_from word_count content_hash duplicate_group_id is_canonical
        raw_uri raw_sha256 coder_version first_seen_at
        last_seen_at _run_id""",
    "events": f"event_id {CODED} article_count source_count first_reported_at confidence coder_version _run_id",
    "event_mentions": f"""event_mention_id event_id article_id field start_char end_char text
        trigger_text trigger_start_char trigger_end_char {CODED} attribution sentence_number""",
    "locations": """location_id geonameid name local_name ascii_name alternate_names name_from
        feature_class feature_code latitude longitude country_iso2
        country_iso3 country_name admin1_code admin1_name admin2_code admin2_name population timezone
        location_precision mention_count""",
    "place_mentions": f"{MENTION} location_id confidence is_dateline",
    "date_mentions": f"{MENTION} timex_type timex_value timex_mod date_start date_end date_precision anchor",
    "entity_mentions": f"{MENTION} entity_id entity_class",
    "entities": "entity_id name entity_class country_iso3 sector acled_inter aliases wikidata_id mention_count",
    "runs": "run_id status started_at finished_at",
    "source_files": "uri sha256 size_bytes run_id",
    "rejected_records": "payload rule message stage run_id",
    "check_results": "check_name severity failing_rows sample",
}


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in [*create_tables(ALL_TABLES), *(line for table in ALL_TABLES for line in comments(table))]:
        connection.execute(statement)
    return connection


@pytest.mark.parametrize("name", CONTRACT)
def test_every_promised_column_is_declared(name: str) -> None:
    promised = CONTRACT[name].split()
    assert [column for column in promised if column not in TABLES[name].column_names] == []


def test_analysts_tables_are_in_main_and_those_of_runs_in_meta() -> None:
    meta = {"runs", "source_files", "article_sources", "rejected_records", "check_results", "failed_rows"} | {
        "packages",
        "excluded_mentions",
        "article_signatures",
        "article_bands",
        "trigger_vectors",
        "event_blocks",
        "event_ids",
        "corrections",
        "cameo_actors",
        "cameo_rules",
        "cameo_sectors",
        "dropped_event_mentions",
        "dropped_event_numbers",
        "dropped_trigger_vectors",
    }
    assert {table.name for table in ALL_TABLES if table.schema == "meta"} == meta


def test_acled_names_are_its_6_and_25() -> None:
    assert len(vocabularies.ACLED_EVENT_TYPES) == 6
    assert len(set(vocabularies.ALL_ACLED_SUB_EVENT_TYPES)) == 25
    assert len(vocabularies.PLOVER_EVENT_TYPES) == 16


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_database_has_what_is_declared(table: Table, database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        [table.schema, table.name],
    ).fetchall()
    declared = [(c.name, duckdb_type(c), c.nullable, column_comment(c)) for c in table.columns]
    assert found == declared
    comment = database.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?", [table.schema, table.name]
    ).fetchone()
    assert comment == (table.description,)


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.name)
def test_every_declaration_is_complete(table: Table) -> None:
    assert len(set(table.column_names)) == len(table.columns)
    assert set(table.key) <= set(table.column_names)
    for column in table.columns:
        assert column.description.endswith((".", "?")), column.name
        assert column.example, column.name
    for reference in table.references:
        assert reference.column in table.column_names
        assert reference.target in TABLES[reference.table].column_names


def test_checks_reject_values_outside_the_vocabulary(database: duckdb.DuckDBPyConnection) -> None:
    row = "SELECT 'r' AS run_id, 'c' AS check_name, 't' AS table_name, 0 AS failing_rows"
    with pytest.raises(duckdb.ConstraintException):
        database.execute(f"INSERT INTO meta.check_results BY NAME {row}, 'fatal' AS severity")


@pytest.mark.parametrize("name", RENDERED)
def test_documents_are_as_rendered(name: str, tmp_path: Path) -> None:
    write_docs(tmp_path)
    wanted = (tmp_path / name).read_text(encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == wanted, "run `make docs`, or `python -m warehouse.schema`"


def test_data_dictionary_names_every_column() -> None:
    text = (DOCS / "data_dictionary.md").read_text(encoding="utf-8")
    sections = {part.split("\n", 1)[0]: part for part in text.split("\n## ")[1:]}
    for table in ALL_TABLES:
        for column in table.columns:
            assert f"| `{column.name}` |" in sections[table.qualified_name], (
                f"run `make docs`: {column.name} is missing"
            )


def test_datapackage_lists_every_table_with_keys() -> None:
    package = json.loads((DOCS / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert list(resources) == [table.name for table in ALL_TABLES]
    keys = resources["event_mentions"]["schema"]["foreignKeys"]
    assert {"fields": "article_id", "reference": {"resource": "articles", "fields": "article_id"}} in keys


def test_arrow_schema_keeps_nullability_and_description() -> None:
    schema = arrow_schema(EVENTS)
    assert not schema.field("event_id").nullable
    assert schema.field("date_start").type == pa.date32()
    assert schema.field("status").metadata[b"description"].startswith(b"Whether it happened")


def test_annotators_values_have_a_column_each() -> None:
    """What annotators hand over is laid out without renaming."""

    def names(of: type) -> set[str]:
        return {one.name for one in fields(of)}

    flat = names(EventMention) - {"actor", "recipient", "location", "numbers", "vector"}
    assert names(EventNumber) <= set(TABLES["event_numbers"].column_names)
    flat |= {f"{side}_{name}" for side in ("actor", "recipient") for name in ("text", "name", "country_iso3", "sector")}
    assert flat <= set(EVENT_MENTIONS.column_names)
    assert names(Role) == {"text", "entity", "name", "country_iso3", "sector"}
    assert names(Timex) <= set(DATE_MENTIONS.column_names)
    assert names(PlaceMention) - {"location", "country"} <= set(PLACE_MENTIONS.column_names)
    assert names(EntityMention) - {"entity"} <= set(TABLES["entity_mentions"].column_names)
    assert names(Location) == set(TABLES["locations"].column_names) - {"mention_count"}


def test_every_column_of_a_mention_is_filled() -> None:
    laid_out = inspect.getsource(layout._mention)
    unfilled = [one.name for one in fields(EventMention) if f" {one.name}=" not in laid_out]
    assert not unfilled, f"transforms/events/rows/layout.py, _mention: nothing fills {unfilled}"
    given = {one.name for one in fields(EventMention)} | {one.name for one in fields(Location)}
    given |= {"event_mention_id", "article_id", "coder_version", "location_name"}
    given |= {f"{side}_entity_id" for side in ("actor", "recipient")}
    given |= {f"{side}_{one.name}" for side in ("actor", "recipient") for one in fields(Role)}
    declared = {column.name for column in EVENT_MENTIONS.columns if not column.derived}
    assert not declared - given, f"transforms/model.py, EventMention: it has no {sorted(declared - given)}"


@pytest.mark.parametrize("count", [column.name for column in NUMBER_COLUMNS if not column.name.startswith("fatal")])
def test_every_count_is_told_of_and_checked(count: str) -> None:
    files = ["views/event_values.sql", "checks/shared/told_counts.sql", "checks/shared/next_counts.sql"]
    files += [f"checks/{name}.sql" for name in ("more_than_said", "without_words", "far_above_others")]
    store = DOCS.parent / "warehouse" / "store"
    missing = [name for name in files if count not in (store / name).read_text(encoding="utf-8")]
    assert not missing, f"warehouse/store: {count} is a count as `injured` is, and is not in {missing}"


def test_conform_orders_types_and_fills() -> None:
    moment = datetime(2021, 8, 8, 6, 30)  # noqa: DTZ001 - a time without a zone is taken for UTC
    frame = pl.DataFrame({"content_hash": ["x"], "article_id": ["a"], "word_count": [3], "published_at": [moment]})
    fitted = conform(frame, ARTICLES)
    assert fitted.schema == polars_schema(ARTICLES, with_derived=False)
    assert fitted["published_at"][0] == moment.replace(tzinfo=UTC)
    assert fitted["title"].to_list() == [None]


def test_conform_names_what_does_not_fit() -> None:
    with pytest.raises(FrameError, match="has no column headline"):
        conform(pl.DataFrame({"article_id": ["a"], "content_hash": ["x"], "headline": ["h"]}), ARTICLES)
    with pytest.raises(FrameError, match="lacks the required column content_hash"):
        conform(pl.DataFrame({"article_id": ["a"]}), ARTICLES)
    with pytest.raises(FrameError, match=r"word_count|conversion"):
        conform(pl.DataFrame({"article_id": ["a"], "content_hash": ["x"], "word_count": ["many"]}), ARTICLES)


def test_broken_rules_names_column_count_and_example() -> None:
    rows = {"mention_id": ["1", "2", "2"], "article_id": ["a", "a", "a"], "field": ["body", "body", "footer"]}
    rows |= {"start_char": [0, -1, 3], "end_char": [1, 2, 4], "text": ["x", "y", "z"], "timex_type": ["DATE"] * 3}
    messages = broken_rules(conform(pl.DataFrame(rows), DATE_MENTIONS), DATE_MENTIONS)
    assert any("field: 1 rows are not one of ['title', 'body'], such as ('2', 'footer')" in m for m in messages)
    assert any("start_char: 1 rows are below 0" in m for m in messages)
    assert any("2 rows share a key" in m for m in messages)


def test_broken_rules_sees_numbers_that_are_not_finite() -> None:
    frame = pl.DataFrame({"location_id": ["x"], "name": ["X"], "latitude": [float("nan")]})
    messages = broken_rules(conform(frame, TABLES["locations"]), TABLES["locations"])
    assert any("latitude: 1 rows are not finite" in message for message in messages)


def test_broken_spans_counts_characters_not_bytes() -> None:
    articles = pl.DataFrame({"article_id": ["a"], "title": ["Čad 𝕏"], "body": ["Élan in Kraków"]})
    rows = {"mention_id": ["1", "2", "3"], "article_id": ["a", "a", "a"], "field": ["body", "title", "body"]}
    rows |= {"start_char": [8, 4, 0], "end_char": [14, 5, 4], "text": ["Kraków", "𝕏", "Elan"]}
    messages = broken_spans(pl.DataFrame(rows), articles, PLACE_MENTIONS)
    assert len(messages) == 1
    assert "1 rows where text is not at start_char" in messages[0]


def test_statements_make_no_keys_on_large_tables() -> None:
    assert "PRIMARY KEY" not in create_table(EVENT_MENTIONS)
    assert date(2021, 8, 8).isoformat() in DATE_MENTIONS.column("date_end").example
