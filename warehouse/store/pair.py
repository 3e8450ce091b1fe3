"""Two published warehouses side by side in one connection that can write to neither.

What belongs here: opening and refusing files, and what tables, views and columns each of the two has.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.schema.render import identifier, quoted
from warehouse.store.home import Home, StoreError, WarehouseBusyError, WarehouseMissingError
from warehouse.store.scratch import make

MEMORY = "500MB"
"""What is larger is compared from disk, in the system's folder for temporary files."""
MOST_THREADS = 4
"""Each thread wants memory of its own; reading two files is soon bound by the disk."""

_MAGIC = slice(8, 12)
_MADE_BY = slice(52, 68)
_ABOUT = {"articles": ("title", "external_id"), "events": ("event_type", "date_start", "location_name", "actor_name")}
_NEEDED = {"articles": "article_id", "events": "event_id", "event_mentions": "event_mention_id"}


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view: its columns with their types, in order."""

    name: str  # `events`, `meta.runs`
    is_view: bool
    columns: dict[str, str]

    @property
    def in_sql(self) -> str:
        """The name with its schema, as it follows `old.` or `new.`."""
        schema, _, table = self.name.rpartition(".")
        return f"{identifier(schema or 'main')}.{identifier(table)}"


Catalogue = dict[str, Relation]


@dataclass(frozen=True, slots=True)
class Pair:
    """The connection, with the files as `old` and `new`, and what each of them has."""

    connection: duckdb.DuckDBPyConnection
    old: Catalogue
    new: Catalogue

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.connection.execute(sql).fetchall()

    def count(self, sql: str) -> int:
        """The one number that a query gives."""
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def make(self, name: str, query: str) -> None:
        """A temporary table of the rows of a query; it may go to disk and is gone with the connection."""
        _ = make(self.connection, name, query)

    def sides(self) -> Iterator[tuple[str, Catalogue]]:
        """Both files by their names in SQL."""
        yield "old", self.old
        yield "new", self.new


def about_row(relation: Relation) -> str:
    """An SQL expression that tells people what a row is about, by those of the columns that the file has."""
    wanted = [name for name in _ABOUT.get(relation.name, ()) if name in relation.columns]
    if not wanted:
        return "NULL"
    texts = ", ".join(f"CAST({identifier(name)} AS VARCHAR)" for name in wanted)
    return f"coalesce({texts})" if relation.name == "articles" else f"concat_ws(', ', {texts})"


def warehouse_file(given: Path) -> Path:
    """The file that is meant: the file itself, or the published warehouse of a home folder.

    Raises:
        WarehouseMissingError: the folder has no published warehouse.
        StoreError: there is nothing of that name.
    """
    if given.is_dir():
        published = Home(given).published
        if not published.exists():
            raise WarehouseMissingError(f"the folder {given} holds no {published.name}; `dateline run` publishes one")
        return published
    if not given.exists():
        raise StoreError(f"{given}: no such file or folder; give a warehouse.duckdb or the home folder that holds it")
    return given


@contextmanager
def open_pair(old: Path, new: Path) -> Generator[Pair]:
    """Both files, attached read-only to a database in memory that may spill into a folder of its own.

    Raises:
        StoreError: one of them is no warehouse that can be read, or both are the same file.
        WarehouseBusyError: a program has one of them open for writing.
    """
    files = {"old": warehouse_file(old), "new": warehouse_file(new)}
    if files["old"].samefile(files["new"]):
        raise StoreError(f"{old} and {new} are the same file; give two warehouses")
    with tempfile.TemporaryDirectory(prefix="dateline-diff-") as spill, _in_memory(spill) as connection:
        for name, file in files.items():
            _attach(connection, name, file)
        old_has, new_has = (_catalogue(connection, name) for name in files)
        for file, catalogue in zip(files.values(), (old_has, new_has), strict=True):
            _refuse_strangers(file, catalogue)
        try:
            yield Pair(connection, old_has, new_has)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise StoreError(f"{files['old']} and {files['new']} could not be compared: {error}") from error


@contextmanager
def _in_memory(spill: str) -> Generator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    try:
        for setting, value in (
            ("TimeZone", quoted("UTC")),
            ("memory_limit", quoted(MEMORY)),
            ("threads", str(min(MOST_THREADS, os.cpu_count() or 1))),
            ("temp_directory", quoted(spill)),
            ("preserve_insertion_order", "false"),
        ):
            _ = connection.execute(f"SET {setting} = {value}")
        yield connection
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    made_by = _made_by(file)
    try:
        _ = connection.execute(f"ATTACH {quoted(str(file))} AS {name} (READ_ONLY, TYPE duckdb)")
    except duckdb.Error as error:
        raise _refusal(file, made_by, str(error)) from error


def _made_by(file: Path) -> str:
    """The version of DuckDB that the file's head names, such as `v1.5.5`; DuckDB's own words for strangers are vague.

    Raises:
        StoreError: it is not a DuckDB file, or may not be read.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_MADE_BY.stop)
    except OSError as error:
        raise StoreError(f"{file} can't be read: {error.strerror or error}") from error
    if head[_MAGIC] != b"DUCK":
        raise StoreError(f"{file} is not a DuckDB file; give a warehouse.duckdb or the home folder that holds it")
    return head[_MADE_BY].rstrip(b"\0").decode("ascii", errors="replace")


def _refusal(file: Path, made_by: str, told: str) -> StoreError:
    if "lock on file" in told or "Unique file handle conflict" in told:
        return WarehouseBusyError(
            f"{file} is held open by a program that writes to it; wait until it ends, or compare copies: {told}"
        )
    if "version number" in told:
        return StoreError(
            f"{file} was made by DuckDB {made_by or 'of another version'}, whose files DuckDB {duckdb.__version__} "
            "can't read; `dateline rebuild` of the version that is installed makes the warehouse anew from its lake"
        )
    return StoreError(f"{file} can't be opened: {told}")


def _catalogue(connection: duckdb.DuckDBPyConnection, name: str) -> Catalogue:
    rows = connection.execute(f"""
        WITH relations AS (
            SELECT schema_name, table_name AS relation, false AS is_view FROM duckdb_tables()
            WHERE database_name = {quoted(name)} AND NOT internal
            UNION ALL
            SELECT schema_name, view_name, true FROM duckdb_views()
            WHERE database_name = {quoted(name)} AND NOT internal
        )
        SELECT relations.schema_name, relation, is_view, column_name, data_type
        FROM relations JOIN duckdb_columns() AS columns
            ON columns.database_name = {quoted(name)} AND columns.schema_name = relations.schema_name
            AND columns.table_name = relation
        ORDER BY is_view, relations.schema_name, relation, column_index
    """).fetchall()
    catalogue: Catalogue = {}
    for schema, table, is_view, column, kind in rows:
        known = table if schema == "main" else f"{schema}.{table}"
        catalogue.setdefault(known, Relation(known, is_view, {})).columns[column] = kind
    return catalogue


def _refuse_strangers(file: Path, catalogue: Catalogue) -> None:
    for table, column in _NEEDED.items():
        relation = catalogue.get(table)
        if relation is None or relation.is_view or column not in relation.columns:
            raise StoreError(f"{file} is no warehouse of dateline: it has no table {table} with a column {column}")
