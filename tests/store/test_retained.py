"""Published files of before: how many are kept, and one of them before readers again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from stories import GROUPING

from warehouse.store.home import Home, StoreError
from warehouse.store.publication import held
from warehouse.store.publish import publish
from warehouse.store.rebuild import prepare
from warehouse.store.retained import keep_published, let_go, retained_files, switch_to


def published(home: Home, text: str, second: int) -> None:
    """As `publish` does it: keep, then put another in place."""
    aside = home.root / "aside"
    aside.write_text(text)
    os.utime(aside, (second, second))
    keep_published(home, most=2)
    aside.replace(home.published)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    for second, text in enumerate(("first", "second", "third", "fourth"), 1_700_000_000):
        published(made, text, second)
    return made


def test_the_last_few_are_kept_the_newest_first(home: Home) -> None:
    assert [one.path.read_text() for one in retained_files(home)] == ["third", "second"]
    assert home.published.read_text() == "fourth"
    assert retained_files(home)[0].name == "20231114T221322000000Z"


def test_a_kept_file_goes_before_readers_and_is_held(home: Home) -> None:
    reader = home.published.open()
    chosen = switch_to(home, retained_files(home)[1].name)
    assert (home.published.read_text(), held(home), reader.read()) == ("second", chosen.name, "fourth")
    reader.close()
    assert [one.path.read_text() for one in retained_files(home)] == ["fourth", "third", "second"]
    home.published.write_text("a client wrote")
    assert chosen.path.read_text() == "second"
    let_go(home)
    assert held(home) is None


def test_a_run_says_that_readers_keep_a_former_file(home: Home) -> None:
    chosen = switch_to(home, retained_files(home)[1].name)
    told: list[str] = []
    publish(home, told.append)
    assert home.published.read_text() == "second"
    assert len(told) == 1
    assert chosen.name in told[0]
    assert "dateline rollback --latest" in told[0]


def test_a_held_file_does_not_stand_in_for_a_build_that_is_gone(home: Home) -> None:
    """It is older than what was built; the lake has all of it."""
    _ = switch_to(home, retained_files(home)[1].name)
    told: list[str] = []
    _ = prepare(home, "r1", GROUPING, told.append)
    assert "the build file is missing" in told[0]


@pytest.mark.parametrize("name", ["2019", "2023"])
def test_a_name_must_mean_one_file(home: Home, name: str) -> None:
    with pytest.raises(StoreError, match="20231114T221322000000Z, 20231114T221321000000Z"):
        switch_to(home, name)


def test_none_are_kept_where_none_are_wanted(home: Home) -> None:
    keep_published(home, most=0)
    assert retained_files(home) == []
