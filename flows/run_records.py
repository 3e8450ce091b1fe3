"""The row that each run leaves in `meta.runs`, from its first second to its end."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flows.outcome import RunOutcome
from flows.settings import RunSettings
from flows.timing import StageClock
from flows.versions import coder_version, library_versions
from warehouse.store.home import Home
from warehouse.store.ledger import RunRecord, record_run


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
    counts = {} if outcome is None else _counts(outcome)
    row = RunRecord(
        stamp.run_id,
        status,
        stamp.started_at,
        None if status == "running" else datetime.now(UTC),
        stamp.settings.sources,
        event_count=events,
        coder_version=coder_version(),
        versions={name: found for name, found in library_versions().items() if found},
        settings=stamp.settings.describe(),
        timings=stamp.clock.seconds(),
        message=message or (outcome.message if outcome and outcome.message else None),
        **counts,
    )
    record_run(home, row)


def _counts(outcome: RunOutcome) -> dict[str, int]:
    return {
        "input_count": outcome.documents,
        "new_count": outcome.new,
        "changed_count": outcome.changed,
        "unchanged_count": outcome.unchanged,
        "duplicate_count": outcome.duplicates,
        "rejected_count": outcome.rejected,
    }


def mark_crashed_runs(home: Home) -> None:
    """Runs that say they are running while we hold the home's lock were killed."""
    for row in run_rows(home):
        if row["status"] != "running":
            continue
        row.update(status="crashed", message="killed; what it had coded is kept and merged by the next run")
        row.update({name: json.loads(str(row.get(name) or "{}")) for name in ("versions", "settings", "timings")})
        row["started_at"] = datetime.fromisoformat(str(row["started_at"]))
        row["sources"] = tuple(row["sources"]) if isinstance(row["sources"], list) else ()
        record_run(home, RunRecord(**row))  # pyright: ignore[reportArgumentType]


def run_rows(home: Home) -> list[dict[str, object]]:
    """The records of all runs from the lake, the newest first; also of those that published nothing."""
    rows: list[dict[str, object]] = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(home.runs.glob("*.json"))
    ]
    return sorted(rows, key=lambda row: str(row["started_at"]), reverse=True)
