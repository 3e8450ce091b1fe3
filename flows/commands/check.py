# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline check`: every rule on every row of the warehouse, all rules, or the rows that break one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.errors import ExitCode, UserMistake
from flows.settings import DEFAULT_HOME
from flows.terminal import say
from flows.wording import counted

if TYPE_CHECKING:
    from warehouse.store.checks.own import OwnChecks

EPILOG = (
    "Examples: `dateline check` | `dateline check --list` | `dateline check far_above_others` | `dateline check "
    "mine.sql`. A run checks the rows that it touched; this looks at all of them, after a crash of the machine for "
    'example. A check of your own is a .sql file in `checks/` of the home (docs/checks.md). `dateline sql "FROM '
    'meta.failed_rows"` lists the rows as of the last time that something was published.'
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check", epilog=EPILOG)(check)


def check(  # noqa: PLR0917 - the command line is made from the signature
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A check, by its file or name or a part of it; or a .sql file to try."),
    ] = None,
    home: Home = DEFAULT_HOME,
    is_list: Annotated[bool, typer.Option("--list", help="Show all checks, how bad each is and why.")] = False,
    checks: Annotated[
        Path | None, typer.Option("--checks", help="Folder of your own checks, in place of `checks` in the home.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows shown of a check that is named.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Check every row of the warehouse, or show the published rows that NAME finds; exit code 1 on an error."""
    from flows.checking import own_checks

    if name is not None and (is_list or not name.strip()):
        raise UserMistake(
            "--list shows all checks and takes no NAME" if is_list else "NAME is empty; leave it out to check every row"
        )
    own = own_checks(home, checks)
    if is_list:
        _show_list(own, as_json=as_json)
    elif name is not None:
        _show_rows(name, home, own, limit, as_json=as_json)
    else:
        _check_all(home, own, as_json=as_json)


def _check_all(home: Path, own: OwnChecks, *, as_json: bool) -> None:
    from flows.errors import NothingPublished, told_to_the_user
    from flows.loading import check_build, make_ready
    from flows.run_records import new_run_id
    from warehouse.store.home import Home as StoreHome
    from warehouse.store.locking import writer_lock

    store = StoreHome(home)
    if not store.build.exists() and not store.published.exists():
        raise NothingPublished(f"there is no warehouse at {store.published} yet; `dateline run SOURCE` makes it")
    with told_to_the_user(), writer_lock(store):
        run_id = new_run_id()
        make_ready(store, run_id, lambda text: say(text, err=True))
        failed = check_build(store, run_id, own)
    if as_json:
        from dataclasses import asdict

        from flows.console import print_json

        print_json({"failed": [asdict(one) for one in failed]})
    else:
        for one in failed:
            say(one.told)
        found = f"{counted(len(failed), 'check')} found something; `dateline check NAME` shows the rows and what to do"
        say(found if failed else "every row obeys its declarations")
    if any(one.severity == "error" for one in failed):
        raise typer.Exit(ExitCode.RUN_FAILED)


def _show_list(own: OwnChecks, *, as_json: bool) -> None:
    from flows.checking import describe
    from warehouse.store.checks import all_checks

    listed = [describe(one) for one in (*own.checks, *all_checks())]
    if as_json:
        from flows.console import print_json

        print_json({"checks": listed, "broken": [{"file": one.name, "error": one.message} for one in own.broken]})
        return
    for one in listed:
        file = f"  ({one['file']})" if one["file"] else ""
        say(f"{one['severity']}  {one['check']}{file}\n      {one['why']}")
    for broken in own.broken:
        say(f"broken  {broken.message}")
    say(f"{counted(len(listed), 'check')}, {len(own.checks)} of your own")


def _show_rows(name: str, home: Path, own: OwnChecks, limit: int, *, as_json: bool) -> None:
    from flows.checking import checks_named, file_to_try, head_severity, rows_found

    found = [rows_found(home, one, own, file_to_try(name)) for one in checks_named(name, own)]
    if as_json:
        from flows.console import print_json

        print_json([one.as_dict() for one in found])
    else:
        from flows.tables import print_table, table_console

        for one in found:
            say(f"{head_severity(one.check)}  {one.check.name}: {counted(one.rows.height, 'row')}\n{one.check.why}")
            if one.rows.height:
                print_table(one.rows.head(limit), table_console(), to_see_all="--json")
                if one.rows.height > limit:
                    say(f"… {counted(one.rows.height - limit, 'more row')}; --limit {one.rows.height} shows all")
                say(f"What to do: {one.check.remedy}")
            say("")
    if any(one.check.severity == "error" and one.rows.height for one in found):
        raise typer.Exit(ExitCode.RUN_FAILED)
