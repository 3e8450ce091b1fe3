"""The reference tables of CAMEO: its codes as GDELT has them, and which of ours each follows from.

What belongs here: tables that `events_gdelt` reads. They decide no coding, so an edit codes no article anew.
"""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable
from warehouse.schema.reference_tables.actors import SECTORS
from warehouse.schema.vocabularies import ALL_ACLED_SUB_EVENT_TYPES, PLOVER_EVENT_TYPES

_LICENCE = "Apache-2.0"
_COMPILED = "2026-11-26"

CAMEO_CODES = ReferenceTable(
    name="views/cameo_codes",
    description="CAMEO's event codes as GDELT has them: 20 roots, their bases of three digits, codes of four",
    source="CAMEO 1.1b3 event codebook (names; P. A. Schrodt, 2012); GDELT's lookup tables CAMEO.eventcodes.txt (the "
    "four groups of roots that QuadClass tells apart) and CAMEO.goldsteinscale.txt",
    columns={
        "code": ReferenceColumn("Two digits for a root, three or four for a code", required=True, pattern=r"\d{2,4}"),
        "name": ReferenceColumn("What the code stands for", required=True),
        "base_code": ReferenceColumn(
            "The first three digits; of a root the root itself", required=True, points_to="code"
        ),
        "root_code": ReferenceColumn("The first two digits", required=True, points_to="code"),
        "quad_class": ReferenceColumn(
            "1 verbal cooperation (roots 01-05), 2 material cooperation (06-09), 3 verbal conflict (10-14), 4 material "
            "conflict (15-20)",
            "integer",
            required=True,
            allowed=("1", "2", "3", "4"),
        ),
        "goldstein_scale": ReferenceColumn("GDELT's value on Goldstein's scale, -10 to 10", "number", required=True),
    },
    key=("code",),
    licence="facts of published code lists",
    compiled=_COMPILED,
)
CAMEO_FROM_PLOVER = ReferenceTable(
    name="views/cameo_from_plover",
    description="The CAMEO code that type, mode and sub-type determine; the first row that fits wins, an empty cell "
    "fits all. Where no row fits, the code is the coder's root with 0, not specified below",
    source="Own work after the CAMEO 1.1b3 codebook and PLOVER's own table of CAMEO codes (CAMEO2PLOVER, 2021)",
    columns={
        "event_type": ReferenceColumn("PLOVER event type", allowed=PLOVER_EVENT_TYPES),
        "event_mode": ReferenceColumn("PLOVER mode"),
        "acled_sub_event_type": ReferenceColumn("ACLED sub-event type", allowed=ALL_ACLED_SUB_EVENT_TYPES),
        "code": ReferenceColumn("CAMEO code; empty where CAMEO has none", points_to="views/cameo_codes.code"),
        "why": ReferenceColumn("What the code says, and what it leaves open", required=True),
    },
    licence=_LICENCE,
    compiled=_COMPILED,
)
_RELIGION = ReferenceColumn("CAMEO religion code", pattern=r"[A-Z]{3}")
_CAMEO_SOURCE = (
    "codes: CAMEO 1.1b3 actor codebook and GDELT's lookup tables (knowngroup, ethnic, religion, type); which of our "
    "names bears which code: own work"
)

CAMEO_ACTORS = ReferenceTable(
    name="views/cameo_actors",
    description="CAMEO's codes of those of our actors that have one: known groups, peoples, believers",
    source=_CAMEO_SOURCE,
    licence=_LICENCE,
    compiled=_COMPILED,
    columns={
        "name": ReferenceColumn("the name that the entity bears, without a note in brackets", required=True),
        "region_code": ReferenceColumn("CAMEO's code of the region that stands for its country", pattern=r"[A-Z]{3}"),
        "known_group_code": ReferenceColumn("code of a known group", pattern=r"[A-Z]{3}"),
        "type_code": ReferenceColumn("CAMEO's type where it is not the sector's", allowed=("IGO", "INS", "PKO")),
        "ethnic_code": ReferenceColumn("code of an ethnic group, in small letters", pattern=r"[a-z]{3}"),
        "religion1_code": _RELIGION,
        "religion2_code": ReferenceColumn("the confession within the first", pattern=r"[A-Z]{3}"),
    },
    key=("name",),
)

CAMEO_SECTORS = ReferenceTable(
    name="views/cameo_sectors",
    description="CAMEO's type or religion of each PLOVER sector",
    source=_CAMEO_SOURCE,
    licence=_LICENCE,
    compiled=_COMPILED,
    columns={
        "sector": ReferenceColumn("PLOVER sector", required=True, allowed=SECTORS),
        "type_code": ReferenceColumn("CAMEO type code; empty where it has none", pattern=r"[A-Z]{3}"),
        "religion1_code": _RELIGION,
        "meaning": ReferenceColumn("whom the sector holds, and what CAMEO tells apart besides", required=True),
    },
    key=("sector",),
)

TABLES = (CAMEO_CODES, CAMEO_FROM_PLOVER, CAMEO_ACTORS, CAMEO_SECTORS)
