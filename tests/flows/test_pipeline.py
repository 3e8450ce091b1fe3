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
from flows.settings import RunSettings

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
    assert nightly(home, file_format="csv", return_state=True).is_completed()
    assert (settings.home / "exports" / "events.csv").is_file()
    (stories / "broken.txt").write_bytes((stories / "lyon.txt").read_bytes().replace(b"Lyon", b"Lille"))
    assert "1 articles from 1 documents" in str(replay(home, return_state=True).message)
    assert watch(home, return_state=True).is_completed()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server of its own, as an operator starts it; the environment that finds it."""
    home = tmp_path_factory.mktemp("prefect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: ask_server(environment, "health", None) is True, 90)
        yield environment
    finally:
        process.terminate()
        process.wait(30)


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


def prefect(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_deployed_is_scheduled(server: dict[str, str]) -> None:
    """With SQLAlchemy 2.1 Prefect 3.8 deploys without a word and never schedules a run."""
    prefect(server, "work-pool", "create", "--type", "process", "dateline")
    prefect(server, "deploy", "--all")

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
