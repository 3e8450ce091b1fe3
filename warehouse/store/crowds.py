"""Crowds: many reports of one type, day and place, of which each would be compared with each.

What belongs here: which reports of a crowd are its leaders, and what that changes. A crowd is the reports of one block
that are alike in all that decides whether two are compared; its `CROWD` smallest ids lead. The others follow: they are
compared with the leaders alone, and join the event of those that they resemble (`transforms.linking.clusters`), so that
a crowd costs what its reports cost and not what their pairs do. In an archive of 100,000 articles on attacks the
largest crowd has 15 reports, so there nobody follows.

Who leads depends on which reports there are and on nothing else. A report that leads from now on, or no more, counts as
touched: its links are made anew.
"""

from __future__ import annotations

import duckdb

from warehouse.store.database import rows_with
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_rows

CROWD = 100
"""Reports of a crowd that are compared with all of their blocks."""
ALIKE = ("block", "event_type", "realis", "day_from", "day_to", "latitude", "longitude")
"""Columns of `meta.event_blocks` that the reports of a crowd have in common."""
_THEIR_BLOCKS = "SELECT DISTINCT block FROM meta.event_blocks WHERE report_id IN (FROM relinked_reports)"

Crowds = dict[str, frozenset[str]]


def note_blocks(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the blocks of relinked reports before they leave: somebody may lead in their stead."""
    _ = make(connection, "left_blocks", _THEIR_BLOCKS)


def settle_crowds(connection: duckdb.DuckDBPyConnection) -> None:
    """Say anew who follows in the blocks that relinked reports are or were in; who changes sides is relinked too."""
    _ = connection.execute(f"INSERT INTO left_blocks {_THEIR_BLOCKS}")
    alike, crowd = ", ".join(ALIKE), {"crowd": CROWD}
    near = rows_with("meta.event_blocks", "block", "FROM left_blocks")
    _ = carry_out(connection, "crowds/find_crowds", crowd, near=near, alike=alike)
    near = rows_with("meta.event_blocks", "block", "SELECT block FROM crowds")
    _ = carry_out(connection, "crowds/find_changed_sides", crowd, near=near, alike=alike)
    _ = carry_out(connection, "crowds/change_sides")


def leaders_of(connection: duckdb.DuckDBPyConnection, table: str) -> Crowds:
    """The followers among the reports of a table, with the leaders that each was compared with."""
    rows = read_rows(
        connection,
        "crowds/leaders",
        reports=table,
        alike=", ".join(ALIKE),
        of_crowd=", ".join(f"f.{column}" for column in ALIKE),
        are_alike=are_alike("f", "l"),
    )
    return {follower: frozenset(leaders) for followers, leaders in rows for follower in followers}


def are_alike(one: str, two: str) -> str:
    """SQL of the condition that two rows of `meta.event_blocks` are of one crowd."""
    return " AND ".join(f"{one}.{column} IS NOT DISTINCT FROM {two}.{column}" for column in ALIKE)
