"""Who can be the recipient of a row: somebody, not the matter of words and not where people meet.

What belongs here: what a noun stands for, and the party within its phrase. Where a recipient is looked for is in
`recipients`.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.participants.recipients import PARTY, is_party
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import prepositional
from transforms.events.syntax.labels import Dep, Ent, Pos
from transforms.events.tables.lexicon import EventClass


def somebody(noun: Token, kind: EventClass, scene: Scene) -> Token | None:
    """Who the recipient of a row is: the noun, if it can be one, else the party that stands within its phrase.

    Somebody, or the thing that force is used on; not the matter of words ("condemned the attack", "proposed a
    corridor") and not where they meet. "The envoy's plan" is against the envoy, "abuses in Chad" are Chad's.
    """
    if kind.family in _OF_THINGS:
        return noun
    is_meeting = kind.event_type == "CONSULT"
    if _is_venue(noun, scene) and not kind.has("over_places"):
        is_theirs = noun.head.head.pos_ == Pos.NOUN and scene.place(noun) is not None and not is_meeting
        return noun if is_theirs else None  # "abuses in Chad"
    if noun.pos_ == Pos.PRONOUN and noun.dep_ == Dep.SUBJECT and noun.head.dep_ == Dep.CONTENT:
        return None  # "denies that it sent troops"
    if _is_somebody(noun, scene):
        return noun
    parts = [child for child in noun.lefts if child.dep_ in Dep.NOUN_PARTS]
    of_phrase = [
        inner
        for _, inner in prepositional(noun, scene.listed("within"))
        if not _is_venue(inner, scene) or not is_meeting
    ]
    found = [*parts[::-1], *of_phrase]
    return next((part for part in found if _is_noun(part) and _is_somebody(part, scene)), None)


def _is_noun(part: Token) -> bool:
    """Whether a part of a phrase names somebody: no pronoun, and an adjective only of a people ("Turkish")."""
    return part.pos_ in Pos.NOUNS or part.ent_type_ in Ent.BODIES


def _is_venue(noun: Token, scene: Scene) -> bool:
    """Such as "talks in Geneva", but not "called in the envoy"."""
    is_inside = noun.dep_ == Dep.PREP_OBJECT and noun.head.lower_ in scene.listed("venue")
    return is_inside and not scene.categories(noun) & {"person", "office", "crowd"}


def _is_somebody(noun: Token, scene: Scene) -> bool:
    if noun.pos_ == Pos.NAME and noun.ent_type_ not in Ent.THINGS:
        return True
    found, lexicon = scene.categories(noun), scene.lexicon
    if found & {"document", "abstract", "weapon", "money"} and not found & _PARTIES:
        return False
    if found & _PARTIES or noun.lower_ in scene.listed("standing_for") or is_party(noun, scene):
        return True
    return (
        bool({noun.lower_, noun.lemma_.lower()} & lexicon.agents)
        or lexicon.patterns["agent_noun"].search(noun.lower_) is not None
    )


_OF_THINGS = frozenset({"violence", "property", "weapons", "territory"})  # whose recipient may be a thing or a place
_PARTIES = PARTY | {"office", "debater", "cabinet"}
