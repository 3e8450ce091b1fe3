"""Packs: many small packages of the lake in one folder, a Parquet file for each table with the rows of all of them.

What belongs here: what a pack holds, and its rows as packages again. Who makes packs is `compacting`; that a package
lies in one is seen by nobody but those who read its files: it keeps its id, its run and its place in the order of runs.

A pack is `lake/packs/<name>/<table>.parquet`, whose column `_member` says of which package a row is, and
`packages.txt`, a line for each package: its id, a tab, what its `package.json` said. Rows of a package that has no
line are none.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from warehouse.store.home import Home, StoreError, fsync_path

INDEX = "packages.txt"
MEMBER = "_member"


class PackDamagedError(StoreError):
    """A pack can't be read; the message says which, and what heals it."""


def pack_folders(home: Home) -> list[Path]:
    """All packs of a lake."""
    return sorted(path for path in home.packs.iterdir() if path.is_dir()) if home.packs.is_dir() else []


def lines_of(pack: Path) -> dict[str, str]:
    """Of each package in a pack, by its id, what its `package.json` said.

    Raises:
        PackDamagedError: the pack has no such list, or it can't be read.
    """
    try:
        lines = (pack / INDEX).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise PackDamagedError(damage_of_pack(pack, f"its {INDEX} can't be read")) from error
    return {package_id: told for package_id, _, told in (line.partition("\t") for line in lines)}


def write_lines(pack: Path, lines: dict[str, str]) -> None:
    """Say which packages a pack holds, in one step; what it said before is gone."""
    aside = pack / f"{INDEX}.tmp"
    _ = aside.write_text("".join(f"{package_id}\t{told}\n" for package_id, told in lines.items()), encoding="utf-8")
    fsync_path(aside)
    _ = aside.replace(pack / INDEX)
    fsync_path(pack)


def frames_of(pack: Path, package_ids: Collection[str]) -> dict[str, dict[str, pl.DataFrame]]:
    """The frames of some packages of a pack, by package and table, as they were written."""
    frames: dict[str, dict[str, pl.DataFrame]] = {package_id: {} for package_id in package_ids}
    for path in sorted(pack.glob("*.parquet")):
        rows = pl.read_parquet(path).filter(pl.col(MEMBER).is_in(list(package_ids)))
        for (package_id,), frame in rows.partition_by(MEMBER, as_dict=True, maintain_order=True).items():
            frames[str(package_id)][path.stem] = frame.drop(MEMBER)
    return frames


def damage_of_pack(pack: Path, reason: str) -> str:
    """What to say of a damaged pack."""
    return (
        f"the pack {pack} is damaged ({reason}): bring it back from a backup, or move it out of the lake and make the "
        "warehouse anew with `dateline rebuild`; runs over the same sources then read their files again"
    )
