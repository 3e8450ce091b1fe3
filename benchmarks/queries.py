"""How fast the cookbook's questions are answered in a warehouse of a million articles and three million events.

usage: python -m benchmarks.queries --archive HOME --home DIR [--articles 1000000] [--events 3000000]   # make it
       python -m benchmarks.queries --home DIR [--rounds 5] [--threads 2]                               # ask it

The warehouse is made of an archive that `benchmarks.archive` built: each article and event is copied under new ids as
often as it takes, so that tables, keys and views are as in any other. Links between reports, rejects and runs are left
out: questions of them are answered at once. Asking prints the median milliseconds of each question of
docs/cookbook.md, all rows fetched, and the median of them all.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.schema.model import Table
from warehouse.schema.render import quoted
from warehouse.schema.tables import TABLES
from warehouse.store import Home
from warehouse.store.database import open_build, open_published

COOKBOOK = Path(__file__).resolve().parent.parent / "docs" / "cookbook.md"
SHARED = ("locations", "entities")
OF_ARTICLES = ("articles", "place_mentions", "date_mentions", "entity_mentions", "excluded_mentions")
OF_EVENTS = ("events", "event_mentions", "event_numbers", "event_evidence")
ARTICLE_KEYS = ("article_id", "duplicate_group_id")
KEPT = ("location_id", "entity_id", "dateline_location_id", "actor_entity_id", "recipient_entity_id", "_run_id")


def main() -> None:
    """Make the warehouse or ask it."""
    args = _arguments()
    home = Home(args.home)
    if args.archive:
        _make(Home(args.archive), home, args.articles, args.events)
    else:
        _ask(home, args.rounds, args.threads)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--archive", type=Path, help="the home of an archive; makes the warehouse")
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=3_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def _make(archive: Home, home: Home, articles: int, events: int) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    with open_build(home, home.published) as connection:
        _ = connection.execute(f"ATTACH {quoted(str(archive.published))} AS archive (READ_ONLY)")
        copies = -(-articles // _rows(connection, "articles"))
        event_copies = -(-events // _rows(connection, "events"))
        for name in SHARED:
            _ = connection.execute(f"INSERT INTO {name} BY NAME FROM archive.{name}")
        for name in OF_ARTICLES:
            for copy in range(copies):
                _copy(connection, TABLES[name], copy, copy)
        for name in OF_EVENTS:
            for copy in range(event_copies):
                _copy(connection, TABLES[name], copy, copy % copies)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM archive.{table}").fetchone()
    return int(row[0]) if row else 0


def _copy(connection: duckdb.DuckDBPyConnection, table: Table, copy: int, article_copy: int) -> None:
    """The archive's rows under ids of their own; ids of articles are those of the copy that they belong to."""
    columns = (_renamed(name, copy, article_copy) for name in table.column_names)
    _ = connection.execute(
        f"INSERT INTO {table.qualified_name} BY NAME SELECT {', '.join(columns)} FROM archive.{table.qualified_name}"
    )


def _renamed(column: str, copy: int, article_copy: int) -> str:
    if not column.endswith(("_id", "event_key")) or column in KEPT:
        return column
    number = article_copy if column in ARTICLE_KEYS else copy
    return f"substr(md5({column} || '/{number}'), 1, 16) AS {column}"


def questions() -> Iterator[tuple[str, str]]:
    """The headings and the SQL of the cookbook."""
    yield from re.findall(r"^### (.+?)$.+?^```sql\n(.+?)^```$", COOKBOOK.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _ask(home: Home, rounds: int, threads: int) -> None:
    connection = open_published(home)
    _ = connection.execute(f"SET threads = {threads}")
    medians: list[float] = []
    for heading, query in questions():
        seconds = [_seconds(connection, query) for _ in range(rounds)]
        medians.append(statistics.median(seconds))
        print(f"{1000 * medians[-1]:8.0f} ms  {heading}", flush=True)
    print(f"{1000 * statistics.median(medians):8.0f} ms  the median of {len(medians)} questions")


def _seconds(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    start = time.perf_counter()
    _ = connection.execute(query).fetchall()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
