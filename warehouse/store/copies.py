"""Brings the groups of copies up to date after articles came, changed or left.

What belongs here: which articles must be compared. Groups are those that comparing all articles at once would give
(`transforms.duplicates.find_candidates` says which pairs of all those are): a group that lost a member or whose member
changed is made anew, a new article is compared with those it shares bands with, and the groups that it ties together
are united. Where an article takes or gives up its place among the representatives of a band, the group of who came out
or in is made anew too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import duckdb
import polars as pl

from warehouse.store.database import frame

PAIRS_AT_A_TIME = 1_000_000

FindCopies = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


class GroupsCopies(Protocol):
    """The part of `merge.Grouping` that makes groups of copies."""

    @property
    def find_copies(self) -> FindCopies:
        """(pairs to compare, signatures) -> the pairs that are copies: article_id, copy_id."""
        ...

    @property
    def group_copies(self) -> Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]:
        """(copies, articles) -> article_id, duplicate_group_id, is_canonical."""
        ...

    @property
    def representatives(self) -> int:
        """How many articles of a band all others in it are compared with."""
        ...


def start_groups(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables for the groups that a turn breaks, and the bands that articles leave."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE broken_groups (duplicate_group_id VARCHAR)")
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE left_bands (band BIGINT)")


def break_groups(connection: duckdb.DuckDBPyConnection, leaving: str) -> None:
    """Note the groups of articles that change or leave, before they do; `leaving` is a query that gives their ids."""
    _ = connection.execute(
        f"INSERT INTO broken_groups SELECT DISTINCT duplicate_group_id FROM articles WHERE article_id IN ({leaving})"
    )
    _ = connection.execute(
        f"INSERT INTO left_bands SELECT DISTINCT band FROM meta.article_bands WHERE article_id IN ({leaving})"
    )


def derive_groups(connection: duckdb.DuckDBPyConnection, grouping: GroupsCopies) -> None:
    """Group what came and what stood in broken groups; the ids of articles whose row changed become `regrouped`."""
    _break_where_representatives_change(connection, grouping.representatives)
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE ungrouped AS SELECT article_id FROM articles
        WHERE duplicate_group_id IS NULL OR duplicate_group_id IN (SELECT duplicate_group_id FROM broken_groups)
    """)
    _find_rivals(connection, grouping.representatives)
    copies = _copies(connection, grouping.find_copies)
    groups = grouping.group_copies(copies, _affected(connection, copies))
    _ = connection.register("grouped_articles", groups)
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE regrouped AS
        SELECT g.article_id, g.duplicate_group_id, g.is_canonical
        FROM grouped_articles g JOIN articles a USING (article_id)
        WHERE a.duplicate_group_id IS DISTINCT FROM g.duplicate_group_id
           OR a.is_canonical IS DISTINCT FROM g.is_canonical
    """)
    _ = connection.unregister("grouped_articles")
    _ = connection.execute("""
        UPDATE articles SET duplicate_group_id = r.duplicate_group_id, is_canonical = r.is_canonical
        FROM regrouped r WHERE articles.article_id = r.article_id
    """)


def _break_where_representatives_change(connection: duckdb.DuckDBPyConnection, representatives: int) -> None:
    """Break the groups of representatives that newcomers displace, and of those in bands that articles left.

    The former are among the first of the others in the band but no longer among the first of all. Of the latter, any
    may have moved up.
    """
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE newcomers AS SELECT article_id FROM articles WHERE duplicate_group_id IS NULL
    """)
    _ = connection.execute(f"""
        INSERT INTO broken_groups
        WITH touched AS (
            SELECT band FROM meta.article_bands SEMI JOIN newcomers USING (article_id) UNION FROM left_bands
        ),
        members AS (
            SELECT band, article_id, article_id IN (FROM newcomers) AS is_new
            FROM meta.article_bands SEMI JOIN touched USING (band)
        ),
        bands AS (
            SELECT band, min(article_id, {representatives}) AS heads,
                   min(article_id, {representatives}) FILTER (NOT is_new) AS elders
            FROM members GROUP BY band
        ),
        moved AS (
            SELECT unnest(elders) AS article_id FROM bands WHERE band IN (FROM left_bands)
            UNION
            SELECT unnest(list_filter(elders, lambda elder: NOT list_contains(heads, elder))) FROM bands
        )
        SELECT DISTINCT duplicate_group_id FROM articles SEMI JOIN moved USING (article_id)
        WHERE duplicate_group_id IS NOT NULL
    """)


def _find_rivals(connection: duckdb.DuckDBPyConnection, representatives: int) -> None:
    """`rivals`: the articles of each band that an ungrouped one has, and `heads`: the representatives among them."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE rivals AS
        WITH touched AS (SELECT DISTINCT band FROM meta.article_bands SEMI JOIN ungrouped USING (article_id))
        SELECT band, article_id, article_id IN (FROM ungrouped) AS is_open
        FROM meta.article_bands SEMI JOIN touched USING (band)
    """)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE heads AS
        WITH first AS (
            SELECT band, unnest(min(article_id, {representatives})) AS article_id FROM rivals GROUP BY band
            HAVING count(*) > 1
        )
        SELECT band, article_id, article_id IN (FROM ungrouped) AS is_open FROM first
    """)


def _candidates(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """Pairs that a representative of a band makes with one of the band, one of them ungrouped, a part at a time."""
    row = connection.execute("""
        WITH sizes AS (SELECT band, count(*) AS members, count_if(is_open) AS open FROM rivals GROUP BY band)
        SELECT sum(CASE WHEN h.is_open THEN members ELSE open END) FROM heads h JOIN sizes USING (band)
    """).fetchone()
    parts = -(-int(row[0] or 0) // PAIRS_AT_A_TIME) if row else 0
    for part in range(parts):
        pairs = frame(
            connection,
            f"""WITH part AS (FROM rivals WHERE hash(article_id) % {parts} = {part}),
                met AS (
                    SELECT h.article_id AS one, r.article_id AS other FROM heads h JOIN part r USING (band)
                    WHERE r.is_open
                    UNION ALL
                    SELECT h.article_id, r.article_id FROM (FROM heads WHERE is_open) h JOIN part r USING (band)
                    WHERE NOT r.is_open
                )
                SELECT DISTINCT least(one, other) AS article_id, greatest(one, other) AS copy_id
                FROM met WHERE one <> other ORDER BY ALL""",
        )
        if pairs.height:
            yield pairs


def _copies(connection: duckdb.DuckDBPyConnection, find_copies: FindCopies) -> pl.DataFrame:
    """The candidates that are copies. Of the signatures only theirs are read."""
    found = [pl.DataFrame(schema={"article_id": pl.String(), "copy_id": pl.String()})]
    for pairs in _candidates(connection):
        _ = connection.register("compared_pairs", pairs)
        signatures = frame(
            connection,
            """SELECT * FROM meta.article_signatures WHERE article_id IN (
                   SELECT article_id FROM compared_pairs UNION SELECT copy_id FROM compared_pairs)""",
        )
        _ = connection.unregister("compared_pairs")
        found.append(find_copies(pairs, signatures))
    return pl.concat(found)


def _affected(connection: duckdb.DuckDBPyConnection, copies: pl.DataFrame) -> pl.DataFrame:
    """The ungrouped articles, and whole groups that hold a copy of one of them."""
    _ = connection.register("found_copies", copies)
    rows = frame(
        connection,
        """SELECT article_id, published_at, published_date, word_count,
                  CASE WHEN article_id NOT IN (FROM ungrouped) THEN duplicate_group_id END AS known_group
           FROM articles
           WHERE article_id IN (FROM ungrouped) OR duplicate_group_id IN (
               SELECT duplicate_group_id FROM articles
               WHERE article_id IN (SELECT article_id FROM found_copies UNION SELECT copy_id FROM found_copies)
                   AND article_id NOT IN (FROM ungrouped))""",
    )
    _ = connection.unregister("found_copies")
    return rows
