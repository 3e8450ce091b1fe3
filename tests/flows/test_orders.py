"""The sample archive read from empty homes in random orders and batches: the same bytes, and no id is ever lost.

It is coded once; what the batches found goes into the warehouses in other orders and portions (`test_invariance` codes
with other batches and workers).
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from flows.core import run_pipeline
from flows.grouping import grouping
from flows.settings import RunSettings
from warehouse.schema.tables import PACKAGE_TABLES
from warehouse.store import Home, merge_packages, open_published, publish, write_package
from warehouse.store.export import export
from warehouse.store.packages import committed_packages
from warehouse.store.selection import ordering

pytestmark = pytest.mark.slow

ARTICLES = Path(__file__).resolve().parent.parent.parent / "seeds" / "articles"
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
OF_RUNS = ("runs", "packages", "check_results")
STAMPS = {"_run_id", "run_id", "since", "first_seen_at", "last_seen_at", "rejected_at", "read_at"}
WITH_STAMPS = {"events_acled": "timestamp", "events_acled_numeric": "timestamp", "events_gdelt": "DATEADDED"}
Piece = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[Piece]:
    """What coding each document of the sample archive gave."""
    home = Home(tmp_path_factory.mktemp("coded"))
    run_pipeline(RunSettings((str(ARTICLES),), home=home.root, workers=1, batch_size=1))
    return [
        {name: pl.read_parquet(file) for name, table in PACKAGE_TABLES.items() if (file := package.file(table))}
        for package in committed_packages(home)
    ]


def cut(pieces: list[Piece], chance: random.Random, parts: int) -> list[Piece]:
    """The pieces in a random order, in so many batches of random size.

    What was refused, and which files were read, comes last: a file that is read again without refusal clears them.
    """
    of_articles = [piece for piece in pieces if "articles" in piece]
    others = [piece for piece in pieces if "articles" not in piece]
    shuffled = [*chance.sample(of_articles, len(of_articles)), *others]
    cuts = [0, *sorted(chance.sample(range(1, len(of_articles)), parts - 1)), len(shuffled)]
    return [joined(shuffled[first:last]) for first, last in pairwise(cuts)]


def joined(pieces: list[Piece]) -> Piece:
    batch: Piece = {}
    for name, table in PACKAGE_TABLES.items():
        frames = [piece[name] for piece in pieces if name in piece]
        if frames:
            batch[name] = pl.concat(frames, how="diagonal").unique(table.key, keep="first", maintain_order=True)
    return batch


def load(home: Home, day: int, batch: Piece) -> None:
    write_package(home, f"r{day}", batch, run_id=f"r{day}", written_at=START + timedelta(days=day))
    merge_packages(home, f"r{day}", grouping())


def exports(home: Home, folder: Path) -> dict[str, bytes]:
    """Every table and view as `dateline export` writes it, without the columns that tell of the runs alone."""
    folder.mkdir()
    connection = open_published(home)
    views = connection.execute(
        """
        SELECT CASE table_schema WHEN 'main' THEN '' ELSE table_schema || '.' END || table_name
        FROM information_schema.tables WHERE NOT list_contains(?, table_name) ORDER BY 1
    """,
        [list(OF_RUNS)],
    ).fetchall()
    found: dict[str, bytes] = {}
    for (name,) in views:
        columns = [column[0] for column in connection.execute(f"FROM {name} LIMIT 0").description]
        stamps = [column for column in columns if column in STAMPS or WITH_STAMPS.get(name) == column]
        if not stamps:
            export(home, name, "csv", folder / f"{name}.csv")
            found[name] = (folder / f"{name}.csv").read_bytes()
            continue
        kept = ", ".join(f'"{column}"' for column in columns if column not in stamps)
        rows = connection.execute(f"SELECT {kept} FROM {name} ORDER BY {ordering(name)}").fetchall()
        found[name] = repr(rows).encode()
    connection.close()
    return found


def test_random_orders_and_batchings_give_the_same_bytes(pieces: list[Piece], tmp_path: Path) -> None:
    wanted: dict[str, bytes] = {}
    for seed in range(6):
        chance = random.Random(seed)
        home = Home(tmp_path / str(seed)).ensure()
        for day, batch in enumerate(cut(pieces, chance, 1 + seed % 4)):
            load(home, day, batch)
        publish(home)
        found = exports(home, tmp_path / f"exports-{seed}")
        wanted = wanted or found
        assert {name for name, content in found.items() if content != wanted[name]} == set(), seed
    assert len(wanted["events"]) > 10_000


def test_no_id_is_lost_in_twenty_increments(pieces: list[Piece], tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    ever: set[str] = set()
    for day, batch in enumerate(cut(pieces, random.Random(20), 20)):
        load(home, day, batch)
        publish(home)
        with open_published(home) as connection:
            ever |= {row[0] for row in connection.execute("SELECT event_id FROM events").fetchall()}
            lost = [known for known in ever if not connection.execute("FROM event(?)", [known]).fetchall()]
            assert lost == [], day
    assert len(ever) > 100
