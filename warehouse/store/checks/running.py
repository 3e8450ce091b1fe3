"""Asks the checks of a build file and keeps their results.

What belongs here: which rows are looked at, and how many queries that takes. What does not: what a check asks
(`declared`, `files`), and the analyst's own checks, which are asked apart (`own`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache

import duckdb
import polars as pl

from warehouse.schema.articles import ARTICLES
from warehouse.schema.model import Table
from warehouse.schema.render import quoted
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.checks.declared import declared_checks
from warehouse.store.checks.files import our_checks
from warehouse.store.checks.model import Check, CheckResult, Scope, scope_of
from warehouse.store.database import rows_with
from warehouse.store.scratch import make
from warehouse.store.sql_files import filled

_SAMPLE = 5
_ROWS_AT_A_TIME = 1_000_000
"""A larger table is checked in parts: a query over tens of millions of rows needs more memory than a build file has."""
_CHECKED_ARTICLES = "SELECT article_id FROM changed_articles UNION SELECT article_id FROM left_articles"


@lru_cache(maxsize=1)
def all_checks() -> tuple[Check, ...]:
    """Every check of ours: what the declarations ask for, then the files by name."""
    return (*declared_checks(), *our_checks())


def run_checks(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    *,
    is_whole: bool = True,
    is_thorough: bool = True,
    own: Collection[str] = (),
) -> list[CheckResult]:
    """Check every row, or those that the merge touched; the results in `meta.check_results` are of the whole file.

    Args:
        connection: the build file.
        run_id: the run that checks.
        is_whole: whether every row is checked; if not, the temporary tables of `touched` say which are.
        is_thorough: whether what the tables themselves refuse is looked for too; where it failed before it always is.
        own: names of the analyst's checks, whose failed rows are left to `own`; those of checks that are gone go.
    """
    checks = all_checks()
    failed = {row[0] for row in connection.execute("SELECT DISTINCT check_name FROM meta.failed_rows").fetchall()}
    gone = failed.difference(own) if is_whole else failed.difference(own, (check.name for check in checks))
    if gone:
        forget(connection, gone)
    if not is_whole:
        _ = make(connection, "checked_articles", _CHECKED_ARTICLES)
    asked = [check for check in checks if is_thorough or not check.is_enforced or check.name in failed]
    counts = _count_rows(connection)
    for table in ALL_TABLES:
        for scope, of_scope in _by_scope([check for check in asked if check.table is table]).items():
            rows = _checked_rows(connection, table, scope, is_whole=is_whole) if counts[table.name] else None
            of_failed = [check.name for check in of_scope if check.name in failed]
            if of_failed and not is_whole:
                forget(connection, of_failed, f" AND scope_id IN ({scope.ids})" if scope.column else "")
            if rows is not None and is_whole:
                _look_at_all(connection, table, scope, of_scope, 1 + counts[table.name] // _ROWS_AT_A_TIME)
            elif rows is not None:
                _look(connection, of_scope, rows, is_whole=scope.column is None)
    results = results_of(connection, checks)
    _ = connection.execute("DELETE FROM meta.check_results")
    keep_results(connection, run_id, results)
    return results


def _by_scope(checks: Sequence[Check]) -> dict[Scope, list[Check]]:
    scopes: dict[Scope, list[Check]] = {}
    for check in checks:
        scopes.setdefault(check.scope or scope_of(check.table), []).append(check)
    return scopes


def _count_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table has, in one query; articles count one more, so that `scoped_articles` is always made."""
    counts = (f"SELECT {quoted(table.name)}, count(*) FROM {table.qualified_name}" for table in ALL_TABLES)
    found = dict(connection.execute(" UNION ALL ".join(counts)).fetchall())
    return found | {ARTICLES.name: found[ARTICLES.name] + 1}


def _checked_rows(connection: duckdb.DuckDBPyConnection, table: Table, scope: Scope, *, is_whole: bool) -> str | None:
    """The name of a table of the rows to check, which is the table itself or what was touched of it; None for none."""
    if is_whole or scope.column is None:
        return table.qualified_name
    name = "scoped_articles" if table is ARTICLES else "scoped_rows"
    rows = rows_with(table.qualified_name, scope.column, scope.ids)
    return name if make(connection, name, rows) else None


def _look_at_all(
    connection: duckdb.DuckDBPyConnection, table: Table, scope: Scope, checks: Sequence[Check], parts: int
) -> None:
    """Ask checks of every row, of a large table in parts where what makes a row fail is all in its part."""
    in_parts = [check for check in checks if scope.column and (not check.touched_sql or scope.column == table.key[0])]
    for part in range(parts):
        rows = f"(SELECT * FROM {table.qualified_name} WHERE hash({scope.column}) % {parts} = {part})"
        _look(connection, in_parts, rows if parts > 1 else table.qualified_name, is_whole=True)
    _look(connection, [check for check in checks if check not in in_parts], table.qualified_name, is_whole=True)


def _look(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check], rows: str, *, is_whole: bool) -> None:
    """Note the rows that fail; one query asks all checks that look at the same rows."""
    articles = "articles" if is_whole else "scoped_articles"
    together: dict[str, list[Check]] = {}
    for check in checks:
        query = check.sql if is_whole else check.touched_sql or check.sql
        together.setdefault(filled(query, {"rows": rows, "articles": articles}), []).append(check)
    for query, asking in together.items():
        _ = connection.execute(f"INSERT INTO meta.failed_rows BY NAME {failing_rows(asking, query)}")


def failing_rows(checks: Sequence[Check], query: str) -> str:
    """SQL of the rows of `meta.failed_rows` that come of checks with the same query."""
    if len(checks) == 1:
        only = checks[0]
        broken = f" WHERE {only.broken}" if only.broken else ""
        return f"SELECT {quoted(only.name)} AS check_name, failing AS row_key, scope_id FROM ({query}){broken}"
    names = [f"check_{number}" for number in range(len(checks))]
    told = ", ".join(
        f"CASE WHEN {check.broken or 'true'} THEN {quoted(check.name)} END AS {name}"
        for name, check in zip(names, checks, strict=True)
    )
    listed = ", ".join(names)
    return f"""
        SELECT * FROM (
            SELECT failing AS row_key, scope_id, unnest([{listed}]) AS check_name
            FROM (SELECT failing, scope_id, {told} FROM ({query})) WHERE coalesce({listed}) IS NOT NULL
        ) WHERE check_name IS NOT NULL
    """


def forget(connection: duckdb.DuckDBPyConnection, names: Collection[str], condition: str = "") -> None:
    """What is checked again is not failed any more until it fails again."""
    _ = connection.execute(
        f"DELETE FROM meta.failed_rows WHERE check_name IN (SELECT unnest(?)){condition}", [sorted(names)]
    )


def results_of(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[CheckResult]:
    """How checks stand by `meta.failed_rows`."""
    rows = connection.execute(
        f"SELECT check_name, count(*), list(row_key ORDER BY row_key)[1:{_SAMPLE}] FROM meta.failed_rows GROUP BY 1"
    ).fetchall()
    failed = {name: (count, sample) for name, count, sample in rows}
    return [
        CheckResult(
            check.name,
            check.table.qualified_name,
            check.severity,
            int(count),
            tuple(sample),
            check.why,
            check.remedy,
            "failed" if count else "passed",
            check.version,
        )
        for check in checks
        for count, sample in (failed.get(check.name, (0, ())),)
    ]


def keep_results(connection: duckdb.DuckDBPyConnection, run_id: str, results: Sequence[CheckResult]) -> None:
    """Add rows to `meta.check_results`."""
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = pl.DataFrame(
        {
            "run_id": [run_id] * len(results),
            "check_name": [result.name for result in results],
            "table_name": [result.table_name for result in results],
            "severity": [result.severity for result in results],
            "outcome": [result.outcome for result in results],
            "failing_rows": [result.failing_rows for result in results],
            "sample": [json.dumps(result.sample, ensure_ascii=False) for result in results],
            "message": [result.message for result in results],
            "remedy": [result.remedy for result in results],
            "version": [result.version or None for result in results],
            "checked_at": [now] * len(results),
        },
        schema_overrides={"version": pl.String},
    )
    _ = connection.register("checked", rows)
    _ = connection.execute("INSERT INTO meta.check_results BY NAME SELECT * FROM checked")
    _ = connection.unregister("checked")
