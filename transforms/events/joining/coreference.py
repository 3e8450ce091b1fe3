"""One event for one happening: merges what several triggers of a sentence, and several sentences, tell of it.

What belongs here: which drafts may be the same, and what the merged draft keeps. The most specific class names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.events.drafts import Changes, Draft, same_entity
from transforms.events.joining.asides import is_setting
from transforms.events.joining.contexts import absorbed
from transforms.events.joining.pairs import (
    FIGHTING,
    UPROAR,
    dates_agree,
    is_explicit,
    may_join,
)
from transforms.events.joining.retelling import (
    is_dated_by_report,
    points_back,
    share_victim,
)
from transforms.events.joining.tolls import merged_tolls
from transforms.events.syntax.clauses import ancestors, clause_head, is_verbal
from transforms.events.syntax.labels import Dep
from transforms.model import Status

_NEAR = 3  # sentences
_PROVINCE = 4  # a location's precision


def merge_sentence(drafts: Sequence[Draft]) -> list[Draft]:
    """Merge the drafts of one sentence that grammar ties together."""
    kept: list[Draft] = []
    for draft in drafts:
        at = next((i for i, other in enumerate(kept) if _same_in_sentence(other, draft)), None)
        if at is None:
            kept.append(draft)
        else:
            kept[at] = merged(kept[at], draft, same_sentence=True)
    return kept


def _same_in_sentence(one: Draft, two: Draft) -> bool:
    if one.happened != two.happened or not may_join(one, two):
        return False
    return _connected(one, two) and not told_apart(one, two)


def told_apart(one: Draft, two: Draft) -> bool:
    """Two clauses of a sentence with sides, dates or places of their own are two events."""
    crowds = {one.kind.family, two.kind.family} & UPROAR
    if (
        not crowds
        and {one.actor_side, two.actor_side} == {"state", "rebel"}
        and not (one.kind.has("clash") or two.kind.has("clash"))
    ):
        return True
    if not dates_agree(one, two) or _has_own_date_aside(one) != _has_own_date_aside(two):
        return True
    families = {one.kind.family, two.kind.family}
    return (
        families >= FIGHTING
        and one.is_tied
        and two.is_tied
        and {p.text for p in one.places}.isdisjoint(p.text for p in two.places)
    )


def _has_own_date_aside(draft: Draft) -> bool:
    """In a relative clause with its own date: "the town they took a week ago"."""
    return draft.trigger.token.dep_ == Dep.RELATIVE and draft.is_dated_in_clause


def _connected(one: Draft, two: Draft) -> bool:
    first, second = one.trigger.token, two.trigger.token
    if first.i in {token.i for token in ancestors(second)} or second.i in {token.i for token in ancestors(first)}:
        return True
    heads = {clause_head(first).i, clause_head(second).i}
    if len(heads) == 1:
        return True
    a, b = clause_head(first), clause_head(second)
    above_a = {token.i for token in ancestors(a) if is_verbal(token)} | {a.i}
    above_b = {token.i for token in ancestors(b) if is_verbal(token)} | {b.i}
    return bool(above_a & above_b)


def merged(into: Draft, other: Draft, same_sentence: bool) -> Draft:
    """What both tell, `into` the earlier; the more specific class names the event and brings its own actor.

    A sum over months told beside a happening ("214 have died since January") gives it nothing but one more mention.
    """
    into = into.having(
        told_in=frozenset(into.sentences | other.sentences),
        mentions=into.mentions + other.mentions,
        read=into.read + other.read,
    )
    if other.is_summed and not into.is_summed and not same_sentence:
        return into
    into = into.having(context=absorbed(into) | absorbed(other))
    if same_sentence or is_toll_tied(into, other):
        into = merged_tolls(into, other, same_sentence).having(
            displaced=into.displaced or other.displaced, participants=into.participants or other.participants
        )
    into = into.having(
        kinds=into.kinds | other.kinds,
        means=into.means | other.means,
        by_reader=into.by_reader and other.by_reader,
        has_own_date=into.has_own_date or other.has_own_date,
        is_aggregate=into.is_aggregate and other.is_aggregate,
    )
    if _names_event(other, into) and (same_sentence or not _is_vague(other)):
        into = _renamed(into, other, same_sentence)
    else:
        into = into.having(**_completing(into, other))
    into = into.having(**_better_place(into, other, same_sentence))
    into = into.having(**_better_date(into, other))
    return into.having(attribution=into.attribution or other.attribution, status=_status_of_both(into, other))


def _renamed(into: Draft, other: Draft, same_sentence: bool) -> Draft:
    """The earlier draft under the class, the words and the parties of the more specific one."""
    renamed = into.having(
        is_lead=into.is_lead or other.is_lead,
        kind=other.kind,
        trigger=other.trigger,
        scene=other.scene,
        sentence=other.sentence,
        sentence_number=other.sentence_number,
    )
    if same_sentence and is_explicit(other) and other.is_tied:
        lender = into.places[0] if into.places and into.places[0].location is not None else into.container
        renamed = renamed.having(
            places=other.places, place_from=other.place_from, is_tied=True, container=other.container or lender
        )
    return renamed.having(**_preferred(other, renamed))


def _better_place(into: Draft, other: Draft, same_sentence: bool) -> Changes:
    """The place of a sentence before one that is inferred, and the finer of two."""
    if not is_explicit(into) and is_explicit(other):
        return {"places": other.places, "place_from": other.place_from, "container": other.container}
    if not same_sentence and is_explicit(other) and _finer(other, into):
        return {"places": other.places, "container": other.container}
    return {}


def _better_date(into: Draft, other: Draft) -> Changes:
    """A date that the text names before none, and the deed's own before that of its report."""
    is_better = other.date_from == "text" and (
        into.date_from != "text"
        or (into.date is not None and into.date.date_start is None)
        or (
            other.has_own_date
            and is_dated_by_report(into)
            and not is_dated_by_report(other)
            and share_victim(into, other)
        )
    )
    return {"date": other.date, "date_from": other.date_from} if is_better else {}


def _status_of_both(into: Draft, other: Draft) -> Status:
    if other.status == "historical":
        return "historical"
    return "actual" if (into.status, other.status) == ("claimed", "actual") else into.status


def is_toll_tied(into: Draft, other: Draft) -> bool:
    """Whether what another sentence counts is surely of the same happening, not merely likely to be.

    It is told as this one is (a toll of today is none of an attack years ago) and stands near, in or under the
    headline, or points back: by "the attack", by the victim, by the same town or the same date. A count left open
    harms less than that of another attack.
    """
    if "historical" in {into.status, other.status} and into.status != other.status:
        return False
    if into.is_summed != other.is_summed or into.status == "negated":
        return False
    apart = min(abs(one - two) for one in into.sentences for two in other.sentences)
    if into.happened != other.happened:
        return apart <= 1
    if apart <= _NEAR or other.is_total or "title" in (into.scene.paragraph.field, other.scene.paragraph.field):
        return True
    if points_back(other) or share_victim(into, other):
        return True
    return _same_town(into, other) or _same_day(into, other)


def _same_town(one: Draft, two: Draft) -> bool:
    """Whether both sentences name one place below a province."""
    return is_explicit(one) and is_explicit(two) and bool(_towns(one) & _towns(two))


def _towns(draft: Draft) -> set[str]:
    found = (place.location for place in draft.places if place.location is not None)
    return {location.location_id for location in found if location.location_precision < _PROVINCE}


def _same_day(one: Draft, two: Draft) -> bool:
    a, b = one.date, two.date
    if a is None or b is None or one.date_from != "text" or two.date_from != "text":
        return False
    return a.date_start is not None and (a.date_start, a.date_end) == (b.date_start, b.date_end)


def _names_event(other: Draft, into: Draft) -> bool:
    """The more specific class; a protest stays a protest whatever happened in it."""
    families = {other.kind.family, into.kind.family}
    if families in ({"weapons", "violence"}, {"arrest", "violence"}) and (is_setting(other) or is_setting(into)):
        return is_setting(into)
    crowds = other.kind.family in UPROAR, into.kind.family in UPROAR
    if crowds[0] != crowds[1]:
        return crowds[0]
    return other.kind.rank > into.kind.rank


def _is_vague(draft: Draft) -> bool:
    """Such as "the fighting", "the attack": names no party and no place, so it only points back."""
    generic = draft.kind.has("generic") or draft.kind.has("bomb")
    return generic and draft.actor is None and draft.recipient is None and not is_explicit(draft)


def _finer(one: Draft, two: Draft) -> bool:
    a, b = one.places[0].location, two.places[0].location if two.places else None
    if len(two.places) != 1 or a is None or b is None:
        return False
    return a.location_precision < b.location_precision and b.location_precision >= 4


def _preferred(other: Draft, into: Draft) -> Changes:
    """The roles of the more specific draft; those of the less specific fill what it lacks."""
    found: dict[str, object] = {}
    if (other.actor is not None or other.actor_side is not None) and _can_act(other, into):
        found |= _actor_of(other)
    acting = other.actor_role if found else into.actor_role
    is_other = not same_entity(acting, other.recipient_role)
    if other.recipient is not None and (into.recipient is None or not _is_victim(into)) and is_other:
        found |= _recipient_of(other)
    return found


def _completing(into: Draft, other: Draft) -> Changes:
    found: dict[str, object] = {}
    if into.actor is None and other.actor is not None and _can_act(other, into) and not _suffers(other, into):
        found |= _actor_of(other)
    wants_victim = into.kind.family == "violence" and not _is_victim(into) and _is_victim(other)
    lacks = (into.recipient is None or not into.recipient_fits) and other.recipient is not None
    if (lacks or wants_victim) and into.kind.family != "territory" and not _is_of_the_doers(other, into):
        found |= _recipient_of(other)
    return found


def _actor_of(draft: Draft) -> dict[str, object]:
    return {"actor": draft.actor, "actor_side": draft.actor_side, "actor_role": draft.actor_role}


def _recipient_of(draft: Draft) -> dict[str, object]:
    return {
        "recipient": draft.recipient,
        "recipient_side": draft.recipient_side,
        "recipient_role": draft.recipient_role,
        "recipient_fits": draft.recipient_fits,
    }


def _is_of_the_doers(other: Draft, into: Draft) -> bool:
    """Whether who suffers elsewhere is the actor here, as the fallen of one side of a clash are.

    Whoever else is struck by his own is rather no doer: "a navy boat hit a mine, and two sailors drowned".
    """
    return same_entity(other.recipient_role, into.actor_role) and (into.kind.has("clash") or not _is_victim(other))


def _suffers(other: Draft, into: Draft) -> bool:
    """Whether the actor told elsewhere is who suffers here: "the army said" makes it no doer."""
    return into.is_deed and same_entity(other.actor_role, into.recipient_role)


def _can_act(other: Draft, into: Draft) -> bool:
    """Whether the actor told elsewhere can be this event's: civilians take no territory."""
    return into.kind.family != "territory" or other.actor_side != "civilian"


def _is_victim(draft: Draft) -> bool:
    return draft.recipient_side in ("civilian", "state", "rebel", "protester") and draft.kind.family in (
        "violence",
        "riot",
    )


def drop_aggregates(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out sums ("five towns have fallen") where a member of the sum is coded, and sums without a place."""
    members = {draft.kind.family for draft in drafts if not draft.is_aggregate and is_explicit(draft)}
    return [
        draft for draft in drafts if not draft.is_aggregate or (draft.kind.family not in members and is_explicit(draft))
    ]


def drop_echoes(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out what only says again that something happened.

    A headline's bare noun ("in weekend offensive") where the body tells of the fighting itself, and remarks that count
    what was told: "it was the second raid of the year".
    """
    told = any(draft.scene.paragraph.field == "body" and draft.kind.family in FIGHTING for draft in drafts)
    return [
        draft
        for draft in drafts
        if not (told and draft.scene.paragraph.field == "title" and _is_vague(draft)) and not _counts_again(draft)
    ]


def _counts_again(draft: Draft) -> bool:
    noun = draft.trigger.token
    if draft.trigger.row.pos != "noun" or noun.dep_ != Dep.ATTRIBUTE:
        return False
    is_numbered = any(child.dep_ == Dep.ADJECTIVE and child.like_num for child in noun.children)
    return is_numbered and any(
        child.dep_ == Dep.SUBJECT and child.lower_ in draft.listed("pointer") for child in noun.head.children
    )
