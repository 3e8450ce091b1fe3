"""Files of the lake that can't be read: told as what they are, with what heals them.

What belongs here: looking for damage, and saying so. What does not: mending; the lake is the record, and nothing is
taken out of it unasked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import duckdb
import polars as pl

from warehouse.store.database import open_build
from warehouse.store.home import Home, StoreError
from warehouse.store.packages import PackageDamagedError, committed_packages, damage_of, lake_runs
from warehouse.store.packs import PackDamagedError, damage_of_pack

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Concern:
    """Something about a home that its owner should know, and what to do."""

    found: str
    remedy: str


def damage_told(merge: Callable[P, T]) -> Callable[P, T]:
    """Where a merge fails, look whether a file that it reads is damaged, and say which; its first argument is the home.

    The files are looked at only then: DuckDB does not always say which it could not read.
    """

    @wraps(merge)
    def told(*arguments: P.args, **options: P.kwargs) -> T:
        try:
            return merge(*arguments, **options)
        except duckdb.Error as error:
            home, build = arguments[0], options.get("build")
            if isinstance(home, Home):
                _refuse_damaged(home, build if isinstance(build, Path) else None, error)
            raise

    return told


def _refuse_damaged(home: Home, build: Path | None, error: Exception) -> None:
    with open_build(home, build) as connection:
        merged = {row[0] for row in connection.execute("SELECT package_id FROM meta.packages").fetchall()}
    read: dict[Path, str | None] = {}  # a file of a pack is that of many packages
    for package in committed_packages(home, leaving_out=merged):
        for table in package.rows:
            path = package.folder / f"{table}.parquet"
            if path not in read:
                read[path] = _unreadable(path)
            reason = read[path]
            if reason and package.is_packed:
                raise PackDamagedError(damage_of_pack(package.folder, reason)) from error
            if reason:
                raise PackageDamagedError(damage_of(package.folder, package.run_id, reason)) from error
    for path in sorted(home.event_ids.glob("*.parquet")):
        reason = _unreadable(path)
        if reason:
            raise StoreError(
                f"{path} is damaged ({reason}): bring it back from a backup, or move it away; the events that were "
                "first published then get their ids anew"
            ) from error


def _unreadable(path: Path) -> str | None:
    """Why a Parquet file can't be read to its end, in one line; nothing where it can."""
    try:
        _ = pl.read_parquet(path)
    except (Exception, pl.exceptions.PanicException) as error:  # Polars has many
        return " ".join(str(error).split())[:200] or type(error).__name__
    return None


def lake_concerns(home: Home) -> Iterator[Concern]:
    """Records of the lake that can't be read. Packages are not read to their ends."""
    for folder, run_id in lake_runs(home):
        if run_id is None:
            yield Concern(
                f"{folder} is no package: its list of rows is missing or damaged", "`dateline rebuild` says how"
            )
    for path in sorted(home.runs.glob("*.json")):
        if not _is_json(path):
            yield Concern(
                f"the record of a run is damaged: {path}",
                "delete it; nothing but the list of runs loses by it",
            )
    for folder in (home.corrections, home.withdrawals):
        for path in sorted(folder.glob("*.json")):
            if not _is_json(path):
                yield Concern(f"a decision is damaged: {path}", "mend it, bring it back from a backup, or delete it")


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
    except (OSError, ValueError):
        return False
