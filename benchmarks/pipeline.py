"""How much the whole pipeline costs beside spaCy over the same text, in one run on the same cores.

usage: python benchmarks/pipeline.py ARTICLES.jsonl [--articles 2000] [--workers 1] [--rounds 1] [--speedup]

Prints the ratios of processor time (all processes and threads of a side) and of elapsed time, articles a second and the
peak memory of a process of the pipeline. Each side is a whole process that loads what it needs, with as many workers:
spaCy's tokenizer and parser; its whole pipeline; ours. On a busy machine only processor time tells.
`--speedup` runs the pipeline with one worker and with two: what the second core gives, in elapsed time, on an idle
machine.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms.parsing import load_language_model, split_paragraphs

_PARSER_ALONE = ("tagger", "attribute_ruler", "lemmatizer", "ner")
_PARSE_BATCH = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and its children took."""

    elapsed: float  # seconds
    processor: float  # seconds
    megabytes: float  # of the largest process


def main() -> None:
    """Run both sides and print the figures."""
    args = _arguments()
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        count, words = _write_articles(args.source, articles, args.articles)
        print(f"{count} articles, {words} words, {args.workers} worker process(es)")
        homes = [Path(folder) / str(number) for number in range(args.rounds)]
        if args.speedup:
            _print_speedup([(_pipeline(articles, home / "1", 1), _pipeline(articles, home / "2", 2)) for home in homes])
            return
        rounds = [_round(articles, home, args.workers) for home in homes]
    _print_figures(rounds, count)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="JSONL with the keys text and, where known, id, title and date")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--speedup", action="store_true", help="two workers against one")
    return parser.parse_args()


def _write_articles(source: Path, target: Path, limit: int) -> tuple[int, int]:
    """Copy the first articles as the pipeline takes them; returns how many articles and words they are."""
    count = words = 0
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            if count == limit:
                break
            row = json.loads(line)
            record = {"id": row.get("id"), "title": row.get("title"), "text": row["text"], "date": row.get("date")}
            out.write(json.dumps(record) + "\n")
            count += 1
            words += len(row["text"].split())
    return count, words


def _round(articles: Path, home: Path, workers: int) -> dict[str, Cost]:
    """The cost of the three sides, run one after the other."""
    return {
        "parser": _cost(_spacy_command(articles, workers, "parser")),
        "spacy": _cost(_spacy_command(articles, workers, "all")),
        "pipeline": _pipeline(articles, home, workers),
    }


def _pipeline(articles: Path, home: Path, workers: int) -> Cost:
    command = [sys.executable, "-m", "flows.cli", "run", str(articles), "--home", str(home), "--no-server"]
    return _cost([*command, "--workers", str(workers)])


def _spacy_command(articles: Path, workers: int, which: str) -> list[str]:
    return [sys.executable, __file__, "--spacy", which, str(articles), str(workers)]


def _cost(command: list[str]) -> Cost:
    """Run a command to its end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{said.read()}")
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _parse_share(task: tuple[str, int, int, str]) -> int:
    """Parse every n-th article; returns the number of tokens."""
    path, share, shares, which = task
    nlp = load_language_model()
    disabled = _PARSER_ALONE if which == "parser" else ()
    with nlp.select_pipes(disable=list(disabled)):
        return sum(len(doc) for doc in nlp.pipe(_paragraphs(path, share, shares), batch_size=_PARSE_BATCH))


def _paragraphs(path: str, share: int, shares: int) -> Iterator[str]:
    with Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % shares == share:
                yield from (
                    " ".join(text.split()) for _, text in split_paragraphs(_unwrapped(json.loads(line)["text"]))
                )


def _unwrapped(text: str) -> str:
    """The wire's paragraphs, whose first lines are indented, each on one line."""
    return text.replace("\n    ", "\0").replace("\n", " ").replace("\0", "\n")


def _spacy_side(which: str, path: str, workers: int) -> None:
    tasks = [(path, share, workers, which) for share in range(workers)]
    if workers == 1:
        _parse_share(tasks[0])
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        pool.map(_parse_share, tasks)


def _print_figures(rounds: list[dict[str, Cost]], articles: int) -> None:
    for side, title in (("parser", "spaCy's parser alone"), ("spacy", "spaCy's whole pipeline")):
        for kind in ("processor", "elapsed"):
            ours, theirs = ([getattr(one[name], kind) for one in rounds] for name in ("pipeline", side))
            ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
            seconds = f"{statistics.median(ours):.1f} s / {statistics.median(theirs):.1f} s"
            print(f"pipeline / {title}, {kind} time: {ratio:.2f}  ({seconds})")
    speed = articles / statistics.median(one["pipeline"].elapsed for one in rounds)
    peak = max(one["pipeline"].megabytes for one in rounds)
    print(f"{speed:.1f} articles a second; peak memory {peak:.0f} MB a process")


def _print_speedup(rounds: list[tuple[Cost, Cost]]) -> None:
    gain = statistics.median(one.elapsed / two.elapsed for one, two in rounds)
    work = statistics.median(two.processor / one.processor for one, two in rounds)
    print(f"two workers / one: {gain:.2f} times as fast, {work:.2f} times the processor time")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--spacy"]:
        _spacy_side(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main()
