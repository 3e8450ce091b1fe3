"""Writes a table or view of the published warehouse to a file that other programs read."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from warehouse.schema.render import identifier, quoted
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.database import open_published
from warehouse.store.home import Home, StoreError

FORMATS: dict[str, str] = {
    "csv": "FORMAT csv, HEADER true",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "jsonl": "FORMAT json, ARRAY false",
}


def export(home: Home, table: str, file_format: str, path: Path, *, for_spreadsheet: bool = False) -> int:
    """Write all rows of a table or view, in the order of its key; of a view, of all columns.

    So two warehouses with the same rows give the same bytes, whatever order the rows came in.

    Args:
        home: whose warehouse.
        table: name of a table or view, with or without its schema (`events`, `events_acled`, `meta.runs`).
        file_format: `csv`, `parquet` or `jsonl`.
        path: the file; one that is there is replaced.
        for_spreadsheet: put an apostrophe before texts that a spreadsheet would take for a formula.

    Returns:
        The number of rows.

    Raises:
        StoreError: no such table or format.
    """
    if file_format not in FORMATS:
        raise StoreError(f"no format is called {file_format!r}; there are {', '.join(FORMATS)}")
    connection = open_published(home)
    try:
        known = {
            name
            for schema, relation in connection.execute(
                "SELECT table_schema, table_name FROM information_schema.tables"
            ).fetchall()
            for name in ((relation, f"{schema}.{relation}") if schema == "main" else (f"{schema}.{relation}",))
        }
        if table not in known:
            known_names = ", ".join(sorted(name for name in known if not name.startswith("main.")))
            raise StoreError(f"no table or view is called {table!r}; there are {known_names}")
        query = f"SELECT * FROM {table} ORDER BY {ordering(table)}"
        query = without_formulas(connection, query) if for_spreadsheet else query
        return copy_to_file(connection, query, file_format, path)
    finally:
        connection.close()


def without_formulas(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """A query whose texts no spreadsheet reads as formulas: `=HYPERLINK(…)` in a stranger's title gets an apostrophe.

    It is asked for, since it changes the data: "-5 degrees" is a title too.
    """
    columns = connection.execute(f"DESCRIBE {query}").fetchall()
    begins = r"'^[=+@\t\r-]'"
    safe = (
        f"CASE WHEN regexp_matches({name}, {begins}) THEN chr(39) || {name} ELSE {name} END AS {name}"
        if kind == "VARCHAR"
        else name
        for name, kind in ((identifier(str(column[0])), str(column[1])) for column in columns)
    )
    return f"SELECT {', '.join(safe)} FROM ({query})"


def ordering(table: str) -> str:
    """Columns that put the rows of a table or view into one order only."""
    keys = {known.qualified_name.removeprefix("main."): known.key for known in ALL_TABLES}
    return ", ".join(keys.get(table.removeprefix("main."), ())) or "ALL"


def copy_to_file(connection: duckdb.DuckDBPyConnection, query: str, file_format: str, path: Path) -> int:
    """Write the rows of a query beside the file and put them in its place in one step; gives their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        written = connection.execute(f"COPY ({query}) TO {quoted(str(aside))} ({FORMATS[file_format]})").fetchone()
        _ = aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return int(written[0]) if written else 0
