"""Checks of the build file before it is published, derived from the declarations.

What belongs here: SQL that finds rows which break a rule. Rules of single columns are DDL checks as well, so no row
comes that breaks them; only `dateline check` asks for them again, since a file can be damaged.

A merge checks the rows that it touched (`touched`), not the archive, and asks nothing of a table of which it touched
none. `meta.failed_rows` remembers each row that broke a rule, so the results are those of the whole file: a row that
failed stays failed until it is checked again, and `dateline check` looks at every row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl

from warehouse.schema.articles import ARTICLES
from warehouse.schema.events import EVENT_MENTIONS, EVENTS
from warehouse.schema.meta import ARTICLE_SOURCES, REJECTED_RECORDS, SOURCE_FILES
from warehouse.schema.model import Reference, Table
from warehouse.schema.render import column_check, quoted
from warehouse.schema.tables import ALL_TABLES, TABLES
from warehouse.store.database import count_rows, rows_with
from warehouse.store.touched import COUNTED, touched_keys

_SAMPLE = 5
_FAR = 10, 50  # times the next count of the same event, and more than it
_MOST_OF_A_DAY = 1000
_COUNTS = {"killed": "fatalities_best", "injured": "injured", "arrested": "arrested", "abducted": "abducted"}
_ROWS = "{rows}"
"""Stands in a check's SQL for the rows that are checked: a table, or a temporary table of those that were touched."""
_ROWS_AT_A_TIME = 1_000_000
"""A larger table is checked in parts: a query over tens of millions of rows needs more memory than a build file has."""
_CHECKED_ARTICLES = "SELECT article_id FROM changed_articles UNION SELECT article_id FROM left_articles"
_CHECKED_NUMBERS = "FROM event_numbers WHERE article_id IN (SELECT article_id FROM checked_articles)"
_CHECKED_EVENTS = "SELECT DISTINCT event_id FROM checked_events"
_BY_KEY = ("locations", "entities", SOURCE_FILES.name, REJECTED_RECORDS.name)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows of a table a merge touched: those whose `column` is among the ids that a query gives.

    Without a column the table is small, and checked as a whole each time.
    """

    column: str | None = None
    ids: str = ""


_OF_EVENTS = Scope("event_id", _CHECKED_EVENTS)


@dataclass(frozen=True, slots=True)
class Check:
    """Queries that give failing rows: their key as `failing`, and as `scope_id` the id by which they are touched.

    Each row that fails is one of `{rows}`, or has the key of one; so without rows there is nothing to ask.

    `sql` has `{rows}` for the rows that are checked, `{articles}` for their articles. Where other rows than those have
    a say, as with keys and references, `touched_sql` is the way that looks up only what the touched rows need.

    With `broken`, a condition, those of the rows fail that meet it; checks with the same queries are asked in one.
    `is_enforced`: the table itself refuses rows that break the rule.
    """

    name: str
    table: Table
    sql: str
    severity: str = "error"
    touched_sql: str | None = None
    scope: Scope | None = None
    broken: str | None = None
    is_enforced: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How a check ended."""

    name: str
    table_name: str
    severity: str
    failing_rows: int
    sample: tuple[str, ...]


def all_checks() -> list[Check]:
    """Every check, in the order of the tables."""
    checks: list[Check] = []
    for table in ALL_TABLES:
        checks += [*_key_checks(table), *_reference_checks(table), *_column_checks(table), *_span_checks(table)]
    number_checks = [*_number_checks(), *_outlier_checks()]
    return [*checks, *_range_checks(), *number_checks, *_time_checks(), *_mention_count_checks()]


def run_checks(
    connection: duckdb.DuckDBPyConnection, run_id: str, *, is_whole: bool = True, is_thorough: bool = True
) -> list[CheckResult]:
    """Check every row, or those that the merge touched; the results in `meta.check_results` are of the whole file.

    Args:
        connection: the build file.
        run_id: the run that checks.
        is_whole: whether every row is checked; if not, the temporary tables of `touched` say which are.
        is_thorough: whether what the tables themselves refuse is looked for too; where it failed before it always is.
    """
    checks = all_checks()
    failed = {row[0] for row in connection.execute("SELECT DISTINCT check_name FROM meta.failed_rows").fetchall()}
    if is_whole:
        _ = connection.execute("DELETE FROM meta.failed_rows")
    else:
        _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE checked_articles AS {_CHECKED_ARTICLES}")
    asked = [check for check in checks if is_thorough or not check.is_enforced or check.name in failed]
    for table in ALL_TABLES:
        for scope, of_scope in _by_scope([check for check in asked if check.table is table]).items():
            rows = _checked_rows(connection, table, scope, is_whole=is_whole)
            if failed and not is_whole:
                _forget(connection, of_scope, f" AND scope_id IN ({scope.ids})" if scope.column else "")
            if rows is not None and is_whole:
                _look_at_all(connection, table, scope, of_scope)
            elif rows is not None:
                _look(connection, of_scope, rows, is_whole=scope.column is None)
    results = _results(connection, checks)
    _write(connection, run_id, results)
    return results


def _by_scope(checks: Sequence[Check]) -> dict[Scope, list[Check]]:
    scopes: dict[Scope, list[Check]] = {}
    for check in checks:
        scopes.setdefault(check.scope or _scope_of(check.table), []).append(check)
    return scopes


def _checked_rows(connection: duckdb.DuckDBPyConnection, table: Table, scope: Scope, *, is_whole: bool) -> str | None:
    """The name of a table of the rows to check, which is the table itself or what was touched of it; None for none."""
    if table is not ARTICLES and not count_rows(connection, table.qualified_name):
        return None
    if is_whole or scope.column is None:
        return table.qualified_name
    name = "scoped_articles" if table is ARTICLES else "scoped_rows"
    rows = rows_with(table.qualified_name, scope.column, scope.ids)
    made = connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}").fetchone()
    return name if made and made[0] else None


def _look_at_all(connection: duckdb.DuckDBPyConnection, table: Table, scope: Scope, checks: Sequence[Check]) -> None:
    """Ask checks of every row, of a large table in parts where what makes a row fail is all in its part."""
    parts = 1 + count_rows(connection, table.qualified_name) // _ROWS_AT_A_TIME
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
        together.setdefault(query.format(rows=rows, articles=articles), []).append(check)
    for query, asking in together.items():
        _ = connection.execute(f"INSERT INTO meta.failed_rows BY NAME {_failing(asking, query)}")


def _failing(checks: Sequence[Check], query: str) -> str:
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


def _forget(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check], condition: str) -> None:
    """What is checked again is not failed any more until it fails again."""
    names = [check.name for check in checks]
    _ = connection.execute(f"DELETE FROM meta.failed_rows WHERE check_name IN (SELECT unnest(?)){condition}", [names])


def _results(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[CheckResult]:
    rows = connection.execute(
        f"SELECT check_name, count(*), list(row_key ORDER BY row_key)[1:{_SAMPLE}] FROM meta.failed_rows GROUP BY 1"
    ).fetchall()
    failed = {name: (count, sample) for name, count, sample in rows}
    return [
        CheckResult(check.name, check.table.qualified_name, check.severity, int(count), tuple(sample))
        for check in checks
        for count, sample in (failed.get(check.name, (0, ())),)
    ]


def _write(connection: duckdb.DuckDBPyConnection, run_id: str, results: Sequence[CheckResult]) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = pl.DataFrame(
        {
            "run_id": [run_id] * len(results),
            "check_name": [result.name for result in results],
            "table_name": [result.table_name for result in results],
            "severity": [result.severity for result in results],
            "failing_rows": [result.failing_rows for result in results],
            "sample": [json.dumps(result.sample, ensure_ascii=False) for result in results],
            "checked_at": [now] * len(results),
        }
    )
    _ = connection.register("checked", rows)
    _ = connection.execute("DELETE FROM meta.check_results")
    _ = connection.execute("INSERT INTO meta.check_results BY NAME SELECT * FROM checked")
    _ = connection.unregister("checked")


def _scope_of(table: Table) -> Scope:
    if table is EVENTS:
        return _OF_EVENTS
    if table is ARTICLE_SOURCES:
        return Scope("raw_uri", "SELECT raw_uri FROM noted_uris")
    if table.name in _BY_KEY:
        return Scope(table.key[0], touched_keys(table))
    if "article_id" in table.column_names:
        return Scope("article_id", "SELECT article_id FROM checked_articles")
    return Scope()


def _found(table: Table, alias: str = "", scope: Scope | None = None) -> str:
    """The columns of a check's query: the row's key, and the id by which a merge touches the row."""
    key = "concat_ws('|', " + ", ".join(f"{alias}{name}" for name in table.key) + ")"
    column = (scope or _scope_of(table)).column
    return f"{key} AS failing, {f'CAST({alias}{column} AS VARCHAR)' if column else 'NULL'} AS scope_id"


def _key_checks(table: Table) -> Iterator[Check]:
    keys = ", ".join(table.key)
    column = _scope_of(table).column
    scope_id = f"CAST(min({column}) AS VARCHAR)" if column else "NULL"
    found = f"SELECT concat_ws('|', {keys}) AS failing, {scope_id} AS scope_id FROM"
    once = f"GROUP BY {keys} HAVING count(*) > 1"
    among = f"({keys}) IN (SELECT {f'({keys})' if len(table.key) > 1 else keys} FROM {_ROWS})"
    yield Check(
        f"{table.name}: {keys} is unique",
        table,
        f"{found} {_ROWS} {once}",
        touched_sql=f"{found} {table.qualified_name} WHERE {among} {once}",
    )


def _reference_checks(table: Table) -> Iterator[Check]:
    for reference in table.references:
        target = TABLES[reference.table].qualified_name
        scope = _scope_of_reference(table, reference)
        found = f"SELECT {_found(table, 'm.', scope)} FROM {_ROWS} m"
        there = (
            f"SELECT {reference.target} FROM {target} "
            f"WHERE {reference.target} IN (SELECT {reference.column} FROM {_ROWS})"
        )
        yield Check(
            f"{table.name}: {reference.column} points to {TABLES[reference.table].name}",
            table,
            f"{found} ANTI JOIN {target} t ON t.{reference.target} = m.{reference.column} "
            f"WHERE m.{reference.column} IS NOT NULL",
            touched_sql=f"{found} ANTI JOIN ({there}) t ON t.{reference.target} = m.{reference.column} "
            f"WHERE m.{reference.column} IS NOT NULL",
            scope=scope,
        )


def _scope_of_reference(table: Table, reference: Reference) -> Scope:
    """A mention is touched with its article; what it points to as its event may change or go with others' mentions."""
    if table is EVENT_MENTIONS and reference.column == "event_id":
        return _OF_EVENTS
    return _scope_of(table)


def _column_checks(table: Table) -> Iterator[Check]:
    rules: list[str] = []
    for column in table.columns:
        if not column.nullable:
            rules.append(f"{column.name} IS NULL")
        condition = column_check(column)
        if condition:
            rules.append(f"NOT ({condition})")
    if rules:
        yield Check(
            f"{table.name}: every column obeys its declaration",
            table,
            f"SELECT {_found(table)} FROM {_ROWS} WHERE {' OR '.join(rules)}",
            is_enforced=True,
        )


def _span_checks(table: Table) -> Iterator[Check]:
    for start, end, text in table.spans:
        there = f"substring(CASE m.field WHEN 'title' THEN a.title ELSE a.body END, m.{start} + 1, m.{end} - m.{start})"
        yield Check(
            f"{table.name}: {text} stands at {start}",
            table,
            f"SELECT {_found(table, 'm.')} FROM {_ROWS} m "
            f"JOIN {{articles}} a USING (article_id) WHERE m.{text} IS NOT NULL AND {there} IS DISTINCT FROM m.{text}",
        )


def _range_checks() -> Iterator[Check]:
    """Pairs of columns that bound one another; a wrong order is a coder's slip, not a broken row."""
    for name in ("events", "event_mentions"):
        table = TABLES[name]
        rules = {
            "date_start is not after date_end": "date_start > date_end",
            "fatalities are in order": "fatalities_low > fatalities_best OR fatalities_best > fatalities_high",
        }
        for rule, broken in rules.items():
            sql = f"SELECT *, {_found(table)} FROM {_ROWS}"
            yield Check(f"{name}: {rule}", table, sql, severity="warning", broken=broken)


def _time_checks() -> Iterator[Check]:
    """Nothing that happened starts after the day on which an article tells of it."""
    yield Check(
        "event_mentions: what happened is not dated after its publication",
        EVENT_MENTIONS,
        f"SELECT {_found(EVENT_MENTIONS, 'm.')} FROM {_ROWS} m JOIN {{articles}} a USING (article_id) "
        "WHERE m.status IN ('actual', 'ongoing', 'claimed', 'historical') AND m.date_start > a.published_date "
        "AND a.published_precision IN ('day', 'time')",
        severity="warning",
    )


def _number_checks() -> Iterator[Check]:
    """No count exceeds what its spans say; a count without a span comes from packages older than the spans."""
    numbers = TABLES["event_numbers"]
    yield Check(
        "event_numbers: event_id is that of its mention",
        numbers,
        f"SELECT {_found(numbers, 'n.', _OF_EVENTS)} FROM {_ROWS} n JOIN event_mentions m USING (event_mention_id) "
        "WHERE n.event_id IS DISTINCT FROM m.event_id",
        scope=_OF_EVENTS,
    )
    found = f"SELECT m.*, n.* EXCLUDE (event_mention_id), {_found(EVENT_MENTIONS, 'm.')} FROM {_ROWS} m LEFT JOIN"
    every, touched = (
        f"{found} ({_told(of)}) n USING (event_mention_id)" for of in ("event_numbers", f"({_CHECKED_NUMBERS})")
    )
    for column in _COUNTS.values():
        for rule, broken, severity in (
            ("is no more than the text says", f"{column} > told_{column}", "error"),
            ("has its words", f"{column} IS NOT NULL AND told_{column} IS DISTINCT FROM {column}", "warning"),
        ):
            yield Check(f"event_mentions: {column} {rule}", EVENT_MENTIONS, every, severity, touched, broken=broken)


def _told(numbers: str) -> str:
    """SQL of what the spans of each mention say, added up for each of the counts."""
    sums = ", ".join(
        f"(sum(best) FILTER (quantity = '{quantity}'))::INTEGER AS told_{column}"
        for quantity, column in _COUNTS.items()
    )
    return f"SELECT event_mention_id, {sums} FROM {numbers} GROUP BY event_mention_id"


def _mention_count_checks() -> Iterator[Check]:
    """Counts are kept by adding and taking off; this holds them against counting, wherever every row is checked."""
    for mentions, (name, key) in COUNTED.items():
        table = TABLES[name]
        counted = f"SELECT {key}, count(*) AS mentions FROM {mentions} GROUP BY {key}"
        yield Check(
            f"{name}: mention_count is the number of its mentions",
            table,
            f"SELECT {_found(table, 'm.')} FROM {_ROWS} m LEFT JOIN ({counted}) n USING ({key}) "
            "WHERE m.mention_count IS DISTINCT FROM coalesce(n.mentions, 0)",
            touched_sql=f"SELECT {_found(table, 'm.')} FROM {_ROWS} m WHERE m.mention_count IS NULL",
        )


def _outlier_checks() -> Iterator[Check]:
    """Counts to look at: mostly the toll of a whole war, or of another happening, that an article gave to this one.

    A count ten times what any other report of the event gives, and more by 50, or over a thousand dead of one day that
    no other report bears out.
    """
    times, more = _FAR
    for column in _COUNTS.values():
        yield Check(
            f"event_mentions: {column} is not far above other reports of its event",
            EVENT_MENTIONS,
            _with_next(),
            severity="warning",
            scope=_OF_EVENTS,
            broken=f"{column} >= {times} * next_{column} AND {column} > next_{column} + {more}",
        )
    yield Check(
        "event_mentions: over a thousand dead of one day are told twice",
        EVENT_MENTIONS,
        _with_next(),
        severity="warning",
        scope=_OF_EVENTS,
        broken=f"next_fatalities_best IS NULL AND fatalities_best > {_MOST_OF_A_DAY} AND date_start = date_end "
        "AND status IN ('actual', 'ongoing', 'claimed')",
    )


def _with_next() -> str:
    """SQL of mentions, `next_` and a count's name being the highest that another mention of the same event gives."""
    highest = ", ".join(f"max({column}, 2) AS highest_{column}" for column in _COUNTS.values())
    following = ", ".join(
        f"highest_{column}[CASE WHEN highest_{column}[1] = m.{column} THEN 2 ELSE 1 END] AS next_{column}"
        for column in _COUNTS.values()
    )
    return (
        f"SELECT m.*, {following}, {_found(EVENT_MENTIONS, 'm.', _OF_EVENTS)} FROM {_ROWS} m "
        f"JOIN (SELECT event_id, {highest} FROM {_ROWS} GROUP BY event_id) USING (event_id)"
    )
