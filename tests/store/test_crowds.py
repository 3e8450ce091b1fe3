"""Many reports of one happening: linking costs what they are, and finds one event whoever leads."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stories import GROUPING, Story, batch

from warehouse.store import Home, merge_packages, write_package
from warehouse.store.database import open_build

LEADERS = 20
SYLLABLES = ("ba", "ko", "li", "mu", "ne", "so", "ta", "vi", "ru", "pe", "da", "ge", "hi", "jo", "wa")
NAMES = ["".join(three).title() for three in itertools.product(SYLLABLES, repeat=3)]


@pytest.fixture(autouse=True)
def small_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.store.crowds.CROWD", LEADERS)


def told_by(name: str) -> str:
    return f"Armed men seized the town of Kunduz on Sunday, {name} of the council said."


def articles(size: int) -> list[Story]:
    """Each tells of one event, through somebody else."""
    return [
        Story(
            name,
            (told_by(name),),
            title=f"{name} speaks",
            filler=" ".join(NAMES[(7 * number + step * step) % len(NAMES)] for step in range(40)),
        )
        for number, name in enumerate(NAMES[:size])
    ]


def merged(folder: Path, *stories: Story) -> tuple[list[tuple[int, int, int]], float]:
    """How many events, links and followers there are of the stories, and how long it took."""
    size = max(len(stories), len(stories[0].sentences))
    home = Home(folder / str(size)).ensure()
    write_package(home, "r", batch(*stories), run_id="r", written_at=datetime(2021, 9, 1, 6, tzinfo=UTC))
    started = time.process_time()
    merge_packages(home, "r", GROUPING)
    seconds = time.process_time() - started
    with open_build(home) as connection:
        counts = connection.execute("""
            SELECT (SELECT count(*) FROM events), (FROM event_links SELECT count(*)),
                   (FROM meta.event_blocks SELECT count(DISTINCT report_id) FILTER (follows))
        """).fetchall()
    return counts, seconds


def test_a_crowd_costs_what_its_reports_cost(tmp_path: Path) -> None:
    small, few_seconds = merged(tmp_path, *articles(400))
    large, seconds = merged(tmp_path, *articles(800))
    among_leaders = LEADERS * (LEADERS - 1) // 2
    assert small == [(1, among_leaders + 380 * LEADERS, 380)]
    assert large == [(1, among_leaders + 780 * LEADERS, 780)]
    assert seconds < 2.5 * max(few_seconds, 0.25)


def test_an_article_that_says_one_thing_over_and_over_costs_what_it_says(tmp_path: Path) -> None:
    small, few_seconds = merged(tmp_path, Story("long", tuple(map(told_by, NAMES[:400]))))
    large, seconds = merged(tmp_path, Story("long", tuple(map(told_by, NAMES[:800]))))
    assert (small[0][2], large[0][2]) == (380, 780)
    assert seconds < 2.5 * max(few_seconds, 0.25)
