"""The published files of before: the last few are kept, and any of them can be put before readers again.

What belongs here: keeping, listing, switching. A file is kept as a second name of the one that readers had, so keeping
costs no copy; it costs the space that the old file took. While a former file is held, runs go on merging into the build
file and publish nothing, so that a bad publication does not come back a quarter of an hour later.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.publication import held, note_publication, set_aside_foreign_log

KEPT_BY_DEFAULT = 3
_ENDING = ".duckdb"


@dataclass(frozen=True, slots=True)
class Retained:
    """A former published file; its name is the moment it was published (UTC)."""

    name: str
    path: Path
    published_at: datetime
    size_bytes: int


def how_many() -> int:
    """How many are kept: `DATELINE_KEEP`, or three; 0 keeps none."""
    said = os.environ.get("DATELINE_KEEP", "")
    return int(said) if said.isdigit() else KEPT_BY_DEFAULT


def keep_published(home: Home, most: int | None = None) -> None:
    """Give the published file a second name before another takes its place, and let go of the oldest."""
    most = how_many() if most is None else most
    if most and home.published.exists():
        _ = _keep(home)
    for old in retained_files(home)[most:]:
        old.path.unlink(missing_ok=True)


def _keep(home: Home) -> Path:
    folder = home.retained
    folder.mkdir(exist_ok=True)
    moment = datetime.fromtimestamp(home.published.stat().st_mtime, UTC)
    kept = folder / f"{moment:%Y%m%dT%H%M%S%f}Z{_ENDING}"
    if not kept.exists():
        try:
            kept.hardlink_to(home.published)
        except OSError:  # a file system without second names
            aside = kept.with_suffix(".tmp")
            _ = shutil.copy2(home.published, aside)
            _ = aside.replace(kept)
    return kept


def retained_files(home: Home) -> list[Retained]:
    """Those that are kept, the newest first."""
    paths = sorted(home.retained.glob(f"*Z{_ENDING}"), reverse=True)
    return [Retained(path.stem, path, _moment(path), path.stat().st_size) for path in paths]


def _moment(path: Path) -> datetime:
    return datetime.strptime(path.stem, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)


def switch_to(home: Home, name: str) -> Retained:
    """Put a former file before readers in one step, and hold it there. The caller holds the writer's lock.

    Args:
        home: where.
        name: of the file, or the beginning of its name where no other begins so.

    Raises:
        StoreError: no file, or more than one, is called so.
    """
    found = [one for one in retained_files(home) if one.name.startswith(name)]
    if len(found) != 1:
        known = ", ".join(one.name for one in retained_files(home)) or "none"
        which = f"{len(found)} begin with {name!r}" if found else f"none is called {name!r}"
        raise StoreError(f"of the kept files {which}; there are: {known}")
    chosen = found[0]
    if home.published.exists() and held(home) is None:
        _ = _keep(home)
    aside = home.root / f".warehouse.{os.getpid()}.tmp"
    try:
        _ = shutil.copy2(chosen.path, aside)  # a copy: a client that writes into it must not reach the kept file
        fsync_path(aside)
        note = home.retained / "HELD"
        _ = note.write_text(chosen.name + "\n", encoding="utf-8")
        fsync_path(note)
        _ = set_aside_foreign_log(home)
        _ = aside.replace(home.published)
    finally:
        aside.unlink(missing_ok=True)
    note_publication(home, None)
    fsync_path(home.root)
    return chosen


def let_go(home: Home) -> None:
    """Hold no former file any more; the next `publish` puts the build before readers."""
    (home.retained / "HELD").unlink(missing_ok=True)
