"""Rewrites what is rendered from the schema: `python -m warehouse.schema`."""

from __future__ import annotations

from pathlib import Path

from warehouse.schema.render import data_dictionary, datapackage
from warehouse.schema.tables import ALL_TABLES

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
RENDERED = {"data_dictionary.md": data_dictionary, "datapackage.json": datapackage}


def write_docs(folder: Path = DOCS) -> list[Path]:
    """Write every rendered document and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for name, render in RENDERED.items():
        path = folder / name
        _ = path.write_text(render(ALL_TABLES), encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write_docs():
        print(written)  # noqa: T201
