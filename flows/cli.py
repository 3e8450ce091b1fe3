# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""The `dateline` command: one module a command in `flows.commands`, put together here.

Start-up matters (scripts call it in loops), so nothing heavy is imported until a command needs it: no Prefect, no
spaCy, no DuckDB for `--help`.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from flows.commands import (
    check,
    compact,
    correct,
    diff,
    doctor,
    export,
    health,
    rebuild,
    rejected,
    report,
    rollback,
    run,
    serve,
    show,
    sql,
    status,
    ui,
    withdraw,
)
from flows.errors import DatelineError, ExitCode, is_interrupt

app = typer.Typer(
    name="dateline",
    help="Turns news articles into an event database: who did what to whom, where and when, with the sentence that "
    "says so.",
    epilog="Exit codes: 0 done (or nothing new), 1 the run failed, too much was rejected, or `diff` found differences, "
    "2 a mistake in the call, 3 nothing is published yet, 4 another run holds the home, 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
ALL = (
    *(run, serve, status, health, sql, show, rejected, correct, withdraw, diff, export, report, ui),
    *(rebuild, compact, rollback, check, doctor),
)
"""The modules of the commands, as `dateline --help` lists them."""
for command in ALL:
    command.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("dateline")
        except PackageNotFoundError:  # run from a checkout that was never installed
            number = "0 (not installed)"
        typer.echo(f"dateline {number}")
        raise typer.Exit


@app.callback()
def dateline(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Options that come before the command."""


def main() -> None:
    """Run the command line; errors that the user can mend end in one message and an exit code, never a traceback."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    try:
        app()
    except DatelineError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:  # `dateline sql ... | head`
        _leave_quietly()
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):  # Rich has caught it
            _leave_quietly()
        raise
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        if is_interrupt(error):
            _fail("interrupted", ExitCode.INTERRUPTED)
        _fail(_bug_message(error), ExitCode.BUG)


def _leave_quietly() -> None:
    """Nobody reads on; what Python would say of the output that it could not flush is no news."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(ExitCode.OK)


def _fail(message: str, code: ExitCode) -> None:
    from rich.text import Text

    from flows.console import Console

    told = Text.assemble(("error:", "bold red"), " ", message)  # no markup: a message may quote SQL with brackets
    Console(stderr=True, soft_wrap=True).print(told, highlight=False)
    sys.exit(code)


def _bug_message(error: Exception) -> str:
    from flows.errors import describe_error

    return (
        f"{describe_error(error)}\nThis is a bug in dateline, not in what you did. The published warehouse is as it "
        "was. DATELINE_DEBUG=1 before the command shows where it happened."
    )


if __name__ == "__main__":
    main()
