"""Makes the warehouse anew from the lake, which is the record."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from warehouse.store.database import DamagedFileError, SchemaChangedError, log_of, open_build
from warehouse.store.event_ids import settle_ids
from warehouse.store.former_ids import FormerBuild
from warehouse.store.grouping import Grouping
from warehouse.store.home import Home, StoreError, set_aside
from warehouse.store.lake import note_rebuilt, others_wrote
from warehouse.store.ledger import load_runs
from warehouse.store.merge import MergeReport, merge_packages
from warehouse.store.packages import holds_packages, package_names, remove_unfinished
from warehouse.store.publication import held, is_changed, set_aside_foreign_log


def rebuild(home: Home, run_id: str, grouping: Grouping) -> MergeReport:
    """Merge every package of the lake into a new build file and put it in place of the old. Publish it afterwards.

    The caller holds the writer's lock. A kill leaves the old build file.
    """
    aside = home.ensure().root / f".build.{os.getpid()}.tmp"
    aside.unlink(missing_ok=True)
    try:
        report = merge_packages(home, run_id, grouping, build=aside, former=FormerBuild.of(home))
        with open_build(home, aside) as connection:
            settle_ids(home, connection)
            load_runs(home, connection)
            _ = connection.execute("CHECKPOINT")
        log_of(home.build).unlink(missing_ok=True)
        _ = aside.replace(home.build)
        note_rebuilt(home)
    finally:
        aside.unlink(missing_ok=True)
        log_of(aside).unlink(missing_ok=True)
    return report


def prepare(
    home: Home, run_id: str, grouping: Grouping, tell: Callable[[str], None] = lambda _: None
) -> MergeReport | None:
    """Make a home ready for a run. The caller holds the writer's lock.

    What killed runs left half-written goes. Where this version has other tables, the build file is damaged, or another
    machine has written to the lake, it is made anew from the lake. What a program wrote beside the published file is
    moved away.

    Args:
        home: the home.
        run_id: the run; what a rebuild derives carries it.
        grouping: how copies and events are grouped.
        tell: hears what was done, and how long it took.

    Returns:
        The report of a rebuild, or None where none was needed.

    Raises:
        HeldFileError: another program has the build file open.
    """
    remove_unfinished(home)
    _ = set_aside_foreign_log(home, tell)
    reason = _reason_to_rebuild(home)
    if reason is None and others_wrote(home):
        reason = "another machine has written to the lake"
    if reason is None:
        return None
    tell(f"{reason}: the warehouse is made anew from the lake, nothing is coded again for it")
    started = time.perf_counter()
    report = rebuild(home, run_id, grouping)
    tell(f"made anew in {time.perf_counter() - started:.1f} s: {report.new_articles} articles, {report.events} events")
    return report


def _reason_to_rebuild(home: Home) -> str | None:
    """Why the build file must be made anew, or nothing; a damaged one is kept aside."""
    if not home.build.exists():
        if not home.published.exists():
            return "the build file is missing" if holds_packages(home) else None
        if is_changed(home) or held(home) is not None:
            return "the build file is missing, and the published one is not the newest as it was published"
    try:
        with open_build(home):
            return None
    except SchemaChangedError:
        _refuse_to_lose(home, home.build)
        return "this version has other tables"
    except DamagedFileError:
        _refuse_to_lose(home, home.published)
        _ = set_aside(home, log_of(home.build))
        return f"the build file was damaged (it is now {set_aside(home, home.build)})"


def _refuse_to_lose(home: Home, path: Path) -> None:
    """What a file holds must be in the lake, or it would be gone after a rebuild that nobody asked for."""
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            merged = {row[0] for row in connection.execute("SELECT package_id FROM meta.packages").fetchall()}
    except duckdb.Error:
        return
    lost = merged - package_names(home) - {folder.name for folder in home.quarantine.glob("*")}
    if lost:
        raise StoreError(
            f"{path.name} must be made anew from the lake, which lacks {len(lost)} of its {len(merged)} packages, such "
            f"as {min(lost)}: bring them back into {home.packages}, or do without their articles: `dateline rebuild`"
        )
