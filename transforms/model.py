"""The values that annotators hand to one another inside one article.

What belongs here: small immutable records shared by the date, place, actor and event annotators. Their field names are
the column names of the warehouse tables, so a frame is made of them without renaming. What does not: how any of them
is found.

Offsets are 0-based character offsets, end exclusive, into the article's `title` or `body` as stored; `field` says
which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from spacy.tokens import Doc, Span

from transforms.coded_languages import CODED_LANGUAGE

Field = Literal["title", "body"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["absolute", "published", "previous"]
EntityClass = Literal["person", "organisation", "armed_group", "government", "nationality", "civilians", "other"]
Status = Literal["actual", "ongoing", "claimed", "planned", "hypothetical", "negated", "historical"]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What annotation needs of one article; a pure function of this and the coder's version gives its mentions."""

    article_id: str
    title: str
    body: str
    published_date: date | None = None
    published_precision: str | None = None  # time, day, month, year
    source_name: str | None = None
    source_domain: str | None = None
    url: str | None = None
    language: str = CODED_LANGUAGE  # ISO 639-1; says whose language pack reads it


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the title or body with its spaCy document.

    `doc` is parsed from a text of the same length as `text` (line breaks blanked, all-capitals text given its case
    back), so `start + token.idx` is an offset into the stored field. `doc` may lack a parse or entities where the scan
    found nothing worth parsing: ask `doc.has_annotation("DEP")` and `doc.has_annotation("ENT_IOB")`.
    """

    field: Field
    start: int
    text: str
    doc: Doc
    number: int  # 0-based, the title first
    first_sentence_number: int = 0  # running number over title and body; sentence i of the doc has this + i
    readable: str | None = None  # the text that `doc` was made from; see `parsed_text`

    @property
    def parsed_text(self) -> str:
        """The text of `doc`, which spaCy would join from the tokens at each call."""
        return self.doc.text if self.readable is None else self.readable

    def offsets(self, span: Span) -> tuple[int, int]:
        """The span's start and end in the stored field."""
        return self.start + span.start_char, self.start + span.end_char

    def slice(self, start_char: int, end_char: int) -> str:
        """The stored text between two offsets of the field that lie in this paragraph."""
        return self.text[start_char - self.start : end_char - self.start]


@dataclass(frozen=True, slots=True)
class Timex:
    """A temporal expression (TIMEX3). `anchor` is None and the dates are None where it could not be resolved."""

    field: Field
    start_char: int
    end_char: int
    text: str
    timex_type: TimexType
    timex_value: str
    timex_mod: str | None = None  # BEFORE, AFTER, START, MID, END, APPROX, LESS_THAN, MORE_THAN, EQUAL_OR_LESS, ...
    date_start: date | None = None
    date_end: date | None = None
    date_precision: int | None = None  # UCDP 1-5
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """One gazetteer entry, as it stands in the `locations` table."""

    location_id: str  # "geonames:1138958", or "dateline:donbas" for our own regions
    geonameid: int | None
    name: str
    ascii_name: str
    feature_class: str  # GeoNames: A P L T H S ...
    feature_code: str  # PCLI ADM1 PPLC PPL RGN ...
    latitude: float
    longitude: float
    country_iso2: str | None
    country_iso3: str | None
    country_name: str | None
    admin1_code: str | None
    admin1_name: str | None
    admin2_code: str | None
    admin2_name: str | None
    population: int
    timezone: str | None
    location_precision: int  # UCDP 1-7: what the feature can support
    local_name: str | None = None  # GeoNames' own form; `name` is the English one
    alternate_names: tuple[str, ...] = ()
    name_from: str | None = None  # own, natural_earth, geonames


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in the text; `location` is None where no candidate was good enough."""

    field: Field
    start_char: int
    end_char: int
    text: str
    location: Location | None
    confidence: float
    is_dateline: bool = False
    role: Literal["literal", "metonym", "modifier", "dateline"] = "literal"  # "Washington said" is a metonym
    country: Location | None = None  # the country that the location lies in


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody who acts: a row of `entities`."""

    entity_id: str  # stable: from class, country and name
    name: str
    entity_class: EntityClass
    country_iso3: str | None = None
    sector: str | None = None  # PLOVER: GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL JEW MUS ... IGO NGO
    acled_inter: int | None = None  # 1 state 2 rebels 3 political 4 identity militia 5 riot 6 protest 7 civil 8 other
    aliases: tuple[str, ...] = ()
    wikidata_id: str | None = None


@dataclass(frozen=True, slots=True)
class EntityMention:
    """Where an article names, describes or refers back to an entity."""

    field: Field
    start_char: int
    end_char: int
    text: str
    entity: Entity


@dataclass(frozen=True, slots=True)
class Role:
    """One participant of an event: the words of the text and what they were resolved to."""

    text: str
    entity: Entity | None = None
    name: str | None = None  # canonical name; entity.name where there is an entity
    country_iso3: str | None = None
    sector: str | None = None


Bound = Literal["at_least", "up_to", "about", "range", "exact"]
Quantity = Literal["killed", "injured", "arrested", "abducted", "displaced", "participants"]


@dataclass(frozen=True, slots=True)
class EventNumber:
    """A number that counts people in an event, with the words that say it; the numbers of a quantity add up."""

    quantity: Quantity
    low: int | None
    best: int | None
    high: int | None
    bound: Bound
    field: Field
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event as one article gives it, with the sentence that proves it."""

    field: Field
    start_char: int
    end_char: int
    text: str
    sentence_number: int
    trigger_text: str
    trigger_start_char: int
    trigger_end_char: int
    event_type: str  # PLOVER root: AGREE CONSULT SUPPORT ... PROTEST SANCTION MOBILIZE COERCE ASSAULT
    event_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root_code: str | None
    quad_class: int | None
    intensity: float | None
    status: Status
    confidence: float
    actor: Role | None = None
    recipient: Role | None = None
    civilian_targeting: bool = False
    attribution: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_precision: int | None = None
    date_text: str | None = None
    date_from: Literal["text", "published", "none"] = "none"
    location: Location | None = None
    place_text: str | None = None
    where_precision: int | None = None
    place_from: Literal["sentence", "article", "dateline", "country", "none"] = "none"
    fatalities_low: int | None = None
    fatalities_best: int | None = None
    fatalities_high: int | None = None
    injured: int | None = None
    arrested: int | None = None
    abducted: int | None = None
    numbers: tuple[EventNumber, ...] = ()
    vector: bytes | None = None  # what the reader compares mentions by, 16-bit floats; None where it did not read it


@dataclass(frozen=True, slots=True)
class ExcludedMention:
    """A word that could have told of an event and was left out; `rule` says by what."""

    field: Field
    start_char: int
    end_char: int
    text: str
    event_type: str
    rule: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that was found in one article."""

    dates: Sequence[Timex]
    places: Sequence[PlaceMention]
    entities: Sequence[EntityMention]
    events: Sequence[EventMention]
    excluded: Sequence[ExcludedMention] = ()
