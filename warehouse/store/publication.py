"""Whether what readers open is what was built, and what other programs did to it.

What belongs here: the note of the last publication (`.published.json`), and looking at the published file. What does
not: publishing (`publish`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from warehouse.store.damage import Concern
from warehouse.store.database import build_trouble, log_of, open_build, open_published
from warehouse.store.furnishing import stamp_of
from warehouse.store.home import Home, StoreError, set_aside


def note_publication(home: Home, stamp: str | None) -> None:
    """Remember which build the published file is, by its stamp, and what it looks like to the file system."""
    aside = home.publication.with_suffix(f".{os.getpid()}.tmp")
    _ = aside.write_text(json.dumps({"build_stamp": stamp} | looks_of(home.published)), encoding="utf-8")
    _ = aside.replace(home.publication)


def held(home: Home) -> str | None:
    """The name of the former file that readers have by `dateline rollback`, or None where they have the newest."""
    note = home.retained / "HELD"
    return note.read_text(encoding="utf-8").strip() if note.is_file() else None


def held_words(name: str) -> str:
    """What a run and `dateline status` say of a home that was rolled back."""
    return f"readers are held at {name}: runs publish nothing until `dateline rollback --latest`"


def is_published(home: Home) -> bool:
    """Whether readers have the build as it is, in a file that nobody changed, truncated or removed since.

    A home in which nothing was built has nothing to publish, nor has one that was rolled back. The caller holds the
    writer's lock.
    """
    if held(home) is not None:
        return True
    if not home.build.exists() and not home.published.exists():
        return True
    with open_build(home) as connection:
        stamp = stamp_of(connection, "build_stamp")
    return stamp is None or _noted(home) == {"build_stamp": stamp} | looks_of(home.published)


def is_changed(home: Home) -> bool:
    """Whether the published file is another than the one that was published last."""
    noted = _noted(home)
    return bool(noted) and {name: noted.get(name) for name in ("size", "changed_ns")} != looks_of(home.published)


def looks_of(path: Path) -> dict[str, object]:
    """Size and time of change: another program that writes to a file, or a disk that loses its end, changes them."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return {"size": None, "changed_ns": None}
    return {"size": found.st_size, "changed_ns": found.st_mtime_ns}


def _noted(home: Home) -> dict[str, object]:
    """The note; nothing where there is none, or none that can be read: the warehouse is then published anew."""
    with suppress(OSError, ValueError):
        noted = json.loads(home.publication.read_text(encoding="utf-8"))
        if isinstance(noted, dict):
            return noted
    return {}


def set_aside_foreign_log(home: Home, tell: Callable[[str], None] = lambda _: None) -> Path | None:
    """Move away what a program wrote into a log beside the published file; where it lies now, None where there is none.

    DuckDB would apply it to every file that is published there later: a deleted row would stay deleted, and a changed
    cell would change another row.
    """
    moved = set_aside(home, log_of(home.published))
    if moved:
        tell(
            f"a program has written to {home.published.name}; its changes were moved to {moved}. "
            "Readers open the warehouse with read_only=True"
        )
    return moved


def concerns(home: Home) -> Iterator[Concern]:
    """What is to say of the published file: held, written to or damaged. Nothing is changed."""
    if not home.published.exists():
        return
    kept = held(home)
    if kept is not None:
        yield Concern(held_words(kept), "`dateline rollback --latest` publishes the newest")
    log = log_of(home.published)
    if log.exists():
        yield Concern(
            f"a program opened {home.published.name} for writing and left {log.name} beside it: who reads the "
            "warehouse reads its changes too",
            "open it with read_only=True (`duckdb -readonly`); the next run moves the log to set_aside/",
        )
    try:
        open_published(home).close()
    except StoreError as error:
        yield Concern(str(error), "copy the file to work on, or open it with read_only=True")
        return
    if is_changed(home):
        yield Concern(
            f"{home.published.name} is not as it was published: a program has written to it, or it was copied here",
            "open it with read_only=True (`duckdb -readonly`); the next run publishes it anew",
        )


def build_concerns(home: Home) -> Iterator[Concern]:
    """What is wrong with the build file. Nothing is changed."""
    trouble = build_trouble(home)
    if trouble:
        yield Concern(trouble, "the next run sees to it, or says what to do")
