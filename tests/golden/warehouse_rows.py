"""Runs the whole program over a folder and gives the published rows, each with the article it is from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from expectations import input_folder

from warehouse.schema.render import create_all
from warehouse.schema.tables import ALL_TABLES

ROOT = Path(__file__).resolve().parents[2]

_OF_ARTICLE = "a.external_id, a.raw_uri"
_PLACE = "l.name AS location_name, l.country_iso3, l.admin1_name, l.latitude, l.longitude"

QUERIES: Mapping[str, str] = {
    "articles": "SELECT a.*, l.name AS dateline_location_name, l.country_iso3 AS dateline_country_iso3 "
    "FROM articles a LEFT JOIN locations l ON a.dateline_location_id = l.location_id ORDER BY a.article_id",
    "events": f"SELECT m.*, {_OF_ARTICLE} FROM event_mentions m JOIN articles a USING (article_id) "
    "ORDER BY article_id, start_char, event_mention_id",
    "grouped_events": "SELECT DISTINCT ON (e.event_id, parse_dirpath(a.raw_uri)) e.*, a.raw_uri FROM events e "
    "JOIN event_mentions m USING (event_id) JOIN articles a ON a.article_id = m.article_id "
    "ORDER BY e.event_id, a.raw_uri",
    "places": f"SELECT m.*, {_PLACE}, {_OF_ARTICLE} FROM place_mentions m JOIN articles a USING (article_id) "
    "LEFT JOIN locations l ON m.location_id = l.location_id ORDER BY article_id, field, start_char",
    "dates": f"SELECT m.*, {_OF_ARTICLE} FROM date_mentions m JOIN articles a USING (article_id) "
    "ORDER BY article_id, field, start_char",
    "entities": f"SELECT m.*, e.name, e.country_iso3, e.sector, {_OF_ARTICLE} FROM entity_mentions m "
    "JOIN articles a USING (article_id) JOIN entities e USING (entity_id) ORDER BY article_id, field, start_char",
    "rejected": "SELECT * FROM meta.rejected_records ORDER BY ALL",
}
"""The tables an expectation may name. `events` are the codings article by article, `grouped_events` across them."""

MISPLACED = """
    SELECT a.external_id, m.field, m.start_char, m.text
    FROM {table} m JOIN articles a USING (article_id)
    WHERE substr(CASE m.field WHEN 'title' THEN a.title ELSE a.body END, m.start_char + 1, m.end_char - m.start_char)
        IS DISTINCT FROM m.text"""
MENTION_TABLES = ("event_mentions", "place_mentions", "date_mentions", "entity_mentions")

Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def golden_cases() -> list[Path]:
    """The folders of this one that say what is expected of them."""
    return sorted(path.parent for path in Path(__file__).parent.glob("*/expected.json"))


def run_dateline(source: Path, home: Path) -> None:
    """Run the command as a user would, without Prefect; what it printed is the message where it fails."""
    command = [sys.executable, "-m", "flows.cli", "run", str(source), "--home", str(home), "--no-server"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False, env={**os.environ, "NO_COLOR": "1"}
    )
    assert done.returncode == 0, f"dateline run ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr, done.stderr


def run_over_cases(cases: Sequence[Path], scratch: Path) -> Path:
    """One run over the inputs of golden folders, each in a folder of its own name; gives the home."""
    for folder in cases:
        shutil.copytree(input_folder(folder, ROOT), scratch / "articles" / folder.name)
    run_dateline(scratch / "articles", scratch / "home")
    return scratch / "home"


def rows_of_case(tables: Tables, table: str, case: str) -> list[Mapping[str, Any]]:
    """The rows that come from the inputs of one golden folder."""
    return [row for row in tables[table] if f"/{case}/" in (row["raw_uri"] or "")]


def read_tables(home: Path) -> Tables:
    """All rows of all tables that an expectation may name."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return {table: _rows(connection, query) for table, query in QUERIES.items()}


def columns_of_tables() -> Mapping[str, set[str]]:
    """The columns of each table, from the schema alone."""
    with duckdb.connect() as connection:
        for statement in create_all(ALL_TABLES):
            connection.execute(statement)
        return {table: set(connection.sql(query).columns) for table, query in QUERIES.items()}


def misplaced_mentions(home: Path) -> list[tuple[Any, ...]]:
    """Mentions whose offsets do not give their text."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return [row for table in MENTION_TABLES for row in connection.sql(MISPLACED.format(table=table)).fetchall()]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    relation = connection.sql(query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
