"""Processes that `dateline serve` starts: their logs, and their end with all that they started themselves.

What belongs here: starting, watching and ending processes. The system is asked that a child gets SIGTERM where we are
killed ourselves, and that what a child leaves behind becomes ours, so that nothing is left over.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_BYTES = 10_000_000
LOGS_KEPT = 5
LAST_LINES = 15
_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36  # prctl(2), Linux


@dataclass
class Child:
    """A running process with its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    last: deque[str] = field(default_factory=lambda: deque[str](maxlen=LAST_LINES))
    reader: threading.Thread | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The end of its log, for a message."""
        if self.reader is not None:
            self.reader.join(2)
        return "\n".join(self.last)


def start(name: str, command: Sequence[str], log: Path, environment: Mapping[str, str], folder: Path) -> Child:
    """Start a process of its own session, so that Ctrl-C reaches us alone and we end things in order."""
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        list(command),
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_end_with_parent  # noqa: PLW1509 - it takes no lock
        if sys.platform == "linux"
        else None,
    )
    child = Child(name, process, log)
    child.reader = threading.Thread(target=_keep_log, args=(child,), daemon=True)
    child.reader.start()
    return child


def _end_with_parent() -> None:
    """In the child, before it becomes its program: SIGTERM when the parent dies, however it dies; and no signal
    ignored that a shell has ignored for jobs in the background.
    """
    ctypes.CDLL(None).prctl(_SET_PDEATHSIG, signal.SIGTERM)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def adopt_orphans() -> None:
    """Ask the system to give us the processes that our children leave behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)


def _keep_log(child: Child) -> None:
    handler = RotatingFileHandler(child.log, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    stream = child.process.stdout
    if stream is None:
        return
    with contextlib.closing(handler), stream:
        for raw in stream:
            line = raw.decode("utf-8", errors="replace").rstrip("\n")
            child.last.append(line)
            handler.emit(logging.LogRecord(child.name, logging.INFO, "", 0, "%s", (line,), None))


def stop(child: Child, patience: float) -> None:
    """Ask it to end, then make it, then whatever it started."""
    started_by_it = descendants(child.process.pid)
    _signal([child.process.pid], signal.SIGTERM)
    if not _wait_for([child.process.pid], patience, child):
        child.process.kill()
        child.process.wait()
    end_all([*started_by_it, *_group(child.process.pid)], patience=5)
    if child.reader is not None:
        child.reader.join(2)


def end_all(pids: Iterable[int], patience: float) -> None:
    """SIGTERM to those that live, SIGKILL to those that do not follow."""
    living = [pid for pid in dict.fromkeys(pids) if is_alive(pid)]
    _signal(living, signal.SIGTERM)
    if not _wait_for(living, patience):
        _signal(living, signal.SIGKILL)
        _ = _wait_for(living, 5)


def descendants(pid: int) -> list[int]:
    """All processes that a process started, and those that they started (Linux; elsewhere none are known)."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        parent = _parent(entry)
        if parent:
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = list[int](), [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found.extend(below)
        waiting.extend(below)
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet collected does not."""
    with contextlib.suppress(ChildProcessError, OSError):
        _ = os.waitpid(pid, os.WNOHANG)  # an orphan that became ours
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def started_at(pid: int) -> str | None:
    """When a process started, in the system's own ticks: tells it from a later one with the same number."""
    fields = _stat(Path("/proc") / str(pid))
    return fields[19] if fields else None


def _group(leader: int) -> list[int]:
    """Processes of the session that a child led."""
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if (fields := _stat(entry)) and fields[3] == str(leader) and int(entry.name) != leader
    ]


def _stat(folder: Path) -> list[str]:
    """Fields of /proc/PID/stat after the program's name: state, parent, group, session, …"""
    try:
        text = (folder / "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _parent(folder: Path) -> int | None:
    fields = _stat(folder)
    return int(fields[1]) if fields else None


def _state(pid: int) -> str:
    fields = _stat(Path("/proc") / str(pid))
    return fields[0] if fields else ""


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _wait_for(pids: Sequence[int], seconds: float, child: Child | None = None) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        gone = child.has_ended if child is not None else not any(map(is_alive, pids))
        if gone:
            return True
        time.sleep(0.05)
    return False
