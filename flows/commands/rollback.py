# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline rollback`: the published files of before, and one of them before readers again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME
from flows.terminal import say

if TYPE_CHECKING:
    from warehouse.store.home import Home as StoreHome


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "rollback",
        epilog="Examples: `dateline rollback` lists what is kept | `dateline rollback 20261126T061502` puts that file "
        "before readers and holds it: runs go on coding and publish nothing | `dateline rollback --latest` publishes "
        "what was built since. To take a bad run out for good: `dateline rebuild --without RUN`.",
    )(rollback)


def rollback(
    name: Annotated[str | None, typer.Argument(metavar="[FILE]", help="Name of a kept file, or its beginning.")] = None,
    home: Home = DEFAULT_HOME,
    latest: Annotated[bool, typer.Option("--latest", help="Publish the newest again; hold nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the published files that are kept, or put one of them before readers."""
    from flows.errors import UserMistake, told_to_the_user
    from flows.loading import load_packages, publish_warehouse
    from flows.run_records import new_run_id
    from warehouse.store.home import Home as StoreHome
    from warehouse.store.locking import writer_lock
    from warehouse.store.retained import let_go, switch_to

    store = StoreHome(home)
    if name and latest:
        raise UserMistake("give a file or --latest, not both")
    if not home.is_dir():
        raise UserMistake(f"{home}: no such home")
    if name or latest:
        with told_to_the_user(), writer_lock(store):
            if name:
                _ = switch_to(store, name)
            else:
                let_go(store)
                _ = load_packages(store, new_run_id())  # what a killed run left
                _ = publish_warehouse(store)
    _show(store, as_json)


def _show(store: StoreHome, as_json: bool) -> None:
    from flows.console import print_json
    from warehouse.store.retained import held, retained_files

    now, kept = held(store), retained_files(store)
    rows: list[dict[str, object]] = [
        {"name": one.name, "published_at": one.published_at, "size_bytes": one.size_bytes, "held": one.name == now}
        for one in kept
    ]
    if as_json:
        print_json({"held": now, "kept": rows})
        return
    for one in kept:
        mark = "   before readers, held" if one.name == now else ""
        say(f"{one.name}  {one.published_at:%Y-%m-%d %H:%M:%S} UTC  {one.size_bytes / 1e6:.1f} MB{mark}")
    if not kept:
        say("no former file is kept yet")
    say(f"{store.published} is {f'held at {now}' if now else 'the newest'}")
