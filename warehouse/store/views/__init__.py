"""Views that speak each community's language, an SQL file each.

What belongs here: the data sets' own column names, in their order, and how ours map onto them. A column of theirs
that we have nothing for is there and NULL.
"""

from __future__ import annotations

from importlib import resources

VIEWS = ("event_evidence", "events_acled", "events_ucdp_ged", "events_gdelt", "events_polecat")


def create_views() -> list[str]:
    """The CREATE VIEW statements."""
    folder = resources.files(__name__)
    return [
        f"CREATE OR REPLACE VIEW {name} AS\n{folder.joinpath(f'{name}.sql').read_text(encoding='utf-8')}"
        for name in VIEWS
    ]
