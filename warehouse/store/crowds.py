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

CROWD = 100
"""Reports of a crowd that are compared with all of their blocks."""
ALIKE = ("block", "event_type", "realis", "day_from", "day_to", "latitude", "longitude")
"""Columns of `meta.event_blocks` that the reports of a crowd have in common."""

Crowds = dict[str, frozenset[str]]


def note_blocks(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the blocks of touched reports before they leave: somebody may lead in their stead."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE left_blocks AS
        SELECT DISTINCT block FROM meta.event_blocks WHERE report_id IN (FROM touched)
    """)


def settle_crowds(connection: duckdb.DuckDBPyConnection) -> None:
    """Say anew who follows in the blocks that touched reports are or were in; who changes sides is touched too."""
    _ = connection.execute(
        "INSERT INTO left_blocks SELECT DISTINCT block FROM meta.event_blocks WHERE report_id IN (FROM touched)"
    )
    cells = ", ".join(ALIKE)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE crowds AS
        SELECT {cells} FROM ({rows_with("meta.event_blocks", "block", "FROM left_blocks")})
        GROUP BY ALL HAVING count(*) > {CROWD} OR bool_or(follows)
    """)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE changed_sides AS
        SELECT report_id, block, NOT follows AS follows
        FROM ({rows_with("meta.event_blocks", "block", "SELECT block FROM crowds")})
        QUALIFY follows <> (row_number() OVER (PARTITION BY {cells} ORDER BY report_id) > {CROWD})
    """)
    _ = connection.execute("""
        UPDATE meta.event_blocks AS b SET follows = c.follows
        FROM changed_sides c WHERE c.report_id = b.report_id AND c.block = b.block
    """)
    _ = connection.execute("INSERT INTO touched SELECT DISTINCT report_id FROM changed_sides EXCEPT FROM touched")


def leaders_of(connection: duckdb.DuckDBPyConnection, table: str) -> Crowds:
    """The followers among the reports of a table, with the leaders that each was compared with."""
    of_crowd = ", ".join(f"f.{column}" for column in ALIKE)
    rows = connection.execute(f"""
        WITH followers AS (
            SELECT * FROM meta.event_blocks WHERE follows AND report_id IN (FROM {table})
            QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY block) = 1
        ),
        crowds AS (SELECT {", ".join(ALIKE)}, list(report_id) AS reports FROM followers GROUP BY ALL)
        SELECT any_value(f.reports), list(l.report_id)
        FROM crowds f JOIN meta.event_blocks l ON {are_alike("f", "l")} WHERE NOT l.follows GROUP BY {of_crowd}
    """).fetchall()
    return {follower: frozenset(leaders) for followers, leaders in rows for follower in followers}


def are_alike(one: str, two: str) -> str:
    """SQL of the condition that two rows of `meta.event_blocks` are of one crowd."""
    return " AND ".join(f"{one}.{column} IS NOT DISTINCT FROM {two}.{column}" for column in ALIKE)
