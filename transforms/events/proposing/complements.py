"""What a trigger's own clause has to be like: its infinitive, its object, whether it is more than a modifier.

What belongs here: conditions of `events/triggers` that grammar alone decides. Conditions on who the nouns are belong
to `triggers`, and on whether the event happened to `status`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spacy.tokens import Token

from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import direct_object, is_passive, is_verbal
from transforms.events.syntax.labels import Dep, Pos, Tag


def _has_to_infinitive(token: Token, _scene: Scene) -> bool:
    """Such as "told him to leave", which is a request, while "told him that he had left" is none."""
    return any(child.dep_ in Dep.COMPLEMENTS and _is_infinitive(child) for child in token.children)


def _is_infinitive(clause: Token) -> bool:
    return any(child.dep_ == Dep.AUXILIARY and child.lower_ == "to" for child in clause.children)


def _is_substantive(token: Token, scene: Scene) -> bool:
    """Not of mere words: who "refused to comment" or "declined to be named" has rejected nothing."""
    idle = scene.lexicon.idle_complements
    return not any(
        child.dep_ in Dep.COMPLEMENTS and idle & {child.lower_, child.lemma_.lower()} and direct_object(child) is None
        for child in token.children
    )


def _is_finite(token: Token, _scene: Scene) -> bool:
    """Not a participle that only describes a noun: "the forces backed by Ankara" tells of no event."""
    return token.dep_ not in Dep.ATTRIBUTIVE or token.tag_ not in Tag.PAST_FORMS


def _has_child(token: Token, *dependencies: str) -> bool:
    return any(child.dep_ in dependencies for child in token.children)


def _is_transitive(token: Token, _scene: Scene) -> bool:
    return is_passive(token) or direct_object(token) is not None or _has_child(token, Dep.CONTENT)


def _is_intransitive(token: Token, _scene: Scene) -> bool:
    return not is_passive(token) and not _has_child(token, Dep.OBJECT, *Dep.COMPLEMENTS)


def _is_active(token: Token, _scene: Scene) -> bool:
    return not is_passive(token) and not (token.tag_ == Tag.PARTICIPLE and token.dep_ == Dep.NOUN_CLAUSE)


def _is_participle(token: Token, _scene: Scene) -> bool:
    return token.tag_ == Tag.GERUND or (token.dep_ in Dep.ADVERBIALS and token.tag_ == Tag.BASE)


def _has_no_predicate(token: Token, _scene: Scene) -> bool:
    """Such as "called the minister", on the telephone, while "called the minister a liar" names him."""
    return not is_passive(token) and not any(child.dep_ in Dep.PREDICATES for child in token.children)


def _is_reported(token: Token, scene: Scene) -> bool:
    """Such as "the army said that rebels were responsible": somebody says so of somebody else."""
    return reporting_verb(token, scene) is not None


def reporting_verb(token: Token, scene: Scene) -> Token | None:
    """The verb of saying under which the clause of a predicate stands."""
    clause = token if is_verbal(token) else token.head
    verb = clause.head
    base = scene.lexicon.base_of.get(verb.lower_, verb.lemma_.lower())
    is_speech = clause.dep_ == Dep.CONTENT and base in scene.lexicon.cues["verb", "speech"]
    return verb if is_speech and clause.i != verb.i else None


GRAMMAR_NEEDS: Mapping[str, Callable[[Token, Scene], bool]] = {
    "infinitive": lambda token, _scene: _has_child(token, *Dep.COMPLEMENTS),
    "existential": lambda token, _scene: _has_child(token.head, Dep.EXPLETIVE),
    "passive": lambda token, _scene: is_passive(token),
    "active": _is_active,
    "participle": _is_participle,
    "intransitive": _is_intransitive,
    "to_infinitive": _has_to_infinitive,
    "substantive": _is_substantive,
    "finite": _is_finite,
    "transitive": _is_transitive,
    "no_predicate": _has_no_predicate,
    "reported": _is_reported,
}


def is_attributive(token: Token) -> bool:
    """Whether a verb form only modifies a noun: "the alleged attack", "US-backed rebels", "a banned party"."""
    return token.dep_ == Dep.ADJECTIVE and token.pos_ in Pos.PREDICATES
