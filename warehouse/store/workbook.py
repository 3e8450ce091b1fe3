"""Rows as a workbook that Excel and its like open.

What belongs here: types and limits of a sheet. Texts are written as texts, so that none is ever taken for a formula or
a link.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from warehouse.store.home import StoreError
from warehouse.store.questions import Answer, QuestionError, rows_of

MOST_ROWS: Final = 1_048_576 - 1
"""Of a sheet, below its head."""
LONGEST: Final = 32_767
"""Signs that a cell holds."""
_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number; longer ones, such as ids, are written as texts."""
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}


def write_workbook(answer: Answer, path: Path, name: str, meanings: Mapping[str, str]) -> tuple[int, int]:
    """Write rows to the first sheet, and what each column says to the second where that is known.

    What the library puts aside until the book is closed goes with a folder of its own, also where a row is refused.

    Returns:
        How many rows there are, and how many texts were longer than a cell holds, and cut.

    Raises:
        QuestionError: there are more rows than a sheet has.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - only this format needs it
    except ImportError as error:
        raise StoreError(
            "Excel files need the package xlsxwriter; `make setup` or `pip install xlsxwriter` brings it"
        ) from error
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        return _fill(xlsxwriter.Workbook(str(path), _OPTIONS | {"tmpdir": folder}), answer, name, meanings)


def _fill(book: Any, answer: Answer, name: str, meanings: Mapping[str, str]) -> tuple[int, int]:
    head = book.add_format({"bold": True})
    formats = (book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}))
    sheet = book.add_worksheet(_sheet_name(name))
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(answer.columns):
        _ = sheet.write_string(0, column, title, head)
    row = cut = 0
    for frame in answer.frames():
        for values in rows_of(frame):
            row += 1
            if row > MOST_ROWS:
                raise QuestionError(
                    f"a sheet holds {MOST_ROWS:,} rows below its head, {name} has more; take fewer with --from and "
                    "--to or --country, or write .csv or .parquet"
                )
            for column, value in enumerate(values):
                cut += _write(sheet, row, column, value, formats)
    sheet.autofilter(0, 0, row, max(len(answer.columns) - 1, 0))
    _add_meanings(book, head, {column: meanings[column] for column in answer.columns if column in meanings})
    book.close()
    return row, cut


def _write(sheet: Any, row: int, column: int, value: object, formats: tuple[Any, Any]) -> bool:
    """Write a cell; gives whether its text had to be cut."""
    if value is None:
        return False
    if isinstance(value, bool):
        _ = sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal) and abs(value) < _EXACT:  # neither NaN nor infinity is below
        _ = sheet.write_number(row, column, value)
    elif isinstance(value, datetime) and value.year >= 1900:
        _ = sheet.write_datetime(row, column, value, formats[1])
    elif isinstance(value, date) and value.year >= 1900:
        _ = sheet.write_datetime(row, column, value, formats[0])
    else:
        text = str(value)
        _ = sheet.write_string(row, column, text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
        return len(text) > LONGEST
    return False


def _add_meanings(book: Any, head: Any, meanings: Mapping[str, str]) -> None:
    if not meanings:
        return
    sheet = book.add_worksheet("columns")
    _ = sheet.set_column(0, 0, 24)
    _ = sheet.set_column(1, 1, 120)
    for row, (column, meaning) in enumerate({"column": "meaning", **meanings}.items()):
        for place, text in enumerate((column, meaning)):
            _ = sheet.write_string(row, place, text, *([head] if row == 0 else []))


def _sheet_name(name: str) -> str:
    r"""A sheet's name has 31 signs at most, and none of `[]:*?/\\`."""
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:31] or "rows"
