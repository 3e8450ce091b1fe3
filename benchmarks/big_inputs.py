"""A file of gigabytes: whether reading it takes flat memory, and how fast it is.

usage: python -m benchmarks.big_inputs --folder DIR [--kinds jsonl warc.gz] [--megabytes 500] [--prepare] [--keep]

Writes made-up articles, each of its own text, into one file of a kind, then reads it as a run does: digest, documents,
batches in the spool. Each batch is thrown away as soon as it is written, or with `--prepare` prepared as a worker does
it, in this process. Coding is left out: it would take days. Prints for each tenth of the file the seconds of processor
time, the megabytes a second, and the memory that the process holds (RSS). A file that is there already is read, not
written again.
"""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import polars as pl

from benchmarks.made_up_news import Story, as_csv, as_gz_members, as_json, as_jsonl, as_warc, story
from flows.ingest import give_back_memory, load_field_names, load_words
from flows.settings import DEFAULT_BATCH_SIZE
from flows.spooling import Spool
from flows.time_limits import document_limit
from transforms.prepare import prepare_documents
from warehouse.sources import SourceFile
from warehouse.sources.digests import KnownDigests
from warehouse.sources.discover import hash_file

_Writer = Callable[[Iterable[Story]], Iterator[bytes]]
_WRITERS: dict[str, _Writer] = {
    "jsonl": as_jsonl,
    "jsonl.gz": as_jsonl,
    "json": as_json,
    "csv": as_csv,
    "warc": as_warc,
    "warc.gz": lambda told: as_gz_members(as_warc(told)),
}
_TENTHS = 10


def main() -> None:
    """Write and read each kind, each in a process of its own, so that none inherits another's memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--kinds", nargs="*", choices=_WRITERS, default=["jsonl"], metavar="KIND")
    parser.add_argument("--megabytes", type=int, default=500, help="of text; what is compressed is smaller")
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave the file where it is")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.read:
        _read(args.read, args.prepare)
        return
    args.folder.mkdir(parents=True, exist_ok=True)
    for kind in args.kinds:
        path = args.folder / f"big-{args.megabytes}.{kind}"
        if not path.exists():
            _write(path, kind, args.megabytes * 1_000_000)
        command = [sys.executable, "-m", "benchmarks.big_inputs", "--folder", str(args.folder), "--read", str(path)]
        _ = subprocess.run([*command, *(["--prepare"] if args.prepare else [])], check=True)
        if not args.keep:
            path.unlink()


def _write(path: Path, kind: str, size: int) -> None:
    written = 0

    def told() -> Iterator[Story]:
        nonlocal written
        for number in count():
            if written >= size:
                return
            one = story(number)
            written += len(one.page if "warc" in kind else one.text) + 200
            yield one

    aside = path.with_suffix(".unfinished")
    with gzip.open(aside, "wb", 5) if kind == "jsonl.gz" else aside.open("wb") as out:
        for part in _WRITERS[kind](told()):
            _ = out.write(part)
    aside.rename(path)


def _read(path: Path, prepare: bool) -> None:
    started = time.process_time()
    file = hash_file(path, path.name, KnownDigests())
    print(f"{path.name}: {file.size / 1e6:,.0f} MB on disk; digest {time.process_time() - started:.1f} s", flush=True)
    _read_tenths(file, path.parent / "spool", prepare)


def _read_tenths(file: SourceFile, folder: Path, prepare: bool) -> None:
    spool = Spool([file], folder, str(folder), "run", DEFAULT_BATCH_SIZE)
    print(f"{'documents':>11}{'MB read':>10}{'seconds':>10}{'MB/s':>8}{'RSS, MB':>9}{'highest':>9}{'refused':>9}")
    load_words()
    began, documents, highest, shown = time.process_time(), 0, 0.0, 0
    for job in spool.batches():
        documents += job.documents
        if prepare:
            _ = prepare_documents(pl.read_parquet(job.spool), document_limit, load_field_names())
            give_back_memory()
        spool.end(job.name, job.documents)
        highest = max(highest, _resident())
        at = _position(file)
        if at * _TENTHS >= file.size * (shown + 1):
            shown = int(at * _TENTHS / file.size)
            _print_row(documents, at, time.process_time() - began, highest, len(spool.refused))
            highest = 0.0
    _print_row(documents, file.size, time.process_time() - began, highest, len(spool.refused))
    with suppress(OSError):
        folder.rmdir()


def _print_row(documents: int, at: int, seconds: float, highest: float, refused: int) -> None:
    read = at / 1e6
    rate = read / max(seconds, 1e-9)
    memory = f"{_resident():>9.0f}{highest:>9.0f}"
    print(f"{documents:>11,}{read:>10,.0f}{seconds:>10.1f}{rate:>8.1f}{memory}{refused:>9,}", flush=True)


def _position(file: SourceFile) -> int:
    """How far this process has read the file, as the system knows it."""
    at = [0]
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - names only
        with suppress(OSError):
            if os.path.realpath(f"/proc/self/fd/{number}") == os.path.realpath(str(file.path)):
                at.append(int(Path(f"/proc/self/fdinfo/{number}").read_text().split()[1]))
    return max(at)


def _resident() -> float:
    """Megabytes that the process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
