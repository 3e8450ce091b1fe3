"""What grows with time: logs of workers, records of runs that found nothing new, folders of small packages.

What belongs here: clearing away what is of no use for ever, and putting together what many runs wrote. Records of runs
that read something are never touched, and no package is lost.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.run_records import run_rows
from warehouse.store.compacting import Compacted, compact, may_compact
from warehouse.store.home import Home
from warehouse.store.lake import lake_of
from warehouse.store.locking import writer_lock

DEFAULT_DAYS = 90
DEFAULT_PACKAGES = 1000
_KEPT_RUNS = 50
"""The newest records stay, whatever they say and however old they are: `status` and `health` read them."""


def tidy(home: Home, days: int = DEFAULT_DAYS, now: datetime | None = None) -> int:
    """Clear away what is older than so many days; the number of files.

    Raises:
        WarehouseBusyError: a run holds the home.
    """
    moment = now or datetime.now(UTC)
    with writer_lock(home):
        return _old_logs(home, moment.timestamp() - days * 86400) + _old_records(home, moment - timedelta(days=days))


def put_together(home: Home, least: int) -> Compacted | None:
    """Make packs of the lake's small packages where there are at least so many; what was done, if anything.

    Raises:
        WarehouseBusyError: a run holds the home.
        StoreError: a package is damaged.
    """
    if not least or not may_compact(home, least):
        return None
    with writer_lock(home):
        return compact(home)


def _old_logs(home: Home, before: float) -> int:
    old = [path for path in (home.root / "logs").glob("*") if path.is_file() and path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _old_records(home: Home, before: datetime) -> int:
    """Of runs with nothing new; the build file keeps their rows until it is made anew.

    A lake that other machines share is left as it is: each of them would bring its copy of a record back.
    """
    if lake_of(home) is not None:
        return 0
    count = 0
    for run in run_rows(home)[_KEPT_RUNS:]:
        if run["status"] == "unchanged" and datetime.fromisoformat(str(run["started_at"])) < before:
            (home.runs / f"{run['run_id']}.json").unlink(missing_ok=True)
            count += 1
    return count
