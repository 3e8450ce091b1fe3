"""What differs between two published warehouses: schema, rows by their keys, cells, and what became of events.

What belongs here: SQL over whole tables; only counts and a few examples come into Python, so that the size of the
warehouses matters to disk and time alone. What differs with every run (its name, its times, the coder's version) is
no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from warehouse.schema.render import identifier
from warehouse.schema.tables import TABLES
from warehouse.store.differences import (
    CellChange,
    ColumnChange,
    Comparison,
    RowExample,
    SchemaChange,
    Side,
    TableChange,
)
from warehouse.store.export import copy_to_file
from warehouse.store.home import StoreError
from warehouse.store.lineage import trace_events
from warehouse.store.pair import Catalogue, Pair, Relation, about_row, open_pair, warehouse_file
from warehouse.store.scratch import make_empty

STAMPS = frozenset(
    {"_run_id", "run_id", "coder_version", "first_seen_at", "last_seen_at", "read_at", "rejected_at", "since"}
)
"""Columns that say which run or coder wrote a row, and when."""
RUN_RECORDS = frozenset({"meta.runs", "meta.packages", "meta.check_results"})
"""Tables that every run changes: counted, and compared only where they are asked for."""
TOLD_IN_FULL = ("events", "articles")
"""Tables whose changed columns are listed where none is asked for."""
CELL_COLUMNS = ("table_name", "row_key", "change", "column_name", "old_value", "new_value")


@dataclass(frozen=True, slots=True)
class _Shared:
    """A table that both files have: the columns that say which row is which, and those that may differ."""

    relation: Relation
    key: tuple[str, ...]
    values: dict[str, bool]  # by name: whether both files give it one type

    @property
    def key_text(self) -> str:
        """The key as one text, unique as the key is."""
        texts = [f"CAST({identifier(name)} AS VARCHAR)" for name in self.key]
        return texts[0] if len(texts) == 1 else f"concat_ws(' ', {', '.join(texts)})"

    def on(self, left: str, right: str) -> str:
        """The condition that rows of two sides are the same row."""
        same = (f"{left}.{identifier(key)} IS NOT DISTINCT FROM {right}.{identifier(key)}" for key in self.key)
        return " AND ".join(same)

    def digest(self, column: str) -> str:
        """Eight bytes for a value of any length; values of two types are the same where their texts are."""
        name = identifier(column)
        return f"hash({name})" if self.values[column] else f"hash(CAST({name} AS VARCHAR))"


def compare(
    old: Path, new: Path, *, tables: Sequence[str] = (), examples: int = 3, cells_file: tuple[Path, str] | None = None
) -> Comparison:
    """Compare two warehouses, each given as its file or its home folder. Neither is ever written to.

    Args:
        old: the earlier one.
        new: the later one.
        tables: only these, such as `events` or `meta.source_files`; all of them where empty.
        examples: how many to give of each kind.
        cells_file: where to write all that differs, a line for each row that came or went and for each changed cell,
            and in which of the formats of `export`.

    Raises:
        StoreError: a file is no warehouse that can be read, or no table has a name that was asked for.
    """
    with open_pair(old, new) as pair:
        wanted = _wanted(pair, tables)
        if cells_file:
            make_empty(pair.connection, "cells")
        compared = [
            _compare_table(pair, name, asked=bool(tables), examples=examples, keep_cells=cells_file is not None)
            for name in wanted
        ]
        schema = [change for change in _schema_changes(pair) if not tables or change.relation in wanted]
        lineage = trace_events(pair, examples) if "events" in wanted else None
        if cells_file:
            file, ending = cells_file
            _ = copy_to_file(pair.connection, f"FROM cells ORDER BY {', '.join(CELL_COLUMNS)}", ending, file)
        same = not schema and not any(table.differs for table in compared)
        before, after = _side(pair, "old", pair.old, old), _side(pair, "new", pair.new, new)
        return Comparison(same, before, after, schema, compared, lineage)


def _tables(catalogue: Catalogue) -> set[str]:
    return {name for name, relation in catalogue.items() if not relation.is_view}


def _wanted(pair: Pair, asked: Sequence[str]) -> list[str]:
    """Tables in declared order, those that this version does not know after them."""
    there = _tables(pair.old) | _tables(pair.new)
    declared = [table.qualified_name.removeprefix("main.") for table in TABLES.values()]
    ordered = [name for name in declared if name in there] + sorted(there.difference(declared))
    if not asked:
        return ordered
    short = {name.rpartition(".")[2]: name for name in ordered} | {name: name for name in ordered}
    names = {short.get(name.removeprefix("main."), "") for name in asked}
    if "" in names:
        unknown = next(name for name in asked if name.removeprefix("main.") not in short)
        raise StoreError(f"no table is called {unknown!r} in either file; there are {', '.join(ordered)}")
    return [name for name in ordered if name in names]


def _side(pair: Pair, name: str, catalogue: Catalogue, given: Path) -> Side:
    coders: list[str] = []
    if "coder_version" in catalogue["articles"].columns:
        rows = pair.rows(f"SELECT DISTINCT coder_version FROM {name}.main.articles ORDER BY ALL")
        coders = [str(row[0]) for row in rows if row[0] is not None]
    last = None
    if {"run_id", "started_at"} <= set(catalogue["meta.runs"].columns if "meta.runs" in catalogue else ()):
        runs = pair.rows(f"SELECT run_id FROM {name}.meta.runs ORDER BY started_at DESC, run_id DESC LIMIT 1")
        last = str(runs[0][0]) if runs else None
    return Side(str(warehouse_file(given)), _schema_version(pair, name), coders, last)


def _schema_version(pair: Pair, name: str) -> str | None:
    try:
        return str(pair.rows(f"SELECT {name}.meta.schema_version()")[0][0])
    except duckdb.CatalogException:
        return None


def _schema_changes(pair: Pair) -> list[SchemaChange]:
    changes: list[SchemaChange] = []
    for name in sorted(pair.old.keys() | pair.new.keys()):
        old, new = pair.old.get(name), pair.new.get(name)
        if old is None or new is None or old.is_view != new.is_view:
            change = "came" if old is None else "went" if new is None else "type"
            changes.append(SchemaChange(name, None, change, _kind(old), _kind(new)))
        else:
            changes += _column_changes(name, old.columns, new.columns)
    return changes


def _kind(relation: Relation | None) -> str | None:
    return None if relation is None else "view" if relation.is_view else "table"


def _column_changes(relation: str, old: dict[str, str], new: dict[str, str]) -> list[SchemaChange]:
    """Columns in the order of the new file, those that went after them; the order itself is no difference."""
    return [
        SchemaChange(
            relation,
            name,
            "came" if name not in old else "went" if name not in new else "type",
            old.get(name),
            new.get(name),
        )
        for name in [*new, *(name for name in old if name not in new)]
        if old.get(name) != new.get(name)
    ]


def _compare_table(pair: Pair, name: str, *, asked: bool, examples: int, keep_cells: bool) -> TableChange:
    rows = {
        side: pair.count(f"SELECT count(*) FROM {side}.{catalogue[name].in_sql}")
        for side, catalogue in pair.sides()
        if name in _tables(catalogue)
    }
    counted = TableChange(name, rows.get("old"), rows.get("new"))
    if len(rows) < 2 or (name in RUN_RECORDS and not asked):
        return counted
    shared = _shared(pair, name)
    _find_changed_rows(pair, shared)
    if keep_cells:
        _keep_cells(pair, shared)
    came, went, changed = (pair.count(f"SELECT count(*) FROM rows_{kind}") for kind in ("came", "went", "changed"))
    compared = replace(counted, came=came, went=went, changed=changed)
    if not compared.differs or not (asked or name in TOLD_IN_FULL):
        return compared
    return replace(
        compared,
        columns=_changed_columns(pair, shared, examples) if changed else [],
        came_examples=_row_examples(pair, shared, "came", "new", examples),
        went_examples=_row_examples(pair, shared, "went", "old", examples),
    )


def _shared(pair: Pair, name: str) -> _Shared:
    """The key is the declared one; of a table that this version doesn't declare, all columns together are."""
    old, new = pair.old[name], pair.new[name]
    both = [column for column in new.columns if column in old.columns]
    table = TABLES.get(name.rpartition(".")[2])
    declared = table.key if table and table.qualified_name.removeprefix("main.") == name else ()
    key = declared if declared and set(declared) <= set(both) else tuple(c for c in both if c not in STAMPS)
    values = [column for column in both if column not in STAMPS and column not in key]
    return _Shared(new, key or tuple(both), {column: old.columns[column] == new.columns[column] for column in values})


def _find_changed_rows(pair: Pair, shared: _Shared) -> None:
    """The keys of rows that came, went and changed, into a temporary table each.

    Rows are compared by a digest of 64 bits, so that no text has to wait in memory for its partner.
    """
    table, key = shared.relation.in_sql, ", ".join(map(identifier, shared.key))
    digest = ", ".join(shared.digest(column) for column in shared.values)
    for kind, has, lacks in (("came", "new", "old"), ("went", "old", "new")):
        pair.make(
            f"rows_{kind}",
            f"SELECT {key} FROM {has}.{table} AS has WHERE NOT EXISTS "
            f"(FROM {lacks}.{table} AS lacks WHERE {shared.on('has', 'lacks')})",
        )
    left, right = (f"(SELECT {key}, hash({digest or 'NULL'}) AS digest FROM {side}.{table})" for side in ("old", "new"))
    pair.make(
        "rows_changed",
        f"SELECT {', '.join(f'o.{identifier(k)}' for k in shared.key)} FROM {left} AS o JOIN {right} AS n "
        f"ON {shared.on('o', 'n')} WHERE o.digest <> n.digest",
    )


def _changed_columns(pair: Pair, shared: _Shared, examples: int) -> list[ColumnChange]:
    """Columns in the table's order, with how many rows they differ in."""
    key = ", ".join(map(identifier, shared.key))
    digests = ", ".join(f"{shared.digest(column)} AS {identifier(column)}" for column in shared.values)
    counts = ", ".join(
        f"count(*) FILTER (o.{identifier(column)} <> n.{identifier(column)})" for column in shared.values
    )
    left, right = (_only_changed(shared, side, f"{key}, {digests}") for side in ("old", "new"))
    (row,) = pair.rows(f"SELECT {counts} FROM {left} AS o JOIN {right} AS n ON {shared.on('o', 'n')}")
    return [
        ColumnChange(column, changed, _cell_examples(pair, shared, column, examples))
        for column, changed in zip(shared.values, row, strict=True)
        if isinstance(changed, int) and changed
    ]


def _only_changed(shared: _Shared, side: str, columns: str) -> str:
    """The rows of one file that are among `rows_changed`."""
    return (
        f"(SELECT {columns} FROM {side}.{shared.relation.in_sql} AS kept WHERE EXISTS "
        f"(FROM rows_changed AS changed WHERE {shared.on('kept', 'changed')}))"
    )


def _cell_examples(pair: Pair, shared: _Shared, column: str, examples: int) -> list[CellChange]:
    """The commonest changes of a column first, then by key."""
    key = ", ".join(map(identifier, shared.key))
    kept = f"{key}, {shared.key_text} AS row_key, {shared.digest(column)} AS digest"
    left, right = (_only_changed(shared, side, kept) for side in ("old", "new"))
    found = pair.rows(
        f"SELECT min(o.row_key) AS first_key, count(*) AS row_count FROM {left} AS o JOIN {right} AS n "
        f"ON {shared.on('o', 'n')} WHERE o.digest <> n.digest GROUP BY o.digest, n.digest "
        f"ORDER BY row_count DESC, first_key LIMIT {examples}"
    )
    if not found:
        return []
    values = {side: _values(pair, shared, side, column, [str(row[0]) for row in found]) for side in ("old", "new")}
    return [
        CellChange(str(first), values["old"][str(first)], values["new"][str(first)], int(str(rows)))
        for first, rows in found
    ]


def _values(pair: Pair, shared: _Shared, side: str, column: str, keys: list[str]) -> dict[str, object]:
    """The value of a column in a few rows, by key; bytes as hexadecimal text."""
    name = identifier(column)
    catalogue = pair.old if side == "old" else pair.new
    shown = f"hex({name})" if catalogue[shared.relation.name].columns[column] == "BLOB" else name
    found = pair.connection.execute(
        f"SELECT {shared.key_text}, {shown} FROM {side}.{shared.relation.in_sql} WHERE {shared.key_text} IN "
        "(SELECT unnest($keys))",
        {"keys": keys},
    ).fetchall()
    return {str(key): value for key, value in found}


def _row_examples(pair: Pair, shared: _Shared, kind: str, side: str, examples: int) -> list[RowExample]:
    catalogue = pair.old if side == "old" else pair.new
    rows = pair.rows(
        f"SELECT {shared.key_text} AS row_key, {about_row(catalogue[shared.relation.name])} "
        f"FROM {side}.{shared.relation.in_sql} AS has WHERE EXISTS "
        f"(FROM rows_{kind} AS listed WHERE {shared.on('has', 'listed')}) ORDER BY row_key LIMIT {examples}"
    )
    return [RowExample(str(key), None if about is None else str(about)) for key, about in rows]


def _keep_cells(pair: Pair, shared: _Shared) -> None:
    """All that differs in a table, as text."""
    name = "'" + shared.relation.name + "'"
    for kind in ("came", "went"):
        _ = pair.connection.execute(
            f"INSERT INTO cells SELECT {name}, {shared.key_text}, '{kind}', NULL, NULL, NULL FROM rows_{kind}"
        )
    key = ", ".join(map(identifier, shared.key))
    for column in shared.values:
        kept = f"{key}, {shared.key_text} AS row_key, {shared.digest(column)} AS digest, "
        kept += f"CAST({identifier(column)} AS VARCHAR) AS shown"
        left, right = (_only_changed(shared, side, kept) for side in ("old", "new"))
        _ = pair.connection.execute(
            f"INSERT INTO cells SELECT {name}, o.row_key, 'changed', '{column}', o.shown, n.shown "
            f"FROM {left} AS o JOIN {right} AS n ON {shared.on('o', 'n')} WHERE o.digest <> n.digest"
        )
