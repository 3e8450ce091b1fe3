"""The Prefect flow: `flows.core` with its steps as tasks, its progress and outcome as artifacts. Thin on purpose.

What belongs here: retries, task names, artifacts, the state a run ends in. What a step does is in `flows.core`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")  # the first start takes 30 s

from prefect import Task, flow, get_run_logger, task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run, task_run
from prefect.states import Cancelled, Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import core
from flows.errors import DatelineError, HomeBusy, SetupFailed, UserMistake
from flows.executing import Pool, wait_for_some
from flows.jobs import BatchJob
from flows.outcome import BatchResult, RunOutcome
from flows.pools import Crew, opened_pool
from flows.progress import Progress, SilentProgress
from flows.report import key, report_failure, report_outcome, say_which_process
from flows.settings import (
    DEFAULT_BATCH_SIZE,
    DEFAULT_BATCH_TIMEOUT,
    DEFAULT_REJECT_THRESHOLD,
    PROCESSES,
    RunSettings,
    languages_asked,
)
from flows.wording import counted
from transforms.languages.chosen import read_codes
from warehouse.sources.addresses import without_secrets

T = TypeVar("T")


@dataclass
class _Audience:
    """Who listens to a flow that was started by this process, and what it ended in."""

    progress: Progress = field(default_factory=SilentProgress)
    outcome: RunOutcome | None = None
    error: DatelineError | None = None


_audience: ContextVar[_Audience | None] = ContextVar("dateline_audience", default=None)


def _is_worth_a_retry(_task: Any, _run: Any, state: State[Any]) -> bool:
    """A setup that is broken or a home that is held stays so; a full disk or a lost connection may pass."""
    try:
        state.result(raise_on_failure=True)
    except (SetupFailed, UserMistake, HomeBusy):
        return False
    except Exception:
        return True
    return False


def _batch_name() -> str:
    """What the UI lists a batch as: its number in the run, and its size."""
    job: BatchJob = task_run.parameters["job"]
    return f"batch {job.name.rpartition('-')[2]}, {counted(job.documents, 'document')}"


def _ingest_task(pool: Pool) -> Task[[BatchJob], list[BatchResult]]:
    """The task that has a batch done: its name, place and counts pass through Prefect, the pool does not."""

    @task(
        name="ingest batch",
        task_run_name=_batch_name,
        retries=2,
        retry_delay_seconds=[2, 20],
        retry_condition_fn=_is_worth_a_retry,
        cache_policy=NO_CACHE,
        persist_result=False,
    )
    def ingest(job: BatchJob) -> list[BatchResult]:
        results = pool.ingest(job)
        logger = get_run_logger()
        for result in results:
            logger.info(
                "%s: %s articles, %s events, %s rejected", result.batch, result.articles, result.events, result.rejected
            )
            for message in result.isolated:
                logger.warning("rejected: %s", message)
        return results

    return ingest


class PrefectSteps:
    """The steps of a run as tasks of the flow that is running; `all_read` is called when no batch is to come."""

    workers: int = 1

    def __init__(self, all_read: Callable[[], None] = lambda: None) -> None:
        self._all_read = all_read

    def call(self, name: str, step: Callable[[], T]) -> T:
        """One task; the step is a closure, so that no frame is an argument or a result that Prefect keeps."""
        kept: list[T] = []

        def carry_out() -> None:
            kept.append(step())

        task(
            name=name,
            task_run_name=name,
            retries=1,
            retry_delay_seconds=2,
            retry_condition_fn=_is_worth_a_retry,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(carry_out)()
        return kept[-1]

    def batches(self, jobs: Iterator[BatchJob], crew: Crew) -> Generator[list[BatchResult]]:
        """Submit batches as tasks, two a worker at most, and give the results of each as it ends."""
        waiting: dict[Any, Any] = {}
        with opened_pool(crew) as pool, ThreadPoolTaskRunner(max_workers=pool.size) as runner:
            self.workers = pool.size
            ingest = _ingest_task(pool)
            try:
                for job in jobs:
                    future = runner.submit(ingest, parameters={"job": job})
                    waiting[future.wrapped_future] = future
                    while len(waiting) >= 2 * pool.size:
                        yield from _finished(waiting)
                self._all_read()
                while waiting:
                    yield from _finished(waiting)
            except BaseException:
                pool.kill()
                raise


def _finished(waiting: dict[Any, Any]) -> Iterator[list[BatchResult]]:
    done, _ = wait_for_some(waiting)
    for ended in done:
        yield waiting.pop(ended).result()


class _FlowProgress:
    """Passes on to the audience, writes the log, and moves the progress artifact.

    While files are still read nobody knows how many documents there are: the bar stays at nothing and its words say how
    many were coded; a share is shown only of a number that is known.
    """

    def __init__(self, audience: Progress, home: str) -> None:
        self._audience = audience
        self._home = home
        self._logger = get_run_logger()
        self._artifact: Any = None
        self._planned = self._done = 0
        self._is_known = False

    def stage(self, name: str) -> None:
        self._audience.stage(name)
        self._logger.info("stage: %s", name)
        if name == "ingest":
            self._artifact = create_progress_artifact(0.0, key=key("progress", self._home), description=self._words())

    def note(self, text: str) -> None:
        self._audience.note(text)
        self._logger.info(text)

    def planned(self, documents: int) -> None:
        self._audience.planned(documents)
        self._planned += documents

    def all_read(self) -> None:
        """The reader is through: from now on the share is one of the whole."""
        self._is_known = True
        self._show()

    def done(self, result: BatchResult) -> None:
        self._audience.done(result)
        self._done += result.documents
        self._show()

    def _show(self) -> None:
        if self._artifact is not None:
            share = 100.0 * self._done / max(self._planned, 1) if self._is_known else 0.0
            update_progress_artifact(self._artifact, share, description=self._words())

    def _words(self) -> str:
        whole = f"of {self._planned}" if self._is_known else f"of {self._planned} read so far, more to come"
        return f"{self._done} {whole} documents coded"


def _flow_run_name() -> str:
    """What the UI lists the run as."""
    return ", ".join(map(without_secrets, flow_run.parameters["sources"]))[:100]


@flow(name="dateline", flow_run_name=_flow_run_name, persist_result=False)
def dateline(  # noqa: PLR0917 - Prefect makes the parameters from the signature
    sources: list[str],
    home: str = "data",
    manifest: str | None = None,
    batch_size: int = DEFAULT_BATCH_SIZE,
    workers: int | None = None,
    reject_threshold: float = DEFAULT_REJECT_THRESHOLD,
    batch_timeout: float = DEFAULT_BATCH_TIMEOUT,
    allow_empty: bool = False,
    runner: str = PROCESSES,
    lake: str | None = None,
    lock: str | None = None,
    ducklake: str | None = None,
    separator: str | None = None,
    languages: str | None = None,
    follow: bool = False,
    drop_gone: bool = False,
    settle_seconds: float = 0.0,
) -> State[Any]:
    """From sources to the published warehouse: discover, ingest batches, merge, group, check, publish, report.

    Args:
        sources: files, folders, globs, URLs or prefixes of object stores (s3://bucket/news/) of news articles.
        home: folder of the lake, the build file and the published warehouse.
        manifest: CSV or JSONL that says what the files do not.
        batch_size: documents a batch.
        workers: worker processes; as many as there are cores where it is empty.
        reject_threshold: share of rejected documents above which the run counts as failed.
        batch_timeout: seconds after which a worker is taken for hung.
        allow_empty: whether a folder that had files before may have none now; if not, the run fails.
        runner: who codes: `processes` of this machine, `dask`, or a Dask scheduler's address such as tcp://host:8786.
        lake: URL of an object store's folder that keeps the packages, such as s3://bucket/dateline; told once a home.
        lock: URL of a PostgreSQL database whose lock spans machines; told once a home.
        ducklake: URL of a PostgreSQL database with the catalog of a copy in DuckLake; told once a home.
        separator: the line that parts the articles of a text.
        languages: codes of the languages that are coded, such as en,es; empty: as DATELINE_LANGUAGES says.
        follow: fetch the pages of teasers, where a feed or an API gives only the beginning of its articles.
        drop_gone: whether articles leave whose files are gone from these sources; if not, they stay and are marked.
        settle_seconds: since when a file must not have been written to; another is left for the next run.
    """
    audience = _audience.get() or _Audience()
    settings = RunSettings(
        tuple(sources),
        Path(home),
        Path(manifest) if manifest else None,
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
        languages=read_codes(languages) if languages else languages_asked(),
        follow=follow,
        drop_gone=drop_gone,
        settle_seconds=settle_seconds,
    )
    return carry_out(settings, audience)


def carry_out(settings: RunSettings, audience: _Audience | None = None) -> State[Any]:
    """A run as part of the flow that is running: its steps as tasks, its report, the state that it ends in."""
    audience = audience or _Audience()
    say_which_process()
    progress = _FlowProgress(audience.progress, str(settings.home))
    try:
        report = core.run_reported(settings, progress, PrefectSteps(progress.all_read))
    except HomeBusy as error:
        audience.error = error
        return Cancelled(name="Skipped", message=str(error))
    except DatelineError as error:
        audience.error = error
        report_failure(str(settings.home), "run", error)
        return Failed(message=str(error))
    except Exception as error:
        report_failure(str(settings.home), "run", error)
        raise
    audience.outcome = report.outcome
    report_outcome(report.outcome, report.results)
    return _final_state(report.outcome)


def _final_state(outcome: RunOutcome) -> State[Any]:
    if outcome.status == "failed":
        return Failed(message=outcome.message)
    if outcome.status == "unchanged":
        return Completed(name="Unchanged", message="Nothing new")
    return Completed(message=f"{counted(outcome.articles, 'article')} from {counted(outcome.documents, 'document')}")


def run_under_prefect(settings: RunSettings, progress: Progress) -> RunOutcome:
    """Run the flow from this process, against the server that PREFECT_API_URL names or one of its own.

    Raises:
        DatelineError: what `flows.core.run_pipeline` would have raised.
    """
    audience = _Audience(progress)
    token = _audience.set(audience)
    try:
        state = dateline(
            list(settings.sources),
            str(settings.home),
            str(settings.manifest) if settings.manifest else None,
            batch_size=settings.batch_size,
            workers=settings.workers,
            reject_threshold=settings.reject_threshold,
            batch_timeout=settings.batch_timeout,
            allow_empty=settings.allow_empty,
            runner=settings.runner,
            lake=settings.lake,
            lock=settings.lock,
            ducklake=settings.ducklake,
            separator=settings.separator,
            languages=",".join(settings.languages),
            follow=settings.follow,
            drop_gone=settings.drop_gone,
            settle_seconds=settings.settle_seconds,
            return_state=True,
        )
    finally:
        _audience.reset(token)
    if audience.error is not None:
        raise audience.error
    if audience.outcome is None:
        raise DatelineError(f"the flow ended without an outcome: {state.message}")
    return audience.outcome
