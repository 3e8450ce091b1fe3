"""Views that speak each community's language, an SQL file each.

What belongs here: the data sets' own column names, in their order, and how ours map onto them. A column of theirs
that we have nothing for is there and NULL.
"""

from __future__ import annotations

from importlib import resources

from warehouse.schema.render import quoted
from warehouse.store.views.reference_rows import with_reference_rows

VIEWS = {
    "event_evidence": "One row per event: its best proof, its sources, and where it was reported first.",
    "event_values": "One row per event, column and value that a report gives: which the event took, by which rule.",
    "events_acled": "Events that happened, in the columns, order and codes of ACLED's data export (31 columns).",
    "events_ucdp_ged": "Events with deaths, in the columns, order and codes of UCDP GED 24.1 and later (49 columns).",
    "country_points": "One row per country: the point that stands for the whole, and its FIPS code.",
    "cameo_codes": "CAMEO's event codes: name, base, root, quad class and Goldstein value as GDELT has them.",
    "event_cameo_codes": "One row per event with a CAMEO code, and the id that it has in `events_gdelt`.",
    "events_gdelt": "Events that happened, in the columns, order and codes of GDELT 2.0 events (61 columns).",
    "events_gdelt_evidence": "Where each row of `events_gdelt` comes from and how sure it is.",
    "event_polecat_ids": "One row per event id: the id that the event has in `events_polecat`.",
    "events_polecat": "Events that happened, in the columns, order and codes of POLECAT's weekly files (40 columns).",
    "events_polecat_evidence": "Where each row of `events_polecat` comes from and how sure it is.",
}


def create_views() -> list[str]:
    """The CREATE VIEW and COMMENT ON VIEW statements."""
    folder = resources.files(__name__)
    statements: list[str] = []
    for name, description in VIEWS.items():
        query = with_reference_rows(folder.joinpath(f"{name}.sql").read_text(encoding="utf-8"))
        statements += [
            f"CREATE OR REPLACE VIEW {name} AS\n{query}",
            f"COMMENT ON VIEW {name} IS {quoted(description)}",
        ]
    return statements
