# ruff: noqa: PLC0415 - Dask is an option, and takes half a second to import
"""The pool of a Dask cluster: batches go to whatever machines a scheduler has, or to a cluster of this process.

What belongs here: the run's end of it. What a Dask worker does with a batch is `flows.dask_work`.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from flows import dask_work
from flows.errors import DatelineError, SetupFailed, UserMistake, describe_error
from flows.jobs import BatchJob
from flows.outcome import BatchResult
from flows.workers import Interrupted

if TYPE_CHECKING:
    from distributed import Client

SECONDS_TO_CONNECT = 30


class DaskPool:
    """The threads of a cluster's workers; each has a worker process of its own beside it, where poison is found.

    A Dask worker that dies with a batch in hand is no document's fault, since the document was coded in another
    process: Dask gives the batch to another worker, and a package that was committed by then is left as it is.
    """

    def __init__(self, size: int | None, timeout: float, address: str | None = None) -> None:
        """Connect to the scheduler at `address`; where there is none, start a cluster of `size` workers here."""
        self._client = _connect(size, address)
        self._timeout = timeout
        self._pending: dict[str, Any] = {}
        self._runs: set[str] = set()
        self._lock = threading.Lock()
        self._killed = False
        running: Any = self._client.nthreads()
        threads = sum(running.values())
        self.size = min(size or threads, threads)

    def ingest(self, job: BatchJob) -> list[BatchResult]:
        """Send one batch to the cluster and wait for its results."""
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        future = self._submit(job)
        try:
            answers = future.result()
        except KilledWorker as error:
            raise SetupFailed(
                f"batch {job.name} lost its Dask worker again and again: {describe_error(error)}"
            ) from error
        except DatelineError:
            raise
        except (FutureCancelledError, OSError) as error:
            if self._killed:
                raise Interrupted from error
            raise SetupFailed(f"the Dask scheduler was lost: {describe_error(error)}") from error
        finally:
            with self._lock:
                self._pending.pop(job.name, None)
        return [BatchResult.from_dict(answer) for answer in answers]

    def close(self) -> None:
        """Have the cluster let go of the run's worker processes, and leave it; one of our own ends."""
        self._release(dask_work.release)
        self._client.close()
        if self._client.cluster is not None:
            self._client.cluster.close()

    def kill(self) -> None:
        """Drop all batches; whoever waits for one gets Interrupted."""
        self._killed = True
        with self._lock:
            pending = list(self._pending.values())
        self._client.cancel(pending, force=True)
        self._release(dask_work.kill)

    def _submit(self, job: BatchJob) -> Any:
        with self._lock:
            if self._killed:
                raise Interrupted
            self._runs.add(job.run_id)
            future = self._client.submit(
                dask_work.ingest, job.as_dict(), self._timeout, key=f"{job.run_id}/{job.name}", pure=False
            )
            self._pending[job.name] = future
        return future

    def _release(self, how: Any) -> None:
        while self._runs:
            try:
                self._client.run(how, self._runs.pop(), on_error="ignore")
            except (OSError, TimeoutError):  # the cluster is gone, and its processes leave by themselves
                return


def _connect(size: int | None, address: str | None) -> Client:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UserMistake("the runner dask needs Dask: install dateline with its extra `dask`") from error
    if address is None:
        # workers as threads of this process: the work is done in worker processes beside them anyhow
        cluster = LocalCluster(
            n_workers=size,
            threads_per_worker=1,
            processes=False,
            silence_logs=logging.CRITICAL,  # what goes wrong is told by the run
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
        )
        return Client(cluster)
    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT)
    except (OSError, TimeoutError, ValueError) as error:
        raise UserMistake(f"no Dask scheduler answers at {address}: {describe_error(error)}") from error
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
    except TimeoutError as error:
        client.close()
        raise UserMistake(
            f"the Dask scheduler at {address} has no workers; start some: dask worker {address}"
        ) from error
    return client
