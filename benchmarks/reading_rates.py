"""What reading and preparing costs in each format: the same articles in all of them.

usage: python -m benchmarks.reading_rates [--articles 400] [--only warc pdf] [--markdown]

Prints, for each format, articles and megabytes a second of processor time: for reading alone (the file to documents)
and with preparing (documents to articles). Megabytes are those of the file on disk. Compare rows of one run only: the
rate is the machine's.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.made_up_news import FORMATS, files_in, stories
from flows.ingest import load_field_names, load_words
from flows.time_limits import document_limit
from transforms.prepare import prepare_documents
from warehouse.sources import Document, discover, documents_frame, read_documents

T = TypeVar("T")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rate:
    """One format's row; seconds of processor time, children's included (a PDF is read by one)."""

    ending: str
    articles: int
    megabytes: float
    reading: float
    preparing: float


def main() -> None:
    """Write the articles in each format, read them, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--only", nargs="*", choices=FORMATS, default=FORMATS, metavar="FORMAT")
    parser.add_argument("--markdown", action="store_true", help="as a table for the documents")
    args = parser.parse_args()
    _ = measure("json", 20)  # tables and libraries are loaded once a process
    _print_head(args.markdown)
    for ending in args.only:
        _print_row(measure(ending, args.articles), args.markdown)


def measure(ending: str, count: int) -> Rate:
    """Read and prepare so many articles in one format."""
    with tempfile.TemporaryDirectory() as folder:
        size = 0
        for name, data in files_in(ending, list(stories(count))).items():
            size += (Path(folder) / name).write_bytes(data)
        documents, reading = _timed(lambda: _read(folder))
        articles, preparing = _timed(lambda: _prepared(documents))
    return Rate(ending, articles, size / 1e6, reading, preparing)


def _read(folder: str) -> list[Document]:
    found = [row for file in discover([folder]) for row in read_documents(file)]
    return [row for row in found if isinstance(row, Document)]


def _prepared(documents: list[Document]) -> int:
    load_words()
    names = load_field_names()
    parts = (documents[first : first + _BATCH] for first in range(0, len(documents), _BATCH))
    return sum(prepare_documents(documents_frame(part), document_limit, names).articles.height for part in parts)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    before = _seconds()
    found = work()
    return found, _seconds() - before


def _seconds() -> float:
    """Processor time of this process and, to a hundredth, of those that it started and that ended."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def _print_head(markdown: bool) -> None:
    if markdown:
        print("| format | articles | MB on disk | read: articles/s | MB/s | read and prepared: articles/s | MB/s |")
        print("|---|---|---|---|---|---|---|")
    else:
        print(
            f"{'format':12}{'articles':>9}{'MB':>8} | read: {'art/s':>9}{'MB/s':>8} | prepared: {'art/s':>9}{'MB/s':>8}"
        )


def _print_row(rate: Rate, markdown: bool) -> None:
    read, both = max(rate.reading, 1e-9), rate.reading + rate.preparing
    numbers = (rate.articles / read, rate.megabytes / read, rate.articles / both, rate.megabytes / both)
    if markdown:
        shown = " | ".join(f"{number:,.{0 if number >= 10 else 1}f}" for number in numbers)
        print(f"| {rate.ending} | {rate.articles:,} | {rate.megabytes:.1f} | {shown} |", flush=True)
    else:
        first, second, third, fourth = numbers
        print(
            f"{rate.ending:12}{rate.articles:>9}{rate.megabytes:>8.2f} |       {first:>9.0f}{second:>8.1f} |"
            f"             {third:>7.0f}{fourth:>8.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
