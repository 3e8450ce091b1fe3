"""Opening the build file and the published warehouse.

What belongs here: connections, their settings, and making the tables, views, macros and country codes of an empty
warehouse.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from warehouse.reference import read_reference_table
from warehouse.schema.locations import COUNTRIES
from warehouse.schema.reference_tables.events import COMMON_WORDS, LINK_TYPES, LINK_WEIGHTS
from warehouse.schema.reference_tables.places import COUNTRY_CODES
from warehouse.schema.render import create_all, quoted
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.home import Home, StoreError, WarehouseMissingError
from warehouse.store.macros import create_macros
from warehouse.store.views import create_views

BUILD_MEMORY = "400MB"
"""A larger merge works from disk."""
ROWS_A_GROUP = 16_384
"""Rows that DuckDB stores together. At each checkpoint it writes the last, unfinished groups of every table anew, which
with its own 122,880 is some 40,000 articles with all their mentions, for a run that adds a hundred."""
SMALL_FILE = 50_000_000
"""Bytes up to which one thread works at a build file: with so few rows, waking others costs more than they do."""


class SchemaChangedError(StoreError):
    """The build file was made by a version with other tables."""


@lru_cache(maxsize=1)
def schema_version() -> str:
    """A digest of what a build file rests on: any table, column, view, macro or country code, and the tables of links.

    Stored links are weighed once; under other weights the archive would hold links of two kinds.
    """
    of_links = [read_reference_table(table).write_csv() for table in (LINK_WEIGHTS, LINK_TYPES, COMMON_WORDS)]
    made = [*create_all(ALL_TABLES), *create_views(), *create_macros(), country_codes().write_csv()]
    statements = [*made, *of_links]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def country_codes() -> pl.DataFrame:
    """The rows of `countries`, which are the same in every warehouse."""
    return read_reference_table(COUNTRY_CODES).rename(
        {"iso3": "country_iso3", "iso2": "country_iso2", "name": "country_name"}
    )


@contextmanager
def open_build(home: Home, path: Path | None = None) -> Generator[duckdb.DuckDBPyConnection]:
    """The build file for writing; made where it is missing, from the published warehouse or from nothing.

    Only the holder of the writer's lock may open it.

    Raises:
        SchemaChangedError: it has other tables than this version declares; `rebuild` makes it anew from the lake.
    """
    target = path or home.build
    if not target.exists() and path is None and home.published.exists():
        aside = home.root / ".build.recovered.tmp"
        _ = shutil.copyfile(home.published, aside)
        _ = aside.replace(target)
    connection = _connect(target, read_only=False)
    try:
        _make_tables(connection)
        yield connection
    finally:
        connection.close()


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name IN ('main', 'meta')").fetchone()
    version = schema_version()
    if tables is None or tables[0] == 0:
        _ = connection.execute("BEGIN")
        for statement in [*create_all(ALL_TABLES), *create_views(), *create_macros()]:
            _ = connection.execute(statement)
        _ = connection.register("country_codes", country_codes())
        _ = connection.execute(f"INSERT INTO {COUNTRIES.qualified_name} BY NAME SELECT * FROM country_codes")
        _ = connection.unregister("country_codes")
        _ = connection.execute(f"CREATE MACRO meta.schema_version() AS '{version}'")
        _ = connection.execute("COMMIT")
        return
    if _version_of(connection) != version:
        raise SchemaChangedError("the build file was made by another version of the tables; rebuild it from the lake")


def _version_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        row = connection.execute("SELECT meta.schema_version()").fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path) if read_only else ":memory:", read_only=read_only)
    _ = connection.execute("SET TimeZone = 'UTC'")
    if not read_only:
        try:
            _ = connection.execute(f"ATTACH {quoted(str(path))} AS warehouse (ROW_GROUP_SIZE {ROWS_A_GROUP})")
        except duckdb.IOException as error:
            raise refusal(path, error) from error
        _ = connection.execute("USE warehouse")
        _ = connection.execute(f"SET memory_limit = '{BUILD_MEMORY}'")
        _ = connection.execute(f"SET temp_directory = {quoted(str(path.parent / '.build.spill.tmp'))}")
        # each commit goes straight into the file, not to the log first and from there into the file
        _ = connection.execute("SET checkpoint_threshold = '1B'")
        if path.stat().st_size <= SMALL_FILE:
            _ = connection.execute("SET threads = 1")
    return connection


def open_published(home: Home) -> duckdb.DuckDBPyConnection:
    """The published warehouse, read-only; the caller closes it.

    Raises:
        WarehouseMissingError: nothing was published yet.
    """
    if not home.published.exists():
        raise WarehouseMissingError(f"there is no warehouse at {home.published} yet; load articles with: dateline run")
    try:
        return _connect(home.published, read_only=True)
    except duckdb.IOException as error:
        raise refusal(home.published, error) from error


def refusal(path: Path, error: duckdb.Error) -> StoreError:
    """Why a file can't be opened, and what to do."""
    told = str(error).splitlines()[0].removeprefix("IO Error: ")
    if "not a valid DuckDB database" in told or "version number" in told:
        return StoreError(f"{path} can't be read ({told}); `dateline rebuild` makes it anew from the lake")
    return StoreError(f"{path} can't be opened ({told}); a program that has it open for writing must close it")


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The rows of a query."""
    return connection.sql(sql).pl()


def rows_with(table: str, column: str, ids: str) -> str:
    """A query for the rows of a table whose `column` is among the ids that a query gives, all columns.

    By way of the rows' numbers: to find those, one column is read, and the others only where there are such rows. A
    join by the id itself would read and unpack every column of the whole table, the texts of all articles for example.
    """
    return f"SELECT * FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {column} IN ({ids}))"
