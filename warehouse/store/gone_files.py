"""Articles whose files are gone from their source: they stay, marked `is_withdrawn_at_source`.

What belongs here: telling from the ledger and `meta.article_sources` which articles no file holds any more. What does
not: finding out that a file is gone (`flows.gone`), and taking articles out (`withdrawals`).

A file is gone where the ledger says so. A member of an archive is gone where its archive was read again and gave
neither an article nor a refusal under its name; an archive that could not be read to its end has lost no member. An
article is marked where all that held it is gone: one that moved to another file is not. What an address gave is never
gone, since a feed shows its newest items only. All of it follows from what the tables hold, so it does not matter in
how many merges they came to hold it.
"""

from __future__ import annotations

import duckdb

from warehouse.store.database import rows_with


def start_marking(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables that outlast the turns of a merge: files read again or gone, articles to look at, the marks."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE noted_files (uri VARCHAR)")
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE unheld_articles (article_id VARCHAR)")
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE marked_articles (article_id VARCHAR, is_gone BOOLEAN)")


def note_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the files that were read before, or are gone; to be called before the ledger takes in what comes.

    What a file gives that is read for the first time is noted by its articles.
    """
    _ = connection.execute("""
        INSERT INTO noted_files
        WITH known AS (SELECT uri FROM meta.source_files WHERE uri IN (SELECT uri FROM incoming_source_files))
        SELECT uri FROM incoming_source_files WHERE NOT regexp_matches(uri, '^https?://') GROUP BY uri
        HAVING count(*) > 1 OR bool_or(gone_since IS NOT NULL) OR uri IN (FROM known)
    """)


def mark_gone(connection: duckdb.DuckDBPyConnection, *, is_whole: bool) -> None:
    """Mark articles that no file holds any more, and unmark those that are held again; the caller has settled sources.

    Args:
        connection: the build file.
        is_whole: whether every article is looked at; if not, those that the merge stored, and those of the files that
            it read or found gone.
    """
    if not is_whole and not _may_change(connection):
        return
    sources = "meta.article_sources" if is_whole else _looked_at(connection)
    _find_lost_members(connection, sources)
    _ = connection.execute(f"""
        INSERT INTO marked_articles
        WITH held AS (
            SELECT s.article_id, bool_and(f.gone_since IS NOT NULL OR l.raw_uri IS NOT NULL) AS is_gone
            FROM {sources} s
            LEFT JOIN meta.source_files f ON f.uri = split_part(s.raw_uri, '!', 1)
            LEFT JOIN lost_members l ON l.raw_uri = s.raw_uri AND l.article_id = s.article_id
            GROUP BY s.article_id
        )
        SELECT article_id, h.is_gone FROM held h JOIN articles a USING (article_id)
        WHERE coalesce(a.is_withdrawn_at_source, false) <> h.is_gone
    """)
    _ = connection.execute("""
        UPDATE articles SET is_withdrawn_at_source = m.is_gone FROM marked_articles m
        WHERE m.article_id = articles.article_id
    """)


def _may_change(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any file was read again, is gone or was: the usual merge ends here, without a look at the articles."""
    row = connection.execute("""
        SELECT EXISTS (FROM noted_files) OR EXISTS (FROM meta.source_files WHERE gone_since IS NOT NULL)
               OR EXISTS (FROM articles WHERE is_withdrawn_at_source)
    """).fetchone()
    return bool(row and row[0])


def _looked_at(connection: duckdb.DuckDBPyConnection) -> str:
    """A table of all sources of the articles that the merge touched."""
    of_files = """
        UNION SELECT article_id FROM meta.article_sources WHERE split_part(raw_uri, '!', 1) IN (FROM noted_files)
    """
    is_any = connection.execute("SELECT 1 FROM noted_files LIMIT 1").fetchone()
    touched = f"""
        SELECT article_id FROM changed_articles UNION FROM unheld_articles
        UNION SELECT article_id FROM meta.article_sources WHERE raw_uri IN (FROM noted_uris)
        {of_files if is_any else ""}
    """
    _ = connection.execute(
        f"CREATE OR REPLACE TEMP TABLE looked_at AS {rows_with('meta.article_sources', 'article_id', touched)}"
    )
    return "looked_at"


def _find_lost_members(connection: duckdb.DuckDBPyConnection, sources: str) -> None:
    """Fill `lost_members`: members that the newest reading of their archive did not find, and did not refuse."""
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE lost_members AS
        WITH older AS (
            SELECT s.raw_uri, s.article_id, f.uri, f.run_id
            FROM {sources} s JOIN meta.source_files f ON f.uri = split_part(s.raw_uri, '!', 1)
            LEFT JOIN run_places here ON here.run_id = s.run_id
            LEFT JOIN run_places newest ON newest.run_id = f.run_id
            WHERE contains(s.raw_uri, '!') AND NOT regexp_matches(s.raw_uri, '^https?://')
              AND coalesce(here.place, 0) < coalesce(newest.place, 0)
        )
        SELECT raw_uri, article_id FROM older o
        WHERE NOT EXISTS (
            SELECT 1 FROM meta.rejected_records r
            WHERE r.run_id = o.run_id AND r.stage <> 'merge' AND split_part(r.raw_uri, '!', 1) = o.uri
              AND (r.raw_uri = o.raw_uri OR starts_with(o.raw_uri, r.raw_uri || '!'))
        )
          AND raw_uri NOT IN (
            SELECT s.raw_uri FROM meta.article_sources s JOIN older n USING (raw_uri) WHERE s.run_id = n.run_id
        )
    """)
