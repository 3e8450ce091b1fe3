"""The worker process: `python -m flows.worker` takes batches as JSON lines and answers with their counts."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import TextIO

from flows.errors import SetupFailed, describe_error
from flows.ingest import ingest_batch
from flows.jobs import BatchJob


def serve(jobs: TextIO, answers: TextIO) -> None:
    """Take batches until the input ends. An exception is an answer; only a crash of the process is silence."""
    for line in jobs:
        answers.write(json.dumps(_answer(line)) + "\n")
        answers.flush()


def _answer(line: str) -> dict[str, object]:
    try:
        job = BatchJob.from_dict(json.loads(line))
        return ingest_batch(job).as_dict()
    except SetupFailed as error:
        return {"setup": str(error)}
    except Exception as error:
        return {"error": describe_error(error)}


def leave_with_parent(parent: int, seconds: float = 1.0) -> None:
    """End this process soon after the one that started it, however that ended: nobody waits for the batch in hand.

    The next run must not find a worker of the last one still writing packages.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def main() -> None:
    """Keep standard output for answers: whatever a library prints goes to the log instead."""
    leave_with_parent(os.getppid())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        serve(sys.stdin, answers)
    except (BrokenPipeError, KeyboardInterrupt):
        return


if __name__ == "__main__":
    main()
