# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline report`: the events as one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Home
from flows.settings import DEFAULT_HOME
from flows.terminal import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "report",
        epilog="Examples: `dateline report` | `dateline report mali.html --country MLI --from 2023 --to 2023-11` | "
        "`dateline report sure.html --status actual --confidence 0.7`. The page needs no network and no server.",
    )(report)


def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to.")] = Path("report.html"),
    home: Home = DEFAULT_HOME,
    country: Annotated[list[str] | None, typer.Option(help="Code or name of a country (may be repeated).")] = None,
    first: Annotated[str | None, typer.Option("--from", help="Day, month or year: 2021-08-15, 2021-08, 2021.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="The same; events without a day are left out then.")] = None,
    event_type: Annotated[list[str] | None, typer.Option("--type", help="PLOVER type, such as ASSAULT.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="Such as actual (may be repeated).")] = None,
    confidence: Annotated[float, typer.Option(min=0, max=1, help="Least confidence.")] = 0.0,
    limit: Annotated[int, typer.Option(min=1, max=50_000, help="Most events; the newest are kept.")] = 10_000,
    launch: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write a page with map, timeline, parties, deaths, sources, data quality and each event's sentence to FILE."""
    from flows.commands.files import is_no_file
    from flows.errors import UserMistake
    from flows.page.document import write_report
    from flows.page.selection import selection_of
    from flows.wording import counted

    if is_no_file(file) or file.is_dir() or file.suffix.lower() not in (".html", ".htm"):
        raise UserMistake(f"{file}: the page is a file that ends in .html")
    asked = selection_of(home, country or [], first, last, event_type or [], status or [], confidence, limit)
    written = write_report(home, file, asked)
    left_out = f" of {written.matching}, the newest; --limit or filters choose others" if written.matching > written.shown else ""
    none = "; the page says that there are none" if not written.shown else ""
    say(f"{counted(written.shown, 'event')}{left_out} in {file} ({written.size / 1e6:.1f} MB){none}")
    if launch:
        typer.launch(file.absolute().as_uri())
