"""The copy in DuckLake, with a real PostgreSQL and an S3 server: equal to the published file after each run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from french_stories import write_story
from postgres_server import postgres

from flows.core import run_pipeline
from flows.errors import DatelineError
from flows.settings import RunSettings
from warehouse.store.database import open_build
from warehouse.store.home import Home
from warehouse.store.replica import COPIED, _extension, _s3_secret, _write_anew
from warehouse.store.retained import let_go, retained_files, switch_to

if not find_spec("duckdb_extension_ducklake"):
    pytest.skip("DuckDB's extensions are not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


def reader(database: str) -> duckdb.DuckDBPyConnection:
    """A connection as an analyst makes it, from another machine."""
    connection = duckdb.connect()
    for name in ("postgres_scanner", "httpfs", "ducklake"):
        connection.execute(f"LOAD '{_extension(name)}'")
    connection.execute(_s3_secret())
    connection.execute(f"ATTACH 'ducklake:postgres:{database}' AS news (READ_ONLY)")
    connection.execute("USE news")
    return connection


def differences(home: Home, database: str) -> dict[str, int]:
    """Rows that are in one of file and copy only, by table."""
    with reader(database) as connection:
        connection.execute(f"ATTACH '{home.published}' AS file (READ_ONLY)")
        found: dict[str, int] = {}
        for table in (it.qualified_name for it in COPIED):
            one, other = f"SELECT * FROM file.{table}", f"SELECT * FROM {table}"
            both = f"(({one}) EXCEPT ALL ({other})) UNION ALL (({other}) EXCEPT ALL ({one}))"
            (count,) = connection.execute(f"SELECT count(*) FROM ({both})").fetchone() or (0,)
            found |= {table: count} if count else {}
        return found


def test_the_copy_is_the_file_after_each_run(settings: RunSettings, database: str, s3_bucket: str) -> None:
    home = Home(settings.home)
    run_pipeline(replace(settings, ducklake=database, lake=f"{s3_bucket}/copied"))
    assert differences(home, database) == {}
    with reader(database) as before:
        before.execute("BEGIN")
        assert before.execute("SELECT count(*) FROM articles").fetchone() == (7,)

        stories = Path(settings.sources[0])
        write_story(stories, "Metz")
        lyon = stories / "lyon.txt"
        lyon.write_text(lyon.read_text(encoding="utf-8").replace("mardi soir", "jeudi matin"), encoding="utf-8")
        run_pipeline(settings)  # the home knows its copy
        assert before.execute("SELECT count(*) FROM articles").fetchone() == (7,)

    assert differences(home, database) == {}
    with reader(database) as connection:
        assert connection.execute("SELECT count(*) FROM articles WHERE body LIKE '%jeudi matin%'").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM events_acled").fetchone() == (0,)
    switch_to(home, retained_files(home)[-1].name)  # the copy is not what readers have then: it is written anew
    let_go(home)
    write_story(stories, "Tours")
    run_pipeline(settings)
    assert differences(home, database) == {}


def test_without_its_catalog_nothing_is_published(settings: RunSettings) -> None:
    with pytest.raises(DatelineError, match="not published, the copy in DuckLake"):
        run_pipeline(replace(settings, ducklake="postgresql://nobody@127.0.0.1:1/none"))
    assert not Home(settings.home).published.exists()


FURNISHED = """
    SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal AND database_name = '{of}' UNION
    SELECT schema_name || '.' || function_name FROM duckdb_functions() WHERE NOT internal AND database_name = '{of}'
    AND function_name NOT IN ('schema_version', 'furnishing_version', 'build_stamp') ORDER BY ALL
"""


def test_what_another_version_left_in_the_copy_goes(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    with open_build(home):
        pass
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{_extension('ducklake')}'")
        connection.execute(f"ATTACH 'ducklake:{tmp_path}/catalog' AS replica (DATA_PATH '{tmp_path}/rows/')")
        connection.execute(f"ATTACH '{home.build}' AS build (READ_ONLY)")
        connection.execute("USE replica")
        for statement in ("SCHEMA meta", "VIEW old_view AS SELECT 1 AS n", "TABLE events AS SELECT 1 AS n"):
            connection.execute(f"CREATE {statement}")
        for name in ("event", "old_rows"):
            connection.execute(f"CREATE MACRO {name}(n) AS TABLE SELECT n")
        connection.execute("CREATE MACRO meta.old_value(n) AS n")
        connection.execute("BEGIN")
        _write_anew(connection)
        connection.execute("COMMIT")
        copied, built = (connection.execute(FURNISHED.format(of=of)).fetchall() for of in ("replica", "build"))
    assert copied == built
