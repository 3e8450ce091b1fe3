# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline doctor`: what is installed, what is missing, what to do."""

from __future__ import annotations

import typer

from flows.commands.options import AsJson, Home, Reference
from flows.errors import ExitCode
from flows.settings import DEFAULT_HOME


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "doctor",
        epilog="Examples: `dateline doctor` | `dateline doctor --home /srv/dateline --json`. Exits 1 on a problem.",
    )(doctor)


def doctor(home: Home = DEFAULT_HOME, _reference: Reference = None, as_json: AsJson = False) -> None:
    """Look at all that a run needs, and say what to do about what is missing."""
    from flows.diagnosis import diagnose

    findings = list(diagnose(home))
    if as_json:
        from flows.console import print_json

        print_json([finding.as_dict() for finding in findings])
    else:
        from rich.markup import escape
        from rich.table import Table

        from flows.console import Console

        table = Table(box=None, show_header=False, pad_edge=False)
        signs = {"ok": "[green]ok[/]", "warning": "[yellow]warning[/]", "problem": "[red]problem[/]"}
        for finding in findings:
            table.add_row(signs[finding.verdict], finding.subject, escape(finding.found))
            if finding.remedy:
                table.add_row("", "", f"[bold]→ {escape(finding.remedy)}[/]")
        Console(highlight=False).print(table)
    if any(finding.verdict == "problem" for finding in findings):
        raise typer.Exit(ExitCode.RUN_FAILED)
