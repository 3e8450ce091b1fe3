"""Who did it and to whom: from the frame of the trigger to the noun phrases that fill it.

What belongs here: finding the fillers. Who they are is the actor annotator's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.events.participants.antecedents import noun_of_pronoun
from transforms.events.participants.recipients import (
    can_fill,
    is_party,
    is_target,
    recipient_in_complement,
    recipient_of_verb,
)
from transforms.events.participants.responsibility import blamed_for
from transforms.events.proposing.complements import reporting_verb
from transforms.events.proposing.triggers import Trigger
from transforms.events.scenes.datelines import is_dateline, story_start
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import (
    agents,
    ancestors,
    clause_head,
    conjuncts,
    dative,
    direct_object,
    is_passive,
    is_verbal,
    logical_subject,
    own_subject,
    prepositional,
)
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.words import (
    ABSTRACT_ENDINGS,
    BY,
    PARTY_PRONOUNS,
    RELATIVES_OF_THINGS,
    SHAPELESS,
    SHAPELESS_SUBJECTS,
)
from transforms.events.tables.lexicon import TriggerRow

Participants = tuple[Token | None, Token | None]

_PAIR = 2


def participants_of(trigger: Trigger, scene: Scene) -> Participants:
    """The head nouns of actor and recipient, None where the text does not say."""
    row = trigger.row
    found = _of_noun(trigger, scene) if row.pos == "noun" else _of_verb(trigger, scene)
    actor, recipient = (_fill(token, trigger, scene) for token in found)
    if actor is not None and not _can_act(actor, trigger, scene):
        actor = _writer_of(actor, scene) if row.kind.family == "verbal" else _actor_in(actor, scene)
    if row.kind.has("reciprocal") and actor is not None and recipient is None and len(conjuncts(actor)) <= _PAIR:
        recipient = _partner(actor)
    if recipient is None and row.kind.family == "verbal":
        recipient = recipient_in_complement(trigger, scene, actor)
    if row.kind.family == "verbal" and actor is not None and (recipient is None or _is_accord(recipient, scene)):
        recipient = _partner(actor) or recipient
    if actor is not None and recipient is not None and _is_same(actor, recipient, scene):
        recipient = None
    return actor, recipient


def _partner(actor: Token) -> Token | None:
    """The second of those who act together: "the ministry and the union agreed", "Chad and Niger's envoys met"."""
    beside = [conjuncts(child)[1:] for child in actor.lefts if child.dep_ in Dep.NOUN_PARTS]
    named = [token for tokens in beside for token in tokens if token.pos_ in Pos.DESCRIBING and token.ent_type_]
    return next((token for token in [*conjuncts(actor)[1:], *named] if not is_verbal(token)), None)


def _is_accord(token: Token, scene: Scene) -> bool:
    """Whether what is agreed or refused is an agreement, so that the recipient is who else was to make it."""
    rows = scene.lexicon.triggers.get(token.lower_, ())
    return any(row.pos == "noun" and row.kind.has("pact") for row in rows)


def _fill(token: Token | None, trigger: Trigger, scene: Scene) -> Token | None:
    if token is not None and is_dateline(token, scene):
        token = _behind_dateline(trigger.token, scene)
    if token is None:
        return None
    token = noun_of_pronoun(token, scene)
    return token if can_fill(token) else None


def _behind_dateline(verb: Token, scene: Scene) -> Token | None:
    """The subject that the parser hung on the dateline: "TUNIS, May 3 (Wire) - Six guards were killed"."""
    start = story_start(scene)
    for token in verb.doc[: verb.i]:
        if token.idx >= start and token.pos_ in Pos.NOMINALS and token.dep_ not in Dep.BORROWED:
            return token if can_fill(token) and not is_dateline(token, scene) else None
    return None


def _is_same(one: Token, two: Token, scene: Scene) -> bool:
    entity = scene.entity(one)
    return one.i == two.i or (entity is not None and entity is scene.entity(two) and abs(one.i - two.i) <= 1)


def _can_act(token: Token, trigger: Trigger, scene: Scene) -> bool:
    """Weapons, events and buildings do not act, nor do papers speak; what stands behind them does."""
    found = scene.categories(token)
    if trigger.row.kind.family == "verbal":
        return "document" not in found
    if found & {"armed", "person", "state", "crowd"}:
        return True
    if found & {"weapon", "base", "place", "abstract", "no_doer", "property"} or scene.means_of(token) is not None:
        return False
    return not _is_event_noun(token, scene) and not _is_abstract(token)


def _is_abstract(token: Token) -> bool:
    """Nouns that their ending marks as an act, a state or a quality: "the dismissal of", "his refusal", "ability"."""
    return token.pos_ == Pos.NOUN and token.lemma_.lower().endswith(ABSTRACT_ENDINGS)


def _is_event_noun(token: Token, scene: Scene) -> bool:
    rows = scene.lexicon.triggers.get(token.lower_, ())
    return token.pos_ == Pos.NOUN and any(row.pos == "noun" and not row.before for row in rows)


def _actor_in(noun: Token, scene: Scene) -> Token | None:
    """Those behind a thing: "rockets fired by rebels", "the army's shells", "an Israeli missile"."""
    for _, token in prepositional(noun, frozenset({"by", "from"})):
        if scene.categories(token) & {"armed", "state", "crowd"}:
            return token
    for child in noun.children:
        if child.dep_ == Dep.NOUN_CLAUSE:
            return next(iter(agents(child)), None)
        if child.dep_ in Dep.NOUN_PARTS and _names_actor(child, scene):
            return child
    return None


def _writer_of(paper: Token, scene: Scene) -> Token:
    """Who speaks through a paper: "the union put out a statement accusing …", "a motion by the deputies"."""
    makers = [token for _, token in prepositional(paper, frozenset({"by", "from"}))]
    makers += [child for child in paper.lefts if child.dep_ == Dep.POSSESSOR]
    makers += [
        subject for above in ancestors(paper) if is_verbal(above) and (subject := own_subject(above)) is not None
    ]
    found = (noun_of_pronoun(token, scene) for token in makers if token.i != paper.i)
    return next((token for token in found if is_party(token, scene)), paper)


def _names_actor(token: Token, scene: Scene) -> bool:
    if scene.side(token) in ("state", "rebel", "mob", "protester"):
        return True
    return scene.entity(token) is not None or token.ent_type_ in Ent.BODIES


# ------------------------------------------------------------------------------------------------------------- verbs
def _of_verb(trigger: Trigger, scene: Scene) -> Participants:
    verb, row = trigger.token, trigger.row
    if "obligation" in row.needs:
        return own_subject(verb.head.head), own_subject(verb.head)
    subject, object_ = _subject(verb), direct_object(verb)
    if row.actor == "speaker":
        return _reporter(verb, scene), logical_subject(verb.head)
    if row.actor == "none" or row.recipient == "subject":
        return _with_subject_as_recipient(trigger, subject)
    passive = is_passive(verb) or (object_ is None and _befalls(trigger, scene))
    if passive:
        by = next(iter(agents(verb)), None)
        sufferer = subject if subject is not None else object_
        return by, _behind_instrument(sufferer, trigger, scene)
    if row.pos == "adj":
        subject = logical_subject(trigger.light_verb) if trigger.light_verb is not None else _described(verb)
    recipient = recipient_of_verb(trigger, scene, object_)
    return subject, recipient


def _befalls(trigger: Trigger, scene: Scene) -> bool:
    """A participle without its auxiliary: "Six killed in raid"; in headlines "Guards shot", "Nurses attacked" too."""
    verb, row = trigger.token, trigger.row
    if verb.tag_ not in Tag.PAST_FORMS:
        return False
    if row.kind.has("befalling") and not row.after:
        return True
    is_headline = scene.paragraph.field == "title" or (scene.paragraph.number == 0 and verb.sent.text[-1:] not in ".!?")
    aimed = any(child.dep_ in Dep.PARTICLES and child.lower_ in scene.listed("aimed") for child in verb.children)
    return is_headline and row.kind.has("striking") and not aimed and verb.dep_ == Dep.ROOT


def _reporter(predicate: Token, scene: Scene) -> Token | None:
    verb = reporting_verb(predicate, scene)
    return logical_subject(verb) if verb is not None else None


def _described(adjective: Token) -> Token | None:
    """Such as the cables in "cables critical of the court"."""
    return adjective.head if adjective.dep_ == Dep.ADJECTIVE else None


def _behind_instrument(sufferer: Token | None, trigger: Trigger, scene: Scene) -> Token | None:
    """Such as "a torch was thrown at the mill": what it was thrown at, not the bomb."""
    if sufferer is None or trigger.row.kind.family != "violence" or scene.means_of(sufferer) is None:
        return sufferer
    wanted = trigger.row.prepositions | trigger.row.kind.recipient_prepositions
    return next((noun for _, noun in prepositional(trigger.token, wanted) if is_target(noun, trigger, scene)), None)


def _subject(verb: Token) -> Token | None:
    found = logical_subject(verb)
    if found is not None and found.lower_ in PARTY_PRONOUNS and verb.dep_ == Dep.RELATIVE:
        found = _latest_party(found) or found
    if found is not None and found.lower_ in RELATIVES_OF_THINGS and verb.dep_ == Dep.CONTENT:
        told = direct_object(verb.head)  # a relative clause that the parser hung on the verb: "condemned the raid that"
        if told is not None and told.i < verb.i:
            return told
    if found is not None and found.lower_ in SHAPELESS_SUBJECTS:
        for above in ancestors(verb):
            subject = own_subject(above) if is_verbal(above) else None
            if subject is not None and subject.i != found.i and subject.lower_ not in SHAPELESS:
                return subject
    return found


def _latest_party(pronoun: Token) -> Token | None:
    """In a relative clause the pronoun means the party named last: "chase the rebels out of the town they took"."""
    doc = pronoun.doc
    for i in range(pronoun.i - 1, pronoun.sent.start - 1, -1):
        token = doc[i]
        if token.dep_ in Dep.PARTICIPANTS and token.ent_type_ in Ent.GROUPS:
            return token
    return None


def _with_subject_as_recipient(trigger: Trigger, subject: Token | None) -> Participants:
    verb, row = trigger.token, trigger.row
    actor = next(iter(agents(verb)), None)
    if row.actor and row.actor.startswith("prep:"):
        wanted = frozenset(row.actor.removeprefix("prep:").split("|"))
        actor = next((noun for _, noun in prepositional(verb, wanted)), actor)
    return actor, subject


# ------------------------------------------------------------------------------------------------------------- nouns
def _of_noun(trigger: Trigger, scene: Scene) -> Participants:
    noun, row = trigger.token, trigger.row
    actor, recipient = _around_noun(trigger, scene)
    verb = trigger.light_verb
    if verb is not None:
        light_actor, light_recipient = _around_light_verb(noun, verb, scene)
        if row.kind.is_deed and _only_tells(verb, noun, scene):
            light_actor = None
        actor = light_actor if actor is None or (light_actor is not None and _yields(actor, row)) else actor
        recipient = recipient if recipient is not None else light_recipient
    actor = _actor_afar(trigger, scene, actor)
    if row.kind.has("reciprocal") and actor is None:
        pair = next(
            (token for word, token in prepositional(noun, scene.listed("reciprocal")) if word == "between"), None
        )
        if pair is not None:
            actor, recipient = pair, next(iter(conjuncts(pair)[1:]), None)
    if recipient is None and row.kind.family == "verbal" and is_verbal(noun.head):
        recipient = dative(noun.head)
    if recipient is None and verb is not None:
        recipient = next(
            (t for _, t in prepositional(verb, row.kind.recipient_prepositions) if is_target(t, trigger, scene)), None
        )
    return actor, recipient


def _actor_afar(trigger: Trigger, scene: Scene, actor: Token | None) -> Token | None:
    """Who acts where the noun's own words do not say it: its participle's agent, the blamed, the clause's subject."""
    noun, row = trigger.token, trigger.row
    if actor is None and trigger.light_verb is None:
        actor = next((token for clause in _participles(noun) for token in agents(clause)), None)
    if row.kind.is_deed and (actor is None or actor.dep_ in Dep.MODIFIERS):
        actor = blamed_for(noun, scene.lexicon) or actor
    if actor is None and row.actor == "clause":
        actor = logical_subject(clause_head(noun))
    if actor is None and row.kind.parties == "authority" and noun.dep_ == Dep.OBJECT and _is_issued(noun, scene):
        actor = logical_subject(noun.head)
    return actor


def _yields(owner: Token, row: TriggerRow) -> bool:
    """Whether the subject of the verb above says better who acts than the word beside the noun does.

    So do those who voice the support of their country; "the army's attack" stays the army's.
    """
    return owner.dep_ in Dep.MODIFIERS or (row.kind.family == "verbal" and owner.dep_ == Dep.POSSESSOR)


def _is_issued(noun: Token, scene: Scene) -> bool:
    """Such as "announced a ban": whoever makes it known is whose act it is."""
    return scene.lexicon.base_of.get(noun.head.lower_, noun.head.lemma_.lower()) in scene.lexicon.issuing


def _around_noun(trigger: Trigger, scene: Scene) -> Participants:
    noun, row = trigger.token, trigger.row
    actor = next((token for _, token in prepositional(noun, BY)), None)
    recipient = None
    for word, token in prepositional(noun, row.kind.recipient_prepositions | {"of"}):
        if word == "of" and row.noun_of == "actor":
            actor = actor if actor is not None else token
        elif recipient is None and word != "between" and is_target(token, trigger, scene):
            recipient = token
    for child in noun.lefts:
        if child.dep_ == Dep.POSSESSOR and child.lower_ != "its" and child.ent_type_ not in Ent.TIMES:
            if row.noun_of == "recipient" and row.kind.has("befalling") and actor is None:
                recipient = recipient if recipient is not None else child
            else:
                actor = actor if actor is not None else child
        elif child.dep_ in Dep.MODIFIERS and actor is None and _names_actor(child, scene):
            actor = child
    return actor, recipient


def _only_tells(verb: Token, noun: Token, scene: Scene) -> bool:
    """Such as "the party reported an attack", "police foiled an attack": the subject did not do it."""
    return noun.i > verb.i and (scene.lexicon.base_of.get(verb.lower_) or verb.lemma_.lower()) in scene.lexicon.telling


def _participles(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == Dep.NOUN_CLAUSE and child.tag_ == Tag.PARTICIPLE:
            yield child


def _around_light_verb(noun: Token, verb: Token, scene: Scene) -> Participants:
    if verb.head.lower_ == "nothing" or any(child.lower_ == "nothing" for child in verb.children):
        return None, None  # "had nothing to do with the raid"
    subject = _subject(verb)
    if subject is not None and (subject.i == noun.i or noun.i in {t.i for t in conjuncts(subject)}):
        by = next(iter(agents(verb)), None)
        return by, None if is_passive(verb) or by is not None else _patient(verb, scene)
    if scene.lexicon.base_of.get(verb.lower_) in scene.lexicon.light_passive:
        return None, subject
    return subject, None


def _patient(verb: Token, scene: Scene) -> Token | None:
    found = direct_object(verb)
    return found if found is not None and scene.categories(found) & {"person", "property", "armed"} else None
