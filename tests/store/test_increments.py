"""What a merge does to the rows that it touches equals what making everything anew gives."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from stories import GROUPING, Story, batch

from warehouse.schema.tables import ALL_TABLES
from warehouse.store import Home, merge_packages, rebuild, write_package
from warehouse.store.checks import run_checks
from warehouse.store.crowds import CROWD
from warehouse.store.database import open_build
from warehouse.store.packages import committed_packages

START = datetime(2021, 9, 1, 6, tzinfo=UTC)
STAMPS = ("_run_id", "run_id", "merged_at", "checked_at")
NAMES = tuple("abcdefghijklmnop")
COUNCIL = "Shopkeepers of three streets told the council that the market would open late for the rest of the month."


@pytest.fixture(autouse=True)
def only_what_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much of these small archives a run touches, it works on that alone."""
    monkeypatch.setattr("warehouse.store.touched.WHOLE_FROM", 1e9)


def tables(home: Home) -> dict[str, list[dict[str, object]]]:
    with open_build(home) as connection:
        found = {}
        for table in ALL_TABLES:
            kept = [name for name in table.column_names if name not in STAMPS]
            rows = connection.sql(f"SELECT {', '.join(kept)} FROM {table.qualified_name}").pl().to_dicts()
            found[table.name] = sorted(rows, key=str)
    return found


def drawn(chance: random.Random) -> Story:
    """An article known or new, as it was or changed; some come in a file that held another, some too early to know."""
    place = chance.choice(("Kunduz", "Taloqan"))
    town = chance.choice((place, place, "the valley"))
    sentence = f"Armed men {chance.choice(('entered', 'left'))} {town} on Sunday, as a driver and two guards said."
    file = chance.choice(NAMES[:6])
    extra = {"raw_uri": f"in/{file}.txt", "external_id": file}
    return Story(
        chance.choice(NAMES),
        (sentence,) * chance.randint(1, 2)
        if chance.random() < 0.9
        else (sentence, sentence.replace("a driver", "a baker")),
        place,
        published=date(2021, 8, chance.choice((3, 8, 9))),
        deaths=chance.choice((None, None, 2, 5)),
        actor=chance.choice((None, "Northern Front", "River League")),
        filler=chance.choice(("", COUNCIL)),
        extra=extra if chance.random() < 0.5 else {},
    )


@pytest.mark.parametrize(("seed", "crowd"), [(0, CROWD), (1, CROWD), (2, CROWD), (3, 1), (4, 2)])
def test_increments_equal_a_rebuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, crowd: int) -> None:
    monkeypatch.setattr("warehouse.store.crowds.CROWD", crowd)
    chance = random.Random(seed)
    home = Home(tmp_path / "home").ensure()
    for day in range(5):
        run = f"r{day}"
        for number in range(chance.randint(1, 3)):
            stories = {story.name: story for story in (drawn(chance) for _ in range(chance.randint(1, 4)))}
            moment = START + timedelta(days=day, seconds=number)
            write_package(home, f"{run}-{number}", batch(*stories.values()), run_id=run, written_at=moment)
        merge_packages(home, run, GROUPING)
        found = tables(home)
        with open_build(home) as connection:
            results = run_checks(connection, run)
        assert [check for check in results if check.severity == "error" and check.failing_rows] == []
        assert tables(home) == found, f"day {day}: checking every row finds something else"

    rebuild(home, "anew", GROUPING)
    anew = tables(home)
    for name, rows in found.items():
        assert rows == anew[name], name


def test_a_warning_stays_until_its_article_comes_again(home: Home) -> None:
    early = Story("early", published=date(2021, 8, 3))
    rule = "event_mentions: what happened is not dated after its publication"
    failing: list[int] = []
    for day, story in enumerate((early, Story("other"), Story("early", published=date(2021, 8, 8)))):
        write_package(home, f"p{day}", batch(story), run_id=f"r{day}", written_at=START + timedelta(days=day))
        report = merge_packages(home, f"r{day}", GROUPING)
        failing.append(sum(check.failing_rows for check in report.failed_checks if check.name == rule))
    assert failing == [1, 1, 0]


def test_an_error_makes_the_next_merge_look_at_everything(home: Home) -> None:
    write_package(home, "p0", batch(Story("a")), run_id="r0", written_at=START)
    merge_packages(home, "r0", GROUPING)
    with open_build(home) as connection:
        connection.execute("UPDATE event_mentions SET location_id = 'geonames:0'")
        run_checks(connection, "r0")
        connection.execute("UPDATE event_mentions SET location_id = 'geonames:1135689'")
    write_package(home, "p1", batch(Story("b")), run_id="r1", written_at=START + timedelta(days=1))
    assert merge_packages(home, "r1", GROUPING).failed_checks == ()


def test_what_an_unfinished_merge_left_is_checked_by_the_next(home: Home) -> None:
    write_package(home, "p0", batch(Story("a")), run_id="r0", written_at=START)
    merge_packages(home, "r0", GROUPING)
    with open_build(home) as connection:  # as a kill between two turns leaves it
        connection.execute("DELETE FROM meta.check_results")
        connection.execute("UPDATE entities SET mention_count = 77")
    write_package(home, "p1", batch(Story("b", actor=None)), run_id="r1", written_at=START + timedelta(days=1))
    merge_packages(home, "r1", GROUPING)
    with open_build(home) as connection:
        assert connection.execute("SELECT mention_count FROM entities").fetchall() == [(1,)]


def test_packages_that_are_merged_are_not_read(home: Home) -> None:
    write_package(home, "p0", batch(Story("a")), run_id="r0", written_at=START)
    folder = write_package(home, "p1", batch(Story("b")), run_id="r0", written_at=START)
    (folder / "package.json").write_text("not JSON", encoding="utf-8")
    assert [package.package_id for package in committed_packages(home, leaving_out={"p1"})] == ["p0"]
