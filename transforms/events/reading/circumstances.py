"""With what, and under what circumstances: weapons, both sides firing, a crowd, no shot fired, a sum of places.

What belongs here: what a mention's words say beyond class, parties, place and time. ACLED's rules ask for it.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.drafts import Changes, Draft
from transforms.events.syntax.clauses import ancestors, is_verbal, logical_subject, undergoer
from transforms.events.syntax.labels import Dep, Tag
from transforms.events.syntax.role_spans import role_span


def read_means(draft: Draft) -> Changes:
    """Weapons named in the event's clause, in its subject and in the clauses right above it."""
    token, scene = draft.trigger.token, draft.scene
    if not any(draft.sentence.start <= i < draft.sentence.end for i in scene.means_at):
        return {}
    reach: list[Token] = list(token.subtree)
    for above in list(ancestors(token))[:5]:
        reach.append(above)
        reach += [child for child in above.children if child.dep_ in Dep.CLAUSE_PARTS]
        reach += [inner for child in above.children if child.dep_ in Dep.INNER_PARTS for inner in child.subtree][:25]
    subject = logical_subject(token) if is_verbal(token) else None
    if subject is not None:
        reach += list(subject.subtree)[:12]
    reach += list(draft.sentence[draft.trigger.start - draft.sentence.start : draft.trigger.end - draft.sentence.start])
    hit = [found for found in (draft.recipient, undergoer(token) if is_verbal(token) else None) if found is not None]
    named = [(word, means) for word in reach if (means := scene.means_of(word)) is not None]
    return {"means": frozenset(means for word, means in named if means != "air" or word not in hit)}


def read_context(draft: Draft) -> Changes:
    """What the words say beyond class and sides: both sides fire, a crowd acts, no shot was fired."""
    text, found = draft.sentence.text.lower(), set[str]()
    if draft.kind.has("clash") and draft.trigger.token.lemma_.lower() in draft.listed("exchange"):
        found.add("exchange")
    if "both directions" in text or "exchange of fire" in text:
        found.add("exchange")
    if (
        draft.actor is not None
        and "crowd" in draft.scene.categories(draft.actor)
        and not _is_handful(draft.actor, draft)
    ):
        found.add("crowd")
    if draft.actor is not None and any(word.lower_ in draft.listed("unknown") for word in draft.actor.lefts):
        found.add("unknown_hands")
    if draft.kind.family == "territory" and any(word in text for word in draft.listed("peaceful")):
        found.add("peaceful")
    return {"context": draft.context | found} if found else {}


def _is_handful(head: Token, draft: Draft) -> bool:
    """Two men are no crowd."""
    return any(child.dep_ == Dep.NUMERAL and child.lower_ in draft.listed("handful") for child in head.lefts)


def read_aggregate(draft: Draft) -> Changes:
    """Whether it is a sum of places taken and no single one."""
    return {"is_aggregate": True} if draft.kind.family == "territory" and _is_aggregate(draft) else {}


def _is_aggregate(draft: Draft) -> bool:
    """Such as "seized five capitals": a number or a measure of places and no name among them."""
    head = draft.recipient
    if head is None:
        return False
    if any(draft.scene.place(token) is not None and _is_settlement(draft, token) for token in role_span(head, False)):
        return False
    nouns = draft.scene.lexicon.nouns
    tokens = role_span(head, False)
    measured = any(
        "aggregate" in nouns.get(token.lower_, ()) or token.lower_ in draft.listed("share") for token in tokens
    )
    return measured and (head.tag_ in Tag.PLURALS or any(token.lower_ in draft.listed("share") for token in tokens))


def _is_settlement(draft: Draft, token: Token) -> bool:
    if (
        any(word.lower_ in draft.listed("share") for word in role_span(draft.recipient, False))
        if draft.recipient is not None
        else False
    ):
        return False
    return draft.scene.place(token) is not None
