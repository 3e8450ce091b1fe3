"""`dateline export`: what other programs get, which rows, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.commands.export import day_of
from flows.commands.files import FORMATS
from flows.errors import DatelineError, UserMistake
from warehouse.schema.relations import read_views
from warehouse.schema.tables import ALL_TABLES, TABLES
from warehouse.store.export import export as write
from warehouse.store.home import Home
from warehouse.store.selection import COUNTRY_COLUMNS, DATE_COLUMNS, TYPE_COLUMNS

EVENTS = [
    # id, type, mode, status, from, to, country, latitude, longitude, confidence, text
    ("e1", "ASSAULT", "firearms", "actual", "2023-03-01", "2023-03-04", "MLI", 14.5, -4.2, 0.9, "=SUM(A1)\tof\nit"),
    ("e2", "PROTEST", "riot", "planned", "2023-03-31", "2023-03-31", "FRA", 47.2, -1.55, 0.4, "+1 for Nantes"),
    ("e3", "PROTEST", None, "actual", None, None, "MLI", None, None, 0.6, "Ségou, “later”"),
    ("e4", "AID", None, "actual", "2024-01-01", "2024-12-31", None, 0.0, 0.0, None, None),
]
COLUMNS = (
    "event_id VARCHAR, event_type VARCHAR, event_mode VARCHAR, status VARCHAR, date_start DATE, date_end DATE, "
    "country_iso3 VARCHAR, latitude DOUBLE, longitude DOUBLE, confidence DOUBLE, evidence VARCHAR"
)
COUNTRIES = [("FRA", "FR", "France", 250, "FR", 220), ("MLI", "ML", "Mali", 466, "ML", 432)]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    with duckdb.connect(str(Home(folder).published)) as connection:
        connection.execute(f"CREATE TABLE events ({COLUMNS}, tags VARCHAR[], seen TIMESTAMP)")
        connection.executemany(
            f"INSERT INTO events VALUES ({', '.join('?' * 11)}, ['a b', 'c\"d'], TIMESTAMP '2024-01-02 03:04:05')",
            EVENTS,
        )
        connection.execute(
            "CREATE TABLE countries (country_iso3 VARCHAR, country_iso2 VARCHAR, country_name VARCHAR, "
            "iso_numeric BIGINT, fips VARCHAR, gleditsch_ward BIGINT)"
        )
        connection.executemany("INSERT INTO countries VALUES (?, ?, ?, ?, ?, ?)", COUNTRIES)
        connection.execute(
            "CREATE VIEW events_acled AS SELECT event_id AS event_id_cnty, date_start AS event_date, "
            "iso_numeric AS iso, 'Battles' AS event_type, 'Armed clash' AS sub_event_type "
            "FROM events JOIN countries USING (country_iso3)"
        )
        connection.execute(
            "CREATE VIEW events_gdelt AS SELECT event_id AS GLOBALEVENTID, fips AS ActionGeo_CountryCode, "
            "CAST(strftime(date_start, '%Y%m%d') AS BIGINT) AS SQLDATE, '19' AS EventRootCode, "
            "latitude AS ActionGeo_Lat, longitude AS ActionGeo_Long FROM events JOIN countries USING (country_iso3)"
        )
        connection.execute("CREATE MACRO event(id) AS TABLE SELECT * FROM events WHERE event_id = id")
        connection.execute("COMMENT ON COLUMN events.event_id IS 'Which event.'")
    return folder


def export(home: Path, *words: object) -> str:
    result = CliRunner().invoke(app, ["export", "--home", str(home), *map(str, words)])
    if isinstance(result.exception, DatelineError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def ids(home: Path, file: Path, *words: object) -> list[str]:
    export(home, *words, file)
    return [row[0] for row in list(csv.reader(file.open(encoding="utf-8", newline="")))[1:]]


def test_rows_are_filtered_by_columns_that_tables_and_views_have() -> None:
    """The warehouse above is a small stand-in: a column that is called otherwise today would not be missed there."""
    declared = {one.name for relation in (*ALL_TABLES, *read_views()) for one in relation.columns}
    assert {*COUNTRY_COLUMNS, *DATE_COLUMNS, *DATE_COLUMNS.values(), *TYPE_COLUMNS} <= declared
    assert set(COUNTRY_COLUMNS.values()) <= set(TABLES["countries"].column_names)


def test_tsv_has_a_row_a_line_without_quotes_as_gdelt_has_it(small: Path, tmp_path: Path) -> None:
    export(small, "events", tmp_path / "e.tsv", "--no-header")
    rows = [line.split("\t") for line in (tmp_path / "e.tsv").read_text(encoding="utf-8").splitlines()]

    assert [len(row) for row in rows] == [13] * 4
    assert [row[10] for row in rows] == ["=SUM(A1) of it", "+1 for Nantes", "Ségou, “later”", ""]
    assert json.loads(rows[0][11]) == ["a b", 'c"d']


def test_a_csv_for_excel_begins_with_its_mark_and_has_no_formulas(small: Path, tmp_path: Path) -> None:
    export(small, "events", tmp_path / "e.csv", "--excel")
    text = (tmp_path / "e.csv").read_bytes()

    assert text.startswith(b"\xef\xbb\xbfevent_id,")
    assert [row["evidence"][:4] for row in csv.DictReader(text.decode("utf-8-sig").splitlines(keepends=True))][:3] == [
        "'=SU",
        "'+1 ",
        "Ségo",
    ]


def test_geojson_has_points_with_longitude_first(small: Path, tmp_path: Path) -> None:
    said = export(small, "events", tmp_path / "e.geojson")
    found = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))

    assert set(found) == {"type", "name", "features"}  # RFC 7946 knows no other reference system, so none is named
    assert [one["id"] for one in found["features"]] == ["e1", "e2", "e3", "e4"]
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [-4.2, 14.5]}
    assert found["features"][2]["geometry"] is None
    assert found["features"][0]["properties"]["tags"] == ["a b", 'c"d']
    assert "1 of them have no coordinates" in said


def test_geoparquet_says_what_its_geometry_is(small: Path, tmp_path: Path) -> None:
    export(small, "events", tmp_path / "e.parquet", "--format", "geoparquet")
    file = pq.ParquetFile(tmp_path / "e.parquet")
    about = json.loads((file.metadata.metadata or {})[b"geo"])
    column = about["columns"][about["primary_column"]]
    points = file.read(["geometry"])["geometry"].to_pylist()

    assert (about["version"], column["encoding"], column["geometry_types"]) == ("1.1.0", "WKB", ["Point"])
    assert column["bbox"] == [-4.2, 0.0, 0.0, 47.2]
    assert struct.unpack("<BIdd", points[0]) == (1, 1, -4.2, 14.5)
    assert points[2] is None


def test_a_geopackage_has_a_layer_of_points(small: Path, tmp_path: Path) -> None:
    export(small, "events_gdelt", tmp_path / "e.gpkg")
    file = sqlite3.connect(tmp_path / "e.gpkg")
    points = [row[0] for row in file.execute("SELECT geom FROM events_gdelt ORDER BY GLOBALEVENTID")]

    assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert file.execute("SELECT table_name, min_x, max_y, srs_id FROM gpkg_contents").fetchall() == [
        ("events_gdelt", -4.2, 47.2, 4326)
    ]
    assert struct.unpack("<2sBBiBIdd", points[0]) == (b"GP", 0, 1, 4326, 1, 1, -4.2, 14.5)
    assert points[2] is None
    file.close()


def test_a_map_holds_whatever_duckdb_has(small: Path, tmp_path: Path) -> None:
    large = 2**64 - 1
    query = f"SELECT {large}::UBIGINT AS hash, {2**127}::UHUGEINT AS number, TIME '12:03' AS at, sum(2) AS total, "
    query += "'nan'::DOUBLE AS odd, ['4', 'x', 'nan', NULL][n] AS longitude, 5.5 AS latitude "
    query += "FROM range(1, 5) t(n) GROUP BY n ORDER BY n"
    said = export(small, "-q", query, tmp_path / "e.gpkg") + export(small, "-q", query, tmp_path / "e.geojson")
    with closing(sqlite3.connect(tmp_path / "e.gpkg")) as file:
        first = file.execute("SELECT hash, number, at, total FROM query WHERE geom IS NOT NULL").fetchall()
    found = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"), parse_constant=pytest.fail)["features"]

    assert first == [(str(large), str(2**127), "12:03:00", 2)]
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in found] == [[4, 5.5], None, None, None]
    assert found[0]["properties"]["odd"] is None
    assert said.count("3 of them have no coordinates") == 2


@pytest.mark.parametrize("ending", FORMATS)
def test_no_rows_are_a_file_too(small: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / "e.bin"
    assert "0 rows of events are in" in export(small, "events", file, "--format", ending, "--from", "2050")
    assert file.exists()


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_rows_of_a_pivot_are_counted(small: Path, tmp_path: Path, ending: str) -> None:
    query = "PIVOT events ON status USING count(*) GROUP BY event_type"
    assert "3 rows of the query" in export(small, "-q", query, tmp_path / f"e.{ending}")


def test_sql_and_export_write_the_same_csv(small: Path, tmp_path: Path) -> None:
    query = "SELECT ['a b'] AS list, seen, TIME '12:03' AS at, '\\xAA'::BLOB AS bytes, '' AS nothing, NULL AS unknown, "
    query += "INTERVAL 3 DAY AS long, 34.55534912 AS x, DATE '20000-01-01' AS late FROM events"
    export(small, "-q", query, tmp_path / "e.csv")
    printed = CliRunner().invoke(app, ["sql", "--home", str(small), "--csv", query])
    assert printed.output == (tmp_path / "e.csv").read_text(encoding="utf-8")


def test_a_value_that_python_has_not_is_told_and_leaves_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(UserMistake, match="CAST it to VARCHAR"):
        export(small, "-q", "SELECT DATE '20000-01-01' AS late", tmp_path / "e.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_mistake_of_a_writer_is_not_put_down_to_the_value(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.store.workbook._write", lambda *_: int("a slip"))
    with pytest.raises(ValueError, match="a slip"):
        write(Home(small), "events", "xlsx", tmp_path / "e.xlsx")


def test_gdal_reads_the_maps(small: Path, tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    for ending in ("geojson", "gpkg"):
        export(small, "events", tmp_path / f"e.{ending}")
        about = pyogrio.read_info(tmp_path / f"e.{ending}")
        assert (about["crs"], about["geometry_type"], about["features"]) == ("EPSG:4326", "Point", 4)


def test_a_workbook_has_texts_numbers_and_days_and_no_formulas(small: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    export(small, "events", tmp_path / "e.xlsx")
    with zipfile.ZipFile(tmp_path / "e.xlsx") as book:
        rows = book.read("xl/worksheets/sheet1.xml").decode()
        meanings = book.read("xl/worksheets/sheet2.xml").decode()

    assert "<f>" not in rows
    assert "=SUM(A1)" in rows
    assert re.search(r'<c r="E2" s="\d"><v>44986</v></c>', rows)  # 2023-03-01
    assert '<c r="H2"><v>14.5</v></c>' in rows
    assert "Which event." in meanings


def test_more_rows_than_a_sheet_has_are_told(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("warehouse.store.workbook.MOST_ROWS", 3)
    with pytest.raises(UserMistake, match=r"a sheet holds 3 rows below its head, events has more"):
        export(small, "events", tmp_path / "e.xlsx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["events", "--country", "Mali"], ["e1", "e3"]),
        (["events", "--country", "ml", "--country", "FRA"], ["e1", "e2", "e3"]),
        (["events_acled", "--country", "MLI"], ["e1", "e3"]),
        (["events_gdelt", "--country", "France"], ["e2"]),
        (["events", "--from", "2023-03-03"], ["e1", "e2", "e4"]),
        (["events", "--to", "2023-03-03"], ["e1"]),
        (["events", "--from", "2023-03", "--to", "2023-03"], ["e1", "e2"]),
        (["events", "--from", "2024-06-01", "--to", "2024"], ["e4"]),
        (["events_acled", "--from", "2023-03-31"], ["e2"]),
        (["events_gdelt", "--to", "2023-03-30"], ["e1"]),
        (["events", "--type", "protest"], ["e2", "e3"]),
        (["events", "--type", "riot", "--type", "AID"], ["e2", "e4"]),
        (["events", "--type", "COERCE"], []),
        (["events_acled", "--type", "armed clash"], ["e1", "e2", "e3"]),
        (["events", "--status", "actual", "--min-confidence", "0.6"], ["e1", "e3"]),
        (["event('e3')"], ["e3"]),
        (["event('e3')", "--type", "PROTEST"], ["e3"]),
        (["-q", "-- the last first\nFROM events ORDER BY event_id DESC; -- done"], ["e4", "e3", "e2", "e1"]),
        (["-q", "FROM events ORDER BY event_id DESC", "--country", "MLI"], ["e3", "e1"]),
    ],
)
def test_filters_take_the_rows_that_say_so(small: Path, tmp_path: Path, words: list[str], found: list[str]) -> None:
    assert ids(small, tmp_path / "e.csv", *words) == found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["evnts"], r"no table or view is called 'evnts' \(did you mean events\?\); there are countries, events,"),
        (["evnt('e1')"], r"no macro is called 'evnt' \(did you mean event\?\); there are event\(id\)"),
        (["event('e1'); DROP TABLE events --()"], "holds 2 statements"),
        (["events", "--country", "Malli"], r"no country is called 'Malli' \(did you mean Mali\?\)"),
        (["countries", "--from", "2023"], "countries has no column that says a day"),
        (["countries", "--type", "AID"], "countries has no column that says a type of event"),
        (["events_acled", "--status", "actual"], "events_acled has no column that says a status"),
        (["countries", "--min-confidence", "0.5"], "countries has no column that says a confidence"),
        (["-q", "SELECT 1 AS one", "--country", "MLI"], "query has no column that says a country"),
        (["events", "--type", "ASAULT"], r"no type 'ASAULT' \(did you mean ASSAULT\?\); event_type has AID, ASSAULT"),
        (["events_acled", "--type", "AID"], "events_acled has no type 'AID'; event_type has Battles"),
        (["events", "--status", "real"], "'real' is none of actual, ongoing"),
        (["events", "--from", "May 2023"], "'May 2023' is no date; write 2023, 2023-05 or 2023-05-17"),
        (["events", "--from", "2023-02-30"], "is no date"),
        (["events", "--from", "2024", "--to", "2023"], "--to 2023 is before --from 2024"),
        (["-q", "SELECT 1; SELECT 2"], "holds 2 statements"),
        (["-q", "FROM read_csv('/etc/passwd')"], "reads the warehouse and nothing else"),
        (["-q", "SELECT * FROM read_text('/etc/passwd')", "--country", "MLI"], "reads the warehouse and nothing else"),
        (["-q", "COPY events TO 'mine.csv'"], "reads the warehouse and nothing else"),
        (
            ["-q", "SELECT evidense FROM events"],
            r"did you mean evidence, .*\nLINE 1: SELECT evidense FROM events\n               \^",
        ),
    ],
)
def test_what_can_not_be_exported_is_said(small: Path, tmp_path: Path, words: list[str], told: str) -> None:
    with pytest.raises(UserMistake, match=told):
        export(small, *words, tmp_path / "e.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["events", "no/e.csv"], "there is no folder .*no; --mkdir makes it"),
        (["events", ".", "--format", "csv"], "is a folder"),
        (["countries", "e.geojson"], "countries has no columns of coordinates"),
        (["events", "e.jsonl", "--excel"], "--excel is for CSV"),
        (["events", "e.parquet", "--no-header"], "--no-header is for CSV and TSV"),
        (["events"], "give TABLE and FILE"),
        (["events", "-"], "- is no file; `dateline sql --csv 'FROM events'` writes to standard output"),
        (["-q", "SELECT 1"], "give FILE too, such as"),
        (["--datapackage"], "give FILE, the new folder"),
        (["events", "e.csv", "-q", "SELECT 1"], "give TABLE or --query, not both"),
        (["--datapackage", "all", "--country", "MLI"], "it takes no filter"),
        (["--datapackage", "no/all"], "there is no folder .*no; --mkdir makes it"),
        (["--datapackage", "."], "the folder you are in"),
    ],
)
def test_a_slip_of_the_pen_makes_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    (tmp_path / "kept.txt").write_text("")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserMistake, match=told):
        export(small, *words)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_folder_is_made_where_it_is_asked_for(small: Path, tmp_path: Path) -> None:
    assert ids(small, tmp_path / "a" / "b" / "e.csv", "events", "--mkdir") == ["e1", "e2", "e3", "e4"]


def test_days_are_whole_years_and_months_too() -> None:
    days = [str(day_of(text, "--to", at_end=True)) for text in ("2024", "2024-02", "2023-02", "2023-05-17")]
    assert days == ["2024-12-31", "2024-02-29", "2023-02-28", "2023-05-17"]


def test_a_folder_to_hand_over_describes_licenses_and_cites_itself(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "handover"
    export(home, "--datapackage", folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))

    for resource in package["resources"]:
        file = folder / resource["path"]
        with file.open(encoding="utf-8", newline="") as opened:
            assert next(csv.reader(opened)) == [field["name"] for field in resource["schema"]["fields"]], file
        assert resource["hash"] == "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
        assert f"`{resource['path']}`" in (folder / "README.md").read_text(encoding="utf-8")
        assert f"## main.{file.stem}" in (text := (folder / "DICTIONARY.md").read_text()) or f"## {file.stem}" in text
    assert {"articles", "events", "event_mentions", "events_acled"} <= {one["name"] for one in package["resources"]}
    assert pl.read_csv(folder / "data" / "articles.csv").height == 3
    assert "GeoNames" in (folder / "LICENSE.md").read_text()
    assert (folder / "CITATION.cff").read_text().startswith("cff-version: 1.2.0\n")
    assert [path.name for path in tmp_path.iterdir()] == ["handover"]


def test_frictionless_finds_the_folder_valid(home: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    export(home, "--datapackage", tmp_path / "handover")
    report = frictionless.validate(str(tmp_path / "handover" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
