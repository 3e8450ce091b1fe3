"""Whether a published file is whole, and which of the states that it may have it has.

What belongs here: reading everything a published file holds. Times and names of runs are left out, so that a run
that was brought down and healed can be compared with one that was left alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

_OF_RUNS = {
    "run_id", "_run_id", "first_seen_at", "last_seen_at", "read_at", "rejected_at", "checked_at", "since", "made_at",
}  # fmt: skip
_UNASKED = {"countries", "packages", "runs", "check_results"}
_REFERENCES = (
    ("event_mentions", "article_id", "articles"),
    ("event_mentions", "event_id", "events"),
    ("date_mentions", "article_id", "articles"),
    ("place_mentions", "article_id", "articles"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """All that a file holds: its titles, and its rows by table; `digest` tells two apart."""

    titles: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]  # title and body
    rows: dict[str, list[str]]

    @property
    def digest(self) -> str:
        """The same for the same rows."""
        return hashlib.sha256(repr(sorted(self.rows.items())).encode()).hexdigest()[:12]

    def differences(self, other: Content) -> str:
        """The tables that are not alike, with a row of each."""
        told: list[str] = []
        for table in sorted(self.rows):
            mine, theirs = set(self.rows[table]), set(other.rows.get(table, ()))
            if self.rows[table] != other.rows.get(table):
                example = sorted(mine ^ theirs)[:1] or ["the same rows more than once"]
                told.append(f"{table} {len(self.rows[table])}/{len(other.rows.get(table, ()))}: {example[0][:300]}")
        return "; ".join(told)


def content_of(path: Path) -> Content | None:
    """Everything in a published file, read to the last column; None where there is none.

    Raises:
        duckdb.Error: it can't be read.
        AssertionError: a row refers to one that is not there, or a check failed.
    """
    if not path.exists():
        return None
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = {table: _rows(connection, schema, table) for schema, table in _tables(connection)}
        texts = connection.execute("SELECT coalesce(title, ''), body FROM articles ORDER BY ALL").fetchall()
        for table, column, target in _REFERENCES:
            lost = _number(
                connection, f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT {column} FROM {target})"
            )
            assert not lost, f"{lost} rows of {table} have no row of {target}"
        failed = "SELECT count(*) FROM meta.check_results WHERE severity = 'error' AND failing_rows > 0"
        assert not _number(connection, failed), "a check fails in what is published"
    return Content(tuple(title for title, _ in texts), tuple(texts), rows)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    found = connection.execute("SELECT schema_name, table_name FROM duckdb_tables() ORDER BY ALL").fetchall()
    return [(schema, table) for schema, table in found if table not in _UNASKED]


def _rows(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    columns = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table],
    ).fetchall()
    asked = ", ".join(f'"{column}"' for (column,) in columns if column not in _OF_RUNS)
    return sorted(map(repr, connection.execute(f"SELECT {asked} FROM {schema}.{table}").fetchall()))


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
