"""The reference tables of the views: how other data sets name countries, governments and groups, and whom they count.

What belongs here: tables that only views read. They decide no coding, so that an edit codes no article anew.
"""

from __future__ import annotations

from typing import Final

from warehouse.schema.reference import ReferenceColumn as Column
from warehouse.schema.reference import ReferenceTable

_LICENCE: Final = "Apache-2.0"
_REVIEWED: Final = "2026-11-26"

COUNTRY_NAMES: Final = ReferenceTable(
    name="views/country_names",
    description="names of countries in ACLED and UCDP GED where they differ from GeoNames'; goes into `countries`",
    source="own compilation from the public codebooks and the countries listed on the data sets' pages",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("iso3",),
    columns={
        "iso3": Column("ISO 3166-1 alpha-3 code", required=True, points_to="places/country_codes.iso3"),
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
        "iso3": Column("ISO 3166-1 alpha-3 code", required=True, points_to="places/country_codes.iso3"),
        "from_date": Column("first day, as ACLED parts a state's governments", "date", required=True),
        "to_date": Column("first day after; empty where it is in office", "date"),
    },
)
GROUP_NAMES: Final = ReferenceTable(
    name="views/group_names",
    description="names and classes of well-known groups in ACLED and UCDP GED where they differ from ours",
    source="own compilation; names as the data sets publish them",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("name", "from_date"),
    columns={
        "name": Column("the name in actors/armed_groups or actors/organisations", required=True),
        "acled_name": Column("ACLED's name; (Country) stands for the country of the event", required=True),
        "acled_inter": Column("ACLED's class, 1-8", "integer", required=True, pattern="[1-8]"),
        "ucdp_name": Column("UCDP's name; empty where it is ours"),
        "from_date": Column("first day of those names and that class; empty where they always held", "date"),
        "to_date": Column("first day after; empty where they hold", "date"),
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

TABLES: Final = (
    COUNTRY_NAMES,
    GOVERNMENTS,
    GROUP_NAMES,
    COUNTED_PEOPLE,
)
