"""A document that takes too long is ended and rejected, in whatever thread it is in work."""

from __future__ import annotations

import re
import threading
import time
from contextlib import AbstractContextManager
from pathlib import Path

import polars as pl
import pytest

from flows import spooling
from flows.spooling import Spool
from flows.time_limits import processor_limit
from transforms.limits import OutOfTimeError
from transforms.prepare import articles as preparing
from transforms.prepare import prepare_documents
from warehouse.schema.record_keys import FieldNames
from warehouse.sources import Document, Rejected, SourceFile, documents_frame

SOON = 0.1


def _short(size: int) -> AbstractContextManager[None]:
    del size
    return processor_limit(SOON)


def _turn() -> None:
    while True:
        pass


def _turn_stubbornly() -> None:
    """As libraries do that take whatever is raised for a failed try."""
    for _ in range(2):
        try:
            _turn()
        except:  # noqa: E722
            continue


def _backtrack() -> None:
    re.match(r"(a|aa)+$", "a" * 60 + "b")


@pytest.mark.parametrize("work", [_turn, _backtrack], ids=["loop", "regular expression"])
def test_work_without_end_is_ended(work: object) -> None:
    with pytest.raises(OutOfTimeError, match="0 s"), processor_limit(SOON):
        work()  # type: ignore[operator]


def test_what_swallows_the_limit_is_struck_again() -> None:
    started = time.process_time()
    with processor_limit(SOON):
        try:
            _turn_stubbornly()
        except OutOfTimeError:
            pytest.fail("the first strikes were swallowed")
    assert time.process_time() - started > SOON + 0.5  # the timer counts by ticks, so some of a second may be missing


def test_work_in_another_thread_is_ended_and_the_thread_goes_on() -> None:
    told: list[str] = []

    def run() -> None:
        try:
            with processor_limit(SOON):
                _turn()
        except OutOfTimeError as error:
            told.append(f"out of time after {error.seconds}")
        with processor_limit(30):
            told.append("went on")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    assert told == ["out of time after 0.1", "went on"]


def test_waiting_costs_no_time() -> None:
    with processor_limit(SOON):
        time.sleep(2 * SOON)


def test_a_document_that_is_not_done_in_time_is_rejected_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["Ferries stopped on Monday.", "Hang here.", "Trains ran on Tuesday."]
    read = preparing._article_row

    def slow(document: dict[str, object], names: FieldNames) -> dict[str, object]:
        if b"Hang" in document["payload"]:  # type: ignore[operator]
            _turn()
        return read(document, names)

    monkeypatch.setattr(preparing, "_article_row", slow)
    documents = [Document(f"{n}.txt", None, "text", "0", text.encode()) for n, text in enumerate(texts)]
    prepared = prepare_documents(documents_frame(documents), _short)
    assert prepared.articles.get_column("raw_uri").to_list() == ["0.txt", "2.txt"]
    assert prepared.rejected.select("raw_uri", "rule").rows() == [("1.txt", "too_slow")]
    assert "processor time" in prepared.rejected.item(0, "message")


def test_a_file_that_is_not_read_in_time_ends_with_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hanging(file: SourceFile, tally: object):  # type: ignore[no-untyped-def]
        del tally
        yield Document(file.uri, 1, "text", "0", b"Ferries stopped.")
        if file.uri == "slow.txt":
            _turn()

    monkeypatch.setattr(spooling, "read_documents", hanging)
    monkeypatch.setattr(spooling, "reading_limit", _short)
    files = [SourceFile(name, tmp_path / name, "0", 1) for name in ("slow.txt", "swift.txt")]
    spool = Spool(files, tmp_path / "spool", str(tmp_path), "run", 10)
    (job,) = spool.batches()
    assert pl.read_parquet(job.spool).get_column("uri").to_list() == ["slow.txt", "swift.txt"]
    assert [(one.uri, one.rule) for one in spool.refused] == [("slow.txt", "too_slow")]
    assert all(isinstance(one, Rejected) for one in spool.refused)
