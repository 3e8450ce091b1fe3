"""Who fills the parts of an event where frame and trained reader differ.

What belongs here: choosing between the noun that a frame points to and the words that the reader takes for the party.
How a frame finds its nouns is in `roles`; who a noun is, is the actor annotator's business.
"""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Span, Token

from transforms.events.participants.recipients import is_party
from transforms.events.participants.roles import Participants
from transforms.events.participants.somebody import somebody
from transforms.events.proposing.triggers import Trigger
from transforms.events.scenes.datelines import is_dateline
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import ancestors, noun_phrase
from transforms.events.syntax.labels import Dep, Pos
from transforms.events.syntax.words import RELATIVES_OF_THINGS
from transforms.reader.article import ReadMention

Part = Literal["actor", "recipient"]
LEAST = 0.35  # the reader's probability from which on words are a party where no frame says so
FILLS = 0.5  # from which on they fill a part that the frame leaves open
OVERRULES = 0.6  # from which on they take the part of a noun that the reader does not see in it
DOUBTED = 0.1  # below which the reader does not see the frame's noun in its part


def parties_of_reader(read: ReadMention, scene: Scene, trigger: Token) -> Participants:
    """The parties of a mention that only the reader found."""
    actor, recipient = (_best(read, scene, trigger, part)[0] for part in ("actor", "recipient"))
    return actor, recipient if actor is None or recipient is None or actor.i != recipient.i else None


def cast(parties: Participants, read: ReadMention | None, scene: Scene, trigger: Trigger) -> Participants:
    """The frame's parties, or the reader's where it is surer."""
    if read is None:
        return parties
    actor, recipient = (
        _choose(head, part, read, scene, trigger) for head, part in zip(parties, ("actor", "recipient"), strict=True)
    )
    if parties[0] is None and actor is not None and _only_speaks(actor, trigger):
        actor = None
    if actor is not None and recipient is not None and actor.i == recipient.i:
        of_frame = parties[1] is not None and parties[1].i == recipient.i
        return (parties[0], recipient) if of_frame else (actor, parties[1])
    return actor, recipient


def _only_speaks(subject: Token, trigger: Trigger) -> bool:
    """Whether somebody only speaks of a deed: "the bishop deplored the arson", "had no hand in the raid".

    Who does it through a light verb ("carried out a raid") the frame has found already.
    """
    token = trigger.token
    is_relative = any(child.dep_ == Dep.SUBJECT and child.lower_ in RELATIVES_OF_THINGS for child in token.children)
    is_deed = (trigger.row.pos == "noun" or is_relative) and trigger.row.kind.is_deed
    return is_deed and subject.dep_ == Dep.SUBJECT and subject.head.i in {above.i for above in ancestors(token)}


def _choose(head: Token | None, part: Part, read: ReadMention, scene: Scene, trigger: Trigger) -> Token | None:
    best, sure = _best(read, scene, trigger.token, part)
    if head is None:
        return best if sure >= FILLS else None
    if part == "recipient" and best is not None and somebody(head, trigger.row.kind, scene) is None:
        return best
    if best is None or best.i == head.i or sure < OVERRULES:
        return head
    phrase = noun_phrase(head)
    share = read.part_share(part, phrase.start_char, phrase.end_char) if head.doc is trigger.token.doc else 0.0
    return best if share < DOUBTED else head


def _best(read: ReadMention, scene: Scene, trigger: Token, part: Part) -> tuple[Token | None, float]:
    """The noun that the reader takes for the party in the trigger's sentence, and how sure it is."""
    doc = scene.paragraph.doc
    for start, end, sure in read.part_spans(part, LEAST):
        span: Span | None = doc.char_span(start, end, alignment_mode="expand")
        if span is None or span.sent != trigger.sent or span.start <= trigger.i < span.end:
            continue
        head = _head(span)
        if (head.head.i == trigger.i and head.dep_ in Dep.WITHIN_TRIGGER) or (
            part == "actor" and not _can_act(head, scene)
        ):
            continue
        if not is_dateline(head, scene) and head.pos_ not in Pos.NO_HEADS:
            return head, sure
    return None, 0.0


_ACTS = frozenset({"person", "armed", "state", "crowd"})
_NO_ACTORS = frozenset({"weapon", "abstract", "document"})


def _can_act(head: Token, scene: Scene) -> bool:
    """Whether a noun is somebody: people, a state, an armed side, an organisation; no weapon and no paper."""
    found = scene.categories(head)
    if scene.means_of(head) is not None or found & _NO_ACTORS:
        return False
    return bool(found & _ACTS) or head.pos_ == Pos.PRONOUN or is_party(head, scene)


def _head(span: Span) -> Token:
    """The noun that heads a span, which may begin with a preposition or an article."""
    head = span.root
    while head.pos_ in Pos.OPENING and head.i + 1 < span.end:
        head = head.doc[head.i + 1]
    return head
