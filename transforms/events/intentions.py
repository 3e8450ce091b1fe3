"""What is announced is told as intent: cooperation that will come as agreement, pressure that will come as threat.

What belongs here: PLOVER's rule for the future tense. Whether a clause is about the future is decided in `status`.
"""

from __future__ import annotations

from transforms.events.clauses import is_passive, own_subject
from transforms.events.drafts import Draft
from transforms.events.lexicon import EventClass, Lexicon
from transforms.events.recipients import is_party
from transforms.events.triggers import Trigger

_COOPERATION = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_PRESSURE = frozenset({"sanction", "coerce"})
_WILL = frozenset({"will", "would", "shall", "'ll", "’ll"})


def intended_kind(draft: Draft, lexicon: Lexicon) -> EventClass:
    """The class of the draft, or that of its announcement where a party says what it will do.

    PLOVER takes the future tense for intent: cooperation to come is AGREE, pressure to come is THREATEN.
    """
    if draft.status != "planned" or draft.actor is None or not _will_act(draft.trigger):
        return draft.kind
    if not is_party(draft.actor, draft.scene):
        return draft.kind
    if draft.kind.event_type in _COOPERATION:
        return lexicon.classes["agree_to"]
    return lexicon.classes["threaten"] if draft.kind.name in _PRESSURE else draft.kind


def _will_act(trigger: Trigger) -> bool:
    verb = trigger.verb
    if verb is None:
        return False
    words = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    subject = own_subject(verb)
    return bool(words & _WILL) and not is_passive(verb) and subject is not None and subject.i != trigger.token.i
