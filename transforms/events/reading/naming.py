"""Who the parties of a mention are: from nouns to roles and sides.

What belongs here: naming the parties that `participants` found. Who an entity is, is the actor annotator's business.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from transforms.events.drafts import Changes, Draft
from transforms.events.participants.casting import cast
from transforms.events.participants.somebody import somebody
from transforms.events.participants.speakers import speaker_of
from transforms.events.scenes.scene import Scene, side_of_person
from transforms.events.syntax.labels import Dep, Ent, Pos
from transforms.events.syntax.role_spans import role_span
from transforms.model import Role


def cast_parties(draft: Draft) -> Changes:
    """The parties that frame and reader agree on; those of the frame come in with the draft."""
    read = draft.read[0] if draft.read else None
    actor, recipient = cast((draft.actor, draft.recipient), read, draft.scene, draft.trigger)
    return {"actor": actor, "recipient": recipient, "is_cast": draft.actor is None}


def name_actor(draft: Draft) -> Changes:
    """Who acts; for "we" and "it" in reported words whoever says it."""
    actor, scene = draft.actor, draft.scene
    if actor is None:
        return {}
    role: Role | None = scene.role(role_span(actor, False))
    if draft.kind.family == "verbal" and actor.pos_ == Pos.PRONOUN and role.entity is None and role.sector is None:
        actor = speaker_of(actor, scene)
        role = scene.role(role_span(actor, False))
    side = side_of(actor, role, scene)
    if actor.lower_ in scene.listed("speaker") and role.name is None and draft.is_deed:
        role = None
    return {"actor": actor, "actor_role": role, "actor_side": side}


def name_recipient(draft: Draft) -> Changes:
    """To whom it is done, as the frame or the reader points to."""
    recipient, scene = draft.recipient, draft.scene
    if recipient is None:
        return {}
    verbal = draft.kind.family == "verbal"
    role = scene.role(role_span(recipient, verbal))
    if not verbal and role.entity is None:
        role = _named_beside(recipient, role, scene)
    return {"recipient_role": role, "recipient_side": side_of(recipient, role, scene)}


def put_party_for_matter(draft: Draft) -> Changes:
    """Put the party in the matter's place: "condemned the raid by Chad" is against Chad."""
    if draft.recipient is None:
        return {}
    party = somebody(draft.recipient, draft.kind, draft.scene)
    is_taken = draft.kind.family == "territory" and "place" in draft.scene.categories(draft.recipient)
    fits: Changes = {"recipient_fits": party is not None and not is_taken}
    if party is None or party.i == draft.recipient.i:
        return fits
    role = draft.scene.role(role_span(party, False))
    return {
        **fits,
        "recipient": party,
        "recipient_role": role,
        "recipient_side": side_of(party, role, draft.scene),
    }


def doer(head: Token, scene: Scene) -> Changes:
    """Fields of a draft that somebody named elsewhere in the text did."""
    role = scene.role(role_span(head, False))
    return {"actor": head, "actor_role": role, "actor_side": side_of(head, role, scene)}


def _named_beside(head: Token, role: Role, scene: Scene) -> Role:
    """Such as "the engineer, Amal Haddad": the person whose name stands beside the noun."""
    for child in head.children:
        if child.dep_ == Dep.APPOSITION and child.ent_type_ == Ent.PERSON:
            named = scene.role(role_span(child, False))
            if named.entity is not None and named.entity.entity_class == "person":
                return replace(named, text=role.text, sector=role.sector, country_iso3=role.country_iso3)
    return role


def side_of(head: Token, role: Role, scene: Scene) -> str | None:
    """Whose side a party is on, by its noun, else by who it is."""
    found = scene.side(head)
    if found is not None:
        return found
    if role.entity is not None and role.entity.entity_class == "person":
        return side_of_person(role.sector)
    side = scene.lexicon.code_sides.of_anybody.get((role.sector or "")[:3])
    if side is None and head.ent_type_ == Ent.PERSON:
        return "civilian"
    if side is None and scene.place(head) is not None:
        return "state" if "state" in scene.categories(head) else "property"
    return side
