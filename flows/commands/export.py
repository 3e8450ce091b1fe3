# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline export`: a table or view as a file that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.files import Format, format_of, is_no_file, try_writing
from flows.commands.options import Home
from flows.errors import UserMistake, told_to_the_user
from flows.settings import DEFAULT_HOME
from flows.terminal import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "export",
        epilog="Examples: `dateline export events events.csv` | `dateline export events_acled acled.parquet` | "
        "`dateline export meta.runs runs.jsonl`",
    )(export)


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Table or view, such as events or events_acled.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; the ending says the format.")],
    home: Home = DEFAULT_HOME,
    file_format: Annotated[Format | None, typer.Option("--format", help="Where FILE's ending does not say it.")] = None,
    spreadsheet: Annotated[
        bool,
        typer.Option("--spreadsheet", help="For CSV that a spreadsheet opens: texts that begin as formulas get a '."),
    ] = False,
) -> None:
    """Write all rows of TABLE to FILE."""
    ending = file_format or format_of(file, "or name one with --format")
    from warehouse.store.database import DamagedFileError, HeldFileError
    from warehouse.store.export import export as write
    from warehouse.store.home import Home as StoreHome
    from warehouse.store.home import StoreError, WarehouseMissingError

    if spreadsheet and ending != "csv":
        raise UserMistake("--spreadsheet is for CSV; no program takes texts of the other formats for formulas")
    _refuse_devices(file, table)
    with told_to_the_user():
        try:
            try_writing(file)
            rows = write(StoreHome(home), table, ending, file, for_spreadsheet=spreadsheet)
        except OSError as error:
            raise UserMistake(f"{file} can't be written: {error.strerror or error}") from error
        except (WarehouseMissingError, DamagedFileError, HeldFileError):
            raise
        except StoreError as error:  # an unknown table
            raise UserMistake(str(error)) from error
    say(f"{rows} rows of {table} are in {file}")


def _refuse_devices(file: Path, table: str) -> None:
    """The file is put in place by a rename, which would replace /dev/stdout itself."""
    if is_no_file(file):
        raise UserMistake(f"{file} is no file; `dateline sql --csv 'FROM {table}'` writes to standard output")
