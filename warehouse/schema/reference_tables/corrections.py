"""Corrections of events that an archive's keepers share: what holds against the coding, why, and who says so."""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable
from warehouse.schema.vocabularies import CORRECTION_ACTIONS

CORRECTION_TABLE = ReferenceTable(
    name="corrections",
    description="Corrections of events by hand, applied on each build; `dateline correct` keeps its own in the home",
    source="Own work of the archive's keepers",
    licence="Apache-2.0",
    compiled="2026-11-26",
    columns={
        "correction_id": ReferenceColumn("A name of its own", required=True, pattern=r"[A-Za-z0-9._-]{1,60}"),
        "action": ReferenceColumn("What is done", required=True, allowed=CORRECTION_ACTIONS),
        "targets": ReferenceColumn(
            "The event_id, for merge two or more; for split event_mention_ids. Separated by |",
            required=True,
            pattern=r"[^|\s]+(\|[^|\s]+)*",
        ),
        "column": ReferenceColumn("The column of events", read_for=("action", ("set",))),
        "value": ReferenceColumn(
            "Its value; empty where nothing is known. For merge the event_mention_ids that belong together, for split "
            "those that do not belong with the targets, where not all",
            read_for=("action", ("set", "merge", "split")),
        ),
        "reason": ReferenceColumn("Why", required=True),
        "who": ReferenceColumn("Who says so", required=True),
        "made_at": ReferenceColumn(
            "Day or moment, UTC; of two corrections of one value the later counts",
            required=True,
            pattern=r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?",
        ),
    },
    key=("correction_id",),
)

TABLES = (CORRECTION_TABLE,)
