# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline withdraw`: articles leave the warehouse, with what stood on them alone."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.errors import UserMistake
from flows.settings import DEFAULT_HOME
from flows.terminal import say
from flows.wording import counted

EPILOG = (
    'Examples: `dateline withdraw 5f2b8c1d9e7a4036 --reason "retracted by the paper"` | `dateline withdraw --run '
    '20210809T060000-7c1e --reason "wrong feed"` | `dateline withdraw 5f2b8c1d9e7a4036 --undo --reason "is true"`. '
    "It stays away when its file is read again; `dateline rejected --rule withdrawn` lists what was withdrawn."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("withdraw", epilog=EPILOG)(withdraw)


def withdraw(  # noqa: PLR0917 - Typer makes the arguments from the signature
    reason: Annotated[str, typer.Option(help="Why; kept with it.")],
    articles: Annotated[list[str] | None, typer.Argument(metavar="ARTICLE...", help="article_ids.")] = None,
    run: Annotated[
        str | None, typer.Option(metavar="RUN", help="All articles whose present text this run brought.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Bring them back; makes the warehouse anew.")] = False,
    who: Annotated[str | None, typer.Option(help="Who says so. Default: your login name.")] = None,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Withdraw articles: their evidence goes, events that stood on them alone go, the rest is made anew."""
    from flows import deciding

    if not articles and run is None:
        raise UserMistake("nothing to withdraw: give article_ids, or --run RUN")
    if undo and (run is not None or not articles):
        raise UserMistake("--undo takes article_ids; `dateline rejected --rule withdrawn` lists them")
    name = deciding.login_name(who)
    if undo:
        done = deciding.bring_back(home, articles or [], reason=reason, who=name)
    else:
        done = deciding.withdraw(home, articles or [], run, reason=reason, who=name)
    if as_json:
        from flows.console import print_json

        print_json(done.as_dict())
        return
    what = "brought back" if undo else "withdrawn"
    say(f"{counted(len(done.articles), 'article')} {what}; {counted(done.events, 'event')} now")
    for warning in done.warnings:
        say(warning, err=True)
