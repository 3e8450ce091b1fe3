"""Makes packs of small packages: what a year of runs wrote in 35,000 folders then lies in a few hundred.

What belongs here: which packages go together, and the order of steps, so that a kill at any moment leaves each package
there once. What a pack is says `packs`. No build file is asked or changed: a package in a pack has the id that it had.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from warehouse.store.event_ids import unite_records
from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.lake import MANIFEST, lake_of
from warehouse.store.packages import (
    Package,
    PackageDamagedError,
    committed_packages,
    damage_of,
    loose_folders,
    remove_folder,
    remove_unfinished,
    take_out_of_pack,
)
from warehouse.store.packs import MEMBER, lines_of, pack_folders, write_lines

ROWS_OF_A_PACK = 500_000
"""Some 3,000 articles: about what one transaction of a merge takes, so that a rebuild reads no pack many times."""
PACKAGES_OF_A_PACK = 1_000


@dataclass(frozen=True, slots=True)
class Compacted:
    """How many folders of single packages there were before and are now, and how many packs."""

    packages_before: int
    packages_now: int
    packs_before: int
    packs_now: int

    @property
    def words(self) -> str:
        """What was done, for people."""
        return (
            f"folders of single packages: {self.packages_now} ({self.packages_before} before); "
            f"packs: {self.packs_now} ({self.packs_before} before)"
        )


def may_compact(home: Home, least: int) -> bool:
    """Whether at least so many packages lie in folders of their own, in a lake that can have packs."""
    return lake_of(home) is None and len(loose_folders(home)) >= least


def compact(home: Home) -> Compacted:
    """Make packs of the packages that lie by themselves; each has the id, run and place in the order that it had.

    A pack is written whole, checked against what its packages said of themselves, and put in place by a rename; only
    then their folders go. Where both are there, since it was killed between, the pack counts. The caller holds the
    writer's lock. The records of published ids, one for each publication, become one that says the same.

    Raises:
        StoreError: the lake is on an object store, whose packages other machines know by their ids.
        PackageDamagedError: a package can't be read, or has other rows than it says; it stays where it is.
    """
    if lake_of(home) is not None:
        raise StoreError("this home's lake is on an object store, where packages stay as they were written")
    remove_unfinished(home)
    before = _count(home)
    _remove_replaced(home)
    loose = [package for package in committed_packages(home) if not package.is_packed]
    unite_records(home)
    for group in groups_of(loose):
        _write_pack(home, group)
        for package in group:
            remove_folder(home, package.folder)
    return _counted(home, before)


def undo_compacting(home: Home) -> Compacted:
    """Make folders of all packages in packs again. The caller holds the writer's lock."""
    remove_unfinished(home)
    before = _count(home)
    _remove_replaced(home)
    for pack in pack_folders(home):
        _ = take_out_of_pack(home, pack, home.packages)
    return _counted(home, before)


def groups_of(packages: Sequence[Package]) -> Iterator[tuple[Package, ...]]:
    """Neighbours in the order of runs, as many as a pack takes; a package that stays alone is none."""
    group: list[Package] = []
    rows = 0
    for package in packages:
        own = sum(package.rows.values())
        if group and (rows + own > ROWS_OF_A_PACK or len(group) >= PACKAGES_OF_A_PACK):
            if len(group) > 1:
                yield tuple(group)
            group, rows = [], 0
        group.append(package)
        rows += own
    if len(group) > 1:
        yield tuple(group)


def _write_pack(home: Home, group: Sequence[Package]) -> None:
    lines = {package.package_id: _line(package) for package in group}
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
    name = f"{group[0].written_at:%Y%m%dT%H%M%S}-{digest}"
    aside = home.ensure().unfinished / f"{name}.{os.getpid()}"
    aside.mkdir()
    for table in sorted({table for package in group for table in package.rows}):
        frames = [_rows(package, table) for package in group if package.rows.get(table)]
        if frames:
            path = aside / f"{table}.parquet"
            pl.concat(frames, how="diagonal_relaxed").write_parquet(path, compression="zstd")
            fsync_path(path)
    write_lines(aside, lines)
    home.packs.mkdir(exist_ok=True)
    _ = aside.rename(home.packs / name)
    fsync_path(home.packs)


def _line(package: Package) -> str:
    return json.dumps(json.loads((package.folder / MANIFEST).read_text(encoding="utf-8")), separators=(",", ":"))


def _rows(package: Package, table: str) -> pl.DataFrame:
    """A package's rows of a table, which are as many as it says."""
    path = package.folder / f"{table}.parquet"
    try:
        frame = pl.read_parquet(path)
    except (Exception, pl.exceptions.PanicException) as error:  # Polars has many
        reason = " ".join(str(error).split())[:200]
        raise PackageDamagedError(damage_of(package.folder, package.run_id, reason)) from error
    if frame.height != package.rows[table]:
        reason = f"{path.name} has {frame.height} rows, not {package.rows[table]}"
        raise PackageDamagedError(damage_of(package.folder, package.run_id, reason))
    return frame.with_columns(pl.lit(package.package_id).alias(MEMBER))


def _remove_replaced(home: Home) -> None:
    """Folders of packages that are in a pack too: what a kill has left."""
    packed = {package_id for pack in pack_folders(home) for package_id in lines_of(pack)}
    for folder in loose_folders(home):
        if folder.name in packed:
            remove_folder(home, folder)


def _count(home: Home) -> tuple[int, int]:
    return len(loose_folders(home)), len(pack_folders(home))


def _counted(home: Home, before: tuple[int, int]) -> Compacted:
    (packages, packs), (packages_now, packs_now) = before, _count(home)
    return Compacted(packages, packages_now, packs, packs_now)
