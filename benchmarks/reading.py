"""Codings to be read by eye: events spread evenly over a set of articles, each with its sentence and all that it says.

usage: python -m benchmarks.reading [--gold ../shared/gold] [--sets ngec_guardian indiapoliceevents] [--count 50]
                                    [--offset 0.5] [--workers N]

Prints the codings, not a verdict: whether type, status and parties are right is for the reader to say. Another offset,
0 to 1, draws other events. India's articles carry no date; they are read as of 15 March 2002.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.accuracy import records

_UNDATED = "2002-03-15"
_SHOWN = (
    *("trigger_text", "event_type", "event_mode", "acled_sub_event_type", "status", "actor_text", "recipient_text"),
    *("place_text", "place_from", "date_start", "date_end", "date_from", "fatalities_best", "injured", "arrested"),
    *("abducted", "attribution", "confidence"),
)


def main() -> None:
    """Code each set and print the sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--sets", nargs="*", default=["ngec_guardian", "indiapoliceevents"])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--offset", type=float, default=0.5)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    for name in args.sets:
        with tempfile.TemporaryDirectory() as folder:
            warehouse = _coded(args.gold / f"{name}.jsonl", Path(folder), args.workers)
            _print_sample(name, warehouse, args.count, args.offset)


def _coded(gold: Path, folder: Path, workers: int) -> Path:
    articles, home = folder / "articles.jsonl", folder / "home"
    lines = (
        json.dumps({"id": one["id"], "text": one["text"], "published_at": one.get("date") or _UNDATED})
        for one in records(gold)
    )
    articles.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "run", str(articles), "--home", str(home), "--no-server"]
    subprocess.run([*command, "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)
    return home / "warehouse.duckdb"


def _print_sample(name: str, warehouse: Path, count: int, offset: float) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = f"SELECT text, {', '.join(_SHOWN)} FROM event_mentions ORDER BY article_id, field DESC, start_char"
        rows = connection.sql(query).pl().rows(named=True)
    print(f"# {name}: {len(rows)} codings")
    for number in range(min(count, len(rows))):
        row = rows[int((number + offset) % count * len(rows) / count)]
        print(f"\n[{number}] {row['text']}")
        print("    " + "; ".join(f"{column}={row[column]}" for column in _SHOWN if row[column] is not None))


if __name__ == "__main__":
    main()
