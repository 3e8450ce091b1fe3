"""A run that goes on with a file behind one that was killed: nothing is prepared twice, and the rows are the same."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from french_stories import PLACES, STORY, write_jsonl

import flows.core
import flows.ingest
from flows.asking import ask
from flows.core import run_pipeline
from flows.outcome import BatchResult
from flows.rebuilding import rebuild_warehouse
from flows.settings import RunSettings
from flows.workers import InProcessWorker
from warehouse.store.home import Home
from warehouse.store.readings import Kept, Reading, forget_readings, note_reading, noted_readings

RECORDS = 24
TABLES = {
    "articles": "article_id, title, body, published_date, raw_locator, is_withdrawn_at_source",
    "meta.rejected_records": "rejected_id, rule, raw_locator",
    "meta.article_sources": "raw_uri, article_id, raw_locator",
    "meta.source_files": "uri, context_sha256, document_count, rejected_count",
}


class Killed(BaseException):
    """Stands for the kill: nothing of ours gets to run after it."""


def records() -> list[dict[str, object]]:
    """Articles, of which one has no text and one comes back older, edited and thirdly as it was."""
    told: list[dict[str, object]] = [
        {"id": number, "source": "gazette", "date": "2021-08-09", "text": STORY.format(place=f"Ville {number}")}
        for number in range(RECORDS)
    ]
    told[3] = {"id": 3, "source": "gazette", "text": "", "date": "2021-08-09"}
    told[8] = told[1] | {"date": "2021-08-01", "text": STORY.format(place="Ville 1, hier")}
    told[2] = told[0] | {"date": "2021-08-02", "text": STORY.format(place="Ville 0, hier")}
    return told


def rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: ask(home, f"SELECT {columns} FROM {table} ORDER BY ALL").rows() for table, columns in TABLES.items()}


def killed_after(batches: int, settings: RunSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    done = 0

    def ingest(worker: InProcessWorker, job: object) -> BatchResult:
        nonlocal done
        done += 1
        if done > batches:
            raise Killed
        return flows.ingest.ingest_batch(job)  # pyright: ignore[reportArgumentType]

    with monkeypatch.context() as context:
        context.setattr(InProcessWorker, "ingest", ingest)
        context.setattr(flows.core, "_record_failure", lambda *_: None)
        with pytest.raises(Killed):
            run_pipeline(settings)


@pytest.fixture
def big(tmp_path: Path) -> RunSettings:
    source = write_jsonl(tmp_path / "Extra! Extra! big.jsonl", records())
    return RunSettings((str(source),), home=tmp_path / "home", workers=1, batch_size=4)


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents each batch has to prepare."""
    counts: list[int] = []
    prepare = flows.ingest.prepare_documents

    def counted(documents: pl.DataFrame, *rest: object) -> object:
        counts.append(documents.height)
        return prepare(documents, *rest)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(flows.ingest, "prepare_documents", counted)
    return counts


@pytest.mark.parametrize(("kills", "kept"), [(1, 6), (2, 11)])
def test_a_run_goes_on_where_another_was_killed(
    big: RunSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: list[int], kills: int, kept: int
) -> None:
    for _ in range(kills):
        killed_after(2, big, monkeypatch)
    prepared.clear()

    outcome = run_pipeline(big)

    assert sum(prepared) == RECORDS - kept
    assert (outcome.documents, outcome.rejected + outcome.rejected_again) == (RECORDS, 1)
    assert any(f"{kept} documents not prepared again" in note for note in outcome.notes)
    assert not Home(big.home).readings.exists()
    whole = replace(big, home=tmp_path / "whole")
    run_pipeline(whole)
    assert rows(big.home) == rows(whole.home)
    assert run_pipeline(big).status == "unchanged"


def test_members_that_a_killed_run_brought_are_not_gone_from_their_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: list[int]
) -> None:
    archive = tmp_path / "week.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for place in PLACES:
            packed.writestr(f"{place}.txt", STORY.format(place=place))
        packed.writestr("others.jsonl", "".join(json.dumps(record) + "\n" for record in records()[4:8]))
    settings = RunSettings((str(archive),), home=tmp_path / "home", workers=1, batch_size=3)
    killed_after(3, settings, monkeypatch)
    prepared.clear()

    outcome = run_pipeline(settings)

    assert sum(prepared) == 2
    assert not any("marked" in note for note in outcome.notes)
    rebuild_warehouse(settings.home)  # it looks at the marks of all articles
    whole = replace(settings, home=tmp_path / "whole")
    run_pipeline(whole)
    assert rows(settings.home) == rows(whole.home)


def test_what_left_the_lake_with_a_killed_run_is_read_again_of_files_that_another_finished(
    big: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(2, big, monkeypatch)
    [reading] = noted_readings(Home(big.home))
    run_pipeline(big)
    before = ask(big.home, "SELECT article_id, body FROM articles ORDER BY 1")
    copy = Path(big.sources[0]).with_name("copy.jsonl")
    copy.write_bytes(Path(big.sources[0]).read_bytes())
    run_pipeline(replace(big, sources=(str(copy),)))
    rebuild_warehouse(big.home, (reading.run_id,))
    assert ask(big.home, "FROM articles").height < before.height

    again = run_pipeline(replace(big, sources=(*big.sources, str(copy))))

    assert again.files_read == 2
    assert ask(big.home, "SELECT article_id, body FROM articles ORDER BY 1").equals(before)
    assert run_pipeline(big).status == "unchanged"


def test_files_that_are_done_are_in_the_ledger_though_the_run_is_killed(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flows.core, "_FILES_AT_ONCE", 2)
    killed_after(5, replace(settings, batch_size=1), monkeypatch)

    outcome = run_pipeline(settings)

    assert outcome.files_read < 7 and outcome.files_read + outcome.files_unchanged == 7
    assert outcome.tables["articles"] == 7


@pytest.mark.parametrize("other", ["separator", "reader", "again"])
def test_what_was_read_otherwise_is_read_anew(
    big: RunSettings, monkeypatch: pytest.MonkeyPatch, prepared: list[int], other: str
) -> None:
    with monkeypatch.context() as context:
        if other == "reader":
            context.setattr(flows.core, "reading_version", lambda: "another")
        killed_after(2, big, context)
    prepared.clear()
    run_pipeline(replace(big, separator="***" if other == "separator" else None, again=other == "again"))
    assert sum(prepared) == RECORDS


def test_notes_are_dropped_by_file_and_a_torn_one_is_passed_over(tmp_path: Path) -> None:
    home = Home(tmp_path).ensure()
    first, second = (Reading(uri, "f", "run", "v") for uri in "ab")
    note_reading(home, first)
    note_reading(home, second)
    with home.readings.open("a", encoding="utf-8") as notes:
        notes.write('{"uri": "c", "finger')
    assert noted_readings(home) == [first, second]
    forget_readings(home, {"a"})
    assert noted_readings(home) == [second]
    forget_readings(home, {"b"})
    assert not home.readings.exists()


def test_ranges_hold_their_ends() -> None:
    kept = Kept({"a": [(2, 3), (7, 7)]}, frozenset({"z!b"}))
    assert [number for number in range(10) if kept.holds("a", number)] == [2, 3, 7]
    assert kept.holds("z!b", None) and not kept.holds("a", None) and not kept.holds("b", 2)
