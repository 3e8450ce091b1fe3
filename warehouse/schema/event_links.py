"""Tables of the layer that unites reports of different articles: links, lasting ids, where to look for neighbours."""

from __future__ import annotations

from warehouse.schema.articles import ARTICLE_ID, RUN_ID
from warehouse.schema.events import EVENT_ID, EVENT_KEY, REPORT_ID
from warehouse.schema.locations import LATITUDE, LONGITUDE
from warehouse.schema.meta import RUN
from warehouse.schema.model import Column, Reference, Table
from warehouse.schema.vocabularies import PLOVER_EVENT_TYPES, REALIS

_SINCE = Column("since", "timestamp", "When it was first published, UTC; NULL before.", "2021-08-09T06:01:30Z")

EVENT_ALIASES = Table(
    "event_aliases",
    "One row per event id that was published and is no event of its own any more. A published id never stops "
    "resolving: `FROM event('<id>')` takes either.",
    (
        Column("alias_id", "text", "The id that was published.", "77aa01c3d5e8f264", nullable=False),
        EVENT_ID.but(
            description="The event that it is now; NULL where no article reports it any more, or a correction "
            "dropped it.",
            nullable=True,
        ),
        _SINCE.but(description="When this was first published, UTC."),
        RUN_ID,
    ),
    key=("alias_id",),
    packaged=False,
)
EVENT_LINKS = Table(
    "event_links",
    "One row per pair of reports that may tell of one happening: why reports of different articles are one event, or "
    "not. Pairs that are unlikely are left out.",
    (
        REPORT_ID.but(name="report_a", description="One report; the smaller id."),
        REPORT_ID.but(name="report_b", description="The other report."),
        Column(
            "probability",
            "number",
            "How likely both tell of one happening. Events are groups of reports that are likely on the whole.",
            "0.87",
            nullable=False,
            minimum=0,
            maximum=1,
        ),
        Column(
            "reasons",
            "text_list",
            "What speaks most for it, names of observations of events/link_weights.",
            "['same_place', 'words', 'same_toll']",
        ),
    ),
    key=("report_a", "report_b"),
    packaged=False,
)
TRIGGER_VECTORS = Table(
    "trigger_vectors",
    "One row per event mention that the trained reader read: what it compares mentions by.",
    (
        Column("event_mention_id", "text", "The mention.", "4e07b2c5aa913f60", nullable=False),
        ARTICLE_ID,
        Column(
            "vector", "bytes", "128 floats of 16 bits, little-endian; input of the reader's pair head.", "(256 bytes)"
        ),
    ),
    key=("event_mention_id",),
    schema="meta",
    references=(Reference("event_mention_id", "event_mentions", "event_mention_id"),),
)
EVENT_BLOCKS = Table(
    "event_blocks",
    "One row per report and block, a country and eight days: where a report's neighbours are looked for.",
    (
        REPORT_ID,
        Column("block", "text", "Country and number of the eight days since 1970.", "AFG|2355", nullable=False),
        EVENT_KEY,
        Column("realis", "text", "Told as fact, to come, or denied.", "told", nullable=False, allowed=REALIS),
        Column("event_type", "text", "PLOVER event type.", "ASSAULT", nullable=False, allowed=PLOVER_EVENT_TYPES),
        Column("day_from", "date", "First day that it can be.", "2021-08-05", nullable=False),
        Column("day_to", "date", "Last day that it can be.", "2021-08-08", nullable=False),
        LATITUDE.but(description="Latitude of an exact place."),
        LONGITUDE.but(description="Longitude of an exact place."),
        Column(
            "follows",
            "boolean",
            "One of a crowd: more than 100 reports of the block are alike in type, days and place, and this one is "
            "compared with the first 100 of them alone.",
            "false",
            nullable=False,
        ),
    ),
    key=("report_id", "block"),
    schema="meta",
    packaged=False,
)
EVENT_IDS = Table(
    "event_ids",
    "One row per event id, present or past, with the mention that it stands on. The record lies in the lake, so that a "
    "warehouse made anew gives the same ids.",
    (
        EVENT_ID,
        Column(
            "event_mention_id",
            "text",
            "The earliest mention when it was first published; the event that this mention is in has the id.",
            "4e07b2c5aa913f60",
        ),
        ARTICLE_ID.but(description="The article of that mention.", nullable=True),
        _SINCE,
        RUN.but(description="The run that published it; NULL before.", nullable=True),
    ),
    key=("event_id",),
    schema="meta",
    packaged=False,
)
