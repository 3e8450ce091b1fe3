"""Score the pipeline on human-labelled news: ingest each set, publish, ask the scorer, print one table.

usage: python benchmarks/accuracy.py [--gold ../shared/gold] [--scorer ../shared/score] [--sets NAME ...] [--workers N]

A gold set that is not there is skipped. The text of the sets never enters the repository: this needs them beside it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One set: how the scorer calls its kind, which figures of the answer are shown, which records count."""

    name: str
    kind: str
    figures: tuple[str, ...]  # dotted paths into the scorer's answer
    keep: Callable[[Record], bool] | None = None  # all of them where there is no such rule


SETS = (
    GoldSet("timebank_tbaq", "timex", ("value_f1", "relaxed.f1", "strict.f1", "type_f1")),
    GoldSet("wikiwars", "narrative", ("value_f1", "strict.f1", "relaxed.f1")),
    GoldSet("lgl", "toponym", ("placed_within_161km_of_all_gold", "span.f1", "placed_within_161km_of_placed")),
    GoldSet("geowebnews", "toponym", ("placed_within_161km_of_all_gold", "span.f1", "placed_within_161km_of_placed")),
    GoldSet("tudloc2013", "toponym", ("placed_within_161km_of_all_gold", "span.f1", "placed_within_161km_of_placed")),
    GoldSet("worldwide_newswire", "ner", ("place.f1", "person.f1", "organisation.f1")),
    GoldSet(
        "acled_world_2020",
        "acled",
        (
            "event_type_accuracy",
            "sub_event_type_weighted_f1",
            "fatalities_exact_where_deadly",
            "no_deaths_where_none",
            "within_161km",
            "date_covered",
        ),
    ),
    GoldSet(
        "muc4",
        "muc",
        ("micro.f1", "relevant_message.f1"),
        keep=lambda record: record["split"] in ("dev", "tst1", "tst2"),
    ),
    GoldSet("plv", "plv", ("type_found", "type_actor_and_recipient")),
    GoldSet("event_location", "event_place", ("place_found", "rightly_none")),
    GoldSet("article_extraction_benchmark", "page_body", ("mean_f1",)),
    GoldSet(
        "trafilatura_eval",
        "page_meta",
        ("title.right", "author.right", "date.right", "wanted_text.right", "boilerplate_kept_out.right"),
    ),
    GoldSet("htmldate_eval", "page_date", ("f1", "p", "r")),
    GoldSet("news_cluster", "dup", ("f1", "p", "r")),
    GoldSet("near_dup_cornell", "dup", ("f1", "p", "r")),
)


def main() -> None:
    """Print the table, set by set, as each is done."""
    args = arguments(__doc__)
    print("| set | figures |\n|---|---|")
    for gold_set in SETS:
        path = args.gold / f"{gold_set.name}.jsonl"
        if args.sets and gold_set.name not in args.sets:
            continue
        if not path.is_file():
            print(f"| {gold_set.name} | (not there) |")
            continue
        with tempfile.TemporaryDirectory() as folder:
            answer = _score(gold_set, path, args.scorer, Path(folder), args.workers)
        shown = ", ".join(f"{figure} {_figure(answer, figure)}" for figure in gold_set.figures)
        print(f"| {gold_set.name} ({gold_set.kind}) | {shown} |", flush=True)


def arguments(description: str | None) -> argparse.Namespace:
    """Where the labelled sets and their scorer lie."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--scorer", type=Path, default=Path("../shared/score"))
    parser.add_argument("--sets", nargs="*", help="only these")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def _score(gold_set: GoldSet, path: Path, scorer: Path, folder: Path, workers: int) -> Record:
    """Run the pipeline on the set in a fresh home and return the scorer's answer."""
    gold, warehouse = ingest(gold_set, path, scorer, folder, workers)
    printed = _call(sys.executable, scorer / "score.py", gold_set.kind, gold, warehouse, "--json")
    return json.loads(printed.splitlines()[0])


def ingest(gold_set: GoldSet, path: Path, scorer: Path, folder: Path, workers: int) -> tuple[Path, Path]:
    """Run the pipeline on the set in a fresh home: the records that count, and the warehouse made of them."""
    gold, articles, home = path, folder / "articles.jsonl", folder / "home"
    if gold_set.keep is not None:
        gold = folder / "gold.jsonl"
        kept = (json.dumps(record) for record in records(path) if gold_set.keep(record))
        gold.write_text("\n".join(kept) + "\n", encoding="utf-8")
    _call(sys.executable, scorer / "make_inputs.py", gold_set.kind, gold, articles)
    command = (sys.executable, "-m", "flows.cli", "run", articles, "--home", home, "--no-server")
    _call(*command, "--workers", workers, "--reject-threshold", 1)
    return gold, home / "warehouse.duckdb"


def records(path: Path) -> Iterator[Record]:
    """The records of a JSONL file, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _call(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _figure(answer: Record, path: str) -> object:
    value: Any = answer
    for part in path.split("."):
        value = value[part]
    return value


if __name__ == "__main__":
    main()
