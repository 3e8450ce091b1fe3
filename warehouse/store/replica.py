"""A copy of the warehouse in DuckLake, for readers on other machines: catalog in PostgreSQL, Parquet in files.

What belongs here: bringing the copy to the state of a build that is about to be published, in one transaction. Tables,
views and macros have the names that they have in the file. DuckLake knows no CHECK: what rows obey is checked before;
and no comment on a macro or on a view's column.

Rows are compared between the build and the file that was published last, which the copy equals as long as nobody else
wrote to it: a token in the copy and one in the home say so. Where they differ, all rows are written anew.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from warehouse.schema.model import Table
from warehouse.schema.render import comments, duckdb_type, quoted
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.database import BUILD_MEMORY, schema_version
from warehouse.store.furnishing import furnishing_version, removals
from warehouse.store.home import Home, StoreError
from warehouse.store.macros import create_macros
from warehouse.store.publication import looks_of
from warehouse.store.scratch import make
from warehouse.store.sharing import Sharing, sharing_of
from warehouse.store.views import create_views

_OF_MERGES = ("article_signatures", "article_bands", "trigger_vectors", "event_blocks")
"""What merging alone asks, most rows of a warehouse: they stay in the file."""
COPIED = tuple(table for table in ALL_TABLES if table.name.removeprefix("dropped_") not in _OF_MERGES)
_EXTENSIONS = ("postgres_scanner", "httpfs", "ducklake")


def replicate(home: Home) -> str | None:
    """Bring the copy to the build's state; the caller publishes the build next, and then notes the token.

    Returns:
        The token that the copy has now, None where the home has no copy in DuckLake.

    Raises:
        StoreError: the catalog or its store can't be used. The copy is as it was.
    """
    sharing = sharing_of(home)
    if sharing.ducklake is None:
        return None
    token = secrets.token_hex(8)
    try:
        with _opened(home, sharing) as connection:
            is_known = _is_as_published(home, connection)
            _ = connection.execute("BEGIN")
            if is_known:
                for table in COPIED:
                    _bring_changes(connection, table)
            else:
                _write_anew(connection)
            _ = connection.execute("DELETE FROM meta.replica")
            _ = connection.execute("INSERT INTO meta.replica VALUES (?, ?)", [token, _version()])
            _ = connection.execute("COMMIT")
    except duckdb.Error as error:
        told = str(error).strip().partition("\n")[0][:300]
        raise StoreError(f"not published, the copy in DuckLake can't be written: {told}") from error
    return token


def note_replica(home: Home, token: str | None) -> None:
    """The build that was replicated is published: from now on the file says what the copy holds."""
    if token is not None:
        noted = {"token": token} | looks_of(home.published)
        aside = home.replica.with_suffix(f".{os.getpid()}.tmp")
        _ = aside.write_text(json.dumps(noted), encoding="utf-8")
        _ = aside.replace(home.replica)


def _version() -> str:
    """Of tables, and of views, macros and comments: a copy of another version is written anew."""
    return f"{schema_version()} {furnishing_version()}"


def _is_noted(home: Home) -> bool:
    """Whether the published file looks as it did when the copy was brought to its state."""
    return home.published.is_file() and {name: value for name, value in _noted(home).items() if name != "token"} == (
        looks_of(home.published)
    )


def _noted(home: Home) -> dict[str, object]:
    """What was noted then; nothing where it can't be read: the copy is then written anew."""
    with suppress(OSError, ValueError):
        noted = json.loads(home.replica.read_text(encoding="utf-8"))
        if isinstance(noted, dict):
            return noted
    return {}


def data_path(home: Home, sharing: Sharing) -> str:
    """Where the copy's Parquet files lie: beside the packages on a store, in the home where there is none."""
    if sharing.lake is None:
        return str(home.root.absolute() / "ducklake")
    parts = urlsplit(sharing.lake)
    if parts.scheme not in ("s3", "file"):
        raise StoreError(f"a copy in DuckLake can't lie at {parts.scheme}://…; its lake must be on S3 or in a folder")
    return (parts.path if parts.scheme == "file" else sharing.lake) + "/ducklake"


@contextmanager
def _opened(home: Home, sharing: Sharing) -> Generator[duckdb.DuckDBPyConnection]:
    """The copy for writing, with `build`, and with the published file as `published` where the copy was of it."""
    with duckdb.connect(":memory:") as connection:
        _ = connection.execute("SET TimeZone = 'UTC'")
        _ = connection.execute(f"SET memory_limit = '{BUILD_MEMORY}'")
        _ = connection.execute(f"SET temp_directory = {quoted(str(home.root / '.build.spill.tmp'))}")
        for name in _EXTENSIONS:
            _ = connection.execute(f"LOAD {quoted(str(_extension(name)))}")
        place = data_path(home, sharing)
        if place.startswith("s3://"):
            _ = connection.execute(_s3_secret())
        else:
            Path(place).mkdir(parents=True, exist_ok=True)
        _ = connection.execute(
            f"ATTACH {quoted(f'ducklake:postgres:{sharing.ducklake}')} AS replica (DATA_PATH {quoted(place + '/')})"
        )
        _ = connection.execute(f"ATTACH {quoted(str(home.build))} AS build (READ_ONLY)")
        if _is_noted(home):  # one that a program wrote to may be damaged too
            _ = connection.execute(f"ATTACH {quoted(str(home.published))} AS published (READ_ONLY)")
        _ = connection.execute("USE replica")
        yield connection


def _extension(name: str) -> Path:
    """DuckDB's extension as its wheel brings it: nothing is downloaded."""
    found = find_spec(f"duckdb_extension_{name}")
    if found is None or not found.submodule_search_locations:
        raise StoreError(f"a copy in DuckLake needs DuckDB's {name}: install dateline with its extra `ducklake`")
    return Path(found.submodule_search_locations[0], "extensions", f"v{duckdb.__version__}", f"{name}.duckdb_extension")


def _s3_secret() -> str:
    """The environment's credentials as DuckDB wants them."""
    options = {
        "KEY_ID": os.environ.get("AWS_ACCESS_KEY_ID"),
        "SECRET": os.environ.get("AWS_SECRET_ACCESS_KEY"),
        "SESSION_TOKEN": os.environ.get("AWS_SESSION_TOKEN"),
        "REGION": os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
    }
    endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    if endpoint.netloc:
        options |= {"ENDPOINT": endpoint.netloc, "URL_STYLE": "path"}
    said = [f"{name} {quoted(value)}" for name, value in options.items() if value]
    if endpoint.scheme == "http":
        said.append("USE_SSL false")
    return f"CREATE SECRET (TYPE s3, {', '.join(said)})"


def _is_as_published(home: Home, connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the copy holds what the published file does, in tables as they are now.

    It does not where a former file was put before readers since (`dateline rollback`), or a program wrote to the file.
    """
    if not (_is_noted(home) and _has(connection, "replica")):
        return False
    noted = _noted(home).get("token")
    row = connection.execute("SELECT token, schema_version FROM meta.replica").fetchone()
    published = connection.execute("SELECT published.meta.schema_version()").fetchone()
    return row == (noted, _version()) and published == (schema_version(),)


def _has(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    asked = "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'replica' AND schema_name = 'meta'"
    row = connection.execute(f"{asked} AND table_name = ?", [name]).fetchone()
    return bool(row and row[0])


def _bring_changes(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Rows that are not in the build as they were published go, rows that were not published so come."""
    name, keys = table.qualified_name, ", ".join(table.key)
    differing = f"""
        SELECT {keys}, o.digest IS NOT NULL AS is_old, n.digest IS NOT NULL AS is_new
        FROM (SELECT {keys}, hash(t) AS digest FROM published.{name} t) o
        FULL JOIN (SELECT {keys}, hash(t) AS digest FROM build.{name} t) n USING ({keys})
        WHERE o.digest IS DISTINCT FROM n.digest
    """
    _ = make(connection, "differing", differing)
    row = connection.execute("SELECT count(*) FILTER (is_old), count(*) FILTER (is_new) FROM differing").fetchone()
    going, coming = row or (0, 0)
    one = keys if len(table.key) == 1 else f"({keys})"
    if going:
        _ = connection.execute(f"DELETE FROM {name} WHERE {one} IN (SELECT {one} FROM differing WHERE is_old)")
    if coming:
        wanted = f"SELECT rowid FROM build.{name} WHERE {one} IN (SELECT {one} FROM differing WHERE is_new)"
        _ = connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM build.{name} WHERE rowid IN ({wanted})")


def _write_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """All tables, views and macros as this version has them, with all rows of the build."""
    there = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'replica'"
    ).fetchall()
    for statement in [*removals(connection), *(f"DROP TABLE {schema}.{name}" for schema, name in there)]:
        _ = connection.execute(statement)
    _ = connection.execute("CREATE SCHEMA IF NOT EXISTS meta")
    for table in COPIED:
        _ = connection.execute(_create(table))
        for comment in comments(table):
            _ = connection.execute(comment)
        name = table.qualified_name
        _ = connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM build.{name}")
    for statement in [*create_views(), *create_macros()]:
        _ = connection.execute(statement)
    _ = connection.execute("CREATE TABLE meta.replica (token VARCHAR, schema_version VARCHAR)")


def _create(table: Table) -> str:
    lines = [f"{it.name} {duckdb_type(it)}{'' if it.nullable else ' NOT NULL'}" for it in table.columns]
    return f"CREATE TABLE {table.qualified_name} ({', '.join(lines)})"
