# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline diff`: what differs between two published warehouses."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.files import ROW_FORMATS, format_of, is_no_file, try_writing
from flows.commands.options import AsJson
from flows.errors import ExitCode, UserMistake, told_to_the_user

if TYPE_CHECKING:
    from warehouse.store.differences import Comparison

EPILOG = (
    "Examples: `dateline diff /srv/old/warehouse.duckdb data` | `dateline diff old.duckdb new.duckdb --table events` | "
    "`dateline diff old.duckdb new.duckdb --out cells.csv` | `dateline diff old new --json`. Exit codes: 0 no "
    "differences, 1 differences, 2 and above trouble (2 no warehouse, 3 nothing published, 4 held by a writer)."
)
PIPE_WIDTH = 80


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("diff", epilog=EPILOG)(diff)


def diff(  # noqa: PLR0917 - Typer makes the arguments from the signature
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A warehouse.duckdb, or the home folder that holds it.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The one to compare it with.")],
    table: Annotated[
        list[str] | None,
        typer.Option(metavar="TABLE", help="Only this table, its columns in full; may be repeated."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Examples of each kind.")] = 3,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every row and cell that differs as .csv, .tsv, .parquet or .jsonl."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare two published warehouses; run ids, times of runs and coder versions are no differences."""
    cells_file = None if out is None else (out, format_of(out, formats=ROW_FORMATS))
    with _mistakes_told():
        from warehouse.store.compare import compare

        if out is not None:
            _check_writable(out, old, new)
        found = compare(old, new, tables=table or (), examples=limit, cells_file=cells_file)
    if as_json:
        from flows.console import print_json

        print_json(found.as_dict())
    else:
        _print(found, out)
    if not found.same:
        raise typer.Exit(ExitCode.DIFFERENT)


@contextmanager
def _mistakes_told() -> Generator[None, None, None]:
    """The exit code 1 is for differences, so what the store can't read is a mistake in the call."""
    from warehouse.store.home import StoreError, WarehouseBusyError, WarehouseMissingError

    with told_to_the_user():
        try:
            yield
        except (WarehouseBusyError, WarehouseMissingError):
            raise
        except StoreError as error:
            raise UserMistake(str(error)) from error
        except OSError as error:
            raise UserMistake(f"{error.filename}: {error.strerror or error}") from error


def _check_writable(out: Path, old: Path, new: Path) -> None:
    """The file is put in place by a rename: neither a device nor what is compared may be replaced."""
    if is_no_file(out):
        raise UserMistake(f"{out} is no file; `dateline diff --json` writes to standard output")
    if out.exists() and any(given.exists() and out.samefile(given) for given in (old, new)):
        raise UserMistake(f"{out} is one of the files to compare")
    try:
        try_writing(out)
    except OSError as error:
        raise UserMistake(f"{out} can't be written: {error.strerror or error}") from error


def _print(found: Comparison, out: Path | None) -> None:
    from flows.console import Console
    from flows.differences import comparison_lines

    console = Console(highlight=False, soft_wrap=True)
    for line, style in comparison_lines(found, console.width if console.is_terminal else PIPE_WIDTH):
        console.print(line, style=style, markup=False)
    if out is not None:
        console.print(f"\nall that differs in rows is in {out}", markup=False)
