# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline rejected`: what was refused, why, and where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import AsJson, Home
from flows.settings import DEFAULT_HOME, RunSettings

_COLUMNS = "rejected_at, stage, rule, message, raw_uri, raw_locator, external_id, article_id, payload, run_id"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "rejected",
        epilog="Examples: `dateline rejected` | `dateline rejected --rule empty_file` | `dateline rejected --json` | "
        "`dateline rejected --rule unsupported_format --replay`",
    )(rejected)


def rejected(  # noqa: PLR0917 - Typer makes the arguments from the signature
    home: Home = DEFAULT_HOME,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    run: Annotated[str | None, typer.Option(help="Only this run.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.")] = 50,
    replay: Annotated[
        bool, typer.Option("--replay", help="Read the files of these again, those that are still there.")
    ] = False,
    manifest: Annotated[
        Path | None, typer.Option(help="With --replay: in place of the manifest that the run was given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List documents that were refused, the newest first, or read their files again after a fix."""
    from flows.asking import ask

    if manifest and not replay:
        raise typer.BadParameter("it is for --replay")
    if replay:
        _read_again(home, rule, run, manifest, as_json)
        return
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


def _read_again(home: Path, rule: str | None, run: str | None, manifest: Path | None, as_json: bool) -> None:
    """Run once more over the files that hold these rejects; what is known of them is not coded again.

    One run for all that were read with the same manifest and separator.
    """
    from flows.commands.run import run_settings, show_outcome
    from flows.errors import ExitCode, UserMistake
    from flows.occasions import readings_of_rejects

    readings = readings_of_rejects(home, rule, run, str(manifest) if manifest else None)
    if not readings:
        raise UserMistake("none of these rejects is of a file that is still there; `dateline run` reads others")
    failed = False
    for one in readings:
        settings = RunSettings(
            one.sources,
            home,
            Path(one.manifest) if one.manifest else None,
            again=True,
            reject_threshold=1,
            separator=one.separator,
            follow=one.follow,
        )
        outcome = run_settings(settings, quiet=as_json)
        show_outcome(outcome, as_json=as_json)
        failed = failed or outcome.status == "failed"
    if failed:
        raise typer.Exit(ExitCode.RUN_FAILED)
