"""What it costs to add to an archive: the articles that are added and their neighbours, or the archive?

usage: python -m benchmarks.archive --home DIR --articles 100000             # build it and publish
       python -m benchmarks.archive --home DIR --add 1000 [--scatter]         # add the next articles to it
       python -m benchmarks.archive --home DIR --curve 10000,30000,100000 [--size 1000000] [--plot FILE.svg]

Prints the seconds of each step, the peak memory of the process that merges, and the share of the build's time. Seconds
are processor time over all threads, so that other work on the machine makes little difference. A curve adds 1 % at each
of the sizes that one archive grows through; `--size` says how many articles fill its ten years, so how many there are a
day, the same at every size. Articles come from `archive_articles`, in packages of 500; making them is
not timed, writing them to the lake neither. `--scatter` adds articles of all ten years in place of those
of the days that follow.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import wraps
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.archive_articles import Archive
from benchmarks.curve import Point, picture
from flows.grouping import grouping
from warehouse.store import Home, known_sources, merge, publish, write_known_content, write_package, writer_lock

ARTICLES_A_PACKAGE = 500
SCATTERED = 50_000_000  # numbers of articles that are dated anywhere
STEPS = {
    "pending_packages": "list packages",
    "committed_packages": "list packages",
    "superseding_runs": "edited files",
    "_merge_shared": "places, actors, ledger",
    "_merge_articles": "articles and mentions",
    "settle_sources": "edited files",
    "derive_groups": "copies",
    "link_events": "linking",
    "derive_events": "events",
    "derive_gazetteers": "gazetteers",
    "run_checks": "checks",
    "_report": "report",
}
"""Functions that `warehouse.store.merge` calls, and the step that each is part of."""


@dataclass
class State:
    """What the home holds: kept beside the warehouse, so that the next call goes on from there."""

    size: int
    seed: int
    articles: int = 0
    scattered: int = 0
    build_seconds: float = 0.0

    @classmethod
    def load(cls, home: Home) -> State:
        """The state that the last call left."""
        return cls(**json.loads((home.root / "archive.json").read_text(encoding="utf-8")))

    def save(self, home: Home) -> None:
        """Keep it for the next call."""
        _ = (home.root / "archive.json").write_text(json.dumps(asdict(self)), encoding="utf-8")


def main() -> None:
    """Build, add or draw the curve."""
    args = _arguments()
    home = Home(args.home).ensure()
    if args.curve:
        points = _curve(args)
        if args.plot:
            args.plot.write_text(picture(points), encoding="utf-8")
        return
    state = State.load(home) if (home.root / "archive.json").exists() else State(args.size or args.articles, args.seed)
    count = args.add or args.articles - state.articles
    seconds = add(home, state, count, scatter=args.scatter)
    if not args.add:
        state.build_seconds += sum(seconds.values())
    state.save(home)
    _print(home, state, count, seconds, is_build=not args.add)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=0, help="build or grow the archive to so many")
    parser.add_argument("--size", type=int, default=0, help="articles that fill the ten years, if not --articles")
    parser.add_argument("--add", type=int, default=0, help="add so many, then tell what it cost")
    parser.add_argument("--scatter", action="store_true", help="add articles of all years")
    parser.add_argument("--curve", type=lambda text: [int(size) for size in text.split(",")], default=[])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def add(home: Home, state: State, count: int, *, scatter: bool = False) -> dict[str, float]:
    """Bring the next articles in as a run of its own; the seconds of each step of merging and publishing."""
    first = SCATTERED + state.scattered if scatter else state.articles
    run_id = f"run-{state.articles + state.scattered:09d}"
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:  # a process of its own, so that its memory isn't counted
        pool.submit(write_packages, home.root, Archive(state.size, state.seed), first, count, run_id).result()
    seconds: Counter[str] = Counter()
    with writer_lock(home), _timed_steps(seconds):
        _timed("ledger", _ask_ledger, seconds)(home, run_id)
        start, told = time.process_time(), sum(seconds.values())
        report = merge.merge_packages(home, run_id, grouping())
        seconds["commit and the rest"] += time.process_time() - start - (sum(seconds.values()) - told)
        _timed("publish", publish, seconds)(home)
    if report.failed_checks:
        print("failed checks:", *(f"{check.name} ({check.failing_rows})" for check in report.failed_checks), sep="\n  ")
    state.scattered += count if scatter else 0
    state.articles += 0 if scatter else count
    return dict(seconds)


def write_packages(root: Path, archive: Archive, first: int, count: int, run_id: str) -> None:
    """Make the articles and write them to the lake; packages that are there already are not made again."""
    for start in range(first, first + count, ARTICLES_A_PACKAGE):
        package_id = f"{run_id}-{start:09d}"
        if not (Home(root).packages / package_id).exists():
            frames = archive.batch(start, min(ARTICLES_A_PACKAGE, first + count - start))
            _ = write_package(Home(root), package_id, frames, run_id=run_id)


def _ask_ledger(home: Home, run_id: str) -> None:
    """What a run asks before it works: which of its files are known, and which articles."""
    files = [path / "source_files.parquet" for path in sorted(home.packages.glob(f"{run_id}-*"))]
    uris = pl.concat([pl.read_parquet(file, columns=["uri"]) for file in files if file.exists()])
    _ = known_sources(home, uris.get_column("uri").to_list())
    write_known_content(home, home.root / "known.parquet")


class _timed_steps:
    """While it lasts, the steps of a merge add to `seconds`."""

    def __init__(self, seconds: Counter[str]) -> None:
        self.seconds = seconds
        self.before: dict[str, Any] = {name: getattr(merge, name) for name in STEPS if hasattr(merge, name)}

    def __enter__(self) -> None:
        for name, function in self.before.items():
            setattr(merge, name, _timed(STEPS[name], function, self.seconds))

    def __exit__(self, *_: object) -> None:
        for name, function in self.before.items():
            setattr(merge, name, function)


def _timed(step: str, function: Callable[..., Any], seconds: Counter[str]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*args: object, **kwargs: object) -> object:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[step] += time.process_time() - start

    return timed


def _print(home: Home, state: State, count: int, seconds: dict[str, float], *, is_build: bool) -> None:
    total = sum(seconds.values())
    held = state.articles + state.scattered
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = home.published.stat().st_size / 2**20
    print(f"{'built' if is_build else 'added'} {count} articles, {held} are there; {size:.0f} MB; peak {peak:.0f} MB")
    for step, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        print(f"  {step:24} {spent:8.2f} s  {spent / total:6.1%}")
    share = "" if is_build or not state.build_seconds else f", {total / state.build_seconds:.2%} of the build"
    print(f"  {'all':24} {total:8.2f} s{share}")
    result = {"articles": held, "added": count, "seconds": total, "peak": peak, "build": state.build_seconds}
    print("RESULT " + json.dumps(result | {"steps": seconds}), flush=True)


def _curve(args: argparse.Namespace) -> list[Point]:
    """Grow the archive from size to size and add 1 % at each, every step in a process of its own."""
    points: list[Point] = []
    for size in args.curve:
        grown = size * 99 // 100
        _ = _call(args, "--articles", str(grown), "--size", str(args.size or args.curve[-1]))
        found = _call(args, "--add", str(size - grown))
        points.append(Point(size, size - grown, found["seconds"], found["build"], found["peak"], found["steps"]))
    return points


def _call(args: argparse.Namespace, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.archive", "--home", str(args.home), "--seed", str(args.seed), *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told, _, result = done.stdout.rpartition("RESULT ")
    print(told, end="", flush=True)
    return json.loads(result)


if __name__ == "__main__":
    main()
