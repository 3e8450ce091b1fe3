"""The order of runs: as they committed to the lake, whatever their clocks said.

What belongs here: which of two runs came later. Each run takes the next number when it holds the home, and each of its
packages carries it; of packages without one, from older versions, the time they were written decides, and all of
them are older than those with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb
import polars as pl

from warehouse.store.database import open_build
from warehouse.store.home import Home
from warehouse.store.packages import Package
from warehouse.store.steps import carry_out


@dataclass(frozen=True, slots=True)
class NextRun:
    """The run that comes next: its number, and when the newest package before it was written, as the clock was then."""

    sequence: int
    newest_before: datetime | None

    def clock_warning(self, now: datetime) -> str | None:
        """What to say of a clock that is behind the lake's; nothing where it is right."""
        if self.newest_before is None or now >= self.newest_before:
            return None
        return (
            f"the clock says {now:%Y-%m-%d %H:%M} UTC, but the newest package of the lake was written at "
            f"{self.newest_before:%Y-%m-%d %H:%M}: this clock is behind, or that one was ahead. What this run reads "
            "counts as newer all the same; its times (last_seen_at, read_at) are as the clock says"
        )


def next_run(home: Home) -> NextRun:
    """The run that holds the home, after all packages of earlier runs were merged."""
    with open_build(home) as connection:
        row = connection.execute("SELECT max(sequence), max(written_at) FROM meta.packages").fetchone()
    last, newest = row or (None, None)
    return NextRun((last or 0) + 1, newest.replace(tzinfo=UTC) if newest else None)


def place_runs(connection: duckdb.DuckDBPyConnection, pending: Sequence[Package]) -> None:
    """Fill `run_places`: run_id and place of every run with packages, merged or pending; the later run is higher."""
    rows = pl.DataFrame(
        {
            "run_id": [package.run_id for package in pending],
            "sequence": [package.sequence for package in pending],
            "written_at": [package.written_at.replace(tzinfo=None) for package in pending],
        },
        schema={"run_id": pl.String(), "sequence": pl.Int64(), "written_at": pl.Datetime("us")},
    )
    _ = connection.register("pending_runs", rows)
    _ = carry_out(connection, "sequence/place_runs")
    _ = connection.unregister("pending_runs")
