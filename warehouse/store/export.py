"""Writes rows of the published warehouse to a file that other programs read.

What belongs here: the formats, and putting a file in its place in one step. Which rows is said by `selection`; points
and workbooks are written by modules of their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from warehouse.schema.render import identifier, quoted
from warehouse.store.home import Home, StoreError
from warehouse.store.points import coordinates_of, features, write_geojson, write_geopackage, write_geoparquet
from warehouse.store.questions import Answer, explained, foreign_as_text, interruptible, shut_in
from warehouse.store.selection import Selection, columns_of, selecting
from warehouse.store.workbook import write_workbook

#: How texts begin that a spreadsheet takes for formulas.
FORMULA: Final = r"^[=+@\t\r\n＝＋－＠-]"
#: Formats that DuckDB writes.
COPIED: Final[dict[str, str]] = {
    "csv": "FORMAT csv",
    "tsv": "FORMAT csv, DELIMITER '\t', QUOTE '', ESCAPE ''",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "jsonl": "FORMAT json, ARRAY false",
}
#: Formats of points on a map.
MAPPED: Final = {"geojson": write_geojson, "geoparquet": write_geoparquet, "gpkg": write_geopackage}
FORMATS: Final = (*COPIED, "xlsx", *MAPPED)
_WITH_LISTS: Final = ("parquet", "jsonl", "geoparquet", "geojson")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many rows, and what somebody should know of them."""

    rows: int
    notes: tuple[str, ...] = ()


def export(
    home: Home,
    what: Selection | str,
    file_format: str,
    path: Path,
    *,
    for_spreadsheet: bool = False,
    header: bool = True,
) -> Exported:
    """Write the rows of a selection; those of a table in the order of its key, of a view in that of all its columns.

    So two warehouses with the same rows give the same bytes, whatever order the rows came in. Strangers' SQL in it
    reads nothing but the warehouse.

    Args:
        home: whose warehouse.
        what: the name of a table or view (`events`, `events_acled`, `meta.runs`), or a selection.
        file_format: one of `FORMATS`.
        path: the file; one that is there is replaced.
        for_spreadsheet: of CSV: begin with a byte order mark, and put an apostrophe before texts that a spreadsheet
            would take for a formula.
        header: of CSV and TSV: begin with the names of the columns.

    Raises:
        QuestionError: no such table or format, a query that can't be answered, a filter on what is not there.
    """
    if file_format not in FORMATS:
        raise StoreError(f"no format is called {file_format!r}; there are {', '.join(FORMATS)}")
    selection = Selection(what) if isinstance(what, str) else what
    with (
        aside(path) as file,
        shut_in(home, writable=file) as connection,
        explained(home, selection.what),
    ):
        query = selecting(connection, selection)
        columns = columns_of(connection, query)
        query = as_written(query, columns, file_format, for_spreadsheet=for_spreadsheet)
        if file_format in MAPPED:
            _ = coordinates_of(list(columns), selection.name)
            if file_format == "geojson":
                query = features(query, columns_of(connection, query), selection.name)
            rows, empty = MAPPED[file_format](_answer(connection, query), file, selection.name)
            return Exported(rows, (f"{empty} of them have no coordinates and an empty geometry",) if empty else ())
        if file_format == "xlsx":
            meanings = meanings_of(connection, selection.name)
            rows, cut = write_workbook(_answer(connection, query), file, selection.name, meanings)
            return Exported(rows, (f"{cut} texts are cut at the 32,767 signs that a cell holds",) if cut else ())
        named = f", HEADER {str(header).lower()}" if file_format in ("csv", "tsv") else ""
        rows = copy_rows(connection, query, f"{COPIED[file_format]}{named}", file)
        if for_spreadsheet:
            _mark(file)
        return Exported(rows)


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> Answer:
    return Answer(connection, interruptible(connection, lambda: connection.sql(query)))


def copy_rows(connection: duckdb.DuckDBPyConnection, query: str, options: str, file: Path) -> int:
    """Have DuckDB write a query's rows to a file, with the options of a format; gives their number.

    DuckDB does not say how many rows of a PIVOT it wrote, so they are counted.
    """
    statement = f"COPY ({query}) TO {quoted(str(file))} ({options})"
    written = interruptible(connection, lambda: connection.execute(statement).fetchone())
    counting = f"SELECT count(*) FROM ({query})"
    counted = written or interruptible(connection, lambda: connection.execute(counting).fetchone())
    return int(counted[0]) if counted else 0


def as_written(query: str, columns: dict[str, str], file_format: str, *, for_spreadsheet: bool = False) -> str:
    """A query with what a format has no type for, or no signs for, written in another way."""
    written = columns_as_written(columns, file_format, for_spreadsheet=for_spreadsheet)
    named = (f"{value} AS {identifier(column)}" for column, value in written.items())
    return f"SELECT {', '.join(named)} FROM ({query})"


def columns_as_written(columns: dict[str, str], file_format: str, *, for_spreadsheet: bool = False) -> dict[str, str]:
    """Columns of so many types, each with the SQL of its value as a format has it.

    >>> columns_as_written({"event_id": "VARCHAR", "took": "INTERVAL"}, "xlsx")
    {'event_id': '"event_id"', 'took': 'CAST("took" AS VARCHAR)'}
    """
    changes: list[Callable[[str, str], str]] = []
    if file_format not in _WITH_LISTS:
        changes.append(_nested_as_json)
    if file_format not in ("csv", "tsv", "jsonl"):
        changes.append(foreign_as_text)
    if file_format == "tsv":
        changes.append(_without_tabs)
    if for_spreadsheet:
        changes.append(_without_formula)
    written: dict[str, str] = {}
    for column, kind in columns.items():
        written[column] = identifier(column)
        for change in changes:
            written[column] = change(written[column], kind)
    return written


def _nested_as_json(column: str, kind: str) -> str:
    """A list as JSON text: `["Jane Doe","John Roe"]`."""
    nested = kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION"))
    return f"CAST(to_json({column}) AS VARCHAR)" if nested else column


def _without_tabs(column: str, kind: str) -> str:
    """TSV has no quotes, as GDELT and POLECAT have it: tabs and line ends within a text become blanks."""
    return rf"regexp_replace({column}, '[\t\r\n]+', ' ', 'g')" if _is_text(kind) else column


def _without_formula(column: str, kind: str) -> str:
    """A text that no spreadsheet reads as a formula: `=HYPERLINK(…)` in a stranger's title gets an apostrophe.

    It is asked for, since it changes the data: "-5 degrees" is a title too.
    """
    safe = f"CASE WHEN regexp_matches({column}, '{FORMULA}') THEN chr(39) || {column} ELSE {column} END"
    return safe if _is_text(kind) else column


def _is_text(kind: str) -> bool:
    return kind in ("VARCHAR", "JSON") or kind.startswith("ENUM")


def meanings_of(connection: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """What the columns of a table or view say, as its comments have it; nothing of a query."""
    schema, _, table = name.rpartition(".")
    rows = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? "
        "AND comment IS NOT NULL ORDER BY column_index",
        [schema or "main", table],
    ).fetchall()
    return {str(column): str(comment) for column, comment in rows}


def _mark(file: Path) -> None:
    """Begin a file with the byte order mark, without which Excel takes UTF-8 for the machine's own letters."""
    marked = file.with_name(file.name + ".marked")
    try:
        with file.open("rb") as read, marked.open("wb") as write:
            _ = write.write(_BYTE_ORDER_MARK)
            shutil.copyfileobj(read, write)
        _ = marked.replace(file)
    finally:
        marked.unlink(missing_ok=True)


@contextmanager
def aside(path: Path) -> Generator[Path]:
    """A file beside another, which takes its place in one step when all went well."""
    file = path.absolute().with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield file
        _ = file.replace(path)
    finally:
        file.unlink(missing_ok=True)


def copy_to_file(connection: duckdb.DuckDBPyConnection, query: str, file_format: str, path: Path) -> int:
    """Write the rows of a query beside the file and put them in its place in one step; gives their number."""
    named = ", HEADER true" if file_format in ("csv", "tsv") else ""
    with aside(path) as file:
        return copy_rows(connection, query, f"{COPIED[file_format]}{named}", file)
