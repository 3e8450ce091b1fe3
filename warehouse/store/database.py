"""Opening the build file and the published warehouse.

What belongs here: connections, their settings, and making the tables of an empty warehouse. Its views
and macros, which are made anew when they change, are in `furnishing`.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables.events import COMMON_WORDS, LINK_TYPES, LINK_WEIGHTS
from warehouse.schema.render import create_tables, quoted
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.furnishing import furnish, stamp_of
from warehouse.store.home import Home, StoreError, WarehouseMissingError, set_aside

BUILD_MEMORY = "400MB"
"""A larger merge works from disk."""
ROWS_A_GROUP = 16_384
"""Rows that DuckDB stores together. At each checkpoint it writes the last, unfinished groups of every table anew, which
with its own 122,880 is some 40,000 articles with all their mentions, for a run that adds a hundred."""
SMALL_FILE = 50_000_000
"""Bytes up to which one thread works at a build file: with so few rows, waking others costs more than they do."""


_SIGNS_OF_DAMAGE = (
    "Corrupt database file",
    "computed checksum",
    "not a valid DuckDB database file",
    "read enough bytes",
    "replaying WAL",
    "eserializ",
    "database file with version number",
)
_REMEDIES = {
    "build.duckdb": "`dateline rebuild` makes it anew from the lake, and codes nothing again for it",
    "warehouse.duckdb": "`dateline run`, also with nothing new to read, publishes it anew",
}
_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>\S+)?.*?\(PID (?P<process>\d+)\)")


class SchemaChangedError(StoreError):
    """The build file was made by a version with other tables."""


class DamagedFileError(StoreError):
    """A DuckDB file of the home can't be read; the message says which, and what heals it."""


class HeldFileError(StoreError):
    """Another program has a DuckDB file of the home open; the message says which program."""


@lru_cache(maxsize=1)
def schema_version() -> str:
    """A digest of what stored rows rest on: any table or column, and the tables of links.

    Stored links are weighed once; under other weights the archive would hold links of two kinds. Views, macros,
    comments and rows of reference tables are no part of it: they are made anew where they changed (`furnishing`).
    """
    of_links = [read_reference_table(table).write_csv() for table in (LINK_WEIGHTS, LINK_TYPES, COMMON_WORDS)]
    statements = [*create_tables(ALL_TABLES), *of_links]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]


@contextmanager
def open_build(home: Home, path: Path | None = None) -> Generator[duckdb.DuckDBPyConnection]:
    """The build file for writing; made where it is missing, from the published warehouse or from nothing.

    Only the holder of the writer's lock may open it. What a killed run had committed to its write-ahead log is in it.

    Raises:
        SchemaChangedError: it has other tables than this version declares; `rebuild` makes it anew from the lake.
        DamagedFileError: it can't be read.
        HeldFileError: another program has it open.
    """
    target = path or home.build
    if path is None and not target.exists():
        _recover_build(home)
    connection = _connect(target, read_only=False)
    try:
        with _damage_told(target):
            _make_tables(connection)
            yield connection
    finally:
        connection.close()


def _recover_build(home: Home) -> None:
    """A build file that is gone is taken from the published one; the log that it left behind belongs to neither."""
    _ = set_aside(home, log_of(home.build))
    if home.published.exists():
        aside = home.root / ".build.recovered.tmp"
        _ = shutil.copyfile(home.published, aside)
        _ = aside.replace(home.build)


def log_of(path: Path) -> Path:
    """The write-ahead log of a DuckDB file: DuckDB applies what lies there to whatever file it finds beside it."""
    return path.with_name(path.name + ".wal")


@contextmanager
def _damage_told(path: Path) -> Generator[None]:
    """Tell a file that turns out to be damaged, or held by another program, as what it is."""
    try:
        yield
    except duckdb.Error as error:
        told = _as_told(error, path)
        if told is None:
            raise
        raise told from error


def refuse_damage(error: Exception, path: Path) -> None:
    """Raise what an error says of a damaged file; other errors, such as those of a query, are left to the caller."""
    told = _as_told(error, path) if isinstance(error, duckdb.Error) else None
    if told is not None:
        raise told from error


def _as_told(error: duckdb.Error, path: Path) -> StoreError | None:
    """DuckDB's error about a file in our words; None where the file is not to blame (the disk, a package, a query)."""
    said = " ".join(str(error).split("\n", maxsplit=1)[0].split())
    held = _HOLDER.search(said)
    if held:
        program = f"{Path(held['program'] or '').name} process {held['process']}".strip()
        return HeldFileError(f"{path} is open in another program ({program}); close it there")
    if ".parquet" not in said and any(sign in said for sign in _SIGNS_OF_DAMAGE):
        trouble = "was written by another version of DuckDB" if "version number" in said else "is damaged"
        return DamagedFileError(f"{path} {trouble} ({said}): {_REMEDIES.get(path.name, _REMEDIES['build.duckdb'])}")
    return None


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name IN ('main', 'meta')").fetchone()
    version = schema_version()
    if tables is None or tables[0] == 0:
        _ = connection.execute("BEGIN")
        for statement in create_tables(ALL_TABLES):
            _ = connection.execute(statement)
        _ = connection.execute(f"CREATE MACRO meta.schema_version() AS '{version}'")
        _ = connection.execute("COMMIT")
    elif stamp_of(connection, "schema_version") != version:
        raise SchemaChangedError("the build file was made by another version of the tables")
    furnish(connection)


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path) if read_only else ":memory:", read_only=read_only)
        if not read_only:
            _ = connection.execute(f"ATTACH {quoted(str(path))} AS warehouse (ROW_GROUP_SIZE {ROWS_A_GROUP})")
    except duckdb.Error as error:
        raise _as_told(error, path) or StoreError(f"{path} can't be opened: {error}") from error
    _ = connection.execute("SET TimeZone = 'UTC'")
    if not read_only:
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
        DamagedFileError: it can't be read.
        HeldFileError: a program has it open for writing.
    """
    _refuse_missing(home)
    return _connect(home.published, read_only=True)


@contextmanager
def open_alone(home: Home) -> Generator[duckdb.DuckDBPyConnection]:
    """The published warehouse, read-only, in an instance of DuckDB that no other connection of this process shares.

    Settings are an instance's: were one locked, no connection to the same path could be opened beside it.

    Raises:
        WarehouseMissingError, DamagedFileError, HeldFileError: as `open_published`.
    """
    path = home.published
    _refuse_missing(home)
    with duckdb.connect(":memory:") as connection:
        try:
            _ = connection.execute(f"ATTACH {quoted(str(path))} AS warehouse (READ_ONLY)")
        except duckdb.Error as error:
            raise _as_told(error, path) or StoreError(f"{path} can't be opened: {error}") from error
        _ = connection.execute("USE warehouse; SET TimeZone = 'UTC'")
        yield connection


def _refuse_missing(home: Home) -> None:
    if not home.published.exists():
        raise WarehouseMissingError(f"there is no warehouse at {home.published} yet; `dateline run SOURCE` makes it")


def build_trouble(home: Home) -> str | None:
    """Why the build file can't be read, without changing it; nothing where it can, where there is none or a run is at
    work with it.
    """
    if not home.build.exists():
        return None
    try:
        _connect(home.build, read_only=True).close()
    except HeldFileError:
        return None
    except StoreError as error:
        return str(error)
    return None


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The rows of a query."""
    return connection.sql(sql).pl()


def count_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table or view has."""
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def rows_with(table: str, column: str, ids: str) -> str:
    """A query for the rows of a table whose `column` is among the ids that a query gives, all columns.

    By way of the rows' numbers: to find those, one column is read, and the others only where there are such rows. A
    join by the id itself would read and unpack every column of the whole table, the texts of all articles for example.
    """
    return f"SELECT * FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {column} IN ({ids}))"
