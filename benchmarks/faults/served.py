"""`dateline serve` loses its server or worker while a run is at work, and is started again as a process manager does.

What belongs here: serving a home of the bench with real processes, asking its server for runs, and killing a part.
What must hold afterwards is `bench`, and besides: the rest is ended and says so, no run is listed as running for ever,
and the next one that the server is asked for ends well.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.faults.bench import Bench, Fault, timed
from flows.serving.api import Api, ServerRefuses
from flows.serving.children import descendants, is_alive

_PATIENCE = 300.0
_OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
_AT_WORK = "RUNNING"


def lose_and_find(bench: Bench, part: str, times: int, seed: random.Random) -> Fault:
    """`kill -9` of the server or the worker (`part`) at a random moment of a run, and a new start.

    The worker's run is orphaned by that, and ended by `dateline serve`; that of a lost server can't tell any more.
    """
    with timed(Fault(f"{part} lost (`kill -9`) while a run is at work, and back")) as fault:
        if not times:
            return fault
        with _served(bench) as served:
            usual = served.measure(bench.copied(bench.base))
            for number in range(times):
                home = bench.copied(bench.base)
                moment = seed.uniform(0, usual)
                run = served.begin(home)
                time.sleep(moment)
                struck = served.state_of(run) == _AT_WORK
                wrong = served.lose(part) + bench.left_whole(home)
                served.start()
                wrong += _comes_back(served, run, home) + bench.among(home, [bench.after])
                wrong += bench.heals(home, told=False)
                fault.judge(f"{number}, {moment:.1f} of {usual:.1f} s into a run", wrong, struck=struck)
                bench.discard(home)
    return fault


def _comes_back(served: Served, run: str, home: Path) -> list[str]:
    """The lost run comes to an end in the server's list, and the next one is carried out."""
    lost = served.wait_for(run, _OVER)
    if lost not in _OVER:
        return [f"the run is still listed as {lost}"]
    state = served.wait_for(served.begin(home), _OVER)
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (home / "lake" / "runs").glob("*.json")]
    told = [record["status"] for record in sorted(records, key=lambda record: record["started_at"])]
    print(f"  listed as {lost}, the next as {state}; in the home {', '.join(told)}", file=sys.stderr, flush=True)
    return [] if state == "COMPLETED" else [f"the lost run is {lost}, the next one {state}"]


@contextmanager
def _served(bench: Bench) -> Generator[Served]:
    served = Served(bench)
    try:
        served.start()
        yield served
    finally:
        served.stop()


class Served:
    """A server with its worker over the bench's stories. Runs are asked for by hand, each over a home of its own."""

    def __init__(self, bench: Bench) -> None:
        self._folder = bench.folder("served")
        self._stories = bench.stories
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = int(free.getsockname()[1])
        self.api = Api(f"http://127.0.0.1:{self._port}/api")
        self._starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._said = self._folder / "said.txt"
        self._deployment = ""

    def start(self) -> None:
        """Start it and wait until it says that it is ready; schedules are held, so that nothing else runs."""
        self._starts += 1
        self._said = self._folder / f"said-{self._starts}.txt"
        asked = ["serve", "--home", str(self._folder / "home"), "--source", str(self._stories)]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.cli", *asked, "--port", str(self._port)], stdout=said, stderr=said
            )
        end = time.monotonic() + _PATIENCE
        while "Ready." not in self._all_said():
            assert self._process.poll() is None, self._words()
            assert time.monotonic() < end, f"not ready: {self._words()}"
            time.sleep(0.2)
        self._deployment = self._ask("GET", "deployments/name/dateline/ingest")["id"]
        for one in self._ask("POST", "deployments/filter", {}):
            self._ask("PATCH", f"deployments/{one['id']}", {"paused": True})

    def stop(self) -> None:
        """Ctrl-C, and its end."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                _ = self._process.wait(90)
            self._process.kill()
            _ = self._process.wait()

    def lose(self, part: str) -> list[str]:
        """Kill the server or the worker; all else ends with it, and the exit code says so. What is wrong of this."""
        assert self._process is not None
        family = descendants(self._process.pid)
        note = self._folder / "home" / "prefect" / f"{part}.process"
        os.kill(int(note.read_text(encoding="utf-8").partition("-")[0]), signal.SIGKILL)
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return [f"`dateline serve` goes on without its {part}: {self._words()}"]
        wrong = [] if code == 1 and f"{part} ended by itself" in self._all_said() else [f"code {code}: {self._words()}"]
        left = [pid for pid in family if is_alive(pid)]
        return [*wrong, f"{len(left)} of its processes are left"] if left else wrong

    def begin(self, home: Path) -> str:
        """Ask for a run and wait until it is at work; its id."""
        asked = {"home": str(home), "sources": [str(self._stories)], "batch_size": 3, "workers": 1}
        run = self._ask("POST", f"deployments/{self._deployment}/create_flow_run", {"parameters": asked})["id"]
        _ = self.wait_for(run, {_AT_WORK, *_OVER})
        return str(run)

    def wait_for(self, run: str, states: set[str]) -> str:
        """Wait until the run has one of the states; which it has then."""
        end = time.monotonic() + _PATIENCE
        while (state := self.state_of(run)) not in states and time.monotonic() < end:
            time.sleep(0.2)
        return state

    def state_of(self, run: str) -> str:
        """What the server lists it as."""
        return str(self._ask("GET", f"flow_runs/{run}")["state_type"])

    def measure(self, home: Path) -> float:
        """Seconds of a run that nothing happens to, from when it is listed as running."""
        run = self.begin(home)
        started = time.monotonic()
        state = self.wait_for(run, _OVER)
        assert state == "COMPLETED", f"a run that nothing happens to is {state}: {self._words()}"
        return time.monotonic() - started

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        """Ask the server; one that has only now been started may be busy still."""
        for _ in range(5):
            with suppress(ServerRefuses):
                return self.api.ask(method, path, body)
            time.sleep(1.0)
        return self.api.ask(method, path, body)

    def _all_said(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")

    def _words(self) -> str:
        return self._all_said()[-800:]
