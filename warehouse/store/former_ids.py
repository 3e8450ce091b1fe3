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

from warehouse.store.database import frame
from warehouse.store.home import Home

_LOST = """
    SELECT event_id, event_mention_id FROM meta.event_ids
    WHERE since IS NOT NULL AND event_mention_id NOT IN (SELECT event_mention_id FROM event_mentions)
"""
_OF_LEFT = "event_mention_id, event_id, article_id, event_type, field, start_char"
UNITED_BY_REPORTS = """
    alias_id NOT IN (SELECT unnest(targets) FROM meta.corrections WHERE action = 'merge')
"""
"""SQL condition on `event_aliases`: the id became an alias by what articles report, not by a correction."""
_MEMBERS = f"""
    WITH held AS (
        SELECT {_OF_LEFT} FROM event_mentions UNION ALL SELECT {_OF_LEFT} FROM meta.dropped_event_mentions
    ),
    named AS (
        SELECT l.event_id, coalesce(a.event_id, l.event_id) AS event FROM lost_ids l
        LEFT JOIN event_aliases a ON a.alias_id = l.event_id AND {UNITED_BY_REPORTS}
    )
    SELECT named.event_id AS lost_id, held.* FROM held JOIN named ON named.event = held.event_id
    UNION ALL
    SELECT NULL, held.* FROM held SEMI JOIN lost_ids USING (event_mention_id)
"""


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
                    return frame(connection, _MEMBERS)
            except duckdb.Error:
                continue
        return None


def start_former_ids(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables of a turn: what lost ids may stand on, and the reports to be given ids anew."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE former_members (event_id VARCHAR, event_mention_id VARCHAR)")
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE orphaned_reports (report_id VARCHAR)")


def find_former_members(connection: duckdb.DuckDBPyConnection, former: FormerBuild) -> None:
    """Before a rebuild's last turn links reports, find the ids that stand on nothing, and what they may stand on.

    Their mentions become `left_mentions`, as if they had left in this turn.
    """
    lost = frame(connection, _LOST)
    found = former.members(lost) if lost.height else None
    if found is None or not found.height:
        return
    _ = connection.register("found_members", found)
    _ = connection.execute(f"""
        INSERT INTO left_mentions SELECT {_OF_LEFT} FROM found_members WHERE lost_id IS NULL
    """)
    _ = connection.execute("""
        INSERT INTO former_members SELECT lost_id, event_mention_id FROM found_members
        SEMI JOIN event_mentions USING (event_mention_id) WHERE lost_id IS NOT NULL
    """)
    _ = connection.execute("""
        INSERT INTO orphaned_reports SELECT DISTINCT report_id FROM event_mentions
        WHERE event_mention_id IN (SELECT event_mention_id FROM former_members)
           OR article_id IN (SELECT article_id FROM found_members WHERE lost_id IS NULL)
    """)
    _ = connection.unregister("found_members")
