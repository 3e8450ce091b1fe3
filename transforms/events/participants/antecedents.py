"""Whom a pronoun of the same sentence means: "the ministry said it would free two editors".

What belongs here: pronouns that the clauses above settle. Those that need the story so far are the actor annotator's.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import ancestors, direct_object, is_verbal, logical_subject, own_subject
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag


def noun_of_pronoun(token: Token, scene: Scene) -> Token:
    """The noun that a pronoun stands for, where the clauses above say; else the pronoun itself."""
    if token.lower_ not in scene.listed("one_person") | scene.listed("many") | scene.listed("one_body"):
        return token
    doer = _doer_beside(token)
    found = (noun for noun in _nouns_above(token) if doer is None or noun.i != doer.i)
    return next((noun for noun in found if _agrees(token.lower_, noun, scene)), token)


def _doer_beside(pronoun: Token) -> Token | None:
    """Who acts in the clause where the pronoun is an object, and so is not meant: "called him to thank him"."""
    if pronoun.dep_ not in Dep.OBJECTS:
        return None
    clause = next((above for above in ancestors(pronoun) if is_verbal(above)), None)
    return logical_subject(clause) if clause is not None else None


def _nouns_above(pronoun: Token) -> Iterator[Token]:
    """Subjects, then objects of the clauses above, nearest first; for a possessive its own clause's subject too."""
    is_possessive = pronoun.dep_ == Dep.POSSESSOR
    own = next((above for above in ancestors(pronoun) if is_verbal(above)), None)
    for above in ancestors(pronoun):
        if not is_verbal(above):
            continue
        if above is own or (own is not None and above.i == own.i):
            subject = own_subject(above)
            if is_possessive and subject is not None and subject.i < pronoun.i:
                yield subject
            continue
        for noun in (own_subject(above), direct_object(above)):
            if noun is not None and noun.i < pronoun.i and noun.pos_ != Pos.PRONOUN:
                yield noun


def _agrees(word: str, noun: Token, scene: Scene) -> bool:
    if noun.pos_ not in Pos.NOUNS or word == noun.lower_:
        return False
    is_person = noun.ent_type_ == Ent.PERSON or (
        "person" in scene.categories(noun) and noun.tag_ not in Tag.PLURALS and noun.ent_type_ not in Ent.BODIES
    )
    if word in scene.listed("one_person"):
        return is_person
    if word in scene.listed("one_body"):
        return not is_person and (
            noun.ent_type_ in Ent.BODIES or scene.entity(noun) is not None or _is_state(noun, scene)
        )
    return noun.tag_ in Tag.PLURALS or any(child.dep_ == Dep.CONJUNCT for child in noun.children) or not is_person


def _is_state(noun: Token, scene: Scene) -> bool:
    return scene.side(noun) in ("state", "rebel", "mob", "protester") and noun.tag_ not in Tag.PLURALS
