"""The flows beside the ingest: check and export, recode, backfill, replay of rejects, watch.

What belongs here: what each is asked for, in words that the UI's form shows, and the order of what it does. The runs
themselves are `flows.pipeline.carry_out`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows.errors import DatelineError, HomeBusy, told_to_the_user
from flows.health import DEFAULT_HOURS, health_of
from flows.loading import check_build, make_ready, table_rows
from flows.occasions import Reading, readings_of_rejects, readings_so_far, sources_of_days
from flows.page.document import write_report
from flows.page.selection import Selection
from flows.pipeline import carry_out
from flows.report import key, leave_trend, name_run, report_failure, say_which_process, tell
from flows.run_records import new_run_id
from flows.settings import RunSettings
from flows.tidying import DEFAULT_PACKAGES, put_together, tidy
from flows.wording import counted
from warehouse.sources.remote import is_remote
from warehouse.store.checks import CheckResult
from warehouse.store.export import export
from warehouse.store.home import Home
from warehouse.store.locking import writer_lock

T = TypeVar("T")
SECONDS_BETWEEN_TRIES = 15.0

Workers = Annotated[int | None, Field(ge=1)]
Patience = Annotated[float, Field(ge=0, le=24 * 60)]


def _when_free(action: Callable[[], T], minutes: float) -> T:
    """Do it as soon as no other run holds the home.

    Raises:
        HomeBusy: one still does when the time is over.
    """
    end = time.monotonic() + minutes * 60
    while True:
        try:
            with told_to_the_user():
                return action()
        except HomeBusy as busy:
            if time.monotonic() > end:
                raise
            get_run_logger().info("waiting for the home: %s", busy)
            time.sleep(SECONDS_BETWEEN_TRIES)


def _wait_for(home: str, minutes: float) -> None:
    """Wait until the home is free; the run that follows takes it by itself."""
    store = Home(Path(home))

    def look() -> None:
        if store.root.is_dir():
            with writer_lock(store):
                pass

    _when_free(look, minutes)


@flow(name="dateline-nightly", flow_run_name="check and export of {home}", persist_result=False)
def nightly(  # noqa: PLR0917 - the form is made from the signature
    home: str = "data",
    tables: list[str] = ["events", "event_mentions", "articles"],  # noqa: B006 - the form shows it
    file_format: Literal["parquet", "csv", "jsonl"] = "parquet",
    export_to: str | None = None,
    keep_days: Annotated[int, Field(ge=1)] = 90,
    compact_from: Annotated[int, Field(ge=0)] = DEFAULT_PACKAGES,
    patience_minutes: Patience = 60,
) -> State[Any]:
    """Check every row, export tables and the report to files, clear away old logs and records, compact the lake.

    Args:
        home: folder of the lake, the build file and the published warehouse.
        tables: tables and views that are written to files, such as events or events_acled.
        file_format: format of the files.
        export_to: folder for the files; `exports` in the home where it is empty. Each night's files replace the last.
        keep_days: how old logs, and records of runs that found nothing new, may get.
        compact_from: from how many folders of single packages on these are put together into packs; 0 for never.
        patience_minutes: how long to wait for another run that holds the home.
    """
    say_which_process()
    root = Path(home)
    try:
        rows = _tell_of_checks(home, _when_free(lambda: _check(Home(root)), patience_minutes))
        target = Path(export_to) if export_to else root / "exports"
        with told_to_the_user():
            target.mkdir(parents=True, exist_ok=True)
            written = {
                table: export(Home(root), table, file_format, target / f"{table}.{file_format}").rows
                for table in tables
            }
            _ = write_report(root, target / "report.html", Selection())
        cleared = _when_free(lambda: tidy(Home(root), keep_days), patience_minutes)
        compacted = _when_free(lambda: put_together(Home(root), compact_from), patience_minutes)
    except DatelineError as error:
        report_failure(home, "check and export", error)
        return Failed(message=str(error))
    told = f"Old logs and records cleared away: {cleared}."
    told += f" The lake was compacted, {compacted.words}." if compacted else ""
    create_markdown_artifact(
        _nightly_page(home, rows, written, target, told),
        key=key("report", home),
        description="The state of the home, each night",
    )
    leave_trend(home)
    get_run_logger().info("%s found something; %s written to %s", counted(len(rows), "check"), written, target)
    errors = [row["check"] for row in rows if row["severity"] == "error"]
    name_run(f"{counted(len(rows), 'check')} found something" if rows else "all rows are well")
    if errors:
        return Failed(message=f"checks failed: {', '.join(errors)}")
    exported = f"{counted(sum(written.values()), 'row')} exported to {target}"
    return Completed(message=f"{exported}; lake compacted, {compacted.words}" if compacted else exported)


def _tell_of_checks(home: str, failed: Sequence[CheckResult]) -> list[dict[str, Any]]:
    """What checks found goes out at once, whatever becomes of the rest of the night."""
    rows: list[dict[str, Any]] = [
        {
            "check": one.name,
            "severity": one.severity,
            "rows": one.failing_rows,
            "such as": ", ".join(one.sample),
            "message": one.message,
            "remedy": one.remedy,
        }
        for one in failed
    ]
    create_table_artifact(rows, key=key("checks", home), description=f"{counted(len(rows), 'check')} found something")
    errors = [row["check"] for row in rows if row["severity"] == "error"]
    if errors:
        tell("dateline.checks.failed", home, f"checks failed: {', '.join(errors)}")
    return rows


def _check(home: Home) -> tuple[CheckResult, ...]:
    run_id = new_run_id()
    with writer_lock(home):
        make_ready(home, run_id, get_run_logger().info)
        return check_build(home, run_id)


def _nightly_page(home: str, failed: list[dict[str, Any]], written: dict[str, int], target: Path, tidied: str) -> str:
    """The state of the warehouse on one page."""
    lines = [f"# {Path(home).absolute()}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", ""]
    lines += [
        "| table | rows |",
        "|---|---:|",
        *(f"| {name} | {n} |" for name, n in table_rows(Home(Path(home))).items()),
    ]
    found = f"{counted(len(failed), 'check')} found something" if failed else "every row obeys its declarations"
    lines += ["", f"Checks: {found}."]
    lines += ["", f"Exported to `{target}`: " + ", ".join(f"{name} ({n} rows)" for name, n in written.items())]
    lines += [f"A page to look into the events: `{target / 'report.html'}`"]
    return "\n".join([*lines, "", f"Health: {health_of(Path(home)).message}. {tidied}"])


@flow(name="dateline-recode", flow_run_name="recode of {home}", persist_result=False)
def recode(home: str = "data", workers: Workers = None, patience_minutes: Patience = 60) -> State[Any]:
    """Code anew what an earlier version of the coder or of the reference tables has coded, over all sources so far.

    Args:
        home: folder of the lake, the build file and the published warehouse.
        workers: worker processes; as many as there are cores where it is empty.
        patience_minutes: how long to wait for another run that holds the home.
    """
    states = [
        _carried_out(
            _settings(reading, home, workers=workers, allow_empty=True, looks_for_gone=False, from_kept=True),
            patience_minutes,
        )
        for reading in readings_so_far(Path(home))
    ]
    if not states:
        return Completed(name="Unchanged", message="no earlier run over this home has sources that are still there")
    return _told_of_all(states)


def _settings(reading: Reading, home: str, **others: Any) -> RunSettings:
    manifest = Path(reading.manifest) if reading.manifest else None
    return RunSettings(
        reading.sources, Path(home), manifest, separator=reading.separator, follow=reading.follow, **others
    )


def _told_of_all(states: Sequence[State[Any]]) -> State[Any]:
    """The state that tells most: the first that failed, else the first that did something."""
    bad = next((state for state in states if not state.is_completed()), None)
    return bad or next((state for state in states if state.name != "Unchanged"), states[-1])


@flow(name="dateline-backfill", flow_run_name="{first_day} to {last_day}", persist_result=False)
def backfill(  # noqa: PLR0917 - as above
    first_day: date,
    last_day: date,
    sources: list[str],
    home: str = "data",
    manifest: str | None = None,
    workers: Workers = None,
    patience_minutes: Patience = 60,
) -> State[Any]:
    """Read an archive's files of the days from first to last.

    Args:
        first_day: the first day that is read.
        last_day: the last day that is read.
        sources: where the files of a day lie, with %Y, %m and %d for its year, month and day, such as
            /archive/%Y/%m/%d/*.jsonl.gz; files, folders, globs or URLs. Days without files are left out; of a URL
            it is told as a reject.
        home: folder of the lake, the build file and the published warehouse.
        manifest: CSV or JSONL that says what the files do not.
        workers: worker processes; as many as there are cores where it is empty.
        patience_minutes: how long to wait for another run that holds the home.
    """
    try:
        found, empty = sources_of_days(sources, first_day, last_day)
    except DatelineError as error:
        report_failure(home, "backfill", error)
        return Failed(message=str(error))
    if empty:
        get_run_logger().warning("no files of %s", counted(empty, "day"))
    if not found:
        message = f"no files of the days {first_day} to {last_day}"
        report_failure(home, "backfill", message)
        return Failed(message=message)
    where = Path(manifest) if manifest else None
    may_lack = any(map(is_remote, found))  # a day without objects is no mistake
    settings = RunSettings(tuple(found), Path(home), where, workers=workers, allow_empty=may_lack)
    return _carried_out(settings, patience_minutes)


@flow(name="dateline-replay", flow_run_name="replay of rejects of {home}", persist_result=False)
def replay(  # noqa: PLR0917 - as above
    home: str = "data",
    rule: str | None = None,
    manifest: str | None = None,
    workers: Workers = None,
    reject_threshold: Annotated[float, Field(ge=0, le=1)] = 1.0,
    patience_minutes: Patience = 60,
) -> State[Any]:
    """Read again the files with records that were refused, after they or the reader were mended.

    Args:
        home: folder of the lake, the build file and the published warehouse.
        rule: only files with rejects of this rule, such as empty_file; all where it is empty.
        manifest: CSV or JSONL that says what the files do not; the one that they were read with before where it is
            empty.
        workers: worker processes; as many as there are cores where it is empty.
        reject_threshold: share of rejected documents above which the run counts as failed; what is refused again is
            no news, so none fails where it is 1.
        patience_minutes: how long to wait for another run that holds the home.
    """
    try:
        readings = readings_of_rejects(Path(home), rule, manifest=manifest)
    except DatelineError as error:
        report_failure(home, "replay", error)
        return Failed(message=str(error))
    if not readings:
        name_run("nothing to replay")
        return Completed(name="Unchanged", message="no file with rejects is still there")
    others: dict[str, Any] = {"workers": workers, "reject_threshold": reject_threshold, "again": True}
    return _told_of_all([_carried_out(_settings(one, home, **others), patience_minutes) for one in readings])


@flow(name="dateline-watch", flow_run_name="watch of {home}", persist_result=False)
def watch(home: str = "data", hours: Annotated[float, Field(gt=0)] = DEFAULT_HOURS) -> State[Any]:
    """Look whether the home is kept up to date, and tell by the event `dateline.late` where it is not.

    Args:
        home: folder of the lake, the build file and the published warehouse.
        hours: how old the last good run may be.
    """
    say_which_process()
    found = health_of(Path(home), hours)
    name_run(found.message)
    get_run_logger().info(found.message)
    if found.is_well:
        return Completed(message=found.message)
    tell("dateline.late", home, found.message, hours=found.hours)
    return Completed(name="Overdue", message=found.message)


def _carried_out(settings: RunSettings, patience: float) -> State[Any]:
    say_which_process()  # before it waits: a run that dies meanwhile keeps its deployment's place
    try:
        _wait_for(str(settings.home), patience)
    except DatelineError as error:
        report_failure(str(settings.home), "run", error)
        return Failed(message=str(error))
    return carry_out(settings)
