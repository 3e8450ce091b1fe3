"""Load packages are there whole or not at all, and only with rows that obey the declarations."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from stories import Story, batch

from warehouse.schema.frames import FrameError
from warehouse.store import Home, PackageError, committed_packages, remove_unfinished, write_package


def test_a_package_lists_its_rows(home: Home) -> None:
    moment = datetime(2021, 8, 9, tzinfo=UTC)
    folder = write_package(home, "r-001", batch(Story("a")), run_id="r", written_at=moment)
    (package,) = committed_packages(home)
    assert (package.package_id, package.run_id, package.written_at) == ("r-001", "r", moment)
    assert package.rows["articles"] == 1
    assert pl.read_parquet(folder / "articles.parquet")["external_id"].to_list() == ["a"]
    assert list(home.unfinished.iterdir()) == []


def test_writing_a_package_again_leaves_the_first(home: Home) -> None:
    write_package(home, "p", batch(Story("a")), run_id="r")
    write_package(home, "p", batch(Story("b")), run_id="r")
    (package,) = committed_packages(home)
    assert pl.read_parquet(package.folder / "articles.parquet")["external_id"].to_list() == ["a"]


def test_half_written_packages_are_not_seen_and_go(home: Home) -> None:
    (home.unfinished / "p.123").mkdir()
    (home.unfinished / "p.123" / "articles.parquet").write_bytes(b"PAR1")
    (home.root / ".warehouse.123.tmp").write_bytes(b"part")
    assert committed_packages(home) == []
    remove_unfinished(home)
    assert list(home.unfinished.iterdir()) == []
    assert not (home.root / ".warehouse.123.tmp").exists()


def test_a_mention_that_is_not_in_the_text_is_refused(home: Home) -> None:
    frames = batch(Story("a"))
    frames["place_mentions"] = frames["place_mentions"].with_columns(pl.col("start_char") + 1)
    with pytest.raises(PackageError, match="place_mentions: 1 rows where text is not at start_char"):
        write_package(home, "p", frames, run_id="r")
    assert committed_packages(home) == []


def test_values_outside_the_vocabulary_are_refused(home: Home) -> None:
    frames = batch(Story("a"))
    frames["event_mentions"] = frames["event_mentions"].with_columns(pl.lit("rumoured").alias("status"))
    with pytest.raises(PackageError, match=r"event_mentions.status: 1 rows are not one of"):
        write_package(home, "p", frames, run_id="r")


def test_mentions_need_their_articles(home: Home) -> None:
    frames = batch(Story("a"))
    del frames["articles"]
    with pytest.raises(PackageError, match="without the articles"):
        write_package(home, "p", frames, run_id="r")
    frames = batch(Story("a"))
    frames["articles"] = batch(Story("b"))["articles"]
    with pytest.raises(PackageError, match="rows where text is not at start_char"):
        write_package(home, "p", frames, run_id="r")


def test_unknown_tables_columns_and_names_are_refused(home: Home) -> None:
    with pytest.raises(PackageError, match="no package table is called events"):
        write_package(home, "p", {"events": pl.DataFrame()}, run_id="r")
    with pytest.raises(FrameError, match="has no column headline"):
        write_package(home, "p", {"articles": pl.DataFrame({"headline": ["x"]})}, run_id="r")
    with pytest.raises(PackageError, match="no package name"):
        write_package(home, "../p", {}, run_id="r")


def test_refusals_get_the_same_id_in_every_run(home: Home) -> None:
    row = pl.DataFrame({"stage": ["read"], "rule": ["empty"], "message": ["no text"], "raw_uri": ["in/a.txt"]})
    for run in ("r1", "r2"):
        write_package(home, run, {"rejected_records": pl.concat([row, row])}, run_id=run)
    frames = [pl.read_parquet(package.folder / "rejected_records.parquet") for package in committed_packages(home)]
    assert [frame.height for frame in frames] == [1, 1]
    assert len({frame["rejected_id"][0] for frame in frames}) == 1
    assert sorted(frame["run_id"][0] for frame in frames) == ["r1", "r2"]
