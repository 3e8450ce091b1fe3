# ruff: noqa: PLC0415 - what a run does not need is not imported: Dask is an option
"""Pools: who does the batches of a run, many at a time. `flows.steps` opens one and closes it again.

What belongs here: choosing the pool by what was asked, and the pool of worker processes on this machine. The pool of a
Dask cluster is `flows.dask_pool`.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from flows.errors import UserMistake
from flows.executing import Pool, ingest_or_isolate
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.settings import DASK, PROCESSES, available_cores
from flows.workers import BatchWorker, InProcessWorker, WorkerProcess


@dataclass(frozen=True, slots=True)
class Crew:
    """Whom a run wants at work, in plain values: `Crew("processes", 2, logs, 900)`, `Crew("tcp://host:8786", ...)`."""

    runner: str  # PROCESSES, DASK, or the address of a Dask scheduler
    workers: int | None  # None: as many as there are cores; at a scheduler's, all that it has
    logs: Path
    timeout: float  # seconds after which a batch's worker is taken for hung
    apart: bool = False  # whether one worker too is a process of its own

    @property
    def is_local(self) -> bool:
        """Whether the workers are started for this run, on this machine."""
        return self.runner in RUNNERS

    @property
    def most(self) -> int:
        """The most workers that are started here."""
        return self.workers or available_cores()

    def for_batches(self, batches: int) -> Crew:
        """No more workers here than there are batches to begin with."""
        return replace(self, workers=max(1, min(self.most, batches))) if self.is_local else self


def check_runner(runner: str) -> None:
    """Refuse a runner that is none, before a home is made for the run.

    Raises:
        UserMistake: it is neither a known word nor an address.
    """
    if runner not in RUNNERS and "://" not in runner:
        raise UserMistake(
            f"no runner {runner!r}; give {', '.join(RUNNERS)}, or a Dask scheduler's address such as tcp://host:8786"
        )


@contextmanager
def opened_pool(crew: Crew) -> Generator[Pool]:
    """The pool that was asked for, closed at the end."""
    pool = RUNNERS.get(crew.runner, _dask_at_an_address)(crew)
    try:
        yield pool
    finally:
        pool.close()


def _worker_processes(crew: Crew) -> Pool:
    return WorkerPool(crew.most, crew.logs, crew.timeout, apart=crew.apart)


def _dask_on_this_machine(crew: Crew) -> Pool:
    from flows.dask_pool import DaskPool

    return DaskPool(crew.most, crew.timeout)


def _dask_at_an_address(crew: Crew) -> Pool:
    from flows.dask_pool import DaskPool

    return DaskPool(crew.workers, crew.timeout, crew.runner)


RUNNERS: Mapping[str, Callable[[Crew], Pool]] = MappingProxyType(
    {PROCESSES: _worker_processes, DASK: _dask_on_this_machine}
)
"""Who makes the pool, by the word that asks for it; the workers of these are started for the run, on this machine."""


class WorkerPool:
    """N workers of this machine, lent out one batch at a time; one means this process, unless it is to be apart."""

    def __init__(self, size: int, log_folder: Path, timeout: float, *, apart: bool = False) -> None:
        self.size = size
        self._workers: list[BatchWorker] = (
            [InProcessWorker()]
            if size == 1 and not apart
            else [WorkerProcess(log_folder / f"worker-{number}.log", timeout) for number in range(1, size + 1)]
        )
        self._idle: queue.SimpleQueue[BatchWorker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def ingest(self, job: BatchJob) -> list[BatchResult]:
        """One batch by the next free worker, waited for if need be."""
        worker = self._idle.get()
        try:
            return ingest_or_isolate(job, worker)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.close()

    def kill(self) -> None:
        """End all workers now, whatever they are at."""
        for worker in self._workers:
            worker.kill()
