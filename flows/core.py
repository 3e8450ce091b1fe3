"""The run itself, without Prefect: discover, ingest batches, merge (with groups and checks), publish, report.

What belongs here: the order of the steps, and what each run records of itself. What does not: how a step is carried out
(`flows.steps`), how an article is coded (`transforms`), how rows are kept (`warehouse.store`).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from flows.discovery import Plan, plan_run
from flows.errors import DatelineError, UserMistake, describe_error, is_interrupt, told_to_the_user
from flows.evening import even_out
from flows.gone import drop_gone, gone_notes, withdrawn_note, write_gone
from flows.jobs import BatchJob
from flows.loading import Loaded, load_packages, make_ready, publish_warehouse
from flows.outcome import BatchResult, RunOutcome, total
from flows.pools import Crew, check_runner
from flows.progress import Progress, SilentProgress
from flows.refusals import write_ledger, write_refusals, write_settled
from flows.run_records import (
    RunStamp,
    announce,
    forget,
    mark_crashed_runs,
    new_run_id,
    record,
    record_when_published,
)
from flows.settings import RunSettings, use_tables
from flows.spooling import KNOWN_CONTENT, KNOWN_REJECTS, Spool
from flows.steps import PlainSteps, Steps
from flows.timing import TimedProgress
from flows.versions import coder_version, reading_version
from flows.wording import counted
from transforms.languages.chosen import file_version
from warehouse.sources import SourceError, SourceFile
from warehouse.sources.discover import may_be_there
from warehouse.store.home import Home
from warehouse.store.lake import Store, end_sharing, lake_of, share_file
from warehouse.store.ledger import count_rejected_again
from warehouse.store.locking import writer_lock
from warehouse.store.readings import Reading, note_reading
from warehouse.store.sharing import agree

FEW_REJECTS = 5
"""Fewer rejects fail a run only where nothing else came in: of two files one broken is not yet a broken source."""
_FILES_AT_ONCE = 1000  # entered in the ledger while others are read
_MOST_UNREAD = 10  # notes on keys that are not read

NOTHING_READ = "nothing new to read; what was built before is published"


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run's outcome with what its report shows besides."""

    outcome: RunOutcome
    results: Sequence[BatchResult] = ()


@dataclass
class _Run:
    """A run at work: what it was asked, who listens, and what it has found out so far."""

    settings: RunSettings
    stamp: RunStamp
    home: Home
    progress: Progress
    steps: Steps
    plan: Plan = field(default_factory=Plan)
    results: list[BatchResult] = field(default_factory=list[BatchResult])
    refused: int = 0
    refused_documents: int = 0
    kept: int = 0  # documents that an earlier run brought, of files that it did not finish
    workers: int = 1
    follows_killed: bool = False
    notes: list[str] = field(default_factory=list[str])

    def tell(self, text: str) -> None:
        """Say what the run did besides, now and in its outcome."""
        self.notes.append(text)
        self.progress.note(text)


def run_pipeline(settings: RunSettings, progress: Progress | None = None, steps: Steps | None = None) -> RunOutcome:
    """One run from sources to the published warehouse.

    Raises:
        UserMistake: a source, manifest or setting can't be used.
        HomeBusy: another run holds the home.
        DatelineError: anything else that the user can put right.
    """
    return run_reported(settings, progress, steps).outcome


def run_reported(settings: RunSettings, progress: Progress | None = None, steps: Steps | None = None) -> RunReport:
    """As `run_pipeline`, with the results of the batches."""
    if not settings.sources:
        raise UserMistake("nothing to read: name files, folders, globs or URLs")
    _refuse_missing(settings)
    check_runner(settings.runner)
    home = Home(settings.home)
    use_tables(home.root)
    stamp = RunStamp(new_run_id(), datetime.now(UTC), settings)
    with told_to_the_user(home.root), _held(home, settings, stamp.run_id):
        listener = TimedProgress(progress or SilentProgress(), stamp.clock)
        run = _Run(settings, stamp, home, listener, steps or PlainSteps())
        try:
            make_ready(home, stamp.run_id, run.tell)
            run.follows_killed = mark_crashed_runs(home)
            announce(home, stamp)
            return _carry_out(run)
        except BaseException as error:
            _record_failure(run, error)
            raise
        finally:
            shutil.rmtree(_spool_folder(home), ignore_errors=True)


def _refuse_missing(settings: RunSettings) -> None:
    """Tell a mistake before a home is made for it. Patterns and URLs are looked up when files are listed."""
    mistake = settings.mistake()
    if mistake:
        raise UserMistake(mistake)
    for source in settings.sources:
        if not source.strip():
            raise UserMistake("a source is empty text; name a file, a folder, a glob in quotes, or a URL")
        if not may_be_there(source):
            raise UserMistake(f"{source}: no such file or folder; give a file, a folder, a glob in quotes, or a URL")
    if settings.manifest is not None and not settings.manifest.is_file():
        raise UserMistake(f"{settings.manifest}: no such manifest; it is a .csv or .jsonl file with a column `file`")


@contextmanager
def _held(home: Home, settings: RunSettings, run_id: str) -> Generator[None, None, None]:
    """The home, for us alone, without the spool of a killed run."""
    try:
        home.ensure()
    except OSError as error:
        raise UserMistake(f"{home.root} can't be used as a home: {error.strerror}; give another --home") from error
    agree(home, settings.lake, settings.lock, settings.ducklake)
    with writer_lock(home, run_id):
        shutil.rmtree(_spool_folder(home), ignore_errors=True)
        yield


def _carry_out(run: _Run) -> RunReport:
    started = time.perf_counter()
    run.progress.stage("discover")
    run.plan = run.steps.call("discover", lambda: _plan(run))
    if run.plan.is_empty:
        return RunReport(_unchanged(run, time.perf_counter() - started))
    record(run.home, run.stamp, "running")
    run.progress.stage("ingest")
    _ingest(run)
    run.progress.stage("merge")
    loaded = run.steps.call("merge", lambda: load_packages(run.home, run.stamp.run_id))
    loaded = _tell_gone(run, loaded)
    outcome = _outcome(run, loaded, time.perf_counter() - started)
    run.progress.stage("publish")
    tables = record_when_published(
        run.home,
        run.stamp,
        outcome.status,
        lambda: run.steps.call("publish", lambda: publish_warehouse(run.home, run.tell)),
        outcome=outcome,
        events=loaded.events,
    )
    seconds = time.perf_counter() - started
    done = replace(outcome, tables=tables, seconds=seconds, warehouse=str(run.home.published), notes=tuple(run.notes))
    return RunReport(done, run.results)


def _tell_gone(run: _Run, loaded: Loaded) -> Loaded:
    """Say which files are gone and which articles are held again; take the former's out where that was asked for."""
    for note in gone_notes(run.home, run.plan.gone):
        run.tell(note)
    if loaded.marked and not run.plan.gone:
        run.tell(f"{counted(loaded.marked, 'article')} marked: no file or archive holds them any more")
    if loaded.unmarked:
        run.tell(f"{counted(loaded.unmarked, 'article')} no longer marked as gone: a file holds them again")
    if run.plan.back and (note := withdrawn_note(run.home, run.stamp.run_id)):
        run.tell(note)
    dropped = drop_gone(run.home, run.stamp)
    if not dropped:
        return loaded
    stood = "it" if dropped == 1 else "them"
    run.tell(f"{counted(dropped, 'article')} withdrawn with what stood on {stood} alone (--drop-gone)")
    after = run.steps.call("withdraw", lambda: load_packages(run.home, run.stamp.run_id))
    return replace(loaded, events=after.events, failed_checks=after.failed_checks)


def _plan(run: _Run) -> Plan:
    return plan_run(run.settings, run.home, run.stamp.run_id, _spool_folder(run.home), run.progress, run.tell)


def _ingest(run: _Run) -> None:
    """Spool the documents into batches and have the workers code them; then write what the reader refused."""
    crew = _crew(run)
    store = lake_of(run.home)
    is_shared = store is not None and not crew.is_local  # the cluster's machines see the store, and not this home
    spool = Spool(
        run.plan.files,
        _spool_folder(run.home),
        str(run.home.root.absolute()),
        run.stamp.run_id,
        run.settings.batch_size,
        lake=store.url if store else "",
        shared=is_shared,
        known=_known_content(run, store if is_shared else None),
        coder_version=coder_version(),
        languages=run.settings.languages,
        sequence=run.plan.sequence,
        kept=run.plan.kept,
        begins=lambda file: note_reading(run.home, _reading(run, file)),
    )
    spool.overflows = lambda: write_refusals(run.home, run.stamp, spool)
    try:
        _code(run, spool, crew)
    finally:
        if store and is_shared:
            end_sharing(store, run.stamp.run_id)
    write_refusals(run.home, run.stamp, spool)
    write_ledger(run.home, run.stamp, spool)
    write_gone(run.home, run.stamp, run.plan.gone, run.plan.sequence)
    if spool.kept_documents:
        run.tell(f"went on where an earlier run ended: {counted(spool.kept_documents, 'document')} not prepared again")
    for note in spool.unread[:_MOST_UNREAD]:
        run.tell(note)
    run.refused, run.refused_documents = spool.refused_count, spool.refused_documents
    run.kept = spool.kept_documents


def _reading(run: _Run, file: SourceFile) -> Reading:
    versions = file_version(reading_version(), run.settings.languages)
    return Reading(file.uri, file.fingerprint, run.stamp.run_id, versions)


def _known_content(run: _Run, store: Store | None) -> str:
    """Where workers find what need not be coded again; lent to them where they see a store only."""
    known = _spool_folder(run.home) / KNOWN_CONTENT
    if not known.is_file():  # there is nothing to read either
        return ""
    return share_file(store, known, f"{run.stamp.run_id}/{KNOWN_CONTENT}") if store else str(known)


def _crew(run: _Run) -> Crew:
    """Who codes. After a run that was killed nobody does in this process, unless that was asked for.

    What killed it may be a document that crashes or hangs the process it is coded in, and would again.
    """
    asked = run.settings
    is_wary = run.follows_killed and asked.workers is None
    return Crew(asked.runner, asked.workers, run.home.root / "logs", asked.batch_timeout, apart=is_wary)


def _code(run: _Run, spool: Spool, crew: Crew) -> None:
    """Have the crew do the batches, as they are spooled."""
    jobs = even_out(_announced(spool, run), crew.most)
    first = list(islice(jobs, crew.most))  # as many workers as there are batches to begin with
    if first:
        with closing(run.steps.batches(chain(first, jobs), crew.for_batches(len(first)))) as batches:
            for results in batches:
                run.workers = run.steps.workers
                run.results.extend(results)
                for result in results:
                    spool.end(result.batch, result.documents)
                    run.progress.done(result)
                    for message in result.isolated:
                        run.progress.note(f"left out, it killed its worker: {message}")
                write_settled(run.home, run.stamp, spool, at_least=_FILES_AT_ONCE)


def _announced(spool: Spool, run: _Run) -> Iterator[BatchJob]:
    for job in spool.batches():
        run.progress.planned(job.documents)
        yield job


def _unchanged(run: _Run, seconds: float) -> RunOutcome:
    published = run.home.published if run.home.published.exists() else None
    outcome = RunOutcome(
        run.stamp.run_id,
        "unchanged",
        str(run.settings.home),
        str(published) if published else None,
        files_unchanged=run.plan.unchanged,
        seconds=seconds,
        message="nothing new",
        notes=tuple(run.notes),
    )
    record(run.home, run.stamp, "unchanged", outcome=outcome)
    return outcome


def _outcome(run: _Run, loaded: Loaded, seconds: float) -> RunOutcome:
    counts, recovered = total(run.results), run.plan.recovered
    documents = counts.documents + run.refused_documents + run.kept
    again = _rejected_again(run)
    refused = max(0, counts.rejected + run.refused_documents - again)
    failure = _reject_message(refused, documents - again, run.settings.reject_threshold)
    message = failure or ("" if run.plan.files else NOTHING_READ)
    return RunOutcome(
        run.stamp.run_id,
        "failed" if failure else "completed",
        str(run.settings.home),
        None,
        files_read=len(run.plan.files),
        files_unchanged=run.plan.unchanged,
        files_gone=sum(len(one.uris) for one in run.plan.gone),
        batches=len(run.results),
        workers=run.workers,
        documents=documents,
        articles=counts.articles,
        new=loaded.new + recovered.new_articles,
        changed=loaded.changed + recovered.changed_articles,
        unchanged=max(0, counts.unchanged + run.kept - recovered.new_articles - recovered.changed_articles)
        + loaded.unchanged,
        duplicates=loaded.duplicates + recovered.duplicate_articles,
        other_languages=counts.other_languages,
        rejected=max(0, counts.rejected + run.refused - again),
        rejected_again=again,
        seconds=seconds,
        peak_megabytes=counts.peak_megabytes,
        message=message,
        failed_checks=loaded.failed_checks,
    )


def _rejected_again(run: _Run) -> int:
    """Records refused as they were before, of files that were read again: no news, and no sign of a broken source."""
    known = _spool_folder(run.home) / KNOWN_REJECTS
    return count_rejected_again(run.home, run.stamp.run_id, known) if known.is_file() else 0


def _reject_message(rejected: int, documents: int, threshold: float) -> str:
    """Why the run counts as failed, or nothing."""
    if not rejected or rejected <= threshold * documents or (rejected < FEW_REJECTS and rejected < documents):
        return ""
    return (
        f"{rejected} of {documents} documents were rejected, more than {threshold:.0%}"
        f"{'; the others are published' if rejected < documents else ''}. `dateline rejected` says why"
    )


def _record_failure(run: _Run, error: BaseException) -> None:
    """Leave word of a run that ended early; what it wrote to the lake is merged by the next one."""
    if isinstance(error, UserMistake | SourceError):
        forget(run.home, run.stamp)
        return
    message = "interrupted" if is_interrupt(error) else describe_error(error)
    if isinstance(error, DatelineError):
        message = str(error)
    try:
        record(run.home, run.stamp, "failed", message=message[:1000])
    except Exception:  # the first error is the one to tell
        return


def _spool_folder(home: Home) -> Path:
    """Absolute: a batch is told its place, and may be done by a process that works elsewhere."""
    return home.root.absolute() / "spool"
