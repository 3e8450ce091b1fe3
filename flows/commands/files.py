# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Files that commands write: their format, and whether they can be written."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from flows.errors import UserMistake

Format = Literal["csv", "parquet", "jsonl"]


def format_of(file: Path, remedy: str = "") -> Format:
    """What the file's ending says.

    Raises:
        UserMistake: it says no format that is written; `remedy` ends the message.
    """
    ending = file.suffix.lstrip(".").lower()
    if ending in ("csv", "parquet", "jsonl"):
        return ending
    raise UserMistake(f"{file}: the ending should be .csv, .parquet or .jsonl{', ' + remedy if remedy else ''}")


def is_no_file(file: Path) -> bool:
    """Whether it is standard output or a device, which the rename that puts a file in place would replace."""
    return str(file) == "-" or (file.exists() and not file.is_file() and not file.is_dir())


def try_writing(file: Path) -> None:
    """Raise OSError where FILE can't be written, before DuckDB does in words of its own."""
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=file.parent):
        pass
