"""Reference tables inside a view: an analyst who edits one sees it in the view at once, without a rebuild.

What belongs here: turning `reference('views/cameo_codes')` of a view's SQL into the table's rows. Tables that decide
what is stored are read by the coder instead.
"""

from __future__ import annotations

import re

from warehouse.reference import read_reference_table
from warehouse.schema.reference import ReferenceType
from warehouse.schema.reference_tables import all_reference_tables
from warehouse.schema.render import quoted

_CALL = re.compile(r"reference\('(?P<table>[a-z_/]+)'(?P<columns>(?:,\s*\w+)*)\)")
_TYPES: dict[ReferenceType, str] = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def with_reference_rows(query: str) -> str:
    """The query with every `reference('table', column, ...)` replaced by the table's rows.

    Without columns it has all of them; `line`, which counts the rows from 1, comes with every table, for lists whose
    first fitting row decides.
    """
    return _CALL.sub(lambda call: _rows(call["table"], re.findall(r"\w+", call["columns"])), query)


def _rows(name: str, wanted: list[str]) -> str:
    """One text that is split where the view runs: a list of hundreds of values takes the planner half a second."""
    table = all_reference_tables()[name]
    columns = wanted or list(table.columns)
    rows = read_reference_table(table).select(columns).iter_rows()
    text = "\n".join("\t".join([str(line), *map(_cell, row)]) for line, row in enumerate(rows, start=1))
    cells = ", ".join(
        f"CAST(nullif(cells[{number}], '') AS {_TYPES[table.columns[column].type]}) AS {column}"
        for number, column in enumerate(columns, start=2)
    )
    listed = f"SELECT string_split(unnest(string_split({quoted(text)}, chr(10))), chr(9)) AS cells"
    return f"(SELECT CAST(cells[1] AS BIGINT) AS line, {cells} FROM ({listed}))"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if "\t" in text or "\n" in text:
        raise ValueError(f"a cell of a reference table that a view reads has a tab or a line break: {text!r}")
    return text
