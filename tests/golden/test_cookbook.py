"""docs/cookbook.md: every question is answered as it stands there, by the sample among the golden cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from benchmarks.queries import questions
from warehouse.store.home import Home

QUESTIONS = dict(questions())
WITHOUT_ANSWER = ("13.", "21.", "24.")
"""What the sample has none of: reports of several articles that disagree or are linked, arrests by a named actor."""


@pytest.fixture(scope="module")
def warehouse(golden_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(Home(golden_home).published), read_only=True) as connection:
        yield connection


def test_there_are_thirty() -> None:
    assert [heading.partition(".")[0] for heading in QUESTIONS] == [str(number) for number in range(1, 31)]


@pytest.mark.parametrize("heading", QUESTIONS)
def test_a_question_has_an_answer(warehouse: duckdb.DuckDBPyConnection, heading: str) -> None:
    rows = warehouse.execute(QUESTIONS[heading]).fetchall()
    assert rows or heading.startswith(WITHOUT_ANSWER)
