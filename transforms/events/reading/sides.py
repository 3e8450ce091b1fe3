"""Nobody stands on both sides of an event, but where the text says so.

What belongs here: what is left of two parties that are one, in a mention as it is read and again after mentions were
joined. Who the parties are is read in `naming`.
"""

from __future__ import annotations

from transforms.events.drafts import Changes, Draft, same_entity
from transforms.events.syntax.clauses import is_passive
from transforms.events.syntax.labels import Dep, Ent, Pos
from transforms.events.syntax.role_spans import role_span
from transforms.model import Role

_GATHERING = frozenset({"protest", "riot"})
_NO_ACTOR: Changes = {"actor": None, "actor_role": None, "actor_side": None}
_NO_RECIPIENT: Changes = {"recipient": None, "recipient_role": None, "recipient_side": None}
_OWN_VICTIM: Changes = {"recipient": None, "recipient_role": None}  # of a fight all the same, if he was armed


def part_doer_from_victim(draft: Draft) -> Changes:
    """Nobody acts where the reader took the victim for the doer."""
    is_one = draft.is_cast and draft.is_deed and same_entity(draft.actor_role, draft.recipient_role)
    return _NO_ACTOR if is_one else {}


def part_sides(draft: Draft) -> Changes:
    """What to open where both parties are one.

    The same words are the doer's or the sufferer's, as the verb has them: "a baker was jailed" names no doer, "guests
    turned violent" nobody else. Of other words for one entity it is open which were read wrongly, or whether any was
    ("police arrested nine policemen"), unless they tell it themselves.
    """
    if draft.actor is None or draft.recipient is None:
        return {}
    actor, recipient = _words(draft.actor_role), _words(draft.recipient_role)
    if actor and actor == recipient:
        return _NO_ACTOR if _suffers(draft) else _NO_RECIPIENT
    if not same_entity(draft.actor_role, draft.recipient_role):
        return {}
    if not _is_pair(draft) and _is_part(actor, recipient):
        return _open_part(draft)
    return _open_pronoun(draft) or (_NO_RECIPIENT if _suffers_own_words(draft) else {})


def _open_part(draft: Draft) -> Changes:
    """One party is told in a part of the other's words: "some of the girls" and "girls", "Malian" in "Malian army"."""
    if not _suffers(draft):
        return _NO_RECIPIENT
    return _NO_ACTOR if _is_fragment(draft) else _OWN_VICTIM


def _open_pronoun(draft: Draft) -> Changes:
    """A pronoun taken for the other side is whom the text says, and nobody known: "police detained them"."""
    if draft.recipient is not None and draft.recipient.pos_ == Pos.PRONOUN:
        return {"recipient_role": _only_words(draft.recipient_role)}
    if draft.actor is not None and draft.actor.pos_ == Pos.PRONOUN:
        return {"actor_role": _only_words(draft.actor_role)}
    return {}


def _suffers_own_words(draft: Draft) -> bool:
    """Whether a name would suffer what it says itself: "threats by Chadian President Deby" against Deby."""
    if draft.actor is None or draft.recipient is None or draft.recipient.pos_ != Pos.NAME or _is_pair(draft):
        return False
    acting = role_span(draft.actor, False)
    is_named = any(token.pos_ == Pos.NAME or token.ent_type_ == Ent.PEOPLE for token in acting)
    is_owners = any(token.dep_ == Dep.POSSESSOR for token in acting)
    is_of_words = draft.kind.family == "verbal" and not draft.kind.has("over_places")
    return is_of_words and is_named and not is_owners


def _suffers(draft: Draft) -> bool:
    """Whether the one party that the words give is rather who it is done to."""
    verb, actor = draft.trigger.verb, draft.actor
    in_passive = actor is not None and actor.dep_ == Dep.PASSIVE_SUBJECT
    in_passive = in_passive or (verb is not None and is_passive(verb))
    return draft.is_deed or (in_passive and not _acts_itself(draft))


def _acts_itself(draft: Draft) -> bool:
    """Whether who is moved or meets there is the one who acts: "workers protested", "soldiers were deployed"."""
    return draft.kind.family in _GATHERING or draft.kind.has("moves_forces") or draft.kind.has("moves_troops")


def _is_pair(draft: Draft) -> bool:
    """Whether the actor is two, of whom the entity is one: "Peru and Chile's ministers"."""
    return draft.actor is not None and any(token.dep_ == Dep.CONJUNCT for token in role_span(draft.actor, False))


def _is_fragment(draft: Draft) -> bool:
    """Whether both parties stand in one phrase."""
    if draft.actor is None or draft.recipient is None or draft.actor.doc is not draft.recipient.doc:
        return False
    acting, suffering = role_span(draft.actor, False), role_span(draft.recipient, False)
    return acting.start < suffering.end and suffering.start < acting.end


def _only_words(role: Role | None) -> Role | None:
    return Role(role.text) if role is not None else None


def _words(role: Role | None) -> str:
    return role.text.lower().removesuffix("'s") if role is not None else ""


def _is_part(one: str, two: str) -> bool:
    shorter, longer = sorted((f" {one} ", f" {two} "), key=len)
    return shorter in longer
