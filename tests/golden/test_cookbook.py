"""docs/cookbook.md: every question is answered as it stands there, by the sample among the golden cases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from benchmarks.queries import questions
from warehouse.store.home import Home
from warehouse.store.questions import answered

pytestmark = pytest.mark.slow

QUESTIONS = dict(questions())


def test_there_are_thirty() -> None:
    assert [heading.partition(".")[0] for heading in QUESTIONS] == [str(number) for number in range(1, 31)]


@pytest.mark.parametrize("heading", QUESTIONS)
def test_a_question_has_an_answer(golden_home: Path, heading: str) -> None:
    with answered(Home(golden_home), QUESTIONS[heading]) as answer:
        assert answer.first(1)[0].height


def test_a_week_is_compared_with_the_one_before_it_and_no_other(warehouse: duckdb.DuckDBPyConnection) -> None:
    (query,) = (query for heading, query in QUESTIONS.items() if heading.startswith("10."))
    rows = warehouse.execute(query).fetchall()
    events = {(country, week): count for country, week, count, _ in rows}
    assert any((country, week - timedelta(7)) in events for country, week in events)
    for country, week, count, change in rows:
        assert change == count - events.get((country, week - timedelta(7)), 0)


def test_articles_without_events_are_those_of_which_nothing_is_in_events(warehouse: duckdb.DuckDBPyConnection) -> None:
    (query,) = (query for heading, query in QUESTIONS.items() if heading.startswith("27."))
    titles = {title for _, _, title, _ in warehouse.execute(query).fetchall()}
    assert "United bombard Rovers in seven-goal thriller" in titles
    told = warehouse.execute("SELECT title FROM articles_with_events").fetchall()
    assert not titles & {title for (title,) in told}
