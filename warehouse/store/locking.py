# ruff: noqa: PLC0415 - what a home that shares nothing does not need is not imported
"""One process at a time writes to a home.

What belongs here: the lock on this machine's file. What does not: a lock that spans machines (`machine_lock`).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager

from warehouse.store.home import Home, WarehouseBusyError


@contextmanager
def writer_lock(home: Home, run_id: str = "") -> Generator[None]:
    """Hold the home for writing; the system lets go of it when the process ends, however it ends.

    A home that shares a lake or a lock with other machines (`sharing`) is held against these too, and has then what
    they wrote.

    Raises:
        WarehouseBusyError: another process holds it; the message names that process, and its run where it said so.
    """
    with lock_file(home, run_id):
        if home.sharing.is_file():
            from warehouse.store.machine_lock import held_with_others

            with held_with_others(home):
                yield
        else:
            yield


@contextmanager
def lock_file(home: Home, run_id: str = "") -> Generator[None]:
    """Hold the home against processes of this machine alone, without a word to others: enough to see if it is free.

    Raises:
        WarehouseBusyError: another process holds it.
    """
    home.ensure()
    descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, home)
        os.truncate(descriptor, 0)
        _ = os.write(descriptor, f"process {os.getpid()}{f', run {run_id}' if run_id else ''}".encode())
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, home: Home) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = os.read(descriptor, 100).decode(errors="replace") or "its process is not known"
        raise WarehouseBusyError(
            f"another run ({owner}) is writing to {home.root}; wait until it ends, or give another --home"
        ) from error
