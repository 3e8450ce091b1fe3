"""A run puts right what a kill, another program or another version left behind, and says so."""

from __future__ import annotations

import errno
import importlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from french_stories import PLACES, write_jsonl, write_story

import flows.core
from flows.asking import ask
from flows.commands.run import told_of_interrupts
from flows.core import run_pipeline
from flows.diagnosis import diagnose
from flows.errors import DatelineError, ExitCode, RunInterrupted, UserMistake, told_to_the_user
from flows.outcome import RunOutcome
from flows.published import WarehouseStatus, warehouse_status
from flows.rebuilding import rebuild_warehouse
from flows.run_records import run_rows
from flows.settings import RunSettings
from warehouse.store.database import open_build
from warehouse.store.home import Home
from warehouse.store.publication import concerns

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with stories and the home of a run over them."""
    folder = tmp_path_factory.mktemp("finished")
    for place in PLACES:
        write_story(folder / "stories", place)
    run_pipeline(RunSettings((str(folder / "stories"),), home=folder / "home", workers=1))
    return folder


@pytest.fixture
def again(finished: Path, tmp_path: Path) -> RunSettings:
    """The same run over a copy of that home."""
    shutil.copytree(finished / "home", tmp_path / "home")
    return RunSettings((str(finished / "stories"),), home=tmp_path / "home", workers=1)


def add_story(settings: RunSettings, folder: Path) -> RunSettings:
    """One story more to read."""
    write_story(folder / "more", "Tours")
    return replace(settings, sources=(*settings.sources, str(folder / "more")))


def articles(settings: RunSettings) -> int:
    return ask(settings.home, "SELECT count(*) FROM articles").item()


def statuses(settings: RunSettings) -> list[object]:
    """Of the runs, the newest first."""
    return [row["status"] for row in run_rows(Home(settings.home))]


def notes(outcome: RunOutcome) -> str:
    return "\n".join(outcome.notes)


KILLED_AT = """
import os, signal, sys
from pathlib import Path
import flows.core, flows.run_records
from flows.settings import RunSettings
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "publish": flows.core.publish_warehouse = die
if sys.argv[1] == "merge": flows.core.load_packages = die
keep = flows.run_records.keep_run
if sys.argv[1] == "say so": flows.run_records.keep_run = lambda h, r: keep(h, r) if r.status == "running" else die()
flows.core.run_pipeline(RunSettings(tuple(sys.argv[3:]), home=Path(sys.argv[2]), workers=1))
"""


def kill_run(settings: RunSettings, before: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, before, str(settings.home), *settings.sources],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL


def test_what_a_run_had_merged_when_it_was_killed_is_published_by_the_next(again: RunSettings, tmp_path: Path) -> None:
    more = add_story(again, tmp_path)
    kill_run(more, before="publish")
    assert articles(more) == len(PLACES)

    outcome = run_pipeline(more)

    assert (outcome.status, outcome.files_read, articles(more)) == ("completed", 0, len(PLACES) + 1)
    assert statuses(more) == ["completed", "crashed", "completed"]
    assert run_pipeline(more).status == "unchanged"


def test_a_run_that_was_killed_after_it_had_published_is_done(again: RunSettings, tmp_path: Path) -> None:
    more = add_story(again, tmp_path)
    kill_run(more, before="say so")

    assert run_pipeline(more).status == "unchanged"
    assert statuses(more) == ["unchanged", "completed", "completed"]
    assert run_rows(Home(more.home))[1]["new_count"] == 1


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(9000)


def write_to(path: Path) -> None:
    with duckdb.connect(str(path)) as client:
        client.execute("DELETE FROM articles")


@pytest.mark.parametrize("damage", [Path.unlink, cut, write_to])
def test_a_run_with_nothing_new_replaces_a_published_file_that_is_gone_damaged_or_changed(
    again: RunSettings, damage: Callable[[Path], None]
) -> None:
    damage(Home(again.home).published)

    outcome = run_pipeline(again)

    assert (outcome.status, articles(again)) == ("completed", len(PLACES))
    assert outcome.message == "nothing new to read; what was built before is published"
    assert run_pipeline(again).status == "unchanged"


def test_nothing_built_is_nothing_to_publish(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    settings = RunSettings((str(tmp_path / "empty"),), home=tmp_path / "home")

    assert [run_pipeline(settings).status for _ in range(2)] == ["unchanged", "unchanged"]


def test_other_tables_are_made_anew_by_the_next_run_which_says_how_long_it_took(again: RunSettings) -> None:
    with open_build(Home(again.home)) as connection:
        connection.execute("CREATE OR REPLACE MACRO meta.schema_version() AS 'older'")

    outcome = run_pipeline(again)

    assert (outcome.status, articles(again)) == ("completed", len(PLACES))
    assert "this version has other tables" in notes(outcome)
    assert re.search(r"made anew in \d+\.\d s: 7 articles", notes(outcome))


def test_other_views_are_published_without_making_anything_anew(again: RunSettings) -> None:
    with open_build(Home(again.home)) as connection:
        connection.execute("CREATE VIEW of_an_older_version AS SELECT 1")
        connection.execute("CREATE OR REPLACE VIEW events_acled AS SELECT 1 AS wrong")
        connection.execute("CREATE OR REPLACE MACRO meta.of_an_older_version(one) AS one")
        connection.execute("CREATE OR REPLACE MACRO meta.furnishing_version() AS 'older'")

    outcome = run_pipeline(again)

    assert (outcome.status, outcome.notes) == ("completed", ())
    made = "SELECT view_name FROM duckdb_views() WHERE NOT internal UNION SELECT function_name FROM duckdb_functions()"
    assert "of_an_older_version" not in ask(again.home, made).to_series()
    assert ask(again.home, "SELECT * FROM events_acled").width == 31
    assert run_pipeline(again).status == "unchanged"


CLIENT = """
import duckdb, os, sys
client = duckdb.connect(sys.argv[1])
client.execute("DELETE FROM articles WHERE title LIKE '%Brest%'")
os._exit(1)
"""


def test_what_a_client_wrote_is_set_aside_and_never_laid_over_what_is_published(
    again: RunSettings, tmp_path: Path
) -> None:
    home = Home(again.home)
    subprocess.run([sys.executable, "-c", CLIENT, str(home.published)], check=False)
    assert articles(again) == len(PLACES) - 1
    assert ["opened warehouse.duckdb for writing" in concern.found for concern in concerns(home)] == [True]

    outcome = run_pipeline(add_story(again, tmp_path))

    assert articles(again) == len(PLACES) + 1
    kept = [path for path in home.aside.iterdir() if path.name.startswith("warehouse.duckdb.wal.")]
    assert len(kept) == 1
    assert str(kept[0]) in notes(outcome)
    assert list(concerns(home)) == []


def held_open(path: Path, then: str = "") -> subprocess.Popen[str]:
    """A program that has a file open for writing, until it is written a line; before it closes it does `then`."""
    code = f"import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input(); {then}"
    client = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert client.stdout and client.stdout.readline()
    return client


def test_a_client_that_writes_while_the_next_file_is_published_changes_nothing(
    again: RunSettings, tmp_path: Path
) -> None:
    """It has the file open that is replaced: what it writes then must not lie beside the new one."""
    home = Home(again.home)
    client = held_open(home.published, then="held.execute('DELETE FROM articles')")

    run_pipeline(add_story(again, tmp_path))
    _ = client.communicate("\n")

    assert client.returncode == 0
    assert articles(again) == len(PLACES) + 1
    assert list(concerns(home)) == []


def test_a_damaged_build_file_is_kept_aside_and_made_anew(again: RunSettings) -> None:
    home = Home(again.home)
    home.build.write_bytes(b"no database")

    outcome = run_pipeline(again)

    assert (outcome.status, articles(again)) == ("completed", len(PLACES))
    assert "the build file was damaged (it is now" in notes(outcome)
    assert [path.read_bytes() for path in home.aside.glob("build.duckdb.*")] == [b"no database"]


def test_a_lost_build_file_is_not_taken_from_a_published_one_that_a_client_changed(again: RunSettings) -> None:
    home = Home(again.home)
    home.build.unlink()
    write_to(home.published)

    run_pipeline(again)
    assert articles(again) == len(PLACES)


def test_nothing_is_made_anew_from_a_lake_that_lacks_packages(again: RunSettings) -> None:
    home = Home(again.home)
    with open_build(home) as connection:
        connection.execute("CREATE OR REPLACE MACRO meta.schema_version() AS 'older'")
    shutil.rmtree(home.packages)

    with pytest.raises(DatelineError, match="lacks 2 of its 2 packages"):
        run_pipeline(again)
    assert articles(again) == len(PLACES)


def test_a_build_file_that_another_program_holds_is_left_alone(again: RunSettings) -> None:
    client = held_open(Home(again.home).build)
    with pytest.raises(DatelineError, match=rf"is open in another program \(python.* process {client.pid}"):
        run_pipeline(again)
    _ = client.communicate("\n")


class AYearAhead(datetime):
    """A clock that is wrong."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return datetime.now(UTC) + timedelta(days=365)


def test_a_run_under_a_wrong_clock_loses_no_later_update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(told: str) -> list[dict[str, object]]:
        (tmp_path / "fair.txt").write_text(
            f"La foire\n\nLa foire de la ville ouvre ses portes {told}, dit la mairie.\n"
        )
        return [{"id": "market", "source": "gazette", "text": f"Le marché de la ville ouvre ses portes {told}."}]

    sources = (str(tmp_path / "fair.txt"), str(tmp_path / "feed.jsonl"))
    settings = RunSettings(sources, home=tmp_path / "home", workers=1)
    with monkeypatch.context() as context:
        context.setattr("warehouse.store.packages.datetime", AYearAhead)
        write_jsonl(tmp_path / "feed.jsonl", tell("samedi"))
        assert run_pipeline(settings).notes == ()
    write_jsonl(tmp_path / "feed.jsonl", tell("dimanche"))

    outcome = run_pipeline(settings)

    assert "counts as newer all the same" in notes(outcome)
    days = ask(settings.home, "SELECT regexp_extract(body, 'samedi|dimanche') FROM articles").to_series().to_list()
    assert days == ["dimanche", "dimanche"]
    rebuild_warehouse(settings.home)
    again = ask(settings.home, "SELECT regexp_extract(body, 'samedi|dimanche') FROM articles").to_series().to_list()
    assert again == days


def damage_manifest(package: Path) -> None:
    (package / "package.json").write_text("{", encoding="utf-8")


def damage_table(package: Path) -> None:
    path = package / "articles.parquet"
    path.write_bytes(path.read_bytes()[:200])


def lose_table(package: Path) -> None:
    (package / "articles.parquet").unlink()


@pytest.mark.parametrize("damage", [damage_manifest, damage_table, lose_table])
def test_a_damaged_package_is_named_with_the_command_that_heals(
    again: RunSettings, damage: Callable[[Path], None]
) -> None:
    home = Home(again.home)
    (written,) = home.packages.glob("*-0001")
    damage(written)
    for file in (home.build, home.published):
        file.unlink()

    with pytest.raises(
        DatelineError, match=rf"{written.name} is damaged \(.*`dateline rebuild --without (\S+)`"
    ) as told:
        run_pipeline(again)
    run_id = str(told.value).partition("--without ")[2].partition("`")[0]
    rebuild_warehouse(again.home, (run_id,))
    outcome = run_pipeline(again)

    assert (outcome.files_read, articles(again)) == (len(PLACES), len(PLACES))


def test_a_damaged_record_of_a_run_stops_nothing_and_is_told(again: RunSettings, tmp_path: Path) -> None:
    home = Home(again.home)
    (record,) = home.runs.iterdir()
    record.write_text("{", encoding="utf-8")

    assert run_pipeline(add_story(again, tmp_path)).status == "completed"
    told = run_rows(home)[1]
    assert (told["run_id"], told["status"]) == (record.stem, "damaged")
    assert str(record) in str(told["message"])
    (finding,) = [finding for finding in diagnose(again.home) if finding.subject == "lake"]
    assert (finding.verdict, str(record) in finding.found) == ("warning", True)
    rebuild_warehouse(again.home)


def test_a_damaged_decision_is_named(again: RunSettings) -> None:
    home = Home(again.home)
    home.withdrawals.mkdir()
    (home.withdrawals / "20210809T060000-7c1e.json").write_text("[]", encoding="utf-8")

    with pytest.raises(DatelineError, match=r"decision .*7c1e.json is damaged .* delete it"):
        run_pipeline(again)


def test_a_damaged_published_file_is_told_to_who_asks_and_by_doctor(again: RunSettings) -> None:
    home = Home(again.home)
    cut(home.published)

    with pytest.raises(DatelineError, match=r"warehouse.duckdb is damaged .* publishes it anew"):
        ask(again.home, "FROM articles")
    found = [finding for finding in diagnose(again.home) if finding.verdict == "warning"]
    assert "is damaged" in " ".join(finding.found for finding in found)


def test_damage_inside_the_published_file_is_no_mistake_in_the_query(again: RunSettings) -> None:
    path = Home(again.home).published
    content = bytearray(path.read_bytes())
    for place in range(3 * 4096, len(content), 1000):
        content[place] ^= 255
    path.write_bytes(content)

    with pytest.raises(DatelineError, match=r"warehouse.duckdb is damaged \(.*publishes it anew") as told:
        ask(again.home, "SELECT count(hash(a)) FROM articles a")
    assert not isinstance(told.value, UserMistake)
    assert run_pipeline(again).status == "completed"
    assert articles(again) == len(PLACES)


def test_half_written_files_of_a_killed_run_are_cleared_away(again: RunSettings) -> None:
    home = Home(again.home)
    home.retained.mkdir(exist_ok=True)
    names = ("published", "warehouse", "digests", "readings", "replica")
    left = (*(home.root / f".{name}.7.tmp" for name in names), home.retained / "x.tmp")
    for path in left:
        path.touch()

    run_pipeline(again)
    assert [path for path in left if path.exists()] == []


def test_what_a_killed_run_had_coded_is_new_in_the_run_that_merges_it(again: RunSettings, tmp_path: Path) -> None:
    more = add_story(again, tmp_path)
    kill_run(more, before="merge")

    outcome = run_pipeline(more)

    assert (outcome.new, outcome.unchanged, outcome.status) == (1, 0, "completed")
    assert "took over" in notes(outcome)


def test_a_mistaken_call_leaves_no_run_behind(again: RunSettings) -> None:
    with pytest.raises(UserMistake):
        run_pipeline(replace(again, sources=(str(again.home / "nothing*.txt"),)))

    assert statuses(again) == ["completed"]


def test_a_run_is_seen_from_its_first_second(settings: RunSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[WarehouseStatus] = []
    planned = flows.core.plan_run

    def look(*arguments: object) -> object:
        seen.append(warehouse_status(settings.home, 10))
        return planned(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(flows.core, "plan_run", look)
    run_pipeline(settings)

    assert (seen[0].warehouse, [run["status"] for run in seen[0].runs]) == (None, ["running"])


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), RuntimeError("No space left on device (os error 28): file x")]
)
@pytest.mark.parametrize(
    "step", ["flows.ingest.write_package", "flows.core.load_packages", "warehouse.store.publish._copy_file"]
)
def test_a_full_disk_is_told_and_rejects_no_document(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch, step: str, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as context:
        module, _, name = step.rpartition(".")
        context.setattr(importlib.import_module(module), name, fail)
        with pytest.raises(DatelineError, match=r"the disk of .* is full: \d+ MB are free, a run needs about \d+ MB"):
            run_pipeline(settings)
    assert run_rows(Home(settings.home))[0]["status"] == "failed"

    outcome = run_pipeline(settings)
    assert (outcome.tables["articles"], outcome.rejected) == (len(PLACES), 0)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.EROFS, "Read-only file system", "lake"), "lake: the file system is read-only"),
        (OSError(errno.EIO, "Input/output error", "lake"), "lake: the disk can't be read or written"),
        (duckdb.IOException('Could not write file "b.duckdb": File too large'), "the file may not grow any further"),
        (OSError(errno.EXDEV, "Invalid cross-device link", "a", None, "b"), "a and b lie on two file systems"),
    ],
)
def test_what_a_file_system_does_not_allow_is_told_as_that(error: Exception, told: str) -> None:
    with pytest.raises(DatelineError, match=told), told_to_the_user():
        raise error


def test_a_package_that_can_not_be_written_rejects_no_document(
    settings: RunSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EFBIG, "File too large", "articles.parquet")

    with monkeypatch.context() as context:
        context.setattr("flows.ingest.write_package", fail)
        with pytest.raises(DatelineError, match="File too large"):
            run_pipeline(settings)

    outcome = run_pipeline(settings)
    assert (outcome.tables["articles"], outcome.rejected) == (len(PLACES), 0)


@pytest.mark.parametrize("error", [RuntimeError("Query interrupted"), duckdb.InterruptException("INTERRUPT Error: x")])
def test_ctrl_c_inside_a_query_is_an_interrupt(error: Exception) -> None:
    """DuckDB tells it as an error of its own."""
    with pytest.raises(RunInterrupted), told_of_interrupts():
        raise error


SLOW = """
import sys, time
import flows.core
from flows.cli import main
def stay(*_): print("merging", flush=True); time.sleep(60)
flows.core.load_packages = stay
sys.argv[1:] = ["run", "--no-server", "--workers", "1", "--home", *sys.argv[1:]]
main()
"""


def test_a_request_to_end_is_an_interrupt(settings: RunSettings) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(settings.home), *settings.sources],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "merging\n"
    process.terminate()
    _, told = process.communicate(timeout=30)

    assert process.returncode == ExitCode.INTERRUPTED
    assert "interrupted; what was coded so far is kept" in " ".join(told.split())
    row = run_rows(Home(settings.home))[0]
    assert (row["status"], row["message"]) == ("failed", "interrupted")
    assert run_pipeline(settings).tables["articles"] == len(PLACES)


def test_a_folder_that_had_files_and_has_none_is_no_quiet_success(settings: RunSettings, stories: Path) -> None:
    run_pipeline(settings)
    for story in stories.iterdir():
        story.unlink()

    with pytest.raises(DatelineError, match="holds no files, but 7 were read from it before: is it mounted"):
        run_pipeline(settings)
    emptied = replace(settings, allow_empty=True)
    assert run_pipeline(emptied).status == "completed"  # their articles are marked
    assert run_pipeline(emptied).status == "unchanged"


def test_what_is_refused_as_before_turns_no_schedule_red(settings: RunSettings, tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    settings = replace(settings, sources=(str(feed),))
    good = {"id": "a", "source": "gazette", "text": "Le marché de la ville ouvre ses portes samedi matin à dix heures."}
    write_jsonl(feed, [*({"id": f"bad{number}"} for number in range(6)), good])
    assert run_pipeline(settings).status == "failed"
    write_jsonl(feed, [*({"id": f"bad{number}"} for number in range(6)), good, good | {"id": "b"}])

    outcome = run_pipeline(settings)

    assert (outcome.status, outcome.rejected, outcome.rejected_again) == ("completed", 0, 6)
    write_jsonl(feed, [*({"id": f"worse{number}"} for number in range(6)), good])
    assert run_pipeline(settings).status == "failed"
