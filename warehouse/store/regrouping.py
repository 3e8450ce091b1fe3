"""Which groups of reports can change after a turn, so that no others are made anew.

What belongs here: finding the part of the archive that must be grouped again, and that this is enough. What does not:
how reports are grouped (`transforms.linking.clusters`, handed in), and which ids groups have (`event_ids`).

In an archive with much news of one town a chain of likely links goes from report to report through the years, and all
that it connects would have to be grouped for each new report. It is enough to group the events that a turn touched,
together with the events linked with them. Uniting goes by the likeliest pair of groups, and how likely two groups are
depends on their own reports alone, so a pair of events that stay two when they are grouped by themselves stay two
whatever else is grouped. Where an event linked with the touched ones comes out as it was, it is still right beside
its other neighbours too, which the turn did not touch. One that comes out otherwise is looked at next, with
its own neighbours, until none changes. Reports of a crowd that follow (`crowds`) change no group but the one that they
join, and are linked with all that they could join. Reports that a correction ties or parts, and all that is connected
with them, are grouped at once as before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

import duckdb
import polars as pl

from warehouse.store.crowds import Crowds, leaders_of
from warehouse.store.database import count_rows
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_frame, read_rows
from warehouse.store.ties import ClusterReports, Links, regroup_tied


def note_freed_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Keys of relinked reports, before their blocks go: an event elsewhere may get the id that such a key gave."""
    keys = "SELECT DISTINCT event_key FROM meta.event_blocks WHERE report_id IN (FROM relinked_reports)"
    _ = make(connection, "freed_keys", keys)


def regroup(connection: duckdb.DuckDBPyConnection, cluster: ClusterReports, least: float) -> pl.DataFrame:
    """Group anew what a turn can have changed.

    Args:
        connection: the build file, with the temporary tables `relinked_reports`, `freed_keys`, `left_mentions`,
            `orphaned_reports`, and of `ties`.
        cluster: groups reports.
        least: probability from which a link connects.

    Returns:
        `report_id` and `group_id` of all reports whose event may have another id: those whose groups changed, and as
        they were the events with a key that one of these has or had, since a key makes one event's id.
    """
    affected = _start_affected(connection)
    _start_connected_with_ties(connection, least)
    groups: dict[str, str] = {}
    looked_at = affected
    while looked_at:
        ring = _ring(connection, looked_at, groups, least)
        if _meets_ties(connection, looked_at, ring):
            _fill(connection, "affected", {*affected, *looked_at, *ring})
            _extend(connection, "affected", least)
            groups = regroup_tied(connection, cluster, *_links_and_articles(connection, "affected"))
            affected = set(groups)
            break
        _fill(connection, "clustered", {*looked_at, *ring})
        groups |= cluster(*_links_and_articles(connection, "clustered"))
        looked_at = _with_their_groups(_changed(ring, groups), groups)
        affected |= looked_at
    _fill(connection, "affected", affected)
    found = {report: groups[report] for report in sorted(affected) if report in groups}
    columns = {"report_id": list(found), "group_id": list(found.values())}
    return pl.concat([pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String())), _rivals(connection)])


def _start_affected(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """What came, changed, was untied or lost its id's mention, with all of the events that it is or was in."""
    rows = read_rows(connection, "regrouping/first_affected")
    return {row[0] for row in rows}


def _fill(connection: duckdb.DuckDBPyConnection, table: str, reports: Collection[str]) -> None:
    listed = pl.DataFrame({"report_id": sorted(reports)}, schema={"report_id": pl.String()})
    _ = connection.register("listed_reports", listed)
    _ = make(connection, table, "FROM listed_reports")
    _ = connection.unregister("listed_reports")


def _ring(
    connection: duckdb.DuckDBPyConnection, looked_at: Collection[str], groups: dict[str, str], least: float
) -> dict[str, str]:
    """Reports of the groups that are linked with what is looked at, and the group of each.

    Groups as they were just made, where that is so, else the events that they are.
    """
    _fill(connection, "inner_reports", looked_at)
    rows = read_rows(connection, "regrouping/ring", {"least": least})
    made = _with_their_groups({report for report, _, is_near in rows if is_near and report in groups}, groups)
    standing = {event for report, event, is_near in rows if is_near and report not in groups}
    return {report: groups[report] for report in made} | {
        report: event for report, event, _ in rows if event in standing and report not in groups
    }


def _with_their_groups(reports: Collection[str], groups: dict[str, str]) -> set[str]:
    wanted = {groups[report] for report in reports}
    return {report for report, group in groups.items() if group in wanted} if wanted else set()


def _links_and_articles(
    connection: duckdb.DuckDBPyConnection, table: str
) -> tuple[Links, dict[str, frozenset[str]], Crowds]:
    """The links among the reports of a table, the articles of each, and the leaders of those that follow."""
    links = read_rows(connection, "regrouping/links", reports=table)
    articles: dict[str, set[str]] = defaultdict(set)
    for report_id, article_id in connection.execute(
        f"SELECT report_id, article_id FROM event_mentions WHERE report_id IN (FROM {table})"
    ).fetchall():
        articles[report_id].add(article_id)
    return links, {report: frozenset(of) for report, of in articles.items()}, leaders_of(connection, table)


def _changed(ring: dict[str, str], groups: dict[str, str]) -> set[str]:
    """Reports of the ring whose group is no more the whole group and nothing but the group."""
    sizes, held = Counter(groups.values()), Counter(ring.values())
    in_group = Counter((before, groups[report]) for report, before in ring.items())
    broken = {before for (before, group), count in in_group.items() if not count == held[before] == sizes[group]}
    return {report for report, before in ring.items() if before in broken}


def _rivals(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The events elsewhere with a key that an affected report has or a touched one had, each as the group it is."""
    return read_frame(connection, "regrouping/rivals")


def _start_connected_with_ties(connection: duckdb.DuckDBPyConnection, least: float) -> None:
    _ = make(connection, "connected_with_ties", "SELECT DISTINCT report_id FROM tied_reports")
    _extend(connection, "connected_with_ties", least)


def _meets_ties(connection: duckdb.DuckDBPyConnection, *reports: Collection[str]) -> bool:
    tied = connection.execute("FROM connected_with_ties").fetchall()
    return any(report in found for (report,) in tied for found in reports)


def _extend(connection: duckdb.DuckDBPyConnection, table: str, least: float) -> None:
    """Add to a table of reports all that links or a correction connect with them."""
    _ = make(connection, "frontier", f"FROM {table}")
    while count_rows(connection, "frontier"):
        _ = carry_out(connection, "regrouping/reach", {"least": least}, reports=table)
        _ = connection.execute(f"INSERT INTO {table} FROM reached")
        _ = make(connection, "frontier", "FROM reached")
