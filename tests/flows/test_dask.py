"""Batches on a Dask cluster: the same rows as without it, also when one of its workers is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from test_invariance import unstamped

import flows.workers
from flows import dask_work
from flows.asking import ask
from flows.core import run_pipeline
from flows.errors import SetupFailed, UserMistake
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.progress import SilentProgress
from flows.settings import RunSettings
from flows.workers import WorkerProcess

distributed = pytest.importorskip("distributed")

TABLES = ("articles", "meta.article_sources", "meta.rejected_records", "meta.source_files")
ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def dask(command: str, folder: Path, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A part of a cluster in a process and a working folder of its own, as on another machine."""
    with (folder / f"{command}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", *options, "--no-dashboard"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    told = folder / "scheduler.json"
    with dask("dask_scheduler", folder, "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)) as process:
        while not told.exists() and process.poll() is None:
            time.sleep(0.1)
        time.sleep(0.2)
        yield json.loads(told.read_text())["address"]


def worker_of(address: str, folder: Path) -> Any:
    return dask("dask_worker", folder, address, "--no-nanny", "--nthreads", "1", "--local-directory", str(folder))


class KillsAWorker(SilentProgress):
    """Kills a worker as soon as one batch is done, when all workers have a batch in hand."""

    def __init__(self, victim: subprocess.Popen[bytes]) -> None:
        self.victim = victim

    def done(self, result: BatchResult) -> None:
        self.victim.kill()


def tables_of(home: Path) -> dict[str, list[dict[str, Any]]]:
    frames: dict[str, pl.DataFrame] = {name: ask(home, f"SELECT * FROM {name} ORDER BY ALL") for name in TABLES}
    return {name: unstamped(frame).to_dicts() for name, frame in frames.items()}


def test_the_rows_are_those_of_a_plain_run_though_a_worker_is_killed(settings: RunSettings, tmp_path: Path) -> None:
    """The workers see the lake's store only: batches are lent to them there, and packages committed there."""
    pytest.importorskip("obstore")
    store = tmp_path / "store"
    lake = store.as_uri()
    run_pipeline(settings)
    with (
        scheduler(tmp_path) as address,
        worker_of(address, tmp_path) as victim,
        worker_of(address, tmp_path),
        distributed.Client(address) as client,
    ):
        client.wait_for_workers(2, timeout=60)
        asked = replace(settings, home=tmp_path / "dask", workers=None, runner=address, batch_size=1, lake=lake)
        outcome = run_pipeline(asked, KillsAWorker(victim))
        assert victim.wait(timeout=10) == -signal.SIGKILL
        left = len(client.nthreads())

    assert (outcome.status, outcome.workers, outcome.batches, left) == ("completed", 2, 7, 1)
    assert tables_of(tmp_path / "dask") == tables_of(settings.home)
    assert len(list(store.glob("packages/*/package.json"))) == 8  # the batches and the ledger
    assert not list(store.glob("spool/**/*.parquet"))


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A cluster in this process, whose worker processes do what the batch's name says."""
    from flows.dask_pool import DaskPool

    monkeypatch.setattr(flows.workers, "_CODE_ROOT", Path(__file__).parent)
    monkeypatch.setattr(dask_work, "WorkerProcess", partial(WorkerProcess, module="scripted_worker"))
    pool = DaskPool(1, timeout=5.0)
    yield pool
    pool.close()


def test_poison_is_followed_where_the_batch_is_done(scripted: Any) -> None:
    results = scripted.ingest(BatchJob("crash", "spool", 0, 3, "home", "run"))

    assert [(result.batch, result.documents) for result in results] == [("crasha", 1), ("crashb", 2)]


def test_a_broken_setup_is_told_from_afar_and_nothing_is_left_running(scripted: Any) -> None:
    with pytest.raises(SetupFailed, match="no model"):
        scripted.ingest(BatchJob("setup", "spool", 0, 3, "home", "run"))
    (process,) = dask_work._processes.values()
    scripted.close()

    assert process._process is None
    assert not dask_work._processes


def test_a_cluster_that_is_not_there_is_a_mistake_of_the_call(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.dask_pool.SECONDS_TO_CONNECT", 1)
    started = time.monotonic()

    with pytest.raises(UserMistake, match="no Dask scheduler answers at tcp"):
        run_pipeline(replace(settings, runner="tcp://127.0.0.1:1"))
    assert time.monotonic() - started < 20


def test_an_unknown_runner_is_a_mistake_of_the_call(settings: RunSettings) -> None:
    with pytest.raises(UserMistake, match="no runner 'daks'"):
        run_pipeline(replace(settings, runner="daks"))
    assert not settings.home.exists()
