# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline rebuild`: the warehouse anew from the lake, which is the record."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.options import AsJson, Home, Reference
from flows.settings import DEFAULT_HOME
from flows.terminal import say
from flows.wording import counted


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "rebuild",
        epilog="Examples: `dateline rebuild` | `dateline rebuild --without 20210809T060000-7c1e` takes a bad run out "
        "of the lake first (its packages are kept in lake/quarantine). Readers see the old warehouse until the new one "
        "is whole.",
    )(rebuild)


def rebuild(
    home: Home = DEFAULT_HOME,
    _reference: Reference = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="RUN", help="Leave out this run; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the warehouse anew from the lake and publish it; no article is coded again."""
    from flows.rebuilding import rebuild_warehouse

    done = rebuild_warehouse(home, tuple(without or ()))
    if as_json:
        from flows.console import print_json

        print_json(done.as_dict())
        return
    if done.packages_removed:
        say(f"taken out of the lake into lake/quarantine: {counted(done.packages_removed, 'package')}")
    say(f"rebuilt {done.warehouse}: " + ", ".join(f"{count} {name}" for name, count in done.tables.items()))
