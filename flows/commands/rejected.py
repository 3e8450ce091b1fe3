# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline rejected`: what was refused, why, and where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME

_COLUMNS = "rejected_at, stage, rule, message, raw_uri, raw_locator, external_id, article_id, payload, run_id"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "rejected",
        epilog="Examples: `dateline rejected` | `dateline rejected --rule empty_file` | `dateline rejected --json`",
    )(rejected)


def rejected(
    home: Home = DEFAULT_HOME,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    run: Annotated[str | None, typer.Option(help="Only this run.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List documents that were refused, the newest first."""
    from flows.published import ask

    where = " AND ".join(["true", *(["rule = $rule"] if rule else []), *(["run_id = $run"] if run else [])])
    parameters: dict[str, object] = {name: value for name, value in (("rule", rule), ("run", run)) if value}
    order = "rejected_at DESC, raw_uri, raw_locator, rejected_id"
    query = f"SELECT {_COLUMNS} FROM meta.rejected_records WHERE {where} ORDER BY {order}"
    rows = ask(home, query, parameters)
    if as_json:
        from flows.console import print_json

        print_json(rows.head(limit).to_dicts())
        return
    from flows.console import Console

    console = Console(highlight=False, soft_wrap=True)
    for row in rows.head(limit).iter_rows(named=True):
        place = " ".join(str(row[key]) for key in ("raw_uri", "raw_locator") if row[key])
        console.print(f"{place or row['article_id']}", style="bold", markup=False)
        console.print(f"  {row['rule']} ({row['stage']}): {row['message']}", markup=False)
    shown = min(limit, rows.height)
    console.print(f"{rows.height} rejected" + (f", {shown} shown" if shown < rows.height else ""), style="dim")
