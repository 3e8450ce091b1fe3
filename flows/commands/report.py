# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline report`: the events as one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import Home
from flows.settings import DEFAULT_HOME
from flows.terminal import say

if TYPE_CHECKING:
    from flows.page.selection import Selection


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "report",
        epilog="Examples: `dateline report` | `dateline report mali.html --country MLI --from 2023 --to 2023-11` | "
        "`dateline report sure.html --status actual --min-confidence 0.7`. The page needs no network and no server.",
    )(report)


def report(  # noqa: PLR0917 - Typer makes the arguments from the signature
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to.")] = Path("report.html"),
    home: Home = DEFAULT_HOME,
    country: Annotated[list[str] | None, typer.Option(help="Code or name of a country (may be repeated).")] = None,
    first: Annotated[str | None, typer.Option("--from", help="Day, month or year: 2021-08-15, 2021-08, 2021.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="The same; events without a day are left out then.")] = None,
    event_type: Annotated[
        list[str] | None, typer.Option("--type", help="Type, mode or sub-type, such as ASSAULT.")
    ] = None,
    status: Annotated[list[str] | None, typer.Option(help="Such as actual (may be repeated).")] = None,
    min_confidence: Annotated[
        float | None, typer.Option("--min-confidence", min=0, max=1, help="Only events at least so certain.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50_000, help="Most events; the newest are kept.")] = 10_000,
    launch: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write a page with map, timeline, parties, deaths, sources, data quality and each event's sentence to FILE."""
    from flows.commands.export import days_of
    from flows.page.selection import Selection
    from warehouse.store.selection import Filters

    refuse_other_files(file)
    wanted = Filters(
        tuple(country or ()), *days_of(first, last), tuple(event_type or ()), tuple(status or ()), min_confidence
    )
    write_page(home, file, Selection(wanted, limit))
    if launch:
        typer.launch(file.absolute().as_uri())


def refuse_other_files(file: Path) -> None:
    """Before any work is done: the page goes to a file that a browser opens as one.

    Raises:
        UserMistake: FILE is a folder or a device, or its ending is another.
    """
    from flows.commands.files import is_no_file
    from flows.errors import UserMistake

    if is_no_file(file) or file.is_dir() or file.suffix.lower() not in (".html", ".htm"):
        raise UserMistake(f"{file}: the page is a file that ends in .html")


def write_page(home: Path, file: Path, asked: Selection | None = None) -> None:
    """Write the page and say what it holds, to standard error: a run's answer goes to standard output."""
    from flows.page.document import write_report
    from flows.page.selection import Selection
    from flows.wording import counted

    written = write_report(home, file, asked or Selection())
    more = written.matching > written.shown
    left_out = f", the newest of {written.matching}; --limit or filters choose others" if more else ""
    none = "; the page says why there are none" if not written.shown else ""
    say(f"{file} holds {counted(written.shown, 'event')}{left_out}{none} ({written.size / 1e6:.1f} MB)", err=True)
