"""The tables of the Spanish language pack (`seeds/reference/es`)."""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable

_OURS = {"source": "written for this project", "licence": "Apache-2.0", "compiled": "2026-11-26"}
_FORM = ReferenceColumn("the word or phrase in lower case", required=True, pattern=r"[^A-Z]+")
_TEXT = ReferenceColumn("words of a text that the row is made for", required=True)
_CLASS = ReferenceColumn("a class of events", required=True, points_to="events/event_classes.class")


def _table(name: str, description: str, columns: dict[str, ReferenceColumn], key: tuple[str, ...]) -> ReferenceTable:
    return ReferenceTable(name=f"es/{name}", description=description, columns=columns, key=key, **_OURS)


def _integer(description: str, required: bool = True) -> ReferenceColumn:
    return ReferenceColumn(description, "integer", required=required)


def _choice(description: str, *allowed: str, required: bool = True) -> ReferenceColumn:
    return ReferenceColumn(description, required=required, allowed=allowed)


TABLES: tuple[ReferenceTable, ...] = (
    _table("weekdays", "Names of weekdays.", {"form": _FORM, "weekday": _integer("1 Monday to 7 Sunday")}, ("form",)),
    _table(
        "units",
        "Units of time; one of months and days is above 0.",
        {
            "form": _FORM,
            "code": _choice("TIMEX3 letter; F fortnight", "D", "W", "F", "M", "Y", "DE", "CE"),
            "months": _integer("months in it"),
            "days": _integer("days in it"),
        },
        ("form",),
    ),
    _table(
        "numbers",
        "Number words: what joins into a number, what multiplies, what leaves it open.",
        {
            "form": _FORM,
            "kind": _choice(
                "unit, ten and hundred add up, scale multiplies, group is a number of its own, vague has no best",
                *("unit", "ten", "hundred", "scale", "group", "vague"),
            ),
            "low": _integer("the least it can mean"),
            "best": _integer("what it says; empty where that is open", required=False),
            "high": _integer("the most it can mean; empty where that is open", required=False),
        },
        ("form",),
    ),
    _table(
        "bounds",
        "Words before a number that make it a bound or an estimate.",
        {"phrase": _FORM, "bound": _choice("as in event_numbers", "at_least", "up_to", "about")},
        ("phrase",),
    ),
    _table(
        "date_phrases",
        "Phrases that say a time, tried in this order: the first that matches at a place is it.",
        {
            "name": ReferenceColumn("name of the phrase", required=True, pattern="[a-z_]+"),
            "rule": _choice(
                "how its days are found",
                *("iso", "numeric", "day", "day_range", "month", "month_range", "part_of_month", "weekday"),
                *("weekday_number", "shift_days", "weekend", "unit", "ago", "duration", "past_units", "decade", "year"),
            ),
            "argument": ReferenceColumn("a number that the rule needs", "integer"),
            "pattern": ReferenceColumn(
                "regular expression over the text in lower case; {name} stands for the forms of a table",
                required=True,
            ),
            "example": _TEXT,
        },
        ("name",),
    ),
    _table(
        "place_names",
        "Spanish names of countries, regions and cities that the gazetteer has under another name.",
        {"form": _FORM, "name": ReferenceColumn("a name that the gazetteer has", required=True)},
        ("form",),
    ),
    _table(
        "place_words",
        "Words that stand before the name of a place, and words that show that a name is none.",
        {
            "form": _FORM,
            "kind": _choice("in: before a place; part: of what it is; not: no place", "in", "part", "not"),
            "feature": ReferenceColumn("GeoNames code that the word asks for", pattern="ADM1|ADM2|PPL|PCLI"),
        },
        ("form",),
    ),
    _table(
        "people",
        "Who acts or is acted on, as news in Spanish names them.",
        {
            "pattern": ReferenceColumn("regular expression over the text in lower case", required=True),
            "sector": ReferenceColumn("PLOVER's sector", pattern="[A-Z]{3}"),
            "example": _TEXT,
        },
        ("pattern",),
    ),
    _table(
        "peoples",
        "Adjectives of nations.",
        {"form": _FORM, "country_iso3": ReferenceColumn("ISO 3166-1 alpha-3", required=True, pattern="[A-Z]{3}")},
        ("form",),
    ),
    _table(
        "frames",
        "Words that tell of an event, tried in this order.",
        {
            "pattern": ReferenceColumn(
                "over the text in lower case; {v:mat-ar} is what a verb does, {p:matad} what is done",
                required=True,
            ),
            "class": _CLASS,
            "voice": _choice(
                "who stands where: active has the actor before it, passive the recipient, noun neither",
                "active",
                "passive",
                "noun",
            ),
            "example": _TEXT,
        },
        ("pattern",),
    ),
    _table(
        "counts",
        "Phrases that count people; {n} stands for the number.",
        {
            "pattern": ReferenceColumn("regular expression over the text in lower case, with {n}", required=True),
            "quantity": _choice(
                "as in event_numbers", "killed", "injured", "arrested", "abducted", "displaced", "participants"
            ),
            "value": _integer("the number, where the pattern has none", required=False),
            "example": _TEXT,
        },
        ("pattern",),
    ),
    _table(
        "status_cues",
        "Words of a clause that say whether its event happened.",
        {
            "pattern": ReferenceColumn("regular expression over the text in lower case", required=True),
            "status": _choice("as in event_mentions", "negated", "planned", "hypothetical", "claimed", "historical"),
            "reach": _choice("where the event stands", "before", "after", "sentence"),
            "example": _TEXT,
        },
        ("pattern",),
    ),
    _table(
        "exclusions",
        "Contexts in which a frame tells of no event.",
        {
            "pattern": ReferenceColumn("regular expression over the text in lower case", required=True),
            "class": ReferenceColumn("the class; empty for all", points_to="events/event_classes.class"),
            "reach": _choice("the sentence, or the words beside the trigger", "near", "sentence"),
            "rule": ReferenceColumn("why, as in excluded_mentions", required=True, pattern="[a-z_]+"),
            "example": _TEXT,
        },
        ("pattern", "class"),
    ),
)
