"""What is announced is told as intent: cooperation that will come as agreement, pressure that will come as threat.

What belongs here: PLOVER's rule for the future tense. Whether a clause is about the future is decided in `status`.
"""

from __future__ import annotations

from transforms.events.drafts import Changes, Draft
from transforms.events.participants.recipients import is_party
from transforms.events.syntax.clauses import is_passive, own_subject
from transforms.events.syntax.labels import Dep

_COOPERATION = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})


def read_intent(draft: Draft) -> Changes:
    """The class of its announcement where a party says what it will or will not do.

    PLOVER takes the future tense for intent: cooperation to come is AGREE, cooperation withheld is REJECT, pressure to
    come is THREATEN.
    """
    if draft.status not in ("planned", "negated") or draft.actor is None or not _will_act(draft):
        return {}
    if not is_party(draft.actor, draft.scene):
        return {}
    lexicon, cooperates = draft.scene.lexicon, draft.kind.event_type in _COOPERATION
    if draft.status == "negated":
        is_withheld = cooperates and draft.kind.family == "verbal"
        return {"kind": lexicon.the("withheld_cooperation"), "status": "actual"} if is_withheld else {}
    if cooperates:
        return {"kind": lexicon.the("cooperation_to_come")}
    return {"kind": lexicon.the("pressure_to_come")} if draft.kind.has("pressure") else {}


def _will_act(draft: Draft) -> bool:
    verb = draft.trigger.verb
    if verb is None:
        return False
    words = {child.lower_ for child in verb.children if child.dep_ == Dep.AUXILIARY}
    subject = own_subject(verb)
    return (
        bool(words & draft.listed("will"))
        and not is_passive(verb)
        and subject is not None
        and subject.i != draft.trigger.token.i
    )
