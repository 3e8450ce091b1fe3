"""What readers see: checks before, one step, and never a part, even when the writer is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.schema.reference import ReferenceTable
from warehouse.store import (
    ChecksFailedError,
    Home,
    RunRecord,
    StoreError,
    WarehouseBusyError,
    WarehouseMissingError,
    database,
    export,
    merge_packages,
    open_published,
    prepare,
    publish,
    record_run,
    write_package,
    writer_lock,
)
from warehouse.store.checks import all_checks, run_checks, running
from warehouse.store.database import open_build


def load(home: Home, package: str, *stories: Story) -> None:
    write_package(home, package, batch(*stories), run_id=package)
    merge_packages(home, package, GROUPING)


def count(home: Home) -> int:
    connection = open_published(home)
    try:
        row = connection.execute("SELECT count(*) FROM articles").fetchone()
    finally:
        connection.close()
    assert row
    return row[0]


def test_a_missing_warehouse_says_what_to_do(home: Home) -> None:
    with pytest.raises(WarehouseMissingError, match="dateline run"):
        open_published(home)


def test_readers_cannot_write(home: Home) -> None:
    load(home, "p", Story("a"))
    publish(home)
    connection = open_published(home)
    with pytest.raises(duckdb.InvalidInputException):
        connection.execute("DELETE FROM articles")
    connection.close()


def test_a_reader_that_is_open_keeps_its_snapshot_and_stops_nobody(home: Home) -> None:
    load(home, "p1", Story("a"))
    publish(home)
    code = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.sql("SELECT count(*) FROM articles").fetchone()[0], flush=True)
input()
print(connection.sql("SELECT count(*) FROM event_mentions").fetchone()[0], flush=True)
"""
    reader = subprocess.Popen(
        [sys.executable, "-c", code, str(home.published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout and reader.stdout.readline().strip() == "1"
    load(home, "p2", Story("b"))
    publish(home)
    assert reader.communicate("\n")[0].strip() == "1"
    assert count(home) == 2


def test_failed_checks_keep_the_old_warehouse(home: Home) -> None:
    load(home, "p1", Story("a"))
    publish(home)
    with open_build(home) as connection:
        connection.execute("UPDATE place_mentions SET text = 'Elsewhere'")
    load(home, "p2", Story("b"))
    with pytest.raises(ChecksFailedError, match="place_mentions: text stands at start_char: 1 rows"):
        publish(home)
    assert count(home) == 1


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("INSERT INTO articles SELECT * FROM articles", "articles: article_id is unique"),
        ("DELETE FROM locations", "place_mentions: location_id points to locations"),
        ("DELETE FROM events", "event_mentions: event_id points to events"),
        (
            "UPDATE event_mentions SET trigger_start_char = 0",
            "event_mentions: trigger_text stands at trigger_start_char",
        ),
        ("UPDATE articles SET body = body || 'x', title = NULL", None),
    ],
)
def test_checks_find_the_damage(home: Home, damage: str, check: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, "p1", Story("a"))
    with open_build(home) as connection:
        connection.execute(damage)
        failing = {one.name for one in run_checks(connection, "checked") if one.failing_rows}
        monkeypatch.setattr(running, "_ROWS_AT_A_TIME", 1)
        in_parts = {one.name for one in run_checks(connection, "checked in parts") if one.failing_rows}
    assert check in failing if check else not failing
    assert in_parts == failing


def test_results_of_all_checks_are_kept(home: Home) -> None:
    load(home, "p1", Story("a"))
    publish(home)
    connection = open_published(home)
    kept = connection.execute("SELECT count(*), sum(failing_rows) FROM meta.check_results").fetchone()
    connection.close()
    assert kept == (len(all_checks()), 0)


def test_two_writers_are_told_apart(home: Home) -> None:
    code = (
        "import sys; from pathlib import Path; from warehouse.store import Home, writer_lock\n"
        "with writer_lock(Home(Path(sys.argv[1]))):\n    print('held', flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout and other.stdout.readline().strip() == "held"
    with pytest.raises(WarehouseBusyError, match=f"process {other.pid}"), writer_lock(home):
        pass
    other.kill()
    other.wait()
    with writer_lock(home):
        pass


def test_a_run_is_recorded_in_warehouse_and_lake(home: Home) -> None:
    load(home, "p1", Story("a"))
    started = datetime(2021, 8, 9, 6, tzinfo=UTC)
    record = RunRecord("p1", "completed", started, sources=("in",), new_count=1, settings={"batch_size": 200})
    record_run(home, RunRecord("p1", "running", started))
    record_run(home, record)
    publish(home)
    connection = open_published(home)
    rows = connection.execute(
        "SELECT run_id, status, started_at, sources, new_count, settings FROM meta.runs"
    ).fetchall()
    connection.close()
    assert rows == [("p1", "completed", started.replace(tzinfo=None), ["in"], 1, '{"batch_size": 200}')]
    assert [path.name for path in home.runs.iterdir()] == ["p1.json"]


def test_a_build_file_of_other_tables_is_rebuilt_from_the_lake(home: Home) -> None:
    load(home, "p1", Story("a"))
    record_run(home, RunRecord("p1", "completed", datetime(2021, 8, 9, tzinfo=UTC)))
    with open_build(home) as connection:
        connection.execute("CREATE OR REPLACE MACRO meta.schema_version() AS 'older'")
    report = prepare(home, "r2", GROUPING)
    assert report and report.new_articles == 1
    publish(home)
    connection = open_published(home)
    assert connection.execute("SELECT run_id FROM meta.runs").fetchall() == [("p1",)]
    connection.close()


def test_other_weights_of_links_ask_for_a_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored links are weighed once; an archive must not hold links of two kinds."""
    before = database.schema_version.__wrapped__()
    read = database.read_reference_table

    def reweighed(table: ReferenceTable) -> pl.DataFrame:
        found = read(table)
        return found.with_columns(pl.col("weight") * 2) if table.name == "events/link_weights" else found

    monkeypatch.setattr(database, "read_reference_table", reweighed)
    assert database.schema_version.__wrapped__() != before


def test_a_lost_build_file_is_taken_from_the_published_one(home: Home) -> None:
    load(home, "p1", Story("a"))
    publish(home)
    home.build.unlink()
    load(home, "p2", Story("b"))
    publish(home)
    assert count(home) == 2


@pytest.mark.parametrize("file_format", ["csv", "parquet", "jsonl"])
def test_exports_hold_every_row(home: Home, tmp_path: Path, file_format: str) -> None:
    load(home, "p1", Story("a"), Story("b", place="Taloqan", sentences=("Armed men entered Taloqan on Sunday.",)))
    publish(home)
    path = tmp_path / "out" / f"events.{file_format}"
    path.parent.mkdir()
    assert export(home, "events", file_format, path).rows == 2
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "jsonl": pl.read_ndjson}[file_format](path)
    assert set(read["location_name"]) == {"Kunduz", "Taloqan"}
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_exports_name_what_there_is(home: Home, tmp_path: Path) -> None:
    load(home, "p1", Story("a"))
    publish(home)
    with pytest.raises(StoreError, match="events_acled"):
        export(home, "event", "csv", tmp_path / "x.csv")
    with pytest.raises(StoreError, match="csv, tsv, parquet, jsonl"):
        export(home, "events", "ods", tmp_path / "x.ods")
    assert export(home, "meta.check_results", "csv", tmp_path / "c.csv").rows == len(all_checks())


WRITER = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from stories import GROUPING, Story, batch
from warehouse.store import Home, merge_packages, prepare, publish, write_package, writer_lock
home = Home(Path(sys.argv[1]))
with writer_lock(home):
    prepare(home, "r", GROUPING)
    for number in range(int(sys.argv[3]), 10000):
        if not (home.packages / f"p{number}").exists():
            write_package(home, f"p{number}", batch(*[Story(f"{number}-{i}") for i in range(10)]), run_id=f"r{number}")
        merge_packages(home, f"r{number}", GROUPING)
        publish(home)
        print(number, flush=True)
"""


def read_whole(home: Home) -> int:
    """Articles in the warehouse; every table is read, so that a torn file shows."""
    connection = duckdb.connect(str(home.published), read_only=True)
    try:
        articles, mentions, events = (
            connection.execute(f"SELECT count(*), count(hash(t)) FROM {name} t").fetchone()
            for name in ("articles", "event_mentions", "events")
        )
        orphans = connection.execute(
            "SELECT count(*) FROM event_mentions ANTI JOIN articles USING (article_id)"
        ).fetchone()
    finally:
        connection.close()
    assert articles and mentions and events and orphans == (0,)
    assert articles[0] == mentions[0]
    assert articles[0] % 10 == 0
    return articles[0]


KILLED_AT = """
import os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from stories import GROUPING, Story, batch
from warehouse.store import Home, merge, merge_packages, packages, publish, turns, write_package
publishing = sys.modules["warehouse.store.publish"]  # the name in the package is the function

def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)

def copy_half_and_die(source, target):
    data = Path(source).read_bytes()
    Path(target).write_bytes(data[: len(data) // 2])
    die()

home = Home(Path(sys.argv[1]))
point = sys.argv[3]
if point == "package written aside": packages._commit = die
if point == "articles replaced": merge._insert_mentions = die
if point == "events derived": merge._record_packages = die
if point == "checks running": merge.run_checks = die
if point == "merge not yet closed": merge._report = die
if point == "first of two turns done":
    turns.ARTICLES_AT_A_TIME = 1
    write_package(home, "p2", batch(*[Story(f"2-{i}") for i in range(10)]), run_id="r1")
    merge.derive_gazetteers = die
if point == "half copied": publishing.shutil.copyfile = copy_half_and_die
if point == "copied, not on disk": publishing.fsync_path = die
if point == "renamed": publishing.fsync_path = lambda path: die() if path.is_dir() else None
write_package(home, "p1", batch(*[Story(f"1-{i}") for i in range(10)]), run_id="r1")
merge_packages(home, "r1", GROUPING)
publish(home)
"""


@pytest.mark.parametrize(
    ("point", "articles_seen"),
    [
        ("package written aside", 10),
        ("articles replaced", 10),
        ("events derived", 10),
        ("checks running", 10),
        ("merge not yet closed", 10),
        ("first of two turns done", 10),
        ("half copied", 10),
        ("copied, not on disk", 10),
        ("renamed", 20),
    ],
)
def test_killed_at_any_point_readers_see_the_old_or_the_new(home: Home, point: str, articles_seen: int) -> None:
    load(home, "p0", *[Story(f"0-{i}") for i in range(10)])
    publish(home)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(home.root), str(Path(__file__).parent), point], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert read_whole(home) == articles_seen
    unchecked = pytest.raises(ChecksFailedError, match="cut short") if "turns" in point else nullcontext()
    with writer_lock(home), unchecked:
        publish(home)
    with writer_lock(home):
        prepare(home, "r2", GROUPING)
        write_package(home, "p1", batch(*[Story(f"1-{i}") for i in range(10)]), run_id="r1")
        merge_packages(home, "r2", GROUPING)
        publish(home)
    assert read_whole(home) == (30 if "turns" in point else 20)
    assert not list(home.root.glob(".*.tmp"))


def test_a_killed_writer_never_tears_what_readers_see(home: Home) -> None:
    load(home, "p0", *[Story(f"0-{i}") for i in range(10)])
    publish(home)
    next_package, seen = 1, read_whole(home)
    for attempt in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(home.root), str(Path(__file__).parent), str(next_package)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout
        done = int(writer.stdout.readline())
        until = time.monotonic() + 0.09 * (attempt + 1)
        while time.monotonic() < until:
            assert read_whole(home) >= seen
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        found = read_whole(home)
        assert found >= max(seen, 10 * (done + 1))
        seen, next_package = found, found // 10
    with writer_lock(home):
        prepare(home, "last", GROUPING)
        merge_packages(home, "last", GROUPING)
        publish(home)
    assert read_whole(home) >= seen
    assert not list(home.root.glob(".*.tmp"))
