# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline check`: every rule on every row of the warehouse."""

from __future__ import annotations

import typer

from flows.commands.options import AsJson, Home
from flows.errors import ExitCode
from flows.settings import DEFAULT_HOME
from flows.terminal import say
from flows.wording import counted


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check",
        epilog="Examples: `dateline check` | `dateline check --json`. A run checks the rows that it touched; this "
        'looks at all of them, after a crash of the machine for example. `dateline sql "FROM meta.failed_rows"` lists '
        "the rows as of the last time that something was published.",
    )(check)


def check(home: Home = DEFAULT_HOME, as_json: AsJson = False) -> None:
    """Check every row of the warehouse against its declarations; exit code 1 if an error is found."""
    from flows.errors import NothingPublished, told_to_the_user
    from flows.loading import check_build, make_ready
    from flows.run_records import new_run_id
    from warehouse.store.home import Home as StoreHome
    from warehouse.store.home import writer_lock

    store = StoreHome(home)
    if not store.build.exists() and not store.published.exists():
        raise NothingPublished(f"there is no warehouse at {store.published} yet; `dateline run SOURCE` makes it")
    with told_to_the_user(), writer_lock(store):
        run_id = new_run_id()
        make_ready(store, run_id, lambda text: say(text, err=True))
        failed = check_build(store, run_id)
    if as_json:
        from dataclasses import asdict

        from flows.console import print_json

        print_json({"failed": [asdict(one) for one in failed]})
    else:
        for one in failed:
            say(f"{one.severity}: {one.name}: {one.failing_rows} rows, such as {', '.join(one.sample)}")
        say(f"{counted(len(failed), 'check')} found something" if failed else "every row obeys its declarations")
    if any(one.severity == "error" for one in failed):
        raise typer.Exit(ExitCode.RUN_FAILED)
