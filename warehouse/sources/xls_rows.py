"""The rows of an old spreadsheet (XLS), as a program: the file comes in on standard input, its rows go out as JSON.

What belongs here: cells to plain values. It is run as a process of its own (`sheets`): in a damaged file sectors may
lead back to themselves, and the library follows them until the memory is full. It imports nothing of ours.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError


def main() -> None:
    """Read, and write one JSON object: `sheets`, each a list of rows, or `error`."""
    _limit()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        answer: dict[str, Any] = {"sheets": [list(sheet.iter_rows()) if sheet.height else [] for sheet in sheets]}
    except PasswordError:
        answer = {"error": "the spreadsheet is encrypted; save it without its password"}
    except Exception as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer, default=_plain))


def _plain(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, datetime | date | time) else str(cell)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    seconds, memory = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
