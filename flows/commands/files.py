# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Files that commands write: their format, and whether they can be written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from flows.errors import UserMistake

Format = Literal["csv", "tsv", "parquet", "jsonl", "xlsx", "geojson", "geoparquet", "gpkg"]
RowFormat = Literal["csv", "tsv", "parquet", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)
ROW_FORMATS: tuple[RowFormat, ...] = get_args(RowFormat)


def format_of(file: Path, remedy: str = "", formats: Sequence[Format] = FORMATS) -> Format:
    """What the file's ending says.

    Raises:
        UserMistake: it says no format that is written; `remedy` ends the message.
    """
    ending = file.suffix.lstrip(".").lower()
    for one in formats:
        if one == {"ndjson": "jsonl"}.get(ending, ending):
            return one
    endings = [f".{one}" for one in formats]
    raise UserMistake(
        f"{file}: the ending should be {', '.join(endings[:-1])} or {endings[-1]}{', ' + remedy if remedy else ''}"
    )


def is_no_file(file: Path) -> bool:
    """Whether it is standard output or a device, which the rename that puts a file in place would replace."""
    return str(file) == "-" or (file.exists() and not file.is_file() and not file.is_dir())


def try_writing(file: Path, *, make_folder: bool = False, remedy: str = "make it first") -> None:
    """Raise where FILE can't be written, before DuckDB does in words of its own.

    Raises:
        UserMistake: its folder is not there, and is not to be made; so a slip of the pen makes no new tree of folders.
        OSError: anything else.
    """
    import tempfile

    if file.is_dir():
        raise UserMistake(f"{file} is a folder; name a file in it")
    if make_folder:
        file.parent.mkdir(parents=True, exist_ok=True)
    elif not file.parent.exists():
        raise UserMistake(f"{file} can't be written: there is no folder {file.parent}; {remedy}")
    with tempfile.TemporaryFile(dir=file.parent):
        pass
