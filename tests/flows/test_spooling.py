from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from french_stories import write_jsonl

from flows.spooling import Spool
from warehouse.sources import discover


def spool_of(folder: Path, source: Path, **limits: int) -> Spool:
    sizes = {"batch_size": 100} | limits
    return Spool(discover([str(source)]), folder / "spool", str(folder / "home"), "run", **sizes)


def numbered(count: int, text: str = "A short text.") -> list[dict[str, object]]:
    return [{"id": number, "text": text} for number in range(count)]


def test_batches_hold_at_most_so_many_documents_and_lose_none(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", numbered(7))

    jobs = list(spool_of(tmp_path, source, batch_size=3).batches())

    assert [job.documents for job in jobs] == [3, 3, 1]
    rows = pl.concat([pl.read_parquet(job.spool) for job in jobs])
    assert rows.get_column("record_number").to_list() == [1, 2, 3, 4, 5, 6, 7]


def test_long_documents_close_a_batch_early(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", numbered(4, "x" * 1000))

    jobs = list(spool_of(tmp_path, source, batch_bytes=2000).batches())

    assert [job.documents for job in jobs] == [2, 2]


def test_a_batch_is_written_when_it_is_asked_for_and_not_before(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", numbered(50))
    jobs = spool_of(tmp_path, source, batch_size=1).batches()

    next(jobs)

    assert len(list((tmp_path / "spool").iterdir())) == 1


def test_a_file_of_broken_records_is_told_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.spooling.REFUSED_AT_ONCE", 4)
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": 1, "te\n' * 10, encoding="utf-8")
    spool, told = spool_of(tmp_path, source), []
    spool.overflows = lambda: told.append(len(spool.refused)) or spool.refused.clear()
    assert list(spool.batches()) == []
    assert (told, len(spool.refused), spool.files_read[0].rejected) == ([4, 4], 2, 10)


def test_a_batch_that_is_done_takes_no_room(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    first, _ = (write_jsonl(tmp_path / f"in/{name}.jsonl", numbered(3)) for name in "ab")
    spool = spool_of(tmp_path, first.parent, batch_size=2)
    jobs = list(spool.batches())
    for job in (*jobs[0].halves(), jobs[2]):
        spool.end(job.name, job.documents)
    assert [path.name for path in (tmp_path / "spool").iterdir()] == ["run-0002.parquet"]
    assert spool.settled() == []
    spool.end(jobs[1].name, 2)
    assert [read.file.uri for read in spool.settled()] == [first.as_posix()]


def test_what_can_not_be_read_is_kept_and_the_file_counted(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": 1, "text": "Good."}\n{"id": 2, "te\n{"id": 3, "text": "Good."}\n', encoding="utf-8")
    spool = spool_of(tmp_path, source)

    assert [job.documents for job in spool.batches()] == [2]
    assert [(one.uri, one.record_number) for one in spool.refused] == [(source.as_posix(), 2)]
    assert [(read.documents, read.rejected) for read in spool.files_read] == [(2, 1)]
