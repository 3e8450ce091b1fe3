"""What of the pending packages is new: the newest version of each article, and the rows that come with it.

What belongs here: SQL that fills temporary tables `incoming_<table>`. What does not: changing the warehouse (`merge`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import duckdb
import polars as pl

from warehouse.schema.articles import ARTICLES
from warehouse.schema.model import Table
from warehouse.schema.render import quoted
from warehouse.store.database import rows_with
from warehouse.store.newest import ORDER_BY, RANKED_BY
from warehouse.store.packages import Package
from warehouse.store.packs import MEMBER
from warehouse.store.scratch import drop, make, make_empty
from warehouse.store.turns import Turn

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


def run_times(packages: Sequence[Package]) -> dict[str, datetime]:
    """When each run wrote its first package: the one time that all rows of the run carry."""
    times: dict[str, datetime] = {}
    for package in packages:
        times[package.run_id] = min(package.written_at, times.get(package.run_id, package.written_at))
    return times


_PACKAGES_AT_A_TIME = 50  # of some 200 articles; more files at once cost memory, which a rebuild of years does not have


def load_incoming(
    connection: duckdb.DuckDBPyConnection, table: Table, packages: Sequence[Package], times: Mapping[str, datetime]
) -> None:
    """Read a table's rows of all pending packages into `incoming_<table>`, with run, its place and time of each."""
    make_empty(connection, f"incoming_{table.name}")
    for first in range(0, len(packages), _PACKAGES_AT_A_TIME):
        rows = rows_of(connection, table, packages[first : first + _PACKAGES_AT_A_TIME], times)
        if rows:
            _ = connection.execute(f"INSERT INTO incoming_{table.name} BY NAME {rows}")


def rows_of(
    connection: duckdb.DuckDBPyConnection, table: Table, packages: Sequence[Package], times: Mapping[str, datetime]
) -> str | None:
    """SQL for a table's rows of these packages, stamped with package, run, its place and time; None where none has any.

    It is to be carried out before this is called again. Files of a pack have rows of other packages too, which are left
    out.
    """
    files = [(str(file), package) for package in packages if (file := package.file(table))]
    if not files:
        return None
    listed = ", ".join(map(quoted, dict.fromkeys(file for file, _ in files)))
    read = f"FROM read_parquet([{listed}], filename = true, union_by_name = true) p"
    is_packed = any(package.is_packed for _, package in files)
    if len(files) == 1 and not is_packed:  # the usual run: nothing to look up
        return f"SELECT p.* EXCLUDE (filename), {_stamps(files[0][1], times)} {read}"
    _ = connection.register("package_origins", _origins(files, times))
    same = "o.filename = p.filename" + (f" AND o.{MEMBER} = coalesce(p.{MEMBER}, '')" if is_packed else "")
    return f"""
        SELECT p.* EXCLUDE (filename{f", {MEMBER}" if is_packed else ""}), o.* EXCLUDE (filename, {MEMBER}),
               r.place AS _place
        {read} JOIN package_origins o ON {same} JOIN run_places r ON r.run_id = o._run_id
    """


def _origins(files: Sequence[tuple[str, Package]], times: Mapping[str, datetime]) -> pl.DataFrame:
    """How rows of a package are known, and what they are stamped with."""
    return pl.DataFrame(
        {
            "filename": [file for file, _ in files],
            MEMBER: [package.package_id if package.is_packed else "" for _, package in files],
            "_package_id": [package.package_id for _, package in files],
            "_run_id": [package.run_id for _, package in files],
            "_seen_at": [times[package.run_id].replace(tzinfo=None) for _, package in files],
        }
    )


def _stamps(package: Package, times: Mapping[str, datetime]) -> str:
    """What each row of a package's file is stamped with, as SQL."""
    seen_at = times[package.run_id].replace(tzinfo=None).isoformat(sep=" ")
    return (
        f"{quoted(package.package_id)} AS _package_id, {quoted(package.run_id)} AS _run_id, "
        f"TIMESTAMP {quoted(seen_at)} AS _seen_at, "
        f"(SELECT place FROM run_places WHERE run_id = {quoted(package.run_id)}) AS _place"
    )


def choose_articles(turn: Turn) -> None:
    """Keep of `incoming_articles` what differs from the warehouse, one row per article, as `chosen_articles`.

    `is_known` says whether the article is there already. What is equal in every column but the stamps is left out: its
    mentions are a pure function of it, so they are equal too.
    """
    connection = turn.connection
    columns = [column.name for column in ARTICLES.columns if not column.derived]
    same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in columns)
    known = rows_with("articles", "article_id", "SELECT article_id FROM incoming_articles")
    _ = make(connection, "known_articles", known)
    chosen = f"""
        WITH candidates AS (
            SELECT article_id, _package_id, _place, {", ".join(RANKED_BY)}, false AS is_stored FROM incoming_articles
            UNION ALL BY NAME
            SELECT article_id, coalesce(place, 0) AS _place, {", ".join(RANKED_BY)}, true AS is_stored
            FROM known_articles LEFT JOIN run_places ON run_id = _run_id
        ),
        best AS (
            SELECT article_id, _package_id, is_stored FROM candidates
            QUALIFY row_number() OVER (
                PARTITION BY article_id ORDER BY _place DESC, {ORDER_BY}, is_stored DESC, _package_id) = 1
        )
        SELECT new.*, old.article_id IS NOT NULL AS is_known, old.first_seen_at AS known_since
        FROM incoming_articles new
        SEMI JOIN best
            ON best.article_id = new.article_id AND best._package_id = new._package_id AND NOT best.is_stored
        LEFT JOIN known_articles old ON old.article_id = new.article_id
        WHERE old.article_id IS NULL OR NOT ({same})
    """
    _ = make(connection, "chosen_articles", chosen)
    drop(connection, "known_articles")
