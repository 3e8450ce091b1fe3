"""`governments`, `group_names`, `cameo_codes` and their like: what views of other data sets need.

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
CAMEO_CODES = Table(
    "cameo_codes",
    "One row per CAMEO event code: name, base, root, quad class and Goldstein value as GDELT has them.",
    (
        Column("code", "text", "Two digits for a root, three or four for a code.", "195", nullable=False),
        Column("name", "text", "What it stands for.", "Employ aerial weapons", nullable=False),
        Column("base_code", "text", "The code of its first three digits.", "195", nullable=False),
        Column("root_code", "text", "The code of its first two digits.", "19", nullable=False),
        Column(
            "quad_class",
            "integer",
            "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
            "4",
            nullable=False,
            minimum=1,
            maximum=4,
        ),
        Column("goldstein_scale", "number", "Conflict (-10) to cooperation (10).", "-10.0", nullable=False),
    ),
    key=("code",),
    packaged=False,
)
CAMEO_RULES = Table(
    "cameo_rules",
    "One row per rule by which `events_gdelt` codes an event in CAMEO: the first that fits type, mode and sub-type.",
    (
        Column("line", "integer", "Order of the rules, from 1.", "3", nullable=False, minimum=1),
        Column("event_type", "text", "PLOVER type; NULL fits all.", "ASSAULT"),
        Column("event_mode", "text", "PLOVER mode; NULL fits all.", "aerial"),
        Column("acled_sub_event_type", "text", "ACLED sub-type; NULL fits all.", "Air/drone strike"),
        Column("code", "text", "CAMEO code; NULL where CAMEO has none.", "195"),
        Column("why", "text", "What the code says, and what it leaves open.", "weapons from the air", nullable=False),
    ),
    key=("line",),
    schema="meta",
    packaged=False,
)
CAMEO_ACTORS = Table(
    "cameo_actors",
    "One row per actor that CAMEO has a code of its own for: known groups, peoples, believers.",
    (
        Column("name", "text", "The actor's name, without a note in brackets.", "Hezbollah", nullable=False),
        Column("region_code", "text", "Region that stands for its country.", "AFR"),
        Column("known_group_code", "text", "Known group.", "HEZ"),
        Column("type_code", "text", "CAMEO's type where it is not the sector's.", "IGO"),
        Column("ethnic_code", "text", "Ethnic group.", "abk"),
        Column("religion1_code", "text", "Religion.", "MOS"),
        Column("religion2_code", "text", "Confession.", "SHI"),
    ),
    key=("name",),
    schema="meta",
    packaged=False,
)
CAMEO_SECTORS = Table(
    "cameo_sectors",
    "One row per PLOVER sector: CAMEO's type or religion of it.",
    (
        Column("sector", "text", "PLOVER sector.", "GOV", nullable=False),
        Column("type_code", "text", "CAMEO's type; NULL where it has none.", "GOV"),
        Column("religion1_code", "text", "CAMEO's religion.", "CHR"),
        Column("meaning", "text", "Whom the sector holds.", "armed forces", nullable=False),
    ),
    key=("sector",),
    schema="meta",
    packaged=False,
)
