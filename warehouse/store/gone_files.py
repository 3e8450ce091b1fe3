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
from warehouse.store.members import files_it_may_be_of
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out
from warehouse.store.turns import Turn


def note_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the files that were read before, or are gone; to be called before the ledger takes in what comes.

    What a file gives that is read for the first time is noted by its articles.
    """
    _ = carry_out(connection, "gone_files/note_files")


def mark_gone(turn: Turn) -> None:
    """Mark articles that no file holds any more, and unmark those that are held again; sources were settled before.

    Where the merge does not work on the whole archive, the articles that it stored are looked at, and those of the
    files that it read or found gone.
    """
    connection = turn.connection
    if not turn.is_whole and not _may_change(connection):
        return
    sources = "meta.article_sources" if turn.is_whole else _looked_at(connection)
    files = files_it_may_be_of("raw_uri")
    _ = carry_out(connection, "gone_files/find_files", sources=sources, files=files)
    _ = carry_out(connection, "gone_files/find_lost_members", sources=sources, files=files)
    _ = carry_out(connection, "gone_files/note_marks", sources=sources)
    _ = carry_out(connection, "gone_files/mark")


def _may_change(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any file was read again, is gone or was: the usual merge ends here, without a look at the articles."""
    row = connection.execute("""
        SELECT EXISTS (FROM noted_files) OR EXISTS (FROM meta.source_files WHERE gone_since IS NOT NULL)
               OR EXISTS (FROM articles WHERE is_withdrawn_at_source)
    """).fetchone()
    return bool(row and row[0])


def _looked_at(connection: duckdb.DuckDBPyConnection) -> str:
    """A table of all sources of the articles that the merge touched."""
    of_files = f"""
        UNION SELECT article_id FROM (
            SELECT article_id, unnest({files_it_may_be_of("raw_uri")}) AS uri FROM meta.article_sources
        ) WHERE uri IN (FROM noted_files)
    """
    is_any = connection.execute("SELECT 1 FROM noted_files LIMIT 1").fetchone()
    touched = f"""
        SELECT article_id FROM changed_articles UNION FROM unheld_articles
        UNION SELECT article_id FROM meta.article_sources WHERE raw_uri IN (FROM noted_uris)
        {of_files if is_any else ""}
    """
    _ = make(connection, "looked_at", rows_with("meta.article_sources", "article_id", touched))
    return "looked_at"
