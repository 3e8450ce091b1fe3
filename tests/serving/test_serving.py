"""`dateline serve` without Prefect: what it refuses, what it declares, how it ends processes, which runs are dead."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows.errors import HomeBusy, UserMistake
from flows.serving.api import Api
from flows.serving.children import descendants, is_alive, start, started_at, stop
from flows.serving.dead_runs import is_dead, own_labels
from flows.serving.registering import declared_automations, declared_deployments
from flows.serving.serve import _end_leftovers, _only_one
from flows.serving.settings import (
    ServeSettings,
    database_url,
    environment,
    refuse_home,
    refuse_missing_sources,
    refuse_what_cannot_work,
)


def test_a_home_needs_the_folder_that_holds_it(tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="mount or make it first"):
        refuse_home(tmp_path / "disk" / "home")
    refuse_home(tmp_path / "home")
    with pytest.raises(UserMistake, match="no such file or folder"):
        refuse_missing_sources(ServeSettings(tmp_path, sources=(str(tmp_path / "news"),)))
    refuse_missing_sources(ServeSettings(tmp_path, sources=(str(tmp_path), "/news/*.txt", "https://news.example/feed")))
    assert (tmp_path / "home").is_dir()


def test_where_there_are_no_sample_articles_a_source_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.serving.settings.SAMPLE_ARTICLES", tmp_path / "seeds")
    with pytest.raises(UserMistake, match="--source FOLDER"):
        refuse_missing_sources(ServeSettings(tmp_path))


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UserMistake, match=f"port {port} of 127.0.0.1 is taken"):
            refuse_what_cannot_work(ServeSettings(tmp_path, port=port))


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = ServeSettings(tmp_path, port=port, database=database_url(f"postgresql://p@127.0.0.1:{port}/p"))
    with pytest.raises(UserMistake, match="PostgreSQL does not answer"):
        refuse_what_cannot_work(settings)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (None, None),
        ("postgres://u:p@db/x", "postgresql+asyncpg://u:p@db/x"),
        ("postgresql+asyncpg://db/x", "postgresql+asyncpg://db/x"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_urls_of_databases(given: str | None, wanted: str | None) -> None:
    assert database_url(given) == wanted


def test_other_databases_are_refused() -> None:
    with pytest.raises(UserMistake, match="mysql"):
        database_url("mysql://db/x")


def test_a_second_serve_names_the_first(tmp_path: Path) -> None:
    settings = ServeSettings(tmp_path, port=4299)
    told = pytest.raises(HomeBusy, match=rf"process {os.getpid()}, http://127.0.0.1:4299")
    with _only_one(settings), told, _only_one(settings):
        pass


def test_a_busy_server_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [503, 503, 200]

    class Busy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers.pop(0))
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setattr("flows.serving.api.PAUSES", (0.01, 0.01, 0.01))
    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert Api(f"http://127.0.0.1:{server.server_port}").ask("GET", "health") is True
        server.shutdown()
    assert answers == []


def test_the_ui_asks_the_machine_that_it_comes_from(tmp_path: Path) -> None:
    made = environment(ServeSettings(tmp_path, host="0.0.0.0", auth="ops:word"), {"PREFECT_PROFILE": "mine"})
    assert made["PREFECT_UI_API_URL"] == "/api"
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert made["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert made["PREFECT_API_AUTH_STRING"] == made["PREFECT_SERVER_API_AUTH_STRING"] == "ops:word"
    assert "PREFECT_PROFILE" not in made


def test_no_password_is_shown(tmp_path: Path) -> None:
    assert ServeSettings(tmp_path, database="postgresql+asyncpg://p:geheim@db:5433/prefect").store == (
        "PostgreSQL, db:5433/prefect"
    )


def test_deployments_get_this_home_and_a_version_that_follows_it(tmp_path: Path) -> None:
    one = {item["name"]: item for item in declared_deployments(ServeSettings(tmp_path, sources=("/news",)))}
    other = {item["name"]: item for item in declared_deployments(ServeSettings(tmp_path / "b"))}
    assert set(one) == {"ingest", "nightly", "recode", "backfill", "replay", "watch"}
    assert one["ingest"]["parameters"] == {"sources": ["/news"], "home": str(tmp_path), "settle_seconds": 10}
    assert all(one[name]["version"] != other[name]["version"] for name in one)


def test_no_automation_changes_a_run() -> None:
    made = declared_automations("a-block")
    assert {action["type"] for one in made for action in one["actions"]} == {"send-notification"}
    expected = {event for one in made for event in one["trigger"]["expect"]}
    assert expected >= {"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.Late"}
    assert expected >= {"dateline.published", "dateline.rejects.high", "dateline.checks.failed", "dateline.late"}
    assert len({one["name"] for one in made}) == len(made)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told from one another by /proc")
def test_a_run_is_dead_only_where_its_own_process_is_gone() -> None:
    labels = own_labels()
    host = labels["dateline.host"]
    assert not is_dead(labels, host)
    assert not is_dead({}, host)
    assert not is_dead(labels | {"dateline.process": "999999999-1"}, "another machine")
    assert is_dead(labels | {"dateline.process": "999999999-1"}, host)
    assert is_dead(labels | {"dateline.process": f"{os.getpid()}-{int(started_at(os.getpid()) or 0) - 1}"}, host)


FAMILY = """
import subprocess, sys, signal, time
subprocess.Popen(["sleep", "600"], start_new_session=True)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_the_end_of_a_child_is_the_end_of_all_that_it_started(tmp_path: Path) -> None:
    child = start("family", [sys.executable, "-c", FAMILY], tmp_path / "family.log", os.environ, tmp_path)
    end = time.monotonic() + 20
    while "ready" not in child.last and time.monotonic() < end:
        time.sleep(0.05)
    family = [child.process.pid, *descendants(child.process.pid)]
    assert len(family) == 2
    stop(child, patience=0.3)  # it does not listen
    assert not any(map(is_alive, family))
    assert "ready" in (tmp_path / "family.log").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told from one another by /proc")
def test_what_a_killed_one_left_is_ended(tmp_path: Path) -> None:
    left = subprocess.Popen(["sleep", "600"])
    innocent = subprocess.Popen(["sleep", "600"])
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "worker.process").write_text(f"{left.pid}-{started_at(left.pid)}")
    (tmp_path / "prefect" / "server.process").write_text(f"{innocent.pid}-1")  # the number was given anew
    said: list[str] = []
    _end_leftovers(ServeSettings(tmp_path), said.append)
    assert (is_alive(left.pid), is_alive(innocent.pid)) == (False, True)
    assert len(said) == 1
    innocent.kill()
    innocent.wait()


PARENT = """
import os, sys
from pathlib import Path
from flows.serving.api import Api
from flows.serving.children import start
child = start("child", ["sleep", "600"], Path(sys.argv[1]) / "log", os.environ, Path(sys.argv[1]))
print(child.process.pid, flush=True)
child.process.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system is asked by prctl")
def test_a_child_ends_where_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(child)
