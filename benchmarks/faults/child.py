"""What happens in the process of a run that is to be brought down: the `dateline` command itself, with a fault in it.

What belongs here: everything that is done after the fork. Coding is replaced by what was coded once (`recorded`), so
that a run takes a second instead of six; reading, preparing, packages, merge, checks and publishing are the real ones.
"""

from __future__ import annotations

import os
import pickle
import resource
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

import flows.cli
import flows.console
import flows.core
import flows.ingest
import flows.published  # loaded once, before the forks
import flows.workers
import transforms.annotator

_COPY_BLOCK = 2_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """What a forked process does: a command, where its output goes, and which fault it has."""

    arguments: tuple[str, ...]
    out: str
    recorded: str = ""  # file of coded articles; written by a run with `records`, else read
    records: bool = False
    steps: str = ""  # file that the steps are written to
    kill_at: int = 0  # number of the step at which the process kills itself
    kill_after: float = -1.0  # seconds into that step; negative: before it
    clock: float = 0.0  # seconds by which the clock is wrong
    largest_file: int = 0
    worker: str = ""  # module of worker processes
    environment: Mapping[str, str] = field(default_factory=dict)


def carry_out(order: Order) -> None:
    """Be `dateline ARGUMENTS` in this process, which ends with its exit code."""
    with Path(order.out).open("wb", buffering=0) as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ.update(order.environment)
    prepare_coding(order.recorded, records=order.records)
    if order.steps or order.kill_at:
        _Steps(order).watch()
    if order.clock:
        _set_clock(order.clock)
    if order.largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, order.largest_file))
    if order.worker:
        flows.workers.WorkerProcess.__init__.__defaults__ = (order.worker,)
    sys.argv = ["dateline", *order.arguments]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        flows.cli.main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        code = 130
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def prepare_coding(recorded: str, *, records: bool = False) -> None:
    """Record what is coded, an article at a time; or give what was recorded in place of coding."""
    if not recorded:
        return
    annotate = transforms.annotator.annotate_articles
    path = Path(recorded)
    known: dict[str, dict[str, pl.DataFrame]] = pickle.loads(path.read_bytes()) if path.exists() else {}

    def record(articles: pl.DataFrame, annotator: Any, limit: Any) -> dict[str, pl.DataFrame]:
        for row in range(articles.height):
            one = articles.slice(row, 1)
            known[one.item(0, "article_id")] = annotate(one, annotator, limit)
        path.write_bytes(pickle.dumps(known))
        return give(articles)

    def give(articles: pl.DataFrame, *_: Any) -> dict[str, pl.DataFrame]:
        coded = [known.get(row) or {"articles": articles.filter(pl.col("article_id") == row)} for row in _ids(articles)]
        names = dict.fromkeys(name for frames in coded for name in frames)
        united = {name: pl.concat([f[name] for f in coded if name in f], how="diagonal_relaxed") for name in names}
        return {name: _once(name, frame) for name, frame in united.items()}

    if records:
        transforms.annotator.annotate_articles = record
    else:
        transforms.annotator.annotate_articles = give
        flows.ingest.load_annotator = lambda: None


def _ids(articles: pl.DataFrame) -> list[str]:
    return articles.get_column("article_id").to_list()


def _once(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    key = {"locations": "location_id", "entities": "entity_id"}.get(name)
    return frame.unique(key, keep="first", maintain_order=True) if key else frame


def _set_clock(seconds: float) -> None:
    class Kind(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, datetime)

    class Wrong(datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            moment = datetime.now(UTC) + timedelta(seconds=seconds)
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("flows", "warehouse") and getattr(module, "datetime", None) is datetime:
            module.datetime = Wrong  # type: ignore[attr-defined]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class _Steps:
    """Counts what the process does to its files and databases, and kills it at one of these."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._count = 0
        self._told: list[str] = []

    def watch(self) -> None:
        for module, name in ((os, "replace"), (os, "rename"), (os, "fsync"), (shutil, "rmtree")):
            setattr(module, name, self._watched(name, getattr(module, name)))
        shutil.copyfile = self._copy  # type: ignore[assignment]
        connect = duckdb.connect
        duckdb.connect = lambda *a, **k: _Connection(connect(*a, **k), self.step)  # type: ignore[assignment]

    def _watched(self, name: str, action: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            self.step(f"{name} {Path(str(arguments[0])).name if name != 'fsync' else ''}")
            return action(*arguments, **named)

        return watched

    def _copy(self, source: Any, target: Any, **_: Any) -> Any:
        """Block by block, each a step: a kill leaves half a copy."""
        with Path(source).open("rb") as read, Path(target).open("wb") as write:
            while block := read.read(_COPY_BLOCK):
                self.step(f"copy {Path(str(target)).name}")
                _ = write.write(block)
        return target

    def step(self, told: str) -> None:
        self._count += 1
        if self._order.steps:
            with Path(self._order.steps).open("a", encoding="utf-8") as file:
                _ = file.write(" ".join(told.split())[:80] + "\n")
        if self._count == self._order.kill_at:
            if self._order.kill_after < 0:
                _die()
            threading.Timer(self._order.kill_after, _die).start()


class _Connection:
    """A connection whose statements are steps."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, step: Callable[[str], None]) -> None:
        self._connection = connection
        self._step = step

    def execute(self, sql: str, *arguments: Any) -> Any:
        self._step(f"sql {sql}")
        return self._connection.execute(sql, *arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
