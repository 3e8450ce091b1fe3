"""What a merge touches: the rows that must be counted and checked anew, so that the rest of the archive need not be.

What belongs here: temporary tables that outlast the turns of a merge and note which articles, events and keys changed,
and by how much the mentions of places and entities grew. What does not: what is done with them (`derive`, `checks`,
`superseded`).

A merge that cannot rely on the state it finds works on the whole archive instead, as a rebuild does: on an empty or
unchecked build (a kill left turns of a merge behind, and what they touched is not known any more), after an error was
found, and where most of the archive is touched anyway.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from warehouse.schema.model import Table
from warehouse.store.packages import Package
from warehouse.store.scratch import start
from warehouse.store.steps import read_rows
from warehouse.store.turns import Turn

WHOLE_FROM = 0.25
"""Share of the archive's articles from which working on all of it is the cheaper way."""
COUNTED = {"place_mentions": ("locations", "location_id"), "entity_mentions": ("entities", "entity_id")}
"""Whose mentions are counted where."""


def start_touched(connection: duckdb.DuckDBPyConnection, pending: Sequence[Package], own: Sequence[str] = ()) -> bool:
    """Empty the temporary tables of a merge; whether it must work on the whole archive. To be asked before any change.

    Checks of the analyst's own (`own`) ask for no such work: what they find says nothing of the state of the build.
    """
    start(connection, "merge")
    [state] = read_rows(connection, "touched/state", {"own": list(own)})
    articles, checked, failed = state
    coming = sum(package.rows.get("articles", 0) for package in pending)
    return not checked or bool(failed) or coming >= WHOLE_FROM * articles


def note_leaving(turn: Turn, leaving: str) -> None:
    """Count off the mentions of articles whose rows are about to go; `leaving` is a query that gives their ids."""
    connection = turn.connection
    _count_mentions(connection, "-", {table: f"{table} WHERE article_id IN ({leaving}) AND" for table in COUNTED})
    _ = connection.execute(f"INSERT INTO left_articles {leaving}")


def note_coming(turn: Turn) -> None:
    """Count the mentions of the chosen articles."""
    _count_mentions(turn.connection, "", {table: f"chosen_{table} WHERE" for table in COUNTED})


def _count_mentions(connection: duckdb.DuckDBPyConnection, sign: str, rows: dict[str, str]) -> None:
    for table, source in rows.items():
        target, key = COUNTED[table]
        _ = connection.execute(f"""
            INSERT INTO counted_mentions
            SELECT '{target}', {key}, {sign}count(*) FROM {source} {key} IS NOT NULL GROUP BY {key}
        """)


def note_keys(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    """Rows of a table of no single article that came or were replaced; `rows` names a table that holds them."""
    _ = connection.execute(
        f"INSERT INTO touched_keys SELECT '{table.name}', {table.key[0]} FROM {rows} WHERE {table.key[0]} IS NOT NULL"
    )


def note_events(turn: Turn) -> None:
    """The events of a turn, which are made anew in `derive_events`; where all are checked there is nothing to note."""
    if not turn.is_whole:
        _ = turn.connection.execute("INSERT INTO checked_events SELECT DISTINCT event_id FROM touched_events")


def touched_keys(table: Table) -> str:
    """A query that gives the keys of a table's touched rows, by its key's first column."""
    return f"SELECT key FROM touched_keys WHERE table_name = '{table.name}'"
