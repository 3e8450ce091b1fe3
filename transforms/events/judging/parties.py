"""Whether the parties of an event are such as politics has: states, parties, armed groups, organisations, crowds.

What belongs here: the standing of a participant, and which standings a kind of event asks for (column `parties` of
`events/event_classes`). Events of words and of public power are told of everybody ("she told her son to stay"); they
count only between parties of which one at least is political. Events of violence ask for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import is_passive
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.role_spans import role_span
from transforms.events.syntax.words import DESCRIBING
from transforms.model import Role

Standing = Literal["political", "organised", "crowd", "person", "thing", "nobody"]

_POLITICAL_CLASSES = frozenset({"government", "armed_group"})
_POLITICAL_SIDES = frozenset({"state", "rebel", "protester", "mob"})
_CROWD_CLASSES = frozenset({"civilians", "nationality"})
_COUNTERPARTS: frozenset[Standing] = frozenset({"political", "organised"})
_SUFFERERS: frozenset[Standing] = frozenset({"political", "organised", "crowd"})
_MATTERS = frozenset({"verbal", "strategic", "protest", "territory", "violence"})


def has_parties(draft: Draft) -> bool:
    """Whether the draft names the parties that its kind of event needs."""
    needed = draft.kind.parties
    if needed is None:
        return True
    if needed == "public":
        return _is_public(draft)
    other = _standing_of_recipient(draft)
    if draft.actor is None:
        return _is_told_of_recipient(draft) and other in (_SUFFERERS if needed == "authority" else {"political"})
    own = standing(draft.actor, draft.actor_role, draft.scene)
    if own in ("thing", "nobody"):
        return False
    if own == "political" or other == "political" or _is_public_matter(draft):
        return True
    return own == "organised" and (other in _COUNTERPARTS or needed == "authority")


def _is_public(draft: Draft) -> bool:
    """Whether one whom the draft names, if any, can be a party at all: no discounts withdrawn, no films released."""
    named = [(draft.actor, draft.actor_role), (draft.recipient, draft.recipient_role)]
    found = [standing(head, role, draft.scene) for head, role in named if head is not None]
    if draft.kind.has("freeing"):
        is_freed = draft.recipient is not None and draft.recipient.lower_ in draft.listed("freed")
        return is_freed or any(one not in ("thing", "nobody") for one in found)
    return not found or any(one not in ("thing", "nobody") for one in found)


def _is_told_of_recipient(draft: Draft) -> bool:
    """Whether the words leave the actor out of themselves: a passive, or a noun with its verb ("talks were held")."""
    verb = draft.trigger.verb
    return verb is not None and (draft.trigger.row.pos == "noun" or is_passive(verb))


def _is_public_matter(draft: Draft) -> bool:
    """Whether what it is about makes a named or a collective actor a public one: a strike, a curfew, a truce."""
    head = draft.recipient
    if head is None:
        return False
    rows = draft.scene.lexicon.triggers.get(head.lower_, ())
    return any(row.pos == "noun" and not row.before and row.kind.family in _MATTERS for row in rows)


def _standing_of_recipient(draft: Draft) -> Standing | None:
    """Of whom it is done to; a thing counts as the party that its phrase names ("the truce drafted by Norway")."""
    if draft.recipient is None:
        return None
    own = standing(draft.recipient, draft.recipient_role, draft.scene)
    if own in ("political", "organised"):
        return own
    return "political" if _names_party(role_span(draft.recipient, True), draft.scene) else own


def standing(head: Token, role: Role | None, scene: Scene) -> Standing:
    """What kind of party a noun phrase is, by its head first and then by what describes it."""
    found = scene.categories(head)
    entity = role.entity if role is not None else None
    if "office" in found or (_is_political_role(role, scene) and _is_party_noun(head, scene)):
        return "political"
    if scene.side(head) in _POLITICAL_SIDES and _is_party_noun(head, scene):
        return "political"
    if head.pos_ == Pos.PRONOUN and entity is None and (role is None or role.sector is None):
        return "nobody"
    is_somebody = (
        bool({"person", "body"} & found) or head.pos_ == Pos.NAME or entity is not None or _is_named_body(head)
    )
    if is_somebody and _names_party(_descriptions(head), scene):
        return "political"
    if "body" in found or (entity is not None and entity.entity_class == "organisation") or _is_named_body(head):
        return "organised"
    if not is_somebody and not _is_party_noun(head, scene):
        return "thing"
    is_many = head.tag_ in Tag.PLURALS or head.lower_ in scene.listed("plural")
    return "crowd" if is_many or (entity is not None and entity.entity_class in _CROWD_CLASSES) else "person"


def _is_party_noun(head: Token, scene: Scene) -> bool:
    """Whether the head itself stands for a party, and not only what describes it ("a military victory")."""
    if head.pos_ in Pos.NAMING or scene.entity(head) is not None or scene.place(head) is not None:
        return True
    if {"person", "body", "document"} & scene.categories(head):
        return True
    words = {head.lower_, head.lemma_.lower()}
    return bool(words & scene.lexicon.agents) or any(word in scene.lexicon.sides for word in words)


def _is_named_body(head: Token) -> bool:
    """A name that the tagger takes for an organisation's, or an acronym."""
    is_acronym = head.is_upper and head.is_alpha and len(head) > 1 and head.pos_ in Pos.NOUNS
    return is_acronym or (head.pos_ == Pos.NAME and head.ent_type_ in Ent.STATES_AND_BODIES)


def _is_political_role(role: Role | None, scene: Scene) -> bool:
    if role is None:
        return False
    if role.entity is not None and role.entity.entity_class in _POLITICAL_CLASSES:
        return True
    return (role.sector or "")[:3] in scene.lexicon.political_sectors


def _descriptions(head: Token) -> Iterator[Token]:
    """The words that say who somebody is: title, "of" phrase, apposition ("Ana Ruiz, the movement's spokeswoman")."""
    for child in head.children:
        if child.dep_ in Dep.MODIFIERS:
            yield child
        elif child.dep_ == Dep.APPOSITION or (child.dep_ == Dep.PREPOSITION and child.lower_ in DESCRIBING):
            yield from (word for word in child.subtree if word.i - head.i < 12)


def _names_party(words: Iterable[Token], scene: Scene) -> bool:
    return any(_is_political(word, scene) for word in words)


def _is_political(word: Token, scene: Scene) -> bool:
    entity = scene.entity(word)
    if entity is not None and (
        entity.entity_class in _POLITICAL_CLASSES or (entity.sector or "")[:3] in scene.lexicon.political_sectors
    ):
        return True
    return scene.side(word) in ("state", "rebel") or "office" in scene.lexicon.nouns.get(word.lower_, ())
