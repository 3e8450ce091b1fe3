"""How the steps of a run are carried out: plainly here, as Prefect tasks in `flows.pipeline`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from flows.executing import run_batches
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.workers import WorkerPool

T = TypeVar("T")


class Steps(Protocol):
    """What `flows.core` asks of whoever runs it."""

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Carry out one step of the parent and give its result."""
        ...

    def batches(self, jobs: Iterator[BatchJob], pool: WorkerPool) -> Iterator[list[BatchResult]]:
        """Carry out batches, many at a time, and give the results of each as it ends."""
        ...


class PlainSteps:
    """No orchestration: a step is a call, batches go to the workers by threads."""

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Call it."""
        del name
        return step()

    def batches(self, jobs: Iterator[BatchJob], pool: WorkerPool) -> Iterator[list[BatchResult]]:
        """Run them through the pool."""
        return run_batches(jobs, pool)
