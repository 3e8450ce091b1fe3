"""A lake on an object store, spoken to as on S3: what one machine codes, another merges."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from french_stories import write_story
from test_invariance import unstamped

from flows.asking import ask
from flows.core import run_pipeline
from flows.errors import DatelineError
from flows.rebuilding import rebuild_warehouse
from flows.settings import RunSettings
from warehouse.store.home import Home, StoreError
from warehouse.store.lake import (
    MANIFEST,
    Store,
    drop_record,
    exchange,
    fetch_packages,
    opened,
    others_wrote,
    send_package,
    set_package_aside,
    share_file,
)
from warehouse.store.packages import committed_packages, quarantine_run, write_package
from warehouse.store.sharing import agree

pytest.importorskip("obstore")

#: The rows of a package: one file that gave nothing.
REFUSED = {
    "rejected_records": pl.DataFrame(
        {"stage": ["read"], "rule": ["empty"], "message": ["no text"], "raw_uri": ["in/a.txt"]}
    )
}


@pytest.fixture
def lake(s3_bucket: str, tmp_path: Path) -> str:
    return f"{s3_bucket}/{tmp_path.name}"


def rows(home: Path, table: str) -> list[dict[str, object]]:
    frame: pl.DataFrame = ask(home, f"SELECT * FROM {table} ORDER BY ALL")
    return unstamped(frame).to_dicts()


def test_what_one_machine_adds_another_has_in_its_next_run(settings: RunSettings, lake: str, tmp_path: Path) -> None:
    asked = replace(settings, lake=lake)
    other = replace(settings, home=tmp_path / "other", lake=lake)
    first = run_pipeline(asked)

    assert run_pipeline(other).documents == 0
    assert first.run_id in {str(row["run_id"]) for row in ask(other.home, "FROM meta.runs").to_dicts()}
    write_story(Path(settings.sources[0]), "Metz")
    run_pipeline(replace(other, lake=None))  # the home knows its lake
    run_pipeline(asked)
    for table in ("articles", "meta.article_sources", "meta.source_files"):
        assert rows(settings.home, table) == rows(other.home, table), table
    assert ask(settings.home, "SELECT count(*) AS n FROM articles WHERE title LIKE '%Metz%'").item() == 1


def test_a_home_brings_its_packages_in_and_a_bad_run_is_out_for_all(
    settings: RunSettings, lake: str, tmp_path: Path
) -> None:
    first = run_pipeline(settings)
    write_story(Path(settings.sources[0]), "Metz")
    second = run_pipeline(replace(settings, lake=lake))
    rebuild_warehouse(settings.home, (second.run_id,))
    run_pipeline(replace(settings, home=tmp_path / "other", lake=lake, sources=(str(_some_story(settings)),)))

    articles = rows(tmp_path / "other", "articles")
    assert len(articles) == first.articles
    assert articles == rows(settings.home, "articles")


def _some_story(settings: RunSettings) -> Path:
    return Path(settings.sources[0]) / "lyon.txt"


def test_of_two_that_commit_one_package_the_first_counts(s3_bucket: str, tmp_path: Path) -> None:
    store = Store(f"{s3_bucket}/twice")
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        pl.DataFrame({"n": [number]}).write_parquet(folder / "articles.parquet")
        said = {"package_id": "p", "run_id": "r", "written_at": "2024-01-01T00:00:00+00:00", "rows": {"articles": 1}}
        (folder / MANIFEST).write_text(json.dumps(said))
        send_package(store, "p", folder)
    store.write("packages/half/0123/articles.parquet", b"not committed")
    home = Home(tmp_path / "home")
    agree(home, f"{s3_bucket}/twice", None)
    fetch_packages(home)

    (package,) = committed_packages(home)
    assert pl.read_parquet(package.folder / "articles.parquet").item() == 1
    assert len(store.folders("packages/p")) == 1


def test_a_file_that_a_run_lends_is_read_by_its_url(s3_bucket: str, tmp_path: Path) -> None:
    path = tmp_path / "batch.parquet"
    pl.DataFrame({"n": [7]}).write_parquet(path)
    url = share_file(Store(f"{s3_bucket}/lent"), path, "run/batch.parquet")

    assert pl.read_parquet(opened(url)).item() == 7
    assert opened(str(path)) == str(path)


def test_a_record_that_is_dropped_does_not_come_back(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    agree(home, f"file://{tmp_path}/lake")
    path = home.runs / "20240101T000000-0000.json"
    path.write_text("{}", encoding="utf-8")
    exchange(home)
    drop_record(home, path)
    drop_record(home, path)
    exchange(home)

    assert not path.exists()
    assert not others_wrote(home)


def test_a_run_that_one_machine_takes_out_leaves_the_others(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name).ensure() for name in ("one", "other")]
    for home in homes:
        agree(home, f"file://{tmp_path}/lake")
    for run in ("r1", "r2"):
        write_package(homes[0], f"{run}-000", REFUSED, run_id=run)
    for home in homes:
        assert len(committed_packages(home)) == 2
    set_package_aside(homes[0], "r2-000")  # a kill came before the home's own folder was moved
    assert quarantine_run(homes[0], "r2") == 1
    exchange(homes[1])

    for home in homes:
        assert [package.run_id for package in committed_packages(home)] == ["r1"]
        assert [path.name for path in home.quarantine.iterdir()] == ["r2-000"]
    assert (others_wrote(homes[0]), others_wrote(homes[1])) == (False, True)


def test_what_a_kill_left_of_a_package_in_the_store_is_sent_again(tmp_path: Path) -> None:
    home, store = Home(tmp_path / "home").ensure(), Store(f"file://{tmp_path}/lake")
    package = write_package(home, "r1-000", REFUSED, run_id="r1")
    store.write("packages/r1-000/cut/rejected_records.parquet", package / "rejected_records.parquet")
    agree(home, store.url)
    exchange(home)

    assert store.holds(f"packages/r1-000/{MANIFEST}")


def test_records_that_came_are_remembered_whatever_fails_after_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [Home(tmp_path / name).ensure() for name in ("one", "other")]
    (homes[0].runs / "20240101T000000-0000.json").write_text("{}", encoding="utf-8")
    for home in homes:
        agree(home, f"file://{tmp_path}/lake")
    exchange(homes[0])
    read = Store.read

    def fail(store: Store, key: str) -> bytes | None:
        _ = read(store, key)
        raise StoreError("the network went away")

    monkeypatch.setattr(Store, "read", fail)
    with pytest.raises(StoreError, match="network"):
        exchange(homes[1])
    assert others_wrote(homes[1])


def test_a_run_that_is_in_the_store_alone_is_taken_out(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name).ensure() for name in ("one", "other")]
    for home in homes:
        agree(home, f"file://{tmp_path}/lake")
    for run in ("r1", "r2"):
        write_package(homes[0], f"{run}-000", REFUSED, run_id=run)

    assert rebuild_warehouse(homes[1].root, ("r2",)).packages_removed == 1
    assert [package.run_id for package in committed_packages(homes[1])] == ["r1"]


def test_a_bucket_that_is_not_there_ends_the_run_with_its_name(settings: RunSettings, s3_bucket: str) -> None:
    with pytest.raises(DatelineError, match="nowhere"):
        run_pipeline(replace(settings, lake=f"{s3_bucket.replace('news', 'nowhere')}/x"))


@pytest.mark.parametrize(
    ("lake", "lock", "said"),
    [
        ("s3://key:secret@news/x", None, "has a password"),
        (None, "postgresql://me:secret@host/db", "has a password"),
        ("ftp://news/x", None, "no URL of a lake"),
        ("s3://other/x", None, "this home's lake is s3://news/x"),
    ],
)
def test_what_a_home_shares_is_looked_at(tmp_path: Path, lake: str | None, lock: str | None, said: str) -> None:
    home = Home(tmp_path)
    agree(home, "s3://news/x", None)

    with pytest.raises(StoreError, match=said):
        agree(home, lake, lock)
    assert "secret" not in home.sharing.read_text()
