"""How many a mention counts: victims by the effect of its words, those who took part, those who had to leave.

What belongs here: which noun of a mention is counted, and as what. Reading the number is in `counts`.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.counts.victims import Count, counted_before, is_countable, patients, people_in
from transforms.events.drafts import Changes, Draft
from transforms.events.scenes.datelines import is_dateline
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import conjuncts
from transforms.events.syntax.labels import Dep, Pos

_FATAL_SIDES = ("civilian", "protester")
_FIELDS = {"injury": "injured", "arrest": "arrested", "abduct": "abducted"}


def count_victims(draft: Draft) -> Changes:
    """The dead, injured, arrested or abducted that the mention's own words count."""
    trigger = draft.trigger
    words = " ".join([*trigger.row.before, trigger.row.lemma, *trigger.row.after])
    effect = "fatal" if "=body" in trigger.row.object else draft.scene.lexicon.effects.get(words)
    if effect is None or draft.status in {"hypothetical", "planned", "negated"}:
        return {}
    victims = patients(trigger.token) if trigger.row.pos == "verb" else _victims_of_noun(draft)
    if victims and draft.recipient is not None and is_dateline(victims[0], draft.scene):
        victims = conjuncts(draft.recipient)
    total = people_in(victims, draft.scene)
    if total is None and trigger.row.pos == "noun":
        total = _count_of_noun(trigger.token, draft.scene, effect)
    if effect == "fatal" and not draft.attempted:
        return {
            "fatalities": total,
            "dead": frozenset(head.i for head in victims if head.pos_ != Pos.PRONOUN and not _is_theirs(head)),
            "civilian_dead": any(draft.scene.side(head) in _FATAL_SIDES for head in victims),
        }
    return {_FIELDS[effect]: total} if effect in _FIELDS else {}


def count_crowd(draft: Draft) -> Changes:
    """How many took part in a protest or riot, or had to leave, where a number says so."""
    if draft.status == "negated":
        return {}
    if draft.kind.has("flight"):
        return {"displaced": _crowd(draft.actor or draft.recipient, draft.scene)}
    if draft.kind.family in ("protest", "riot") and draft.actor_side != "state":
        return {"participants": _crowd(draft.actor, draft.scene)}
    return {}


def _crowd(head: Token | None, scene: Scene) -> Count | None:
    counted = counted_before(head, scene) if head is not None and is_countable(head, scene) else None
    return counted if counted is not None and counted.best not in (None, 1) else None


def _is_theirs(head: Token) -> bool:
    """A victim named before: "his body"."""
    return any(child.dep_ == Dep.POSSESSOR and child.pos_ == Pos.PRONOUN for child in head.children)


def _victims_of_noun(draft: Draft) -> list[Token]:
    recipient = draft.recipient
    return conjuncts(recipient) if recipient is not None and draft.kind.noun_of == "recipient" else []


def _count_of_noun(noun: Token, scene: Scene, effect: str) -> Count | None:
    """Such as "three deaths", "the death of a guard"."""
    if effect != "fatal":
        return None
    of = [inner for child in noun.children if child.lower_ == "of" for inner in child.children]
    if of and noun.lower_ in scene.listed("killing_noun"):
        return people_in(conjuncts(of[0]), scene)
    if noun.lower_ in scene.listed("death_noun"):
        return counted_before(noun, scene)
    return None
