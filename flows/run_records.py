"""The row that each run leaves in `meta.runs`, from its first second to its end."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from flows.outcome import RunOutcome
from flows.settings import RunSettings
from flows.timing import StageClock
from flows.versions import coder_version, library_versions
from warehouse.store.home import Home, StoreError
from warehouse.store.lake import drop_record
from warehouse.store.ledger import RunRecord, keep_run, read_run, show_run, shown_run
from warehouse.store.publication import is_published

T = TypeVar("T")
_DELETE = "its record can't be read; delete {}, on which nothing else hangs"


@dataclass(frozen=True, slots=True)
class RunStamp:
    """Which run, since when, asked for what."""

    run_id: str
    started_at: datetime
    settings: RunSettings
    clock: StageClock = field(default_factory=StageClock)


def new_run_id() -> str:
    """A name that sorts by time and is unique without asking anybody: `20210809T060000-7c1e`."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"


def record(
    home: Home,
    stamp: RunStamp,
    status: str,
    *,
    outcome: RunOutcome | None = None,
    events: int | None = None,
    message: str | None = None,
) -> None:
    """Write the run's row as it stands now, in place of what was there."""
    row = _row(stamp, status, outcome, events, message)
    keep_run(home, row)
    with suppress(StoreError) if status == "failed" else nullcontext():  # what made it fail may be the build file
        show_run(home, row)


def announce(home: Home, stamp: RunStamp) -> None:
    """Let `dateline status` see a run from its first second: its record in the lake, before anything was looked at."""
    keep_run(home, _row(stamp, "running", None, None, None))


def forget(home: Home, stamp: RunStamp) -> None:
    """A call that was mistaken is no run."""
    drop_record(home, home.runs / f"{stamp.run_id}.json")


def record_when_published(
    home: Home,
    stamp: RunStamp,
    status: str,
    publish: Callable[[], T],
    *,
    outcome: RunOutcome | None = None,
    events: int | None = None,
    message: str | None = None,
) -> T:
    """Publish, with the run's row in what is published; the lake has the run as done only after that.

    So a run that is killed while it publishes counts as killed, and the next one publishes what it had built.
    """
    row = _row(stamp, status, outcome, events, message)
    show_run(home, row)
    published = publish()
    keep_run(home, row)
    return published


def _row(
    stamp: RunStamp, status: str, outcome: RunOutcome | None, events: int | None, message: str | None
) -> RunRecord:
    counts = {} if outcome is None else _counts(outcome)
    return RunRecord(
        stamp.run_id,
        status,
        stamp.started_at,
        None if status == "running" else datetime.now(UTC),
        tuple(stamp.settings.shown_sources()),
        event_count=events,
        coder_version=coder_version(),
        versions={name: found for name, found in library_versions().items() if found},
        settings=stamp.settings.describe(),
        timings=stamp.clock.seconds(),
        message=message or (outcome.message if outcome and outcome.message else None),
        **counts,
    )


def _counts(outcome: RunOutcome) -> dict[str, int]:
    return {
        "input_count": outcome.documents,
        "new_count": outcome.new,
        "changed_count": outcome.changed,
        "unchanged_count": outcome.unchanged,
        "duplicate_count": outcome.duplicates,
        "rejected_count": outcome.rejected,
    }


def mark_crashed_runs(home: Home) -> bool:
    """Runs that say they are running while we hold the home's lock were killed; whether there are any.

    One that was killed after it had published, and before it could say so, has ended as its row in the build tells.
    """
    were_killed = False
    for row in run_rows(home):
        if row["status"] != "running":
            continue
        ended = _published_end(home, str(row["run_id"]))
        if ended is not None and ended.status != "running":
            keep_run(home, ended)
            continue
        were_killed = True
        row.update(status="crashed", message="killed; what it had coded is kept and merged by the next run")
        row.update({name: json.loads(str(row.get(name) or "{}")) for name in ("versions", "settings", "timings")})
        row["started_at"] = datetime.fromisoformat(str(row["started_at"]))
        row["sources"] = tuple(row["sources"]) if isinstance(row["sources"], list) else ()
        crashed = RunRecord(**row)  # pyright: ignore[reportArgumentType]
        keep_run(home, crashed)
        with suppress(StoreError):  # a build file that can't be opened is made anew, with the lake's records
            show_run(home, crashed)
    return were_killed


def _published_end(home: Home, run_id: str) -> RunRecord | None:
    """A run as it ended by its row in the build, where that is published."""
    with suppress(StoreError):
        if is_published(home):
            return shown_run(home, run_id)
    return None


def run_rows(home: Home) -> list[dict[str, object]]:
    """The records of all runs from the lake, the newest first; also of those that published nothing.

    A record that can't be read is told as such, with its file.
    """
    rows = [read_run(path) or _unreadable(path) for path in sorted(home.runs.glob("*.json"))]
    return sorted(rows, key=lambda row: str(row["started_at"]), reverse=True)


def _unreadable(path: Path) -> dict[str, object]:
    """A row in place of a record that is damaged; its start stands in its name."""
    with suppress(ValueError):
        started = datetime.strptime(path.stem[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC).isoformat()
        return {"run_id": path.stem, "status": "damaged", "started_at": started, "message": _DELETE.format(path)}
    return {"run_id": path.stem, "status": "damaged", "started_at": "", "message": _DELETE.format(path)}
