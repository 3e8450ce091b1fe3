"""Brings the groups of copies up to date after articles came, changed or left.

What belongs here: which articles must be compared. Groups are those that comparing all articles at once would give
(`transforms.duplicates.find_candidates` says which pairs of all those are): a group that lost a member or whose member
changed is made anew, a new article is compared with those it shares bands with, and the groups that it ties together
are united. Where an article takes or gives up its place among the representatives of a band, the group of who came out
or in is made anew too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import polars as pl

from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_frame, read_rows
from warehouse.store.turns import Turn

PAIRS_AT_A_TIME = 1_000_000

FindCopies = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


def break_groups(turn: Turn, leaving: str) -> None:
    """Note the groups of articles that change or leave, before they do; `leaving` is a query that gives their ids."""
    _ = carry_out(turn.connection, "copies/break_of_leaving", leaving=leaving)


def derive_groups(turn: Turn) -> None:
    """Group what came and what stood in broken groups; the ids of articles whose row changed become `regrouped`."""
    connection, grouping = turn.connection, turn.grouping
    representatives = {"representatives": grouping.representatives}
    _ = make(connection, "newcomers", "SELECT article_id FROM articles WHERE duplicate_group_id IS NULL")
    _ = carry_out(connection, "copies/break_of_moved_representatives", representatives)
    _ = carry_out(connection, "copies/find_ungrouped")
    _ = carry_out(connection, "copies/find_band_members")
    _ = carry_out(connection, "copies/find_band_heads", representatives)
    copies = _copies(connection, grouping.find_copies)
    groups = grouping.group_copies(copies, _affected(connection, copies))
    _ = connection.register("grouped_articles", groups)
    _ = carry_out(connection, "copies/find_regrouped")
    _ = connection.unregister("grouped_articles")
    _ = carry_out(connection, "copies/regroup")


def _candidates(connection: duckdb.DuckDBPyConnection) -> Iterator[pl.DataFrame]:
    """Pairs that a representative of a band makes with one of the band, one of them ungrouped, a part at a time."""
    [(found,)] = read_rows(connection, "copies/count_pairs")
    parts = -(-int(found or 0) // PAIRS_AT_A_TIME)
    for part in range(parts):
        pairs = read_frame(connection, "copies/pairs", part=f"hash(article_id) % {parts} = {part}")
        if pairs.height:
            yield pairs


def _copies(connection: duckdb.DuckDBPyConnection, find_copies: FindCopies) -> pl.DataFrame:
    """The candidates that are copies. Of the signatures only theirs are read."""
    found = [pl.DataFrame(schema={"article_id": pl.String(), "copy_id": pl.String()})]
    for pairs in _candidates(connection):
        _ = connection.register("compared_pairs", pairs)
        signatures = read_frame(connection, "copies/signatures")
        _ = connection.unregister("compared_pairs")
        found.append(find_copies(pairs, signatures))
    return pl.concat(found)


def _affected(connection: duckdb.DuckDBPyConnection, copies: pl.DataFrame) -> pl.DataFrame:
    """The ungrouped articles, and whole groups that hold a copy of one of them."""
    _ = connection.register("found_copies", copies)
    rows = read_frame(connection, "copies/affected_articles")
    _ = connection.unregister("found_copies")
    return rows
