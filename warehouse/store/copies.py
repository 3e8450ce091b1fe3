"""Brings the groups of copies up to date after articles came, changed or left.

What belongs here: which articles must be compared, and reading the signatures of the others a part at a time. Groups
are those that comparing all with all would give: a group that lost a member or whose member changed is made anew, a
new article is compared with every signature, and the groups that it ties together are united.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import duckdb
import polars as pl

from warehouse.store.database import frame

SIGNATURES_AT_A_TIME = 50_000

FindCopies = Callable[[pl.DataFrame, pl.DataFrame | None], pl.DataFrame]


class GroupsCopies(Protocol):
    """The part of `merge.Grouping` that makes groups of copies."""

    @property
    def find_copies(self) -> FindCopies:
        """(signatures, others) -> article_id, copy_id."""
        ...

    @property
    def group_copies(self) -> Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]:
        """(copies, articles) -> article_id, duplicate_group_id, is_canonical."""
        ...


def start_groups(connection: duckdb.DuckDBPyConnection) -> None:
    """A temporary table for the groups that a turn breaks."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE broken_groups (duplicate_group_id VARCHAR)")


def break_groups(connection: duckdb.DuckDBPyConnection, leaving: str) -> None:
    """Note the groups of articles that change or leave, before they do; `leaving` is a query that gives their ids."""
    _ = connection.execute(
        f"INSERT INTO broken_groups SELECT DISTINCT duplicate_group_id FROM articles WHERE article_id IN ({leaving})"
    )


def derive_groups(connection: duckdb.DuckDBPyConnection, grouping: GroupsCopies) -> None:
    """Group what came and what stood in broken groups; the ids of articles whose row changed become `regrouped`."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE ungrouped AS SELECT article_id FROM articles
        WHERE duplicate_group_id IS NULL OR duplicate_group_id IN (SELECT duplicate_group_id FROM broken_groups)
    """)
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


def _copies(connection: duckdb.DuckDBPyConnection, find_copies: FindCopies) -> pl.DataFrame:
    """What the ungrouped articles are copies of, among themselves and among all others."""
    few = frame(
        connection,
        "SELECT article_id, signature FROM meta.article_signatures SEMI JOIN ungrouped USING (article_id) "
        "ORDER BY article_id",
    )
    found = [find_copies(few, None)]
    if few.height:
        found += [find_copies(few, others) for others in _other_signatures(connection)]
    return pl.concat(found)


def _other_signatures(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    reader = connection.execute(
        "SELECT article_id, signature FROM meta.article_signatures ANTI JOIN ungrouped USING (article_id)"
    ).to_arrow_reader(SIGNATURES_AT_A_TIME)
    for part in reader:
        found = pl.from_arrow(part)
        if isinstance(found, pl.DataFrame) and found.height:
            yield found


def _affected(connection: duckdb.DuckDBPyConnection, copies: pl.DataFrame) -> pl.DataFrame:
    """The ungrouped articles, and whole groups that hold a copy of one of them."""
    _ = connection.register("found_copies", copies)
    rows = frame(
        connection,
        """SELECT article_id, published_at, published_date, word_count,
                  CASE WHEN article_id NOT IN (FROM ungrouped) THEN duplicate_group_id END AS known_group
           FROM articles
           WHERE article_id IN (FROM ungrouped) OR duplicate_group_id IN (
               SELECT duplicate_group_id FROM articles WHERE article_id IN (SELECT copy_id FROM found_copies)
                   AND article_id NOT IN (FROM ungrouped))""",
    )
    _ = connection.unregister("found_copies")
    return rows
