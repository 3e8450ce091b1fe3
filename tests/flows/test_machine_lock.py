"""The lock that spans machines, held in a real PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import execute, postgres

from warehouse.store import WarehouseBusyError, writer_lock
from warehouse.store.home import Home, StoreError
from warehouse.store.machine_lock import make_sure_of_lock
from warehouse.store.sharing import agree

pytest.importorskip("asyncpg")
pytest.importorskip("obstore")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture
def homes(database: str, tmp_path: Path) -> tuple[Home, Home]:
    """Two homes, as on two machines, with one lake."""
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    for home in (one, other):
        agree(home, (tmp_path / "lake").as_uri(), database)
    return one, other


def test_one_machine_at_a_time_writes_to_a_lake(homes: tuple[Home, Home]) -> None:
    one, other = homes
    with writer_lock(one), pytest.raises(WarehouseBusyError, match=r"dateline on .*, process"), writer_lock(other):
        pass
    with writer_lock(other):
        make_sure_of_lock(other)


def test_another_lake_is_another_lock(homes: tuple[Home, Home], database: str, tmp_path: Path) -> None:
    third = Home(tmp_path / "third")
    agree(third, None, database)
    with writer_lock(homes[0]), writer_lock(third):
        make_sure_of_lock(third)


def test_a_machine_that_dies_lets_go(homes: tuple[Home, Home]) -> None:
    one, other = homes
    script = (
        "import sys; from pathlib import Path; from warehouse.store import Home, writer_lock\n"
        "with writer_lock(Home(Path(sys.argv[1]))):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(one.root)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(WarehouseBusyError), writer_lock(other):
        pass
    holder.kill()
    holder.wait()

    _taken_soon(other)


def _taken_soon(home: Home) -> None:
    for _ in range(50):
        try:
            with writer_lock(home):
                return
        except WarehouseBusyError:
            continue
    raise AssertionError("the lock of a dead process is still held")


def test_a_lock_that_was_lost_is_noticed(homes: tuple[Home, Home], database: str) -> None:
    with writer_lock(homes[0]):
        execute(database, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        with pytest.raises(StoreError, match="nothing is published"):
            make_sure_of_lock(homes[0])


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path)
    agree(home, None, "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(StoreError, match="/none can't be used"), writer_lock(home):
        pass
