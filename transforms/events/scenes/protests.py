"""Whether a text is about a protest at all: what decides between a crowd's violence and a mob's, force and murder.

What belongs here: the words of a gathering. Who did what in it is decided in `subtypes`.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from transforms.events.syntax.labels import Pos

_GATHERING = re.compile(
    r"\b(?:protest\w*|demonstrat(?:e|es|ed|ing|ion|ions|or|ors)|march(?:es|ed|ing|er|ers)?|rally|rallies|rallied"
    r"|sit-ins?|picket\w*|procession|strike over)\b"
    r"|\bMarch(?= (?:to|on|against|for|in protest)\b)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\bMarch(?=,? \d|\b[.,]?$)|(?<=\d )March\b|\b(?:in|since|of|last|until|by|during) March\b")


def mentions_protest(text: str) -> bool:
    """Whether the text tells of a gathering; the month of March is none."""
    return _GATHERING.search(_MONTH.sub(" ", text)) is not None


def is_gathering(noun: Token) -> bool:
    """Whether a noun stands for a gathering: "at the rally", "during a sit-in"."""
    if noun.pos_ not in Pos.NOUNS and noun.lower_ != "in":
        return False
    word = noun.doc[max(noun.i - 2, 0) : noun.i + 1].text.lower() if noun.lower_ == "in" else noun.lemma_.lower()
    return word in ("protest", "demonstration", "rally", "march", "sit-in", "vigil", "procession", "picket")
