"""What a crowd says at its own protest: part of the protest, no event of its own.

What belongs here: telling such words from other demands and charges, and giving the protest whom they are put to.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.scenes.protests import is_gathering
from transforms.events.syntax.clauses import ancestors, clause_head
from transforms.events.syntax.labels import Dep


def fold_messages(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out what a crowd says at its own protest: the demand is the protest's, and so is whom it is put to."""
    protests = [i for i, draft in enumerate(drafts) if draft.kind.family == "protest" and draft.happened]
    kept = dict(enumerate(drafts))
    for i, draft in enumerate(drafts):
        own = next((at for at in protests if _is_message(draft, kept[at])), None)
        if own is None:
            continue
        del kept[i]
        if kept[own].recipient is None:
            kept[own] = kept[own].having(
                recipient=draft.recipient, recipient_side=draft.recipient_side, recipient_role=draft.recipient_role
            )
    return list(kept.values())


_SAYING = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})


def _is_message(draft: Draft, protest: Draft) -> bool:
    """Whether words are of a protest: in a clause of it by those who hold it, or soon after by "the protesters"."""
    if draft.kind.family != "verbal" or draft.kind.event_type not in _SAYING:
        return False
    if draft.scene is protest.scene and draft.sentence.start == protest.sentence.start:
        words, gathering = draft.trigger.token, protest.trigger.token
        inside = gathering.i in {token.i for token in ancestors(words)} or _share_clause(words, gathering)
        return inside and _is_by_crowd(draft, protest)
    near = abs(draft.scene.paragraph.number - protest.scene.paragraph.number) <= 1
    return near and draft.actor_side == "protester"


def _share_clause(one: Token, two: Token) -> bool:
    a, b = clause_head(one), clause_head(two)
    return a.i == b.i or b.i in {token.i for token in ancestors(a)} or (a.dep_ == Dep.CONJUNCT and a.head.i == b.i)


def _is_by_crowd(draft: Draft, protest: Draft) -> bool:
    if draft.actor is None or draft.actor_side == "protester" or is_gathering(draft.actor, draft.scene):
        return True
    return protest.actor is not None and draft.actor.i == protest.actor.i
