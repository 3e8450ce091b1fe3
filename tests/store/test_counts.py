"""Numbers of events in the store: their event, their bounds, and the checks that point at counts to look at."""

from __future__ import annotations

import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.schema.tables import TABLES
from warehouse.store import Home, committed_packages, merge_packages, open_published, publish, write_package

FAR = "event_mentions: fatalities_best is not far above other reports of its event"
ONCE = "event_mentions: over a thousand dead of one day are told twice"
ENDINGS = (
    "",
    " A second bulletin followed from the northern province at night.",
    " Shops stayed shut until Monday noon.",
)


def publish_stories(home: Home, *tolls: int) -> None:
    """Reports of one event in words of their own, one for each toll."""
    stories = (Story(f"s{toll}", deaths=toll, filler=ENDINGS[i]) for i, toll in enumerate(tolls))
    write_package(home, "p", batch(*stories), run_id="r")
    merge_and_publish(home)


def merge_and_publish(home: Home) -> None:
    merge_packages(home, "r", GROUPING)
    publish(home)


def rows(home: Home, sql: str) -> list[tuple[object, ...]]:
    connection = open_published(home)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_a_number_stands_by_its_event(home: Home) -> None:
    publish_stories(home, 3, 5)
    (event,) = rows(home, "SELECT event_id FROM events")
    assert rows(home, "SELECT event_id, bound, best FROM event_numbers ORDER BY best") == [
        (*event, "exact", 3),
        (*event, "exact", 5),
    ]


def test_bounds_of_older_packages_get_their_names_of_today(home: Home) -> None:
    stories = [Story(f"s{toll}", deaths=toll, filler=ENDINGS[i]) for i, toll in enumerate((3, 5, 7))]
    write_package(home, "p", batch(*stories), run_id="r")
    (package,) = committed_packages(home)
    file = package.file(TABLES["event_numbers"])
    assert file is not None
    older = pl.read_parquet(file).sort("best")
    bounds, high = pl.Series("bound", [None, None, "ceiling"], pl.String), pl.Series("high", [None, 5, 7], pl.Int32)
    older.with_columns(bounds, high.cast(older.schema["high"])).write_parquet(file)
    merge_and_publish(home)
    assert rows(home, "SELECT bound FROM event_numbers ORDER BY best") == [("at_least",), ("exact",), ("up_to",)]


@pytest.mark.parametrize(
    ("tolls", "rule", "failing"),
    [
        ((12, 900), FAR, 1),
        ((12, 13, 900), FAR, 1),
        ((300, 900), FAR, 0),  # not ten times as many
        ((4, 45), FAR, 0),  # ten times as many, but few
        ((0, 51), FAR, 1),
        ((900,), FAR, 0),  # nothing to compare it with
        ((2400,), ONCE, 1),
        ((2400, 2300), ONCE, 0),
        ((1000,), ONCE, 0),
    ],
)
def test_counts_out_of_all_proportion_are_named(home: Home, tolls: tuple[int, ...], rule: str, failing: int) -> None:
    publish_stories(home, *tolls)
    found = rows(home, f"SELECT severity, failing_rows FROM meta.check_results WHERE check_name = '{rule}'")
    assert found == [("warning", failing)]


def test_a_toll_over_years_is_no_toll_of_one_day(home: Home) -> None:
    frames = batch(Story("years", deaths=40_000))
    frames["event_mentions"] = frames["event_mentions"].with_columns(pl.lit("historical").alias("status"))
    write_package(home, "p", frames, run_id="r")
    merge_and_publish(home)
    assert rows(home, f"SELECT failing_rows FROM meta.check_results WHERE check_name = '{ONCE}'") == [(0,)]
