"""A worker that documents bring down: what one does to it stands in its title.

Told to a run as its worker's module; everything else is `flows.worker`.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable
from typing import Any

import polars as pl

from benchmarks.faults.child import prepare_coding
from flows import worker
from transforms import annotator


def _hang() -> None:
    time.sleep(3600)


def _fill_memory() -> None:
    most = 3_000_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    _ = bytearray(2 * most)


POISONS: dict[str, Callable[[], None]] = {
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leaves": lambda: os._exit(3),
    "raises": lambda: (_ for _ in ()).throw(RuntimeError("a document that raises")),
    "memory": _fill_memory,
    "hangs": _hang,
}


def main() -> None:
    """`python -m benchmarks.faults.poisoned`"""
    prepare_coding(os.environ["FAULTS_RECORDED"])
    code = annotator.annotate_articles

    def poisoned(articles: pl.DataFrame, *rest: Any) -> Any:
        for title in articles.get_column("title").drop_nulls():
            for name, act in POISONS.items():
                if title.startswith(f"Poison {name}"):
                    act()
        return code(articles, *rest)

    annotator.annotate_articles = poisoned
    worker.main()


if __name__ == "__main__":
    main()
