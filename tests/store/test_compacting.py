"""Packs hold the same packages in fewer folders: a rebuild gives the same rows, and a kill loses and doubles none."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from stories import GROUPING, Story, batch

from flows.tidying import put_together
from warehouse.schema.tables import TABLES
from warehouse.store import (
    Home,
    StoreError,
    committed_packages,
    merge_packages,
    publish,
    quarantine_run,
    rebuild,
    withdraw_articles,
    write_package,
)
from warehouse.store import compacting as module
from warehouse.store.compacting import compact, groups_of, undo_compacting
from warehouse.store.damage import lake_concerns
from warehouse.store.database import open_build
from warehouse.store.incoming import load_incoming
from warehouse.store.packages import Package, PackageDamagedError
from warehouse.store.packs import INDEX, MEMBER, PackDamagedError, pack_folders
from warehouse.store.sequence import place_runs
from warehouse.store.sharing import agree

DAY = datetime(2021, 8, 9, 6, tzinfo=UTC)
KUNDUZ = "Armed men seized the town of Kunduz on Sunday, residents said."
TOLD = "Armed men entered Taloqan on Sunday, said a driver who saw it."


def held(name: str, sentence: str, uri: str, **said: object) -> Story:
    place = "Taloqan" if "Taloqan" in sentence else "Kunduz"
    return Story(name, (sentence,), place, extra={"raw_uri": uri, "raw_locator": None, "external_id": uri, **said})


def commit(home: Home, day: int, *batches: dict[str, pl.DataFrame]) -> None:
    for number, frames in enumerate(batches):
        moment = DAY + timedelta(days=day, seconds=number)
        name = f"r{day}-{number:03d}"
        write_package(home, name, frames, run_id=f"r{day}", written_at=moment, sequence=max(day - 1, 0))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Runs with copies, an edited file, a better text, rejects, and a withdrawal."""
    home = Home(tmp_path_factory.mktemp("filled")).ensure()
    refused = pl.DataFrame({"stage": ["read"], "rule": ["empty"], "message": ["no text"], "raw_uri": ["in/e.txt"]})
    older = batch(held("again", KUNDUZ.replace("said", "told a paper"), "in/b.txt"))
    older["articles"] = older["articles"].drop("external_id")  # a column that this package lacks
    runs = (
        (
            batch(
                held("kunduz", KUNDUZ, "in/a.txt"), held("gone", KUNDUZ.replace("residents", "villagers"), "in/d.txt")
            ),
            older,
        ),
        (batch(held("copy", KUNDUZ, "in/c.txt")), {"rejected_records": refused}),
        (batch(held("edited", TOLD, "in/a.txt")),),
        (batch(held("copy", KUNDUZ + " Two were hurt.", "in/c.txt")),),
    )
    for day, batches in enumerate(runs, 1):
        commit(home, day, *batches)
        merge_packages(home, f"r{day}", GROUPING)
        publish(home)
    with open_build(home) as connection:
        gone = [Story("gone").article_id]
        withdraw_articles(home, connection, gone, who="jd", reason="a hoax", run_id="w1", made_at=DAY)
    return home


@pytest.fixture
def filled(template: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(template.root, tmp_path / "home")))


def listed(home: Home) -> list[tuple[object, ...]]:
    return [
        (package.package_id, package.run_id, package.written_at, package.sequence, package.rows)
        for package in committed_packages(home)
    ]


def rows_of_rebuild(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a rebuild, with runs and times; left out is when and by whom it was made anew."""
    rebuild(home, "anew", GROUPING)
    stamps = {"packages": "EXCLUDE (merged_at)", "check_results": "EXCLUDE (checked_at)"}
    with open_build(home) as connection:
        return {
            name: connection.execute(
                f"SELECT * {stamps.get(name, '')} FROM {table.qualified_name} ORDER BY ALL"
            ).fetchall()
            for name, table in TABLES.items()
        }


def test_a_rebuild_from_packs_is_the_same(filled: Home) -> None:
    before = rows_of_rebuild(filled)
    assert len(before["articles"]) == 3
    assert before["rejected_records"]
    assert len(before["event_ids"]) > 1
    assert len(list(filled.event_ids.iterdir())) > 1
    done = compact(filled)
    assert (done.packages_before, done.packages_now, done.packs_now) == (6, 0, 1)
    assert len(list(filled.event_ids.iterdir())) == 1
    assert rows_of_rebuild(filled) == before
    assert merge_packages(filled, "next", GROUPING).packages == 0

    commit(filled, 5, batch(held("new", TOLD.replace("driver", "baker"), "in/f.txt")))
    assert merge_packages(filled, "r5", GROUPING).new_articles == 1
    beside = rows_of_rebuild(filled)
    assert compact(filled).packs_now == 1  # one alone makes no pack
    undo_compacting(filled)
    assert (len(list(filled.packages.iterdir())), pack_folders(filled)) == (7, [])
    assert rows_of_rebuild(filled) == beside


def test_a_run_is_taken_out_of_a_pack(filled: Home) -> None:
    compact(filled)
    before = listed(filled)
    assert len(pack_folders(filled)) == 1
    assert quarantine_run(filled, "r2") == 2
    assert quarantine_run(filled, "r2") == 0
    assert sorted(path.name for path in filled.quarantine.iterdir()) == ["r2-000", "r2-001"]
    assert "r2" not in {package.run_id for package in committed_packages(filled)}
    for folder in filled.quarantine.iterdir():  # brought back
        _ = folder.rename(filled.packages / folder.name)
    assert listed(filled) == before


def test_a_kill_between_pack_and_folders_doubles_nothing(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listed(filled)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "fsync_path", killed)
        with pytest.raises(KeyboardInterrupt):
            compact(filled)
    assert pack_folders(filled) == []
    with monkeypatch.context() as patch:
        patch.setattr(module, "remove_folder", killed)
        with pytest.raises(KeyboardInterrupt):
            compact(filled)
    assert (len(list(filled.packages.iterdir())), len(pack_folders(filled))) == (6, 1)
    assert listed(filled) == before
    assert compact(filled).packages_now == 0
    assert listed(filled) == before


def test_what_is_damaged_is_named_and_stays(filled: Home) -> None:
    file = filled.packages / "r1-001" / "articles.parquet"
    kept = file.read_bytes()
    pl.read_parquet(file).clear().write_parquet(file)
    with pytest.raises(PackageDamagedError, match=r"r1-001.*articles.parquet has 0 rows, not 1"):
        compact(filled)
    assert len(list(filled.packages.iterdir())) == 6
    _ = file.write_bytes(kept)
    compact(filled)
    (pack,) = pack_folders(filled)
    _ = (filled.packs / ".DS_Store").write_bytes(b"")  # what file managers leave
    assert list(lake_concerns(filled)) == []
    _ = (pack / INDEX).write_bytes((pack / INDEX).read_bytes()[:-30])
    with pytest.raises(PackDamagedError, match="move it out of the lake"):
        committed_packages(filled)
    assert [concern.found.startswith(str(pack)) for concern in lake_concerns(filled)] == [True]


def test_a_store_holds_no_packs(filled: Home, tmp_path: Path) -> None:
    compact(filled)
    with pytest.raises(StoreError, match="compact --undo"):
        agree(filled, lake=f"file://{tmp_path}/store")
    undo_compacting(filled)
    agree(filled, lake=f"file://{tmp_path}/store")
    with pytest.raises(StoreError, match="object store"):
        compact(filled)


def test_packs_are_bounded(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = committed_packages(filled)
    monkeypatch.setattr(module, "PACKAGES_OF_A_PACK", 4)
    assert [len(group) for group in groups_of(packages)] == [4, 2]
    monkeypatch.setattr(module, "ROWS_OF_A_PACK", 1)
    assert list(groups_of(packages)) == []


def test_thousands_of_packages_are_read_at_once(tmp_path: Path) -> None:
    names = [f"r{number:04d}" for number in range(1_200)]
    pl.DataFrame({"rejected_id": names, MEMBER: names}).write_parquet(tmp_path / "rejected_records.parquet")
    packages = [Package(name, name, DAY, tmp_path, {"rejected_records": 1}, is_packed=True) for name in names]
    with open_build(Home(tmp_path)) as connection:
        place_runs(connection, packages)
        load_incoming(connection, TABLES["rejected_records"], packages[:-1], dict.fromkeys(names, DAY))
        right = "count_if(_run_id = rejected_id AND _package_id = rejected_id)"
        counted = connection.execute(f"SELECT count(*), {right} FROM incoming_rejected_records").fetchall()
        assert counted == [(1_199, 1_199)]


@pytest.mark.parametrize(("least", "packs"), [(0, 0), (4, 0), (3, 1)])
def test_the_night_puts_small_packages_together_where_there_are_many(home: Home, least: int, packs: int) -> None:
    commit(home, 1, *(batch(held(name, KUNDUZ, f"in/{name}.txt")) for name in "abc"))
    done = put_together(home, least)
    assert len(pack_folders(home)) == packs
    assert (done.words if done else "") == (
        "folders of single packages: 0 (3 before); packs: 1 (0 before)" if packs else ""
    )
