"""The tables of what stands around an article (`seeds/reference/articles`)."""

from __future__ import annotations

from typing import Final

from warehouse.schema.record_keys import FIELDS
from warehouse.schema.reference import ReferenceColumn, ReferenceTable

AGENCIES: Final = ReferenceTable(
    name="articles/agencies",
    description="news agencies whose text stands in many papers, and how an article says that it is theirs",
    source="compiled by the project from general knowledge",
    licence="Apache-2.0",
    compiled="2026-11-26",
    key=("name",),
    columns={
        "name": ReferenceColumn("the family that articles of the agency belong to", required=True),
        "spellings": ReferenceColumn(
            "the agency in datelines, bylines and credits, divided by |; capitals throughout must be capitals",
            required=True,
        ),
        "domains": ReferenceColumn("its own sites, divided by |; those below them too"),
        "sign_off": ReferenceColumn("how a note in brackets at the end of its texts begins, divided by |"),
    },
)

FIELD_NAMES: Final = ReferenceTable(
    name="articles/field_names",
    description="the keys of records and columns of tables that are read, as tools and services spell them; for one "
    "field the first that is filled counts, for text, html and teaser the longest",
    source="documentation and exports of the tools and services named, compiled by the project",
    licence="Apache-2.0",
    compiled="2026-11-26",
    key=("field", "name"),
    columns={
        "field": ReferenceColumn("what the key is read as", required=True, allowed=FIELDS),
        "name": ReferenceColumn(
            "the key; case, spaces and signs do not count, and a dot stands for a key inside a key as well",
            required=True,
        ),
        "written_by": ReferenceColumn("who spells it so, divided by semicolons; empty for many"),
    },
)

TABLES: Final = (AGENCIES, FIELD_NAMES)
