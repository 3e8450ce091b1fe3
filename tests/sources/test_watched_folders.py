"""Files of a watched folder that are not whole yet: left for a later run, and told."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from warehouse.sources import discover
from warehouse.sources.digests import KnownDigests
from warehouse.sources.model import LeftAlone, SourceFile

NOW = 1_700_000_000.0


def write(path: Path, age: float) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("The council met on Monday and agreed on a budget.", "utf-8")
    os.utime(path, (NOW - age, NOW - age))
    return path


def names(files: list[SourceFile]) -> list[str]:
    return [Path(file.uri).name for file in files]


@pytest.mark.parametrize("name", ["a.txt.part", "a.jsonl.crdownload", "B.TMP", "~$report.docx", "feed.xml.filepart"])
def test_unfinished_names_are_passed_over_in_folders_and_patterns_and_read_where_they_are_named(
    tmp_path: Path, name: str
) -> None:
    unfinished, _ = write(tmp_path / name, 100), write(tmp_path / "part.txt", 100)
    for source in (tmp_path, tmp_path / "*"):
        left = LeftAlone()
        assert names(discover([str(source)], left=left)) == ["part.txt"]
        assert left.unfinished == [unfinished.as_posix()]
    assert names(discover([str(unfinished)])) == [name]


def test_a_file_that_was_written_to_just_now_is_left_where_that_is_asked_for(tmp_path: Path) -> None:
    fresh, _, _ = (write(tmp_path / f"{name}.txt", age) for name, age in (("fresh", 3), ("old", 60), ("ahead", -9e6)))
    left = LeftAlone()
    assert names(discover([str(tmp_path)], settled_before=NOW - 10, left=left)) == ["ahead.txt", "old.txt"]
    assert left.unsettled == [fresh.as_posix()]
    assert len(discover([str(tmp_path)])) == 3


def test_a_file_that_grows_while_it_is_looked_at_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grows, _ = write(tmp_path / "grows.txt", 60), write(tmp_path / "whole.txt", 60)
    finding = sys.modules["warehouse.sources.discover"]
    before = finding.hash_file

    def hash_file(path: Path, uri: str, known: KnownDigests) -> SourceFile:
        hashed = before(path, uri, known)
        if path == grows:
            with path.open("a") as more:
                more.write(" And more.")
        return hashed

    monkeypatch.setattr(finding, "hash_file", hash_file)
    left = LeftAlone()
    assert names(discover([str(tmp_path)], left=left)) == ["whole.txt"]
    assert left.unsettled == [grows.as_posix()]


def test_a_digest_is_made_again_for_what_was_written_to_and_only_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.sources.digests._SETTLED_NS", -1)  # what was written just now counts as settled
    kept, edited = write(tmp_path / "in" / "kept.txt", 60), write(tmp_path / "in" / "edited.txt", 60)
    known = KnownDigests.load(tmp_path / "digests.parquet")
    before = {file.uri: file.sha256 for file in discover([str(tmp_path / "in")], digests=known)}
    known.save()
    text = edited.read_text("utf-8").replace("Monday", "Sunday")
    edited.write_text(text, "utf-8")
    os.utime(edited, (NOW - 60, NOW - 60))  # the same size and time as before

    opened: list[str] = []
    original = Path.open

    def noted(self: Path, *args: Any, **more: Any) -> Any:
        opened.append(self.name)
        return original(self, *args, **more)

    monkeypatch.setattr(Path, "open", noted)
    after = {
        file.uri: file.sha256
        for file in discover([str(kept.parent)], digests=KnownDigests.load(tmp_path / "digests.parquet"))
    }

    assert after[str(kept)] == before[str(kept)]
    assert after[str(edited)] != before[str(edited)]
    assert "edited.txt" in opened
    assert "kept.txt" not in opened


def test_a_digest_of_a_file_that_was_written_to_just_now_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "fresh.txt"
    file.write_text("The council met.", "utf-8")
    known = KnownDigests(tmp_path / "digests.parquet")
    assert discover([str(file)], digests=known)[0].sha256
    assert known.of(file.stat()) is None


@pytest.mark.parametrize("panics", [False, True])
def test_digests_that_are_damaged_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, panics: bool) -> None:
    """Of some damage the library tells by a panic, which is no `Exception`."""
    kept = tmp_path / "digests.parquet"
    kept.write_bytes(b"PAR1 and no more")

    def read(*_: object, **__: object) -> pl.DataFrame:
        raise pl.exceptions.PanicException("out of range")

    if panics:
        monkeypatch.setattr(pl, "read_parquet", read)
    known = KnownDigests.load(kept)
    assert known.of(write(tmp_path / "old.txt", 60).stat()) is None
