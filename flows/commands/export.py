# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline export`: rows of the warehouse as a file that other programs read, or a folder with its own description."""

from __future__ import annotations

import calendar
import re
import shlex
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.files import Format, format_of, is_no_file, try_writing
from flows.commands.options import Home
from flows.errors import RunInterrupted, UserMistake, told_to_the_user
from flows.settings import DEFAULT_HOME
from flows.terminal import say
from flows.wording import counted

if TYPE_CHECKING:
    from warehouse.store.selection import Selection

EPILOG = (
    "Examples: `dateline export events events.csv` | `dateline export events_acled mali.xlsx --country Mali` | "
    "`dateline export events map.geojson --status actual --from 2023-03 --to 2023` | "
    '`dateline export -q "SELECT event_type, count(*) FROM events GROUP BY ALL" types.csv` | '
    "`dateline export \"event('0c4f2a9be1d87735')\" one.jsonl` | `dateline export --datapackage handover`"
)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", epilog=EPILOG)(export)


def _names(incomplete: str) -> list[str]:
    """Tables and views for the shell to complete."""
    from importlib import resources

    from warehouse.schema.tables import ALL_TABLES

    views = resources.files("warehouse.store.views").iterdir()
    names = [table.qualified_name.removeprefix("main.") for table in ALL_TABLES]
    names += [view.name.removesuffix(".sql") for view in views if view.name.endswith(".sql")]
    return [name for name in sorted(names) if name.startswith(incomplete)]


def export(  # noqa: PLR0917 - the options are made from the signature
    table: Annotated[
        str | None,
        typer.Argument(
            metavar="TABLE",
            help="Table, view or macro, such as events, events_acled or \"event('…')\"; not with --query or "
            "--datapackage.",
            autocompletion=_names,
        ),
    ] = None,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; the ending says the format.")] = None,
    home: Home = DEFAULT_HOME,
    query: Annotated[str | None, typer.Option("--query", "-q", help="The rows of this query, in its order.")] = None,
    file_format: Annotated[Format | None, typer.Option("--format", help="Where FILE's ending does not say it.")] = None,
    country: Annotated[
        list[str] | None,
        typer.Option("--country", metavar="COUNTRY", help="Only this country, by name or ISO code; may be repeated."),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only from 2023, 2023-05 or 2023-05-17 on.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Only to the end of 2023, 2023-05 or 2023-05-17.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--type", metavar="TYPE", help="Only this type, mode or sub-type of events; may be repeated."),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="Only this status, such as actual; may be repeated."),
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", min=0, max=1, help="Only rows at least so certain.")
    ] = None,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel",
            "--spreadsheet",
            help="CSV for a spreadsheet: a byte order mark, and a ' before texts that begin as formulas.",
        ),
    ] = False,
    header: Annotated[
        bool, typer.Option("--header/--no-header", help="CSV and TSV begin with the names of the columns, or not.")
    ] = True,
    make_folder: Annotated[bool, typer.Option("--mkdir", help="Make FILE's folder where it is not there.")] = False,
    datapackage: Annotated[
        bool,
        typer.Option(
            "--datapackage",
            help="FILE is a new folder: the tables and views as CSV, datapackage.json, dictionary, licence, citation.",
        ),
    ] = False,
) -> None:
    """Write rows of TABLE, or of a query, to FILE: CSV, TSV, JSONL, Parquet, Excel, GeoJSON, GeoParquet, GeoPackage."""
    if (query is not None or datapackage) and file is not None:
        raise UserMistake(f"give TABLE or {'--datapackage' if datapackage else '--query'}, not both")
    if table is None and query is not None:
        raise UserMistake("give FILE too, such as `dateline export -q 'SELECT …' answer.csv`")
    if table is None and datapackage:
        raise UserMistake("give FILE, the new folder, such as `dateline export --datapackage handover`")
    if table is None or (query is None and not datapackage and file is None):
        name = table or "events"
        raise UserMistake(f"give TABLE and FILE, such as `dateline export {name} {name}.csv`")
    target = Path(table) if file is None else file
    from warehouse.store.selection import Filters, Selection

    days = days_of(first, last)
    filters = Filters(tuple(country or ()), *days, tuple(kind or ()), tuple(status or ()), min_confidence)
    if datapackage:
        if filters or query is not None or file_format or excel or not header:
            raise UserMistake("--datapackage holds all rows as CSV; it takes no filter, query or format")
        _write_package(home, target, make_folder=make_folder)
        return
    selection = Selection(table, filters=filters) if query is None else Selection(query, True, filters)
    if is_no_file(target):
        asked = selection.what if selection.is_query else f"FROM {selection.what}"
        raise UserMistake(f"{target} is no file; `dateline sql --csv {shlex.quote(asked)}` writes to standard output")
    ending = file_format or format_of(target, "or name one with --format")
    if excel and ending != "csv":
        raise UserMistake("--excel is for CSV; no program takes texts of the other formats for formulas")
    if not header and ending not in ("csv", "tsv"):
        raise UserMistake("--no-header is for CSV and TSV")
    _write(home, selection, target, ending, excel=excel, header=header, make_folder=make_folder)


def _write(
    home: Path, selection: Selection, file: Path, ending: Format, *, excel: bool, header: bool, make_folder: bool
) -> None:
    from warehouse.store.export import export as write
    from warehouse.store.home import Home as StoreHome

    with _mistakes_told(file):
        try_writing(file, make_folder=make_folder, remedy="--mkdir makes it")
        done = write(StoreHome(home), selection, ending, file, for_spreadsheet=excel, header=header)
    of = "the query" if selection.is_query else selection.what
    say(f"{counted(done.rows, 'row')} of {of} {'is' if done.rows == 1 else 'are'} in {file}")
    for note in done.notes:
        say(note)


@contextmanager
def _mistakes_told(file: Path) -> Generator[None]:
    from warehouse.store.database import DamagedFileError, HeldFileError
    from warehouse.store.home import StoreError, WarehouseMissingError

    with told_to_the_user():
        try:
            yield
        except OSError as error:
            raise UserMistake(f"{file} can't be written: {error.strerror or error}") from error
        except (WarehouseMissingError, DamagedFileError, HeldFileError):
            raise
        except StoreError as error:  # an unknown table, a query that can't be answered
            raise UserMistake(str(error)) from error
        except KeyboardInterrupt as error:
            raise RunInterrupted("interrupted; nothing was written") from error


def days_of(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The days that --from and --to mean.

    Raises:
        UserMistake: one is none, or they are the wrong way round.
    """
    start = None if first is None else day_of(first, "--from")
    end = None if last is None else day_of(last, "--to", at_end=True)
    if start and end and end < start:
        raise UserMistake(f"--to {last} is before --from {first}")
    return start, end


def day_of(text: str, option: str, *, at_end: bool = False) -> date:
    """The first or last day of a year, a month or a day.

    >>> day_of("2024-02", "--to", at_end=True)
    datetime.date(2024, 2, 29)

    Raises:
        UserMistake: it is none.
    """
    found = _DAY.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        year, month = int(found["year"]), int(found["month"] or (12 if at_end else 1))
        return date(year, month, int(found["day"] or (calendar.monthrange(year, month)[1] if at_end else 1)))
    except (ValueError, IndexError) as error:  # calendar's own error is both
        raise UserMistake(f"{option}: {text!r} is no date; write 2023, 2023-05 or 2023-05-17") from error


def _write_package(home: Path, folder: Path, *, make_folder: bool) -> None:
    from warehouse.store.data_package import write_data_package
    from warehouse.store.home import Home as StoreHome

    if folder.resolve() == Path.cwd():
        raise UserMistake(f"{folder} is the folder you are in, and can't be made anew; name a new folder")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserMistake(f"{folder} is there already; name a new folder, or an empty one")
    with _mistakes_told(folder):
        if make_folder:
            folder.parent.mkdir(parents=True, exist_ok=True)
        elif not folder.parent.exists():
            raise UserMistake(f"{folder} can't be made: there is no folder {folder.parent}; --mkdir makes it")
        rows = write_data_package(StoreHome(home), folder)
    say(
        f"{counted(len(rows), 'table')} with {counted(sum(rows.values()), 'row')} are in {folder}; start with README.md"
    )
