"""Temporary tables are as `scratch.csv` declares them: who fills and reads each, and its columns after a merge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import duckdb
import pytest
from decided import KUNDUZ, TALOQAN, correct, event_of, load
from sql_in_code import STORE, Use, modules, use_of
from stories import Story

from warehouse.store import Home, merge
from warehouse.store.scratch import (
    UndeclaredTableError,
    columns_of,
    declared,
    declared_tables,
    make,
    start,
)

ELSEWHERE = {"checks/asking.py"}  # a process of its own, which imports nothing of ours


@pytest.fixture(scope="module")
def uses() -> dict[str, Use]:
    return {name: use_of(name, path) for name, path in modules().items()}


@pytest.mark.parametrize("name", sorted(declared_tables()))
def test_who_fills_and_who_reads_is_declared(uses: dict[str, Use], name: str) -> None:
    table = declared_tables()[name]
    fill, read = (
        sorted(module for module, use in uses.items() if name in side(use))
        for side in (attrgetter("fills"), attrgetter("reads"))
    )
    assert sorted(table.filled_by) == fill, f"scratch.csv, row {name}: filled_by is {' '.join(fill) or 'nobody'}"
    assert sorted(table.read_by) == read, (
        f"scratch.csv, row {name}: read_by is {' '.join(read) or 'nobody: a table for nothing'}"
    )
    assert table.holds
    assert table.columns or not table.is_shared or name == "scoped_rows", "what carries rows on tells its columns"


def test_no_other_module_makes_a_temporary_table() -> None:
    making = re.compile(r"\bTEMP(ORARY)?\s+(TABLE|VIEW)")
    files = [path for kind in ("*.py", "*.sql") for path in STORE.rglob(kind) if path.name != "scratch.py"]
    found = {str(path.relative_to(STORE)) for path in files if making.search(path.read_text(encoding="utf-8"))}
    assert found == ELSEWHERE


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def test_a_turn_begins_with_its_tables_empty(connection: duckdb.DuckDBPyConnection) -> None:
    start(connection, "merge")
    start(connection, "turn")
    _ = connection.execute("INSERT INTO touched_events VALUES ('e'); INSERT INTO noted_uris VALUES ('a.txt')")
    start(connection, "turn")
    counts = "SELECT (SELECT count(*) FROM touched_events), (SELECT count(*) FROM noted_uris)"
    assert connection.execute(counts).fetchone() == (0, 1)


def test_an_undeclared_table_is_not_made(connection: duckdb.DuckDBPyConnection) -> None:
    assert make(connection, "frontier", "SELECT unnest(['r1', 'r2']) AS report_id") == 2
    with pytest.raises(UndeclaredTableError, match="fronteer"):
        _ = make(connection, "fronteer", "SELECT 1 AS report_id")


def test_a_merge_leaves_the_columns_that_are_declared(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is edited, an event dropped, and two are united, so that most tables have come to be."""
    found: dict[str, dict[str, str]] = {}
    for name in ("_drop_merged", "_report"):
        monkeypatch.setattr(merge, name, _noting(getattr(merge, name), found))
    load(home, 1, KUNDUZ, TALOQAN, Story("old", ("A driver said armed men left.",), extra={"raw_uri": "a.txt"}))
    kunduz, taloqan = event_of(home, KUNDUZ), event_of(home, TALOQAN)
    _ = correct(home, "merge", kunduz, taloqan)
    _ = correct(home, "drop", event_of(home, Story("old", ())), after=1)
    load(home, 2, Story("new", ("A driver said armed men are back.",), extra={"raw_uri": "a.txt"}))
    assert {name: columns for name, columns in found.items() if columns != (columns_of(name) or columns)} == {}
    shared = {name for name, table in declared_tables().items() if table.is_shared and "*" not in name}
    assert shared - found.keys() == set(), "none of these is seen"


def _noting(function: Callable[..., Any], found: dict[str, dict[str, str]]) -> Callable[..., Any]:
    """The function, which first notes the temporary tables of its connection."""

    def noting(connection: duckdb.DuckDBPyConnection, *arguments: Any) -> Any:
        columns = "SELECT table_name, column_name, data_type FROM duckdb_columns() c SEMI JOIN duckdb_tables() t"
        rows = connection.execute(f"{columns} USING (table_oid) WHERE database_name = 'temp'").fetchall()
        for table, column, column_type in rows:
            found.setdefault(table, {})[column] = column_type
        return function(connection, *arguments)

    return noting


def test_columns_of_another_table() -> None:
    of_bands = {"article_id": "VARCHAR", "band": "BIGINT"}
    assert columns_of("chosen_article_bands") == of_bands
    assert columns_of("incoming_article_bands") == of_bands | {
        "_package_id": "VARCHAR",
        "_run_id": "VARCHAR",
        "_seen_at": "TIMESTAMP",
        "_place": "BIGINT",
    }
    assert declared("chosen_articles").name == "chosen_articles"
