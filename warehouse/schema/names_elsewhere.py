"""`governments`, `group_names` and `counted_people`: what views of other data sets need to know besides the events.

What belongs here: tables whose rows are the same in every warehouse and come from `seeds/reference/views`.
"""

from __future__ import annotations

from warehouse.schema.locations import COUNTRY_ISO3
from warehouse.schema.model import Column, Reference, Table

GOVERNMENTS = Table(
    "governments",
    "One row per government of a state, as ACLED parts them: Military Forces of Mali (2013-2020). Some 89 states.",
    (
        COUNTRY_ISO3.but(nullable=False, example="MLI"),
        Column("from_date", "date", "First day.", "2013-09-04", nullable=False),
        Column("to_date", "date", "First day after; NULL where it is in office.", "2020-08-18"),
    ),
    key=("country_iso3", "from_date"),
    references=(Reference("country_iso3", "countries", "country_iso3"),),
    packaged=False,
)
GROUP_NAMES = Table(
    "group_names",
    "One row per group that other data sets name or class otherwise than `entities`, and time for which they do.",
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
        Column("ucdp_name", "text", "Name in UCDP GED; NULL where it is that of `entities`.", "AQAP"),
        Column("from_date", "date", "First day of those names; NULL where they always held.", "2016-07-28"),
        Column("to_date", "date", "First day after; NULL where they hold.", "2021-08-15"),
    ),
    key=("name", "acled_name"),
    packaged=False,
)
COUNTED_PEOPLE = Table(
    "counted_people",
    "One row per noun that says whom a number of dead counts, for the deaths of each side in `events_ucdp_ged`.",
    (
        Column("word", "text", "The noun after the number, in small letters.", "soldiers", nullable=False),
        Column(
            "kind", "text", "Whose dead they are.", "state", nullable=False, allowed=("state", "group", "civilians")
        ),
    ),
    key=("word",),
    packaged=False,
)
