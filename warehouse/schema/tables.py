"""All tables of the warehouse, in the order in which they are created and documented."""

from __future__ import annotations

from warehouse.schema.articles import ARTICLE_BANDS, ARTICLE_SIGNATURES, ARTICLES
from warehouse.schema.corrections import CORRECTIONS, DROPPED_TABLES
from warehouse.schema.event_links import EVENT_ALIASES, EVENT_BLOCKS, EVENT_IDS, EVENT_LINKS, TRIGGER_VECTORS
from warehouse.schema.events import EVENT_EVIDENCE, EVENT_MENTIONS, EVENT_NUMBERS, EVENTS
from warehouse.schema.locations import COUNTRIES, LOCATIONS
from warehouse.schema.mentions import DATE_MENTIONS, ENTITIES, ENTITY_MENTIONS, EXCLUDED_MENTIONS, PLACE_MENTIONS
from warehouse.schema.meta import (
    ARTICLE_SOURCES,
    CHECK_RESULTS,
    FAILED_ROWS,
    PACKAGES,
    REJECTED_RECORDS,
    RUNS,
    SOURCE_FILES,
)
from warehouse.schema.model import Table
from warehouse.schema.names_elsewhere import (
    CAMEO_ACTORS,
    CAMEO_CODES,
    CAMEO_RULES,
    CAMEO_SECTORS,
    COUNTED_PEOPLE,
    GOVERNMENTS,
    GROUP_NAMES,
)

ALL_TABLES: tuple[Table, ...] = (
    ARTICLES,
    EVENTS,
    EVENT_MENTIONS,
    EVENT_NUMBERS,
    EVENT_EVIDENCE,
    EVENT_ALIASES,
    EVENT_LINKS,
    LOCATIONS,
    PLACE_MENTIONS,
    DATE_MENTIONS,
    ENTITY_MENTIONS,
    ENTITIES,
    COUNTRIES,
    GOVERNMENTS,
    GROUP_NAMES,
    COUNTED_PEOPLE,
    CAMEO_CODES,
    CAMEO_RULES,
    CAMEO_ACTORS,
    CAMEO_SECTORS,
    RUNS,
    SOURCE_FILES,
    ARTICLE_SOURCES,
    REJECTED_RECORDS,
    EXCLUDED_MENTIONS,
    CHECK_RESULTS,
    FAILED_ROWS,
    PACKAGES,
    ARTICLE_SIGNATURES,
    ARTICLE_BANDS,
    TRIGGER_VECTORS,
    EVENT_BLOCKS,
    EVENT_IDS,
    CORRECTIONS,
    *DROPPED_TABLES.values(),
)
TABLES: dict[str, Table] = {table.name: table for table in ALL_TABLES}
PACKAGE_TABLES: dict[str, Table] = {table.name: table for table in ALL_TABLES if table.packaged}
