"""Grouping what a turn can have changed gives what grouping the whole archive would."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from transforms.linking import cluster_reports
from transforms.linking.clusters import LEAST
from warehouse.store.regrouping import note_freed_keys, regroup

Archive = dict[str, float]  # of each report, when it was: near ones resemble each other, and the chain never breaks


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        _ = opened.execute("""
            CREATE SCHEMA meta;
            CREATE TABLE event_links (report_a VARCHAR, report_b VARCHAR, probability DOUBLE);
            CREATE TABLE event_mentions (report_id VARCHAR, article_id VARCHAR, event_id VARCHAR, event_key VARCHAR);
            CREATE TABLE meta.event_blocks (
                report_id VARCHAR, event_key VARCHAR, block VARCHAR, event_type VARCHAR, realis VARCHAR,
                day_from DATE, day_to DATE, latitude DOUBLE, longitude DOUBLE, follows BOOLEAN);
            CREATE TABLE left_mentions (event_id VARCHAR);
            CREATE TABLE relinked_reports (report_id VARCHAR);
            CREATE TABLE untied_reports (report_id VARCHAR);
            CREATE TABLE orphaned_reports (report_id VARCHAR);
            CREATE TABLE tied_reports (
                correction_id VARCHAR, action VARCHAR, made_at TIMESTAMP, side VARCHAR, report_id VARCHAR);
            CREATE TABLE correction_outcomes (correction_id VARCHAR, status VARCHAR, message VARCHAR);
        """)
        yield opened


def hash_of(one: str, two: str) -> float:
    """From 0 to 1, the same whenever it is asked."""
    return zlib.crc32(f"{one} {two}".encode()) / 2**32


def likeness(one: str, two: str, archive: Archive) -> float:
    noise = (hash_of(one, two) - 0.5) / 2
    return min(0.99, 1.05 - abs(archive[one] - archive[two]) / 4 + noise)


def followers_of(archive: Archive, crowd: int) -> dict[str, frozenset[str]]:
    """All reports are one crowd, which so many lead."""
    leaders = frozenset(sorted(archive)[:crowd])
    return dict.fromkeys(archive.keys() - leaders, leaders)


def links_of(archive: Archive, crowd: int) -> list[tuple[str, str, float]]:
    names, leaders = sorted(archive), sorted(archive)[:crowd]
    pairs = [(one, two, likeness(one, two, archive)) for one in leaders for two in names if one < two]
    return [pair for pair in pairs if pair[2] >= 0.15]


def turn(connection: duckdb.DuckDBPyConnection, archive: Archive, came: Archive, left: set[str], crowd: int) -> int:
    """Store what came and take out what left, group anew, and say how many reports that took."""
    _ = connection.execute("DELETE FROM left_mentions; DELETE FROM relinked_reports; DELETE FROM event_links")
    known = connection.execute("SELECT report_id FROM meta.event_blocks WHERE follows").fetchall()
    for report in left:
        found = "SELECT event_id FROM event_mentions WHERE report_id = ?"
        _ = connection.execute(f"INSERT INTO left_mentions {found}", [report])
        _ = connection.execute("DELETE FROM event_mentions WHERE report_id = ?", [report])
    rows = [(report, f"article {report}", f"key {report}", f"key {report}") for report in came]
    _ = connection.register("mentions", pl.DataFrame(rows, orient="row"))
    _ = connection.execute("INSERT INTO event_mentions FROM mentions")
    follow = followers_of(archive, crowd).keys()
    touched = {*came, *left, *(follow ^ {row[0] for row in known})}
    _ = connection.execute("INSERT INTO relinked_reports SELECT unnest(?)", [sorted(touched)])
    _ = connection.register("links", pl.DataFrame(links_of(archive, crowd), orient="row"))
    _ = connection.execute("INSERT INTO event_links FROM links")
    note_freed_keys(connection)
    blocks = [(report, f"key {report}", report in follow) for report in archive]
    _ = connection.register("blocks", pl.DataFrame(blocks, ["report_id", "event_key", "follows"], orient="row"))
    _ = connection.execute("DELETE FROM meta.event_blocks; INSERT INTO meta.event_blocks BY NAME FROM blocks")
    groups = regroup(connection, cluster_reports, LEAST)
    _ = connection.register("groups", groups)
    _ = connection.execute(
        "UPDATE event_mentions m SET event_id = group_id FROM groups g WHERE g.report_id = m.report_id"
    )
    return groups.height


def partition(groups: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(report for report in groups if groups[report] == group) for group in groups.values()}


@pytest.mark.parametrize(("is_tied", "crowd"), [(False, 100), (True, 100), (False, 20), (True, 20)])
@pytest.mark.parametrize("seed", range(3))
def test_what_can_change_is_grouped_as_the_whole_would_be(
    connection: duckdb.DuckDBPyConnection, seed: int, crowd: int, *, is_tied: bool
) -> None:
    chance = random.Random(seed)
    archive: Archive = {}
    sizes: list[int] = []
    if is_tied:
        _ = connection.execute("""
            INSERT INTO tied_reports VALUES ('c', 'merge', '2021-01-01', 'here', 'r00'),
                                            ('c', 'merge', '2021-01-01', 'here', 'r09')
        """)
    for step in range(6):
        left = set(chance.sample(sorted(archive), 2)) - {"r00", "r09"} if step else set()
        came = {f"r{step}{number}": chance.uniform(0, 60) for number in range(2 if step else 60)}
        archive = {report: at for report, at in (archive | came).items() if report not in left}
        sizes.append(turn(connection, archive, came, left, crowd))
        articles = {report: frozenset({f"article {report}"}) for report in archive}
        together = [frozenset({"r00", "r09"})] if is_tied else []
        followers = followers_of(archive, crowd)
        wanted = cluster_reports(links_of(archive, crowd), articles, followers, together=together)
        found = dict(connection.execute("SELECT report_id, event_id FROM event_mentions").fetchall())
        assert partition(found) == partition(wanted)
    if not is_tied and crowd > len(archive):
        assert max(sizes[1:]) < len(archive) / 2, "more than what is near was grouped anew"
