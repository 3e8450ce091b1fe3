"""Makes the warehouse anew from the lake, which is the record."""

from __future__ import annotations

import os

from warehouse.store.database import SchemaChangedError, open_build
from warehouse.store.event_ids import settle_ids
from warehouse.store.home import Home
from warehouse.store.lake import note_rebuilt
from warehouse.store.ledger import load_runs
from warehouse.store.merge import Grouping, MergeReport, merge_packages
from warehouse.store.packages import remove_unfinished


def rebuild(home: Home, run_id: str, grouping: Grouping) -> MergeReport:
    """Merge every package of the lake into a new build file and put it in place of the old. Publish it afterwards.

    The caller holds the writer's lock. A kill leaves the old build file.
    """
    aside = home.ensure().root / f".build.{os.getpid()}.tmp"
    aside.unlink(missing_ok=True)
    try:
        report = merge_packages(home, run_id, grouping, build=aside)
        with open_build(home, aside) as connection:
            settle_ids(home, connection)
            load_runs(home, connection)
            _ = connection.execute("CHECKPOINT")
        home.build.with_name(home.build.name + ".wal").unlink(missing_ok=True)
        _ = aside.replace(home.build)
        note_rebuilt(home)
    finally:
        aside.unlink(missing_ok=True)
        aside.with_name(aside.name + ".wal").unlink(missing_ok=True)
    return report


def prepare(home: Home, run_id: str, grouping: Grouping) -> MergeReport | None:
    """Make a home ready for a run: remove what killed runs left, rebuild where this version has other tables.

    The caller holds the writer's lock.

    Returns:
        The report of a rebuild, or None where none was needed.
    """
    remove_unfinished(home)
    if not home.build.exists() and not home.published.exists():
        return None
    try:
        with open_build(home):
            return None
    except SchemaChangedError:
        return rebuild(home, run_id, grouping)
