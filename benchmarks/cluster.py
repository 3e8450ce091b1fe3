"""What a Dask cluster's second worker brings: one run over the same articles with each number of workers.

usage: python -m benchmarks.cluster ARTICLES.jsonl [--articles 400] [--workers 1,2]

Scheduler and workers are processes of their own, as on other machines, one thread each. Prints, for each number of
workers, the seconds of the stage in which batches are coded, and processor time by who used it: the run (reading,
merging, publishing), and the cluster (coding, with the loading of model and gazetteer by each worker). On a machine
that does other things besides, compare processor time; the ratio of seconds is that of idle cores only.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.core import run_pipeline
from flows.progress import SilentProgress
from flows.settings import RunSettings


class _Stages(SilentProgress):
    """When each stage began."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}

    def stage(self, name: str) -> None:
        """Note it."""
        self.began[name] = time.perf_counter()


def main() -> None:
    """Run once for each number of workers and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="JSONL with the keys text and, where known, id, title and date")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--workers", default="1,2")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        _write_articles(args.source, articles, args.articles)
        for workers in (int(number) for number in args.workers.split(",")):
            _measure(articles, Path(folder) / str(workers), workers)


def _write_articles(source: Path, target: Path, limit: int) -> None:
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for _, line in zip(range(limit), lines, strict=False):
            row = json.loads(line)
            record = {"id": row.get("id"), "title": row.get("title"), "text": row["text"], "date": row.get("date")}
            out.write(json.dumps({key: value for key, value in record.items() if value}) + "\n")


def _measure(articles: Path, folder: Path, workers: int) -> None:
    folder.mkdir()
    own, cluster, stages = _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN), _Stages()
    with ExitStack() as stack:
        address = stack.enter_context(_scheduler(folder))
        for _ in range(workers):
            options = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
            stack.enter_context(_part("dask_worker", address, *options))
        time.sleep(5)  # for all workers to have come
        asked = RunSettings((str(articles),), home=folder / "home", batch_size=20, runner=address)
        outcome = run_pipeline(asked, stages)
    coding = stages.began["merge"] - stages.began["ingest"]
    own, cluster = _used(resource.RUSAGE_SELF) - own, _used(resource.RUSAGE_CHILDREN) - cluster
    print(
        f"{outcome.workers} workers: {outcome.articles} articles, {outcome.batches} batches, coded in {coding:.1f} s; "
        f"processor time {own:.1f} s the run, {cluster:.1f} s the cluster, {cluster / coding:.2f} cores busy"
    )


@contextmanager
def _scheduler(folder: Path) -> Generator[str]:
    told = folder / "scheduler.json"
    with _part("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told)):
        while not told.exists():
            time.sleep(0.1)
        time.sleep(0.5)
        yield json.loads(told.read_text())["address"]


@contextmanager
def _part(command: str, *options: str) -> Generator[None]:
    started = [sys.executable, "-m", f"distributed.cli.{command}", *options, "--no-dashboard"]
    with subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)


def _used(whose: int) -> float:
    found = resource.getrusage(whose)
    return found.ru_utime + found.ru_stime


if __name__ == "__main__":
    main()
