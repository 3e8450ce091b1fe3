"""Checks that are files: what a head may say, what each finds, and that an analyst's own can do no harm."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from stories import GROUPING, Story, batch
from typer.testing import CliRunner

from flows.checking import last_findings
from flows.cli import app
from warehouse.reference import REFERENCE_FOLDER
from warehouse.schema.render import create_tables
from warehouse.schema.tables import ALL_TABLES
from warehouse.store import ChecksFailedError, Home, merge_packages, publish, write_package
from warehouse.store.checks import Check, CheckResult, all_checks
from warehouse.store.checks.files import HEAD, CheckFileError, our_checks, read_checks
from warehouse.store.checks.own import _asked_apart, read_own_checks
from warehouse.store.database import open_build
from warehouse.store.sql_files import filled

HEAD_LINES = "-- severity: warn\n-- table: events\n-- why: It is odd.\n-- remedy: Look at it.\n"
DYADS = "events: actor and recipient are two"
TALOQAN = "Armed men entered Taloqan on Sunday, a doctor of the town said."
DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "checks.md"


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table, empty."""
    connection = duckdb.connect()
    for statement in create_tables(ALL_TABLES):
        connection.execute(statement)
    yield connection
    connection.close()


@pytest.fixture
def empty(tables: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same, empty again after the test."""
    tables.execute("BEGIN")
    yield tables
    tables.execute("ROLLBACK")


def written(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.sql"
    path.write_text(text, encoding="utf-8")
    return path


def found(connection: duckdb.DuckDBPyConnection, check: Check) -> list[tuple[object, ...]]:
    sql = filled(check.sql, {"rows": check.table.qualified_name, "articles": "articles"})
    columns = ", ".join(check.shows) or "failing"
    try:
        return connection.execute(f"SELECT {columns} FROM ({sql}) WHERE {check.broken or 'true'}").fetchall()
    except duckdb.Error as error:
        pytest.fail(f"checks/{check.short}.sql: {error}", pytrace=False)


def named(short: str, table: str) -> Check:
    return next(check for check in our_checks() if check.short == short and check.table.name == table)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("SELECT 1", 1, "lacks `-- severity"),
        (HEAD_LINES, 4, "no query"),
        (HEAD_LINES.replace("warn", "bad") + "SELECT 1", 1, "fail or warn, not bad"),
        (HEAD_LINES.replace("events", "event") + "SELECT 1", 2, "is events meant"),
        (HEAD_LINES.replace("why", "wye") + "SELECT 1", 3, "is `why` meant"),
        (HEAD_LINES.replace("why", "zzz") + "SELECT 1", 3, "called `zzz`. There are severity"),
        (HEAD_LINES + "-- why: Twice.\nSELECT 1", 5, "stands in line 3"),
        (HEAD_LINES + "-- a remark\nSELECT 1", 5, "such as `-- why"),
        (HEAD_LINES + "-- scope: article_id\nSELECT 1", 5, "event_id, not article_id"),
        (HEAD_LINES + "SELECT *\nFROM {row}", 6, "{row} stands for nothing"),
        (HEAD_LINES + "SELECT {column}\nFROM {rows}", 5, "{column} stands for nothing"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_by_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(CheckFileError) as error:
        read_checks(path)
    assert str(error.value).startswith(f"{path}, line {line}: ")
    assert words in str(error.value)


def test_a_head_goes_on_in_the_next_line_and_duckdbs_braces_stay(tmp_path: Path) -> None:
    more = HEAD_LINES + "--   And it goes on.\n\nSELECT * FROM {rows} WHERE place_text SIMILAR TO '\\d{4}';\n"
    (check,) = read_checks(written(tmp_path, more, "four_digits"))
    assert (check.name, check.remedy) == ("events: four digits", "Look at it. And it goes on.")
    assert (check.severity, check.broken) == ("warning", "place_text SIMILAR TO '\\d{4}'")


def test_a_check_for_each_column(tmp_path: Path) -> None:
    more = (
        HEAD_LINES + "-- each: injured, arrested\n-- rule: {column} is small\nSELECT * FROM {rows} WHERE {column} > 9"
    )
    checks = read_checks(written(tmp_path, more))
    assert [(check.name, check.broken) for check in checks] == [
        ("events: injured is small", "injured > 9"),
        ("events: arrested is small", "arrested > 9"),
    ]


def test_every_check_can_be_asked_and_says_why_and_what_to_do(empty: duckdb.DuckDBPyConnection) -> None:
    for check in all_checks():
        assert found(empty, check) == []
        assert check.why and check.remedy


def test_what_our_coder_gives_passes(empty: duckdb.DuckDBPyConnection) -> None:
    path = REFERENCE_FOLDER / "events" / "event_classes.csv"
    with path.open(encoding="utf-8") as lines:
        rows = [
            (row["event_type"], row["event_mode"] or None, row["acled_sub_event_type"] or None)
            for row in csv.DictReader(lines)
        ]
    for number, (kind, mode, sub_type) in enumerate(rows):
        _add_event(empty, f"e{number}", event_type=kind, event_mode=mode, acled_sub_event_type=sub_type)
    for short in ("mode_of_its_type", "weapon_of_its_sub_type"):
        assert found(empty, named(short, "events")) == []


def _add_event(connection: duckdb.DuckDBPyConnection, event_id: str, **values: object) -> None:
    row = {"event_id": event_id, "event_type": "ASSAULT", "status": "actual", "article_count": 1, "source_count": 1}
    row |= values
    marks = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO events ({', '.join(row)}) VALUES ({marks})", list(row.values()))


@pytest.mark.parametrize(
    ("short", "values", "is_found"),
    [
        ("self_dyads", {"actor_entity_id": "a", "recipient_entity_id": "a"}, True),
        ("self_dyads", {"actor_text": "two monks", "recipient_text": "two monks"}, True),
        ("self_dyads", {"actor_entity_id": "a", "recipient_entity_id": "b"}, False),
        ("self_dyads", {"actor_entity_id": "a"}, False),
        ("self_dyads", {}, False),
        ("mode_of_its_type", {"event_mode": "strike"}, True),
        ("mode_of_its_type", {"event_type": "SUPPORT", "event_mode": "other"}, True),
        ("mode_of_its_type", {"event_mode": None}, False),
        ("weapon_of_its_sub_type", {"acled_sub_event_type": "Grenade", "event_mode": "aerial"}, True),
        ("weapon_of_its_sub_type", {"acled_sub_event_type": "Grenade", "event_mode": None}, False),
        ("weapon_of_its_sub_type", {"acled_sub_event_type": "Armed clash", "event_mode": "aerial"}, False),
        ("in_its_country", {"location_id": "l", "country_iso3": "NER"}, True),
        ("in_its_country", {"location_id": "l", "country_iso3": "MLI", "latitude": 61.0, "longitude": -1.5}, True),
        ("in_its_country", {"location_id": "l", "country_iso3": "MLI", "latitude": 14.5, "longitude": -4.2}, False),
        ("in_its_country", {"country_iso3": "NER"}, False),
        ("in_its_country", {"location_id": "l"}, False),
        ("more_dead_than_reported", {"fatalities_best": 8}, True),
        ("more_dead_than_reported", {"fatalities_best": 7}, False),
        ("more_dead_than_reported", {"event_id": "mended", "fatalities_best": 9}, False),
        ("more_dead_than_reported", {"fatalities_best": None}, False),
    ],
)
def test_events_that_are_odd_are_named(
    empty: duckdb.DuckDBPyConnection, short: str, values: dict[str, object], is_found: bool
) -> None:
    place = "'l' AS location_id, 'Mopti' AS name, 'MLI' AS country_iso3, 14.5 AS latitude, -4.2 AS longitude"
    empty.execute(f"INSERT INTO locations BY NAME SELECT {place}")
    event_id = str(values.get("event_id", "e"))
    empty.execute(
        """INSERT INTO event_mentions BY NAME SELECT $1 AS event_id, 'm' AS event_mention_id, 'r' AS report_id, 'k' AS
        event_key, 'a' AS article_id, 'body' AS field, 0 AS start_char, 4 AS end_char, 'text' AS text, 'ASSAULT' AS
        event_type, 'actual' AS status, 7 AS fatalities_best""",
        [event_id],
    )
    empty.execute(
        """INSERT INTO meta.corrections BY NAME SELECT 'c' AS correction_id, 'set' AS action, ['mended'] AS targets,
        'fatalities_best' AS column_name, '9' AS value, 'the list' AS reason, 'x' AS who, now()::TIMESTAMP AS made_at,
        'command' AS made_in, 'applied' AS status, ['mended'] AS applied_to"""
    )
    _add_event(empty, event_id, **{name: value for name, value in values.items() if name != "event_id"})
    assert bool(found(empty, named(short, "events"))) is is_found


@pytest.mark.parametrize(
    ("country", "latitude", "longitude", "is_found"),
    [
        ("MLI", 14.5, -4.2, False),
        ("MLI", -4.2, 14.5, True),  # changed places
        ("MLI", 14.5, 44.2, True),  # a sign is missing
        ("FJI", -16.8, 179.9, False),  # on both sides of the 180th meridian
        ("FJI", -16.8, -179.9, False),
        ("FJI", -16.8, 0.0, True),
        (None, 0.0, 0.0, False),  # a sea
    ],
)
def test_points_outside_their_country_are_named(
    empty: duckdb.DuckDBPyConnection, country: str | None, latitude: float, longitude: float, is_found: bool
) -> None:
    empty.execute(
        "INSERT INTO locations BY NAME SELECT 'l' AS location_id, 'x' AS name, $1 AS country_iso3, $2 AS latitude, "
        "$3 AS longitude",
        [country, latitude, longitude],
    )
    assert bool(found(empty, named("outside_its_country", "locations"))) is is_found


HARMFUL = {
    "writes": ("DELETE FROM events RETURNING *", "syntax error"),
    "two": ("SELECT * FROM events); DROP TABLE events; --", "syntax error"),
    "reads": ("SELECT * FROM events,\n  read_text('/etc/hostname')", "line 6|disabled by configuration"),
    "slips": ("SELECT *\nFROM events\nWHERE latitudo > 60", "line 7"),
    "bare": ("SELECT 1 AS one FROM events", "event_id"),
    "endless": (
        "WITH RECURSIVE t AS (SELECT 1 n UNION ALL SELECT n + 1 FROM t)\nSELECT n AS event_id FROM t",
        "longer",
    ),
    "greedy": ("SELECT len(range(3000000000))::VARCHAR AS event_id", "memory|allocate|longer"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CheckResult]:
    """What a merge finds in a home with checks of its own, by the rule; nothing of it ends the merge."""
    home = Home(tmp_path_factory.mktemp("own") / "home").ensure()
    (home.root / "checks").mkdir()
    for name, (sql, _) in HARMFUL.items():
        written(home.root / "checks", HEAD_LINES + sql, name)
    written(home.root / "checks", "SELECT 1", "headless")
    written(home.root / "checks", HEAD_LINES + "SELECT * FROM events WHERE latitude < 60; -- done", "southern")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.store.checks.own.SECONDS_IN_A_RUN", 0.5)
        write_package(home, "p", batch(Story("a")), run_id="r")
        report = merge_packages(home, "r", GROUPING)
    assert report.new_articles == 1
    return {check.name.removeprefix("events: "): check for check in report.failed_checks}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_check_is_a_warning_that_names_its_file(results: dict[str, CheckResult], name: str) -> None:
    result = results[name]
    assert (result.severity, result.outcome, result.failing_rows) == ("warning", "broken", 0)
    assert f"{name}.sql, line " in result.message
    assert any(word in result.message for word in HARMFUL[name][1].split("|"))


def test_a_check_of_ones_own_finds_rows(results: dict[str, CheckResult]) -> None:
    assert (results["southern"].outcome, results["southern"].failing_rows) == ("failed", 1)
    assert results["southern"].remedy == "Look at it."
    assert results["headless"].message.endswith("(`fail` stops publishing, `warn` is told)")


def test_a_run_asks_a_check_with_rows_of_what_it_touched(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (home.root / "checks").mkdir()
    written(home.root / "checks", HEAD_LINES + "SELECT * FROM {rows} WHERE fatalities_best > 3", "many_dead")
    written(home.root / "checks", HEAD_LINES + "SELECT * FROM events WHERE fatalities_best > 3", "all_of_them")
    counted: list[tuple[int, ...]] = []
    monkeypatch.setattr("warehouse.store.touched.WHOLE_FROM", 1e9)
    steps = (("a", 5, 100), ("b", 2, 100), ("c", 7, 0), ("a", 2, 100))
    sentence = "Armed men entered {} on Sunday, a driver said."
    for number, (name, deaths, small) in enumerate(steps):
        place = "Kunduz" if name == "a" else "Taloqan"
        words = (sentence.format(place) + f" It was report {name} of {deaths}.",)
        monkeypatch.setattr("warehouse.store.checks.own.SMALL_TABLE", small)
        story = Story(name, words, place, deaths=deaths, actor=f"Group {name}")
        write_package(home, f"p{number}", batch(story), run_id=f"r{number}")
        merge_packages(home, f"r{number}", GROUPING)
        with open_build(home) as connection:
            query = "SELECT failing_rows FROM meta.check_results WHERE check_name = ?"
            of = [connection.execute(query, [f"events: {rule}"]).fetchone() for rule in ("many dead", "all of them")]
            counted.append(tuple(int(row[0]) for row in of if row))
    # of a table that is no small one any more the last answer stands
    assert counted == [(1, 1), (1, 1), (2, 1), (1, 1)]


def test_a_process_that_can_not_ask_says_why() -> None:
    lines, why = _asked_apart("no task")
    assert lines == []
    assert why.startswith("could not be asked: json.decoder.JSONDecodeError: ")


def test_two_checks_of_one_name_are_told(tmp_path: Path) -> None:
    text = HEAD_LINES + "-- rule: date_start is not after date_end\nSELECT * FROM {rows}"
    written(tmp_path, text)
    own = read_own_checks(tmp_path)
    assert own.checks == ()
    assert "already" in own.broken[0].message


def test_the_page_names_every_head_line_and_every_check() -> None:
    page = DOCS.read_text(encoding="utf-8")
    assert [key for key in HEAD if f"| `{key}` |" not in page] == []
    missing = [check.short for check in our_checks() if f"`{check.short}`" not in page]
    assert not missing, f"docs/checks.md, table of our files: no row for {missing}"


def test_what_is_found_is_told_and_what_fails_is_not_published(home: Home) -> None:
    frames = batch(Story("a"))
    alike = [pl.col(f"actor_{name}").alias(f"recipient_{name}") for name in ("text", "name", "entity_id")]
    frames["event_mentions"] = frames["event_mentions"].with_columns(alike)
    write_package(home, "p", frames, run_id="r")
    merge_packages(home, "r", GROUPING)
    publish(home)
    (finding,) = last_findings(home.root)
    assert (finding["check"], finding["severity"], finding["rows"]) == (DYADS, "warning", 1)
    assert "recipient_name" in finding["remedy"]
    told = CliRunner().invoke(app, ["status", "--home", str(home.root)]).output
    assert f"checks     warning: {DYADS}: 1 row" in told

    home.checks.mkdir()
    written(
        home.checks, HEAD_LINES.replace("warn", "fail") + "SELECT * FROM {rows} WHERE fatalities_best = 12", "dozen"
    )
    write_package(home, "q", batch(Story("b", place="Taloqan", deaths=12, sentences=(TALOQAN,))), run_id="s")
    merge_packages(home, "s", GROUPING)
    with pytest.raises(
        ChecksFailedError, match=r"events: dozen: 1 rows.* \(Look at it\.\).*`dateline check` asks anew"
    ):
        publish(home)
