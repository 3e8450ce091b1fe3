"""Whether a home is kept up to date: when the last good run ended, and whether there is a file to read.

What belongs here: the judgement, for `dateline health` and the flow `watch`. It reads records and opens no database.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.run_records import run_rows
from warehouse.store.home import Home
from warehouse.store.retained import held

GOOD = ("completed", "unchanged")
DEFAULT_HOURS = 26.0
"""A day and two hours: a daily run that was missed, and not one that took its time."""


@dataclass(frozen=True, slots=True)
class Health:
    """What there is to say of a home."""

    home: str
    is_well: bool
    message: str
    last_good_run: str | None = None
    last_good_end: str | None = None
    hours: float | None = None  # since then
    last_run: str | None = None
    last_status: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


def health_of(root: Path, most_hours: float = DEFAULT_HOURS, now: datetime | None = None) -> Health:
    """Judge a home by the records of its runs.

    Args:
        root: the home.
        most_hours: how old the last good run may be; a run with nothing new is a good one, and one
            that reads nothing, as a correction or a rebuild, is none.
        now: the present, for tests.
    """
    home, moment = Home(root), now or datetime.now(UTC)
    where = str(root.expanduser().absolute())
    if not root.is_dir():
        return Health(where, False, f"{where} is not there")
    runs = run_rows(home)
    good = next((run for run in runs if run["status"] in GOOD and run.get("finished_at") and run.get("sources")), None)
    found = Health(where, False, f"no run over {where} has ended well yet")
    if runs:
        found = replace(found, last_run=str(runs[0]["run_id"]), last_status=str(runs[0]["status"]))
    if good is None:
        return found
    ended = datetime.fromisoformat(str(good["finished_at"]))
    age = moment - ended
    told = f"the last good run, {good['run_id']}, ended {_words(age)} ago"
    found = replace(
        found,
        message=told,
        last_good_run=str(good["run_id"]),
        last_good_end=ended.isoformat(),
        hours=round(age / timedelta(hours=1), 2),
    )
    if not home.published.exists():
        return replace(found, message=f"{told}, and {home.published} is missing: run again")
    if age > timedelta(hours=most_hours):
        return replace(found, message=f"{told}, more than {most_hours:g} hours")
    kept = held(home)
    return replace(found, is_well=True, message=f"{told}; readers are held at {kept}" if kept else told)


def _words(age: timedelta) -> str:
    """`3 minutes`, `26 hours`, `4 days`."""
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 72 * 60 else f"{minutes // 1440} days"
