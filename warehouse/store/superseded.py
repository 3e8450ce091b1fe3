"""Articles that leave because the file that held them now holds another.

An article without an id or address of its own gets its id from its content, so an edited file brings an article with
another id. What belongs here: which file holds which article (`meta.article_sources`), and taking out the articles that
no file holds any more. Only a file that is one article supersedes; a record that drops out of a feed has not changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb

from warehouse.schema.meta import ARTICLE_SOURCES, REJECTED_RECORDS
from warehouse.schema.tables import PACKAGE_TABLES
from warehouse.store.copies import break_groups
from warehouse.store.database import rows_with
from warehouse.store.incoming import OF_ARTICLES, load_incoming, rows_of
from warehouse.store.linking import note_leaving_reports
from warehouse.store.packages import Package
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_rows
from warehouse.store.touched import note_keys, note_leaving
from warehouse.store.turns import Turn

_SAID_BY_ARTICLES = "raw_uri, raw_locator, raw_sha256, external_id, article_id"


def superseding_runs(
    connection: duckdb.DuckDBPyConnection, pending: Sequence[Package], times: Mapping[str, datetime]
) -> set[str]:
    """Runs after which articles may leave: those that read a file of one article which was another at another time.

    The warehouse must be settled after each of them, so that it is the same whether runs are merged one by one or,
    as when it is rebuilt, together.
    """
    load_sources(connection, pending, times)
    rows = read_rows(connection, "superseded/superseding_runs")
    return {row[0] for row in rows}


def load_sources(
    connection: duckdb.DuckDBPyConnection, packages: Sequence[Package], times: Mapping[str, datetime]
) -> None:
    """Which file holds which article, into `incoming_article_sources`; where a package doesn't say so, by its articles.

    A batch lists all articles of its files, also those that were known and came not with it.
    """
    load_incoming(connection, ARTICLE_SOURCES, packages, times)
    silent = [package for package in packages if package.file(ARTICLE_SOURCES) is None]
    rows = rows_of(connection, PACKAGE_TABLES["articles"], silent, times)
    if rows:
        _ = connection.execute(f"""
            INSERT INTO incoming_article_sources BY NAME
            SELECT {_SAID_BY_ARTICLES}, _package_id, _run_id, _seen_at, _place FROM ({rows})
            WHERE raw_uri IS NOT NULL
        """)


def note_sources(turn: Turn) -> None:
    """Add what `incoming_article_sources` says; rows that it puts out of date stay until `settle_sources`."""
    _ = carry_out(turn.connection, "superseded/find_noted_sources")
    _ = carry_out(turn.connection, "superseded/replace_sources")


def settle_sources(turn: Turn) -> None:
    """Take out articles that no file holds any more; their events become `touched_events`.

    To be called when all that a run read is noted: within a run an article may move from one file to another, and
    nothing depends on which of the two is noted first. Where the merge does not work on the whole archive, the files
    that it read are looked at, and those that hold an article which it stored: an article that is not stored puts no
    other out of date.
    """
    connection, is_whole = turn.connection, turn.is_whole
    stored = f"SELECT article_id FROM {'articles' if is_whole else 'changed_articles'}"
    if not _find_lapsed(connection, is_whole=is_whole):
        _forget_returned(connection, stored)
        return
    _ = connection.execute("INSERT INTO unheld_articles SELECT article_id FROM lapsed_sources")
    _ = carry_out(connection, "superseded/drop_lapsed")
    _ = carry_out(connection, "superseded/find_leaving")
    _record(connection, stored)
    _point_to_other_copies(connection)
    take_out_articles(turn, "SELECT article_id FROM leaving_articles")


def take_out_articles(turn: Turn, leaving: str) -> None:
    """Take out articles with all that was found in them; `leaving` is a query that gives their ids.

    Their events become `touched_events`, and what stood on others too is made anew from those.
    """
    connection = turn.connection
    if not make(connection, "taken_out", leaving):
        return
    leaving = "SELECT article_id FROM taken_out"
    _ = connection.execute(
        f"INSERT INTO touched_events SELECT DISTINCT event_id FROM event_mentions WHERE article_id IN ({leaving})"
    )
    break_groups(turn, leaving)
    note_leaving(turn, leaving)
    note_leaving_reports(turn, leaving)
    of_articles = (PACKAGE_TABLES[name].qualified_name for name in OF_ARTICLES)
    for table in (*of_articles, "articles"):
        _ = connection.execute(f"DELETE FROM {table} WHERE article_id IN ({leaving})")


def _find_lapsed(connection: duckdb.DuckDBPyConnection, *, is_whole: bool) -> int:
    """Rows of files that are one article and hold a newer one; only what is or was stored puts another out of date.

    Gives how many there are.
    """
    looked_at = "meta.article_sources"
    if not is_whole:
        uris = """
            SELECT raw_uri FROM noted_uris UNION
            SELECT raw_uri FROM meta.article_sources WHERE article_id IN (SELECT article_id FROM changed_articles)
        """
        looked_at = f"({rows_with('meta.article_sources', 'raw_uri', uris)})"
    if not carry_out(connection, "superseded/find_rival_sources", looked_at=looked_at):
        return 0
    return carry_out(connection, "superseded/find_lapsed_sources")


def _record(connection: duckdb.DuckDBPyConnection, stored: str) -> None:
    """A row for each article and file: nothing vanishes in silence. Of an article that is back, the row goes."""
    _ = carry_out(connection, "superseded/note_superseded")
    leaving = rows_with("articles", "article_id", "SELECT article_id FROM leaving_articles")
    _ = make(connection, "leaving_rows", leaving)
    _ = carry_out(connection, "superseded/find_superseded_rows")
    _ = connection.execute(
        "DELETE FROM meta.rejected_records WHERE rejected_id IN (SELECT rejected_id FROM superseded_rows)"
    )
    _forget_returned(connection, f"FROM ({stored}) ANTI JOIN leaving_articles USING (article_id)")
    note_keys(connection, REJECTED_RECORDS, "superseded_rows")
    _ = connection.execute("INSERT INTO meta.rejected_records BY NAME SELECT * FROM superseded_rows")


def _forget_returned(connection: duckdb.DuckDBPyConnection, stored: str) -> None:
    """Articles that are there (a query gives their ids) did not have to leave, or are back."""
    _ = connection.execute(f"DELETE FROM meta.rejected_records WHERE rule = 'superseded' AND article_id IN ({stored})")


def _point_to_other_copies(connection: duckdb.DuckDBPyConnection) -> None:
    """An article that stays, since another file holds it too, no longer names the file that was edited."""
    _ = carry_out(connection, "superseded/point_to_other_copies")
