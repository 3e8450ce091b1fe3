"""Inflected forms of trigger words, so that a scan of the raw text and a look-up by surface form need no lemmatizer.

What belongs here: English spelling rules. The irregular verbs are in `events/irregular_verbs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class PastForms:
    """Past tenses and past participles of an irregular verb."""

    past: tuple[str, ...]
    participle: tuple[str, ...]


def verb_forms(verb: str, irregular: Mapping[str, PastForms]) -> frozenset[str]:
    """All forms of one verb: base, third person, past, participle, -ing."""
    known = irregular.get(verb)
    past = {*known.past, *known.participle} if known else {_past(verb)}
    return frozenset({verb, _third_person(verb), _gerund(verb), *past})


def noun_forms(noun: str) -> frozenset[str]:
    """Singular and plural."""
    if noun.endswith("man"):
        return frozenset({noun, noun[:-3] + "men"})
    return frozenset({noun, _third_person(noun)})


def _third_person(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return word + "es"
    if word in ("go", "do", "echo", "veto", "embargo"):
        return word + "es"
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return (_doubled(verb) if _doubles(verb) else verb) + "ed"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return (_doubled(verb) if _doubles(verb) else verb) + "ing"


def _doubled(verb: str) -> str:
    return verb + verb[-1]


_STRESSED_ENDINGS = ("mit", "fer", "bel", "pel", "cur", "gret", "nap", "trol", "cel", "tap")


def _doubles(verb: str) -> bool:
    """Whether a final consonant doubles: one stressed short vowel before it (stab, rebel; not raid, visit)."""
    if len(verb) < 3 or verb[-1] in "wxyaeiou" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    vowels = sum(1 for letter in verb if letter in _VOWELS)
    return vowels == 1 or verb.endswith(_STRESSED_ENDINGS)
