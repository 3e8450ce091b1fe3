# ruff: noqa: PLC0415 - only a Dask worker has Dask
"""What a Dask worker does: it passes a batch to a worker process of its own, and finds poison there.

A document that crashes, hangs or eats memory takes that process along, never the Dask worker; the batch is halved here
until the document is alone, as on the run's own machine. Each run has its own processes, one for each thread: so a run
always works with the code as it lies on that machine now, and what a run ends is its own.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from flows.executing import ingest_or_isolate
from flows.jobs import BatchJob
from flows.workers import WorkerProcess

_processes: dict[tuple[str, int], WorkerProcess] = {}
_lock = threading.Lock()


def ingest(values: Mapping[str, object], timeout: float) -> list[dict[str, object]]:
    """Do the batch that `values` describe; the results as plain values, which any version can read."""
    job = BatchJob.from_dict(values)
    return [result.as_dict() for result in ingest_or_isolate(job, _process(job.run_id, timeout))]


def release(run_id: str) -> None:
    """Let a run's worker processes end; they leave when their input closes."""
    for process in _taken(run_id):
        process.close()


def kill(run_id: str) -> None:
    """End a run's worker processes now."""
    for process in _taken(run_id):
        process.kill()


def _process(run_id: str, timeout: float) -> WorkerProcess:
    """The worker process of this run and this thread."""
    key = (run_id, threading.get_ident())
    with _lock:
        if key not in _processes:
            _processes[key] = WorkerProcess(_log_folder() / f"dateline-{run_id}-{key[1]}.log", timeout)
        return _processes[key]


def _taken(run_id: str) -> list[WorkerProcess]:
    with _lock:
        return [_processes.pop(key) for key in list(_processes) if key[0] == run_id]


def _log_folder() -> Path:
    """The Dask worker's own folder, which goes with it."""
    from distributed import get_worker

    try:
        return Path(get_worker().local_directory)
    except ValueError:  # called outside of one
        return Path(tempfile.gettempdir())
