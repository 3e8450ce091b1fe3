"""ACLED's event and sub-event type of a merged event, from its classes, its means and the sides in it.

What belongs here: evaluating `events/acled_rules`. The rules are in the table.
"""

from __future__ import annotations

from transforms.events.drafts import Draft
from transforms.events.scenes.protests import is_gathering
from transforms.events.syntax.labels import Dep, Pos
from transforms.events.tables.lexicon import Lexicon
from transforms.model import Role

_ARMED = frozenset({"state", "rebel"})

AcledTypes = tuple[str | None, str | None]


def acled_types(draft: Draft, lexicon: Lexicon) -> AcledTypes:
    """ACLED's names for the draft; the class's own where no rule fits, None where ACLED has no such event."""
    if not _is_of_conflict(draft, lexicon):
        return None, None
    context = {*draft.context, *context_of(draft)}
    if draft.kind.family == "territory" and _is_abroad(draft):
        context.add("abroad")
    for rule in lexicon.acled_rules:
        if (
            _has_class(rule["classes"], draft)
            and _has_means(rule["means"], draft)
            and _on_side(rule["actor_side"], draft.actor_side)
            and _on_side(rule["recipient_side"], draft.recipient_side)
            and (not rule["context"] or rule["context"] in context)
        ):
            return rule["acled_event_type"], rule["acled_sub_event_type"]
    return draft.kind.acled_event_type, draft.kind.acled_sub_event_type


def _is_of_conflict(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether ACLED has the event at all: no pact on trade, no candidate's withdrawal, no bank's intervention."""
    parties = [
        _is_public(side, role, lexicon)
        for head, side, role in (
            (draft.actor, draft.actor_side, draft.actor_role),
            (draft.recipient, draft.recipient_side, draft.recipient_role),
        )
        if head is not None and head.pos_ != Pos.PRONOUN
    ]
    if draft.kind.has("pact"):
        return all(parties) or any("peace" in lexicon.nouns.get(token.lower_, ()) for token in draft.sentence)
    return not draft.kind.has("only_of_forces") or not parties or any(parties)


def _is_public(side: str | None, role: Role | None, lexicon: Lexicon) -> bool:
    """Whether a party is a state, one of its officials or an armed group, and no bank or company."""
    if side in _ARMED or side == "mob":
        return True
    entity = role.entity if role is not None else None
    is_politics = role is not None and role.sector in lexicon.political_sectors
    return is_politics or (entity is not None and entity.entity_class in ("government", "country", "armed_group"))


def _is_abroad(draft: Draft) -> bool:
    """Whether a state takes a place of another country, which regains nothing for the government there."""
    location = draft.places[0].location if draft.places else None
    own = draft.actor_role.country_iso3 if draft.actor_role is not None else None
    theirs = location.country_iso3 if location is not None else None
    if theirs is None and draft.recipient_role is not None:
        theirs = draft.recipient_role.country_iso3
    if draft.actor_side != "state" or own is None:
        return False
    return theirs != own if theirs is not None else draft.kind.has("seizing")


def context_of(draft: Draft) -> set[str]:
    """What the merged classes say together: a protest that turned violent, was met with force or was broken up."""
    found: set[str] = set()
    if draft.kind.family in ("violence", "riot"):
        found.add("violence")
    if draft.had("gathering") or draft.had("dispersal"):
        found |= _protest_context(draft)
    if (draft.had("unrest") and not draft.had("gathering") and "protest_context" not in draft.context) and (
        draft.trigger.row.pos == "verb" or draft.had("stones")
    ):
        found.add("mob")
    if draft.recipient_side == "protester":
        found.add("force")
    if draft.kind.has("harm") and _at_gathering(draft):
        found.add("at_gathering")
    return found


def _at_gathering(draft: Draft) -> bool:
    """Violence at a gathering: its target, its place or its victims are a crowd of protesters."""
    anchor = draft.trigger.verb or draft.trigger.token
    return any(
        word.dep_ in Dep.AT_A_GATHERING and (draft.scene.side(word) == "protester" or is_gathering(word, draft.scene))
        for word in anchor.subtree
    )


def _protest_context(draft: Draft) -> set[str]:
    found: set[str] = set()
    if draft.had("unruly") or "crowd_violence" in draft.context:
        found.add("protest_violent")
    if draft.had("harm") and "state_force" in draft.context and not found:
        found.add("protest_force")
    if draft.had("dispersal") or "intervention" in draft.context:
        found.add("protest_intervention")
    return found


def _has_class(wanted: str | None, draft: Draft) -> bool:
    return wanted == "*" or draft.kind.name in (wanted or "").split("+")


def _has_means(wanted: str | None, draft: Draft) -> bool:
    if wanted == "*":
        return True
    alternatives = (wanted or "").split("+")
    return bool(draft.means.intersection(alternatives)) or ("none" in alternatives and not draft.means)


def _on_side(wanted: str | None, side: str | None) -> bool:
    if wanted == "*":
        return True
    alternatives = (wanted or "").split("+")
    if side is None or side == "property":
        return "none" in alternatives or (side is not None and side in alternatives)
    return side in alternatives or (side in _ARMED and "armed" in alternatives)
