"""Which groups of reports can change after a turn, so that no others are made anew.

What belongs here: finding the part of the archive that must be grouped again, and that this is enough. What does not:
how reports are grouped (`transforms.linking.clusters`, handed in), and which ids groups have (`event_ids`).

In an archive with much news of one town a chain of likely links goes from report to report through the years, and all
that it connects would have to be grouped for each new report. It is enough to group the events that a turn touched,
together with the events linked with them. Uniting goes by the likeliest pair of groups, and how likely two groups are
depends on their own reports alone, so a pair of events that stay two when they are grouped by themselves stay two
whatever else is grouped. Where an event linked with the touched ones comes out as it was, it is still right beside
its other neighbours too, which the turn did not touch. One that comes out otherwise is touched as well, and its
neighbours are looked at, until none changes. Reports that a correction ties or parts, and all that is connected with
them, are grouped at once as before.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import duckdb
import polars as pl

from warehouse.store.database import frame
from warehouse.store.ties import TIED, ClusterReports, Links, regroup_tied


def note_freed_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Keys of touched reports, before their blocks go: an event elsewhere may get the id that such a key gave."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE freed_keys AS
        SELECT DISTINCT event_key FROM meta.event_blocks WHERE report_id IN (FROM touched)
    """)


def regroup(connection: duckdb.DuckDBPyConnection, cluster: ClusterReports, least: float) -> pl.DataFrame:
    """Group anew what a turn can have changed.

    Args:
        connection: the build file, with the temporary tables `touched`, `freed_keys`, `left_mentions`,
            `orphaned_reports`, and of `ties`.
        cluster: groups reports.
        least: probability from which a link connects.

    Returns:
        `report_id` and `group_id` of all reports whose event may have another id: those whose groups changed, and as
        they were the events with a key that one of these has or had, since a key makes one event's id.
    """
    _start_affected(connection)
    _start_connected_with_ties(connection, least)
    while True:
        ring = _ring(connection, least)
        if _meets_ties(connection):
            _ = connection.execute("INSERT INTO affected SELECT report_id FROM ring")
            _extend(connection, "affected", least)
            groups = regroup_tied(connection, cluster, *_links_and_articles(connection))
            break
        groups = cluster(*_links_and_articles(connection))
        changed = _changed_events(ring, groups)
        if not changed:
            groups = {report: group for report, group in groups.items() if report not in ring}
            break
        widened = pl.DataFrame({"report_id": [report for report, event in ring.items() if event in changed]})
        _ = connection.register("widened", widened)
        _ = connection.execute("INSERT INTO affected FROM widened")
        _ = connection.unregister("widened")
    found = {"report_id": list(groups), "group_id": list(groups.values())}
    return pl.concat([pl.DataFrame(found, schema=dict.fromkeys(found, pl.String())), _rivals(connection)])


def _start_affected(connection: duckdb.DuckDBPyConnection) -> None:
    """What came, changed, was untied or lost its id's mention, with all of the events that it is or was in."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE affected AS
        FROM touched UNION FROM untied_reports UNION FROM orphaned_reports
    """)
    _ = connection.execute("""
        INSERT INTO affected SELECT DISTINCT report_id FROM event_mentions
        WHERE event_id IN (
            SELECT event_id FROM event_mentions WHERE report_id IN (FROM affected)
            UNION SELECT event_id FROM left_mentions
        ) AND report_id NOT IN (FROM affected)
    """)


def _ring(connection: duckdb.DuckDBPyConnection, least: float) -> dict[str, str]:
    """Reports of the events that are linked with what is affected, and the event of each; also the table `ring`."""
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE ring AS
        WITH near AS (
            SELECT report_b AS report_id FROM event_links
            WHERE probability >= {least} AND report_a IN (FROM affected)
            UNION SELECT report_a FROM event_links
            WHERE probability >= {least} AND report_b IN (FROM affected)
            EXCEPT FROM affected
        )
        SELECT DISTINCT report_id, event_id FROM event_mentions
        WHERE event_id IN (SELECT event_id FROM event_mentions WHERE report_id IN (FROM near))
    """)
    return dict(connection.execute("SELECT report_id, event_id FROM ring").fetchall())


def _links_and_articles(connection: duckdb.DuckDBPyConnection) -> tuple[Links, dict[str, frozenset[str]]]:
    """The links among what is affected and its ring, and the articles of each report."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE clustered AS FROM affected UNION SELECT report_id FROM ring
    """)
    links = connection.execute(
        "SELECT report_a, report_b, probability FROM event_links "
        "WHERE report_a IN (FROM clustered) AND report_b IN (FROM clustered) ORDER BY ALL"
    ).fetchall()
    articles: dict[str, set[str]] = defaultdict(set)
    for report_id, article_id in connection.execute(
        "SELECT report_id, article_id FROM event_mentions WHERE report_id IN (FROM clustered)"
    ).fetchall():
        articles[report_id].add(article_id)
    return links, {report: frozenset(of) for report, of in articles.items()}


def _changed_events(ring: dict[str, str], groups: dict[str, str]) -> set[str]:
    """Events of the ring that are not a group, the whole group and nothing but the group."""
    sizes, held = Counter(groups.values()), Counter(ring.values())
    in_group = Counter((event, groups[report]) for report, event in ring.items())
    return {event for (event, group), count in in_group.items() if not count == held[event] == sizes[group]}


def _rivals(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The events elsewhere with a key that an affected report has or a touched one had, each as the group it is."""
    return frame(
        connection,
        """WITH keys AS (
            FROM freed_keys UNION SELECT event_key FROM event_mentions WHERE report_id IN (FROM affected)
        ),
        rivals AS (
            SELECT DISTINCT event_id FROM event_mentions
            WHERE event_key IN (FROM keys) AND report_id NOT IN (FROM affected)
        ),
        reports AS (SELECT DISTINCT event_id, report_id FROM event_mentions WHERE event_id IN (FROM rivals))
        SELECT report_id, min(report_id) OVER (PARTITION BY event_id) AS group_id FROM reports ORDER BY report_id""",
    )


def _start_connected_with_ties(connection: duckdb.DuckDBPyConnection, least: float) -> None:
    _ = connection.execute(
        "CREATE OR REPLACE TEMP TABLE connected_with_ties AS SELECT DISTINCT report_id FROM tied_reports"
    )
    _extend(connection, "connected_with_ties", least)


def _meets_ties(connection: duckdb.DuckDBPyConnection) -> bool:
    met = connection.execute("""
        SELECT 1 FROM connected_with_ties
        WHERE report_id IN (FROM affected) OR report_id IN (SELECT report_id FROM ring) LIMIT 1
    """)
    return met.fetchone() is not None


def _extend(connection: duckdb.DuckDBPyConnection, table: str, least: float) -> None:
    """Add to a table of reports all that links or a correction connect with them."""
    _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE frontier AS FROM {table}")
    while _count(connection, "frontier"):
        _ = connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE reached AS
            SELECT report_b AS report_id FROM event_links
            WHERE probability >= {least} AND report_a IN (FROM frontier)
            UNION SELECT report_a FROM event_links
            WHERE probability >= {least} AND report_b IN (FROM frontier)
            UNION {TIED}
            EXCEPT FROM {table}
        """)
        _ = connection.execute(f"INSERT INTO {table} FROM reached")
        _ = connection.execute("CREATE OR REPLACE TEMP TABLE frontier AS FROM reached")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
