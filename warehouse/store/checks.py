"""Checks of the whole build file before it is published, derived from the declarations.

What belongs here: SQL that counts rows which break a rule. Rules of single rows are DDL checks as well; they are
repeated for what is not enforced there, keys and references above all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl

from warehouse.schema.model import Table
from warehouse.schema.render import column_check
from warehouse.schema.tables import ALL_TABLES, TABLES

_SAMPLE = 5
_FAR = 10, 50  # times the next count of the same event, and more than it
_MOST_OF_A_DAY = 1000
_COUNTS = {"killed": "fatalities_best", "injured": "injured", "arrested": "arrested", "abducted": "abducted"}


@dataclass(frozen=True, slots=True)
class Check:
    """A query that gives the keys of failing rows as `failing`."""

    name: str
    table: Table
    sql: str
    severity: str = "error"


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
    return [*checks, *_range_checks(), *_number_checks(), *_outlier_checks(), *_time_checks()]


def run_checks(connection: duckdb.DuckDBPyConnection, run_id: str) -> list[CheckResult]:
    """Run all checks and keep their results in `meta.check_results`, in place of the last."""
    results = [_run(connection, check) for check in all_checks()]
    _write(connection, run_id, results)
    return results


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    counted = connection.execute(
        f"SELECT count(*), list(failing ORDER BY failing)[1:{_SAMPLE}] FROM ({check.sql})"
    ).fetchone()
    failing, sample = counted or (0, None)
    texts = tuple(str(key) for key in sample or ())
    return CheckResult(check.name, check.table.qualified_name, check.severity, int(failing), texts)


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


def _key_of(table: Table, alias: str = "") -> str:
    return "concat_ws('|', " + ", ".join(f"{alias}{name}" for name in table.key) + ")"


def _key_checks(table: Table) -> Iterator[Check]:
    keys = ", ".join(table.key)
    yield Check(
        f"{table.name}: {keys} is unique",
        table,
        f"SELECT {_key_of(table)} AS failing FROM {table.qualified_name} GROUP BY {keys} HAVING count(*) > 1",
    )


def _reference_checks(table: Table) -> Iterator[Check]:
    for reference in table.references:
        target = TABLES[reference.table]
        yield Check(
            f"{table.name}: {reference.column} points to {target.name}",
            table,
            f"SELECT {_key_of(table, 'm.')} AS failing FROM {table.qualified_name} m "
            f"ANTI JOIN {target.qualified_name} t ON t.{reference.target} = m.{reference.column} "
            f"WHERE m.{reference.column} IS NOT NULL",
        )


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
            f"SELECT {_key_of(table)} AS failing FROM {table.qualified_name} WHERE {' OR '.join(rules)}",
        )


def _span_checks(table: Table) -> Iterator[Check]:
    for start, end, text in table.spans:
        there = f"substring(CASE m.field WHEN 'title' THEN a.title ELSE a.body END, m.{start} + 1, m.{end} - m.{start})"
        yield Check(
            f"{table.name}: {text} stands at {start}",
            table,
            f"SELECT {_key_of(table, 'm.')} AS failing FROM {table.qualified_name} m "
            f"JOIN articles a USING (article_id) WHERE m.{text} IS NOT NULL AND {there} IS DISTINCT FROM m.{text}",
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
            sql = f"SELECT {_key_of(table)} AS failing FROM {table.qualified_name} WHERE {broken}"
            yield Check(f"{name}: {rule}", table, sql, severity="warning")


def _time_checks() -> Iterator[Check]:
    """Nothing that happened starts after the day on which an article tells of it."""
    table = TABLES["event_mentions"]
    yield Check(
        "event_mentions: what happened is not dated after its publication",
        table,
        "SELECT event_mention_id AS failing FROM event_mentions m JOIN articles a USING (article_id) "
        "WHERE m.status IN ('actual', 'ongoing', 'claimed', 'historical') AND m.date_start > a.published_date "
        "AND a.published_precision IN ('day', 'time')",
        severity="warning",
    )


def _number_checks() -> Iterator[Check]:
    """No count exceeds what its spans say; a count without a span comes from packages older than the spans."""
    yield Check(
        "event_numbers: event_id is that of its mention",
        TABLES["event_numbers"],
        "SELECT n.mention_id AS failing FROM event_numbers n JOIN event_mentions m USING (event_mention_id) "
        "WHERE n.event_id IS DISTINCT FROM m.event_id",
    )
    table = TABLES["event_mentions"]
    for quantity, column in _COUNTS.items():
        told = (
            "SELECT event_mention_id, sum(best)::INTEGER AS told FROM event_numbers "
            f"WHERE quantity = '{quantity}' GROUP BY event_mention_id"
        )
        mentions = (
            f"SELECT event_mention_id AS failing FROM event_mentions m LEFT JOIN ({told}) n USING (event_mention_id)"
        )
        yield Check(
            f"event_mentions: {column} is no more than the text says", table, f"{mentions} WHERE m.{column} > n.told"
        )
        yield Check(
            f"event_mentions: {column} has its words",
            table,
            f"{mentions} WHERE m.{column} IS NOT NULL AND n.told IS DISTINCT FROM m.{column}",
            severity="warning",
        )


def _outlier_checks() -> Iterator[Check]:
    """Counts to look at: mostly the toll of a whole war, or of another happening, that an article gave to this one.

    A count ten times what any other report of the event gives, and more by 50, or over a thousand dead of one day that
    no other report bears out.
    """
    table = TABLES["event_mentions"]
    times, more = _FAR
    for column in _COUNTS.values():
        yield Check(
            f"event_mentions: {column} is not far above other reports of its event",
            table,
            f"SELECT event_mention_id AS failing FROM ({_with_next(column)}) "
            f"WHERE {column} >= {times} * next AND {column} > next + {more}",
            severity="warning",
        )
    yield Check(
        "event_mentions: over a thousand dead of one day are told twice",
        table,
        f"SELECT event_mention_id AS failing FROM ({_with_next('fatalities_best')}) WHERE next IS NULL AND "
        f"fatalities_best > {_MOST_OF_A_DAY} AND date_start = date_end AND status IN ('actual', 'ongoing', 'claimed')",
        severity="warning",
    )


def _with_next(column: str) -> str:
    """SQL of the mentions that count somebody, `next` being the highest count that another of the same event gives."""
    others = f"max(o.{column}) FILTER (o.event_mention_id <> m.event_mention_id)"
    return (
        f"SELECT m.event_mention_id, m.{column}, m.date_start, m.date_end, m.status, {others} AS next "
        f"FROM event_mentions m JOIN event_mentions o USING (event_id) WHERE m.{column} IS NOT NULL GROUP BY ALL"
    )
