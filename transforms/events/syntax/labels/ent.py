"""Kinds of name that the entity recogniser gives.

What belongs here: single labels, then the sets of them that somebody asks for.
"""

from __future__ import annotations

from typing import Final

PERSON: Final = "PERSON"
ORGANISATION: Final = "ORG"
STATE: Final = "GPE"
PEOPLE: Final = "NORP"
DATE: Final = "DATE"
TIME: Final = "TIME"
BUILDING: Final = "FAC"
LOCATION: Final = "LOC"
MONEY: Final = "MONEY"
ORDINAL: Final = "ORDINAL"
PERCENT: Final = "PERCENT"
EVENT: Final = "EVENT"
WORK: Final = "WORK_OF_ART"
LAW: Final = "LAW"
PRODUCT: Final = "PRODUCT"
LANGUAGE: Final = "LANGUAGE"
NONE: Final = ""

BODIES: Final = frozenset({STATE, PEOPLE, ORGANISATION})
TIMES: Final = frozenset({DATE, TIME})
STATES_AND_BODIES: Final = frozenset({STATE, ORGANISATION})
NAMED: Final = frozenset({BUILDING, STATE, ORGANISATION, PERSON})
AMOUNTS: Final = frozenset({DATE, MONEY, ORDINAL, PERCENT, TIME})
GROUPS: Final = frozenset({PEOPLE, ORGANISATION})
PLACES: Final = frozenset({BUILDING, STATE, LOCATION})
SHORT_NAMES: Final = frozenset({STATE, PERSON})  # whose phrase ends with the name
PERSON_OR_NONE: Final = frozenset({NONE, PERSON})
PARTIES: Final = frozenset({STATE, PEOPLE, ORGANISATION, PERSON})
NAMES: Final = frozenset({BUILDING, STATE, LOCATION, PEOPLE, ORGANISATION, PERSON})
THINGS: Final = frozenset({DATE, EVENT, LANGUAGE, LAW, MONEY, PRODUCT, TIME, WORK})
