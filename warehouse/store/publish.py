"""Puts the build file before readers: they see the old warehouse or the new one, never a part.

What belongs here: copy aside, bring to disk, rename. A reader that has the old file open keeps reading it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from warehouse.store.checks import all_checks
from warehouse.store.database import open_build
from warehouse.store.event_ids import publish_ids
from warehouse.store.furnishing import stamp_of
from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.machine_lock import make_sure_of_lock
from warehouse.store.publication import held, held_words, note_publication, set_aside_foreign_log
from warehouse.store.replica import note_replica, replicate
from warehouse.store.retained import keep_published

_FICLONE = 0x40049409
"""Linux: make a file of another file's blocks; each file keeps its own when it is written to."""


_REBUILD = "take the run's packages out of the lake and rebuild"
_ASK_ANEW = "where the check or the rows are mended, `dateline check` asks anew, and `dateline run` publishes"


class ChecksFailedError(StoreError):
    """The build file breaks rules that a reader relies on, so it was not published."""


def publish(home: Home, tell: Callable[[str], None] = lambda _: None) -> None:
    """Copy the build file over the published warehouse in one step. The caller holds the writer's lock.

    The file that readers had is kept for `dateline rollback`; while one that was rolled back to is
    held, nothing is done.

    Args:
        home: where both are.
        tell: hears what was moved out of the way, and that readers are held at a former file.

    Raises:
        ChecksFailedError: a check of severity `error` fails; the published warehouse stays as it was.
    """
    kept = held(home)
    if kept is not None:
        tell(held_words(kept))
        return
    make_sure_of_lock(home)
    stamp = _refuse_failed_checks(home)
    aside = home.root / f".warehouse.{os.getpid()}.tmp"
    try:
        _copy_file(home.build, aside)
        fsync_path(aside)
        _ = set_aside_foreign_log(home, tell)  # what the copy is compared with is the file without it
        make_sure_of_lock(home)  # copying a large file takes a while
        token = replicate(home)
        _ = set_aside_foreign_log(home, tell)
        keep_published(home)
        _ = aside.replace(home.published)
    finally:
        aside.unlink(missing_ok=True)
    _ = set_aside_foreign_log(home, tell)  # a program may have begun to write while the file was copied
    note_publication(home, stamp)
    fsync_path(home.root)
    note_replica(home, token)


def _copy_file(source: Path, target: Path) -> None:
    """Share the file's blocks where the file system can (Btrfs, XFS, bcachefs), which takes no time; else copy them."""
    with source.open("rb") as read, target.open("wb") as write, suppress(OSError):
        _ = fcntl.ioctl(write.fileno(), _FICLONE, read.fileno())
        return
    _ = shutil.copyfile(source, target)


def _refuse_failed_checks(home: Home) -> str | None:
    """Look at the last check results; where they allow it, ids are recorded as published.

    Opening and closing also brings the write-ahead log into the file.

    Returns:
        The build's stamp.
    """
    with open_build(home) as connection:
        rows = connection.execute(
            "SELECT check_name, failing_rows, sample, remedy FROM meta.check_results "
            "WHERE severity = 'error' AND failing_rows > 0 ORDER BY check_name"
        ).fetchall()
        checked = connection.execute("SELECT count(*) FROM meta.check_results").fetchone()
        if checked and checked[0] and not rows:
            publish_ids(home, connection)
        _ = connection.execute("CHECKPOINT")
        stamp = stamp_of(connection, "build_stamp")
    if not checked or not checked[0]:
        raise ChecksFailedError("not published: a merge was cut short, so the build is unchecked; run it again")
    if rows:
        ours = {check.name for check in all_checks()}
        remedy = _REBUILD if any(name in ours for name, *_ in rows) else _ASK_ANEW
        listed = "; ".join(f"{name}: {count} rows, such as {sample} ({remedy})" for name, count, sample, remedy in rows)
        raise ChecksFailedError(
            f"not published, {len(rows)} checks failed: {listed}. The warehouse is as it was; {remedy}"
        )
    return stamp
