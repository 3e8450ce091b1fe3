"""The views in GDELT's and POLECAT's columns: codes, types and what is missing, and the tables that decide them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from warehouse.reference import REFERENCE_FOLDER, ReferenceTableError, read_reference_table
from warehouse.schema.reference_tables import all_reference_tables
from warehouse.schema.reference_tables.cameo import CAMEO_ACTORS, CAMEO_CODES, CAMEO_FROM_PLOVER, CAMEO_SECTORS
from warehouse.schema.reference_tables.events import EVENT_CLASSES
from warehouse.store import Home
from warehouse.store.database import open_build
from warehouse.store.derive import prove_events
from warehouse.store.fixed_rows import fixed_rows

Row = dict[str, Any]
NIGERIA = {"country_iso3": "NGA", "country_name": "Nigeria"}
KANO = NIGERIA | {
    "location_id": "geonames:2335204", "location_name": "Kano", "admin1_name": "Kano", "place_text": "Kano",
    "latitude": 12.0, "longitude": 8.52, "where_precision": 1,
}  # fmt: skip
AUSTIN = {
    "location_id": "geonames:4671654", "location_name": "Austin", "admin1_name": "Texas", "place_text": "Austin",
    "latitude": 30.27, "longitude": -97.74, "where_precision": 1, "country_iso3": "USA",
    "country_name": "United States",
}  # fmt: skip
CLASH = {"event_type": "ASSAULT", "event_mode": "firearms", "acled_sub_event_type": "Armed clash"}
EVENTS: dict[str, Row] = {
    "0000000000000001": CLASH | KANO | {"actor_name": "Taliban", "actor_country_iso3": "AFG", "actor_sector": "REB"},
    "0000000000000002": CLASH | AUSTIN | {"actor_text": "police in Austin", "recipient_name": "Civilians (Hausa)"},
    "8000000000000003": CLASH | {"date_start": None},
    "0000000000000004": {"event_type": "AID", "event_mode": "economic", "cameo_root_code": "07"}
    | {"actor_name": "European Union", "actor_sector": "IGO", "country_iso3": "NGA", "country_name": "Nigeria"},
    "0000000000000005": {"event_type": "PROTEST", "event_mode": "demo", "cameo_root_code": "14", "quad_class": 4}
    | {"actor_name": "Catholic priests (Poland)", "actor_sector": "REL", "actor_country_iso3": "ROU"},
    "0000000000000006": CLASH | {"status": "planned"},
    "0000000000000007": {"event_type": "REQUEST", "acled_sub_event_type": "Other", "cameo_root_code": "10"},
    "ffffffffffffffff": CLASH | {"location_name": "Gulf of Aden", "latitude": 12.5, "longitude": 48.0}
    | {"where_precision": 7, "location_id": "dateline:gulf-of-aden"},
}  # fmt: skip
OTHERS = {"status": "actual", "cameo_root_code": "19", "date_start": date(2024, 12, 31), "date_from": "published"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build file with these events, all of one article that came in at a known time."""
    with open_build(Home(tmp_path_factory.mktemp("codes")).ensure()) as connection:
        stamp = datetime(2025, 1, 1, 6, 7, 8)  # noqa: DTZ001
        put(connection, "articles", [
            {"article_id": "a1", "content_hash": "c", "title": "Fighting", "source_name": "Wire", "is_canonical": True,
             "published_date": date(2025, 1, 1), "first_seen_at": stamp, "last_seen_at": stamp, "language": "en"},
        ])  # fmt: skip
        put(connection, "locations", [
            {"location_id": "geonames:2335204", "name": "Kano", "feature_class": "P", "feature_code": "PPLA",
             "geonameid": 2335204, "country_iso3": "NGA", "admin1_code": "29"},
            {"location_id": "geonames:4671654", "name": "Austin", "feature_class": "P", "country_iso3": "USA",
             "admin1_code": "TX", "admin2_code": "453"},
        ])  # fmt: skip
        for event_id, told in EVENTS.items():
            put(connection, "events", [OTHERS | {"event_id": event_id, "article_count": 1, "source_count": 1} | told])
            put(connection, "event_mentions", [
                {"event_mention_id": f"m{event_id}", "event_id": event_id, "report_id": "r", "event_key": event_id,
                 "article_id": "a1", "field": "body", "start_char": 0, "end_char": 4, "text": "They",
                 "sentence_number": 1, "event_type": told["event_type"], "status": "actual"},
            ])  # fmt: skip
            put(connection, "meta.event_ids", [
                {"event_id": event_id, "event_mention_id": f"m{event_id}", "article_id": "a1", "since": stamp,
                 "run_id": "r"},
            ])  # fmt: skip
        prove_events(connection, "event_mentions")
        yield connection


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    frame = pl.DataFrame(rows)
    connection.register("rows", frame)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    connection.unregister("rows")


def rows_of(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, Row]:
    """The rows of a view by the event id that the twin gives."""
    key = "GLOBALEVENTID" if view == "events_gdelt" else '"Event ID"'
    found = connection.sql(f"SELECT t.event_id, v.* FROM {view} v JOIN {view}_evidence t ON t.{key} = v.{key}").pl()
    return {row["event_id"]: row for row in found.iter_rows(named=True)}


def test_what_has_no_day_no_code_or_did_not_happen_is_left_out(warehouse: duckdb.DuckDBPyConnection) -> None:
    left_out = {"8000000000000003", "0000000000000006"}
    assert set(EVENTS) - set(rows_of(warehouse, "events_polecat")) == left_out
    assert set(EVENTS) - set(rows_of(warehouse, "events_gdelt")) == {*left_out, "0000000000000007"}


def test_ids_are_positive_integers_that_differ_where_the_last_digits_of_event_ids_do(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    ids = {name: row["GLOBALEVENTID"] for name, row in rows_of(warehouse, "events_gdelt").items()}
    assert (ids["0000000000000001"], ids["0000000000000002"], ids["ffffffffffffffff"]) == (1, 2, 2**63 - 1)
    assert len(set(ids.values())) == len(ids)


def test_polecat_ids_are_the_article_and_a_number_of_the_event(warehouse: duckdb.DuckDBPyConnection) -> None:
    ids = {name: row["Event ID"] for name, row in rows_of(warehouse, "events_polecat").items()}
    assert ids["ffffffffffffffff"] == f"a1_{2**48 - 1}"
    assert {text.split("_")[0] for text in ids.values()} == {"a1"}


@pytest.mark.parametrize(
    ("event_id", "wanted"),
    [
        (
            "0000000000000001",
            {
                "SQLDATE": 20241231, "MonthYear": 202412, "Year": 2024, "FractionDate": 2024.9890,
                "Actor1Code": "AFGINSTAL", "Actor1Name": "TALIBAN", "Actor1CountryCode": "AFG",
                "Actor1KnownGroupCode": "TAL", "Actor1Type1Code": "INS", "Actor2Code": None,
                "EventCode": "190", "EventBaseCode": "190", "EventRootCode": "19", "QuadClass": 4,
                "GoldsteinScale": -10.0, "NumMentions": 1, "NumSources": 1, "NumArticles": 1, "AvgTone": 0.0,
                "Actor1Geo_Type": 1, "Actor1Geo_FullName": "Afghanistan", "Actor1Geo_ADM1Code": "AF",
                "Actor1Geo_FeatureID": "AF", "Actor1Geo_Lat": 33.0, "Actor2Geo_Type": 0, "Actor2Geo_FullName": None,
                "ActionGeo_Type": 4, "ActionGeo_FullName": "Kano, Kano, Nigeria", "ActionGeo_CountryCode": "NI",
                "ActionGeo_ADM1Code": "NI29", "ActionGeo_ADM2Code": None, "ActionGeo_FeatureID": None,
                "DATEADDED": 20250101060708, "SOURCEURL": "Wire, Fighting, 2025-01-01", "IsRootEvent": 1,
            },
        ),
        (
            "0000000000000002",
            {
                "Actor1Geo_Type": 3, "Actor1Geo_FullName": "Austin, Texas, United States",
                "Actor1Geo_ADM2Code": "TX453",
                "Actor2EthnicCode": "hau", "Actor2Code": "hau", "ActionGeo_ADM1Code": "USTX",
                "Actor1Name": "POLICE IN AUSTIN",
            },
        ),
        (
            "0000000000000004",
            {
                "Actor1Code": "IGOEUREEC", "Actor1CountryCode": "EUR", "Actor1Type1Code": "IGO", "EventCode": "070",
                "QuadClass": 2, "GoldsteinScale": 7.0, "ActionGeo_Type": 1, "ActionGeo_FullName": "Nigeria",
                "ActionGeo_Lat": 10.0, "ActionGeo_FeatureID": "NI",
            },
        ),
        (
            "0000000000000005",
            {
                "Actor1Code": "ROMCHRCTH", "Actor1CountryCode": "ROM", "Actor1Religion1Code": "CHR",
                "Actor1Religion2Code": "CTH", "Actor1Type1Code": None, "EventCode": "141", "QuadClass": 3,
                "ActionGeo_Type": 0, "ActionGeo_Lat": None,
            },
        ),
        (
            "ffffffffffffffff",
            {"ActionGeo_Type": 4, "ActionGeo_CountryCode": "OS", "ActionGeo_FullName": "Gulf of Aden"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_gdelt_values(warehouse: duckdb.DuckDBPyConnection, event_id: str, wanted: Row) -> None:
    row = rows_of(warehouse, "events_gdelt")[event_id]
    assert {name: row[name] for name in wanted} == wanted


def test_polecat_writes_none_where_text_is_missing(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = rows_of(warehouse, "events_polecat")
    aid = rows["0000000000000004"]
    assert (aid["Event Mode"], aid["Actor Country"], aid["Actor COW"], aid["Contexts"]) == (
        "None",
        "IGO",
        "None",
        "None",
    )
    clash = rows["0000000000000001"]
    assert (clash["Event Mode"], clash["Actor COW"], clash["GeoNames ID"]) == ("firearms", "700", "2335204")
    placed = (clash["Actor Name"], clash["City"], clash["Province"], clash["Country"])
    assert placed == ("Taliban", "Kano", "Kano", "NGA")
    texts = {name for name, value in clash.items() if isinstance(value, str)}
    assert all(row[name] is not None for row in rows.values() for name in texts)
    assert aid["Latitude"] is None


def test_twins_have_one_row_for_each(warehouse: duckdb.DuckDBPyConnection) -> None:
    for view in ("events_gdelt", "events_polecat"):
        (counts,) = warehouse.sql(
            f"SELECT (SELECT count(*) FROM {view}), (SELECT count(*) FROM {view}_evidence)"
        ).fetchall()
        assert counts[0] == counts[1] == len(rows_of(warehouse, view))
    twin = (
        warehouse.sql("SELECT * FROM events_gdelt_evidence WHERE event_id = '0000000000000001'").pl().row(0, named=True)
    )
    assert (twin["status"], twin["date_from"], twin["evidence"], twin["link"]) == ("actual", "published", "They", None)
    assert twin["article_ids"] == ["a1"]


def test_a_view_computes_no_column_that_is_not_asked_for(warehouse: duckdb.DuckDBPyConnection) -> None:
    plan = warehouse.execute("EXPLAIN SELECT QuadClass FROM events_gdelt").fetchall()[0][1]
    assert "Actor1Code" not in plan


def test_each_code_has_its_base_and_root_and_the_quad_class_of_its_root() -> None:
    codes = read_reference_table(CAMEO_CODES)
    wrong = codes.filter(
        (pl.col("base_code") != pl.col("code").str.head(3)) | (pl.col("root_code") != pl.col("code").str.head(2))
    )
    assert wrong.is_empty()
    roots = codes.filter(pl.col("code").str.len_chars() == 2)
    assert roots["code"].to_list() == [f"{number:02d}" for number in range(1, 21)]
    assert roots["quad_class"].to_list() == [1] * 5 + [2] * 4 + [3] * 5 + [4] * 6
    assert codes.select(pl.col("quad_class").n_unique().over("root_code")).max().item() == 1


def test_every_class_of_the_coder_has_a_code_that_stands_in_the_codebook() -> None:
    """Of each kind of event: 0 behind its root is a code of CAMEO's."""
    roots = read_reference_table(EVENT_CLASSES)["cameo_root_code"].drop_nulls().unique()
    codes = set(read_reference_table(CAMEO_CODES)["code"])
    assert {f"{root}0" for root in roots} <= codes


@pytest.mark.parametrize(
    ("event_type", "mode", "sub_type", "code"),
    [
        ("ASSAULT", "aerial", None, "195"),
        ("ASSAULT", "firearms", "Air/drone strike", "195"),
        ("ASSAULT", "beat", "Mob violence", "145"),
        ("COERCE", "arrest", "Mob violence", "173"),
        ("ASSAULT", "other", "Non-state actor overtakes territory", "192"),
        ("ASSAULT", "firearms", "Attack", "180"),
        ("ASSAULT", "explosives", "Grenade", "180"),
        ("ASSAULT", "suicide-attack", "Suicide bomb", "1831"),
        ("COERCE", "restrict", None, "180"),
        ("RETREAT", "release", "Other", "0841"),
        ("ACCUSE", "investigate", None, "090"),
        ("ACCUSE", "investigate", "Other", None),
    ],
)
def test_type_mode_and_sub_type_determine_the_code(
    event_type: str, mode: str | None, sub_type: str | None, code: str | None
) -> None:
    """The views' own queries over one event; its root is 18."""
    folder = resources.files("warehouse.store.views")
    event = pl.DataFrame({
        "event_id": ["00000000000000aa"], "event_type": [event_type], "event_mode": [mode],
        "acled_sub_event_type": [sub_type], "cameo_root_code": ["18"],
    }, schema_overrides={"event_mode": pl.String, "acled_sub_event_type": pl.String})  # fmt: skip
    with duckdb.connect() as connection:
        _ = connection.register("events", event)
        _ = connection.execute("CREATE SCHEMA meta")
        for table in ("main.cameo_codes", "meta.cameo_rules"):
            rows = fixed_rows()[table]
            _ = connection.register("fixed", rows)
            _ = connection.execute(f"CREATE TABLE {table} AS FROM fixed")
        _ = connection.execute(
            f"CREATE VIEW cameo_kinds AS {folder.joinpath('cameo_kinds.sql').read_text(encoding='utf-8')}"
        )
        found = connection.execute(folder.joinpath("event_cameo_codes.sql").read_text(encoding="utf-8")).fetchall()
    assert [row[2] for row in found] == ([code] if code else [])


def test_a_code_that_no_table_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    for name in ("cameo_codes", "cameo_from_plover"):
        text = (REFERENCE_FOLDER / "views" / f"{name}.csv").read_text(encoding="utf-8")
        (tmp_path / "views" / f"{name}.csv").write_text(text.replace(",195,", ",197,", 1), encoding="utf-8")
    with pytest.raises(ReferenceTableError, match=r"column base_code: '197' stands nowhere in column code"):
        read_reference_table(CAMEO_CODES, tmp_path)
    (tmp_path / "views" / "cameo_codes.csv").write_bytes((REFERENCE_FOLDER / "views" / "cameo_codes.csv").read_bytes())
    with pytest.raises(ReferenceTableError, match=r"'197' stands nowhere in column code of views/cameo_codes\.csv"):
        read_reference_table(CAMEO_FROM_PLOVER, tmp_path)


def test_actors_with_codes_are_actors_of_ours_and_every_sector_is_told() -> None:
    declared = all_reference_tables()
    kinds = ("armed_groups", "organisations", "peoples", "persons", "agents")
    *tables, agents = (read_reference_table(declared[f"actors/{kind}"]) for kind in kinds)
    names = {str(name).lower() for table in tables for name in table["name"]}
    names |= {str(name).lower() for name in [*agents["plural"].drop_nulls(), *agents["phrase"]]}
    assert [name for name in read_reference_table(CAMEO_ACTORS)["name"] if name.lower() not in names] == []
    sectors = {sector for table in [agents, *tables] for sector in table["sector"].drop_nulls()}
    assert sectors <= set(read_reference_table(CAMEO_SECTORS)["sector"])
