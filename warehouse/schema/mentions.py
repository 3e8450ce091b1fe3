"""Where the text says it: place, date and entity mentions, and the entities they lead to."""

from __future__ import annotations

from warehouse.schema.articles import ARTICLE_ID
from warehouse.schema.locations import COUNTRY_ISO3, LOCATION_ID
from warehouse.schema.model import Column, Reference, Table
from warehouse.schema.vocabularies import ANCHORS, ENTITY_CLASSES, FIELDS, PLACE_ROLES, PLOVER_EVENT_TYPES, TIMEX_TYPES

MENTION_ID = Column(
    "mention_id", "text", "Stable identifier: article, field, offsets and kind.", "b8a1f04c77e2d913", nullable=False
)
FIELD = Column(
    "field", "text", "Which text of the article the offsets count in.", "body", nullable=False, allowed=FIELDS
)
START_CHAR = Column(
    "start_char",
    "integer",
    "First character of the mention, counted from 0.",
    "36",
    nullable=False,
    unit="characters",
    minimum=0,
)
END_CHAR = Column(
    "end_char",
    "integer",
    "Character after the last of the mention.",
    "42",
    nullable=False,
    unit="characters",
    minimum=0,
)
TEXT = Column("text", "text", "The mention exactly as it stands between the offsets.", "Kunduz", nullable=False)
CONFIDENCE = Column("confidence", "number", "How sure the coding is.", "0.87", unit="probability", minimum=0, maximum=1)

SPAN = (("start_char", "end_char", "text"),)
OF_ARTICLE = Reference("article_id", "articles", "article_id")
OF_LOCATION = Reference("location_id", "locations", "location_id")
HEAD = (MENTION_ID, ARTICLE_ID, FIELD, START_CHAR, END_CHAR, TEXT)

PLACE_MENTIONS = Table(
    "place_mentions",
    "One row per place name in an article.",
    (
        *HEAD,
        LOCATION_ID.but(description="The place meant; NULL where no candidate was good enough."),
        CONFIDENCE,
        Column("is_dateline", "boolean", "Whether it stands in the dateline.", "false", nullable=False),
        Column(
            "role",
            "text",
            "How the name is used: the place itself, its government or people, a modifier, the dateline.",
            "literal",
            allowed=PLACE_ROLES,
        ),
    ),
    key=("mention_id",),
    references=(OF_ARTICLE, OF_LOCATION),
    spans=SPAN,
)

DATE_PRECISION = Column(
    "date_precision",
    "integer",
    "UCDP date precision: 1 day, 2 two to six days, 3 week, 4 month, 5 year or longer.",
    "1",
    minimum=1,
    maximum=5,
)
DATE_START = Column("date_start", "date", "First day, inclusive.", "2021-08-07")
DATE_END = Column("date_end", "date", "Last day, inclusive.", "2021-08-08")

DATE_MENTIONS = Table(
    "date_mentions",
    "One row per temporal expression in an article (TIMEX3).",
    (
        *HEAD,
        Column("timex_type", "text", "TIMEX3 type.", "DATE", nullable=False, allowed=TIMEX_TYPES),
        Column("timex_value", "text", "TIMEX3 value.", "2021-W31-WE"),
        Column("timex_mod", "text", "TIMEX3 modifier.", "APPROX"),
        DATE_START.but(description="First day the expression covers, inclusive; NULL where it stays open."),
        DATE_END.but(description="Last day the expression covers, inclusive; NULL where it stays open."),
        DATE_PRECISION,
        Column(
            "anchor",
            "text",
            "What it was resolved against: nothing, the publication date, the date last spoken of; NULL where open.",
            "published",
            allowed=ANCHORS,
        ),
    ),
    key=("mention_id",),
    references=(OF_ARTICLE,),
    spans=SPAN,
)

ENTITY_ID = Column("entity_id", "text", "Stable identifier from class, country and name.", "armed_group:afg:taliban")
ENTITY_CLASS = Column(
    "entity_class", "text", "What kind of actor it is.", "armed_group", nullable=False, allowed=ENTITY_CLASSES
)
SECTOR = Column(
    "sector",
    "text",
    "PLOVER sector code: GOV, MIL, REB, OPP, PTY, COP, JUD, SPY, MED, EDU, BUS, CRM, CVL and the like.",
    "REB",
)

ENTITY_MENTIONS = Table(
    "entity_mentions",
    "One row per place where an article names, describes or refers back to an entity.",
    (*HEAD, ENTITY_ID.but(nullable=False), ENTITY_CLASS),
    key=("mention_id",),
    references=(OF_ARTICLE, Reference("entity_id", "entities", "entity_id")),
    spans=SPAN,
)

EXCLUDED_MENTIONS = Table(
    "excluded_mentions",
    "One row per word that could have told of an event and was left out: what was seen, and the rule or judge that "
    "dropped it. Nothing here is counted anywhere.",
    (
        *HEAD,
        Column(
            "event_type",
            "text",
            "PLOVER type that it would have had.",
            "ASSAULT",
            nullable=False,
            allowed=PLOVER_EVENT_TYPES,
        ),
        Column(
            "rule",
            "text",
            "What dropped it: a rule by name, `reader` where the trained reader sees no event, `not_row_worthy` where "
            "it sees one that no coder would make a row of.",
            "topic_or_parties",
            nullable=False,
        ),
        CONFIDENCE.but(description="Probability, by the judge, that a coder would have made it a row."),
    ),
    key=("mention_id",),
    schema="meta",
    references=(OF_ARTICLE,),
    spans=SPAN,
)

ENTITIES = Table(
    "entities",
    "One row per person, organisation, group or people that anything points to.",
    (
        ENTITY_ID.but(nullable=False),
        Column("name", "text", "Canonical name.", "Taliban", nullable=False),
        ENTITY_CLASS,
        COUNTRY_ISO3,
        SECTOR,
        Column(
            "acled_inter",
            "integer",
            "ACLED actor type: 1 state, 2 rebels, 3 political militia, 4 identity militia, 5 rioters, 6 protesters, "
            "7 civilians, 8 other.",
            "2",
            minimum=1,
            maximum=8,
        ),
        Column("aliases", "text_list", "Other names it goes by.", "['Islamic Emirate of Afghanistan']"),
        Column("wikidata_id", "text", "Wikidata item.", "Q42418"),
        Column("mention_count", "integer", "Entity mentions that point to it.", "23", minimum=0, derived=True),
    ),
    key=("entity_id",),
)
