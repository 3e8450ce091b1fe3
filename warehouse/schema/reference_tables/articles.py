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

EXPORT_LABELS: Final = ReferenceTable(
    name="articles/export_labels",
    description="what news databases write before the fields of an article in their exports, and which field it is",
    source="compiled by the project from the layouts of such exports",
    licence="Apache-2.0",
    compiled="2026-11-26",
    key=("service", "label"),
    columns={
        "service": ReferenceColumn(
            "the database whose exports have the label",
            required=True,
            allowed=("lexis", "nexis_uni", "factiva", "proquest"),
        ),
        "label": ReferenceColumn(
            "the label without its colon: in small letters, but for the codes of Factiva", required=True
        ),
        "field": ReferenceColumn("the key of the record that its value goes to; empty where it is left out"),
        "place": ReferenceColumn(
            "where it stands: in the head, before the text, or in the foot, which ends the text",
            required=True,
            allowed=("head", "text", "foot"),
        ),
    },
)

EXPORT_WORDS: Final = ReferenceTable(
    name="articles/export_words",
    description="words in the lines that exports of news databases are cut by, in the languages of their surfaces",
    source="compiled by the project from general knowledge",
    licence="Apache-2.0",
    compiled="2026-11-26",
    key=("kind", "word"),
    columns={
        "kind": ReferenceColumn(
            "weekday: in dates; length: after the number of words; of, documents: in `3 of 44 DOCUMENTS`; "
            "document: before an accession number; language: alone on its line",
            required=True,
            allowed=("weekday", "length", "of", "documents", "document", "language"),
        ),
        "word": ReferenceColumn("the word in small letters", required=True),
    },
)

NEWS_XML: Final = ReferenceTable(
    name="articles/news_xml",
    description="where the XML of news agencies and archives has the fields of an article",
    source="compiled by the project from the standards of the IPTC and from files of the archives",
    licence="Apache-2.0",
    compiled="2026-11-26",
    key=("format", "item", "field", "path"),
    columns={
        "format": ReferenceColumn("the format, for those who read the table", required=True),
        "item": ReferenceColumn("the element that holds one item, without its namespace", required=True),
        "field": ReferenceColumn("the key of the record; `lead` comes before the text", required=True),
        "path": ReferenceColumn(
            "the path from the item, `@` before an attribute; of several rows the first that holds something counts",
            required=True,
        ),
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

TABLES: Final = (AGENCIES, EXPORT_LABELS, EXPORT_WORDS, NEWS_XML, FIELD_NAMES)
