"""SQL, documentation and the data package, rendered from the declarations.

What belongs here: pure text. Files are written by `python -m warehouse.schema`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from warehouse.schema.model import Column, ColumnType, Table

_DUCKDB: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    # without a zone, always UTC: a zone would make the same query show other days in other sessions
    "timestamp": "TIMESTAMP",
    "text_list": "VARCHAR[]",
    "bytes": "BLOB",
}
_FRICTIONLESS: dict[ColumnType, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "text_list": "array",
    "bytes": "string",
}


def frictionless_type(duckdb_type: str) -> str:
    """What a data package calls a type of DuckDB's; a list is an array.

    >>> frictionless_type("BIGINT"), frictionless_type("VARCHAR[]"), frictionless_type("DECIMAL(18,3)")
    ('integer', 'array', 'number')
    """
    if duckdb_type.endswith("]"):
        return "array"
    if duckdb_type.endswith("INT") or duckdb_type == "INTEGER":
        return "integer"
    if duckdb_type in ("DOUBLE", "FLOAT") or duckdb_type.startswith("DECIMAL"):
        return "number"
    if duckdb_type.startswith("TIMESTAMP"):
        return "datetime"
    return {"BOOLEAN": "boolean", "DATE": "date"}.get(duckdb_type, "string")


def duckdb_type(column: Column) -> str:
    """The column's type as DuckDB names it."""
    return _DUCKDB[column.type]


def quoted(value: str | int) -> str:
    """A value as an SQL literal."""
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier, whatever signs it has."""
    return '"' + name.replace('"', '""') + '"'


def column_check(column: Column) -> str | None:
    """The SQL condition that every value of the column obeys, or None."""
    rules: list[str] = []
    if column.allowed:
        rules.append(f"{column.name} IN ({', '.join(quoted(value) for value in column.allowed)})")
    if column.minimum is not None:
        rules.append(f"{column.name} >= {column.minimum:g}")
    if column.maximum is not None:
        rules.append(f"{column.name} <= {column.maximum:g}")
    return " AND ".join(rules) or None


def create_table(table: Table) -> str:
    """The CREATE TABLE statement. No keys: on large tables they cost more than checking before publishing."""
    lines = [_column_line(column) for column in table.columns]
    return f"CREATE TABLE {table.qualified_name} (\n    " + ",\n    ".join(lines) + "\n)"


def _column_line(column: Column) -> str:
    parts = [column.name, duckdb_type(column)]
    if not column.nullable:
        parts.append("NOT NULL")
    check = column_check(column)
    if check:
        parts.append(f"CHECK ({check})")
    return " ".join(parts)


def column_comment(column: Column) -> str:
    """What COMMENT ON COLUMN says: description and unit."""
    return column.description + (f" Unit: {column.unit}." if column.unit else "")


def comments(table: Table) -> list[str]:
    """COMMENT ON statements of the table and its columns."""
    lines = [f"COMMENT ON TABLE {table.qualified_name} IS {quoted(table.description)}"]
    lines += [
        f"COMMENT ON COLUMN {table.qualified_name}.{column.name} IS {quoted(column_comment(column))}"
        for column in table.columns
    ]
    return lines


def create_tables(tables: Sequence[Table]) -> list[str]:
    """The statements that make the tables, without their comments: what decides which rows a file can hold."""
    return ["CREATE SCHEMA IF NOT EXISTS meta", *(create_table(table) for table in tables)]


def data_dictionary(tables: Sequence[Table]) -> str:
    """The data dictionary as Markdown."""
    head = (
        "# Data dictionary\n\n"
        "Rendered from `warehouse/schema` by `python -m warehouse.schema`; edit the declarations, not this page.\n\n"
        "NULL means not said. Offsets count characters from 0, end exclusive, into the `title` or `body` of the "
        "article (`field` says which). Times are UTC.\n\n"
        "Tables: " + ", ".join(f"[{t.qualified_name}](#{_anchor(t)})" for t in tables) + "\n"
    )
    return head + "".join(_table_section(table) for table in tables)


def _anchor(table: Table) -> str:
    return table.qualified_name.replace(".", "")


def _table_section(table: Table) -> str:
    lines = [
        f"\n## {table.qualified_name}\n",
        f"{table.description} Key: {', '.join(f'`{name}`' for name in table.key)}.\n",
        "| column | type | null | meaning | values | example |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_column_row(column) for column in table.columns]
    points = [f"`{r.column}` → `{r.table}.{r.target}`" for r in table.references]
    if points:
        lines.append("\nPoints to: " + ", ".join(points) + ".")
    return "\n".join(lines) + "\n"


def _column_row(column: Column) -> str:
    cells = [
        f"`{column.name}`",
        duckdb_type(column),
        "yes" if column.nullable else "no",
        column.description,
        _values(column),
        f"`{column.example}`",
    ]
    return table_row(*cells)


def table_row(*cells: str) -> str:
    r"""One row of a Markdown table.

    >>> table_row("`mode`", "riot|boycott")
    '| `mode` | riot\\|boycott |'
    """
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _values(column: Column) -> str:
    parts = [", ".join(f"`{value}`" for value in column.allowed)]
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        parts.append(f"≥ {column.minimum:g}")
    parts.append(column.unit or "")
    return "; ".join(part for part in parts if part)


def datapackage(tables: Sequence[Table]) -> str:
    """The Frictionless data package descriptor of the tables as Parquet exports."""
    package = {
        "name": "dateline",
        "title": "Dateline event warehouse",
        "resources": [resource(table) for table in tables],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def resource(table: Table) -> dict[str, object]:
    """A table as a resource of a data package."""
    keys = [{"fields": r.column, "reference": {"resource": r.table, "fields": r.target}} for r in table.references]
    schema = {"fields": [_field(c) for c in table.columns], "primaryKey": list(table.key), "foreignKeys": keys}
    return {
        "name": table.name,
        "path": f"{table.name}.parquet",
        "description": table.description,
        "schema": schema,
    }


def _field(column: Column) -> dict[str, object]:
    rules: dict[str, object] = {"required": not column.nullable}
    if column.allowed:
        rules["enum"] = list(column.allowed)
    if column.minimum is not None:
        rules["minimum"] = column.minimum
    if column.maximum is not None:
        rules["maximum"] = column.maximum
    found: dict[str, object] = {
        "name": column.name,
        "type": _FRICTIONLESS[column.type],
        "description": column.description,
        "example": _example(column),
        "constraints": rules,
    }
    return found | ({"unit": column.unit} if column.unit else {})


def _example(column: Column) -> object:
    """The example in the type of its column: of a list, a list."""
    if column.type != "text_list":
        return column.example
    return [item.strip(" '\"") for item in column.example.strip("[]").split(",") if item.strip()]
