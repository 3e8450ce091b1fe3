"""The tables of what stands around an article (`seeds/reference/articles`)."""

from __future__ import annotations

from typing import Final

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

TABLES: Final = (AGENCIES,)
