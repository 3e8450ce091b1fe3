"""How much the whole pipeline costs beside spaCy's parser over the same text, in one run on the same cores.

usage: python benchmarks/pipeline.py ARTICLES.jsonl [--articles 2000] [--workers N] [--rounds 1]

Prints the ratio of the two times, articles a second and the peak memory of a process. Both sides are whole processes
that load what they need and use the same number of worker processes; the parser side runs spaCy's tokenizer, tok2vec
and parser, then, for the second ratio, its whole pipeline.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from transforms.parsing import load_language_model, split_paragraphs

_PARSER_ALONE = ("tagger", "attribute_ruler", "lemmatizer", "ner")
_PARSE_BATCH = 16


def main() -> None:
    """Run both sides and print the figures."""
    args = _arguments()
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        count, words = _write_articles(args.source, articles, args.articles)
        print(f"{count} articles, {words} words, {args.workers} worker process(es)")
        rounds = [_round(articles, Path(folder) / str(number), args.workers) for number in range(args.rounds)]
    _print_figures(rounds, count)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="JSONL with the keys text and, where known, id, title and date")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=1)
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


def _round(articles: Path, home: Path, workers: int) -> dict[str, float]:
    """Seconds of the three sides, run one after the other, and the pipeline's peak memory."""
    seconds = {
        "parser": _timed(_spacy_command(articles, workers, "parser")),
        "spacy": _timed(_spacy_command(articles, workers, "all")),
    }
    command = [sys.executable, "-m", "flows.cli", "run", str(articles), "--home", str(home), "--no-server"]
    seconds["pipeline"] = _timed([*command, "--workers", str(workers)])
    return seconds


def _spacy_command(articles: Path, workers: int, which: str) -> list[str]:
    return [sys.executable, __file__, "--spacy", which, str(articles), str(workers)]


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return time.perf_counter() - start


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


def _print_figures(rounds: list[dict[str, float]], articles: int) -> None:
    pipeline = statistics.median(one["pipeline"] for one in rounds)
    for side, title in (("parser", "spaCy's parser alone"), ("spacy", "spaCy's whole pipeline")):
        ratio = statistics.median(one["pipeline"] / one[side] for one in rounds)
        seconds = statistics.median(one[side] for one in rounds)
        print(f"pipeline / {title}: {ratio:.2f}  ({pipeline:.1f} s / {seconds:.1f} s)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{articles / pipeline:.1f} articles a second; peak memory {peak:.0f} MB a process")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--spacy"]:
        _spacy_side(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main()
