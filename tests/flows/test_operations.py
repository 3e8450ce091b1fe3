"""Health, rollback, backup and restore, what occasions read, what is tidied up: over one small home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from french_stories import PLACES, write_story

from flows.artifacts import artifact_key, failure_markdown, reject_rows, run_title, trend_rows
from flows.asking import ask
from flows.commands.rollback import rollback
from flows.core import run_pipeline
from flows.errors import UserMistake
from flows.health import health_of
from flows.occasions import Reading, readings_of_rejects, readings_so_far, sources_of_days
from flows.outcome import RunOutcome
from flows.published import warehouse_status
from flows.settings import RunSettings
from flows.tidying import tidy
from warehouse.store.home import Home

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunSettings]:
    """A home after two runs that published, the second with a reject."""
    folder = tmp_path_factory.mktemp("operations")
    settings = RunSettings((str(folder / "stories"),), home=folder / "home", workers=1)
    for place in PLACES[:2]:
        write_story(folder / "stories", place)
    run_pipeline(settings)
    write_story(folder / "stories", PLACES[2])
    (folder / "stories" / "broken.txt").write_bytes(b"")
    run_pipeline(settings)
    yield settings


def articles(home: Path) -> int:
    return int(ask(home, "SELECT count(*) FROM articles").item())


def test_a_home_is_well_as_long_as_its_last_good_run_is_young(worked: RunSettings, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    assert health_of(worked.home, 1, now).is_well
    late = health_of(worked.home, 1, now + timedelta(hours=30))
    assert (late.is_well, round(late.hours or 0)) == (False, 30)
    assert "ended 30 hours ago, more than 1 hours" in late.message
    assert not health_of(tmp_path / "nowhere").is_well
    decided = Home(tmp_path / "decided").ensure()
    told = {"run_id": "20240101T000000-0000", "status": "completed", "started_at": now.isoformat(), "sources": []}
    (decided.runs / "20240101T000000-0000.json").write_text(json.dumps(told | {"finished_at": now.isoformat()}))
    assert "no run" in health_of(decided.root, 1, now).message  # a correction is none that reads the news
    (tmp_path / "new").mkdir()
    assert "no run" in health_of(tmp_path / "new").message


def test_rollback_holds_until_it_is_let_go(worked: RunSettings, capsys: pytest.CaptureFixture[str]) -> None:
    rollback(None, worked.home, latest=False, as_json=True)
    (kept,) = json.loads(capsys.readouterr().out)["kept"]
    rollback(kept["name"][:18], worked.home, latest=False, as_json=False)
    assert articles(worked.home) == 2
    assert f"readers are held at {kept['name']}" in health_of(worked.home).message
    outcome = run_pipeline(replace(worked, again=True))
    assert [note for note in outcome.notes if "runs publish nothing" in note]
    assert "runs publish nothing" in warehouse_status(worked.home, 1).warnings[0]
    assert articles(worked.home) == 2
    rollback(None, worked.home, latest=True, as_json=False)
    assert articles(worked.home) == 3
    assert "is the newest" in capsys.readouterr().out


def test_a_restored_backup_is_rebuilt_to_the_same(worked: RunSettings, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}

    def script(name: str, *arguments: object) -> str:
        command = [str(ROOT / "deploy" / name), *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    file = script("backup.sh", worked.home, tmp_path / "backups")
    _ = script("restore.sh", file, tmp_path / "restored")
    command = [sys.executable, "-m", "flows.cli", "diff", str(worked.home), str(tmp_path / "restored")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "no differences")
    with pytest.raises(subprocess.CalledProcessError):
        script("restore.sh", file, tmp_path / "restored")


def test_days_become_files(tmp_path: Path) -> None:
    for day in ("2024-02-28", "2024-03-01"):
        (tmp_path / f"{day}.txt").touch()
    found, empty = sources_of_days([f"{tmp_path}/%Y-%m-%d.*"], date(2024, 2, 28), date(2024, 3, 1))
    assert (found, empty) == ([f"{tmp_path}/2024-02-28.*", f"{tmp_path}/2024-03-01.*"], 1)
    url = "https://x.example/a%20b/%Y.xml"
    assert sources_of_days([url], date(2024, 3, 1), date(2024, 3, 1)) == (["https://x.example/a%20b/2024.xml"], 0)
    with pytest.raises(UserMistake, match="where the day stands"):
        sources_of_days(["archive/*.txt"], date(2024, 3, 1), date(2024, 3, 1))
    with pytest.raises(UserMistake, match="before the first"):
        sources_of_days(["%Y"], date(2024, 3, 2), date(2024, 3, 1))


def test_what_was_read_and_what_was_refused(worked: RunSettings) -> None:
    (reading,) = readings_so_far(worked.home)
    assert (reading.sources, reading.manifest) == (worked.sources, None)
    assert readings_of_rejects(worked.home) == [Reading((f"{worked.sources[0]}/broken.txt",))]
    assert readings_of_rejects(worked.home, "another_rule") == []


def test_old_logs_go_and_records_of_runs_that_read_something_stay(worked: RunSettings) -> None:
    home = Home(worked.home)
    (home.root / "logs").mkdir(exist_ok=True)
    old, new = home.root / "logs" / "old.log", home.root / "logs" / "new.log"
    for path in (old, new):
        path.touch()
    os.utime(old, (1, 1))
    records = len(list(home.runs.glob("*.json")))
    assert tidy(home, 1) == 1
    assert (old.exists(), new.exists(), len(list(home.runs.glob("*.json")))) == (False, True, records)


def test_what_the_ui_shows() -> None:
    outcome = RunOutcome("r", "completed", "/srv/dateline", None, files_read=4, new=3, rejected=1)
    assert run_title(outcome) == "3 new, 0 changed, 1 rejected from 4 files"
    assert run_title(replace(outcome, status="unchanged", files_unchanged=1)) == "nothing new, 1 file known"
    assert artifact_key("Daily news", "/srv/dateline", "trend").startswith("dateline-daily-news-dateline-")
    assert artifact_key("", "/a/x", "trend") != artifact_key("", "/b/x", "trend")
    assert next(iter(reject_rows([{"raw_uri": "a", "rule": "empty_file"}])[0])) == "rule"
    page = failure_markdown("run", "/srv/dateline", "no <b>such</b> file")
    assert page.startswith("# Run: failed")
    assert "> no &lt;b&gt;such&lt;/b&gt; file" in page
    runs = [
        {"run_id": "2", "status": "unchanged"},
        {
            "run_id": "1",
            "status": "completed",
            "input_count": 5,
            "started_at": "2024-03-01T00:00:00+00:00",
            "finished_at": "2024-03-01T00:00:09+00:00",
        },
    ]
    assert pl.DataFrame(trend_rows(runs, 9)).select("run", "documents", "seconds").rows() == [("1", 5, 9.0)]
