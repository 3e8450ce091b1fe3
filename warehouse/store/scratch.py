"""The temporary tables of a merge, which its modules hand rows to one another by; `scratch.csv` declares them all.

What belongs here: the declaration and the only statements that make such a table. What does not: what fills them, which
is told in the module that does it.

A row of `scratch.csv` says of a table: its columns; when it is emptied (`merge`: when a merge starts, `turn`: when a
turn does, `filling`: each time that a query makes it); which modules of `warehouse.store` fill it and which read it;
what it holds. Columns may be another table's: `(articles)`, or `(packaged articles)` for those that a package brings.
`incoming_*` stands for a table of each name, and `*` for that name in its columns. Without columns they are as the
query gives them. `tests/store/test_scratch.py` holds the code to it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import duckdb

from warehouse.schema.render import duckdb_type
from warehouse.schema.tables import TABLES

Emptied = Literal["merge", "turn", "filling"]

DECLARATION = Path(__file__).with_name("scratch.csv")
_OTHERS = re.compile(r"\((?P<packaged>packaged )?(?P<table>\*|\w+)\)")


class UndeclaredTableError(LookupError):
    """A temporary table that `scratch.csv` doesn't have."""


@dataclass(frozen=True, slots=True)
class Scratch:
    """One temporary table, or all of a kind, as declared."""

    name: str
    columns: tuple[str, ...]
    emptied: Emptied
    filled_by: frozenset[str]
    read_by: frozenset[str]
    holds: str

    @property
    def is_shared(self) -> bool:
        """Whether it carries rows from one module to another."""
        return len(self.filled_by | self.read_by) > 1


@lru_cache(maxsize=1)
def declared_tables() -> Mapping[str, Scratch]:
    """All that are declared, by name.

    Raises:
        ValueError: a row of the declaration breaks its form.
    """
    with DECLARATION.open(encoding="utf-8", newline="") as file:
        tables = [_read(number, row) for number, row in enumerate(csv.DictReader(file), start=2)]
    return {table.name: table for table in tables}


def _read(number: int, row: Mapping[str, str]) -> Scratch:
    if row["emptied"] not in get_args(Emptied):
        raise ValueError(f"{DECLARATION.name}, row {number}: emptied is {' or '.join(get_args(Emptied))}")
    if row["emptied"] != "filling" and not row["columns"]:
        raise ValueError(f"{DECLARATION.name}, row {number}: {row['name']} begins empty, so its columns must be told")
    return Scratch(
        row["name"],
        tuple(filter(None, row["columns"].split(", "))),
        row["emptied"],  # pyright: ignore[reportArgumentType]
        frozenset(row["filled_by"].split()),
        frozenset(row["read_by"].split()),
        row["holds"],
    )


def declared(name: str) -> Scratch:
    """The declaration of a table, by itself or as one of a kind.

    Raises:
        UndeclaredTableError: there is none.
    """
    tables = declared_tables()
    found = tables.get(name) or tables.get(f"{name.partition('_')[0]}_*")
    if found is None:
        raise UndeclaredTableError(f"{name} is no temporary table that {DECLARATION.name} declares")
    return found


def columns_of(name: str) -> dict[str, str]:
    """Type by name of a table's columns; nothing where they are as its query gives them."""
    kind = name.partition("_")[2]
    columns: dict[str, str] = {}
    for part in declared(name).columns:
        others = _OTHERS.fullmatch(part)
        if others:
            table = TABLES[others["table"].replace("*", kind)]
            columns |= {it.name: duckdb_type(it) for it in table.columns if not (others["packaged"] and it.derived)}
        else:
            column, _, column_type = part.partition(" ")
            columns[column] = column_type
    return columns


def start(connection: duckdb.DuckDBPyConnection, when: Literal["merge", "turn"]) -> None:
    """Make the tables anew, without rows, that are emptied when a merge or a turn starts."""
    for table in declared_tables().values():
        if table.emptied == when:
            make_empty(connection, table.name)


def make_empty(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make a table without rows."""
    columns = ", ".join(f"{column} {column_type}" for column, column_type in columns_of(name).items())
    _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")


def make(
    connection: duckdb.DuckDBPyConnection, name: str, query: str, given: Mapping[str, object] | None = None
) -> int:
    """Make a table of the rows of a query, in place of one that is there; how many rows it has.

    Args:
        connection: the build file.
        name: a declared table.
        query: SQL without an end mark.
        given: values of the query's parameters.
    """
    made = connection.execute(creation(name, query), given or None).fetchone()
    return int(made[0]) if made else 0


def creation(name: str, query: str) -> str:
    """The statement that makes a table of the rows of a query, for a connection elsewhere."""
    _ = declared(name)
    return f"CREATE OR REPLACE TEMP TABLE {name} AS {query}"


def drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Free the memory of a table that was read, if it is there."""
    _ = declared(name)
    _ = connection.execute(f"DROP TABLE IF EXISTS {name}")
