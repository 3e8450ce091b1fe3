"""Fine parts of speech: number, tense.

What belongs here: single labels, then the sets of them that somebody asks for.
"""

from __future__ import annotations

from typing import Final

PARTICIPLE: Final = "VBN"
PAST: Final = "VBD"
SINGULAR: Final = "NN"
GERUND: Final = "VBG"
PLURAL: Final = "NNS"
BASE: Final = "VB"
PRESENT: Final = "VBP"
PRESENT_THIRD: Final = "VBZ"
NAME: Final = "NNP"
NAMES: Final = "NNPS"
NUMERAL: Final = "CD"
DETERMINER: Final = "DT"
POSSESSIVE: Final = "PRP$"

PLURALS: Final = frozenset({NAMES, PLURAL})
PAST_FORMS: Final = frozenset({PAST, PARTICIPLE})
PRESENTS: Final = frozenset({PRESENT, PRESENT_THIRD})
PARTICIPLES: Final = frozenset({PAST, GERUND, PARTICIPLE})
COUNTABLE: Final = frozenset({NAME, NAMES, PLURAL})
PRESENT_FORMS: Final = frozenset({BASE, PRESENT, PRESENT_THIRD})
NON_FINITE: Final = frozenset({GERUND, PARTICIPLE})
MANY: Final = frozenset({NUMERAL, NAMES, PLURAL})
BARE_FORMS: Final = frozenset({BASE, GERUND})
