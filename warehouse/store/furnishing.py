"""What a DuckDB file has besides coded rows: views, macros, comments, rows of reference tables, and stamps.

What belongs here: what rests on no article, so that a file made by another version gets that of this version when it is
opened. What does not: tables (`database`), whose change asks for a rebuild.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache

import duckdb

from warehouse.schema.render import comments
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.fixed_rows import fixed_rows, write_fixed_rows
from warehouse.store.macros import comment_on_macros, create_macros
from warehouse.store.views import comment_on_columns, create_views

_HEAD = 60  # characters of a statement that name what it makes
_STAMPS = ("schema_version", "furnishing_version", "build_stamp")


@lru_cache(maxsize=1)
def furnishing_version() -> str:
    """A digest of the views, macros, comments and rows of reference tables of this version."""
    rows = (frame.write_csv() for frame in fixed_rows().values())
    return hashlib.sha256("\n".join([*_statements(), *rows]).encode()).hexdigest()[:16]


def furnish(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a file the views, macros, comments and reference rows of this version, where it has others."""
    if stamp_of(connection, "furnishing_version") == furnishing_version():
        return
    _ = connection.execute("BEGIN")
    for statement in [*removals(connection), *_statements()]:
        _furnish_with(connection, statement)
    write_fixed_rows(connection)
    _ = connection.execute(f"CREATE OR REPLACE MACRO meta.furnishing_version() AS '{furnishing_version()}'")
    if stamp_of(connection, "build_stamp"):
        stamp_build(connection)
    _ = connection.execute("COMMIT")


def _furnish_with(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Carry out a statement; where it is wrong, the error says of which view or macro it is."""
    try:
        _ = connection.execute(statement)
    except duckdb.Error as error:
        head = " ".join(statement[:_HEAD].split())
        raise type(error)(f"{head} … (warehouse/store/views or macros): {error}") from None


def _statements() -> list[str]:
    of_tables = (line for table in ALL_TABLES for line in comments(table))
    return [*of_tables, *create_views(), *comment_on_columns(), *create_macros(), *comment_on_macros()]


def removals(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """SQL that takes all views and macros out of the database in use, also those that this version has no more."""
    views = connection.execute(
        "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()"
    ).fetchall()
    macros = connection.execute(
        "SELECT DISTINCT schema_name, function_name, function_type FROM duckdb_functions() "
        "WHERE NOT internal AND database_name = current_database() AND function_type IN ('macro', 'table_macro')"
    ).fetchall()
    kinds = {"macro": "MACRO", "table_macro": "MACRO TABLE"}
    return [
        *(f"DROP VIEW {schema}.{name}" for schema, name in views),
        *(f"DROP {kinds[kind]} {schema}.{name}" for schema, name, kind in macros if name not in _STAMPS),
    ]


def stamp_build(connection: duckdb.DuckDBPyConnection) -> None:
    """Mark a build file as other than all before it; where the published file has this stamp, readers have this build.

    Part of the transaction that changes something which readers see.
    """
    _ = connection.execute(f"CREATE OR REPLACE MACRO meta.build_stamp() AS '{secrets.token_hex(8)}'")


def stamp_of(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """What a file says of itself: `schema_version`, `furnishing_version`, or `build_stamp` (None before any merge)."""
    try:
        row = connection.execute(f"SELECT meta.{name}()").fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None
