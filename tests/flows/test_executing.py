from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.errors import SetupFailed
from flows.executing import ingest_or_isolate
from flows.ingest import ingest_batch
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.workers import BatchFailed, Interrupted, WorkerProcess


class PoisonedWorker:
    """Fails every batch that holds one of the poison rows."""

    def __init__(self, *poison: int) -> None:
        self.poison = set(poison)
        self.tries: list[tuple[int, int]] = []

    def ingest(self, job: BatchJob) -> BatchResult:
        self.tries.append((job.first, job.documents))
        if self.poison & set(range(job.first, job.first + job.documents)):
            raise BatchFailed("its worker died (signal 11)")
        return BatchResult(job.name, documents=job.documents, articles=job.documents)

    def close(self) -> None:
        pass

    def kill(self) -> None:
        pass


def test_a_batch_that_dies_is_halved_until_the_poison_is_alone(job: BatchJob) -> None:
    results = ingest_or_isolate(job, PoisonedWorker(5))

    assert sum(result.articles for result in results) == 7
    assert sum(result.documents for result in results) == 8
    (poison,) = [result for result in results if result.rejected]
    assert poison.isolated == ("a.jsonl: its worker died (signal 11)",)


def test_the_poison_becomes_a_row_that_says_where_it_stood(job: BatchJob) -> None:
    results = ingest_or_isolate(job, PoisonedWorker(5))

    (package,) = [result.package for result in results if result.package]
    rejected = pl.read_parquet(job.home_folder / "lake" / "packages" / package / "rejected_records.parquet")
    row = rejected.row(0, named=True)
    assert (row["raw_uri"], row["raw_locator"], row["rule"]) == ("a.jsonl", "record 6", "kills_worker")
    assert "signal 11" in row["message"]
    assert '"id": "6"' in row["payload"]


def test_several_poisons_are_each_found(job: BatchJob) -> None:
    results = ingest_or_isolate(job, PoisonedWorker(0, 3, 7))

    assert sum(result.rejected for result in results) == 3
    assert sum(result.articles for result in results) == 5


def test_no_half_has_the_name_of_another(job: BatchJob) -> None:
    names = [result.batch for result in ingest_or_isolate(job, PoisonedWorker(0, 3, 7))]

    assert len(names) == len(set(names))


def test_a_lone_document_gets_a_second_try(job: BatchJob) -> None:
    lone = BatchJob("run-0002", job.spool, 2, 1, job.home, job.run_id)
    worker = PoisonedWorker(2)

    ingest_or_isolate(lone, worker)

    assert worker.tries == [(2, 1), (2, 1)]


def test_a_broken_setup_rejects_no_document(job: BatchJob) -> None:
    class NoModel(PoisonedWorker):
        def ingest(self, job: BatchJob) -> BatchResult:
            raise SetupFailed("no language model")

    with pytest.raises(SetupFailed, match="no language model"):
        ingest_or_isolate(job, NoModel())
    assert not job.home_folder.exists()


INTERRUPTED = """
import signal
import sys
from dataclasses import replace
from pathlib import Path
import polars  # takes Ctrl-C over
import flows.workers
from flows.executing import run_batches
from flows.ingest import ingest_batch
from flows.jobs import BatchJob
from flows.pools import WorkerPool
signal.signal(signal.SIGINT, signal.default_int_handler)
flows.workers._CODE_ROOT = Path(sys.argv[1])
pool = WorkerPool(2, Path(sys.argv[2]), 60)
for worker in pool._workers:
    worker._module = "scripted_worker"
jobs = (BatchJob("hang", "spool", number, 1, "home", "run") for number in range(8))
try:
    print("at work", flush=True)
    list(run_batches(jobs, pool))
except KeyboardInterrupt:
    pool.close()
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_an_interrupt_ends_the_run_and_its_workers_at_once(tmp_path: Path) -> None:
    tests = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(tests), str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(tests.parent.parent)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()

    assert process.communicate(timeout=30)[0] == "interrupted\n"
    assert time.monotonic() - started < 10


def test_an_interrupt_while_a_worker_starts_ends_it(
    tmp_path: Path, job: BatchJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = WorkerProcess(tmp_path / "worker.log", timeout=60, module="this")
    start = worker._start

    def interrupted_start() -> subprocess.Popen[str]:
        worker.kill()
        return start()

    monkeypatch.setattr(worker, "_start", interrupted_start)
    with pytest.raises(Interrupted):
        worker.ingest(job)
    assert worker._process is None


def test_a_worker_with_another_coder_codes_nothing(job: BatchJob) -> None:
    with pytest.raises(SetupFailed, match="edited while the run was at work, or this machine has others"):
        ingest_batch(replace(job, coder_version="1-another"))
    assert not job.home_folder.exists()
