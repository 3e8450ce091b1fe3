from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from french_stories import write_jsonl, write_story

import flows.core
from flows.asking import ask
from flows.core import run_pipeline, run_reported
from flows.errors import ChecksFailed, DatelineError, HomeBusy, UserMistake, told_to_the_user
from flows.loading import publish_warehouse
from flows.outcome import BatchResult
from flows.run_records import RunStamp, announce, run_rows
from flows.settings import RunSettings
from flows.workers import InProcessWorker
from warehouse.store.home import Home
from warehouse.store.locking import writer_lock
from warehouse.store.publish import ChecksFailedError


def titles(settings: RunSettings) -> list[str]:
    return ask(settings.home, "SELECT title FROM articles ORDER BY title").get_column("title").to_list()


def test_a_run_publishes_what_it_read(settings: RunSettings) -> None:
    outcome = run_pipeline(settings)

    assert (outcome.status, outcome.new, outcome.other_languages, outcome.rejected) == ("completed", 7, 7, 0)
    assert outcome.tables["articles"] == 7
    assert "Le budget de Brest est voté" in titles(settings)


def test_a_second_run_has_nothing_to_do_and_says_so(settings: RunSettings) -> None:
    run_pipeline(settings)
    published = (settings.home / "warehouse.duckdb").stat().st_mtime_ns

    outcome = run_pipeline(settings)

    assert (outcome.status, outcome.files_unchanged, outcome.message) == ("unchanged", 7, "nothing new")
    assert (settings.home / "warehouse.duckdb").stat().st_mtime_ns == published


def test_only_a_new_file_is_read(settings: RunSettings, stories: Path) -> None:
    run_pipeline(settings)
    write_story(stories, "Tours")

    outcome = run_pipeline(settings)

    assert (outcome.files_read, outcome.files_unchanged, outcome.new) == (1, 7, 1)
    assert len(titles(settings)) == 8


def test_articles_that_are_known_are_not_coded_again(settings: RunSettings, tmp_path: Path) -> None:
    source = tmp_path / "grows.jsonl"
    records: list[dict[str, object]] = [
        {"id": number, "source": "gazette", "text": f"Le maire de la commune numéro {number} a parlé hier soir."}
        for number in range(5)
    ]
    asked = replace(settings, sources=(str(source),))
    write_jsonl(source, records[:4])
    run_pipeline(asked)
    write_jsonl(source, records)

    outcome = run_pipeline(asked)

    assert (outcome.documents, outcome.articles, outcome.unchanged, outcome.new) == (5, 1, 4, 1)


def test_a_manifest_that_changed_is_read_again(settings: RunSettings, stories: Path) -> None:
    run_pipeline(settings)
    (stories / "manifest.csv").write_text("file,published_at\nlyon.txt,2021-08-08\n", encoding="utf-8")

    outcome = run_pipeline(settings)

    assert (outcome.files_read, outcome.changed) == (1, 1)
    dated = ask(settings.home, "SELECT published_date, published_from FROM articles WHERE title LIKE '%Lyon%'")
    assert dated.row(0) == (dated.item(0, 0), "manifest")
    assert str(dated.item(0, 0)) == "2021-08-08"


def test_another_coder_version_reads_everything_again(settings: RunSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    run_pipeline(settings)
    monkeypatch.setattr("flows.discovery.coder_version", lambda: "1-other")

    assert run_pipeline(settings).files_read == 7


def test_another_language_reads_files_again_and_leaves_known_articles(settings: RunSettings) -> None:
    run_pipeline(settings)
    with_spanish = replace(settings, languages=("en", "es"))

    outcome = run_pipeline(with_spanish)

    assert (outcome.files_read, outcome.articles, outcome.unchanged) == (7, 0, 7)
    assert run_pipeline(with_spanish).status == "unchanged"


def test_a_language_without_a_pack_is_a_mistake(settings: RunSettings) -> None:
    with pytest.raises(UserMistake, match="readers for en, es"):
        run_pipeline(replace(settings, languages=("en", "xx")))


def test_rejects_above_the_threshold_fail_the_run_after_the_rest_is_published(
    settings: RunSettings, stories: Path
) -> None:
    for number in range(5):
        (stories / f"broken{number}.txt").write_bytes(b"")

    outcome = run_pipeline(settings)

    assert (outcome.status, outcome.rejected, outcome.tables["articles"]) == ("failed", 5, 7)
    assert "5 of 12 documents were rejected" in outcome.message
    assert run_rows(Home(settings.home))[0]["status"] == "failed"
    rules = ask(settings.home, "SELECT DISTINCT rule FROM meta.rejected_records").get_column("rule").to_list()
    assert rules == ["empty_file"]


def test_few_rejects_do_not_fail_a_small_run(settings: RunSettings, stories: Path) -> None:
    for number in range(3):
        (stories / f"broken{number}.txt").write_bytes(b"")

    assert run_pipeline(settings).status == "completed"


def test_a_run_in_which_nothing_came_in_fails(settings: RunSettings, tmp_path: Path) -> None:
    alone = tmp_path / "empty.txt"
    alone.write_bytes(b"")

    assert run_pipeline(replace(settings, sources=(str(alone),))).status == "failed"


def test_what_was_refused_is_not_refused_again_by_the_next_run(settings: RunSettings, stories: Path) -> None:
    (stories / "broken.txt").write_bytes(b"")
    run_pipeline(settings)

    assert run_pipeline(settings).status == "unchanged"


def test_every_run_leaves_its_row(settings: RunSettings) -> None:
    first = run_pipeline(settings)
    second = run_pipeline(settings)

    rows = run_rows(Home(settings.home))
    assert [(row["run_id"], row["status"]) for row in rows] == [
        (second.run_id, "unchanged"),
        (first.run_id, "completed"),
    ]
    published = ask(settings.home, "SELECT * FROM meta.runs").row(0, named=True)
    assert (published["run_id"], published["new_count"]) == (first.run_id, 7)
    assert published["finished_at"] is not None
    assert '"batch_size": 200' in published["settings"]
    assert '"polars"' in published["versions"]


def test_a_killed_run_is_found_and_its_work_taken_over(settings: RunSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Stands for the kill: nothing of ours gets to run after it."""

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as context:
        context.setattr(flows.core, "load_packages", kill)
        context.setattr(flows.core, "_record_failure", lambda *_: None)
        with pytest.raises(Killed):
            run_pipeline(settings)
    assert not (settings.home / "warehouse.duckdb").exists()

    outcome = run_pipeline(settings)

    assert outcome.tables["articles"] == 7
    statuses = [row["status"] for row in run_rows(Home(settings.home))]
    assert "crashed" in statuses
    assert "running" not in statuses


@pytest.mark.parametrize(("workers", "is_killed", "apart"), [(None, True, 1), (None, False, 0), (1, True, 0)])
def test_after_a_killed_run_documents_are_coded_apart(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch, workers: int | None, is_killed: bool, apart: int
) -> None:
    """So one that hangs or crashes its process costs itself, and not every run that follows."""
    started: list[Path] = []

    class Apart(InProcessWorker):
        def __init__(self, log: Path, timeout: float) -> None:
            started.append(log)

    monkeypatch.setattr("flows.pools.WorkerProcess", Apart)
    if is_killed:
        announce(Home(settings.home).ensure(), RunStamp("20210809T060000-7c1e", datetime.now(UTC), settings))
    outcome = run_pipeline(replace(settings, workers=workers))
    assert (outcome.status, outcome.new, len(started)) == ("completed", 7, apart)


def test_a_run_killed_before_publishing_is_published_by_the_next(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> dict[str, int]:
        raise DatelineError("no room on the disk")

    with monkeypatch.context() as context:
        context.setattr(flows.core, "publish_warehouse", fail)
        with pytest.raises(DatelineError, match="no room"):
            run_pipeline(settings)

    assert run_pipeline(settings).tables == publish_warehouse(Home(settings.home))


def test_a_home_that_is_held_is_left_alone(settings: RunSettings) -> None:
    held = writer_lock(Home(settings.home), "20210809T060000-7c1e")
    with held, pytest.raises(HomeBusy, match=r"another run \(process \d+, run 20210809T060000-7c1e\)"):
        run_pipeline(settings)


def test_a_mistyped_source_makes_no_home(settings: RunSettings, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="no such file or folder"):
        run_pipeline(replace(settings, sources=(str(tmp_path / "nothing"),)))
    assert not settings.home.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"batch_size": 0}, {"workers": 0}, {"reject_threshold": 1.5}, {"reject_threshold": -1}, {"batch_timeout": 0}],
)
def test_numbers_are_checked_as_the_shell_does(settings: RunSettings, wrong: dict[str, int]) -> None:
    with pytest.raises(UserMistake, match=f"{next(iter(wrong))} is .* it must be . or more"):
        run_pipeline(replace(settings, **wrong))  # pyright: ignore[reportArgumentType]
    assert not settings.home.exists()


@pytest.mark.parametrize("batch_size", [1, 2, 100])
def test_the_batch_size_changes_nothing(settings: RunSettings, batch_size: int) -> None:
    report = run_reported(replace(settings, batch_size=batch_size))

    assert sum(result.documents for result in report.results) == 7
    hashes = ask(settings.home, "SELECT article_id, content_hash FROM articles ORDER BY article_id")
    expected = replace(settings, home=settings.home.with_name("other"))
    run_pipeline(expected)
    assert hashes.equals(ask(expected.home, "SELECT article_id, content_hash FROM articles ORDER BY article_id"))


def test_two_texts_of_one_article_in_a_batch_give_the_one_that_the_merge_would_take(
    settings: RunSettings, tmp_path: Path
) -> None:
    records: list[dict[str, object]] = [
        {"id": "a", "source": "gazette", "published_at": f"2021-08-0{day}", "text": f"Le maire a parlé le {day} août."}
        for day in (2, 4, 3)
    ]
    source = str(write_jsonl(tmp_path / "versions.jsonl", records))
    bodies: set[str] = set()
    for batch_size in (1, 50):
        asked = replace(settings, sources=(source,), batch_size=batch_size, home=tmp_path / f"home{batch_size}")
        run_pipeline(asked)
        bodies.update(ask(asked.home, "SELECT body FROM articles").get_column("body").to_list())

    assert bodies == {"Le maire a parlé le 4 août."}


def test_the_listener_hears_each_stage_and_every_document(settings: RunSettings) -> None:
    class Listener:
        def __init__(self) -> None:
            self.stages: list[str] = []
            self.counts = {"planned": 0, "done": 0}

        def stage(self, name: str) -> None:
            self.stages.append(name)

        def note(self, text: str) -> None:
            pass

        def planned(self, documents: int) -> None:
            self.counts["planned"] += documents

        def done(self, result: BatchResult) -> None:
            self.counts["done"] += result.documents

    listener = Listener()
    run_pipeline(settings, listener)

    assert listener.stages == ["discover", "ingest", "merge", "publish"]
    assert listener.counts == {"planned": 7, "done": 7}


def test_nothing_is_left_of_the_spool(settings: RunSettings) -> None:
    run_pipeline(settings)

    assert not (settings.home / "spool").exists()
    assert pl.read_parquet(settings.home / "lake" / "packages" / "*" / "source_files.parquet").height == 7


def test_failed_checks_are_known_by_their_type_and_not_by_their_words() -> None:
    with pytest.raises(ChecksFailed, match="not published"), told_to_the_user():
        raise ChecksFailedError("not published: a merge was cut short")
