"""Tells a happening from talk of violence in general ("attacks have increased", "guerrillas who carry out ambushes").

What belongs here: what makes a mention particular. A place or date of its own, a toll, or a named victim is enough.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.syntax.labels import Dep, Ent, Pos, Tag
from transforms.events.syntax.words import PERFECT

_PARTICULAR = frozenset({"violence", "abduction", "property", "arrest", "territory", "riot", "weapons"})
_TELLING = 82  # from this rank on, the word for the deed says with what means


def stands_alone(draft: Draft) -> bool:
    """Whether a merged draft tells of a happening of its own.

    General words for violence and death count only with what caused them; harm needs somebody or something behind it.
    """
    if draft.kind.has("vague"):
        return False
    if draft.kind.has("clash") and _is_standing_conflict(draft):
        return False
    if draft.kind.family in _PARTICULAR and not draft.happened:
        return _is_told(draft)
    if not draft.happened:
        return True
    if draft.kind.has("needs_doer"):
        is_hit = draft.kind.has("beating") and (draft.fatalities is not None or _is_of_headline(draft))
        return draft.actor is not None or bool(draft.means) or is_hit
    if draft.kind.family not in _PARTICULAR:
        return True
    return _is_told(draft) and not is_generic(draft)


def _is_of_headline(draft: Draft) -> bool:
    """Such as "Imam stabbed in Lyon": nobody is stabbed or beaten without a doer."""
    return draft.scene.paragraph.field == "title" and draft.recipient is not None


def _is_told(draft: Draft) -> bool:
    told = draft.actor is not None or draft.recipient is not None or draft.fatalities is not None
    told = told or (draft.is_lead and draft.kind.rank >= _TELLING and draft.trigger.token.tag_ == Tag.SINGULAR)
    return told or draft.place_from == "sentence"


def _is_standing_conflict(draft: Draft) -> bool:
    """A war as a whole, or a contest without arms: "the militia fighting the group", "the battle for jobs"."""
    counts = (draft.fatalities, draft.injured, draft.arrested, draft.abducted)
    if draft.scene.paragraph.field == "title" or any(count is not None for count in counts) or draft.has_own_date:
        return False
    if draft.means or len(draft.kinds) > 1 or draft.place_from == "sentence":
        return False
    token = draft.trigger.token
    if draft.trigger.row.pos == "noun":
        return not {draft.actor_side, draft.recipient_side} & _FIGHTERS
    return token.tag_ == Tag.GERUND and token.dep_ in Dep.BACKGROUND_CLAUSES


_FIGHTERS = frozenset({"state", "rebel", "mob", "protester"})


def is_generic(draft: Draft) -> bool:
    """Whether nothing in the mention is particular: plural noun or habitual present without place, date or toll."""
    counts = (draft.fatalities, draft.injured, draft.arrested, draft.abducted)
    if draft.recipient is not None and draft.recipient.lower_ in draft.listed("anybody") and not draft.has_own_date:
        return draft.place_from != "sentence" and all(count is None for count in counts)
    if draft.scene.paragraph.field == "title" or draft.place_from == "sentence" or draft.has_own_date:
        return False
    if draft.scene.paragraph.number == 0 and draft.sentence_number == 0 and not _ends_as_sentence(draft):
        return False  # a headline without its article is told in the present
    if any(count is not None for count in counts) or _is_named(draft.recipient):
        return False
    token = draft.trigger.token
    if draft.trigger.row.pos == "noun":
        return token.tag_ in Tag.PLURALS and not any(child.lower_ in draft.listed("counting") for child in token.lefts)
    return _is_habitual(token) or (
        _is_perfect(token) and draft.recipient is not None and draft.recipient.tag_ == Tag.PLURAL
    )


def _ends_as_sentence(draft: Draft) -> bool:
    return draft.scene.paragraph.text.rstrip("\"'”’) ").endswith((".", "!", "?", ":"))


def _is_named(token: Token | None) -> bool:
    return token is not None and (token.pos_ == Pos.NAME or token.ent_type_ in Ent.NAMED)


def _is_habitual(verb: Token) -> bool:
    """Such as "guerrillas who attack villages": simple present, no auxiliary."""
    return verb.tag_ in Tag.PRESENTS and not any(child.dep_ in Dep.AUXILIARIES for child in verb.children)


def _is_perfect(verb: Token) -> bool:
    return any(child.dep_ == Dep.AUXILIARY and child.lower_ in PERFECT for child in verb.children)
