"""Unites the reports of one happening: finds the neighbours of what came or went, links them, and groups them anew.

What belongs here: which reports must be compared, so that a run costs what its reports and their blocks cost. What does
not: how likely two reports are one, and which make a group (handed in as `Grouping`); which groups can change
(`regrouping`); which id an event has (`event_ids`).

Links, and so groups, are the same whatever order the reports came in: a link depends on two reports alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import polars as pl

from warehouse.store.crowds import are_alike, note_blocks, settle_crowds
from warehouse.store.database import count_rows, rows_with
from warehouse.store.event_ids import assign_event_ids
from warehouse.store.grouping import Grouping
from warehouse.store.regrouping import note_freed_keys, regroup
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_frame
from warehouse.store.turns import Turn

PAIRS_AT_A_TIME = 100_000
_DEGREES = 2.25  # of latitude between exact places that are compared, some 250 km


def note_leaving_reports(turn: Turn, leaving: str) -> None:
    """Note the reports of articles that change or leave, before they do; `leaving` is a query that gives their ids."""
    _ = carry_out(turn.connection, "linking/note_leaving_reports", leaving=leaving)


def link_events(turn: Turn) -> None:
    """Bring links, groups and event ids up to date after a turn; changed events become `touched_events`.

    What corrections tie or part is in the temporary tables of `ties`.
    """
    connection, grouping = turn.connection, turn.grouping
    _ = make(connection, "relinked_reports", "SELECT DISTINCT report_id FROM touched_reports")
    note_freed_keys(connection)
    note_blocks(connection)
    _ = connection.execute("DELETE FROM meta.event_blocks WHERE report_id IN (FROM relinked_reports)")
    _insert_blocks(connection, grouping)
    settle_crowds(connection)
    _ = connection.execute(
        "DELETE FROM event_links WHERE report_a IN (FROM relinked_reports) OR report_b IN (FROM relinked_reports)"
    )
    _insert_links(connection, grouping)
    groups = regroup(connection, grouping.cluster_reports, grouping.least_probability)
    _give_ids(connection, groups)


def _described(connection: duckdb.DuckDBPyConnection, grouping: Grouping, which: str) -> pl.DataFrame:
    """What comparison asks of the reports that a query gives; of a report's mentions the one with the smallest id."""
    mentions = read_frame(connection, "linking/described_mentions", which=which)
    _ = connection.register("described_articles", mentions.select("article_id").unique())
    articles = read_profiles(connection, "FROM described_articles")
    _ = connection.unregister("described_articles")
    return grouping.describe_reports(mentions, articles)


def read_profiles(connection: duckdb.DuckDBPyConnection, which: str) -> pl.DataFrame:
    """What comparison asks of the articles whose ids a query gives: when published, and of which country most."""
    return read_frame(connection, "linking/profiles", which=which)


def _insert_blocks(connection: duckdb.DuckDBPyConnection, grouping: Grouping) -> None:
    for part in _parts(connection, "relinked_reports"):
        which = f"SELECT report_id FROM relinked_reports WHERE {part}"
        blocks = grouping.block_reports(_described(connection, grouping, which))
        _ = connection.register("new_blocks", blocks)
        _ = connection.execute("INSERT INTO meta.event_blocks BY NAME SELECT *, false AS follows FROM new_blocks")
        _ = connection.unregister("new_blocks")


def _parts(connection: duckdb.DuckDBPyConnection, table: str, at_a_time: int = 20_000) -> Iterable[str]:
    parts = 1 + count_rows(connection, table) // at_a_time
    for part in range(parts):
        yield f"hash(report_id) % {parts} = {part}"


def _insert_links(connection: duckdb.DuckDBPyConnection, grouping: Grouping) -> None:
    """Compare what came with all of its blocks."""
    _find_candidates(connection, grouping.kin_types)
    parts = 1 + count_rows(connection, "candidate_pairs") // PAIRS_AT_A_TIME
    for part in range(parts):
        pairs = read_frame(connection, "linking/pairs", part=f"hash(report_a) % {parts} = {part}")
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
    """Pairs to compare.

    What is sought and where is written down before the join: a planner that estimates it may join all blocks with all
    blocks first. Of the archive the column of blocks is read, and of the blocks that are sought the other columns.
    """
    kin = pl.DataFrame(
        [*kin_types, *((two, one) for one, two in kin_types)],
        schema={"event_type": pl.String(), "sought_type": pl.String()},
        orient="row",
    )
    _ = connection.register("kin_types", kin)
    _ = carry_out(connection, "linking/find_sought_blocks")
    _ = connection.unregister("kin_types")
    blocks = "SELECT block FROM meta.event_blocks WHERE report_id IN (FROM relinked_reports)"
    _ = carry_out(connection, "linking/find_near_blocks", near=rows_with("meta.event_blocks", "block", blocks))
    degrees = {"degrees": _DEGREES}
    _ = carry_out(connection, "linking/find_candidate_pairs", degrees, are_alike=are_alike("l", "f"))


def _give_ids(connection: duckdb.DuckDBPyConnection, groups: pl.DataFrame) -> None:
    """Give the mentions of groups that may have changed the ids of their events."""
    _ = connection.register("groups", groups)
    grouped = read_frame(connection, "linking/grouped_mentions")
    _ = connection.unregister("groups")
    changed = assign_event_ids(connection, grouped)
    _ = connection.register("changed_ids", changed)
    _ = carry_out(connection, "linking/change_ids")
    _ = connection.unregister("changed_ids")
