"""How the steps of a run are carried out: plainly here, as Prefect tasks in `flows.pipeline`.

Who carries out batches, processes of this machine or a Dask cluster, is the same for both: `flows.pools`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Protocol, TypeVar

from flows.executing import run_batches
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.pools import Crew, opened_pool

T = TypeVar("T")


class Steps(Protocol):
    """What `flows.core` asks of whoever runs it."""

    workers: int
    """How many did the last batches at a time."""

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Carry out one step of the parent and give its result."""
        ...

    def batches(self, jobs: Iterator[BatchJob], crew: Crew) -> Generator[list[BatchResult]]:
        """Carry out batches, many at a time, and give the results of each as it ends; close it when you leave early."""
        ...


class PlainSteps:
    """No orchestration: a step is a call, batches go to the workers by threads."""

    workers: int = 1

    def call(self, name: str, step: Callable[[], T]) -> T:
        """Call it."""
        del name
        return step()

    def batches(self, jobs: Iterator[BatchJob], crew: Crew) -> Generator[list[BatchResult]]:
        """Run them through the crew's pool."""
        with opened_pool(crew) as pool:
            self.workers = pool.size
            yield from run_batches(jobs, pool)
