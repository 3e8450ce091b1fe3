# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline compact`: few folders in the lake in place of one for each batch of each run."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME
from flows.terminal import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "compact",
        epilog="Examples: `dateline compact` once a month | `dateline compact --undo` before the lake goes to an "
        "object store. The warehouse stays as it is, a rebuild gives the same, and `rebuild --without` works.",
    )(compact)


def compact(
    home: Home = DEFAULT_HOME,
    undo: Annotated[bool, typer.Option("--undo", help="A folder for each package again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put the lake's many small packages into few packs, so that a rebuild opens fewer files."""
    from dataclasses import asdict

    from flows.console import print_json
    from flows.errors import UserMistake, told_to_the_user
    from warehouse.store.compacting import compact as make_packs
    from warehouse.store.compacting import undo_compacting
    from warehouse.store.home import Home as StoreHome
    from warehouse.store.locking import writer_lock

    store = StoreHome(home)
    if not home.is_dir():
        raise UserMistake(f"{home}: no such home")
    with told_to_the_user(home), writer_lock(store):
        done = undo_compacting(store) if undo else make_packs(store)
    if as_json:
        print_json(asdict(done))
        return
    say(done.words)
