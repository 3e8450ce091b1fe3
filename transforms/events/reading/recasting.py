"""What a deed is, once it is known who does it: politicians clash with words, and a ministry protests with a note.

What belongs here: changes of class by the parties. What a word tells by itself is decided in `triggers`.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.drafts import Changes, Draft
from transforms.events.syntax.clauses import conjuncts
from transforms.events.syntax.labels import Tag
from transforms.events.tables.lexicon import EventClass

_DEBATERS = frozenset({"office", "debater"})
_FIGHTING = frozenset({"rebel", "mob", "protester", "troops", "weapon"})
_IDEAS = frozenset({"abstract", "document", "money"})
_FOR_ITS_STATE = frozenset({"government", "country"})


def recast(draft: Draft) -> Changes:
    """The class that the parties give the draft, where they change it."""
    kind = _recast(draft)
    return {"kind": kind, "kinds": frozenset({kind})} if kind is not draft.kind else {}


def _recast(draft: Draft) -> EventClass:
    lexicon, kind = draft.scene.lexicon, draft.kind
    if kind.has("mob") and draft.actor_side == "state":
        return lexicon.the("killing_by_state")  # police who kill robbers are no mob
    if kind.has("blockade") and draft.actor_side in ("state", "rebel"):
        return lexicon.the("control")  # a crowd blocks a road in protest, armed men to control who passes
    if kind.has("demonstration") and draft.trigger.token.lemma_.lower() == "protest" and _is_of_a_state(draft):
        return lexicon.the("words_of_conflict")  # "the foreign ministry protested": a note, no crowd
    return lexicon.the("words_of_conflict") if _is_quarrel(draft) else kind


def _is_of_a_state(draft: Draft) -> bool:
    """Whether a state or one of its officials is what protests."""
    actor, role = draft.actor, draft.actor_role
    if (
        actor is None
        or draft.trigger.token.tag_ == Tag.PLURAL
        or any(head.tag_ == Tag.PLURAL for head in conjuncts(actor))
    ):
        return False
    if draft.scene.categories(actor) & {"office", "cabinet"}:
        return True
    return role is not None and role.entity is not None and role.entity.entity_class in _FOR_ITS_STATE


def _is_quarrel(draft: Draft) -> bool:
    """Whether those who only talk clash or attack one another: "the dean and the chancellor clashed over rents"."""
    counts = (draft.fatalities, draft.injured, draft.arrested, draft.abducted)
    if not draft.kind.has("quarrel") or draft.means or any(count is not None for count in counts):
        return False
    if draft.actor is None or not all(_talks(draft, head) for head in conjuncts(draft.actor)):
        return False
    by_critics = "debater" in draft.scene.categories(draft.actor)
    if draft.recipient is None or by_critics or draft.kind.has("mutual_quarrel"):
        return draft.recipient is None or not draft.scene.categories(draft.recipient) & _FIGHTING
    return all(
        _talks(draft, head) or bool(draft.scene.categories(head) & _IDEAS) or draft.scene.side(head) == "property"
        for head in conjuncts(draft.recipient)
    )


def _talks(draft: Draft, head: Token) -> bool:
    found = draft.scene.categories(head)
    return bool(found & _DEBATERS) and not found & _FIGHTING and head.i not in draft.scene.means_at
