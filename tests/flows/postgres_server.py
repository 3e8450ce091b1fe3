"""A PostgreSQL server of the tests' own, where its programs are installed."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _programs() -> Path | None:
    found = shutil.which("pg_ctl")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return Path(found).resolve().parent if found else next((it for it in folders if (it / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def execute(url: str, *statements: str) -> None:
    """Run statements as somebody else than the one that is tested."""
    import asyncpg

    async def run() -> None:
        connection = await asyncpg.connect(url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run())


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database; the server does not run as root."""
    programs = _programs()
    as_whom = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if programs is None or (as_whom and not _is_known("postgres")):
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="dateline-pg-", ignore_cleanup_errors=True) as folder:
        if as_whom:
            shutil.chown(folder, **as_whom)

        def call(program: str, *options: str) -> None:
            command = [str(programs / program), "-D", f"{folder}/data", *options]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_whom)  # type: ignore[call-overload]

        port = _free_port()
        call("initdb", "-U", "loader", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C")
        call("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -h 127.0.0.1 -p {port} -c fsync=off", "start")
        try:
            yield f"postgresql://loader@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-m", "immediate", "stop")


def _is_known(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False
