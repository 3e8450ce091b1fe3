"""Rows that follow from other rows: events, the places and entities in use, and counts.

What belongs here: taking frames out of the build file, having them grouped, and putting back what changed.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl

from warehouse.schema.tables import TABLES
from warehouse.store.corrections import correct_events
from warehouse.store.database import frame
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_frame
from warehouse.store.touched import note_keys
from warehouse.store.turns import Turn

ROWS_AT_A_TIME = 20_000
_POINTERS = {
    "location_id": (
        "articles.dateline_location_id",
        "place_mentions.location_id",
        "event_mentions.location_id",
        "meta.dropped_event_mentions.location_id",
        "events.location_id",
    ),
    "entity_id": (
        "entity_mentions.entity_id",
        "event_mentions.actor_entity_id",
        "event_mentions.recipient_entity_id",
        "meta.dropped_event_mentions.actor_entity_id",
        "meta.dropped_event_mentions.recipient_entity_id",
        "events.actor_entity_id",
        "events.recipient_entity_id",
    ),
}
_TOUCHED_MENTIONS = "(SELECT * FROM event_mentions WHERE event_id IN (SELECT event_id FROM touched_events))"
_GAZETTEERS = {"location_id": ("locations", "place_mentions"), "entity_id": ("entities", "entity_mentions")}


def parts_of(connection: duckdb.DuckDBPyConnection, count: str, column: str) -> Iterator[str]:
    """SQL conditions that cut a table into parts of some 20,000 rows by a column, to bound memory."""
    row = connection.execute(count).fetchone()
    parts = 1 + (int(row[0]) if row else 0) // ROWS_AT_A_TIME
    for part in range(parts):
        yield f"hash({column}) % {parts} = {part}"


def derive_events(turn: Turn) -> None:
    """Make the touched events anew from all their mentions and what was corrected; one that has none left goes.

    `touched_events` holds the events whose mentions changed; those of articles that are `regrouped` join them, since
    their reports count anew.
    """
    connection = turn.connection
    _ = carry_out(connection, "derive/touch_regrouped")
    for table in ("events", "event_evidence"):
        _ = connection.execute(f"DELETE FROM {table} WHERE event_id IN (SELECT event_id FROM touched_events)")
    for part in parts_of(connection, f"SELECT count(*) FROM {_TOUCHED_MENTIONS}", "event_id"):
        _insert_events(turn, part)
        prove_events(connection, f"(FROM {_TOUCHED_MENTIONS} WHERE {part})")


def derive_gazetteers(turn: Turn) -> None:
    """Keep the places and entities that something points to, and count their mentions.

    Where the merge does not work on the whole archive, what it counted (`touched`) is added, and only those without a
    mention are looked for elsewhere.
    """
    connection = turn.connection
    for key, (table, mentions) in _GAZETTEERS.items():
        if turn.is_whole:
            _count_mentions(connection, table, mentions, key)
        else:
            _add_mentions(connection, table, key)
        _keep_what_is_used(connection, table, key)


def _insert_events(turn: Turn, part: str) -> None:
    connection = turn.connection
    mentions = frame(connection, f"SELECT * FROM {_TOUCHED_MENTIONS} WHERE {part}")
    articles = read_frame(connection, "derive/reporting_articles", part=part)
    built = correct_events(connection, turn.grouping.build_events(mentions, articles))
    events = built.with_columns(pl.lit(turn.run_id).alias("_run_id"))
    _ = connection.register("built_events", events)
    _ = connection.execute("INSERT INTO events BY NAME SELECT * FROM built_events")
    _ = connection.unregister("built_events")


def prove_events(connection: duckdb.DuckDBPyConnection, mentions: str) -> None:
    """The best proof of each event and who reports it, so that no view has to look through all mentions.

    Args:
        connection: the build file.
        mentions: a relation with all mentions of those events, of which `event_evidence` has no row.
    """
    _ = carry_out(connection, "derive/prove_events", mentions=mentions)


def _keep_what_is_used(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    """What has a mention is in use; of the others, those to which an article or an event points."""
    if not make(connection, "unmentioned", f"SELECT {key} FROM {table} WHERE coalesce(mention_count, 0) = 0"):
        return
    used = " UNION ".join(
        f"SELECT {column} FROM {of} WHERE {column} IN (SELECT {key} FROM unmentioned)"
        for of, column in (pointer.rsplit(".", 1) for pointer in _POINTERS[key])
    )
    _ = connection.execute(f"DELETE FROM unmentioned WHERE {key} IN ({used})")
    _ = connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM unmentioned)")
    note_keys(connection, TABLES[table], "unmentioned")


def _add_mentions(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    _ = carry_out(connection, "derive/add_mentions", {"table_name": table}, table=table, key=key)
    _ = connection.execute(f"UPDATE {table} SET mention_count = 0 WHERE mention_count IS NULL")


def _count_mentions(connection: duckdb.DuckDBPyConnection, table: str, mentions: str, key: str) -> None:
    _ = carry_out(connection, "derive/count_mentions", table=table, mentions=mentions, key=key)
