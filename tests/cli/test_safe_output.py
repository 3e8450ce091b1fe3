"""What strangers wrote can't act: not on the terminal, not in a page of the UI, not through a query."""

from __future__ import annotations

import io
import json
from pathlib import Path

import duckdb
import pytest

from flows.artifacts import summary_markdown
from flows.asking import ask, asked
from flows.console import Console, print_json
from flows.errors import UserMistake
from flows.outcome import RunOutcome
from flows.settings import RunSettings
from flows.terminal import say, shown
from warehouse.store.export import export
from warehouse.store.home import Home, StoreError

EVIL = "Ferry\x1b]0;owned\x07 \x1b[2Jstops\x9b31m \u202eexe.txt\nnext\tline"
SAFE = "Ferry\\x1b]0;owned\\x07 \\x1b[2Jstops\\x9b31m \\u202eexe.txt\nnext\tline"


def test_control_signs_are_written_out() -> None:
    assert shown(EVIL) == SAFE
    assert shown("Fähre – “船” 🛳 noën\n") == "Fähre – “船” 🛳 noën\n"


def test_the_console_passes_its_own_colours_and_nobody_elses(capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=200, highlight=False)
    console.print(EVIL, style="red", markup=False)
    assert out.getvalue().count("\x1b") == out.getvalue().count("\x1b[31m") + out.getvalue().count("\x1b[0m") > 0
    assert "\\x1b[2Jstops" in out.getvalue()
    say(EVIL)
    assert capsys.readouterr().out == SAFE + "\n"


def test_json_says_the_same_without_control_signs(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"title": EVIL})
    text = capsys.readouterr().out
    assert not any(sign in text for sign in "\x1b\x9b\u202e")
    assert json.loads(text) == {"title": EVIL}


def test_a_page_of_the_ui_shows_markup_as_text() -> None:
    message = "a.txt: <script>alert(1)</script> [x](javascript:alert(1)) `|`\n# head"
    page = summary_markdown(RunOutcome("r", "failed", "h", None, message=message, failed_checks=("<b>*x*</b>",)))
    assert "<script>" not in page
    assert "<b>" not in page
    assert "](javascript" not in page.replace("\\]", "")
    assert "\n# head" not in page


#: More ways to write, read, install, attach, set and keep than one would think of at first.
WAYS_OUT = r"""
COPY events TO '{home}/out.csv'
EXPORT DATABASE '{home}/out'
IMPORT DATABASE '{home}'
ATTACH '{home}/other.duckdb'
FROM '{home}/secret.csv'
FROM read_csv('{home}/secret.csv')
SELECT content FROM read_text('{home}/secret.csv')
FROM read_blob('{home}/secret.csv')
FROM sniff_csv('{home}/secret.csv')
FROM glob('{home}/*')
FROM query('SELECT * FROM read_text(''{home}/secret.csv'')')
INSTALL httpfs
LOAD httpfs
SET enable_external_access=true
RESET lock_configuration
PRAGMA memory_limit='9GB'
DROP TABLE events
INSERT INTO events VALUES (9)
COPY (SELECT 1) TO '/dev/stdout'
COPY (SELECT 1) TO '{home}/out.parquet' (FORMAT parquet)
COPY events FROM '{home}/secret.csv'
EXPLAIN ANALYZE COPY events TO '{home}/out.csv'
PREPARE later AS COPY events TO '{home}/out.csv'
PRAGMA import_database('{home}')
ATTACH 'https://news.example/other.duckdb'
ATTACH 'ducklake:{home}/other.ducklake'
ATTACH '{home}/other.sqlite' (TYPE sqlite)
FROM '{home}/secret.json'
FROM 'https://news.example/secret.csv'
FROM 's3://bucket/secret.parquet'
FROM read_csv_auto('/etc/passwd')
FROM read_json('{home}/secret.json')
FROM read_json_objects('{home}/secret.json')
FROM read_ndjson('{home}/secret.json')
FROM read_parquet('{home}/secret.parquet')
FROM parquet_scan('{home}/secret.parquet')
FROM parquet_metadata('{home}/secret.parquet')
FROM parquet_schema('{home}/secret.parquet')
FROM parquet_kv_metadata('{home}/secret.parquet')
FROM parquet_file_metadata('{home}/secret.parquet')
FROM parquet_bloom_probe('{home}/secret.parquet', 'a', 1)
FROM read_duckdb('{home}/other.duckdb')
FROM read_text('/proc/self/environ')
FROM query_table('{home}/secret.csv')
FROM query_table(['{home}/secret.csv'])
FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''{home}/secret.csv'')'))
FROM postgres_scan('host=127.0.0.1', 'a', 'b')
FROM sqlite_scan('{home}/other.sqlite', 'a')
FROM iceberg_scan('{home}')
FROM delta_scan('{home}')
FROM st_read('{home}/secret.geojson')
SELECT ST_Point(1, 2)
FORCE INSTALL httpfs
INSTALL spatial FROM community
UPDATE EXTENSIONS
LOAD '{home}/any.duckdb_extension'
CALL load_aws_credentials()
CREATE SECRET word (TYPE http, BEARER_TOKEN 'x')
CREATE PERSISTENT SECRET word (TYPE http, BEARER_TOKEN 'x')
FROM duckdb_secrets()
CALL enable_logging('QueryLog', storage = 'file', storage_config = {'path': '{home}/logs'})
CALL enable_logging(storage = 'file', storage_path = '{home}/logs')
FROM enable_logging('QueryLog', storage = 'file', storage_path = '{home}/logs')
CALL enable_profiling(format = 'json', save_location = '{home}/profile.json')
FROM enable_profiling(format = 'json', save_location = '{home}/profile.json'), events
PRAGMA profiling_output = '{home}/profile.json'
SET profiling_output = '{home}/profile.json'
SET log_query_path = '{home}/queries.log'
SET temp_directory = '{home}/spill'
SET home_directory = '{home}'
SET secret_directory = '{home}'
SET extension_directory = '{home}'
SET allowed_directories = ['/']
SET SESSION allowed_paths = ['/etc/passwd']
SET GLOBAL enable_external_access = true
RESET temp_directory
PRAGMA enable_external_access = true
SET allow_unsigned_extensions = true
SET python_enable_replacements = true
CREATE TABLE mine AS SELECT 1
CREATE VIEW mine AS SELECT 1
CREATE MACRO mine() AS 1
CREATE SEQUENCE mine
CREATE TYPE mine AS ENUM ('a')
CREATE SCHEMA mine
UPDATE events SET n = 9
DELETE FROM events
TRUNCATE events
ALTER TABLE events ADD COLUMN other INTEGER
COMMENT ON TABLE events IS 'mine'
MERGE INTO events USING notes ON events.n = notes.n WHEN MATCHED THEN DELETE
""".strip().splitlines()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with duckdb.connect(str(Home(folder).published)) as connection:
        connection.execute("CREATE TABLE events AS SELECT range AS n FROM range(3)")
        connection.execute("CREATE TABLE notes AS FROM events")
    (folder / "secret.csv").write_text("word\nhush\n")
    return folder


@pytest.mark.parametrize(
    "query", ["SELECT max(n) FROM events", "SUMMARIZE events", "EXPLAIN FROM events", "SHOW TABLES"]
)
def test_questions_are_answered(home: Path, query: str) -> None:
    assert ask(home, query).height


@pytest.mark.parametrize("query", WAYS_OUT)
def test_a_query_reaches_nothing_but_the_warehouse(home: Path, query: str) -> None:
    before = sorted(path.name for path in home.iterdir())
    with pytest.raises(UserMistake, match=r"^a query reads the warehouse and nothing else"):
        ask(home, query.replace("{home}", str(home)))
    assert sorted(path.name for path in home.iterdir()) == before
    assert ask(home, "FROM events").height == 3


@pytest.mark.parametrize("query", ["SELECT 1; DROP TABLE events", "COPY FROM DATABASE warehouse TO memory"])
def test_one_statement_is_no_cover_for_others(home: Path, query: str) -> None:
    with pytest.raises(UserMistake, match=r"^the query holds \d statements"):
        ask(home, query)


@pytest.mark.parametrize("name", ["home", "os.environ", "sys"])
def test_the_programs_own_variables_are_no_tables(home: Path, name: str) -> None:
    with pytest.raises(UserMistake, match=f"^no table or view is called {name}"):
        ask(home, f"FROM {name}")


def test_what_a_query_is_shut_in_with_is_no_matter_of_other_connections(home: Path) -> None:
    with duckdb.connect(str(Home(home).published), read_only=True) as other:
        with asked(home, "SELECT 1 AS one") as first:
            assert ask(home, "SELECT 2 AS two").item() == 2
            assert first.first(1)[0].item() == 1
        assert other.execute("SET threads = 1; SELECT count(*) FROM events").fetchone() == (3,)


def test_a_spreadsheet_gets_no_formulas_and_the_plain_export_all_signs(tmp_path: Path) -> None:
    titles = ['=HYPERLINK("http://a.example")', "+1", "-5 degrees", "@home", "\tx", "Ferry = late", None]
    with duckdb.connect(str(Home(tmp_path).published)) as connection:
        connection.execute("CREATE TABLE notes (n INTEGER, title VARCHAR)")
        connection.executemany("INSERT INTO notes VALUES (?, ?)", list(enumerate(titles, start=-3)))
    found: dict[bool, list[tuple[int, str]]] = {}
    for flag in (False, True):
        export(Home(tmp_path), "notes", "csv", tmp_path / "n.csv", for_spreadsheet=flag)
        found[flag] = duckdb.read_csv(str(tmp_path / "n.csv"), all_varchar=True).fetchall()
    assert [title for _, title in found[False]] == titles
    assert (tmp_path / "n.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [title for _, title in found[True]] == [f"'{title}" for title in titles[:5]] + titles[5:]
    assert [number for number, _ in found[True]] == [number for number, _ in found[False]]


@pytest.mark.parametrize("table", ["events; DROP TABLE events", "events --", '"events"', "(SELECT 1)", "events'"])
def test_a_table_is_a_name_and_no_sql(home: Path, table: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no table or view is called"):
        export(Home(home), table, "csv", tmp_path / "x'; DROP TABLE events; --.csv")


def test_a_file_may_be_called_anything(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "x'; DROP TABLE events; --.csv"
    assert export(Home(home), "notes", "csv", file).rows == 3
    assert file.is_file()


def test_the_record_of_a_run_has_no_password() -> None:
    settings = RunSettings(("https://me:hush@news.example/feed?token=t0", "caf\udce9.txt"))
    assert settings.describe()["sources"] == ["https://news.example/feed?token=***", "caf\\xe9.txt"]
