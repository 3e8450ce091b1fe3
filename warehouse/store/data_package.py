"""A folder to hand over: tables and views as CSV, and beside them what describes, licenses and cites them.

What belongs here: the folder's files. How a table is described is said by `warehouse.schema.render`; the descriptor
follows Frictionless' Data Package, so that `frictionless validate datapackage.json` reads every row against it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import duckdb

from warehouse.schema.model import Table
from warehouse.schema.render import data_dictionary, frictionless_type, resource, table_row
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.export import as_written, copy_rows, meanings_of
from warehouse.store.home import Home
from warehouse.store.questions import explained, shut_in
from warehouse.store.selection import columns_of, ordering

_OPTIONS: Final = "FORMAT csv, HEADER true, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'"
_LICENSES: Final = (
    {"path": "LICENSE.md", "title": "Places: CC BY 4.0 (GeoNames); texts: their publishers'; coding: whoever ran it"},
)
_SOURCES: Final = (
    {"title": "GeoNames (places and their names; CC BY 4.0)", "path": "https://www.geonames.org/"},
    {"title": "Natural Earth (administrative divisions; public domain)", "path": "https://www.naturalearthdata.com/"},
)
_LICENCE: Final = """# Licence

- **Places, their names and coordinates** come from GeoNames, Creative Commons Attribution 4.0
  (https://creativecommons.org/licenses/by/4.0/). Whoever passes them on names GeoNames, https://www.geonames.org/. Some
  names of administrative divisions come from Natural Earth, which is in the public domain.
- **Titles, texts and quoted sentences** (`articles`; the columns `text`, `evidence`, `notes` and the like) are their
  publishers'. This folder gives no right to pass them on; take them out where you have none.
- **The coding** (types, actors, dates, places, counts of events) was made by a program from these texts. Whoever ran it
  says under what terms it may be used; write them here.
"""
_README: Final = """# {title}

{events} events from {articles} articles of {sources} sources, published {first} to {last}. Coded by a program, Dateline
(coder {version}): nobody has checked the rows. Each event has its sentence, in `event_mentions`.

| file | rows | what |
|---|---:|---|
{files}

- `datapackage.json` describes files and columns for programs: `frictionless validate datapackage.json` checks each row.
- `DICTIONARY.md` describes them for people: meaning, units, codes.
- `LICENSE.md` says whose the texts, places and codes are, `CITATION.cff` how to cite.

CSV is UTF-8 with a head, `,` between columns, `"` around texts that need it. An empty cell is "not said"; 0 is said.
Lists are JSON. Days are `2021-08-08`, times are UTC.

```python
import polars as pl

events = pl.read_csv("data/events.csv", try_parse_dates=True, infer_schema_length=None)
```

```r
events <- read.csv("data/events.csv", na.strings = "")
```
"""
_CITATION: Final = """cff-version: 1.2.0
message: If you use these data, please cite them as below, and the articles by their publishers.
type: dataset
title: {title}
version: "{version}"
date-released: {last_run}
authors:
  - name: whoever ran Dateline
keywords: [event data, conflict, news]
references:
  - type: dataset
    title: GeoNames
    authors:
      - name: GeoNames
    url: https://www.geonames.org/
"""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the head of each file tells of the warehouse."""

    events: int
    articles: int
    sources: int
    first: str
    last: str
    version: str
    last_run: date


def write_data_package(home: Home, folder: Path) -> dict[str, int]:
    """Write all tables for analysts and all views into a new or empty folder; gives the rows of each.

    The folder is there when all of it is, or not at all.
    """
    with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=f".{folder.name}.") as place:
        made = Path(place) / folder.name
        (made / "data").mkdir(parents=True)
        with shut_in(home, writable=made / "data") as connection, explained(home, ""):
            views = _views(connection)
            rows, resources = _write_files(connection, views, made / "data")
            facts = _facts(connection)
            dictionary = _dictionary() + "".join(_view_section(connection, name) for name in views)
        title = f"Events in the news, {facts.first} to {facts.last}"
        files = "\n".join(f"| `{one['path']}` | {rows[str(one['name'])]} | {one['description']} |" for one in resources)
        told = {
            "README.md": _README.format(title=title, files=files, **_as_texts(facts)),
            "DICTIONARY.md": dictionary,
            "LICENSE.md": _LICENCE,
            "CITATION.cff": _CITATION.format(title=title, **_as_texts(facts)),
            "datapackage.json": _descriptor(title, facts, resources),
        }
        for name, text in told.items():
            _ = (made / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rmdir()  # an empty one
        _ = shutil.move(made, folder)
    return rows


def _tables() -> list[Table]:
    return [table for table in ALL_TABLES if table.schema == "main"]


def _dictionary() -> str:
    """The data dictionary, without what it says to those who edit the declarations."""
    parts = data_dictionary(_tables()).split("\n\n")
    return "\n\n".join(part for part in parts if not part.startswith("Rendered from"))


def _views(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' "
        "AND database_name = current_database() ORDER BY ALL"
    ).fetchall()
    return [str(name) for (name,) in rows]


def _write_files(
    connection: duckdb.DuckDBPyConnection, views: list[str], folder: Path
) -> tuple[dict[str, int], list[dict[str, object]]]:
    """A CSV file for each table and view; gives their rows and their descriptions."""
    declared = {table.name: table for table in _tables()}
    rows: dict[str, int] = {}
    resources: list[dict[str, object]] = []
    for name in (*declared, *views):
        file = folder / f"{name}.csv"
        query = f"SELECT * FROM {name} ORDER BY {ordering(name)}"
        query = as_written(query, columns_of(connection, query), "csv")
        rows[name] = copy_rows(connection, query, _OPTIONS, file.absolute())
        table = declared.get(name)
        about = _table_resource(table, set(declared)) if table else _view_resource(connection, name)
        resources.append(about | _as_file(file))
    return rows, resources


def _as_file(file: Path) -> dict[str, object]:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {
        "path": f"data/{file.name}",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
    }


def _table_resource(table: Table, there: set[str]) -> dict[str, object]:
    """As declared, but for what a reader of the folder can't follow: references to tables that are not in it."""
    about = resource(table)
    schema = about["schema"]
    if isinstance(schema, dict):
        keys = [key for key in schema["foreignKeys"] if key["reference"]["resource"] in there - {table.name}]
        schema["foreignKeys"] = keys
    return about


def _view_resource(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, object]:
    meanings = meanings_of(connection, view)
    fields = [
        {"name": name, "type": frictionless_type(kind)} | ({"description": meanings[name]} if name in meanings else {})
        for name, kind in columns_of(connection, f"FROM {view}").items()
    ]
    return {"name": view, "description": _comment(connection, view), "schema": {"fields": fields}}


def _comment(connection: duckdb.DuckDBPyConnection, view: str) -> str:
    row = connection.execute(
        "SELECT comment FROM duckdb_views() WHERE view_name = ? AND NOT internal", [view]
    ).fetchone()
    return str(row[0] or "") if row else ""


def _view_section(connection: duckdb.DuckDBPyConnection, view: str) -> str:
    meanings = meanings_of(connection, view)
    lines = [
        table_row(f"`{name}`", kind, meanings.get(name, ""))
        for name, kind in columns_of(connection, f"FROM {view}").items()
    ]
    head = f"\n## {view}\n\n{_comment(connection, view)}\n\n| column | type | meaning |\n|---|---|---|\n"
    return head + "\n".join(lines) + "\n"


def _facts(connection: duckdb.DuckDBPyConnection) -> _Facts:
    row = connection.execute(
        "SELECT (SELECT count(*) FROM events), count(*), count(DISTINCT coalesce(source_name, source_domain)), "
        "coalesce(CAST(min(published_date) AS VARCHAR), '?'), coalesce(CAST(max(published_date) AS VARCHAR), '?'), "
        "coalesce(max(coder_version), '?'), CAST(coalesce((SELECT max(finished_at) FROM meta.runs), "
        "max(last_seen_at), '1970-01-01') AS DATE) FROM articles"
    ).fetchone()
    if row is None:
        raise LookupError("articles")
    return _Facts(*row)


def _as_texts(facts: _Facts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in _Facts.__slots__}


def _descriptor(title: str, facts: _Facts, resources: list[dict[str, object]]) -> str:
    package = {
        "profile": "data-package",
        "name": "dateline-events",
        "title": title,
        "description": f"{facts.events} events from {facts.articles} articles, coded by a program, checked by nobody.",
        "version": facts.version,
        "created": f"{facts.last_run}T00:00:00Z",
        "keywords": ["event data", "conflict", "news"],
        "licenses": list(_LICENSES),
        "sources": list(_SOURCES),
        "resources": resources,
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"
