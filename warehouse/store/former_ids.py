"""Ids that a rebuild would lose: published events whose mention is gone though others of their reports are there.

What belongs here: what the build file that is replaced knows of such events. What does not: which of their reports the
id stands on from now on (`event_ids`), as when an article leaves a warehouse that is not made anew.

The lake's record says on which mention an id stands, not which other reports its event has; the groups that these had
stand in the old build alone. With run 2 left out, which brought the mention that event `7653…` stands on, the old
build tells that an article of run 3 reports it too, and the event goes on under its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse.store.home import Home
from warehouse.store.steps import carry_out, read_frame
from warehouse.store.turns import Turn

UNITED_BY_REPORTS = """
    alias_id NOT IN (SELECT unnest(targets) FROM meta.corrections WHERE action = 'merge')
"""
"""SQL condition on `event_aliases`: the id became an alias by what articles report, not by a correction."""


@dataclass(frozen=True, slots=True)
class FormerBuild:
    """The files that may know what events were made of, the likelier first."""

    files: tuple[Path, ...]

    @classmethod
    def of(cls, home: Home) -> FormerBuild:
        """The build file, and the published warehouse where that is missing or broken."""
        return cls((home.build, home.published))

    def members(self, lost: pl.DataFrame) -> pl.DataFrame | None:
        """Mentions of lost ids, with `lost_id`, and those that they stood on, without; None where no file tells.

        A rebuild is also the cure for a file that can't be read or has other tables.
        """
        for file in self.files:
            try:
                with duckdb.connect(str(file), read_only=True) as connection:
                    _ = connection.register("lost_ids", lost)
                    return read_frame(connection, "former_ids/members", united_by_reports=UNITED_BY_REPORTS)
            except duckdb.Error:
                continue
        return None


def find_former_members(turn: Turn, former: FormerBuild) -> None:
    """Before a rebuild's last turn links reports, find the ids that stand on nothing, and what they may stand on.

    Their mentions become `left_mentions`, as if they had left in this turn.
    """
    connection = turn.connection
    lost = read_frame(connection, "former_ids/lost")
    found = former.members(lost) if lost.height else None
    if found is None or not found.height:
        return
    _ = connection.register("found_members", found)
    _ = carry_out(connection, "former_ids/note_former_members")
    _ = connection.unregister("found_members")
