# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Batches through workers: many at a time, each followed down to the document that kills it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol, TypeVar

from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.workers import BatchFailed, BatchWorker

T = TypeVar("T")


class Pool(Protocol):
    """Does `size` batches at a time, each asked for from a thread of its own (`flows.pools`)."""

    size: int

    def ingest(self, job: BatchJob) -> list[BatchResult]:
        """Do one batch, or the parts of it that can be done, and wait for it."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...

    def kill(self) -> None:
        """Drop the batches in hand, from another thread; whoever waits for one gets `workers.Interrupted`."""
        ...


def run_batches(jobs: Iterator[BatchJob], pool: Pool) -> Iterator[list[BatchResult]]:
    """Yield each batch's results as it ends; at most two batches a worker are in hand, to bound spool and memory.

    On an interrupt the workers are killed: what they were at is done again by the next run.
    """
    if pool.size == 1:
        for job in jobs:
            yield pool.ingest(job)
        return
    with ThreadPoolExecutor(max_workers=pool.size, thread_name_prefix="batch") as threads:
        waiting: set[Future[list[BatchResult]]] = set()
        try:
            for job in jobs:
                waiting.add(threads.submit(pool.ingest, job))
                if len(waiting) >= 2 * pool.size:
                    finished, waiting = wait_for_some(waiting)
                    yield from (future.result() for future in finished)
            while waiting:
                finished, waiting = wait_for_some(waiting)
                yield from (future.result() for future in finished)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            pool.kill()
            raise


def wait_for_some(waiting: Collection[Future[T]]) -> tuple[set[Future[T]], set[Future[T]]]:
    """The futures that are done, at least one, and the others.

    It looks up twice a second: Polars' own handler of Ctrl-C does not wake a main thread that waits for a lock.
    """
    while True:
        finished, others = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        if finished:
            return finished, others


def ingest_or_isolate(job: BatchJob, worker: BatchWorker) -> list[BatchResult]:
    """Do a batch; when it dies, halve it until the poison document is alone, and reject that one.

    A batch of one gets a second try, since what killed it may have been the machine (memory taken by others) and not
    the document; a larger batch gets its second try by being halved.
    """
    try:
        return [worker.ingest(job)]
    except BatchFailed as failure:
        if job.documents > 1:
            left, right = job.halves()
            return [*ingest_or_isolate(left, worker), *ingest_or_isolate(right, worker)]
        first_failure = str(failure)
    try:
        return [worker.ingest(job)]
    except BatchFailed:
        return [_reject(job, first_failure)]


def _reject(job: BatchJob, message: str) -> BatchResult:
    from flows.ingest import reject_document

    return reject_document(job, message)
