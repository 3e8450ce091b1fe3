"""Rewrites what is rendered from the schema: `python -m warehouse.schema`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.schema.relations import read_macros, read_views
from warehouse.schema.render import create_all, data_dictionary, datapackage
from warehouse.schema.render_relations import Types, create_macro, create_view, dictionary_of_relations
from warehouse.schema.tables import ALL_TABLES

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def dictionary() -> str:
    """The data dictionary: tables, views, macros."""
    return data_dictionary(ALL_TABLES) + dictionary_of_relations(read_views(), read_macros(), column_types())


def column_types() -> Types:
    """The columns of each view and table macro with their types, as an empty warehouse has them."""
    views, macros = read_views(), read_macros()
    with duckdb.connect() as connection:
        for statement in create_all(ALL_TABLES):
            _ = connection.execute(statement)
        for view in views:
            _ = connection.execute(create_view(view)[0])
        for macro in macros:
            _ = connection.execute(create_macro(macro))
        calls = {
            macro.name: f"{macro.name}({', '.join('NULL' for one in macro.signature if ':=' not in one)})"
            for macro in macros
            if macro.is_table
        }
        found = {
            name: connection.execute(f"DESCRIBE FROM {asked}").fetchall()
            for name, asked in ({view.name: view.name for view in views} | calls).items()
        }
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
