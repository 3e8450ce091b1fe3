"""Coarse parts of speech.

What belongs here: single labels, then the sets of them that somebody asks for.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "PROPN"
PRONOUN: Final = "PRON"
NOUN: Final = "NOUN"
ADJECTIVE: Final = "ADJ"
NUMERAL: Final = "NUM"
VERB: Final = "VERB"
AUXILIARY: Final = "AUX"
ADPOSITION: Final = "ADP"
DETERMINER: Final = "DET"
PUNCTUATION: Final = "PUNCT"
COORDINATOR: Final = "CCONJ"
PARTICLE: Final = "PART"
SUBORDINATOR: Final = "SCONJ"
SPACE: Final = "SPACE"

NOUNS: Final = frozenset({NOUN, NAME})
NOMINALS: Final = frozenset({NOUN, PRONOUN, NAME})
BARE: Final = frozenset({NUMERAL, PRONOUN})
NAMING: Final = frozenset({PRONOUN, NAME})
OPENING: Final = frozenset({ADPOSITION, DETERMINER, PUNCTUATION})
NO_HEADS: Final = frozenset({ADPOSITION, AUXILIARY, PUNCTUATION, VERB})
DESCRIBING: Final = frozenset({ADJECTIVE, NAME})
PREDICATES: Final = frozenset({ADJECTIVE, VERB})
CUES: Final = frozenset({ADJECTIVE, ADPOSITION, NOUN, NAME})
VERBS: Final = frozenset({AUXILIARY, VERB})
IN_RANGE: Final = frozenset({ADJECTIVE, ADPOSITION, COORDINATOR, PARTICLE, PUNCTUATION})
NO_EVENTS: Final = frozenset(
    {ADPOSITION, COORDINATOR, DETERMINER, NUMERAL, PARTICLE, PRONOUN, PUNCTUATION, SUBORDINATOR, SPACE}
)

OF_TRIGGERS: Final = {VERB: "verb", AUXILIARY: "verb", NOUN: "noun", NAME: "noun", ADJECTIVE: "adj"}
"""The part of speech that a row of `events/triggers` names, by the tagger's."""
