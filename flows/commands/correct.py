# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline correct`: what people know better about an event, with who says so and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME
from flows.terminal import say
from flows.wording import counted

if TYPE_CHECKING:
    from flows.deciding import Decided

Reason = Annotated[str, typer.Option(help="Why; kept with it.")]
Who = Annotated[str | None, typer.Option(help="Who says so. Default: your login name.")]
Event = Annotated[str, typer.Argument(metavar="EVENT", help="An event_id.")]
EPILOG = (
    'Examples: `dateline correct set 0c4f2a9be1d87735 fatalities_best 23 --reason "hospital list"` | '
    '`dateline correct merge 0c4f2a9be1d87735 77aa01c3d5e8f264 --reason "one attack"` | `dateline correct list`. '
    "A correction holds on each later run and rebuild, follows its event under another id, and takes effect at once."
)

_NEGATIVE_NUMBERS = {"ignore_unknown_options": True}
"""An intensity of -7.5 is a value, no option."""


def register(app: typer.Typer) -> None:
    """Add the command with its own commands."""
    group = typer.Typer(name="correct", help="Correct events by hand.", epilog=EPILOG, no_args_is_help=True)
    commands = {"set": set_value, "drop": drop, "merge": merge, "split": split, "list": list_all, "undo": undo}
    for name, command in commands.items():
        _ = group.command(name, context_settings=_NEGATIVE_NUMBERS if name == "set" else None)(command)
    app.add_typer(group)


def set_value(  # noqa: PLR0917 - Typer makes the arguments from the signature
    event: Event,
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="A coded column of events.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="Its value; '' for not said.")],
    reason: Reason,
    who: Who = None,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Set COLUMN of EVENT to VALUE; a location_id or entity_id brings its names and codes along."""
    from flows.deciding import correct, login_name

    _tell(correct(home, "set", [event], column=column, value=value, reason=reason, who=login_name(who)), as_json)


def drop(event: Event, reason: Reason, who: Who = None, home: Home = DEFAULT_HOME, as_json: AsJson = False) -> None:
    """Take EVENT out: it is none, or none of yours. Its mentions go to meta.excluded_mentions."""
    from flows.deciding import correct, login_name

    _tell(correct(home, "drop", [event], reason=reason, who=login_name(who)), as_json)


def merge(
    events: Annotated[list[str], typer.Argument(metavar="EVENT EVENT...", help="Two event_ids or more.")],
    reason: Reason,
    who: Who = None,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Make one event of several; the id that was published first stays, the others become aliases."""
    from flows.deciding import correct, login_name

    _tell(correct(home, "merge", events, reason=reason, who=login_name(who)), as_json)


def split(
    mentions: Annotated[list[str], typer.Argument(metavar="MENTION...", help="event_mention_ids of one event.")],
    reason: Reason,
    who: Who = None,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Make an event of its own of some mentions; copies of their sentences in other articles go along."""
    from flows.deciding import correct, login_name

    _tell(correct(home, "split", mentions, reason=reason, who=login_name(who)), as_json)


def undo(
    correction: Annotated[str, typer.Argument(metavar="ID", help="A correction_id.")],
    reason: Reason,
    who: Who = None,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Take a correction back; it stays listed as undone."""
    from flows.deciding import login_name
    from flows.deciding import undo as take_back

    _tell(take_back(home, correction, reason=reason, who=login_name(who)), as_json)


def list_all(home: Home = DEFAULT_HOME, as_json: AsJson = False) -> None:
    """List all corrections, those of seeds/reference/corrections.csv too, and what each does at present."""
    from flows.deciding import list_corrections

    rows = list_corrections(home)
    if as_json:
        from flows.console import print_json

        print_json(rows)
        return
    for row in rows:
        _print(row)
    say(counted(len(rows), "correction"))


def _tell(done: Decided, as_json: bool) -> None:
    if as_json:
        from flows.console import print_json

        print_json(done.as_dict())
        return
    for row in done.corrections:
        _print(row)
    for warning in done.warnings:
        say(warning, err=True)


def _print(row: dict[str, object]) -> None:
    targets, applied = row["targets"], row["applied_to"]
    named = " ".join(map(str, targets)) if isinstance(targets, list) else str(targets)
    if row["action"] == "set":
        named += f" {row['column_name']} {_cell(row['old_value'])} → {_cell(row['value'])}"
    say(f"{row['correction_id']}  {row['action']} {named}")
    events = ", ".join(map(str, applied)) if isinstance(applied, list) else ""
    status = {"applied": f"applied to {events}"}.get(str(row["status"]), str(row["status"]).replace("_", " "))
    say(f"  {status}" + (f": {row['message']}" if row["message"] else ""))
    say(f"  {row['reason']} ({row['who']}, {row['made_at']:%Y-%m-%d %H:%M} UTC)")


def _cell(value: object) -> str:
    return "(not said)" if value is None else str(value)
