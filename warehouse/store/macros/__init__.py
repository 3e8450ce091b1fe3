"""Macros that come with the published file, for anyone who opens it with DuckDB: an SQL and a CSV file each.

What belongs here: questions that are asked often, take an argument and are awkward to write. Those that only serve
others are in the schema `meta`. Questions without an argument are `views`.
"""

from __future__ import annotations

from warehouse.schema.relations import read_macros
from warehouse.schema.render_relations import create_macro, macro_comment


def create_macros() -> list[str]:
    """The CREATE MACRO statements, after the tables and views that they read."""
    return [create_macro(macro) for macro in read_macros()]


def comment_on_macros() -> list[str]:
    """The COMMENT ON MACRO statements, which a file of DuckDB keeps and DuckLake does not."""
    return [macro_comment(macro) for macro in read_macros()]
