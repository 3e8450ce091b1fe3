"""Server, what it needs to know, worker: started in order, watched, and ended in order.

What belongs here: the order. How each part is done is in the modules beside this one.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from flows.errors import DatelineError, HomeBusy
from flows.serving.api import Api, ServerRefuses
from flows.serving.children import Child, adopt_orphans, descendants, end_all, is_alive, start, started_at, stop
from flows.serving.dead_runs import mark_dead_runs
from flows.serving.registering import BLOCK, Registered, register
from flows.serving.settings import (
    CODE_FOLDER,
    POOL,
    ServeSettings,
    environment,
    refuse_home,
    refuse_missing_sources,
    refuse_what_cannot_work,
)

SERVER_PATIENCE = 180.0
"""Seconds until the server has to be healthy: the first start makes its tables, which takes half a minute."""

WORKER_PATIENCE = 30.0
"""Seconds that a worker has for ending its runs."""

SECONDS_BETWEEN_LOOKS = 15.0

Say = Callable[[str], None]


def serve(settings: ServeSettings, say: Say) -> None:
    """Start all, tell where it is, and stay until Ctrl-C, SIGTERM or the end of a part.

    Raises:
        UserMistake: the home can't be there, the port is taken, the database does not answer.
        HomeBusy: another `dateline serve` has the folder.
        DatelineError: a part ended by itself, or never became healthy.
    """
    refuse_home(settings.home)
    refuse_missing_sources(settings)
    with _only_one(settings):
        _end_leftovers(settings, say)
        refuse_what_cannot_work(settings)
        adopt_orphans()
        children: list[Child] = []
        with _told_to_stop():
            try:
                _start(settings, children, say)
                _stay(settings, children, say)
            except KeyboardInterrupt:
                say("Stopping ...")
            finally:
                _stop(children)
                say("Stopped; nothing is left running.")


@contextmanager
def _only_one(settings: ServeSettings) -> Generator[None]:
    """The lock of Prefect's folder, which names its holder."""
    folder = settings.folder
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serve.lock").open("a+", encoding="utf-8") as lock:
        lock.seek(0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise HomeBusy(_who_serves(lock.read(), folder)) from error
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "url": settings.url}))
        lock.flush()
        yield


def _who_serves(text: str, folder: Path) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        found = {"pid": "?", "url": "?"}
    return f"`dateline serve` runs already: process {found['pid']}, {found['url']} (folder {folder})"


@contextmanager
def _told_to_stop() -> Generator[None]:
    """SIGTERM and a closed terminal end us as Ctrl-C does; also where a shell had them ignored."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(settings: ServeSettings, children: list[Child], say: Say) -> None:
    made = environment(settings)
    api = Api(made["PREFECT_API_URL"], settings.auth)
    if settings.api is None:
        say(f"Starting Prefect's server on {settings.url} ...")
        children.append(_launch(settings, made, "server", "server", "start"))
    _wait_until_healthy(api, children)
    say("Looking after work pool, deployments and automations ...")
    done = register(settings, api, made)
    if settings.with_worker:
        _mark_dead_runs(api, say)
        worker = ("worker", "start", "--pool", POOL, "--name", f"dateline-{socket.gethostname()}")
        children.append(_launch(settings, made, "worker", *worker))
        _wait_for_worker(api, children)
    for line in ready_lines(settings, done):
        say(line)


def _launch(settings: ServeSettings, made: dict[str, str], name: str, *arguments: str) -> Child:
    """A Prefect process."""
    command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
    child = start(name, command, settings.folder / "logs" / f"{name}.log", made, CODE_FOLDER)
    note = settings.folder / f"{name}.process"
    note.write_text(f"{child.process.pid}-{started_at(child.process.pid) or ''}", encoding="utf-8")
    return child


def _end_leftovers(settings: ServeSettings, say: Say) -> None:
    """End what one that was killed (`-9`) has left: its worker waits for a run, which waits for the server."""
    for note in settings.folder.glob("*.process"):
        pid, _, began = note.read_text(encoding="utf-8").partition("-")
        if pid.isdigit() and began and is_alive(int(pid)) and started_at(int(pid)) == began:
            say(f"Ending the {note.stem} that an earlier `dateline serve` left behind ...")
            end_all([*descendants(int(pid)), int(pid)], patience=10)
        note.unlink(missing_ok=True)


def _wait_until_healthy(api: Api, children: list[Child]) -> None:
    end = time.monotonic() + SERVER_PATIENCE
    while not api.is_healthy():
        _refuse_ended(children)
        if time.monotonic() > end:
            said = children[0].last_words() if children else ""
            raise DatelineError(f"Prefect's server is not healthy after {SERVER_PATIENCE:.0f} s\n{said}".rstrip())
        if not children:  # another's server: it is there or it is not; what it says of itself is the message
            api.ask("GET", "health")
        time.sleep(0.3)


def _wait_for_worker(api: Api, children: list[Child], patience: float = 90.0) -> None:
    """Until the worker has told the server that it is there."""
    end = time.monotonic() + patience
    name = f"dateline-{socket.gethostname()}"
    while time.monotonic() < end:
        _refuse_ended(children)
        workers = api.ask("POST", f"work_pools/{POOL}/workers/filter", {}) or []
        if any(one["name"] == name and one["status"] == "ONLINE" for one in workers):
            return
        time.sleep(0.5)
    raise DatelineError(f"the worker is not there after {patience:.0f} s:\n{children[-1].last_words()}")


def _refuse_ended(children: list[Child]) -> None:
    for child in children:
        if child.has_ended:
            raise DatelineError(
                f"Prefect's {child.name} ended by itself (code {child.process.returncode}); "
                f"the end of {child.log}:\n{child.last_words()}"
            )


def ready_lines(settings: ServeSettings, done: Registered) -> list[str]:
    """What a person needs to know of it."""
    lines = ["", f"  UI           {settings.public_url or settings.url}"]
    lines.append(f"  API          {settings.url}/api   (export PREFECT_API_URL={settings.url}/api)")
    if settings.api is None:
        lines.append(f"  store        {settings.store}")
    lines.append(f"  home         {settings.home.expanduser().absolute()}")
    renewed = f"   (deployed now: {', '.join(done.renewed)})" if done.renewed else ""
    lines.append(f"  deployments  {', '.join(done.deployments)}{renewed}")
    silent = f"off until the block {BLOCK} has an address (UI, Blocks, or --notify URL)"
    lines.append(f"  automations  {done.automations}, notifications {'on' if done.notifies else silent}")
    lines.append(f"  worker       {'here' if settings.with_worker else 'elsewhere (--no-worker)'}")
    lines.append(f"  logs         {settings.folder / 'logs'}")
    return [*lines, "", "Ready. Ctrl-C stops it."]


def _stay(settings: ServeSettings, children: list[Child], say: Say) -> None:
    """Watch the parts, and mark the runs whose process is gone."""
    api = Api(f"{settings.url}/api", settings.auth)
    looked = time.monotonic()
    while True:
        _refuse_ended(children)
        if settings.with_worker and time.monotonic() - looked >= SECONDS_BETWEEN_LOOKS:
            looked = time.monotonic()
            _mark_dead_runs(api, say)
        time.sleep(0.5)


def _mark_dead_runs(api: Api, say: Say) -> None:
    try:
        for name in mark_dead_runs(api):
            say(f"run {name}: its process is gone; marked as crashed")
    except ServerRefuses as error:  # a busy server is asked again
        say(f"Prefect's server did not answer in time: {error}")


def _stop(children: list[Child]) -> None:
    """The worker first, so that its runs can still tell the server how they end. Signals can't cut this short."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in reversed(children):
        stop(child, WORKER_PATIENCE)
    end_all(descendants(os.getpid()), patience=10)
