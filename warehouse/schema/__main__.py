"""Rewrites what is rendered from the schema, the views and the macros: `python -m warehouse.schema`.

A program and no part of the schema: it alone may ask `warehouse.store` how views and macros are made.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.schema.relations import read_macros, read_views
from warehouse.schema.render import create_tables, data_dictionary, datapackage
from warehouse.schema.render_relations import Types, dictionary_of_relations
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.macros import create_macros
from warehouse.store.views import create_views

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def dictionary() -> str:
    """The data dictionary: tables, views, macros."""
    return data_dictionary(ALL_TABLES) + dictionary_of_relations(read_views(), read_macros(), column_types())


def column_types() -> Types:
    """The columns of each view and table macro with their types, as an empty warehouse has them."""
    asked = {view.name: view.name for view in read_views()}
    asked |= {macro.name: macro.call_of_nothing for macro in read_macros() if macro.is_table}
    with duckdb.connect() as connection:
        for statement in [*create_tables(ALL_TABLES), *create_views(), *create_macros()]:
            _ = connection.execute(statement)
        found = {name: connection.execute(f"DESCRIBE FROM {call}").fetchall() for name, call in asked.items()}
    return {name: {str(row[0]): str(row[1]) for row in rows} for name, rows in found.items()}


def package() -> str:
    """The descriptor of the tables as a Frictionless data package."""
    return datapackage(ALL_TABLES)


RENDERED = {"data_dictionary.md": dictionary, "datapackage.json": package}


def write_docs(folder: Path = DOCS) -> list[Path]:
    """Write every rendered document and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for name, render in RENDERED.items():
        path = folder / name
        _ = path.write_text(render(), encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write_docs():
        print(written)  # noqa: T201
