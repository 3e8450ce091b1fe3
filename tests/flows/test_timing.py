"""The last batches are cut so that workers end together, and a run's stages are timed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.evening import LEAST_CUT, even_out
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.progress import SilentProgress
from flows.timing import StageClock, TimedProgress


def _jobs(*documents: int) -> Iterator[BatchJob]:
    return (BatchJob(f"run-{number}", "spool", 0, count, "home", "run") for number, count in enumerate(documents))


@pytest.mark.parametrize(
    ("workers", "batches", "expected"),
    [
        (2, (200, 200, 200, 150), [200, 200, 100, 100, 75, 75]),
        (2, (200, 200), [100, 100, 50, 50, 50, 50]),
        (2, (LEAST_CUT,), [LEAST_CUT // 2] * 2),
        (2, (LEAST_CUT - 1,), [LEAST_CUT - 1]),
        (1, (200, 200), [200, 200]),
        (2, (), []),
    ],
)
def test_the_last_batches_are_cut(workers: int, batches: tuple[int, ...], expected: list[int]) -> None:
    cut = list(even_out(_jobs(*batches), workers))
    assert [job.documents for job in cut] == expected
    assert len({job.name for job in cut}) == len(cut)


def test_stages_are_timed() -> None:
    times = iter([10.0, 12.5, 13.0, 13.25])
    clock = StageClock(now=lambda: next(times))
    progress = TimedProgress(SilentProgress(), clock)
    progress.stage("discover")
    progress.stage("ingest")
    progress.done(BatchResult("run-1", documents=3, seconds=1.5))
    progress.done(BatchResult("run-2", documents=3, seconds=1.0))
    progress.stage("merge")
    assert clock.seconds() == {"discover": 2.5, "coding": 2.5, "ingest": 0.5, "merge": 0.25}
