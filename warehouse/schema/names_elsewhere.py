"""`governments` and `acled_actors`: how ACLED names the forces of states and well-known groups.

What belongs here: tables whose rows are the same in every warehouse and come from `seeds/reference/views`.
"""

from __future__ import annotations

from warehouse.schema.locations import COUNTRY_ISO3
from warehouse.schema.model import Column, Reference, Table

GOVERNMENTS = Table(
    "governments",
    "One row per government of a state, as ACLED parts them: Military Forces of Mali (2013-2020). Some 85 states.",
    (
        COUNTRY_ISO3.but(nullable=False, example="MLI"),
        Column("from_date", "date", "First day.", "2013-09-04", nullable=False),
        Column("to_date", "date", "First day after; NULL where it is in office.", "2020-08-18"),
    ),
    key=("country_iso3", "from_date"),
    references=(Reference("country_iso3", "countries", "country_iso3"),),
    packaged=False,
)
ACLED_ACTORS = Table(
    "acled_actors",
    "One row per group that ACLED names or classes otherwise than `entities`, and time for which it does.",
    (
        Column("name", "text", "Name in `entities`.", "Al-Qaeda in the Arabian Peninsula", nullable=False),
        Column(
            "acled_name",
            "text",
            "Name in ACLED; (Country) stands for the country of the event.",
            "AQAP: Al Qaeda in the Arabian Peninsula",
            nullable=False,
        ),
        Column("acled_inter", "integer", "Class in ACLED.", "2", nullable=False, minimum=1, maximum=8),
        Column("from_date", "date", "First day of that name and class; NULL where they always held.", "2016-07-28"),
        Column("to_date", "date", "First day after; NULL where they hold.", "2021-08-15"),
    ),
    key=("name", "acled_name"),
    packaged=False,
)
