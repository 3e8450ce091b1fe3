# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Workers: a batch is coded in a process of its own, so that a document that kills its process kills no run.

A worker process is started by command line, not by `multiprocessing`: it imports nothing of the parent's main module
(under Prefect that would be Prefect), it can be killed when a document hangs it, and a crash is pinned on one batch.
Jobs and answers are JSON lines on its standard input and output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Protocol

from flows.errors import SetupFailed, describe_error
from flows.jobs import BatchJob
from flows.outcome import BatchResult

RECYCLE_MEGABYTES = 1200
"""A worker whose peak is above this is replaced before its next batch: spaCy's string store only ever grows."""

_CODE_ROOT = Path(__file__).resolve().parent.parent


class BatchFailed(Exception):
    """The batch raised, its worker died, or it ran out of time; the message says which."""


class Interrupted(Exception):
    """The run was interrupted while the batch was in work; no document's fault."""


class BatchWorker(Protocol):
    """Something that takes one batch at a time."""

    def ingest(self, job: BatchJob) -> BatchResult:
        """Do the batch, or raise BatchFailed (a document's fault) or SetupFailed (nobody can work)."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...

    def kill(self) -> None:
        """Drop the batch in hand, from another thread, and take no other."""
        ...


class InProcessWorker:
    """Works in this process: no start-up cost, but a crash takes the run along."""

    def ingest(self, job: BatchJob) -> BatchResult:
        """Do the batch here."""
        from flows.ingest import ingest_batch

        try:
            return ingest_batch(job)
        except SetupFailed:
            raise
        except Exception as error:
            raise BatchFailed(describe_error(error)) from error

    def close(self) -> None:
        """Nothing to let go of."""

    def kill(self) -> None:
        """Nothing to kill."""


class WorkerProcess:
    """A child process that takes batches until it is closed, dies or grows too large; restarted when needed."""

    def __init__(self, log: Path, timeout: float, module: str = "flows.worker") -> None:
        self._module = module
        self._log = log
        self._timeout = timeout
        self._process: subprocess.Popen[str] | None = None
        self._killed = False

    def ingest(self, job: BatchJob) -> BatchResult:
        """Send the batch and wait for the answer; a silent or dead child is a failed batch."""
        if self._killed:
            raise Interrupted
        process = self._process or self._start()
        if self._killed:  # while it was being started: `kill` saw no child yet
            _ = self._reap()
            raise Interrupted
        timed_out = threading.Event()
        watchdog = threading.Timer(self._timeout, _kill, (process, timed_out))
        watchdog.daemon = True
        watchdog.start()
        try:
            answer = _ask(process, job)
        finally:
            watchdog.cancel()
        if self._killed:
            raise Interrupted
        if answer is None:
            code = self._reap()
            reason = f"no answer in {self._timeout:.0f} s" if timed_out.is_set() else f"its worker died ({code})"
            raise BatchFailed(reason)
        return self._judge(answer)

    def close(self) -> None:
        """End the child: it leaves when its input closes."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reap()

    def kill(self) -> None:
        """End the child now; the thread that waits for it gets Interrupted."""
        self._killed = True
        if self._process is not None:
            self._process.kill()

    def _start(self) -> subprocess.Popen[str]:
        environment = dict(os.environ)
        environment.setdefault("OMP_NUM_THREADS", "1")  # two workers with two threads each only get in their own way
        environment.setdefault("POLARS_MAX_THREADS", "1")
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_CODE_ROOT), environment.get("PYTHONPATH")]))
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                env=environment,
                start_new_session=True,  # Ctrl-C is for the parent, which closes its workers in order
            )
        return self._process

    def _judge(self, answer: dict[str, object]) -> BatchResult:
        if "setup" in answer:
            raise SetupFailed(str(answer["setup"]))
        if "error" in answer:
            raise BatchFailed(str(answer["error"]))
        result = BatchResult.from_dict(answer)
        if result.peak_megabytes > RECYCLE_MEGABYTES:
            self.close()
        return result

    def _reap(self) -> str:
        process, self._process = self._process, None
        if process is None:
            return "gone"
        process.kill()
        code = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream and not stream.closed:
                _close_quietly(stream)
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def _ask(process: subprocess.Popen[str], job: BatchJob) -> dict[str, object] | None:
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(job.as_dict()) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except (OSError, ValueError):
        return None
    return json.loads(line) if line.endswith("\n") else None


def _kill(process: subprocess.Popen[str], flag: threading.Event) -> None:
    flag.set()
    process.kill()


def _close_quietly(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]
    except OSError:
        return
