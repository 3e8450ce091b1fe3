# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline health`: an exit code for monitors."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.errors import ExitCode
from flows.settings import DEFAULT_HOME
from flows.terminal import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "health",
        epilog="Examples: `dateline health` | `dateline health --hours 2 --home /srv/dateline || page-somebody`. "
        "Exit codes: 0 well, 1 the last good run is too old, or there is none, or its file is missing.",
    )(health)


def health(
    home: Home = DEFAULT_HOME,
    hours: Annotated[float, typer.Option(min=0, help="How old the last good run may be; nothing new is good.")] = 26.0,
    as_json: AsJson = False,
) -> None:
    """Say whether the last good run is recent enough; exit code 1 if not."""
    from flows.health import health_of

    found = health_of(home, hours)
    if as_json:
        from flows.console import print_json

        print_json(found.as_dict())
    else:
        say(f"{'well' if found.is_well else 'not well'}: {found.message}")
    if not found.is_well:
        raise typer.Exit(ExitCode.RUN_FAILED)
