"""Reads spreadsheets (XLSX, XLS, ODS) into records, one a row, by the names in the header row.

What belongs here: which row is the header, and cells to values. What the names mean is for `transforms.prepare`.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

from warehouse.schema.record_keys import FieldNames
from warehouse.sources.containers import Member
from warehouse.sources.field_names import load_field_names
from warehouse.sources.messages import read_whole
from warehouse.sources.model import ReadLimits
from warehouse.sources.office import check_parts
from warehouse.sources.structured import BadRecord, Parsed, Record, missing_text_column
from warehouse.sources.table_heads import LINES, is_head

_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
_OLD_PROGRAM = Path(__file__).with_name("xls_rows.py")
_SECONDS, _MEMORY = 60, 2 * 1024 * 1024 * 1024


def read_sheets(member: Member, limits: ReadLimits, names: FieldNames | None = None) -> Iterator[Parsed]:
    """The rows of each sheet that has a column of text; the number of a record counts on over all sheets."""
    data = read_whole(member, limits)
    if isinstance(data, BadRecord):
        yield data
        return
    if data.startswith(_ZIP):
        check_parts(io.BytesIO(data), limits)
    missing: list[BadRecord] = []
    number = 0
    for sheet in _old_sheets(data) if data.startswith(_OLD) else _sheets(data):
        header, rows = _table(sheet, names)
        if (lack := missing_text_column(header, names)) is not None:
            missing += [lack] if header else []
            continue
        for row in rows:
            values = {
                name: value for name, cell in zip(header, row, strict=False) if (value := _value(cell)) is not None
            }
            if name_and_value := {name: value for name, value in values.items() if name}:
                number += 1
                yield Record(number, name_and_value)
    if not number and missing:
        yield missing[0]


def _old_sheets(data: bytes) -> Iterator[Iterator[Sequence[Any]]]:
    """The rows of each sheet of an XLS, read in a process apart: a damaged one would fill the memory of a run.

    Raises:
        ValueError: it is damaged, or locked with a password.
    """
    program = [sys.executable, "-I", str(_OLD_PROGRAM), str(_SECONDS), str(_MEMORY)]
    try:
        done = subprocess.run(program, input=data, capture_output=True, timeout=2 * _SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ValueError(f"reading it took longer than {2 * _SECONDS} s") from None
    if done.returncode:
        raise ValueError(f"its reader gave up ({done.returncode})")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise ValueError(answer["error"])
    yield from map(iter, answer["sheets"])


def _sheets(data: bytes) -> Iterator[Iterator[Sequence[Any]]]:
    """The rows of each sheet of a workbook.

    Raises:
        ValueError: it is damaged, or locked with a password.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            yield iter(sheet.iter_rows()) if sheet.height else iter(())
    except PasswordError as error:
        raise ValueError("the spreadsheet is encrypted; save it without its password") from error
    except BaseException as error:  # the library's own panics are no Exceptions
        if isinstance(error, Exception) or type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"its reader gave up: {error}") from None


def _table(rows: Iterator[Sequence[Any]], names: FieldNames | None) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """The header's names and the rows below it.

    The header is known as that of a table in text is (`table_heads`); where no row is, it is the first with a column of
    text, and without one the first that is filled, for the refusal to name.
    """
    known = names or load_field_names()
    first = list(islice(rows, LINES))
    heads = [_names(row) for row in first]
    start = next((number for number, head in enumerate(heads) if any(head)), 0)
    found = [number for number, head in enumerate(heads) if is_head(head, known, is_first=number == start)]
    found += [number for number, head in enumerate(heads) if known.has_text(head)]
    if not found:
        return next((head for head in heads if any(head)), []), iter(())
    return heads[found[0]], chain(first[found[0] + 1 :], rows)


def _names(row: Sequence[Any]) -> list[str]:
    return [str(cell).strip() for cell in row]


def _value(cell: Any) -> Any:
    """A cell's value; a whole number is written without a point."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
