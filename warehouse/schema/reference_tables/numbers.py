"""The tables of number words, which dates and counts of people are read with (`seeds/reference/en/numbers`)."""

from __future__ import annotations

from warehouse.schema.reference import ReferenceColumn, ReferenceTable

_LICENCE = "Apache-2.0"
_COMPILED = "2026-11-26"

WORDS = ReferenceTable(
    name="numbers/words",
    language="en",
    description="Number words and the range that each stands for; empty is open",
    source="Own work; 'several' as 3 after the ACLED codebook",
    columns={
        "form": ReferenceColumn("Lower-case word", required=True, pattern=r"[^A-Z]+"),
        "kind": ReferenceColumn(
            "What it is: dates are told in units, tens, scales and ordinals, people in all but ordinals",
            required=True,
            allowed=("unit", "ten", "scale", "ordinal", "article", "none", "group", "both", "plural", "vague", "large"),
        ),
        "low": ReferenceColumn("Lowest count", "integer"),
        "best": ReferenceColumn("Best count", "integer"),
        "high": ReferenceColumn("Highest count", "integer"),
        "scale": ReferenceColumn("What it multiplies a number before it by", "integer"),
    },
    key=("form",),
    licence=_LICENCE,
    compiled=_COMPILED,
)
BOUNDS = ReferenceTable(
    name="numbers/bounds",
    language="en",
    description="Phrases before a count that make it a floor, a ceiling or an estimate",
    source="Own work",
    columns={
        "phrase": ReferenceColumn("Lower-case phrase", required=True),
        "bound": ReferenceColumn("What the count is", required=True, allowed=("at_least", "up_to", "about")),
    },
    key=("phrase",),
    licence=_LICENCE,
    compiled=_COMPILED,
)
CONTEXTS = ReferenceTable(
    name="numbers/contexts",
    language="en",
    description="Words beside a number that counts no people: units and currencies after it, what it names before it",
    source="Own work",
    columns={
        "form": ReferenceColumn("Lower-case word, each form on its own", required=True),
        "stands": ReferenceColumn("Where it stands", required=True, allowed=("before", "after")),
    },
    key=("form", "stands"),
    licence=_LICENCE,
    compiled=_COMPILED,
)
TABLES = (WORDS, BOUNDS, CONTEXTS)
