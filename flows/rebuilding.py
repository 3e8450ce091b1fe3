"""The warehouse made anew from the lake, with or without some runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import NothingPublished, UserMistake, told_to_the_user
from flows.loading import publish_warehouse, rebuild_from_lake
from flows.run_records import RunStamp, mark_crashed_runs, new_run_id, record, record_when_published
from flows.settings import RunSettings, use_tables
from warehouse.store.home import Home
from warehouse.store.lake import fetch_packages, lake_of
from warehouse.store.locking import writer_lock
from warehouse.store.packages import holds_packages, quarantine_run, remove_unfinished, runs_of_lake


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of it."""

    warehouse: str
    packages_removed: int
    tables: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


def rebuild_warehouse(root: Path, without: tuple[str, ...] = ()) -> Rebuilt:
    """Merge all packages of the lake into a new build file and publish it.

    Args:
        root: the home.
        without: runs whose packages are moved out of the lake first.

    Raises:
        NothingPublished: there is no lake here.
        UserMistake: a run that is to be left out is not known.
    """
    home = Home(root)
    use_tables(root)
    if not holds_packages(home) and lake_of(home) is None:
        raise NothingPublished(f"{root} holds no lake to rebuild from; `dateline run SOURCE` makes one")
    with told_to_the_user(), writer_lock(home):
        remove_unfinished(home)
        if without:
            fetch_packages(home)  # what is only in the store can't be taken out by its run
        unknown = sorted(set(without) - runs_of_lake(home))
        if unknown:
            raise UserMistake(f"the lake has nothing of run {', '.join(unknown)}; `dateline status` lists the runs")
        removed = sum(quarantine_run(home, run_id) for run_id in without)
        mark_crashed_runs(home)
        return _recorded(home, without, removed)


def _recorded(home: Home, without: tuple[str, ...], removed: int) -> Rebuilt:
    """The rebuild itself, as a run of its own: its checks are kept under its run_id."""
    stamp = RunStamp(new_run_id(), datetime.now(UTC), RunSettings(sources=(), home=home.root))
    try:
        rebuild_from_lake(home, stamp.run_id)
        left_out = f", without {', '.join(without)}" if without else ""
        message = f"rebuilt from the lake{left_out}"
        tables = record_when_published(home, stamp, "completed", lambda: publish_warehouse(home), message=message)
        return Rebuilt(str(home.published), removed, tables)
    except Exception as error:
        record(home, stamp, "failed", message=f"rebuilding: {error}")
        raise
