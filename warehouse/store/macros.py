"""Macros that come with the published file, for anyone who opens it with DuckDB.

What belongs here: questions that are asked often and are awkward to write. Views of other data sets' columns are in
`views`.
"""

from __future__ import annotations

from typing import Final

from warehouse.schema.render import quoted

# the Arabic article in its assimilated forms, as it is written in Latin letters, and the English one
_ARTICLES: Final = "al|ar|as|ash|ad|adh|an|at|ath|az|el|er|es|esh|ed|edh|en|et|eth|ez|the"

MACROS: Final = {
    "meta.place_letters": (
        "A spelling without case and accents; the first step of `meta.place_key`.",
        "(spelling) AS strip_accents(translate(lower(spelling), 'ıłøđðəħŋ', 'iloddahn'))",
    ),
    "meta.place_key": (
        "A spelling without case, accents, hyphens, apostrophes and blanks.",
        r"(spelling) AS regexp_replace(meta.place_letters(spelling), '[^\p{L}\p{N}]', '', 'g')",
    ),
    "meta.bare_place_key": (
        "The same without articles: `Ar-Raqqah` and `Raqqah` are one.",
        rf"(spelling) AS meta.place_key(regexp_replace(meta.place_letters(spelling), '\b({_ARTICLES})[ -]+', '', 'g'))",
    ),
}
TABLE_MACROS: Final = {
    "event": (
        "The event that an id stands for, also an id that became an alias: `FROM event('0c4f2a9be1d87735')`.",
        """(id) AS TABLE
SELECT events.* FROM events
WHERE event_id = coalesce((SELECT event_aliases.event_id FROM event_aliases WHERE alias_id = id), id)""",
    ),
    "places_named": (
        "The locations of which any spelling is this name, however it is written; the most populous first.",
        """(spelling) AS TABLE
SELECT locations.* FROM locations
WHERE meta.place_key(spelling) <> '' AND list_has_any(
    [meta.place_key(spelling), meta.bare_place_key(spelling)],
    flatten([[meta.place_key(known), meta.bare_place_key(known)]
             FOR known IN list_concat([name, local_name, ascii_name], alternate_names) IF known IS NOT NULL])
)
ORDER BY population DESC NULLS LAST, location_id""",
    ),
}


def create_macros() -> list[str]:
    """The CREATE MACRO and COMMENT ON MACRO statements, after the tables that they read."""
    statements: list[str] = []
    for kind, macros in (("MACRO", MACROS), ("MACRO TABLE", TABLE_MACROS)):
        for name, (description, body) in macros.items():
            statements += [
                f"CREATE OR REPLACE MACRO {name}{body}",
                f"COMMENT ON {kind} {name} IS {quoted(description)}",
            ]
    return statements
