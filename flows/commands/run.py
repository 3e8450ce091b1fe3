# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""`dateline run`: from sources to the published warehouse."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.commands.options import AsJson, Home, Reference
from flows.commands.report import refuse_other_files, write_page
from flows.errors import ExitCode, RunInterrupted, is_interrupt
from flows.outcome import RunOutcome
from flows.server import server_answers
from flows.settings import (
    DEFAULT_BATCH_SIZE,
    DEFAULT_BATCH_TIMEOUT,
    DEFAULT_HOME,
    DEFAULT_REJECT_THRESHOLD,
    PROCESSES,
    RunSettings,
)
from flows.wording import counted
from transforms.languages.chosen import DEFAULT, read_codes

EPILOG = (
    "Examples: `dateline run seeds/articles` | `dateline run 'archive/**/*.jsonl.gz' --workers 4` | "
    "`dateline run story.txt --manifest dates.csv --home /srv/dateline` | "
    "`dateline run https://example.org/feed.xml --follow`. Exit codes: 0 done or nothing new, 1 failed or too much "
    "rejected (good rows are published all the same), 2 a mistake in the call, 4 another run holds the home."
)

QUERIES = (
    "SELECT event_type, count(*) AS events FROM events GROUP BY ALL ORDER BY events DESC",
    "SELECT date_start, location_name, country_iso3, acled_sub_event_type, actor_name, recipient_name "
    "FROM events WHERE status = 'actual' ORDER BY date_start DESC NULLS LAST LIMIT 20",
    "SELECT country_name, count(*) AS events, sum(fatalities_best) AS deaths FROM events "
    "WHERE status = 'actual' GROUP BY ALL ORDER BY events DESC",
)
"""Three queries to try at the end of a run; a test runs each on the sample warehouse."""

Server = Literal["auto", "yes", "no"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", epilog=EPILOG)(run)


def run(  # noqa: PLR0917 - Typer makes the arguments from the signature
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE", help="Files, folders, globs (in quotes), URLs, s3://bucket/prefix/ of articles."
        ),
    ],
    manifest: Annotated[
        Path | None,
        typer.Option(help="CSV or JSONL with a column `file`: says what the files do not, such as published_at."),
    ] = None,
    separator: Annotated[
        str | None,
        typer.Option(metavar="LINE", help="The line that parts the articles of a text; `\\f` for a form feed."),
    ] = None,
    languages: Annotated[
        str,
        typer.Option(
            metavar="CODES",
            envvar="DATELINE_LANGUAGES",
            help="Languages that are coded: `en`, or `en,es` with Spanish.",
        ),
    ] = DEFAULT,
    follow: Annotated[
        bool,
        typer.Option("--follow", help="Fetch the pages of feeds and APIs that give only the beginning of an article."),
    ] = False,
    home: Home = DEFAULT_HOME,
    _reference: Reference = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Documents a batch.")] = DEFAULT_BATCH_SIZE,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Worker processes; 1 works in this process. Default: cores, or batches if fewer."),
    ] = None,
    reject_threshold: Annotated[
        float, typer.Option(min=0, max=1, help="Share of rejected documents above which the run counts as failed.")
    ] = DEFAULT_REJECT_THRESHOLD,
    batch_timeout: Annotated[
        float, typer.Option(min=1, help="Seconds after which a worker process is taken for hung.")
    ] = DEFAULT_BATCH_TIMEOUT,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="A folder that had files before may have none now.")
    ] = False,
    drop_gone: Annotated[
        bool,
        typer.Option("--drop-gone", help="Withdraw articles whose files are gone from SOURCE; else they are marked."),
    ] = False,
    settle: Annotated[
        float,
        typer.Option(min=0, metavar="SECONDS", help="Leave files that were written to since then for the next run."),
    ] = 0.0,
    runner: Annotated[
        str,
        typer.Option(help="Who codes: `processes` of this machine, `dask`, or a Dask scheduler's address."),
    ] = PROCESSES,
    lake: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Keep packages on an object store, such as s3://bucket/dateline; told once."),
    ] = None,
    lock: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Hold the lake against other machines by a PostgreSQL database; told once."),
    ] = None,
    ducklake: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Copy what is published to DuckLake, with its catalog in this database; told once."
        ),
    ] = None,
    server: Annotated[
        bool | None,
        typer.Option(
            "--server/--no-server",
            help="Run under Prefect, or without it. Default: under Prefect where PREFECT_API_URL answers.",
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the page of `dateline report` too, to FILE (.html).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read, code and publish SOURCE...; what is known already is not done again."""
    settings = RunSettings(
        tuple(sources),
        home,
        manifest,
        batch_size=batch_size,
        workers=workers,
        reject_threshold=reject_threshold,
        batch_timeout=batch_timeout,
        allow_empty=allow_empty,
        runner=runner,
        lake=lake,
        lock=lock,
        ducklake=ducklake,
        separator=separator,
        languages=read_codes(languages),
        follow=follow,
        drop_gone=drop_gone,
        settle_seconds=settle,
    )
    if report:
        refuse_other_files(report)
    outcome = run_settings(settings, under_prefect=server, quiet=as_json)
    show_outcome(outcome, as_json=as_json)
    if report and outcome.warehouse:
        write_page(home, report)
    if outcome.status == "failed":
        raise typer.Exit(ExitCode.RUN_FAILED)


def show_outcome(outcome: RunOutcome, *, as_json: bool) -> None:
    """Show what became of a run, to a person or a program."""
    if as_json:
        from flows.console import print_json

        print_json(outcome.as_dict())
    else:
        print_outcome(outcome)


def run_settings(settings: RunSettings, *, under_prefect: bool | None = None, quiet: bool) -> RunOutcome:
    """Run, under Prefect or not: as told, else where its server answers."""
    return _run(settings, under_prefect=server_answers() if under_prefect is None else under_prefect, quiet=quiet)


def _run(settings: RunSettings, *, under_prefect: bool, quiet: bool) -> RunOutcome:
    from flows.console import shown_progress

    with shown_progress(quiet) as progress, told_of_interrupts():
        if under_prefect:
            os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "WARNING")  # the bar tells the rest
            from flows.pipeline import run_under_prefect

            return run_under_prefect(settings, progress)
        from flows.core import run_pipeline

        return run_pipeline(settings, progress)


@contextmanager
def told_of_interrupts() -> Generator[None, None, None]:
    """Ctrl-C, and SIGTERM (of systemd, a container, a shutdown), end a run in order: workers go, its record says so."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except (KeyboardInterrupt, Exception) as error:
        if not is_interrupt(error):
            raise
        raise RunInterrupted(
            "interrupted; what was coded so far is kept, the same command goes on from there"
        ) from error
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would cut the first one's work short
    raise KeyboardInterrupt


def print_outcome(outcome: RunOutcome) -> None:
    """The end of a run for a person: loaded, rejected, where it is, what to ask it."""
    from flows.console import Console

    console = Console(highlight=False, soft_wrap=True)
    colour = {"completed": "green", "unchanged": "green", "failed": "red"}[outcome.status]
    console.print(f"[bold {colour}]{headline(outcome)}[/]")
    for line in summary_lines(outcome):
        console.print("  " + line, markup=False)
    is_first = outcome.status == "completed" and outcome.new > 0 and outcome.new == outcome.tables.get("articles")
    if outcome.warehouse and is_first:
        console.print("\nTry:")
        for query in QUERIES:
            console.print(f'  {command_line("sql", outcome.home)} "{query}"', markup=False)


def command_line(command: str, home: str) -> str:
    """A command as the user can type it: `.venv/bin/dateline sql` where it is not on the path, with the home."""
    option = "" if Path(home) == DEFAULT_HOME else f" --home {shlex.quote(home)}"
    return f"{_program()} {command}{option}"


def _program() -> str:
    called = Path(sys.argv[0])
    if called.suffix == ".py":  # python -m flows.cli
        return f"{shlex.quote(sys.executable)} -m flows.cli"
    found = shutil.which("dateline")
    if called.stem != "dateline" or (found and called.exists() and Path(found).samefile(called)):
        return "dateline"
    try:
        return shlex.quote(str(called.absolute().relative_to(Path.cwd())))
    except ValueError:
        return shlex.quote(str(called.absolute()))


def headline(outcome: RunOutcome) -> str:
    """The run in one line."""
    if outcome.status == "unchanged":
        if not outcome.files_unchanged:
            return "Nothing to read: the sources hold no files."
        if outcome.files_unchanged == 1:
            return "Nothing new: the one file is in the warehouse as it is."
        return f"Nothing new: all {outcome.files_unchanged} files are in the warehouse as they are."
    if outcome.status == "failed":
        return f"Run {outcome.run_id} failed: {outcome.message}"
    if not outcome.files_read and outcome.message:
        return f"Run {outcome.run_id} is done: {outcome.message}."
    speed = f", {outcome.documents / outcome.seconds:.1f} documents/s" if outcome.seconds > 0 else ""
    return f"Run {outcome.run_id} is done: {counted(outcome.documents, 'document')} in {outcome.seconds:.1f} s{speed}."


def summary_lines(outcome: RunOutcome) -> list[str]:
    """What was loaded, what was rejected, where the warehouse is."""
    lines: list[str] = []
    if outcome.status != "unchanged":
        lines.append(
            f"articles   {outcome.new} new, {outcome.changed} changed, {outcome.unchanged} known or repeated, "
            f"{outcome.duplicates} copied from others, {outcome.other_languages} in other languages (stored, not coded)"
        )
        hint = f"; `{command_line('rejected', outcome.home)}` lists them" if outcome.rejected else ""
        again = f" ({outcome.rejected_again} more as before)" if outcome.rejected_again else ""
        lines.append(f"rejected   {outcome.rejected}{again}{hint}")
        lines.extend(f"check      {failed}" for failed in outcome.failed_checks)
    if outcome.tables:
        counts = ", ".join(f"{count} {table}" for table, count in outcome.tables.items())
        lines.append(f"warehouse  {outcome.warehouse} ({counts})")
    elif outcome.warehouse:
        lines.append(f"warehouse  {outcome.warehouse}")
    return lines
