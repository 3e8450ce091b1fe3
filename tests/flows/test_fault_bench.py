"""The bench of faults on three small articles: a run is killed at chosen steps, and has a wrong clock."""

from __future__ import annotations

import random

import pytest

from benchmarks.faults import company, kills
from benchmarks.faults.bench import Bench
from benchmarks.faults.stories import PLAIN


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("faults"), PLAIN)


def test_a_run_killed_at_chosen_steps_heals(bench: Bench) -> None:
    fault, kinds = kills.kill_at_steps(bench, 2)
    assert (fault.tried, fault.struck, fault.fallen) == (2, 2, [])
    assert kinds.total() == 2


def test_a_run_under_a_wrong_clock_keeps_what_came_last(bench: Bench) -> None:
    fault = company.turn_clock(bench, 1, random.Random(1))
    assert (fault.tried, fault.fallen) == (2, [])


def test_the_bench_sees_what_is_lost_and_what_is_left_lying(bench: Bench) -> None:
    home = bench.copied(bench.base)
    assert bench.left_whole(home) == bench.clutter(home) == []
    assert "; articles 2/3: " in bench.among(home, [bench.after])[0]
    (home / "lake" / "runs" / ".half.tmp").touch()
    assert bench.clutter(home) == ["left lying: .half.tmp"]
