"""What of the pending packages is new: the newest version of each article, and the rows that come with it.

What belongs here: SQL that fills temporary tables `incoming_<table>`. What does not: changing the warehouse (`merge`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb
import polars as pl

from warehouse.schema.articles import ARTICLES
from warehouse.schema.model import Table
from warehouse.schema.render import duckdb_type, quoted
from warehouse.store.database import rows_with
from warehouse.store.packages import Package

OF_ARTICLES = (
    "event_mentions",
    "event_numbers",
    "place_mentions",
    "date_mentions",
    "entity_mentions",
    "excluded_mentions",
    "article_signatures",
    "article_bands",
    "trigger_vectors",
)
"""Tables that hold rows of single articles."""

_BETTER = (
    "published_at DESC NULLS LAST, published_date DESC NULLS LAST, updated_at DESC NULLS LAST, "
    "updated_date DESC NULLS LAST, word_count DESC NULLS LAST, content_hash"
)
"""Of two texts of one article that one run brings, the later published counts, then the later updated, then the longer:
a rule that does not ask which was read first."""

_ORDER_COLUMNS = "published_at, published_date, updated_at, updated_date, word_count, content_hash"


def run_times(packages: Sequence[Package]) -> dict[str, datetime]:
    """When each run wrote its first package: the one time that all rows of the run carry."""
    times: dict[str, datetime] = {}
    for package in packages:
        times[package.run_id] = min(package.written_at, times.get(package.run_id, package.written_at))
    return times


def load_incoming(
    connection: duckdb.DuckDBPyConnection, table: Table, packages: Sequence[Package], times: dict[str, datetime]
) -> None:
    """Read a table's rows of all pending packages into `incoming_<table>`, with run, its place and time of each."""
    _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE incoming_{table.name} AS {_empty_select(table)}")
    files = [(str(file), package) for package in packages if (file := package.file(table))]
    if not files:
        return
    origin = pl.DataFrame(
        {
            "filename": [file for file, _ in files],
            "_package_id": [package.package_id for _, package in files],
            "_run_id": [package.run_id for _, package in files],
            "_seen_at": [times[package.run_id].replace(tzinfo=None) for _, package in files],
        }
    )
    _ = connection.register("package_files", origin)
    listed = ", ".join(quoted(file) for file, _ in files)
    _ = connection.execute(
        f"INSERT INTO incoming_{table.name} BY NAME "
        "SELECT p.* EXCLUDE (filename), o.* EXCLUDE (filename), r.place AS _place "
        f"FROM read_parquet([{listed}], filename = true, union_by_name = true) p JOIN package_files o USING (filename) "
        "JOIN run_places r ON r.run_id = o._run_id"
    )
    _ = connection.unregister("package_files")


def _empty_select(table: Table) -> str:
    columns = [
        f"CAST(NULL AS {duckdb_type(column)}) AS {column.name}" for column in table.columns if not column.derived
    ]
    stamps = ["CAST(NULL AS VARCHAR) AS _package_id", "CAST(NULL AS TIMESTAMP) AS _seen_at", "0::BIGINT AS _place"]
    if "_run_id" not in [column.name for column in table.columns if not column.derived]:
        stamps.append("CAST(NULL AS VARCHAR) AS _run_id")
    return f"SELECT {', '.join(columns + stamps)} WHERE false"


def choose_articles(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep of `incoming_articles` what differs from the warehouse, one row per article, as `chosen_articles`.

    `is_known` says whether the article is there already. What is equal in every column but the stamps is left out: its
    mentions are a pure function of it, so they are equal too.
    """
    columns = [column.name for column in ARTICLES.columns if not column.derived]
    same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in columns)
    known = rows_with("articles", "article_id", "SELECT article_id FROM incoming_articles")
    _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE known_articles AS {known}")
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE chosen_articles AS
        WITH candidates AS (
            SELECT article_id, _package_id, _place, {_ORDER_COLUMNS}, false AS is_stored FROM incoming_articles
            UNION ALL BY NAME
            SELECT article_id, coalesce(place, 0) AS _place, {_ORDER_COLUMNS}, true AS is_stored
            FROM known_articles LEFT JOIN run_places ON run_id = _run_id
        ),
        best AS (
            SELECT article_id, _package_id, is_stored FROM candidates
            QUALIFY row_number() OVER (
                PARTITION BY article_id ORDER BY _place DESC, {_BETTER}, is_stored DESC, _package_id) = 1
        )
        SELECT new.*, old.article_id IS NOT NULL AS is_known, old.first_seen_at AS known_since
        FROM incoming_articles new
        SEMI JOIN best
            ON best.article_id = new.article_id AND best._package_id = new._package_id AND NOT best.is_stored
        LEFT JOIN known_articles old ON old.article_id = new.article_id
        WHERE old.article_id IS NULL OR NOT ({same})
    """)
    _ = connection.execute("DROP TABLE known_articles")
