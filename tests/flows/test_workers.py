from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import flows.workers
from flows.errors import SetupFailed
from flows.jobs import BatchJob
from flows.worker import serve
from flows.workers import BatchFailed, Interrupted, WorkerProcess


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerProcess]:
    monkeypatch.setattr(flows.workers, "_CODE_ROOT", Path(__file__).parent)
    monkeypatch.setattr(flows.workers, "RECYCLE_MEGABYTES", 10**9)
    started = WorkerProcess(tmp_path / "worker.log", timeout=1.0, module="scripted_worker")
    yield started
    started.close()


def named(name: str) -> BatchJob:
    return BatchJob(name, "spool", 0, 3, "home", "run")


def test_a_worker_answers_with_its_counts(worker: WorkerProcess) -> None:
    assert worker.ingest(named("good")).documents == 3


def test_one_process_serves_many_batches(worker: WorkerProcess) -> None:
    first, second = worker.ingest(named("good")), worker.ingest(named("good"))

    assert first.peak_megabytes == second.peak_megabytes  # the script tells its process id there


def test_a_worker_that_grew_too_large_is_replaced(worker: WorkerProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.workers, "RECYCLE_MEGABYTES", 0)
    first, second = worker.ingest(named("good")), worker.ingest(named("good"))

    assert first.peak_megabytes != second.peak_megabytes


def test_a_crash_fails_its_batch_alone(worker: WorkerProcess) -> None:
    with pytest.raises(BatchFailed, match="signal 9"):
        worker.ingest(named("crash"))
    assert worker.ingest(named("good")).documents == 3


def test_a_hung_worker_is_killed_in_time(worker: WorkerProcess) -> None:
    started = time.monotonic()
    with pytest.raises(BatchFailed, match="no answer in 1 s"):
        worker.ingest(named("hang"))
    assert time.monotonic() - started < 5
    assert worker.ingest(named("good")).documents == 3


def test_an_exception_is_told_in_one_line(worker: WorkerProcess) -> None:
    with pytest.raises(BatchFailed, match="ValueError: bad row"):
        worker.ingest(named("error"))


def test_a_broken_setup_is_no_documents_fault(worker: WorkerProcess) -> None:
    with pytest.raises(SetupFailed, match="no model"):
        worker.ingest(named("setup"))


def test_what_libraries_print_goes_to_the_log(worker: WorkerProcess, tmp_path: Path) -> None:
    worker.ingest(named("grumble"))

    assert "a library said something" in (tmp_path / "worker.log").read_text()


def test_an_interrupt_waits_for_no_batch(worker: WorkerProcess) -> None:
    threading.Timer(0.3, worker.kill).start()

    with pytest.raises(Interrupted):
        worker.ingest(named("hang"))
    with pytest.raises(Interrupted):
        worker.ingest(named("good"))


ORPHAN = """
import os, subprocess, sys
watch = "import os, sys, time; from flows.worker import leave_with_parent; leave_with_parent(os.getppid(), 0.05); "
wait = "print('watching', file=sys.stderr, flush=True); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", watch + wait], stderr=subprocess.PIPE).stderr.readline()
os._exit(1)
"""


def test_a_worker_leaves_when_its_parent_was_killed() -> None:
    """Both hold the output that is read to its end here."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    environment = os.environ | {"PYTHONPATH": root}
    done = subprocess.run(
        [sys.executable, "-c", ORPHAN], env=environment, stdout=subprocess.PIPE, check=False, timeout=30
    )
    assert done.returncode == 1


def test_a_worker_with_another_coder_refuses_the_batch(job: BatchJob) -> None:
    """It would stamp its rows with a version that did not code them."""
    answers = io.StringIO()
    serve(io.StringIO(json.dumps(replace(job, coder_version="1-0000").as_dict()) + "\n"), answers)

    assert "the run's is 1-0000" in json.loads(answers.getvalue())["setup"]
    assert not job.home_folder.exists()
