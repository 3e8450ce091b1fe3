"""Groups of copies kept up to date turn by turn are those that comparing all articles at once would give."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from stories import GROUPING, Story, batch

from transforms.duplicates import Signed, group_duplicates
from warehouse.store import Grouping, Home, merge_packages, write_package
from warehouse.store.database import frame, open_build

DAY = datetime(2021, 8, 9, 6, tzinfo=UTC)
WORDS = "river bridge market council soldier road school harvest train station winter border valley minister".split()


def wire(number: int) -> str:
    chooser = random.Random(number)
    return " ".join(f"{chooser.choice(WORDS)}{chooser.randrange(60)}" for _ in range(80))


def story(name: str, number: int, day: int) -> Story:
    """An article of the file of that name, whose id follows its text as that of anonymous files does."""
    text = wire(number % 5) if number % 3 else wire(number % 5) + " " + wire(number % 4)
    identity = f"{name} {number}" if name.startswith("anonymous") else name
    return Story(
        identity, filler=text, published=date(2021, 8, 1 + number % 9), deaths=day, extra={"raw_uri": f"{name}.txt"}
    )


def load(home: Home, day: int, *batches: list[Story], grouping: Grouping = GROUPING) -> None:
    for number, stories in enumerate(batches):
        moment = DAY + timedelta(days=day, seconds=number)
        write_package(home, f"r{day}-{number:03d}", batch(*stories), run_id=f"r{day}", written_at=moment)
    merge_packages(home, f"r{day}", grouping)


def kept_and_wanted(home: Home) -> tuple[pl.DataFrame, pl.DataFrame]:
    with open_build(home) as connection:
        articles = frame(connection, "SELECT * FROM articles ORDER BY article_id")
        signatures = frame(connection, "SELECT * FROM meta.article_signatures ORDER BY article_id")
        bands = frame(connection, "SELECT * FROM meta.article_bands")
    kept = articles.select("article_id", "duplicate_group_id", "is_canonical")
    return kept, group_duplicates(Signed(signatures, bands), articles)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("representatives", [1, 2, 8])
def test_groups_are_those_of_comparing_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, representatives: int
) -> None:
    """With few representatives they change all the time, and groups that hung on one of them fall apart."""
    monkeypatch.setattr("transforms.duplicates.REPRESENTATIVES", representatives)
    monkeypatch.setattr("warehouse.store.copies.PAIRS_AT_A_TIME", 3)
    monkeypatch.setattr("warehouse.store.turns.ARTICLES_AT_A_TIME", 2)
    chooser = random.Random(seed)
    names = [f"anonymous{n}" for n in range(5)] + [f"named{n}" for n in range(5)]
    home = Home(tmp_path).ensure()
    grouped = 0
    for day in range(4):
        stories = [story(name, chooser.randrange(30), day) for name in chooser.sample(names, 5)]
        load(home, day, stories[:2], stories[2:], grouping=replace(GROUPING, representatives=representatives))
        kept, wanted = kept_and_wanted(home)
        assert kept.equals(wanted)
        grouped += kept.height - kept["duplicate_group_id"].n_unique()
    assert grouped > 0


def bulletin(name: str, facts: int) -> Story:
    """A report on one long template, whose few facts hardly show in its bands."""
    place = ("Alpur", "Bekond", "Corvat", "Dimrel")[facts]
    told = f"They went to {place} by car, then from {place}stadt on foot and past {place}burg after dark."
    template = " ".join(f"{one} {two} {three}" for one in WORDS for two in WORDS for three in ("here", "there"))
    return Story(name, filler=template + " " + told)


def test_a_group_is_made_anew_when_its_representative_is_displaced(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one representative and two bands, what is no copy of two copies parts them when it comes between."""
    monkeypatch.setattr("transforms.duplicates.REPRESENTATIVES", 1)
    monkeypatch.setattr("transforms.duplicates._BANDS", 2)
    monkeypatch.setattr("transforms.duplicates._fact_bands", lambda _slots: [])
    first, second, third = sorted(("one", "two", "three"), key=lambda name: Story(name).article_id)
    grouping = replace(GROUPING, representatives=1)
    steps = (
        ([bulletin(second, 0), bulletin(third, 0)], 1),
        ([bulletin(first, 1)], 3),
        ([Story(first, filler="Something else was printed in its place on the next day.")], 2),
    )
    for day, (stories, groups) in enumerate(steps):
        load(home, day, stories, grouping=grouping)
        kept, wanted = kept_and_wanted(home)
        assert kept.equals(wanted)
        assert kept["duplicate_group_id"].n_unique() == groups


def test_a_group_falls_apart_when_the_copy_between_changes(home: Home) -> None:
    base = " ".join(f"{word}{n}" for n, word in enumerate(WORDS * 20)).split()
    first, last = Story("a", ("Armed men met.",), filler=" ".join(base[:180])), Story("b", filler=" ".join(base[110:]))
    between = Story("c", ("Armed men met.",), filler=" ".join(base[50:240]))
    load(home, 1, [first, last, between])
    kept, _ = kept_and_wanted(home)
    assert kept["duplicate_group_id"].n_unique() == 1
    load(home, 2, [Story("c", filler="Something else was printed in its place on the next day.")])
    kept, wanted = kept_and_wanted(home)
    assert kept.equals(wanted)
    assert kept["duplicate_group_id"].n_unique() == 3
