"""Views that speak each community's language, an SQL file each.

What belongs here: the data sets' own column names, in their order, and how ours map onto them. A column of theirs
that we have nothing for is there and NULL.
"""

from __future__ import annotations

from importlib import resources

from warehouse.schema.render import quoted

VIEWS = {
    "event_evidence": "One row per event: its best proof, its sources, and where it was reported first.",
    "event_values": "One row per event, column and value that a report gives: which the event took, by which rule.",
    "acled_sides": "Each side of an event as ACLED names and classes it: what `acled_codings` rests on.",
    "acled_codings": "The events that ACLED has a place for, as it codes them: what `events_acled` rests on.",
    "events_acled_numeric": "`events_acled` with the numbers for classes of actors of ACLED's exports until 2024.",
    "events_acled": "Events that happened, in the columns, order and codes of ACLED's data export (31 columns).",
    "events_acled_evidence": "Where each row of `events_acled` comes from: our event, how sure it is, its proof.",
    "events_ucdp_ged": "Lethal events, in the columns, order and codes of UCDP GED 24.1 and later (49 columns).",
    "events_ucdp_ged_evidence": "Where each row of `events_ucdp_ged` comes from: our event, how sure it is, its proof.",
    "events_gdelt": "Events that happened, in the columns, order and codes of GDELT 2.0 events (61 columns).",
    "events_polecat": "Events that happened, in the columns, order and codes of POLECAT's weekly files (40 columns).",
}


def create_views() -> list[str]:
    """The CREATE VIEW and COMMENT ON VIEW statements."""
    folder = resources.files(__name__)
    statements: list[str] = []
    for name, description in VIEWS.items():
        query = folder.joinpath(f"{name}.sql").read_text(encoding="utf-8")
        statements += [
            f"CREATE OR REPLACE VIEW {name} AS\n{query}",
            f"COMMENT ON VIEW {name} IS {quoted(description)}",
        ]
    return statements
