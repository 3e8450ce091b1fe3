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


def merged(folder: Path, size: int) -> tuple[list[tuple[int, int, int]], float]:
    """Articles that tell of one event, each through somebody else: events, followers and links, and seconds it took."""
    stories = [
        Story(
            name,
            (f"Armed men seized the town of Kunduz on Sunday, {name} of the council said.",),
            title=f"{name} speaks",
            filler=" ".join(NAMES[(7 * number + step * step) % len(NAMES)] for step in range(40)),
        )
        for number, name in enumerate(NAMES[:size])
    ]
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
    small, few_seconds = merged(tmp_path, 400)
    large, seconds = merged(tmp_path, 800)
    among_leaders = LEADERS * (LEADERS - 1) // 2
    assert small == [(1, among_leaders + 380 * LEADERS, 380)]
    assert large == [(1, among_leaders + 780 * LEADERS, 780)]
    assert seconds < 2.5 * max(few_seconds, 0.25)
