"""Finds the words that tell of events and checks the frame that each needs.

What belongs here: matching rows of `events/triggers` against the parse. Whether the event happened, and who took part,
is decided in `status` and `roles`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.events.proposing.complements import GRAMMAR_NEEDS, is_attributive
from transforms.events.scenes.datelines import is_dateline
from transforms.events.scenes.months import is_month
from transforms.events.scenes.protests import mentions_protest
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import (
    ancestors,
    direct_object,
    is_passive,
    is_verbal,
    logical_subject,
    own_subject,
    prepositional,
    undergoer,
)
from transforms.events.syntax.labels import Dep, Pos, Tag
from transforms.events.syntax.words import ABILITY, BY_OR_IN, FUTURE, OF, REFUSALS
from transforms.events.tables.lexicon import NO_EVENT, TriggerRow

_WINDOW = 8


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event, with the row that says of which, and its light verb if it has one."""

    row: TriggerRow
    token: Token
    start: int  # token index, further words of the trigger included
    end: int  # exclusive
    light_verb: Token | None = None

    @property
    def verb(self) -> Token | None:
        """The verb whose arguments are the event's: the trigger or its light verb."""
        return self.token if self.row.pos == "verb" else self.light_verb


def find_triggers(sentence: Span, scene: Scene) -> Iterator[Trigger]:
    """All triggers of a sentence in order; at most one a token.

    Words in a frame that tells of nothing are noted in `scene.idle`, so that nobody proposes them.
    """
    for found in find_frames(sentence, scene):
        if found.row.kind is NO_EVENT:
            scene.idle.update(range(found.start, found.end))
        else:
            yield found


def find_frames(sentence: Span, scene: Scene) -> Iterator[Trigger]:
    """The first row that fits at each word of a sentence, those among them that tell of nothing."""
    index = scene.lexicon.triggers
    doc = sentence.doc
    for i in range(sentence.start, sentence.end):
        rows = index.get(scene.words[i])
        if rows is None or is_month(doc[i], scene):
            continue
        token = doc[i]
        pos = _part_of_speech(token)
        if pos == "noun" and _is_verb_in_disguise(token, rows):
            pos = "verb"
        if pos is None or (pos == "noun" and _is_part_of_name(token, scene)):
            continue
        found = next((hit for row in rows if row.pos == pos and (hit := _match(row, token, scene)) is not None), None)
        if found is not None:
            yield found


def _is_part_of_name(noun: Token, scene: Scene) -> bool:
    """Such as "the National Liberation Army", "Committee Against Torture": a word in a name tells of nothing."""
    entity = scene.entity(noun)
    return entity is not None and entity.entity_class in ("armed_group", "organisation")


def _part_of_speech(token: Token) -> str | None:
    pos = Pos.OF_TRIGGERS.get(token.pos_)
    if token.dep_ == Dep.ADJECTIVE and token.tag_ in Tag.PARTICIPLES and not _follows_hyphen(token):
        return None  # "displaced people", "the deposed president": known, not told
    if pos == "adj" and token.tag_ in Tag.PARTICIPLES:
        return "verb"
    if pos == "noun" and token.dep_ in Dep.NOUN_PARTS:
        return None
    return pos


def _follows_hyphen(token: Token) -> bool:
    """Such as "re-captured", whose parts the parser takes for words of their own."""
    return token.i > 0 and token.nbor(-1).text == "-"


def _is_verb_in_disguise(token: Token, rows: list[TriggerRow]) -> bool:
    """A rare past form that the tagger took for a noun, though it heads a clause ("retook")."""
    if token.dep_ != Dep.ROOT or any(row.pos == "noun" for row in rows):
        return False
    return any(child.dep_ == Dep.SUBJECT for child in token.children) or any(
        child.dep_ == Dep.OBJECT for child in token.children
    )


def _match(row: TriggerRow, token: Token, scene: Scene) -> Trigger | None:
    start = _start_of_words(row, token, scene)
    if start is None:
        return None
    end = _end_of_words(row, token, scene)
    if end is None:
        return None
    if row.pos == "noun":
        return _match_noun(row, token, start, end, scene)
    if not _needs_met(row, token, scene):
        return None
    if row.kind.parties is not None and row.pos == "verb" and is_attributive(token):
        return None
    if row.pos == "adj":
        if not _adjective_fits(row, token, scene):
            return None
        return Trigger(row, token, start, end, token.head if is_verbal(token.head) else None)
    return Trigger(row, token, start, end) if _verb_fits(row, token, scene) else None


def _adjective_fits(row: TriggerRow, token: Token, scene: Scene) -> bool:
    """Such as "held him responsible" and "is critical of the plan", where "the responsible officer" accuses nobody."""
    verb = scene.lexicon.base_of.get(token.head.lower_, token.head.lemma_.lower())
    if row.governor and verb not in row.governor:
        return False
    return not row.prepositions or any(True for _ in prepositional(token, row.prepositions))


def _start_of_words(row: TriggerRow, token: Token, scene: Scene) -> int | None:
    position = token.i
    if not row.before:
        return position
    first = token.sent.start
    for word in reversed(row.before):
        position -= 1
        while position >= first and scene.words[position] == "-":
            position -= 1
        if position < first or (word != scene.words[position] and word != scene.lemmas[position]):
            return None
    is_undone = position - 2 >= first and scene.words[position - 1] == "-" and scene.words[position - 2] == "non"
    return None if is_undone else position


def _end_of_words(row: TriggerRow, token: Token, scene: Scene) -> int | None:
    if not row.after:
        return token.i + 1
    position, limit = token.i, min(token.i + _WINDOW, len(scene.words) - 1)
    for word in row.after:
        position += 1
        while position <= limit and word != scene.words[position] and word != scene.lemmas[position]:
            if scene.words[position] in _BREAKS or _starts_clause(token.doc[position]):
                return None
            position += 1
        if position > limit:
            return None
    return position + 1 if position - token.i <= len(row.after) + 1 else token.i + 1


_BREAKS = frozenset({",", ";", ".", ":"})


def _starts_clause(token: Token) -> bool:
    return token.dep_ != Dep.ADJECTIVE and is_verbal(token)


def _verb_fits(row: TriggerRow, token: Token, scene: Scene) -> bool:
    passive = is_passive(token)
    if (
        row.prepositions
        and not any(True for _ in prepositional(token, row.prepositions))
        and not _has_particle(token, row)
    ):
        return False
    if not row.subject and not row.object:
        return True
    subject = logical_subject(token)
    patient = subject if passive else direct_object(token) or _shared_object(token)
    doer = _passive_agent(token) if passive and row.recipient != "subject" else subject
    if patient is None and not passive:
        struck = _of_headline(token, scene)
        patient, doer = (struck, None) if struck is not None else (_only_prepositional(token, row), doer)
    # where the parser hung the story on its dateline, who took the place is open
    is_met = doer is not None and row.kind.family == "territory" and is_dateline(doer, scene)
    return scene.matches(patient, row.object) and (is_met or scene.matches(doer, row.subject))


def _of_headline(token: Token, scene: Scene) -> Token | None:
    """Who is struck in a headline that spares the auxiliary: "Imam stabbed in Lyon"."""
    is_headline = scene.paragraph.field == "title" and token.sent.text.rstrip()[-1:] not in ".!?"
    if not is_headline or token.tag_ not in Tag.PAST_FORMS:
        return None
    if token.dep_ == Dep.NOUN_CLAUSE:
        return token.head
    return logical_subject(token) if token.dep_ == Dep.ROOT else None


def _shared_object(token: Token) -> Token | None:
    """The object that a coordinated verb brings for both: "beat and robbed a trader"."""
    partners = (child for child in token.children if child.dep_ == Dep.CONJUNCT and is_verbal(child))
    return next((found for verb in partners if (found := direct_object(verb)) is not None), None)


def _only_prepositional(token: Token, row: TriggerRow) -> Token | None:
    wanted = row.prepositions or row.kind.recipient_prepositions
    if row.after:
        return next((noun for _, noun in prepositional(token, wanted | frozenset(row.after))), None)
    return next((noun for _, noun in prepositional(token, wanted)), None) if row.prepositions else None


def _passive_agent(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == Dep.AGENT or (child.dep_ == Dep.PREPOSITION and child.lower_ in BY_OR_IN):
            for noun in child.children:
                if noun.dep_ == Dep.PREP_OBJECT:
                    return noun
    return None


def _has_particle(token: Token, row: TriggerRow) -> bool:
    return any(child.lower_ in row.prepositions for child in token.children)


def _match_noun(row: TriggerRow, token: Token, start: int, end: int, scene: Scene) -> Trigger | None:
    if row.modifier and not any(child.lower_ in row.modifier for child in token.lefts):
        return None
    if (row.object or row.prepositions) and not _noun_fits(row, token, scene):
        return None
    light = _governing_verb(token)
    if row.needs and not _needs_met(row, token, scene):
        return None
    if row.governor:
        base = scene.lexicon.base_of.get(light.lower_, light.lemma_.lower()) if light is not None else ""
        if base not in row.governor:
            return None
        return Trigger(row, token, start, end, light)
    if light is not None and scene.lexicon.base_of.get(light.lower_) not in scene.lexicon.light:
        light = None
    return Trigger(row, token, start, end, light)


def _noun_fits(row: TriggerRow, token: Token, scene: Scene) -> bool:
    """Whether what the noun is about fits: "the release of prisoners", "the rebels' withdrawal", "a troop build-up"."""
    found = [noun for _, noun in prepositional(token, row.prepositions)]
    if row.prepositions and found and not row.object:
        return True
    found += [noun for _, noun in prepositional(token, OF)]
    found += [child for child in token.lefts if child.dep_ in Dep.NOUN_PARTS]
    return any(scene.matches(noun, row.object) for noun in found) if row.object else False


def _governing_verb(token: Token) -> Token | None:
    """The verb of which the noun is subject, object or close complement."""
    while token.dep_ == Dep.CONJUNCT and not is_verbal(token.head):
        token = token.head
    head = token.head
    if token.dep_ == Dep.PREP_OBJECT and head.dep_ == Dep.PREPOSITION:
        head = head.head if is_verbal(head.head) else _verb_over_of(head)
    return head if is_verbal(head) else None


def _verb_over_of(preposition: Token) -> Token:
    """Such as "a series of attacks", "a number of raids": the measure noun's verb."""
    noun = preposition.head
    return noun.head if preposition.lower_ == "of" and noun.dep_ in Dep.ALL_PARTICIPANTS else noun


def _needs_met(row: TriggerRow, token: Token, scene: Scene) -> bool:
    return all(_need_met(need, token, scene) for need in row.needs)


OTHER_NEEDS = frozenset("armed_after protest means near negated obligation refusal future".split())
"""The conditions of `events/triggers` that ask for more than grammar; what follows a colon is their value."""


def _need_met(need: str, token: Token, scene: Scene) -> bool:
    if need in GRAMMAR_NEEDS:
        return GRAMMAR_NEEDS[need](token, scene)
    if need == "armed_after":
        return any("armed" in scene.categories(noun) for _, noun in prepositional(token, frozenset({"to"})))
    if need == "protest":
        return mentions_protest(token.sent.text, scene.lexicon)
    kind, _, value = need.partition(":")
    if kind == "means":
        return _means_near(token, value, scene)
    if kind == "near":
        return any(value in scene.categories(part) for part in token.subtree if part.i != token.i)
    return _auxiliaries_meet(need, token, scene)


def _auxiliaries_meet(need: str, token: Token, scene: Scene) -> bool:
    auxiliaries = {child.lower_ for child in token.children if child.dep_ in Dep.VERB_MARKS}
    if need == "negated":
        return bool(auxiliaries & REFUSALS) or (token.pos_ == Pos.ADJECTIVE and _head_negated(token))
    if need == "obligation":
        return _is_demanded(token, scene)
    if need == "refusal":
        return bool(auxiliaries & REFUSALS) and bool(auxiliaries & (FUTURE | ABILITY))
    if need == "future":
        return _is_future(token, auxiliaries)
    raise ValueError(f"events/triggers: no rule for the condition {need!r}")


def _is_demanded(modal: Token, scene: Scene) -> bool:
    """Whether somebody says what others must do: "the envoy said that the army must leave"."""
    clause = modal.head
    above = clause.head
    if (
        modal.dep_ != Dep.AUXILIARY
        or clause.dep_ != Dep.CONTENT
        or own_subject(clause) is None
        or own_subject(above) is None
    ):
        return False
    return scene.lexicon.base_of.get(above.lower_, above.lemma_.lower()) in scene.lexicon.cues["verb", "speech"]


def _head_negated(token: Token) -> bool:
    return any(child.lower_ in REFUSALS for child in token.head.children)


def _is_future(token: Token, auxiliaries: set[str]) -> bool:
    if auxiliaries & FUTURE and not auxiliaries & REFUSALS:
        return True
    head = token.head
    return token.dep_ == Dep.OPEN_CLAUSE and head.lower_ == "going"


def _means_near(token: Token, means: str, scene: Scene) -> bool:
    """Whether a weapon of this kind is an argument of the clause: its object, or brought by with, by, from, using."""
    hit = undergoer(token) if means == "air" else None  # an aircraft that is hit bombs nobody
    skipped = {found.i for found in (token, hit) if found is not None}
    reach = [child for child in token.subtree if child.i not in skipped]
    subject = logical_subject(token)
    if subject is not None and subject.i not in skipped:
        reach += [subject, *subject.lefts]
    return bool(any(scene.means_of(part) == means for part in reach if not _in_other_clause(part, token)))


def _in_other_clause(part: Token, verb: Token) -> bool:
    for above in ancestors(part):
        if above.i == verb.i:
            return False
        if is_verbal(above) and above.dep_ in Dep.OTHER_CLAUSES:
            return True
    return False
