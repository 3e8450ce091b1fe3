# ruff: noqa: PLC0415 - what a home without such a lock does not need is not imported
"""Holds a home that shares a lake against other machines, and brings in what they wrote.

The lock is a session's advisory lock in PostgreSQL: the server lets go of it when the session ends, however it ends, as
the system does with a file's lock. Who holds it says in `application_name` which machine and process it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
import threading
from collections.abc import Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from warehouse.store.home import Home, StoreError, WarehouseBusyError
from warehouse.store.lake import exchange
from warehouse.store.sharing import sharing_of

T = TypeVar("T")

SECONDS_TO_ANSWER = 30
_HELD = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
_OWNER = """
    SELECT a.application_name, host(a.client_addr) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
      AND (l.classid::bigint << 32) | l.objid::bigint = $1
"""
_KEEP_ALIVE = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
"""A machine that vanished without a word holds the lock for a minute and a half, not for two hours."""

_sessions: dict[str, _Session] = {}


@contextmanager
def held_with_others(home: Home) -> Generator[None]:
    """The home against other machines, with their records. The caller holds the home's own lock.

    Raises:
        WarehouseBusyError: another machine holds the lake.
        StoreError: the lock's database or the lake's store can't be used.
    """
    sharing = sharing_of(home)
    if sharing.lock is None:
        exchange(home)
        yield
        return
    session = _Session(sharing.lock)
    try:
        session.take(sharing.locked_thing)
        _sessions[str(home.root)] = session
        exchange(home)
        yield
    finally:
        _ = _sessions.pop(str(home.root), None)
        session.close()


def make_sure_of_lock(home: Home) -> None:
    """Before something is done that can't be taken back: a lost connection has let go of the lock in our name.

    Raises:
        StoreError: the lock that was taken is not held any more.
    """
    session = _sessions.get(str(home.root))
    if session is not None:
        session.check()


def lock_key(thing: str) -> int:
    """PostgreSQL locks a number of 64 bits."""
    return int.from_bytes(hashlib.sha256(f"dateline {thing}".encode()).digest()[:8], signed=True)


class _Session:
    """A connection that lives in a thread of its own, whatever the thread that holds the home does meanwhile."""

    def __init__(self, url: str) -> None:
        try:
            import asyncpg
        except ImportError as error:
            raise StoreError(f"a lock at {url} needs asyncpg: install dateline with its extra `postgres`") from error
        self._url = url
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="machine lock", daemon=True)
        self._thread.start()
        self._connection: Any = None
        self._name = f"dateline on {platform.node()}, process {os.getpid()}"[:63]
        settings = {"application_name": self._name, **_KEEP_ALIVE}
        try:
            self._connection = self._ask(
                asyncpg.connect(url, timeout=SECONDS_TO_ANSWER, server_settings=settings, command_timeout=60)
            )
        except BaseException:
            self.close()
            raise

    def take(self, thing: str) -> None:
        """Take the lock, or say who has it."""
        key = lock_key(thing)
        if self._ask(self._connection.fetchval("SELECT pg_try_advisory_lock($1)", key)):
            return
        owner = self._ask(self._connection.fetchrow(_OWNER, key))
        who = f"{owner[0]} ({owner[1] or 'local'})" if owner else "another machine"
        raise WarehouseBusyError(f"another run ({who}) is writing to {thing}; wait until it ends")

    def check(self) -> None:
        """Raise if the lock is not held any more."""
        try:
            held = self._ask(self._connection.fetchval(_HELD))
        except StoreError:
            held = 0
        if not held:
            raise StoreError(
                f"the connection to {self._url} was lost, and the lock with it: nothing is published. What was coded "
                "is kept; run it again"
            )

    def close(self) -> None:
        """End the session, which lets go of the lock."""
        if self._connection is not None:
            with suppress(StoreError):
                self._ask(self._connection.close(timeout=5))
        _ = self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _ask(self, question: Coroutine[Any, Any, T]) -> T:
        from asyncpg import InterfaceError, InternalClientError, PostgresError

        try:
            return asyncio.run_coroutine_threadsafe(question, self._loop).result()
        except (PostgresError, InterfaceError, InternalClientError, OSError, TimeoutError) as error:
            told = str(error).strip() or type(error).__name__
            raise StoreError(f"the lock's database {self._url} can't be used: {told}") from error
