"""The flow under Prefect: against the test harness, and a real server that schedules what `prefect.yaml` deploys."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows import core
from flows.errors import UserMistake
from flows.progress import SilentProgress
from flows.serving.api import Api
from flows.serving.children import descendants, is_alive
from flows.serving.registering import register
from flows.serving.settings import ServeSettings, environment
from flows.settings import RunSettings
from warehouse.store.home import Home
from warehouse.store.locking import writer_lock

pytestmark = pytest.mark.prefect

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def harness() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


def artifacts() -> dict[str, Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return {str(artifact.key): artifact.data for artifact in client.read_latest_artifacts()}


def left_by_hand(settings: RunSettings, part: str) -> Any:
    from flows.artifacts import artifact_key

    return artifacts().get(artifact_key("", str(settings.home), part))


@pytest.mark.usefixtures("harness")
def test_the_flow_publishes_and_leaves_its_report(settings: RunSettings, stories: Path) -> None:
    from flows.pipeline import run_under_prefect

    (stories / "broken.txt").write_bytes(b"")
    outcome = run_under_prefect(replace(settings, batch_size=3), SilentProgress())

    assert (outcome.status, outcome.new, outcome.rejected, outcome.batches) == ("completed", 7, 1, 3)
    assert f"Run {outcome.run_id}: completed" in left_by_hand(settings, "summary")
    assert len(json.loads(left_by_hand(settings, "batches"))) == 3
    assert [row["rule"] for row in json.loads(left_by_hand(settings, "rejects"))] == ["empty_file"]
    assert [row["documents"] for row in json.loads(left_by_hand(settings, "trend"))] == [8]
    assert left_by_hand(settings, "progress") == 100


@pytest.mark.usefixtures("harness")
def test_nothing_new_is_a_state_of_its_own(settings: RunSettings) -> None:
    from flows.pipeline import dateline, run_under_prefect

    outcome = run_under_prefect(settings, SilentProgress())
    state = dateline(list(settings.sources), home=str(settings.home), workers=1, return_state=True)

    assert (state.is_completed(), state.name) == (True, "Unchanged")
    assert outcome.run_id in left_by_hand(settings, "summary")  # the last run that did something stays in front


@pytest.mark.usefixtures("harness")
def test_too_many_rejects_fail_the_flow_after_publishing(settings: RunSettings, stories: Path) -> None:
    from flows.pipeline import dateline

    for number in range(5):
        (stories / f"broken{number}.txt").write_bytes(b"")
    state = dateline(list(settings.sources), home=str(settings.home), workers=1, return_state=True)

    assert state.is_failed()
    assert "5 of 12 documents were rejected" in str(state.message)
    assert (settings.home / "warehouse.duckdb").exists()


@pytest.mark.usefixtures("harness")
def test_a_mistake_is_told_as_one(settings: RunSettings) -> None:
    from flows.pipeline import run_under_prefect

    with pytest.raises(UserMistake, match="no such file"):
        run_under_prefect(replace(settings, sources=("/nowhere/at/all",)), SilentProgress())
    assert "/nowhere/at/all: no such file" in left_by_hand(settings, "failure")


@pytest.mark.usefixtures("harness")
def test_the_flows_beside_it(settings: RunSettings, stories: Path) -> None:
    from flows.upkeep import nightly, recode, replay, watch

    (stories / "broken.txt").write_bytes(b"")
    home = str(settings.home)
    assert watch(home, return_state=True).name == "Overdue"
    assert recode(home, return_state=True).name == "Unchanged"
    core.run_pipeline(settings)
    state = nightly(home, file_format="csv", compact_from=1, return_state=True)
    assert state.is_completed()
    assert "lake compacted, folders of single packages: 0 (3 before); packs: 1" in str(state.message)
    assert (settings.home / "exports" / "events.csv").is_file()
    assert (settings.home / "exports" / "report.html").is_file()
    (stories / "broken.txt").write_bytes((stories / "lyon.txt").read_bytes().replace(b"Lyon", b"Lille"))
    assert "1 article from 1 document" in str(replay(home, return_state=True).message)
    assert watch(home, return_state=True).is_completed()


def serving(home: Path, port: str, log: Path) -> subprocess.Popen[bytes]:
    """`dateline serve` without a worker, as an operator starts it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows.cli", "serve", "--home", str(home), "--port", port, "--no-worker"]
    with log.open("wb") as told:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=told, stderr=told)


@pytest.mark.usefixtures("harness")
def test_a_home_that_is_held_skips_the_run(settings: RunSettings) -> None:
    from flows.pipeline import dateline

    with writer_lock(Home(settings.home), "20210809T060000-7c1e"):
        state = dateline(list(settings.sources), home=str(settings.home), workers=1, return_state=True)

    assert (state.is_cancelled(), state.is_failed(), state.name) == (True, False, "Skipped")
    assert "run 20210809T060000-7c1e" in str(state.message)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server of its own; the environment that finds it."""
    home = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    process = serving(home, port, home / "serve.log")
    try:
        wait_until(lambda: process.poll() is not None or "Ready." in (home / "serve.log").read_text(), 180)
        yield {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "HOME_FOLDER": str(home), "PORT": port}
    finally:
        started = descendants(process.pid)
        process.terminate()
        process.wait(60)
    told = (home / "serve.log").read_text()
    assert (process.returncode, told.splitlines()[-1]) == (0, "Stopped; nothing is left running.")
    assert started
    assert not any(map(is_alive, started))


def ask_server(environment: dict[str, str], path: str, body: dict[str, Any] | None) -> Any:
    request = urllib.request.Request(
        f"{environment['PREFECT_API_URL']}/{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except OSError:
        return None


def wait_until(condition: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.5)


def test_what_is_deployed_is_scheduled(server: dict[str, str]) -> None:
    """With SQLAlchemy 2.1 Prefect 3.8 deploys without a word and never schedules a run."""
    deployments = {one["name"]: one for one in ask_server(server, "deployments/filter", {})}
    assert set(deployments) == {"ingest", "nightly", "recode", "backfill", "replay", "watch"}
    ingest = deployments["ingest"]
    wanted = {
        "deployments": {"id": {"any_": [ingest["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    wait_until(lambda: len(ask_server(server, "flow_runs/filter", wanted) or []) >= 3, 60)
    assert ingest["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert ingest["global_concurrency_limit"]["limit"] == 1
    (step,) = ingest["pull_steps"]
    assert step["prefect.deployments.steps.set_working_directory"]["directory"] == str(ROOT)
    assert not any(deployments[name]["schedules"] for name in ("backfill", "replay"))
    for one in deployments.values():  # the UI's form explains each parameter
        assert all(said.get("description") for said in one["parameter_openapi_schema"]["properties"].values())


def test_what_is_registered_is_there_once(server: dict[str, str]) -> None:
    api = Api(server["PREFECT_API_URL"])
    settings = ServeSettings(Path(server["HOME_FOLDER"]), port=int(server["PORT"]), notify="https://chat.example/hook")
    before = {one["name"]: one["id"] for one in api.ask("POST", "automations/filter", {})}

    done = register(settings, api, environment(settings))

    after = {one["name"]: one for one in api.ask("POST", "automations/filter", {})}
    assert {name: one["id"] for name, one in after.items()} == before
    assert (done.renewed, done.notifies, len(after)) == ((), True, done.automations)
    assert {name for name, one in after.items() if not one["enabled"]} == {"dateline - published"}


def test_a_second_serve_is_told_of_the_first(server: dict[str, str], tmp_path: Path) -> None:
    second = serving(Path(server["HOME_FOLDER"]), server["PORT"], tmp_path / "log")
    assert second.wait(60) == 4
    assert "runs already" in (tmp_path / "log").read_text()
    other = serving(tmp_path / "other", server["PORT"], tmp_path / "log")
    assert other.wait(60) == 2
    assert f"port {server['PORT']} of 127.0.0.1 is taken" in (tmp_path / "log").read_text()
