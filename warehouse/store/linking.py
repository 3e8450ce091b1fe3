"""Unites the reports of one happening: finds the neighbours of what came or went, links them, and groups them anew.

What belongs here: which reports must be compared, so that a run costs what its reports and their blocks cost. What does
not: how likely two reports are one, and which make a group (handed in as `LinksReports`); which groups can change
(`regrouping`); which id an event has (`event_ids`).

Links, and so groups, are the same whatever order the reports came in: a link depends on two reports alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import duckdb
import polars as pl

from warehouse.store.crowds import are_alike, note_blocks, settle_crowds
from warehouse.store.database import count_rows, frame, rows_with
from warehouse.store.event_ids import assign_event_ids
from warehouse.store.regrouping import note_freed_keys, regroup
from warehouse.store.ties import ClusterReports

PAIRS_AT_A_TIME = 100_000
_DEGREES = 2.25  # of latitude between exact places that are compared, some 250 km


class LinksReports(Protocol):
    """The part of `merge.Grouping` that compares and groups reports."""

    @property
    def describe_reports(self) -> Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]:
        """(mentions, articles) -> what comparison asks, a row per report."""
        ...

    @property
    def block_reports(self) -> Callable[[pl.DataFrame], pl.DataFrame]:
        """(described reports) -> rows of `meta.event_blocks`."""
        ...

    @property
    def score_pairs(self) -> Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]:
        """(pairs, described reports) -> rows of `event_links`."""
        ...

    @property
    def cluster_reports(self) -> ClusterReports:
        """(links, articles of each report, what people tied and parted) -> the group of each report."""
        ...

    @property
    def least_probability(self) -> float:
        """Probability from which a link connects: less likely reports are of one group only beside likelier ones."""
        ...

    @property
    def kin_types(self) -> tuple[tuple[str, str], ...]:
        """Different event types that can be one happening."""
        ...


def start_linking(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables of a turn: reports that come or go, and the mentions that leave with the events they were in."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE touched_reports (report_id VARCHAR)")
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE left_mentions AS
        SELECT event_mention_id, event_id, article_id, event_type, field, start_char FROM event_mentions LIMIT 0
    """)


def note_leaving_reports(connection: duckdb.DuckDBPyConnection, leaving: str) -> None:
    """Note the reports of articles that change or leave, before they do; `leaving` is a query that gives their ids."""
    _ = connection.execute(
        f"INSERT INTO touched_reports SELECT DISTINCT report_id FROM event_mentions WHERE article_id IN ({leaving})"
    )
    _ = connection.execute(f"""
        INSERT INTO left_mentions SELECT event_mention_id, event_id, article_id, event_type, field, start_char
        FROM event_mentions WHERE article_id IN ({leaving})
    """)


def link_events(connection: duckdb.DuckDBPyConnection, grouping: LinksReports) -> None:
    """Bring links, groups and event ids up to date after a turn; changed events become `touched_events`.

    What corrections tie or part is in the temporary tables of `ties`.
    """
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT report_id FROM touched_reports")
    note_freed_keys(connection)
    note_blocks(connection)
    _ = connection.execute("DELETE FROM meta.event_blocks WHERE report_id IN (FROM touched)")
    _insert_blocks(connection, grouping)
    settle_crowds(connection)
    _ = connection.execute("DELETE FROM event_links WHERE report_a IN (FROM touched) OR report_b IN (FROM touched)")
    _insert_links(connection, grouping)
    groups = regroup(connection, grouping.cluster_reports, grouping.least_probability)
    _give_ids(connection, groups)


def _described(connection: duckdb.DuckDBPyConnection, grouping: LinksReports, which: str) -> pl.DataFrame:
    """What comparison asks of the reports that a query gives; of a report's mentions the one with the smallest id."""
    mentions = frame(
        connection,
        f"""SELECT * FROM (
            SELECT * FROM event_mentions WHERE report_id IN ({which})
            QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY event_mention_id) = 1
        ) LEFT JOIN (SELECT event_mention_id, vector FROM meta.trigger_vectors) USING (event_mention_id)""",
    )
    _ = connection.register("described_mentions", mentions.select("article_id").unique())
    articles = read_profiles(connection, "FROM described_mentions")
    _ = connection.unregister("described_mentions")
    return grouping.describe_reports(mentions, articles)


def read_profiles(connection: duckdb.DuckDBPyConnection, which: str) -> pl.DataFrame:
    """What comparison asks of the articles whose ids a query gives: when published, and of which country most."""
    return frame(
        connection,
        f"""WITH counted AS (
            SELECT article_id, country_iso3, count(*) AS times
            FROM place_mentions JOIN locations USING (location_id)
            WHERE country_iso3 IS NOT NULL AND article_id IN ({which}) GROUP BY ALL
        )
        SELECT a.article_id, a.published_at, a.published_date,
               first(c.country_iso3 ORDER BY c.times DESC, c.country_iso3) AS main_country
        FROM articles a LEFT JOIN counted c USING (article_id) WHERE a.article_id IN ({which}) GROUP BY ALL""",
    )


def _insert_blocks(connection: duckdb.DuckDBPyConnection, grouping: LinksReports) -> None:
    for part in _parts(connection, "touched"):
        blocks = grouping.block_reports(_described(connection, grouping, f"SELECT report_id FROM touched WHERE {part}"))
        _ = connection.register("new_blocks", blocks)
        _ = connection.execute("INSERT INTO meta.event_blocks BY NAME SELECT *, false AS follows FROM new_blocks")
        _ = connection.unregister("new_blocks")


def _parts(connection: duckdb.DuckDBPyConnection, table: str, at_a_time: int = 20_000) -> Iterable[str]:
    parts = 1 + count_rows(connection, table) // at_a_time
    for part in range(parts):
        yield f"hash(report_id) % {parts} = {part}"


def _insert_links(connection: duckdb.DuckDBPyConnection, grouping: LinksReports) -> None:
    """Compare what came with all of its blocks."""
    _find_candidates(connection, grouping.kin_types)
    parts = 1 + count_rows(connection, "candidates") // PAIRS_AT_A_TIME
    for part in range(parts):
        pairs = frame(
            connection, f"FROM candidates WHERE hash(report_a) % {parts} = {part} ORDER BY report_a, report_b"
        )
        if not pairs.height:
            continue
        _ = connection.register("some_pairs", pairs)
        which = "SELECT report_a FROM some_pairs UNION SELECT report_b FROM some_pairs"
        links = grouping.score_pairs(pairs, _described(connection, grouping, which))
        _ = connection.register("new_links", links)
        _ = connection.execute("INSERT INTO event_links BY NAME SELECT * FROM new_links")
        _ = connection.unregister("new_links")
        _ = connection.unregister("some_pairs")


def _find_candidates(connection: duckdb.DuckDBPyConnection, kin_types: Sequence[tuple[str, str]]) -> None:
    """Pairs of which one came or changed, of one block and of types, days and places that can be one happening's.

    What is sought and where is written down before the join: a planner that estimates it may join all blocks with all
    blocks first. Of the archive the column of blocks is read, and of the blocks that are sought the other columns.
    Which of two reports came later makes no difference. In a crowd those that follow are compared with those that lead
    alone.
    """
    kin = pl.DataFrame(
        [*kin_types, *((two, one) for one, two in kin_types)],
        schema={"event_type": pl.String(), "sought_type": pl.String()},
        orient="row",
    )
    _ = connection.register("kin_types", kin)
    columns = "* EXCLUDE (event_key), cos(radians(latitude)) AS narrowing"
    blocks = "SELECT block FROM meta.event_blocks WHERE report_id IN (FROM touched)"
    near = rows_with("meta.event_blocks", "block", blocks)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE sought_blocks AS
        WITH own AS (SELECT {columns} FROM meta.event_blocks WHERE report_id IN (FROM touched) AND NOT follows)
        SELECT *, event_type AS sought_type FROM own
        UNION ALL SELECT own.*, sought_type FROM own JOIN kin_types USING (event_type)
    """)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE near_blocks AS
        SELECT {columns}, report_id IN (FROM touched) AS is_sought FROM ({near})
    """)
    _ = connection.unregister("kin_types")
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE candidates AS
        SELECT DISTINCT least(n.report_id, o.report_id) AS report_a, greatest(n.report_id, o.report_id) AS report_b
        FROM sought_blocks n JOIN near_blocks o
        ON o.block = n.block AND o.event_type = n.sought_type AND o.realis = n.realis
        WHERE NOT o.follows
          AND (n.report_id < o.report_id OR (n.report_id > o.report_id AND NOT o.is_sought))
          AND n.day_from <= o.day_to + 1 AND o.day_from <= n.day_to + 1
          AND coalesce(abs(n.latitude - o.latitude) <= {_DEGREES}, true)
          AND coalesce(abs(n.longitude - o.longitude) * least(n.narrowing, o.narrowing) <= {_DEGREES}, true)
        UNION
        SELECT l.report_id, f.report_id FROM near_blocks l JOIN near_blocks f ON {are_alike("l", "f")}
        WHERE NOT l.follows AND f.follows AND (l.is_sought OR f.is_sought)
    """)


def _give_ids(connection: duckdb.DuckDBPyConnection, groups: pl.DataFrame) -> None:
    """Give the mentions of groups that may have changed the ids of their events."""
    _ = connection.register("groups", groups)
    grouped = frame(
        connection,
        """SELECT m.event_mention_id, m.report_id, m.event_key, m.article_id, m.event_id,
                  coalesce(a.published_at, a.published_date::TIMESTAMP) AS reported_at, g.group_id
           FROM event_mentions m JOIN groups g USING (report_id) JOIN articles a USING (article_id)
           ORDER BY m.event_mention_id""",
    )
    _ = connection.unregister("groups")
    changed = assign_event_ids(connection, grouped)
    _ = connection.register("changed_ids", changed)
    _ = connection.execute("""
        INSERT INTO touched_events
        SELECT event_id FROM changed_ids UNION SELECT old_id FROM changed_ids WHERE old_id IS NOT NULL
    """)
    _ = connection.execute("""
        UPDATE event_mentions SET event_id = c.event_id
        FROM changed_ids c WHERE c.event_mention_id = event_mentions.event_mention_id
    """)
    _ = connection.execute("""
        UPDATE event_numbers SET event_id = c.event_id
        FROM changed_ids c WHERE c.event_mention_id = event_numbers.event_mention_id
    """)
    _ = connection.unregister("changed_ids")
    _ = connection.execute("""
        INSERT INTO touched_events SELECT DISTINCT event_id FROM event_mentions WHERE report_id IN (FROM touched)
    """)
