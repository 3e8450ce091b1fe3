"""docs/first_look.ipynb: its cells answer over the sample, in their order, and the file holds nothing of a machine."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).parents[2] / "docs" / "first_look.ipynb"
MACHINE_PATHS = re.compile(r"""["'(\s](/(home|root|Users|tmp|work|srv)/|[A-Z]:\\)""")


def cells_of(kind: str) -> list[Mapping[str, Any]]:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def answer_of(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; gives the value of its last line, which is what a notebook shows."""
    cell = ast.parse(source)
    last = cell.body.pop()
    assert isinstance(last, ast.Expr), "a cell ends with what it shows"
    exec(compile(cell, NOTEBOOK.name, "exec"), names)
    return eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names)


def test_cells_answer_in_their_order(golden_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(golden_home))
    names: dict[str, Any] = {}
    with pl.Config():  # the notebook sets how frames are shown
        answers = [answer_of("".join(cell["source"]), names) for cell in cells_of("code")]
    names["con"].close()
    assert len(answers) == 10
    assert all(isinstance(answer, pl.DataFrame) and not answer.is_empty() for answer in answers)


def test_without_a_warehouse_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="make run"):
        answer_of("".join(cells_of("code")[0]["source"]), {})


def test_the_file_holds_no_outputs_and_no_paths_of_a_machine() -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells_of("code"))
    assert not MACHINE_PATHS.search(NOTEBOOK.read_text(encoding="utf-8"))
