"""To whom it was done: the party among the objects, prepositions and complements of a trigger.

What belongs here: finding a recipient once the actor is known. Who acts is found in `roles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from transforms.events.proposing.triggers import Trigger
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import agents, dative, direct_object, is_verbal, own_subject, prepositional
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.words import FROM, NO_PARTIES, OF_PARTY, SHAPELESS, TARGETS

PARTY = frozenset({"person", "armed", "state", "crowd"})
_SUFFERING = frozenset({"person", "place", "property", "base", "armed"})
_DEEPEST = 3
_FORCE = 4  # quad class of material conflict


def can_fill(token: Token) -> bool:
    """Whether a noun can be a participant at all: no date, amount or empty word."""
    if token.ent_type_ in Ent.AMOUNTS or token.lower_ in NO_PARTIES:
        return False
    return token.lower_ not in SHAPELESS


def is_party(token: Token, scene: Scene) -> bool:
    """Whether a noun is somebody: people, a state, an armed side, an organisation."""
    if token.ent_type_ in Ent.PARTIES or scene.entity(token) is not None:
        return True
    sides, word, found = scene.lexicon.sides, token.lower_, scene.categories(token)
    return "body" in found or ((word in sides or word.removesuffix("s") in sides) and bool(found & PARTY))


def _is_affected(token: Token, scene: Scene, actor: Token | None) -> bool:
    """Whether a party is another one than those who act, their own forces among them ("its troops", "peacekeepers")."""
    if not is_party(token, scene) or (actor is not None and token.i == actor.i):
        return False
    if any(child.dep_ == Dep.POSSESSOR and child.pos_ == Pos.PRONOUN for child in token.children):
        return False
    is_bare = not any(child.dep_ in Dep.DESCRIBING for child in token.children)
    return not (is_bare and token.pos_ == Pos.NOUN and "armed" in scene.categories(token))


def recipient_of_verb(trigger: Trigger, scene: Scene, object_: Token | None) -> Token | None:
    """The recipient of an active verb: its object, else the noun of the preposition that its class names."""
    verb, row = trigger.token, trigger.row
    if row.kind.family == "territory" and object_ is not None:
        losers = (noun for source in (verb, object_) for _, noun in prepositional(source, FROM))
        loser = next((noun for noun in losers if is_party(noun, scene) and scene.place(noun) is None), None)
        if loser is not None or scene.place(object_) is not None:
            return loser or object_
    if object_ is not None and row.kind.family == "verbal" and (given := dative(verb)) is not None:
        return given
    wanted = wanted_prepositions(trigger)
    is_part = object_ is not None and object_.lower_ in row.after
    matter = object_ if object_ is not None and not is_part and can_fill(object_) else None
    direct = matter if matter is not None and not _is_instrument(matter, trigger, scene) else None
    if matter is not None and direct is None and _is_called(matter, trigger, scene):
        return matter
    if direct is not None and (
        not _looks_further(trigger) or (is_party(direct, scene) and not row.kind.has("meeting"))
    ):
        return direct
    from_source = row.kind.has("of_sources")
    sources = [verb] if object_ is None or (from_source and _is_violence(object_, scene)) else [verb, object_]
    found = _ranked((pair for source in sources for pair in prepositional(source, wanted)), trigger, scene)
    inner = party_of(matter, scene, from_source) if matter is not None else None
    if direct is None and not _looks_further(trigger):
        return found or inner or (matter if row.kind.family == "weapons" else None)
    named = found if found is not None and (is_party(found, scene) or scene.place(found) is not None) else None
    first, second = (inner, named) if from_source else (named, inner)
    is_act = direct is None and row.kind.has("named_acts") and matter is not None and not _is_person(matter, scene)
    if direct is None and found is not None:
        second = second or party_of(found, scene, from_source=True) or found
    return first or second or (None if is_act else matter)


def _is_called(object_: Token, trigger: Trigger, scene: Scene) -> bool:
    """Whether the people whom the row lists are those that the act is for ("summon the envoy"), not sent to others."""
    kind = trigger.row.kind
    return kind.family == "verbal" and not kind.has("sending") and _is_person(object_, scene)


def _is_person(token: Token, scene: Scene) -> bool:
    return bool(scene.categories(token) & {"person", "crowd"}) and scene.place(token) is None


def wanted_prepositions(trigger: Trigger) -> frozenset[str]:
    """The prepositions that bring the recipient: those of the row's own, else its condition's and its class's."""
    row = trigger.row
    if row.recipient and row.recipient.startswith("prep:"):
        return frozenset(row.recipient.removeprefix("prep:").split("|"))
    return row.prepositions | row.kind.recipient_prepositions


def _looks_further(trigger: Trigger) -> bool:
    """Whether the recipient is a party and the object mostly a matter: words, sanctions, troops that move."""
    return trigger.row.kind.family == "verbal" or trigger.row.kind.has("moves_forces")


def _ranked(pairs: Iterable[tuple[str, Token]], trigger: Trigger, scene: Scene) -> Token | None:
    """Of the nouns behind prepositions a party first, then in the order in which the class names the prepositions."""
    order = trigger.row.kind.preposition_order
    ranks = {word: rank for rank, word in enumerate(order)}
    found = [
        (not is_party(noun, scene) and _looks_further(trigger), ranks.get(word, -1), number, noun)
        for number, (word, noun) in enumerate(pairs)
        if is_target(noun, trigger, scene)
    ]
    return min(found, key=lambda item: item[:3])[3] if found else None


def _is_instrument(object_: Token, trigger: Trigger, scene: Scene) -> bool:
    """Such as "fired rockets at the camp": the object is what it was done with, or the act itself."""
    kind = trigger.row.kind
    if any(condition.startswith("=") for condition in trigger.row.object):
        suffers = bool(scene.categories(object_) & _SUFFERING) and not trigger.row.prepositions
        return not suffers and not kind.has("restricting")
    return kind.family == "violence" and ("weapon" in scene.categories(object_) or scene.means_of(object_) is not None)


def is_target(noun: Token, trigger: Trigger, scene: Scene) -> bool:
    """Whether something can be done to what the noun names; words can be said to anything."""
    if not can_fill(noun):
        return False
    if trigger.row.kind.family == "verbal":
        return True
    found = scene.categories(noun)
    return (
        bool(found & {"person", "armed", "property", "base", "place", "state", "crowd"})
        and scene.means_of(noun) is None
    )


def party_of(noun: Token, scene: Scene, from_source: bool = False) -> Token | None:
    """Whose a matter is, or against whom: "an appeal by the union", "the envoy's plan", "sanctions on Chad".

    Args:
        noun: the matter.
        scene: its paragraph.
        from_source: whether those who brought it come before those whom it is for ("the envoy's appeal to the union").
    """
    makers = [token for child in noun.children if child.dep_ == Dep.NOUN_CLAUSE for token in agents(child)]
    makers += [token for _, token in prepositional(noun, frozenset({"by"}))]
    makers += [child for child in noun.lefts if child.dep_ == Dep.POSSESSOR and child.pos_ != Pos.PRONOUN]
    makers += [token for _, token in prepositional(noun, frozenset({"from"}))]
    for token in makers:
        if is_party(token, scene) and can_fill(token):
            return token
    if from_source and (_is_violence(noun, scene) or any(child.ent_type_ in Ent.PARTIES for child in noun.lefts)):
        return None  # the victims of an attack are not those who are blamed for it
    carriers = [
        noun,
        *(child for child in noun.children if child.dep_ == Dep.NOUN_CLAUSE and child.tag_ == Tag.PARTICIPLE),
    ]
    found = (pair for carrier in carriers for pair in prepositional(carrier, frozenset(OF_PARTY)))
    pairs = [pair for pair in found if is_party(pair[1], scene)]
    return next((token for _, token in sorted(pairs, key=_rank_of_party) if can_fill(token)), None)


def _is_violence(noun: Token, scene: Scene) -> bool:
    return any(
        row.pos == "noun" and row.kind.quad_class == _FORCE for row in scene.lexicon.triggers.get(noun.lower_, ())
    )


def _rank_of_party(pair: tuple[str, Token]) -> int:
    return OF_PARTY.index(pair[0]) if pair[0] in OF_PARTY else len(OF_PARTY)


# ------------------------------------------------------------------------------------------------------- complements
def recipient_in_complement(trigger: Trigger, scene: Scene, actor: Token | None) -> Token | None:
    """Whom a verb of speaking or doing is about when no object says: look into its clause, then its phrases."""
    anchor = trigger.token
    for clause in _clauses_of(trigger):
        subject = own_subject(clause)
        if clause.dep_ == Dep.CONTENT and subject is not None and can_fill(subject) and subject.pos_ != Pos.PRONOUN:
            return subject
        found = _target_of_clause(clause, actor, scene)
        if found is not None:
            return found
    sources = [anchor, trigger.light_verb] if trigger.light_verb is not None else [anchor]
    for source in sources:
        pairs = ((word, noun) for word, noun in prepositional(source, frozenset(TARGETS)) if can_fill(noun))
        found = _ranked(pairs, trigger, scene)
        if found is None:
            continue
        if scene.categories(found) & {"person", "state", "place"} or found.ent_type_:
            return found
        if (inner := party_of(found, scene, from_source=True)) is not None:
            return inner
    return None


def _clauses_of(trigger: Trigger) -> Iterator[Token]:
    """The clauses that complete a trigger, and the purpose of help and mediation ("gave a million to feed …")."""
    anchors = [trigger.token, trigger.light_verb] if trigger.light_verb is not None else [trigger.token]
    deps = set(Dep.COMPLETING)
    if trigger.row.kind.has("purposeful"):
        deps |= Dep.ADJUNCT_CLAUSES
        anchors += [child for child in anchors[0].children if child.dep_ == Dep.OBJECT]
    for anchor in anchors:
        for clause in anchor.children:
            if clause.dep_ in deps and clause.i > anchor.i and (is_verbal(clause) or clause.dep_ == Dep.CONTENT):
                yield clause


def _target_of_clause(clause: Token, actor: Token | None, scene: Scene, depth: int = 0) -> Token | None:
    """Whom the clause's own verb affects: a party among its objects, then its prepositions, then clauses below."""
    object_ = direct_object(clause)
    for token in (dative(clause), object_):
        if token is not None and _is_affected(token, scene, actor) and not _is_sent(clause, token, scene):
            return token
    sources = [clause] if object_ is None else [clause, object_]
    pairs = [pair for source in sources for pair in prepositional(source, frozenset(TARGETS)) if can_fill(pair[1])]
    for _, noun in sorted(pairs, key=_rank_of_target):
        if _is_affected(noun, scene, actor):
            return noun
    if depth < _DEEPEST and (found := _target_below(clause, actor, scene, depth)) is not None:
        return found
    return _first_name(clause, actor) or object_


def _is_sent(verb: Token, object_: Token, scene: Scene) -> bool:
    """Whether the tables list the object as what the verb brings: "send doctors"."""
    rows = scene.lexicon.triggers.get(verb.lower_, ())
    return any({f"={object_.lower_}", f"={object_.lemma_}"} & row.object for row in rows)


def _target_below(clause: Token, actor: Token | None, scene: Scene, depth: int) -> Token | None:
    for below in clause.children:
        if below.dep_ not in Dep.OPEN_CLAUSES or not is_verbal(below):
            continue
        subject = own_subject(below)
        if below.dep_ == Dep.CONTENT and subject is not None and can_fill(subject) and subject.pos_ != Pos.PRONOUN:
            return subject
        found = _target_of_clause(below, actor, scene, depth + 1)
        if found is not None and is_party(found, scene):
            return found
    return None


def _first_name(clause: Token, actor: Token | None) -> Token | None:
    """The noun phrase of the first name in a clause."""
    for token in clause.subtree:
        if token.ent_type_ not in Ent.NAMES or (actor is not None and token.i == actor.i):
            continue
        head = token
        while head.dep_ in Dep.NOUN_PARTS and head.head.pos_ in Pos.NOUNS:
            head = head.head
        if head.dep_ in Dep.PARTICIPANTS:
            return head
    return None


def _rank_of_target(pair: tuple[str, Token]) -> int:
    return TARGETS.index(pair[0]) if pair[0] in TARGETS else len(TARGETS)
