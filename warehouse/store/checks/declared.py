"""Checks that follow from the declarations: keys, references, columns, and spans that point into their article.

What belongs here: rules that a declaration states, for every table alike. Rules of single columns are DDL checks as
well, so no row comes that breaks them; only `dateline check` asks for them again, since a file can be damaged.
"""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.schema.events import EVENT_MENTIONS
from warehouse.schema.model import Reference, Table
from warehouse.schema.render import column_check
from warehouse.schema.tables import ALL_TABLES, TABLES
from warehouse.store.checks.model import OF_EVENTS, ROWS, Check, Scope, found_columns, scope_of

_ANEW = "`dateline rebuild` makes the warehouse anew from the lake; where it fails again, report it as a bug"


def declared_checks() -> Iterator[Check]:
    """Every check that a declaration asks for, in the order of the tables."""
    for table in ALL_TABLES:
        yield from (*_key_checks(table), *_reference_checks(table), *_column_checks(table), *_span_checks(table))


def _key_checks(table: Table) -> Iterator[Check]:
    keys = ", ".join(table.key)
    column = scope_of(table).column
    scope_id = f"CAST(min({column}) AS VARCHAR)" if column else "NULL"
    found = f"SELECT concat_ws('|', {keys}) AS failing, {scope_id} AS scope_id FROM"
    once = f"GROUP BY {keys} HAVING count(*) > 1"
    among = f"({keys}) IN (SELECT {f'({keys})' if len(table.key) > 1 else keys} FROM {ROWS})"
    yield Check(
        f"{table.name}: {keys} is unique",
        table,
        f"{found} {ROWS} {once}",
        why="Two rows share one key, so that a join counts them twice.",
        remedy=_ANEW,
        touched_sql=f"{found} {table.qualified_name} WHERE {among} {once}",
    )


def _reference_checks(table: Table) -> Iterator[Check]:
    for reference in table.references:
        target = TABLES[reference.table].qualified_name
        scope = _scope_of_reference(table, reference)
        found = f"SELECT {found_columns(table, 'm.', scope)} FROM {ROWS} m"
        there = (
            f"SELECT {reference.target} FROM {target} "
            f"WHERE {reference.target} IN (SELECT {reference.column} FROM {ROWS})"
        )
        yield Check(
            f"{table.name}: {reference.column} points to {TABLES[reference.table].name}",
            table,
            f"{found} ANTI JOIN {target} t ON t.{reference.target} = m.{reference.column} "
            f"WHERE m.{reference.column} IS NOT NULL",
            why="The row points to one that is not there, so that a join loses it.",
            remedy=_ANEW,
            touched_sql=f"{found} ANTI JOIN ({there}) t ON t.{reference.target} = m.{reference.column} "
            f"WHERE m.{reference.column} IS NOT NULL",
            scope=scope,
        )


def _scope_of_reference(table: Table, reference: Reference) -> Scope:
    """A mention is touched with its article; what it points to as its event may change or go with others' mentions."""
    if table is EVENT_MENTIONS and reference.column == "event_id":
        return OF_EVENTS
    return scope_of(table)


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
            f"SELECT {found_columns(table)} FROM {ROWS} WHERE {' OR '.join(rules)}",
            why="A column holds what docs/data_dictionary.md does not allow; the file may be damaged.",
            remedy=_ANEW,
            is_enforced=True,
        )


def _span_checks(table: Table) -> Iterator[Check]:
    for start, end, text in table.spans:
        there = f"substring(CASE m.field WHEN 'title' THEN a.title ELSE a.body END, m.{start} + 1, m.{end} - m.{start})"
        yield Check(
            f"{table.name}: {text} stands at {start}",
            table,
            f"SELECT {found_columns(table, 'm.')} FROM {ROWS} m "
            f"JOIN {{articles}} a USING (article_id) WHERE m.{text} IS NOT NULL AND {there} IS DISTINCT FROM m.{text}",
            why="The article does not have these words between the offsets, so the evidence can't be shown.",
            remedy=_ANEW,
        )
