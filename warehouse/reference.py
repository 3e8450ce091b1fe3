"""Reads the reference tables of `seeds/reference` and checks them against their declarations.

What belongs here: files to frames. Which files make a table, where some are one's own, is in `own_tables`; what the
tables mean to a coder is in `transforms`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import polars as pl

from warehouse.own_tables import REFERENCE_FOLDER, ReferenceTableError, note_reading, table_files
from warehouse.schema.reference import ReferenceTable, ReferenceType
from warehouse.schema.reference_tables import all_reference_tables

_READ: dict[ReferenceType, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "date": lambda cell: datetime.strptime(cell, "%Y-%m-%d").date(),  # noqa: DTZ007 - a day has no zone
}
__all__ = ["REFERENCE_FOLDER", "ReferenceTableError", "read_reference", "read_reference_table"]

_BRACES = re.compile(r"\{([a-z_]+)\}")
_DTYPES: dict[ReferenceType, pl.DataType] = {
    "text": pl.String(),
    "regular expression": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}


def read_reference(folder: Path | None = None) -> dict[str, pl.DataFrame]:
    """Read and check every declared table.

    Args:
        folder: where all of them lie; ours with those of one's own where there is none.

    Returns:
        Frames by table name (`dates/holidays`), one row per CSV line in file order, columns typed as declared.

    Raises:
        ReferenceTableError: a file is missing, or a cell breaks a rule.
    """
    return {name: read_reference_table(table, folder) for name, table in all_reference_tables().items()}


def read_reference_table(table: ReferenceTable, folder: Path | None = None) -> pl.DataFrame:
    """Read one table as text, check each cell, then give the columns their declared types."""
    if folder is None:
        note_reading()
    files = [folder / f"{table.path}.csv"] if folder else table_files(table.path)
    parts = [_read_part(table, path) for path in files]
    frame = parts[0] if len(parts) == 1 else _with_rows_added(parts[0], parts[1], table.key)
    for path, part in zip(files, parts, strict=True):
        for column in table.columns:
            _check_pointer(part, table, column, path, frame, folder)
            _check_braces(part, table, column, path, frame)
    return frame


def _read_part(table: ReferenceTable, path: Path) -> pl.DataFrame:
    """The rows of one file, each cell and the key checked."""
    if not path.is_file():
        raise ReferenceTableError(f"{path} is missing; it should hold: {table.description}")
    cells = _read_cells(path)
    frame = _with_declared_columns(cells, table, path)
    try:
        for column in table.columns:
            _check_column(frame, table, column, path)
    except ReferenceTableError as error:
        raise ReferenceTableError(f"{error}{_short_line(path, cells.width)}") from None
    frame = frame.with_columns(_typed(name, rule.type) for name, rule in table.columns.items())
    _check_key(frame, table, path)
    return frame


def _with_declared_columns(cells: pl.DataFrame, table: ReferenceTable, path: Path) -> pl.DataFrame:
    """The columns in the declared order. Those that need not be filled may be left out, but of our own tables."""
    unknown = [name for name in cells.columns if name not in table.columns]
    if unknown:
        raise ReferenceTableError(
            f"{path} has columns that {table.name} does not have: {', '.join(unknown)}; "
            + (
                "save it with commas between the columns"
                if ";" in cells.columns[0]
                else f"it has {', '.join(table.columns)}"
            )
        )
    is_ours = path.is_relative_to(REFERENCE_FOLDER)
    lacking = {name: rule.required or is_ours for name, rule in table.columns.items() if name not in cells.columns}
    if any(lacking.values()):
        wanted = ", ".join(name for name, is_wanted in lacking.items() if is_wanted)
        raise ReferenceTableError(f"{path} lacks columns: {wanted}")
    empty = (pl.lit(None, pl.String).alias(name) for name in lacking)
    return cells.with_columns(*empty).select(*table.columns)


def _with_rows_added(ours: pl.DataFrame, added: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """A row with the key of one of ours takes its place; others stand first, where the first row that fits decides."""
    if not key:
        return pl.concat([added, ours])
    at = [ours.columns.index(name) for name in key]
    rows = {tuple(row[place] for place in at): row for row in added.iter_rows()}
    kept = [rows.pop(tuple(row[place] for place in at), row) for row in ours.iter_rows()]
    return pl.DataFrame([*rows.values(), *kept], schema=ours.schema, orient="row")


def _read_cells(path: Path) -> pl.DataFrame:
    """The cells as text; what a spreadsheet program may have made of the file is told with the remedy."""
    try:
        _ = path.read_bytes().decode("utf-8")
        return pl.read_csv(path, infer_schema=False)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ReferenceTableError(f"{path}, line {line}: not UTF-8; save it as CSV UTF-8") from error
    except pl.exceptions.NoDataError as error:
        raise ReferenceTableError(f"{path} is empty; its first line names the columns") from error
    except pl.exceptions.ComputeError as error:
        raise ReferenceTableError(
            f"{path} is no whole CSV table ({str(error).splitlines()[0]}); put quotes around cells with commas or "
            "quotes, and close them"
        ) from error


def _short_line(path: Path, columns: int) -> str:
    """What to add to a complaint where a line has too few cells: it is then read with all its cells moved."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        for cells in reader:
            if cells and len(cells) < columns:
                return f"; line {reader.line_num} has {len(cells)} cells, the head has {columns}"
    return ""


def _typed(column: str, kind: ReferenceType) -> pl.Expr:
    if kind == "boolean":
        return (pl.col(column) == "true").alias(column)
    return pl.col(column).str.to_date("%Y-%m-%d") if kind == "date" else pl.col(column).cast(_DTYPES[kind])


def _check_column(frame: pl.DataFrame, table: ReferenceTable, column: str, path: Path) -> None:
    rule = table.columns[column]
    for number, cell in enumerate(frame.get_column(column).to_list(), start=2):
        where = f"{path}, line {number}, column {column}"
        if cell is None:
            if rule.required:
                raise ReferenceTableError(f"{where}: the cell is empty and must not be (it holds: {rule.description})")
        elif not table.matches(column, cell):
            wanted = ", ".join(rule.allowed or rule.alternatives) or rule.pattern
            raise ReferenceTableError(f"{where}: {cell!r} is not one of / does not match: {wanted}")
        elif not _is_typed(cell, rule.type):
            raise ReferenceTableError(f"{where}: {cell!r} is not a {rule.type}")
    if rule.read_for is not None:
        _check_is_read(frame, column, rule.read_for, path)


def _check_is_read(frame: pl.DataFrame, column: str, read_for: tuple[str, tuple[str, ...]], path: Path) -> None:
    """A condition in a cell that nobody reads looks as if it held: refuse it."""
    other, values = read_for
    for number, (cell, kind) in enumerate(frame.select(column, other).iter_rows(), start=2):
        if cell is not None and kind not in values:
            raise ReferenceTableError(
                f"{path}, line {number}, column {column}: {cell!r} is never read where {other} is {kind}; "
                f"it is read for: {', '.join(values)}"
            )


def _check_pointer(  # noqa: PLR0917 - one cell's whereabouts
    part: pl.DataFrame, table: ReferenceTable, column: str, path: Path, whole: pl.DataFrame, folder: Path | None
) -> None:
    """A code that nothing defines would drop rows of a join in silence: refuse it."""
    pointer = table.columns[column].points_to
    if pointer is None:
        return
    other, _, target = pointer.rpartition(".")
    holder = read_reference_table(all_reference_tables()[other], folder) if other else whole
    known = set(holder.get_column(target).to_list())
    for number, cell in enumerate(part.get_column(column).to_list(), start=2):
        if cell is not None and cell not in known:
            raise ReferenceTableError(
                f"{path}, line {number}, column {column}: {cell!r} stands nowhere in column {target}"
                + (f" of {other}.csv" if other else "")
            )


def _check_braces(part: pl.DataFrame, table: ReferenceTable, column: str, path: Path, whole: pl.DataFrame) -> None:
    """A name in braces that stands for nothing, or for what it stands in, could not be written out: refuse it."""
    rule = table.columns[column].braces
    if rule is None:
        return
    holder, others = rule
    named: dict[str, set[str]] = {other: set() for other in others}
    for name, cell in whole.select(holder, column).iter_rows():
        named.setdefault(name, set()).update(_BRACES.findall(cell or ""))
    for number, (name, cell) in enumerate(part.select(holder, column).iter_rows(), start=2):
        for one in _BRACES.findall(cell or ""):
            if one not in named or name in _reached(one, named):
                said = f"has no rows in column {holder}" if one not in named else f"stands for {name} again"
                raise ReferenceTableError(f"{path}, line {number}, column {column}: {{{one}}} {said}")


def _reached(name: str, named: Mapping[str, set[str]]) -> set[str]:
    """A name and all that it stands for, however deep."""
    found, todo = set[str](), [name]
    while todo:
        if (one := todo.pop()) not in found:
            found.add(one)
            todo += named.get(one, ())
    return found


def _is_typed(cell: str, kind: ReferenceType) -> bool:
    if kind == "regular expression":
        return _is_expression(_BRACES.sub("x", cell))
    if kind == "boolean":
        return cell in ("true", "false")
    if kind == "text":
        return True
    try:
        _ = _READ[kind](cell)
    except ValueError:
        return False
    return True


def _is_expression(text: str) -> bool:
    try:
        _ = re.compile(text)
    except re.error:
        return False
    return True


def _check_key(frame: pl.DataFrame, table: ReferenceTable, path: Path) -> None:
    if not table.key:
        return
    repeated = frame.filter(pl.struct(table.key).is_duplicated()).select(table.key).unique(maintain_order=True)
    if repeated.height:
        raise ReferenceTableError(f"{path}: {repeated.height} keys stand more than once, such as {repeated.row(0)}")
