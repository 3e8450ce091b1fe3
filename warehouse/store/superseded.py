"""Articles that leave because the file that held them now holds another.

An article without an id or address of its own gets its id from its content, so an edited file brings an article with
another id. What belongs here: which file holds which article (`meta.article_sources`), and taking out the articles that
no file holds any more. Only a file that is one article supersedes; a record that drops out of a feed has not changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from warehouse.schema.meta import ARTICLE_SOURCES, REJECTED_RECORDS
from warehouse.schema.tables import PACKAGE_TABLES
from warehouse.store.copies import break_groups
from warehouse.store.database import rows_with
from warehouse.store.incoming import OF_ARTICLES, load_incoming, rows_of
from warehouse.store.linking import note_leaving_reports
from warehouse.store.packages import Package
from warehouse.store.touched import note_keys, note_leaving

_SAID_BY_ARTICLES = "raw_uri, raw_locator, raw_sha256, external_id, article_id"


def start_superseding(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables that outlast the turns of a merge: articles that left and what took their place, files read."""
    _ = connection.execute(
        "CREATE OR REPLACE TEMP TABLE superseded_articles (article_id VARCHAR, raw_uri VARCHAR, successor VARCHAR)"
    )
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE noted_uris (raw_uri VARCHAR)")


def superseding_runs(
    connection: duckdb.DuckDBPyConnection, pending: Sequence[Package], times: dict[str, datetime]
) -> set[str]:
    """Runs after which articles may leave: those that read a file of one article which was another at another time.

    The warehouse must be settled after each of them, so that it is the same whether runs are merged one by one or,
    as when it is rebuilt, together.
    """
    load_sources(connection, pending, times)
    rows = connection.execute("""
        WITH readings AS (
            SELECT raw_uri, article_id, _run_id AS run_id FROM incoming_article_sources WHERE raw_locator IS NULL
            UNION ALL
            SELECT raw_uri, article_id, run_id FROM meta.article_sources
            WHERE raw_locator IS NULL AND raw_uri IN (SELECT raw_uri FROM incoming_article_sources)
        ),
        edited AS (SELECT raw_uri FROM readings GROUP BY raw_uri HAVING count(DISTINCT article_id) > 1)
        SELECT DISTINCT run_id FROM readings SEMI JOIN edited USING (raw_uri)
    """).fetchall()
    return {row[0] for row in rows}


def load_sources(
    connection: duckdb.DuckDBPyConnection, packages: Sequence[Package], times: dict[str, datetime]
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


def note_sources(connection: duckdb.DuckDBPyConnection) -> None:
    """Add what `incoming_article_sources` says; rows that it puts out of date stay until `settle_sources`."""
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE noted_sources AS
        SELECT * EXCLUDE (_package_id, _run_id, _seen_at, _place), _run_id AS run_id, _seen_at AS read_at
        FROM incoming_article_sources
        QUALIFY row_number() OVER (
            PARTITION BY raw_uri, article_id ORDER BY _place DESC, raw_locator NULLS FIRST, _package_id) = 1
    """)
    _ = connection.execute("""
        DELETE FROM meta.article_sources USING noted_sources n
        WHERE article_sources.raw_uri = n.raw_uri AND article_sources.article_id = n.article_id
    """)
    _ = connection.execute("INSERT INTO meta.article_sources BY NAME SELECT * FROM noted_sources")
    _ = connection.execute("INSERT INTO noted_uris SELECT DISTINCT raw_uri FROM noted_sources")


def settle_sources(connection: duckdb.DuckDBPyConnection, *, is_whole: bool = True) -> None:
    """Take out articles that no file holds any more; their events become `touched_events`.

    To be called when all that a run read is noted: within a run an article may move from one file to another, and
    nothing depends on which of the two is noted first.

    Args:
        connection: the build file.
        is_whole: whether every file is looked at; if not, those that the merge read, and those that hold an article
            which it stored: an article that is not stored puts no other out of date.
    """
    stored = f"SELECT article_id FROM {'articles' if is_whole else 'changed_articles'}"
    if not _find_lapsed(connection, is_whole=is_whole):
        _forget_returned(connection, stored)
        return
    _ = connection.execute("INSERT INTO unheld_articles SELECT article_id FROM lapsed_sources")
    _ = connection.execute("""
        DELETE FROM meta.article_sources USING lapsed_sources l
        WHERE article_sources.raw_uri = l.raw_uri AND article_sources.article_id = l.article_id
    """)
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE leaving_articles AS
        SELECT DISTINCT article_id FROM lapsed_sources SEMI JOIN articles USING (article_id)
        WHERE article_id NOT IN (SELECT article_id FROM meta.article_sources
                                 WHERE article_id IN (SELECT article_id FROM lapsed_sources))
    """)
    _record(connection, stored)
    _point_to_other_copies(connection)
    take_out_articles(connection, "SELECT article_id FROM leaving_articles")


def take_out_articles(connection: duckdb.DuckDBPyConnection, leaving: str) -> None:
    """Take out articles with all that was found in them; `leaving` is a query that gives their ids.

    Their events become `touched_events`, and what stood on others too is made anew from those.
    """
    made = connection.execute(f"CREATE OR REPLACE TEMP TABLE taken_out AS {leaving}").fetchone()
    if not made or not made[0]:
        return
    leaving = "SELECT article_id FROM taken_out"
    _ = connection.execute(
        f"INSERT INTO touched_events SELECT DISTINCT event_id FROM event_mentions WHERE article_id IN ({leaving})"
    )
    break_groups(connection, leaving)
    note_leaving(connection, leaving)
    note_leaving_reports(connection, leaving)
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
    rivals = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE rival_sources AS
        SELECT s.*, coalesce(place, 0) AS place FROM {looked_at} s LEFT JOIN run_places USING (run_id)
        WHERE raw_locator IS NULL QUALIFY count(*) OVER (PARTITION BY raw_uri) > 1
    """).fetchone()
    if not rivals or not rivals[0]:
        return 0
    lapsed = connection.execute("""
        CREATE OR REPLACE TEMP TABLE lapsed_sources AS
        WITH rivals AS (FROM rival_sources),
        stored AS (
            SELECT article_id FROM articles WHERE article_id IN (SELECT article_id FROM rival_sources)
            UNION ALL SELECT article_id FROM withdrawn_articles
        ),
        newest AS (
            SELECT raw_uri, max(place) AS place FROM rivals SEMI JOIN stored USING (article_id) GROUP BY raw_uri
        ),
        successors AS (
            SELECT raw_uri, min_by(r, r.article_id) AS successor
            FROM rivals r JOIN newest USING (raw_uri, place) SEMI JOIN stored USING (article_id) GROUP BY raw_uri
        )
        SELECT r.raw_uri, r.article_id, s.successor.article_id AS successor, s.successor.raw_sha256 AS raw_sha256,
               s.successor.run_id AS run_id, s.successor.read_at AS read_at
        FROM rivals r JOIN successors s USING (raw_uri) WHERE r.place < s.successor.place
    """).fetchone()
    return int(lapsed[0]) if lapsed else 0


def _record(connection: duckdb.DuckDBPyConnection, stored: str) -> None:
    """A row for each article and file: nothing vanishes in silence. Of an article that is back, the row goes."""
    _ = connection.execute("""
        INSERT INTO superseded_articles
        SELECT article_id, raw_uri, successor FROM lapsed_sources SEMI JOIN leaving_articles USING (article_id)
    """)
    leaving = rows_with("articles", "article_id", "SELECT article_id FROM leaving_articles")
    _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE leaving_rows AS {leaving}")
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE superseded_rows AS
        SELECT substring(sha256(concat_ws('|', 'superseded', l.raw_uri, l.article_id, l.successor)), 1, 16)
                   AS rejected_id,
               l.run_id, 'merge' AS stage, 'superseded' AS rule,
               'the file was edited and now holds article ' || l.successor || ', which takes the place of article '
                   || l.article_id AS message,
               l.raw_uri, l.raw_sha256, a.external_id, l.article_id, substring(coalesce(a.title, a.body), 1, 500)
                   AS payload,
               l.read_at AS rejected_at
        FROM lapsed_sources l JOIN leaving_rows a USING (article_id)
    """)
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
    _ = connection.execute("""
        UPDATE articles SET raw_uri = s.copy.raw_uri, raw_locator = s.copy.raw_locator,
                            raw_sha256 = s.copy.raw_sha256, external_id = s.copy.external_id
        FROM (SELECT article_id, min_by(m, (m.raw_uri, m.raw_locator)) AS copy FROM meta.article_sources m
              WHERE article_id IN (SELECT article_id FROM lapsed_sources) GROUP BY article_id) s,
             lapsed_sources l
        WHERE s.article_id = articles.article_id AND l.article_id = articles.article_id
          AND l.raw_uri = articles.raw_uri
    """)
