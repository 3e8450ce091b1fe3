"""The reference tables of actors: states, their organs, armed groups, organisations, persons and role nouns."""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable

_OURS = "compiled by the project from general knowledge"
_LICENCE = "Apache-2.0"
_REVIEWED = "2026-11-22"
SECTORS = (
    "AGR", "BUD", "BUS", "CHR", "COP", "CRM", "CVL", "EDU", "ELI", "ENV", "GOV", "HIN", "HLH", "HRI", "IGO", "JEW",
    "JUD", "LAB", "LEG", "MED", "MIL", "MUS", "NGO", "OPP", "PTY", "REB", "REF", "REL", "SET", "SIK", "SPY", "UAF",
)  # fmt: skip
_CLASSES = ("person", "organisation", "armed_group", "government", "nationality", "civilians", "other")
_KINDS = ("organ", "member", "civilian", "protest", "riot", "armed", "criminal", "political", "group", "carrier")

_ALIASES = ReferenceColumn("other forms, as a text writes them, divided by |; a small first letter allows both cases")
_OTHER_SPELLINGS = ReferenceColumn(
    "forms met only in translations and transcripts of the time, divided by |: found in texts as aliases are"
)
_SOURCE = ReferenceColumn(
    "where the row comes from: `project` and the day it was written down is general knowledge, checked against no list",
    required=True,
)
_COUNTRY = ReferenceColumn("ISO-3166 alpha-3 (or a former state's code) of its main country", pattern=r"[A-Z]{3}")
_SECTOR = ReferenceColumn("PLOVER sector", allowed=SECTORS)
_INTER = ReferenceColumn(
    "ACLED inter code: 1 state, 2 rebels, 3 political militia or party, 4 identity militia or gang, 5 rioters, "
    "6 protesters, 7 civilians, 8 external or other",
    type="integer",
    allowed=tuple("12345678"),
)


def _required(column: ReferenceColumn) -> ReferenceColumn:
    return ReferenceColumn(column.description, column.type, True, column.allowed, column.pattern)


COUNTRIES = ReferenceTable(
    name="actors/countries",
    description="How texts name a state, its people, its capital and its government",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "iso3": _required(_COUNTRY),
        "name": ReferenceColumn("the name that entities bear", required=True),
        "aliases": _ALIASES,
        "adjectives": ReferenceColumn("adjectives, divided by |"),
        "people": ReferenceColumn("nouns for its people, plural first, divided by |"),
        "capitals": ReferenceColumn("capitals that stand for the government, divided by |"),
        "government_names": ReferenceColumn("seats that stand for the government, divided by |"),
    },
    key=("iso3",),
)

ARMED_GROUPS = ReferenceTable(
    name="actors/armed_groups",
    description="Armed groups of the world, present and past; a note in brackets tells two of one name apart",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "name": ReferenceColumn("the name that the entity bears", required=True),
        "aliases": _ALIASES,
        "other_spellings": _OTHER_SPELLINGS,
        "country_iso3": _COUNTRY,
        "sector": _required(_SECTOR),
        "acled_inter": _required(_INTER),
        "source": _SOURCE,
    },
    key=("name",),
)

ORGANISATIONS = ReferenceTable(
    name="actors/organisations",
    description="International organisations, NGOs, parties, media, companies and named organs of states",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "name": ReferenceColumn("the name that the entity bears", required=True),
        "aliases": _ALIASES,
        "other_spellings": _OTHER_SPELLINGS,
        "entity_class": ReferenceColumn("class of the entity", required=True, allowed=_CLASSES),
        "country_iso3": _COUNTRY,
        "sector": _required(_SECTOR),
        "acled_inter": _required(_INTER),
        "source": _SOURCE,
    },
    key=("name",),
)

PERSONS = ReferenceTable(
    name="actors/persons",
    description="Heads of state and government, some ministers and leaders of groups; a row for each office held",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "name": ReferenceColumn("the name that the entity bears", required=True),
        "aliases": ReferenceColumn("other forms; a surname alone only where it can hardly mean anybody else"),
        "country_iso3": _COUNTRY,
        "sector": _required(_SECTOR),
        "office": ReferenceColumn("the office", required=True),
        "from_year": ReferenceColumn("first year in office", type="integer"),
        "to_year": ReferenceColumn("last year in office; empty where it lasts", type="integer"),
        "source": _SOURCE,
    },
    key=("name", "office", "from_year"),
)

AGENTS = ReferenceTable(
    name="actors/agents",
    language="en",
    description="Role nouns: organs of a state and their members, armed people, civilians by role, groups",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "phrase": ReferenceColumn("the noun in small letters, singular where it has one", required=True),
        "plural": ReferenceColumn("its plural; empty where the noun has one form"),
        "kind": ReferenceColumn("what it takes part in a phrase as", required=True, allowed=_KINDS),
        "organ": ReferenceColumn("the organ of the state that it is, or is a member of: Military Forces"),
        "sector": _SECTOR,
        "entity_class": ReferenceColumn("class of an entity made of it", allowed=_CLASSES),
        "acled_inter": _INTER,
    },
    key=("phrase",),
)

AGENT_TRAITS = ReferenceTable(
    name="actors/agent_traits",
    language="en",
    description="What else is to be known of role nouns: which are rows of their own, and which speak for their state",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "phrase": ReferenceColumn("the noun as in agents", required=True, points_to="actors/agents.phrase"),
        "trait": ReferenceColumn(
            "generic: says too little to be a mention, capital or not; building: whom it stands for only an event "
            "tells; mentioned: civilians who are a mention of their own; official: with a country it is its government",
            required=True,
            allowed=("generic", "building", "mentioned", "official"),
        ),
    },
    key=("phrase", "trait"),
)

ORGANISATION_WORDS = ReferenceTable(
    name="actors/organisation_words",
    language="en",
    description="Capitalised words that show a name to be an organisation's: Ministry of …, … University",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "word": ReferenceColumn("the word as it is written in names", required=True),
        "entity_class": ReferenceColumn("class of the entity", required=True, allowed=_CLASSES),
        "sector": _SECTOR,
        "position": ReferenceColumn(
            "where it stands in the name; facility: the name is a place, a law or an occasion, nobody who acts",
            required=True,
            allowed=("head", "last", "any", "facility"),
        ),
    },
    key=("word",),
)

TITLES = ReferenceTable(
    name="actors/titles",
    language="en",
    description="Titles that stand before a person's name",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "title": ReferenceColumn("the title as written", required=True),
        "sector": ReferenceColumn("PLOVER sector of who bears it", allowed=SECTORS),
    },
    key=("title",),
)

PEOPLES = ReferenceTable(
    name="actors/peoples",
    language="en",
    description="Peoples and ethnic groups that are not a state's",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "name": ReferenceColumn("the name that the entity bears", required=True),
        "forms": ReferenceColumn("other nouns and adjectives for it, divided by |"),
        "country_iso3": _COUNTRY,
        "sector": _required(_SECTOR),
    },
    key=("name",),
)

COMMON_WORDS = ReferenceTable(
    name="actors/common_words",
    language="en",
    description="Everyday words that are also acronyms or names: these count only when written as the name is",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={"word": ReferenceColumn("the word in small letters", required=True)},
    key=("word",),
)

FAMOUS_ACRONYMS = ReferenceTable(
    name="actors/famous_acronyms",
    description="Short acronyms that mean a country's group or body even where the article never names that country",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={"acronym": ReferenceColumn("the acronym as written", required=True)},
    key=("acronym",),
)

NOT_ACTORS = ReferenceTable(
    name="actors/not_actors",
    language="en",
    description="Capitalised words that are taken for an organisation or a person but are neither",
    source=_OURS,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={"word": ReferenceColumn("the word or words as written", required=True)},
    key=("word",),
)

TABLES = (
    COUNTRIES,
    ARMED_GROUPS,
    ORGANISATIONS,
    PERSONS,
    AGENTS,
    AGENT_TRAITS,
    ORGANISATION_WORDS,
    TITLES,
    PEOPLES,
    COMMON_WORDS,
    FAMOUS_ACRONYMS,
    NOT_ACTORS,
)
