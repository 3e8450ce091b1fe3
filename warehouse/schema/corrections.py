"""What people decided: corrections of events, and the rows of events that one of them dropped."""

from __future__ import annotations

from dataclasses import replace

from warehouse.schema.event_links import TRIGGER_VECTORS
from warehouse.schema.events import EVENT_MENTIONS, EVENT_NUMBERS, TO_ENTITIES
from warehouse.schema.mentions import OF_ARTICLE, OF_LOCATION
from warehouse.schema.model import Column, Reference, Table
from warehouse.schema.vocabularies import CORRECTION_ACTIONS, CORRECTION_SOURCES, CORRECTION_STATUSES

CORRECTIONS = Table(
    "corrections",
    "One row per correction by hand: what was changed, why and by whom, and what it does at present. A machine coding "
    "is never changed in `event_mentions`; a correction stands in `events` and here.",
    (
        Column("correction_id", "text", "Stable identifier.", "c41f20d9be73", nullable=False),
        Column(
            "action",
            "text",
            "`set` a column of an event, `drop` an event, `merge` events, `split` mentions off into an event.",
            "set",
            nullable=False,
            allowed=CORRECTION_ACTIONS,
        ),
        Column(
            "targets",
            "text_list",
            "The event, or events, as they were called; for `split` event_mention_ids.",
            "['0c4f2a9be1d87735']",
            nullable=False,
        ),
        Column("column_name", "text", "For `set`, the column of `events`.", "fatalities_best"),
        Column(
            "value",
            "text",
            "For `set`, the value that holds, NULL for not said; for `merge` the mentions that were united and for "
            "`split` those that were parted from, separated by |.",
            "23",
        ),
        Column("reason", "text", "Why.", "The hospital's list has 23 names", nullable=False),
        Column("who", "text", "Who says so.", "j.doe", nullable=False),
        Column("made_at", "timestamp", "When it was made, UTC.", "2021-08-10T09:12:00Z", nullable=False),
        Column(
            "made_in",
            "text",
            "Where it is kept: `table` is seeds/reference/corrections.csv, `command` the home's lake.",
            "command",
            nullable=False,
            allowed=CORRECTION_SOURCES,
        ),
        Column(
            "status",
            "text",
            "What it does at present: `applied`; `changes_nothing` where the coding, or a later correction, says the "
            "same or otherwise; `target_gone` where what it is about is not there any more; `undone`.",
            "applied",
            nullable=False,
            allowed=CORRECTION_STATUSES,
        ),
        Column("applied_to", "text_list", "The events that it is applied to, as they are called now.", "['0c4f2a9b']"),
        Column("old_value", "text", "For `set`, what the reports give.", "20"),
        Column("message", "text", "Why it is not applied.", "the coding says so by itself"),
    ),
    key=("correction_id",),
    schema="meta",
    packaged=False,
)


def _dropped(table: Table, *references: Reference) -> Table:
    return replace(
        table,
        name=f"dropped_{table.name}",
        description=f"Rows of `{table.name}` of events that a correction dropped; as there. Counted nowhere.",
        schema="meta",
        packaged=False,
        references=references,
    )


DROPPED_TABLES = {
    EVENT_MENTIONS: _dropped(EVENT_MENTIONS, OF_ARTICLE, OF_LOCATION, *TO_ENTITIES),
    EVENT_NUMBERS: _dropped(EVENT_NUMBERS, OF_ARTICLE),
    TRIGGER_VECTORS: _dropped(TRIGGER_VECTORS, OF_ARTICLE),
}
"""Where the rows of a dropped event lie, by the table that they come back to when the correction is undone."""
