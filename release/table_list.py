"""Writes seeds/reference/README.md: every reference table, as it is declared in `warehouse/schema/reference_tables`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from warehouse.schema.reference import ReferenceTable
from warehouse.schema.reference_tables import all_reference_tables

PAGE = Path(__file__).resolve().parent.parent / "seeds" / "reference" / "README.md"
_HEAD = """# Reference tables

CSV files that anyone may read and edit; what an edit changes is coded anew by the next run. Columns, allowed values and
keys are declared in `warehouse/schema/reference_tables`, from which `make docs` writes this page; a bad cell is
reported with its line and column. Tables of your own go beside or before these: [docs/tables.md](../../docs/tables.md).
"""


def render() -> str:
    """The page: one section a folder, one row a table."""
    tables = sorted(all_reference_tables().values(), key=lambda table: table.path)
    sections = [
        f"\n## {folder or 'for all'}\n\n| table | what | key | source, licence |\n|---|---|---|---|\n"
        + "".join(_row(table) for table in grouped)
        for folder, grouped in groupby(tables, key=lambda table: table.path.rpartition("/")[0])
    ]
    return _HEAD + "".join(sections)


def _row(table: ReferenceTable) -> str:
    key = ", ".join(table.key) or "none: order counts"
    return (
        f"| [`{table.path}`]({table.path}.csv) | {_cell(table.description)} | {key} "
        f"| {_cell(table.source)}; {table.licence} |\n"
    )


def _cell(text: str) -> str:
    plain = text.strip().removesuffix(".").replace("|", "&#124;").replace("{", "`{").replace("}", "}`")
    return plain[:1].upper() + plain[1:] if "*" not in plain else plain.replace("*", "\\*")


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
