"""Steps of a merge: heads say what the statements do, and each is carried out by the module that it is filed under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from sql_in_code import changed_in, modules, read_in

from warehouse.schema.tables import ALL_TABLES
from warehouse.store import steps
from warehouse.store.scratch import UndeclaredTableError, declared
from warehouse.store.steps import Step, all_steps, carry_out, read_frame, read_rows, step_sql

OURS = {table.qualified_name.removeprefix("main.") for table in ALL_TABLES}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize("step", all_steps(), ids=lambda step: step.name)
def test_the_head_says_what_the_statements_do(step: Step) -> None:
    sql = "\n".join(step.statements)
    assert step.listed("writes") == changed_in(sql), "the head's `writes` (left) is not what the statements change"
    assert step.listed("reads") == read_in(sql), "the head's `reads` (left) is not what the statements read"
    given = set(re.findall(r"\{(\w+)\}|\$(\w+)", step.head.get("given", "")))
    assert {word or parameter for word, parameter in given} == step.words | step.parameters
    module = step.name.partition("/")[0]
    source = modules()[module].read_text(encoding="utf-8")
    assert f'"{step.name}"' in source, f"{module}.py carries out no step {step.name}"
    for table in step.listed("reads") | step.listed("writes") | step.listed("fills"):
        lent = re.search(rf'register\(\s*"{table}"', source)
        assert lent or table in OURS or declared(table), table


def test_no_other_module_carries_a_step_out() -> None:
    for name, path in modules().items():
        own = {step.name for step in all_steps() if step.name.partition("/")[0] == name}
        named = {step.name for step in all_steps() if f'"{step.name}"' in path.read_text(encoding="utf-8")}
        assert named == own


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(steps, "FOLDER", tmp_path)
    steps.read_step.cache_clear()
    (tmp_path / "towns").mkdir()
    return tmp_path / "towns"


def test_a_step_is_carried_out_with_what_it_is_given(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    _ = (folder / "grow.sql").write_text(
        "-- what: towns grow\n--   and are told\n-- given: $by, how much; {named}, which\n"
        "UPDATE towns SET people = people + $by WHERE {named};\nDELETE FROM towns WHERE people < 5; \n"
    )
    _ = (folder / "all.sql").write_text(
        "-- what: towns with $least people\nFROM towns WHERE people >= $least ORDER BY 1"
    )
    _ = connection.execute("CREATE TABLE towns AS FROM (VALUES ('A', 1), ('B', 2), ('C', 9)) t(name, people)")
    assert carry_out(connection, "towns/grow", {"by": 4}, named="name = 'A'") == 1, "of the last statement"
    assert read_rows(connection, "towns/all", {"least": 6}) == [("C", 9)]
    assert read_frame(connection, "towns/all", {"least": 1}).rows() == [("A", 5), ("C", 9)]
    with pytest.raises(KeyError, match="named"):
        _ = step_sql("towns/grow")


def test_a_step_fills_a_declared_table_alone(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    _ = (folder / "find.sql").write_text("-- what: blocks\n-- fills: left_blocks\nSELECT 'x' AS block")
    assert carry_out(connection, "towns/find") == 1
    assert connection.execute("FROM temp.left_blocks").fetchall() == [("x",)]
    _ = (folder / "lose.sql").write_text("-- what: blocks\n-- fills: lost_blocks\nSELECT 'x' AS block")
    with pytest.raises(UndeclaredTableError, match="lost_blocks"):
        _ = carry_out(connection, "towns/lose")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-- what: x\n-- wirtes: y\nSELECT 1", "line 2.*is `writes` meant"),
        ("-- reads: y\nSELECT 1", "-- what"),
        ("-- what: x\n", "then statements"),
        ("-- what: x\n-- fills: crowds\nSELECT 1;\nSELECT 2;", "one query"),
    ],
)
def test_what_is_wrong_with_a_step_is_told(folder: Path, text: str, said: str) -> None:
    _ = (folder / "wrong.sql").write_text(text)
    with pytest.raises(ValueError, match=said):
        _ = step_sql("towns/wrong")
