"""Tools of the tests of what people decide: three stories, of which two tell of one happening."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
from stories import GROUPING, Story, batch

from warehouse.store import Home, MergeReport, merge_packages, open_published, publish, rebuild, write_package
from warehouse.store.checks import run_checks
from warehouse.store.corrections import Correction, add_correction
from warehouse.store.database import open_build

DAY = datetime(2021, 8, 9, 6, tzinfo=UTC)
MADE = datetime(2021, 8, 20, 12)  # noqa: DTZ001 (stored times are UTC without a zone)
TABLES = (
    *("articles", "events", "event_mentions", "event_numbers", "event_aliases", "locations", "entities"),
    *("meta.rejected_records", "meta.article_sources", "meta.corrections", "meta.excluded_mentions"),
    *("meta.dropped_event_mentions", "meta.event_ids"),
)
STAMPS = {
    "articles": "first_seen_at",
    "events": "_run_id",
    "event_aliases": "_run_id, since",
    "meta.event_ids": "run_id, since",
}
KUNDUZ = Story("kunduz", ("Armed men seized the town of Kunduz on Sunday, residents said.",), deaths=4)
AGAIN = Story("again", ("Armed men seized the whole of Kunduz on Sunday, officials said later.",), deaths=4)
TALOQAN = Story("taloqan", ("Armed men entered Taloqan on Sunday, a driver said.",), "Taloqan")


def frames_of(*stories: Story) -> dict[str, pl.DataFrame]:
    """A batch in which the story of Taloqan is of a month before."""
    frames = batch(*stories)
    is_older = pl.col("article_id") == TALOQAN.article_id
    days = [pl.when(is_older).then(date(2021, 7, 1)).otherwise(name).alias(name) for name in ("date_start", "date_end")]
    return frames | {"event_mentions": frames["event_mentions"].with_columns(days)}


def load(home: Home, day: int, *stories: Story) -> MergeReport:
    write_package(home, f"r{day}", frames_of(*stories), run_id=f"r{day}", written_at=DAY + timedelta(days=day))
    report = merge_packages(home, f"r{day}", GROUPING)
    publish(home)
    return report


def correct(home: Home, action: str, *targets: str, after: int = 0, **said: str | None) -> str:
    """Make a correction, merge and publish."""
    column, value = said.get("column"), said.get("value")
    moment = MADE + timedelta(minutes=after)
    name = add_correction(home, Correction("", action, targets, column, value, "a list of names", "jd", moment))
    apply(home)
    return name


def apply(home: Home) -> MergeReport:
    report = merge_packages(home, "by-hand", GROUPING)
    assert report.failed_checks == ()
    publish(home)
    return report


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    connection = open_published(home)
    try:
        return connection.sql(sql).pl().rows()
    finally:
        connection.close()


def event_of(home: Home, story: Story) -> str:
    ((found,),) = ask(home, f"SELECT event_id FROM event_mentions WHERE article_id = '{story.article_id}'")
    return str(found)


def mention_of(home: Home, story: Story) -> str:
    ((found,),) = ask(home, f"SELECT event_mention_id FROM event_mentions WHERE article_id = '{story.article_id}'")
    return str(found)


def statuses(home: Home) -> list[tuple[object, ...]]:
    return ask(home, "SELECT action, status FROM meta.corrections ORDER BY made_at, correction_id")


def snapshot(home: Home) -> dict[str, list[tuple[object, ...]]]:
    left_out = {name: f"EXCLUDE ({STAMPS[name]})" if name in STAMPS else "" for name in TABLES}
    return {name: ask(home, f"SELECT * {left_out[name]} FROM {name} ORDER BY ALL") for name in TABLES}


def assert_rebuilds_the_same(home: Home) -> None:
    before = snapshot(home)
    rebuild(home, "anew", GROUPING)
    publish(home)
    after = snapshot(home)
    differing = {name: (before[name], rows) for name, rows in after.items() if rows != before[name]}
    assert not differing, differing
    with open_build(home) as connection:
        assert [check for check in run_checks(connection, "all") if check.failing_rows] == []
