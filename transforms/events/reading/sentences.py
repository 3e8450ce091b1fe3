"""From a trigger to a draft: who, whom, how many, with what, where, when, and whether at all.

What belongs here: putting together what the finer modules say about one trigger in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from spacy.tokens import Span, Token

from transforms.actors import ActorMap
from transforms.events.counts.victims import (
    Count,
    Part,
    TollPatterns,
    counted_before,
    is_countable,
    patients,
    people_in,
    placed,
)
from transforms.events.drafts import Draft, same_entity
from transforms.events.participants.casting import cast, parties_of_reader
from transforms.events.participants.responsibility import blamed_in
from transforms.events.participants.roles import Participants, is_dateline, participants_of
from transforms.events.participants.somebody import somebody
from transforms.events.participants.speakers import speaker_of
from transforms.events.proposing.proposals import Proposal, read_at, retyped
from transforms.events.proposing.triggers import find_triggers
from transforms.events.reading.intentions import read_intent
from transforms.events.reading.recasting import recast
from transforms.events.scenes.scene import Scene
from transforms.events.setting.dating import date_draft
from transforms.events.setting.placing import place_draft
from transforms.events.status.attribution import attribution_of
from transforms.events.status.modality import modality_of, told_in_court
from transforms.events.syntax.clauses import ancestors, conjuncts, is_verbal, logical_subject, undergoer
from transforms.events.syntax.role_spans import role_span
from transforms.model import Role
from transforms.reader.article import ArticleReading

MOST_DEEDS = 50  # in one sentence; where more stand in it, it is no sentence, and reading costs the square of it
_BEARING = frozenset({"violence", "territory", "riot", "protest", "weapons"})
_BLAME_REACH = 3  # paragraphs between a deed and the sentence that says who did it
_FATAL_SIDES = ("civilian", "protester")
_SECTOR_SIDES = {
    "MIL": "state",
    "COP": "state",
    "SPY": "state",
    "REB": "rebel",
    "UAF": "rebel",
    "PRM": "rebel",
    "CRM": "rebel",
    "RAD": "rebel",
    "GOV": "state",
    "CVL": "civilian",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Where a mention is told: the sentence, its number in the article, its paragraph, and who is named there."""

    sentence: Span
    number: int
    scene: Scene
    actors: ActorMap


class SentenceReader:
    """Reads the drafts of a sentence."""

    def __init__(self, tolls: TollPatterns, effects: dict[str, str], blaming: frozenset[str]) -> None:
        self._tolls = tolls
        self._effects = effects
        self._blaming = blaming

    def read(
        self, sentence: Span, number: int, scene: Scene, actors: ActorMap, reading: ArticleReading | None = None
    ) -> list[Draft]:
        """All drafts of a sentence that frames give, in order, not yet merged."""
        drafts: list[Draft] = []
        for trigger in list(islice(find_triggers(sentence, scene), MOST_DEEDS)):
            read = read_at(trigger, scene, reading)
            found = Proposal(retyped(trigger, read, scene, reading), read)
            drafts.append(self._draft(found, participants_of(trigger, scene), Told(sentence, number, scene, actors)))
        self._add_loose_tolls(drafts, sentence, scene)
        return drafts

    def propose(self, found: Proposal, sentence: Span, number: int, scene: Scene, actors: ActorMap) -> Draft:
        """The draft of a mention that only the trained reader found, with the parties that it points to."""
        parties = parties_of_reader(found.read, scene, found.trigger.token) if found.read is not None else (None, None)
        draft = self._draft(found, parties, Told(sentence, number, scene, actors))
        draft.by_reader = True
        return draft

    def _draft(self, found: Proposal, parties: Participants, told: Told) -> Draft:
        sentence, number, scene, actors = told.sentence, told.number, told.scene, told.actors
        trigger, kind = found.trigger, found.trigger.row.kind
        draft = Draft(trigger, scene, sentence, number, kind, kinds={kind.name})
        draft.read = [found.read] if found.read is not None else []
        modality = modality_of(trigger, scene.lexicon)
        draft.is_lead = scene.paragraph.field == "title" or number <= 1
        draft.status, draft.attempted = modality.status, modality.attempted
        if draft.status == "actual" and kind.is_deed:
            answered = told_in_court(trigger.token, scene.lexicon)
            draft.status, draft.is_settled = answered or draft.status, answered is not None
        draft.actor, draft.recipient = cast(parties, found.read, scene, trigger)
        _name_roles(draft, actors)
        if parties[0] is None and draft.is_deed and same_entity(draft.actor_role, draft.recipient_role):
            draft.actor = draft.actor_role = draft.actor_side = None  # the reader took the victim for the doer
        if draft.status != "negated":
            self._count(draft)
        _read_means(draft)
        draft.kind = kind = recast(draft)
        draft.kinds = {kind.name}
        _name_recipient(draft, actors)
        read_intent(draft, scene.lexicon)
        if draft.status != "negated":
            _count_crowd(draft)
        _read_context(draft)
        draft.is_aggregate = kind.family == "territory" and _is_aggregate(draft)
        place_draft(draft)
        _follow_spread(draft)
        date_draft(draft)
        draft.attribution = attribution_of(trigger.token, sentence, scene.lexicon)
        return draft

    def blame(self, sentence: Span, drafts: list[Draft], before: list[Draft], scene: Scene, actors: ActorMap) -> None:
        """Give whoever a sentence names as behind a deed to its own deed, else to the last one told without a doer."""
        if self._blaming.isdisjoint(scene.words):
            return
        doer = blamed_in(sentence, scene.lexicon)
        if doer is None or any(
            draft.actor is not None and draft.actor.i == doer.i for draft in drafts if draft.is_deed
        ):
            return
        number = scene.paragraph.number
        near = [draft for draft in reversed(before) if number - draft.scene.paragraph.number <= _BLAME_REACH]
        for draft in (*drafts, *near):
            if draft.is_deed and draft.happened:
                if draft.actor is None:
                    draft.actor = doer
                    draft.actor_role = actors.role(scene.paragraph, role_span(doer, False))
                    draft.actor_side = _side(doer, draft.actor_role, scene)
                return

    def _count(self, draft: Draft) -> None:
        trigger = draft.trigger
        words = " ".join([*trigger.row.before, trigger.row.lemma, *trigger.row.after])
        effect = "fatal" if "=body" in trigger.row.object else self._effects.get(words)
        if effect is None or draft.status in {"hypothetical", "planned"}:
            return
        victims = patients(trigger.token) if trigger.row.pos == "verb" else _victims_of_noun(draft)
        if victims and draft.recipient is not None and is_dateline(victims[0], draft.scene):
            victims = conjuncts(draft.recipient)
        total = people_in(victims, draft.scene)
        if total is None and trigger.row.pos == "noun":
            total = _count_of_noun(trigger.token, draft.scene, effect)
        if effect == "fatal" and not draft.attempted:
            draft.fatalities = total
            draft.dead = frozenset(head.i for head in victims if head.pos_ != "PRON" and not _is_theirs(head))
            draft.civilian_dead = any(draft.scene.side(head) in _FATAL_SIDES for head in victims)
        elif effect == "injury":
            draft.injured = total
        elif effect == "arrest":
            draft.arrested = total
        elif effect == "abduct":
            draft.abducted = total

    def correct(self, drafts: list[Draft], sentence: Span, scene: Scene) -> None:
        """Apply what a sentence says of the toll as a whole to the last event that had one, or could have."""
        bearing = [draft for draft in drafts if draft.kind.family in _BEARING and draft.happened]
        if not bearing:
            return
        total = self._told(self._tolls.total_dead, sentence, scene)
        deadly = next((draft for draft in bearing if draft.fatalities is not None), bearing[0])
        if total is not None:
            deadly.fatalities, deadly.is_total = total, True
        elif deadly.fatalities is None:
            deadly.fatalities = self._none_died(sentence, scene)

    def _add_loose_tolls(self, drafts: list[Draft], sentence: Span, scene: Scene) -> None:
        """Tolls that no verb frame gave: to the first event of the sentence that can have victims."""
        bearing = [draft for draft in drafts if draft.kind.family in _BEARING]
        if not bearing or not any(draft.happened for draft in bearing):
            return
        draft = next(draft for draft in bearing if draft.happened)
        total, none_died = self._told(self._tolls.total_dead, sentence, scene), self._none_died(sentence, scene)
        if total is not None:
            draft.fatalities, draft.is_total = total, True
        elif all(other.fatalities is None for other in drafts) and none_died is not None:
            draft.fatalities = none_died
        elif all(other.fatalities is None for other in drafts) and all(other.status != "negated" for other in drafts):
            draft.fatalities = self._told(self._tolls.dead, sentence, scene)
        if all(other.injured is None for other in drafts):
            draft.injured = self._told(self._tolls.injured, sentence, scene)
        if all(other.arrested is None for other in drafts):
            draft.arrested = self._told(self._tolls.arrested, sentence, scene)

    def _told(self, read: Callable[[str, frozenset[int]], Count | None], sentence: Span, scene: Scene) -> Count | None:
        shift = sentence.start_char
        return placed(read(sentence.text, scene.dated_characters(shift)), scene, shift)

    def _none_died(self, sentence: Span, scene: Scene) -> Count | None:
        found = self._tolls.says_none_died(sentence.text)
        if found is None:
            return None
        part = Part(0, 0, 0, scene.paragraph.field, found.start(), found.end())
        return placed(Count(0, 0, 0, (part,)), scene, sentence.start_char)


def _count_crowd(draft: Draft) -> None:
    """How many took part in a protest or riot, or had to leave, where a number says so."""
    if draft.kind.name == "displacement":
        draft.displaced = _crowd(draft.actor or draft.recipient, draft.scene)
    elif draft.kind.family in ("protest", "riot"):
        draft.participants = _crowd(draft.actor, draft.scene) if draft.actor_side != "state" else None


def _crowd(head: Token | None, scene: Scene) -> Count | None:
    counted = counted_before(head, scene) if head is not None and is_countable(head, scene) else None
    return counted if counted is not None and counted.best not in (None, 1) else None


def _follow_spread(draft: Draft) -> None:
    """Fighting that "spilled over into" somewhere is told of there, not where it came from."""
    token = draft.trigger.token
    chain = [token, *list(ancestors(token))[:2]]
    verb = next((word for word in chain if word.lemma_.lower() in _SPREADING), None)
    if verb is None or draft.kind.name != "fight":
        return
    nouns = (noun for word in verb.subtree if word.i > verb.i and word.lower_ in _INTO for noun in word.children)
    reached = next((place for noun in nouns if (place := draft.scene.place(noun)) is not None), None)
    if reached is not None:
        draft.places, draft.place_from, draft.is_tied = [reached], "sentence", True


_SPREADING = frozenset({"spill", "spread", "extend", "expand"})
_INTO = frozenset({"to", "into", "onto"})


def _is_theirs(head: Token) -> bool:
    """A victim named before: "his body"."""
    return any(child.dep_ == "poss" and child.pos_ == "PRON" for child in head.children)


def _victims_of_noun(draft: Draft) -> list[Token]:
    recipient = draft.recipient
    return conjuncts(recipient) if recipient is not None and draft.kind.noun_of == "recipient" else []


def _count_of_noun(noun: Token, scene: Scene, effect: str) -> Count | None:
    """Such as "three deaths", "the death of a guard"."""
    if effect != "fatal":
        return None
    of = [inner for child in noun.children if child.lower_ == "of" for inner in child.children]
    if of and noun.lower_ in ("death", "killing", "assassination", "murder", "deaths", "killings"):
        return people_in(conjuncts(of[0]), scene)
    if noun.lower_ in ("death", "deaths", "fatality", "fatalities", "killings"):
        return counted_before(noun, scene)
    return None


def _name_roles(draft: Draft, actors: ActorMap) -> None:
    verbal = draft.kind.family == "verbal"
    if draft.actor is not None:
        draft.actor_role = actors.role(draft.scene.paragraph, role_span(draft.actor, False))
        if verbal and draft.actor.pos_ == "PRON" and _is_unresolved(draft.actor_role):
            draft.actor = speaker_of(draft.actor, draft.scene)
            draft.actor_role = actors.role(draft.scene.paragraph, role_span(draft.actor, False))
        draft.actor_side = _side(draft.actor, draft.actor_role, draft.scene)
        if draft.actor.lower_ in _SPEAKERS and draft.actor_role.name is None and draft.is_deed:
            draft.actor_role = None
    if draft.recipient is not None:
        draft.recipient_role = actors.role(draft.scene.paragraph, role_span(draft.recipient, verbal))
        if not verbal and draft.recipient_role.entity is None:
            draft.recipient_role = _named_beside(draft.recipient, draft.recipient_role, draft.scene, actors)
        draft.recipient_side = _side(draft.recipient, draft.recipient_role, draft.scene)


def _name_recipient(draft: Draft, actors: ActorMap) -> None:
    """Put the party in the matter's place: "condemned the raid by Chad" is against Chad."""
    if draft.recipient is None:
        return
    party = somebody(draft.recipient, draft.kind, draft.scene)
    is_taken = draft.kind.family == "territory" and "place" in draft.scene.categories(draft.recipient)
    draft.recipient_fits = party is not None and not is_taken
    if party is not None and party.i != draft.recipient.i:
        draft.recipient = party
        draft.recipient_role = actors.role(draft.scene.paragraph, role_span(party, False))
        draft.recipient_side = _side(party, draft.recipient_role, draft.scene)


def _named_beside(head: Token, role: Role, scene: Scene, actors: ActorMap) -> Role:
    """Such as "the engineer, Amal Haddad": the person whose name stands beside the noun."""
    for child in head.children:
        if child.dep_ == "appos" and child.ent_type_ == "PERSON":
            named = actors.role(scene.paragraph, role_span(child, False))
            if named.entity is not None and named.entity.entity_class == "person":
                return replace(named, text=role.text, sector=role.sector, country_iso3=role.country_iso3)
    return role


_SPEAKERS = frozenset({"i", "we", "you"})


def _is_unresolved(role: Role) -> bool:
    return role.entity is None and role.sector is None


def _side(head: Token, role: Role, scene: Scene) -> str | None:
    found = scene.side(head)
    if found is not None:
        return found
    if role.entity is not None and role.entity.entity_class == "person":
        return "state" if role.sector in ("MIL", "COP") else "civilian"
    side = _SECTOR_SIDES.get((role.sector or "")[:3])
    if side is None and head.ent_type_ == "PERSON":
        return "civilian"
    if side is None and scene.place(head) is not None:
        return "state" if "state" in scene.categories(head) else "property"
    return side


def _read_means(draft: Draft) -> None:
    """Weapons named in the event's clause, in its subject and in the clauses right above it."""
    token, scene = draft.trigger.token, draft.scene
    if not any(draft.sentence.start <= i < draft.sentence.end for i in scene.means_at):
        return
    reach: list[Token] = list(token.subtree)
    for above in list(ancestors(token))[:5]:
        reach.append(above)
        reach += [child for child in above.children if child.dep_ in ("nsubj", "nsubjpass", "dobj", "prep", "agent")]
        reach += [
            inner
            for child in above.children
            if child.dep_ in ("prep", "agent", "dobj", "nsubj")
            for inner in child.subtree
        ][:25]
    subject = logical_subject(token) if is_verbal(token) else None
    if subject is not None:
        reach += list(subject.subtree)[:12]
    reach += list(draft.sentence[draft.trigger.start - draft.sentence.start : draft.trigger.end - draft.sentence.start])
    hit = [found for found in (draft.recipient, undergoer(token) if is_verbal(token) else None) if found is not None]
    named = [(word, means) for word in reach if (means := scene.means_of(word)) is not None]
    draft.means = {means for word, means in named if means != "air" or word not in hit}


_CLASH = frozenset(
    {"clash", "fighting", "firefight", "gunfight", "battle", "skirmish", "hostility", "exchange", "combat"}
)


def _read_context(draft: Draft) -> None:
    """What the words say beyond class and sides: both sides fire, a crowd acts, no shot was fired."""
    text = draft.sentence.text.lower()
    if draft.kind.name == "fight" and draft.trigger.token.lemma_.lower() in _CLASH:
        draft.context.add("exchange")
    if "both directions" in text or "exchange of fire" in text:
        draft.context.add("exchange")
    if draft.actor is not None and "crowd" in draft.scene.categories(draft.actor) and not _is_handful(draft.actor):
        draft.context.add("crowd")
    if draft.actor is not None and any(word.lower_ in _UNKNOWN for word in draft.actor.lefts):
        draft.context.add("unknown_hands")
    if draft.kind.family == "territory" and any(word in text for word in _PEACEFUL):
        draft.context.add("peaceful")


def _is_handful(head: Token) -> bool:
    """Two men are no crowd."""
    return any(
        child.dep_ == "nummod" and child.lower_ in ("two", "2", "three", "3", "four", "4") for child in head.lefts
    )


_UNKNOWN = frozenset({"unknown", "unidentified", "unnamed", "masked"})
_PEACEFUL = (
    "without a fight",
    "without resistance",
    "without firing",
    "unopposed",
    "no resistance",
    "without fighting",
    "peacefully",
)


def _is_aggregate(draft: Draft) -> bool:
    """Such as "seized five capitals": a number or a measure of places and no name among them."""
    head = draft.recipient
    if head is None:
        return False
    if any(draft.scene.place(token) is not None and _is_settlement(draft, token) for token in role_span(head, False)):
        return False
    nouns = draft.scene.lexicon.nouns
    tokens = role_span(head, False)
    measured = any("aggregate" in nouns.get(token.lower_, ()) or token.lower_ in _MEASURES for token in tokens)
    return measured and (head.tag_ in ("NNS", "NNPS") or any(token.lower_ in _MEASURES for token in tokens))


def _is_settlement(draft: Draft, token: Token) -> bool:
    if (
        any(word.lower_ in _MEASURES for word in role_span(draft.recipient, False))
        if draft.recipient is not None
        else False
    ):
        return False
    return draft.scene.place(token) is not None


_MEASURES = frozenset(
    (
        "much most half amount part parts swath swathe swaths swathes rest dozens number some many all majority third"
    ).split()
)
