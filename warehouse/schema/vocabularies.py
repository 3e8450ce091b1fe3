"""The closed lists that columns draw on, in the spelling of the ontology they come from.

What belongs here: codes of published ontologies that a column may hold. Word lists and triggers are reference tables.
Sources: PLOVER (https://osf.io/preprints/socarxiv/rm5dw), ACLED codebook 2023, UCDP GED codebook 24.1, CAMEO 1.1b3,
TimeML 1.2.1, GeoNames feature codes.
"""

from __future__ import annotations

FIELDS = ("title", "body")

PLOVER_EVENT_TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)

ACLED_SUB_EVENT_TYPES: dict[str, tuple[str, ...]] = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
ACLED_EVENT_TYPES = tuple(ACLED_SUB_EVENT_TYPES)
ALL_ACLED_SUB_EVENT_TYPES = tuple(name for names in ACLED_SUB_EVENT_TYPES.values() for name in names)

CAMEO_ROOT_CODES = tuple(f"{code:02d}" for code in range(1, 21))

STATUSES = ("actual", "ongoing", "claimed", "planned", "hypothetical", "negated", "historical")
HAPPENED = ("actual", "ongoing", "claimed")
REALIS = ("told", "to come", "denied")

ENTITY_CLASSES = ("person", "organisation", "armed_group", "government", "nationality", "civilians", "other")
PLACE_ROLES = ("literal", "metonym", "modifier", "dateline")
TIMEX_TYPES = ("DATE", "TIME", "DURATION", "SET")
ANCHORS = ("absolute", "published", "previous")
DATE_SOURCES = ("text", "published", "none")
PLACE_SOURCES = ("sentence", "article", "dateline", "country", "none")
NAME_SOURCES = ("own", "natural_earth", "geonames")
PUBLISHED_PRECISIONS = ("time", "day", "month", "year")
PUBLISHED_SOURCES = ("metadata", "manifest", "html", "url", "text", "dateline", "none")
UPDATED_SOURCES = ("metadata", "manifest", "html", "text", "none")
RUN_STATUSES = ("running", "completed", "unchanged", "failed", "crashed")
SEVERITIES = ("error", "warning")
CHECK_OUTCOMES = ("passed", "failed", "broken", "not_asked")
CORRECTION_ACTIONS = ("set", "drop", "merge", "split")
CORRECTION_SOURCES = ("table", "command")
CORRECTION_STATUSES = ("applied", "changes_nothing", "target_gone", "undone")

UCDP_WHERE_PRECISION = (
    "1 exact place, 2 near it, 3 second-level division, 4 first-level division, 5 line or fuzzy area, 6 country, "
    "7 sea, air or wider."
)

QUANTITIES = ("killed", "injured", "arrested", "abducted", "displaced", "participants")
NUMBER_BOUNDS = ("at_least", "up_to", "about", "range", "exact")
