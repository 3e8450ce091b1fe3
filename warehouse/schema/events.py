"""Events and the evidence for them. The coded columns are declared once and stand in both tables."""

from __future__ import annotations

from warehouse.schema.articles import ARTICLE_ID, CODER_VERSION, RUN_ID
from warehouse.schema.locations import (
    ADMIN1_NAME,
    COUNTRY_ISO3,
    COUNTRY_NAME,
    LATITUDE,
    LOCAL_NAME,
    LOCATION_ID,
    LONGITUDE,
)
from warehouse.schema.mentions import (
    CONFIDENCE,
    DATE_END,
    DATE_PRECISION,
    DATE_START,
    END_CHAR,
    ENTITY_ID,
    FIELD,
    HEAD,
    OF_ARTICLE,
    OF_LOCATION,
    SECTOR,
    START_CHAR,
    TEXT,
)
from warehouse.schema.model import Column, Reference, Table
from warehouse.schema.vocabularies import (
    ACLED_EVENT_TYPES,
    ALL_ACLED_SUB_EVENT_TYPES,
    CAMEO_ROOT_CODES,
    DATE_SOURCES,
    NUMBER_BOUNDS,
    PLACE_SOURCES,
    PLOVER_EVENT_TYPES,
    QUANTITIES,
    STATUSES,
    UCDP_WHERE_PRECISION,
)


def _participant(role: str, who: str) -> tuple[Column, ...]:
    return (
        Column(f"{role}_text", "text", f"The words of the text for {who}.", "Taliban fighters"),
        Column(f"{role}_name", "text", f"Canonical name of {who}.", "Taliban"),
        ENTITY_ID.but(name=f"{role}_entity_id", description=f"Entity of {who}; NULL where unidentified."),
        COUNTRY_ISO3.but(name=f"{role}_country_iso3", description=f"Country of {who}, ISO 3166-1 alpha-3."),
        SECTOR.but(name=f"{role}_sector", description=f"PLOVER sector of {who}."),
    )


def _persons(name: str, description: str, example: str) -> Column:
    return Column(
        name,
        "integer",
        f"{description} NULL means not said, 0 that the text says none.",
        example,
        unit="persons",
        minimum=0,
    )


TYPE_COLUMNS = (
    Column("event_type", "text", "PLOVER event type.", "ASSAULT", nullable=False, allowed=PLOVER_EVENT_TYPES),
    Column("event_mode", "text", "PLOVER mode within the type.", "aerial"),
    Column(
        "acled_event_type",
        "text",
        "ACLED event type; NULL where ACLED would not code it.",
        "Battles",
        allowed=ACLED_EVENT_TYPES,
    ),
    Column("acled_sub_event_type", "text", "ACLED sub-event type.", "Armed clash", allowed=ALL_ACLED_SUB_EVENT_TYPES),
    Column("cameo_root_code", "text", "CAMEO root code, two digits.", "19", allowed=CAMEO_ROOT_CODES),
    Column(
        "quad_class",
        "integer",
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        "4",
        minimum=1,
        maximum=4,
    ),
    Column(
        "intensity",
        "number",
        "Goldstein scale: conflict below, cooperation above zero.",
        "-10.0",
        minimum=-10,
        maximum=10,
    ),
    Column(
        "status",
        "text",
        "Whether it happened: `actual`, `ongoing` and `claimed` did, or are said to have; `historical` did too, more "
        "than a year before the article or as something that it only looks back on; the others did not.",
        "actual",
        nullable=False,
        allowed=STATUSES,
    ),
)
ACTOR_COLUMNS = _participant("actor", "who did it")
_TEXT, *_OTHERS = _participant("recipient", "whom it was done to")
RECIPIENT_COLUMNS = (
    _TEXT.but(
        description="The words of the text for whom it was done to: somebody, or the thing force is used on; for "
        "territory the side that loses it. NULL where the object is only a matter or a venue."
    ),
    *_OTHERS,
    Column("civilian_targeting", "boolean", "Whether civilians were the target.", "false"),
)
DATE_COLUMNS = (
    DATE_START.but(description="First day of the event, inclusive; NULL where no date can be given."),
    DATE_END.but(description="Last day of the event, inclusive."),
    DATE_PRECISION.but(
        description="UCDP date precision: 1 day, 2 two to six days, 3 week, 4 month, 5 year or longer; 2 where only "
        "the day of publication dates it."
    ),
    Column("date_text", "text", "The words that give the date.", "over the weekend"),
    Column(
        "date_from", "text", "Whether the text or the publication date gave the date.", "text", allowed=DATE_SOURCES
    ),
)
PLACE_COLUMNS = (
    LOCATION_ID.but(description="Where it happened; NULL where no place can be given."),
    Column("place_text", "text", "The words that give the place.", "Kunduz"),
    Column(
        "location_name",
        "text",
        "Name of the place: the English one that ACLED, UN OCHA and atlases use, else GeoNames' own in plain letters.",
        "Kunduz",
    ),
    LOCAL_NAME,
    ADMIN1_NAME,
    COUNTRY_ISO3,
    COUNTRY_NAME,
    LATITUDE,
    LONGITUDE,
    Column(
        "where_precision",
        "integer",
        "How exact the place is, UCDP where_prec: " + UCDP_WHERE_PRECISION,
        "1",
        minimum=1,
        maximum=7,
    ),
    Column(
        "place_from",
        "text",
        "What gave the place: the event's sentence, the rest of the article, the dateline, the country alone.",
        "sentence",
        allowed=PLACE_SOURCES,
    ),
)
NUMBER_COLUMNS = (
    _persons("fatalities_low", "Lowest number of deaths that the text allows.", "20"),
    _persons("fatalities_best", "Most likely number of deaths.", "20"),
    _persons("fatalities_high", "Highest number of deaths that the text allows; NULL for `at least`.", "25"),
    _persons("injured", "Injured.", "12"),
    _persons("arrested", "Arrested or detained.", "3"),
    _persons("abducted", "Abducted or taken hostage.", "2"),
)
CODED_COLUMNS = (*TYPE_COLUMNS, *ACTOR_COLUMNS, *RECIPIENT_COLUMNS, *DATE_COLUMNS, *PLACE_COLUMNS, *NUMBER_COLUMNS)
TO_ENTITIES = (
    Reference("actor_entity_id", "entities", "entity_id"),
    Reference("recipient_entity_id", "entities", "entity_id"),
)

EVENT_ID = Column(
    "event_id",
    "text",
    "Stable identifier of the real-world event; more reports of the same event never change it.",
    "0c4f2a9be1d87735",
    nullable=False,
)
REPORT_ID = Column(
    "report_id",
    "text",
    "One wording of an event: copies of a sentence that are coded alike share it, whatever article they stand in.",
    "9be17735d04fa21c",
    nullable=False,
)
EVENT_KEY = Column(
    "event_key",
    "text",
    "Digest of type, place and first day where they are exact, else the report: the id that an event takes from its "
    "earliest report.",
    "0c4f2a9be1d87735",
    nullable=False,
)

EVENTS = Table(
    "events",
    "One row per real-world event, however many articles report it.",
    (
        EVENT_ID,
        *CODED_COLUMNS,
        Column("article_count", "integer", "Articles that report it, copies included.", "4", nullable=False, minimum=1),
        Column(
            "source_count",
            "integer",
            "Independent reports: articles of one group of copies count once.",
            "2",
            nullable=False,
            minimum=1,
        ),
        Column(
            "first_reported_at",
            "timestamp",
            "Earliest publication of an article that reports it, UTC.",
            "2021-08-08T06:30:00Z",
        ),
        CONFIDENCE.but(description="How sure the coding is, over all independent reports."),
        CODER_VERSION,
        RUN_ID,
    ),
    key=("event_id",),
    references=(OF_LOCATION, *TO_ENTITIES),
    packaged=False,
)

EVENT_MENTIONS = Table(
    "event_mentions",
    "One row per event per article: the evidence.",
    (
        Column(
            "event_mention_id",
            "text",
            "Stable identifier: article, field, trigger and type.",
            "4e07b2c5aa913f60",
            nullable=False,
        ),
        EVENT_ID.but(derived=True),
        REPORT_ID.but(derived=True),
        EVENT_KEY.but(derived=True),
        ARTICLE_ID,
        FIELD,
        START_CHAR,
        END_CHAR,
        TEXT.but(description="The sentence or clause that says so, exactly as it stands between the offsets."),
        Column("trigger_text", "text", "The words that name the event.", "seized"),
        Column("trigger_start_char", "integer", "First character of the trigger.", "52", unit="characters", minimum=0),
        Column(
            "trigger_end_char",
            "integer",
            "Character after the last of the trigger.",
            "58",
            unit="characters",
            minimum=0,
        ),
        *CODED_COLUMNS,
        Column("attribution", "text", "Who says so.", "police said"),
        Column(
            "sentence_number", "integer", "Running number of the sentence over title and body, from 0.", "3", minimum=0
        ),
        CONFIDENCE,
        CODER_VERSION,
    ),
    key=("event_mention_id",),
    references=(OF_ARTICLE, OF_LOCATION, Reference("event_id", "events", "event_id"), *TO_ENTITIES),
    spans=(("start_char", "end_char", "text"), ("trigger_start_char", "trigger_end_char", "trigger_text")),
)

EVENT_EVIDENCE = Table(
    "event_evidence",
    "One row per event: its best proof, and the sources that report it.",
    (
        EVENT_ID,
        Column(
            "event_mention_id",
            "text",
            "The mention that proves it best: of an article that is no copy, then the surest.",
            "4e07b2c5aa913f60",
            nullable=False,
        ),
        ARTICLE_ID.but(description="The article of that mention."),
        Column("evidence", "text", "The words of that mention.", "Taliban fighters seized Kunduz on Sunday."),
        Column(
            "attribution", "text", "Who says so: of the best proof, or the next that names somebody.", "police said"
        ),
        Column(
            "evidence_url",
            "text",
            "Address of that article; where it has none, of the best other that has one.",
            "https://example.org/kunduz",
        ),
        Column(
            "article_ids", "text_list", "All articles that report it, copies included.", "['9d1c05e2b6f7a340']", False
        ),
        Column("first_url", "text", "Address of the earliest article that has one.", "https://example.org/kunduz"),
        Column("first_title", "text", "Title of the earliest article.", "Taliban seize Kunduz"),
        Column("first_published_date", "date", "Day of the earliest article.", "2021-08-08"),
        Column("first_sentence_number", "integer", "The earliest sentence that tells of it, from 0.", "0", minimum=0),
        Column("language", "text", "Language of the earliest article, ISO 639-1.", "en"),
        Column("sources", "text", "Names of the sources that report it, in order of the alphabet.", "AP; Reuters"),
        Column("mention_count", "integer", "Mentions of it in all articles.", "3", nullable=False, minimum=1),
        Column("first_seen_at", "timestamp", "When the first of its articles came in, UTC.", "2021-08-09T06:00:00Z"),
        Column("last_seen_at", "timestamp", "When the newest text came in, UTC.", "2021-08-10T06:00:00Z"),
    ),
    key=("event_id",),
    references=(
        Reference("event_id", "events", "event_id"),
        Reference("event_mention_id", "event_mentions", "event_mention_id"),
        OF_ARTICLE,
    ),
    packaged=False,
)

EVENT_NUMBERS = Table(
    "event_numbers",
    "One row per number in the text that counts people in an event: the proof of every count of `event_mentions`. The "
    "numbers of one quantity of a mention add up to its count.",
    (
        *HEAD,
        Column(
            "event_mention_id",
            "text",
            "The event of which it counts people.",
            "4e07b2c5aa913f60",
            nullable=False,
        ),
        EVENT_ID.but(description="The real-world event of that mention.", derived=True),
        Column("quantity", "text", "Whom it counts.", "killed", nullable=False, allowed=QUANTITIES),
        _persons("low", "The least it can be; NULL where the text gives none (`up to 40`).", "20"),
        _persons("best", "The number that the text gives; of a range the lower end, as ACLED has it.", "20"),
        _persons("high", "The most it can be; NULL where it is open (`at least 20`).", "30"),
        Column(
            "bound",
            "text",
            "How the words bound it: `at_least` also for more than 40 and for dozens, `up_to` for fewer than 40, "
            "`exact` where they do not.",
            "at_least",
            nullable=False,
            allowed=NUMBER_BOUNDS,
        ),
    ),
    key=("mention_id",),
    references=(
        OF_ARTICLE,
        Reference("event_mention_id", "event_mentions", "event_mention_id"),
        Reference("event_id", "events", "event_id"),
    ),
    spans=(("start_char", "end_char", "text"),),
)
"""Counts by the words: "half a dozen" is 6, "the mayor" is one, "no one was killed" is none."""
