"""A run over one large file that is killed in its middle: what the next one does again, and whether the rows are equal.

usage: python -m benchmarks.going_on [--articles 3000] [--kinds jsonl jsonl.gz warc.gz] [--workers 1]

For each kind the file is coded in one go; then in another home, by a run that is killed (`kill -9`) when half of it
lies in the lake and by one that goes on. Prints processor seconds of all processes, and what `dateline diff` would.
Articles are of one paragraph.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.made_up_news import Story, as_csv, as_gz_members, as_jsonl, as_warc, stories
from warehouse.store.compare import compare

_KINDS = ("jsonl", "jsonl.gz", "csv", "warc", "warc.gz")


def main() -> None:
    """Try each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--kinds", nargs="*", choices=_KINDS, default=["jsonl", "jsonl.gz", "warc.gz"], metavar="KIND")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    is_same = True
    for kind in args.kinds:
        with tempfile.TemporaryDirectory() as folder:
            is_same = _try(Path(folder), kind, args.articles, args.workers) and is_same
    sys.exit(0 if is_same else 1)


def _try(folder: Path, kind: str, articles: int, workers: int) -> bool:
    source = folder / f"big.{kind}"
    source.write_bytes(_content(kind, articles))
    whole, broken = folder / "whole", folder / "broken"
    seconds, _ = _timed(_command(source, whole, workers))
    print(f"{kind}: {articles:,} articles in one go: {seconds:.0f} s of processor time", flush=True)
    before, coded = _killed(_command(source, broken, workers), broken, articles // 2)
    after, told = _timed(_command(source, broken, workers))
    notes = "; ".join(json.loads(told)["notes"])
    print(f"  killed when {coded:,} were coded ({before:.0f} s); the next run: {after:.0f} s; it says: {notes}")
    difference = compare(whole / "warehouse.duckdb", broken / "warehouse.duckdb")
    differing = [table.table for table in difference.tables if table.differs]
    print(f"  {'no difference' if difference.same else f'DIFFERENT: {differing}'}", flush=True)
    return difference.same


def _content(kind: str, articles: int) -> bytes:
    told: Iterator[Story] = (replace(one, paragraphs=one.paragraphs[:1]) for one in stories(articles))
    if kind == "csv":
        return b"".join(as_csv(told))
    if kind.startswith("warc"):
        return b"".join(as_gz_members(as_warc(told)) if kind.endswith("gz") else as_warc(told))
    lines = b"".join(as_jsonl(told))
    return gzip.compress(lines) if kind.endswith("gz") else lines


def _command(source: Path, home: Path, workers: int) -> list[str]:
    command = [sys.executable, "-m", "flows.cli", "run", str(source), "--home", str(home), "--no-server", "--json"]
    return [*command, "--workers", str(workers), "--batch-size", "100"]


def _timed(command: list[str]) -> tuple[float, str]:
    before = os.times()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return _children(os.times()) - _children(before), done.stdout


def _children(times: os.times_result) -> float:
    return times.children_user + times.children_system


def _killed(command: list[str], home: Path, enough: int) -> tuple[float, int]:
    """Kill a run when so many articles lie in the lake; workers end when nobody asks them any more."""
    before = os.times()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    while run.poll() is None and _coded(home) < enough:
        time.sleep(0.2)
    os.killpg(run.pid, signal.SIGKILL)
    _ = run.wait()
    return _children(os.times()) - _children(before), _coded(home)


def _coded(home: Path) -> int:
    notes = home.glob("lake/packages/*/package.json")
    return sum(json.loads(note.read_text()).get("rows", {}).get("articles", 0) for note in notes)


if __name__ == "__main__":
    main()
