"""Rows that follow from other rows: events, the places and entities in use, and counts.

What belongs here: taking frames out of the build file, having them grouped, and putting back what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import polars as pl

from warehouse.schema.tables import TABLES
from warehouse.store.corrections import correct_events
from warehouse.store.database import frame
from warehouse.store.touched import note_keys

BuildEvents = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]

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
_GAZETTEERS = {"location_id": ("locations", "place_mentions"), "entity_id": ("entities", "entity_mentions")}


def parts_of(connection: duckdb.DuckDBPyConnection, count: str, column: str) -> Iterator[str]:
    """SQL conditions that cut a table into parts of some 20,000 rows by a column, to bound memory."""
    row = connection.execute(count).fetchone()
    parts = 1 + (int(row[0]) if row else 0) // ROWS_AT_A_TIME
    for part in range(parts):
        yield f"hash({column}) % {parts} = {part}"


def derive_events(connection: duckdb.DuckDBPyConnection, run_id: str, build_events: BuildEvents) -> None:
    """Make the touched events anew from all their mentions and what was corrected; one that has none left goes.

    `touched_events` holds the events whose mentions changed; those of articles that are `regrouped` join them, since
    their reports count anew.
    """
    _ = connection.execute("""
        INSERT INTO touched_events SELECT DISTINCT event_id FROM event_mentions
        WHERE article_id IN (SELECT article_id FROM regrouped)
    """)
    for table in ("events", "event_evidence"):
        _ = connection.execute(f"DELETE FROM {table} WHERE event_id IN (SELECT event_id FROM touched_events)")
    _ = connection.execute("""
        CREATE OR REPLACE TEMP VIEW touched_mentions AS
        SELECT * FROM event_mentions WHERE event_id IN (SELECT event_id FROM touched_events)
    """)
    for part in parts_of(connection, "SELECT count(*) FROM touched_mentions", "event_id"):
        _insert_events(connection, part, run_id, build_events)
        prove_events(connection, f"(FROM touched_mentions WHERE {part})")


def derive_gazetteers(connection: duckdb.DuckDBPyConnection, *, is_whole: bool = True) -> None:
    """Keep the places and entities that something points to, and count their mentions.

    Args:
        connection: the build file.
        is_whole: whether all mentions are counted; if not, what the merge counted (`touched`) is added, and only
            those without a mention are looked for elsewhere.
    """
    for key, (table, mentions) in _GAZETTEERS.items():
        if is_whole:
            _count_mentions(connection, table, mentions, key)
        else:
            _add_mentions(connection, table, key)
        _keep_what_is_used(connection, table, key)


def _insert_events(connection: duckdb.DuckDBPyConnection, part: str, run_id: str, build_events: BuildEvents) -> None:
    mentions = frame(connection, f"SELECT * FROM touched_mentions WHERE {part}")
    articles = frame(
        connection,
        f"""SELECT article_id, duplicate_group_id, is_canonical, source_family, published_at, published_date
        FROM articles WHERE article_id IN (SELECT article_id FROM touched_mentions WHERE {part})""",
    )
    built = correct_events(connection, build_events(mentions, articles))
    events = built.with_columns(pl.lit(run_id).alias("_run_id"))
    _ = connection.register("built_events", events)
    _ = connection.execute("INSERT INTO events BY NAME SELECT * FROM built_events")
    _ = connection.unregister("built_events")


def prove_events(connection: duckdb.DuckDBPyConnection, mentions: str) -> None:
    """The best proof of each event and who reports it, so that no view has to look through all mentions.

    Args:
        connection: the build file.
        mentions: a relation with all mentions of those events, of which `event_evidence` has no row.
    """
    surest = "a.is_canonical DESC, m.confidence DESC, m.event_mention_id"
    earliest = "a.published_date, a.article_id"
    source = "coalesce(a.source_name, a.source_domain)"
    _ = connection.execute(f"""
        INSERT INTO event_evidence BY NAME
        SELECT
            m.event_id,
            first(m.event_mention_id ORDER BY {surest}) AS event_mention_id,
            first(m.article_id ORDER BY {surest}) AS article_id,
            first(m.text ORDER BY {surest}) AS evidence,
            first(m.attribution ORDER BY m.attribution IS NULL, {surest}) AS attribution,
            first(a.url ORDER BY a.url IS NULL, {surest}) AS evidence_url,
            list(DISTINCT m.article_id ORDER BY m.article_id) AS article_ids,
            first(a.url ORDER BY a.url IS NULL, {earliest}) AS first_url,
            first(a.title ORDER BY {earliest}) AS first_title,
            min(a.published_date) AS first_published_date,
            min(m.sentence_number) AS first_sentence_number,
            first(a.language ORDER BY {earliest}) AS language,
            string_agg(DISTINCT {source}, '; ' ORDER BY {source}) AS sources,
            count(*) AS mention_count,
            min(a.first_seen_at) AS first_seen_at,
            max(a.last_seen_at) AS last_seen_at
        FROM {mentions} m
        JOIN articles a USING (article_id)
        GROUP BY m.event_id
    """)


def _keep_what_is_used(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    """What has a mention is in use; of the others, those to which an article or an event points."""
    found = connection.execute(
        f"CREATE OR REPLACE TEMP TABLE unmentioned AS SELECT {key} FROM {table} WHERE coalesce(mention_count, 0) = 0"
    ).fetchone()
    if not found or not found[0]:
        return
    used = " UNION ".join(
        f"SELECT {column} FROM {of} WHERE {column} IN (SELECT {key} FROM unmentioned)"
        for of, column in (pointer.rsplit(".", 1) for pointer in _POINTERS[key])
    )
    _ = connection.execute(f"DELETE FROM unmentioned WHERE {key} IN ({used})")
    _ = connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM unmentioned)")
    note_keys(connection, TABLES[table], "unmentioned")


def _add_mentions(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    _ = connection.execute(f"""
        UPDATE {table} SET mention_count = coalesce(mention_count, 0) + added.mentions
        FROM (
            SELECT key, sum(mentions)::BIGINT AS mentions FROM counted_mentions
            WHERE table_name = '{table}' GROUP BY key
        ) added
        WHERE {table}.{key} = added.key AND (added.mentions <> 0 OR {table}.mention_count IS NULL)
    """)
    _ = connection.execute(f"UPDATE {table} SET mention_count = 0 WHERE mention_count IS NULL")


def _count_mentions(connection: duckdb.DuckDBPyConnection, table: str, mentions: str, key: str) -> None:
    _ = connection.execute(f"""
        UPDATE {table} SET mention_count = counted.mentions
        FROM (
            SELECT t.{key}, coalesce(m.mentions, 0) AS mentions
            FROM {table} t LEFT JOIN (SELECT {key}, count(*) AS mentions FROM {mentions} GROUP BY {key}) m USING ({key})
        ) counted
        WHERE {table}.{key} = counted.{key} AND {table}.mention_count IS DISTINCT FROM counted.mentions
    """)
