# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""What `dateline doctor` looks at: each finding with its remedy. Nothing is changed, nothing heavy is loaded."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from flows.settings import available_cores, gazetteer_cache_folder, use_tables
from flows.versions import REPORTED_LIBRARIES, coder_version, installed_version
from flows.wording import counted
from transforms.coded_languages import MODEL_DISTRIBUTIONS, MODEL_PACKAGES

Verdict = Literal["ok", "warning", "problem"]
_LEAST_FREE_BYTES = 2_000_000_000
_BROKEN_WITH_PREFECT = {"fastapi": (0, 151), "sqlalchemy": (2, 1)}  # first versions that Prefect 3.8 fails with
_PYTHONS = ((3, 11), (3, 13))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    verdict: Verdict
    found: str
    remedy: str = ""

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


def diagnose(home: Path) -> Iterator[Finding]:
    """Everything a run needs, in the order in which a run needs it."""
    use_tables(home)
    yield _python()
    yield from _libraries()
    yield from _prefect_companions()
    yield _language_model()
    yield _reference_tables()
    yield _gazetteer()
    yield from _home(home)
    yield _machine()
    yield _server()


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    fits = _PYTHONS[0] <= sys.version_info[:2] <= _PYTHONS[1]
    return Finding("Python", "ok" if fits else "problem", found, "" if fits else "use Python 3.11, 3.12 or 3.13")


def _libraries() -> Iterator[Finding]:
    for name in REPORTED_LIBRARIES:
        if name in MODEL_DISTRIBUTIONS:
            continue
        found = installed_version(name)
        if found:
            yield Finding(name, "ok", found)
        elif name == "dateline":
            yield Finding(name, "warning", "not installed, run from a checkout", "run `make setup`")
        elif name == "prefect":
            yield Finding(name, "warning", "missing: no schedules, no UI", "`make setup`, or run with --no-server")
        else:
            yield Finding(name, "problem", "missing", "run `make setup`")


def _prefect_companions() -> Iterator[Finding]:
    for name, limit in _BROKEN_WITH_PREFECT.items():
        found = installed_version(name)
        if found and tuple(int(part) for part in found.split(".")[:2]) >= limit:
            wanted = ".".join(map(str, limit))
            remedy = f"`pip install '{name}<{wanted}'`: with later ones Prefect 3.8 crashes or schedules nothing"
            yield Finding(name, "problem", found, remedy)


def _language_model() -> Finding:
    for module in MODEL_PACKAGES:
        if importlib.util.find_spec(module) is not None:
            return Finding(
                "English model", "ok", f"{module} {installed_version(module.replace('_', '-')) or ''}".strip()
            )
    return Finding(
        "English model", "problem", "missing", f"run `make setup`, or install one of {', '.join(MODEL_PACKAGES)}"
    )


def _reference_tables() -> Finding:
    from warehouse.own_tables import own_files, own_tables
    from warehouse.reference import ReferenceTableError, read_reference

    try:
        tables = read_reference()
    except ReferenceTableError as error:
        return Finding("reference tables", "problem", str(error), "mend the table, or take back the edit with git")
    rows = sum(table.height for table in tables.values())
    own = f"; {counted(len(own_files()), 'file')} of your own in {own_tables()}" if own_tables() else ""
    return Finding("reference tables", "ok", f"{len(tables)} tables, {rows} rows{own}; coder version {coder_version()}")


def _gazetteer() -> Finding:
    folder = gazetteer_cache_folder()
    files = list(folder.rglob("*.parquet")) if folder.is_dir() else []
    if files:
        size = sum(path.stat().st_size for path in files) / 1e6
        return Finding("gazetteer", "ok", f"{folder} ({size:.0f} MB)")
    return Finding("gazetteer", "ok", f"not built yet; the first run builds it into {folder}")


def _home(home: Path) -> Iterator[Finding]:
    parent = next((path for path in (home, *home.absolute().parents) if path.exists()), Path("/"))
    if not parent.is_dir():
        yield Finding("home", "problem", f"{parent} is a file, not a folder", "give another --home")
        return
    if not os.access(parent, os.W_OK):
        yield Finding("home", "problem", f"{parent} may not be written to", "change its owner, or give another --home")
        return
    free = shutil.disk_usage(parent).free
    if free < _LEAST_FREE_BYTES:
        yield Finding("disk", "warning", f"{free / 1e9:.1f} GB free at {parent}", "make room, or give another --home")
    yield _published(home)
    yield from _home_concerns(home)
    yield _lock(home)


def _published(home: Path) -> Finding:
    published = home / "warehouse.duckdb"
    if published.is_file():
        return Finding("warehouse", "ok", f"{published} ({published.stat().st_size / 1e6:.1f} MB)")
    return Finding("warehouse", "ok", f"nothing published in {home} yet; `dateline run SOURCE` does it")


def _home_concerns(home: Path) -> Iterator[Finding]:
    """Files that are damaged, or that other programs have written to."""
    from warehouse.store.damage import lake_concerns
    from warehouse.store.home import Home
    from warehouse.store.publication import build_concerns, concerns

    store = Home(home)
    for subject, found in (
        ("warehouse", concerns(store)),
        ("build file", build_concerns(store)),
        ("lake", lake_concerns(store)),
    ):
        yield from (Finding(subject, "warning", concern.found, concern.remedy) for concern in found)
    kept = len(list(store.aside.glob("*")))
    if kept:
        yield Finding("set aside", "ok", f"{kept} files that were in the way, in {store.aside}; nothing reads them")


def _lock(home: Path) -> Finding:
    from warehouse.store.home import Home, WarehouseBusyError
    from warehouse.store.locking import lock_file

    if not Home(home).lock.is_file():
        return Finding("lock", "ok", "free")
    try:
        with lock_file(Home(home)):
            return Finding("lock", "ok", "free")
    except WarehouseBusyError as error:
        return Finding("lock", "warning", str(error), "wait; the lock goes with the process that holds it")


def _machine() -> Finding:
    return Finding("machine", "ok", f"{available_cores()} cores")


def _server() -> Finding:
    address = os.environ.get("PREFECT_API_URL")
    if not address:
        return Finding("Prefect server", "ok", "none named (PREFECT_API_URL): runs go without one")
    from flows.server import server_answers

    if server_answers():
        return Finding("Prefect server", "ok", address)
    return Finding("Prefect server", "warning", f"{address} does not answer", "start it: `dateline serve`")
