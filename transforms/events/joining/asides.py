"""What stands beside the event that a sentence tells of: the raid in which somebody was held, what came of a blast.

What belongs here: telling setting and outcome of a happening from a happening of its own.
"""

from __future__ import annotations

from transforms.events.drafts import Draft
from transforms.events.syntax.labels import Dep


def is_setting(draft: Draft) -> bool:
    """The raid in which somebody was arrested, the laying or sending of a weapon that was stopped.

    Such as "rounded up nine men in overnight raids", "defused a bomb planted near the station": no event beside it.
    """
    token = draft.trigger.token
    if draft.fatalities is not None or draft.injured is not None:
        return False
    if draft.kind.has("sweep"):
        return token.lemma_.lower() in draft.listed("sweep")
    return token.dep_ in Dep.NOUN_CLAUSES and token.lemma_.lower() in draft.listed("sending")


def is_outcome(draft: Draft) -> bool:
    """What came of it: "resulting in the death of a guard", "left two dead"."""
    token = draft.trigger.token
    heads = [token.head, token.head.head] if token.dep_ == Dep.PREP_OBJECT else [token.head]
    return any(head.lemma_.lower() in draft.listed("outcome") for head in heads)
