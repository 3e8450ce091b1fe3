# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline status`: what the warehouse holds and how the last runs ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME
from flows.wording import counted

if TYPE_CHECKING:
    from rich.table import Table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "status",
        epilog="Examples: `dateline status` | `dateline status --runs 50` | `dateline status --timings` | "
        "`dateline status --json`",
    )(status)


def status(
    home: Home = DEFAULT_HOME,
    runs: Annotated[int, typer.Option(min=0, help="Runs shown.")] = 10,
    timings: Annotated[bool, typer.Option("--timings", help="How long each stage of the runs took.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is published, what was rejected and how the last runs ended."""
    from flows.published import warehouse_status

    found = warehouse_status(home, runs)
    if as_json:
        from flows.console import print_json

        print_json(found.as_dict())
        return
    from rich.markup import escape
    from rich.table import Table

    from flows.console import Console

    console = Console(highlight=False, soft_wrap=True)
    if found.warehouse is None:
        console.print("warehouse  nothing is published yet")
    else:
        console.print(f"warehouse  {found.warehouse}", markup=False)
        console.print("holds      " + ", ".join(f"{count} {name}" for name, count in found.tables.items()))
        console.print(f"articles   published {found.first_published or '?'} to {found.last_published or '?'}")
    if found.coder_outdated:
        console.print(
            f"coder      articles of another version: {found.coder_outdated}; a run over their files redoes them"
        )
    if found.gone:
        console.print(f"gone       articles whose files are gone from their sources: {found.gone}")
        listing = 'dateline sql "SELECT article_id, title, raw_uri FROM articles WHERE is_withdrawn_at_source"'
        console.print(f"           `{listing}`", markup=False)
    for warning in found.warnings:
        console.print(f"[bold yellow]warning[/]    {escape(warning)}")
    for line in _check_lines(found.checks):
        console.print(line, markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("run", "status", "read", "new", "changed", "rejected"):
        table.add_column(name, justify="left" if name in ("run", "status") else "right", no_wrap=True)
    table.add_column("message", overflow="fold")
    for run in found.runs:
        counts = (run.get(f"{name}_count") for name in ("input", "new", "changed", "rejected"))
        cells = [run["run_id"], run["status"], *counts, run.get("message")]
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    console.print("\nlast runs (the name is the start, UTC)")
    Console(highlight=False).print(table)
    if timings:
        console.print("\nseconds by stage (coding: all workers together)")
        Console(highlight=False).print(_timings_table(found.runs))


def _check_lines(findings: Sequence[Mapping[str, object]]) -> list[str]:
    """What the checks found, a line each, and where the rows and the remedies are."""
    lines = [f"checks     {one['severity']}: {one['check']}: {_of_finding(one)}" for one in findings]
    return [*lines, "           `dateline check NAME` shows the rows, why, and what to do"] if lines else []


def _of_finding(finding: Mapping[str, object]) -> str:
    """How many rows; of a check that could not be asked, why."""
    rows = finding["rows"]
    return counted(rows, "row") if isinstance(rows, int) and rows else str(finding["message"])


def _timings_table(runs: Sequence[Mapping[str, object]]) -> Table:
    """Runs by stages, with the documents that the workers coded a second."""
    from rich.table import Table

    timed = {str(run["run_id"]): json.loads(str(run.get("timings") or "{}")) for run in runs}
    stages = list(dict.fromkeys(stage for seconds in timed.values() for stage in seconds))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("run", no_wrap=True)
    for name in (*stages, "documents a second of coding"):
        table.add_column(name, justify="right")
    for run in runs:
        seconds, read = timed[str(run["run_id"])], run.get("input_count")
        rate = f"{read / seconds['coding']:.1f}" if isinstance(read, int) and seconds.get("coding") else ""
        table.add_row(str(run["run_id"]), *(f"{seconds[name]:.1f}" if name in seconds else "" for name in stages), rate)
    return table
