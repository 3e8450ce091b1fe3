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
    """The jobs, the last of them in halves, so that no core waits for the other at the end of a run.

    With two workers and batches of 200 the one that ends first would wait for 100 documents of the other on average.
    A run of a single batch keeps both busy too.
    """
    held: deque[BatchJob] = deque()
    for job in jobs:
        held.append(job)
        if len(held) > workers:
            yield held.popleft()
    for job in held:
        yield from job.halves() if workers > 1 and job.documents >= LEAST_CUT else (job,)
