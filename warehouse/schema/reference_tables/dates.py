"""The months of all languages (`dates/months`) and the English date grammar (`seeds/reference/en/dates`)."""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable

_OURS = {"source": "written for this project", "licence": "Apache-2.0", "compiled": "2026-11-22"}
_FORM = ReferenceColumn("the word or phrase in lower case", required=True, pattern=r"[^A-Z]+")
_AMBIGUOUS = ReferenceColumn("true where the form is also a common word or name", "boolean", required=True)


def _table(name: str, description: str, columns: dict[str, ReferenceColumn], key: tuple[str, ...]) -> ReferenceTable:
    return ReferenceTable(
        name=f"dates/{name}", description=description, columns=columns, key=key, language="en", **_OURS
    )


def _integer(description: str, required: bool = True) -> ReferenceColumn:
    return ReferenceColumn(description, "integer", required=required)


MONTHS = ReferenceTable(
    name="dates/months",
    description="Names of the months and their abbreviations, in the languages of the press, and where each is read",
    columns={
        "language": ReferenceColumn(
            "ISO 639-1; a name that several languages share stands under one, but for those that are coded",
            required=True,
            pattern="[a-z]{2}",
        ),
        "form": ReferenceColumn("the name in lower case", required=True, pattern=r"[^A-Z\s]+"),
        "month": _integer("1-12"),
        "also": ReferenceColumn(
            "what it is besides in its language, so that not each stands for a month: a verb (march), an adjective "
            "(august), an abbreviated name (mar)",
            allowed=("verb", "adjective", "name"),
            read_for=("language", ("en",)),
        ),
        "read_in": ReferenceColumn(
            "where it is read, divided by |: texts of its language, datelines of all articles, datelines of its "
            "language alone, dates that pages and records print, lines of exports of news databases",
            required=True,
            alternatives=("text", "dateline", "own_dateline", "page", "export"),
        ),
    },
    key=("language", "form"),
    **_OURS,
)

TABLES: tuple[ReferenceTable, ...] = (
    MONTHS,
    _table(
        "weekdays",
        "Weekday names and their abbreviations.",
        {"form": _FORM, "weekday": _integer("1 Monday to 7 Sunday"), "ambiguous": _AMBIGUOUS},
        ("form",),
    ),
    _table(
        "seasons",
        "Seasons and their TIMEX3 codes.",
        {"form": _FORM, "code": ReferenceColumn("TIMEX3 code", required=True, allowed=("SP", "SU", "FA", "WI"))},
        ("form",),
    ),
    _table(
        "units",
        "Units of time; exactly one of months, days and seconds is above 0.",
        {
            "form": _FORM,
            "code": ReferenceColumn(
                "TIMEX3 letter; F fortnight",
                required=True,
                allowed=("S", "M", "H", "D", "W", "F", "Q", "Y", "DE", "CE"),
            ),
            "months": _integer("months in it"),
            "days": _integer("days in it"),
            "seconds": _integer("seconds in it"),
            "clock": ReferenceColumn("shorter than a day", "boolean", required=True),
            "bare_plural": ReferenceColumn("a plural form", "boolean", required=True),
        },
        ("form",),
    ),
    _table("decades", "Words for decades of a century.", {"form": _FORM, "digit": _integer("tens digit")}, ("form",)),
    _table(
        "day_parts",
        "Parts of the day: TIMEX3 codes, or the clock time that the word stands for.",
        {
            "form": _FORM,
            "code": ReferenceColumn("TIMEX3 code or time", required=True, pattern=r"MO|MI|AF|EV|NI|[0-2]\d:[0-5]\d"),
        },
        ("form",),
    ),
    _table(
        "holidays",
        "Holidays: a fixed day, the nth weekday of a month, days from Easter, a day of the tabular Hijri calendar.",
        {
            "form": _FORM,
            "calendar": ReferenceColumn(
                "how it is found", required=True, allowed=("fixed", "once", "weekday", "easter", "orthodox", "hijri")
            ),
            "month": _integer("month of its calendar", required=False),
            "day": _integer("day of the month, or days from Easter", required=False),
            "weekday": _integer("1 Monday to 7 Sunday", required=False),
            "nth": _integer("which weekday of the month, -1 the last; the year of `once`", required=False),
            "days": _integer("how many days it lasts"),
        },
        ("form",),
    ),
    _table("hijri_months", "Hijri months.", {"form": _FORM, "month": _integer("1-12")}, ("form",)),
    _table(
        "modifiers",
        "Words before a date or duration that modify it (TIMEX3 mod).",
        {
            "form": _FORM,
            "kind": ReferenceColumn(
                "what it stands before: part of a date, any amount, a number, nothing in particular",
                required=True,
                allowed=("part", "approx", "number", "plain"),
            ),
            "mod": ReferenceColumn(
                "TIMEX3 mod",
                allowed=(
                    "START",
                    "MID",
                    "END",
                    "APPROX",
                    "LESS_THAN",
                    "EQUAL_OR_LESS",
                    "MORE_THAN",
                    "EQUAL_OR_MORE",
                ),
            ),
        },
        ("form",),
    ),
    _table(
        "vague",
        "Expressions for past, present and future at large.",
        {
            "pattern": ReferenceColumn("regular expression over lower-case text", required=True),
            "heads": ReferenceColumn(
                "words one of which is in every match, besides those of the word classes", pattern=r"[a-z0-9 ]+"
            ),
            "value": ReferenceColumn("TIMEX3 value", required=True, allowed=("PRESENT_REF", "PAST_REF", "FUTURE_REF")),
            "texts": ReferenceColumn(
                "in which texts it is one: dated news, undated narrative, all",
                required=True,
                allowed=("all", "news", "narrative"),
            ),
        },
        ("pattern",),
    ),
    _table(
        "counted",
        "What is counted or measured: four digits before it are no year.",
        {"form": _FORM},
        ("form",),
    ),
    _table(
        "address_endings",
        "Endings by which file names and web domains are known, in which no date is told.",
        {"form": _FORM, "kind": ReferenceColumn("what ends so", required=True, allowed=("file", "domain"))},
        ("form",),
    ),
    _table(
        "tense_cues",
        "Verb forms that tell the tense of a clause, tried in this order.",
        {
            "pattern": ReferenceColumn("regular expression over lower-case text", required=True),
            "tense": ReferenceColumn("tense", required=True, allowed=("past", "future", "infinitive")),
        },
        ("pattern",),
    ),
    _table(
        "macros",
        "Building blocks of the patterns. Each may use those above it and the word classes {_month}, {_weekday}, "
        "{_season}, {_unit}, {_number_word}, {_ordinal}, {_decade}, {_day_part}, {_holiday}, {_hijri_month}.",
        {
            "name": ReferenceColumn("name for use in braces", required=True, pattern=r"[a-z_]+"),
            "pattern": ReferenceColumn("regular expression over lower-case text", required=True),
            "description": ReferenceColumn("what it stands for", required=True),
            "example": ReferenceColumn("a text that it matches", required=True),
        },
        ("name",),
    ),
    _table(
        "patterns",
        "The grammar: patterns in the order in which they are tried. {name} stands for a word class and names its "
        "group, {_name} only stands for it; a blank in the text is written \\s+.",
        {
            "name": ReferenceColumn("name of the pattern", required=True, pattern=r"[a-z_]+"),
            "prefixes": ReferenceColumn("kinds of modifier before it: p part, a approx, n number", pattern=r"[pan]+"),
            "rule": ReferenceColumn("function that reads it", required=True, pattern=r"[a-z_]+"),
            "argument": ReferenceColumn("argument of the rule"),
            "heads": ReferenceColumn(
                "words one of which is in every match, besides those of the word classes", pattern=r"[a-z0-9 ]+"
            ),
            "pattern": ReferenceColumn("regular expression over lower-case text", required=True),
            "example": ReferenceColumn("a text that it matches", required=True),
        },
        ("name",),
    ),
)
