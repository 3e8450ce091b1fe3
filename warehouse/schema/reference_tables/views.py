"""The reference tables of the views: how other data sets name countries, governments and groups, and whom they count.

What belongs here: tables that only views read. They decide no coding, so that an edit codes no article anew.
"""

from __future__ import annotations

from typing import Final

from warehouse.schema.reference import ReferenceColumn as Column
from warehouse.schema.reference import ReferenceTable
from warehouse.schema.reference_tables.actors import SECTORS
from warehouse.schema.vocabularies import ALL_ACLED_SUB_EVENT_TYPES, PLOVER_EVENT_TYPES

_LICENCE: Final = "Apache-2.0"
_REVIEWED: Final = "2026-11-26"
_DATE: Final = r"\d{4}-\d{2}-\d{2}"

COUNTRY_NAMES: Final = ReferenceTable(
    name="views/country_names",
    description="names of countries in ACLED and UCDP GED where they differ from GeoNames'; goes into `countries`",
    source="own compilation from the public codebooks and the countries listed on the data sets' pages",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("iso3",),
    columns={
        "iso3": Column("ISO 3166-1 alpha-3 code", required=True, pattern=r"[A-Z]{3}"),
        "acled_country": Column("ACLED's `country`"),
        "acled_state": Column("the country in ACLED's names of its forces: Police Forces of the Philippines"),
        "ucdp_country": Column("UCDP's `country`; for a territory the state that UCDP counts it to"),
    },
)
GOVERNMENTS: Final = ReferenceTable(
    name="views/governments",
    description="when governments of states took and left office, from which ACLED names their forces",
    source="own compilation of public facts: inaugurations, resignations, coups",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("iso3", "from_date"),
    columns={
        "iso3": Column("ISO 3166-1 alpha-3 code", required=True, pattern=r"[A-Z]{3}"),
        "from_date": Column("first day, as ACLED parts a state's governments", required=True, pattern=_DATE),
        "to_date": Column("first day after; empty where it is in office", pattern=_DATE),
    },
)
GROUP_NAMES: Final = ReferenceTable(
    name="views/group_names",
    description="names and classes of well-known groups in ACLED and UCDP GED where they differ from ours",
    source="own compilation; names as the data sets publish them",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("name", "acled_name"),
    columns={
        "name": Column("the name in actors/armed_groups or actors/organisations", required=True),
        "acled_name": Column("ACLED's name; (Country) stands for the country of the event", required=True),
        "acled_inter": Column("ACLED's class, 1-8", "integer", required=True, pattern="[1-8]"),
        "ucdp_name": Column("UCDP's name; empty where it is ours"),
        "from_date": Column("first day of those names and that class; empty where they always held", pattern=_DATE),
        "to_date": Column("first day after; empty where they hold", pattern=_DATE),
    },
)
COUNTED_PEOPLE: Final = ReferenceTable(
    name="views/counted_people",
    description="nouns after a number of dead that say to which side of UCDP's dyad the dead belong",
    source="own compilation",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("word",),
    columns={
        "word": Column("the noun in small letters, singular or plural: 12 soldiers", required=True, pattern="[a-z]+"),
        "kind": Column("whose dead they are", required=True, allowed=("state", "group", "civilians")),
    },
)

_RELIGION = Column("CAMEO religion code", pattern=r"[A-Z]{3}")
_CAMEO_SOURCE = (
    "codes: CAMEO 1.1b3 actor codebook and GDELT's lookup tables (knowngroup, ethnic, religion, type); which of our "
    "names bears which code: own work"
)

CAMEO_ACTORS: Final = ReferenceTable(
    name="views/cameo_actors",
    description="CAMEO's codes of those of our actors that have one: known groups, peoples, believers",
    source=_CAMEO_SOURCE,
    licence=_LICENCE,
    compiled="2026-11-26",
    columns={
        "name": Column("the name that the entity bears, without a note in brackets", required=True),
        "region_code": Column("CAMEO's code of the region that stands for its country", pattern=r"[A-Z]{3}"),
        "known_group_code": Column("code of a known group", pattern=r"[A-Z]{3}"),
        "type_code": Column("CAMEO's type where it is not the sector's", allowed=("IGO", "INS", "PKO")),
        "ethnic_code": Column("code of an ethnic group, in small letters", pattern=r"[a-z]{3}"),
        "religion1_code": _RELIGION,
        "religion2_code": Column("the confession within the first", pattern=r"[A-Z]{3}"),
    },
    key=("name",),
)

CAMEO_SECTORS: Final = ReferenceTable(
    name="views/cameo_sectors",
    description="CAMEO's type or religion of each PLOVER sector",
    source=_CAMEO_SOURCE,
    licence=_LICENCE,
    compiled="2026-11-26",
    columns={
        "sector": Column("PLOVER sector", required=True, allowed=SECTORS),
        "type_code": Column("CAMEO type code; empty where it has none", pattern=r"[A-Z]{3}"),
        "religion1_code": _RELIGION,
        "meaning": Column("whom the sector holds, and what CAMEO tells apart besides", required=True),
    },
    key=("sector",),
)

CAMEO_CODES: Final = ReferenceTable(
    name="views/cameo_codes",
    description="CAMEO's event codes as GDELT has them: 20 roots, their bases of three digits, codes of four",
    source="CAMEO 1.1b3 event codebook (names; P. A. Schrodt, 2012); GDELT's lookup tables CAMEO.eventcodes.txt (the "
    "four groups of roots that QuadClass tells apart) and CAMEO.goldsteinscale.txt",
    columns={
        "code": Column("Two digits for a root, three or four for a code", required=True, pattern=r"\d{2,4}"),
        "name": Column("What the code stands for", required=True),
        "base_code": Column("The first three digits; of a root the root itself", required=True, points_to="code"),
        "root_code": Column("The first two digits", required=True, points_to="code"),
        "quad_class": Column(
            "1 verbal cooperation (roots 01-05), 2 material cooperation (06-09), 3 verbal conflict (10-14), 4 material "
            "conflict (15-20)",
            "integer",
            required=True,
            allowed=("1", "2", "3", "4"),
        ),
        "goldstein_scale": Column("GDELT's value on Goldstein's scale, -10 to 10", "number", required=True),
    },
    key=("code",),
    licence="facts of published code lists",
    compiled="2026-11-26",
)
CAMEO_FROM_PLOVER: Final = ReferenceTable(
    name="views/cameo_from_plover",
    description="The CAMEO code that type, mode and sub-type determine; the first row that fits wins, an empty cell "
    "fits all. Where no row fits, the code is the coder's root with 0, not specified below",
    source="Own work after the CAMEO 1.1b3 codebook and PLOVER's own table of CAMEO codes (CAMEO2PLOVER, 2021)",
    columns={
        "event_type": Column("PLOVER event type", allowed=PLOVER_EVENT_TYPES),
        "event_mode": Column("PLOVER mode"),
        "acled_sub_event_type": Column("ACLED sub-event type", allowed=ALL_ACLED_SUB_EVENT_TYPES),
        "code": Column("CAMEO code; empty where CAMEO has none", points_to="views/cameo_codes.code"),
        "why": Column("What the code says, and what it leaves open", required=True),
    },
    licence=_LICENCE,
    compiled="2026-11-26",
)

TABLES: Final = (
    COUNTRY_NAMES,
    GOVERNMENTS,
    GROUP_NAMES,
    COUNTED_PEOPLE,
    CAMEO_ACTORS,
    CAMEO_SECTORS,
    CAMEO_CODES,
    CAMEO_FROM_PLOVER,
)
