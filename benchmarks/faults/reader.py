"""A reader that asks the published file for everything, again and again: `python -m benchmarks.faults.reader FILE`.

It ends when its standard input does, and prints as JSON how often it read, which states it saw, and what went wrong.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import duckdb

from benchmarks.faults.truth import content_of


def main() -> None:
    """Read until standard input ends; one connection stays open from the first moment to the last."""
    path, over = Path(sys.argv[1]), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    held = duckdb.connect(str(path), read_only=True)
    at_first = held.execute("SELECT count(*), count(DISTINCT hash(articles)) FROM articles").fetchall()
    seen: set[str] = set()
    wrong: list[str] = []
    times = 0
    while not over.is_set():
        times += 1
        try:
            content = content_of(path)
            seen.add(content.digest if content else "none")
        except (duckdb.Error, AssertionError) as error:
            wrong.append(str(error))
    if held.execute("SELECT count(*), count(DISTINCT hash(articles)) FROM articles").fetchall() != at_first:
        wrong.append("what an open connection sees has changed")
    print(json.dumps({"times": times, "seen": sorted(seen), "wrong": wrong[:5]}))


if __name__ == "__main__":
    main()
