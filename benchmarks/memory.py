"""Whether a long run grows: the memory of a run's processes against the articles that it has coded.

usage: python -m benchmarks.memory ARTICLES.jsonl [--articles 50000] [--workers 2] [--home DIR]

The articles are drawn from the paragraphs of those that are given, five to ten each from anywhere, so that as many
can be made as are asked for and none is a copy of another. Every few seconds the memory of the run and of all
processes that it started is read (PSS: what they share is counted once) with the number of articles that lie in the
lake. Prints the highest of each tenth of the run, and how much more the last tenth took than the second.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from transforms.parsing import split_paragraphs

SECONDS_BETWEEN = 5.0
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Sample:
    """What a run held at one moment."""

    articles: int
    whole: float  # MB of all its processes
    largest: float  # MB of the largest of them


def main() -> None:
    """Make the articles, run the pipeline over them and print what it took."""
    args = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        _write_articles(args.source, articles, args.articles)
        home = args.home or Path(folder) / "home"
        samples = list(_run(articles, home, args.workers))
    _print_tenths(samples, args.articles)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="JSONL with the key text")
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--home", type=Path, help="where the warehouse goes, if it is to stay")
    return parser.parse_args()


def _write_articles(source: Path, target: Path, count: int) -> None:
    with source.open(encoding="utf-8") as lines:
        paragraphs = [text for line in lines for text in _paragraphs(json.loads(line)["text"])]
    with target.open("w", encoding="utf-8") as out:
        for number in range(count):
            draw = Random(number)
            text = "\n\n".join(draw.sample(paragraphs, draw.randint(5, 10)))
            record = {"id": f"drawn-{number}", "text": text, "date": f"{2000 + number % 25}-{1 + number % 12:02}-15"}
            _ = out.write(json.dumps(record) + "\n")


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text in which a wire indents the first line of each."""
    unwrapped = text.replace("\n    ", "\0").replace("\n", " ").replace("\0", "\n")
    yield from (" ".join(part.split()) for _, part in split_paragraphs(unwrapped) if len(part) > 80)


def _run(articles: Path, home: Path, workers: int) -> Iterator[Sample]:
    """Sample a run until it ends; one that fails ends the benchmark with what it said."""
    command = [sys.executable, "-m", "flows.cli", "run", str(articles), "--home", str(home), "--no-server"]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([*command, "--workers", str(workers)], stdout=said, stderr=subprocess.STDOUT)
        try:
            while process.poll() is None:
                sizes = [size for size in map(_megabytes, _family(process.pid)) if size]
                if sizes:
                    yield Sample(_coded(home), sum(sizes), max(sizes))
                time.sleep(SECONDS_BETWEEN)
        finally:
            process.kill()
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read()}")


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended since
            for child in children.read_text().split():
                yield from _family(int(child))


def _megabytes(process: int) -> float:
    """The proportional set size of a process; 0 of one that has just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _coded(home: Path) -> int:
    """Articles in the lake's packages, as these say themselves."""
    notes = home.glob("lake/packages/**/package.json")
    return sum(json.loads(note.read_text()).get("rows", {}).get("articles", 0) for note in notes)


def _print_tenths(samples: Sequence[Sample], articles: int) -> None:
    print(f"{'articles':>10} {'all processes':>14} {'the largest':>12}  MB, the highest of each tenth of the run")
    tenths = [samples[len(samples) * n // TENTHS : len(samples) * (n + 1) // TENTHS] for n in range(TENTHS)]
    highest = [
        Sample(part[-1].articles, max(one.whole for one in part), max(one.largest for one in part))
        for part in tenths
        if part
    ]
    for sample in highest:
        print(f"{sample.articles:>10} {sample.whole:>14.0f} {sample.largest:>12.0f}")
    if len(highest) == TENTHS:
        growth = highest[-1].whole / highest[1].whole
        print(f"{articles} articles: the last tenth took {growth:.2f} times the memory of the second")


if __name__ == "__main__":
    main()
