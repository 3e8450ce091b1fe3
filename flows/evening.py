"""Batches of a size that lets all workers end together.

What belongs here: which batches are cut. How documents come into batches is in `flows.spooling`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from flows.jobs import BatchJob

LEAST_CUT = 100
"""Documents; half of fewer is not worth the start of a worker."""


def even_out(jobs: Iterator[BatchJob], workers: int) -> Iterator[BatchJob]:
    """The jobs, the last of them in halves and the very last in quarters, so that no core waits for the other.

    With two workers and batches of 200 the one that ends first would wait for 100 documents of the other on average;
    so it waits for 25. A run of a single batch keeps both busy too.
    """
    held: deque[BatchJob] = deque()
    for job in jobs:
        held.append(job)
        if len(held) > workers:
            yield held.popleft()
    while held:
        job = held.popleft()
        yield from _cut(job, 1 if held else 2) if workers > 1 else (job,)


def _cut(job: BatchJob, times: int) -> Iterator[BatchJob]:
    """The job's parts, halved so many times, as long as there is something to halve."""
    if times == 0 or job.documents < LEAST_CUT:
        yield job
        return
    for half in job.halves():
        yield from _cut(half, times - 1)
