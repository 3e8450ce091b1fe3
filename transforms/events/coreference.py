"""One event for one happening: merges what several triggers of a sentence, and several sentences, tell of it.

What belongs here: which drafts may be the same, and what the merged draft keeps. The most specific class names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.events.clauses import ancestors, clause_head, is_verbal
from transforms.events.drafts import Draft
from transforms.events.placing import contains
from transforms.events.retelling import (
    is_dated_by_report,
    is_once_only,
    points_back,
    share_named_victim,
    share_victim,
    targets_differ,
    victims_differ,
)
from transforms.events.specificity import is_outcome, is_setting
from transforms.events.subtypes import absorb_context
from transforms.events.sums import merge_tolls
from transforms.model import Role

_UPROAR = frozenset({"protest", "riot", "intervention"})
_FIGHTING = frozenset({"violence", "territory"})
_GENERIC = frozenset("kill injure death violence_word ambush_raid fight shoot offensive execute beat destroy".split())
_EXPLOSIVE = frozenset({"bombing", "suicide_bomb", "grenade_attack", "shelling", "air_strike", "chemical_attack"})
_HARMING = _GENERIC - {"offensive"} | {"arson"}
_CAUSES = frozenset({"kill", "death", "execute", "injure"})
_SEPARATE = frozenset({"another", "separately", "elsewhere", "separate", "second", "similar"})


def merge_sentence(drafts: Sequence[Draft]) -> list[Draft]:
    """Merge the drafts of one sentence that grammar ties together."""
    kept: list[Draft] = []
    for draft in drafts:
        partner = next((other for other in kept if _same_in_sentence(other, draft)), None)
        if partner is None:
            kept.append(draft)
        else:
            merge(partner, draft, same_sentence=True)
    return kept


def _same_in_sentence(one: Draft, two: Draft) -> bool:
    if one.happened != two.happened or not may_join(one, two):
        return False
    return _connected(one, two) and not _told_apart(one, two)


def _told_apart(one: Draft, two: Draft) -> bool:
    """Two clauses of a sentence with sides, dates or places of their own are two events."""
    crowds = {one.kind.family, two.kind.family} & _UPROAR
    if (
        not crowds
        and {one.actor_side, two.actor_side} == {"state", "rebel"}
        and "fight" not in (one.kind.name, two.kind.name)
    ):
        return True
    if not _dates_agree(one, two) or _has_own_date_aside(one) != _has_own_date_aside(two):
        return True
    families = {one.kind.family, two.kind.family}
    return (
        families >= _FIGHTING
        and one.is_tied
        and two.is_tied
        and {p.text for p in one.places}.isdisjoint(p.text for p in two.places)
    )


def _has_own_date_aside(draft: Draft) -> bool:
    """In a relative clause with its own date: "the town they took a week ago"."""
    return draft.trigger.token.dep_ == "relcl" and draft.is_dated_in_clause


def may_join(one: Draft, two: Draft) -> bool:
    """Whether two classes can be sides of one happening."""
    families = {one.kind.family, two.kind.family}
    if families <= _UPROAR:
        return True
    names = {one.kind.name, two.kind.name}
    if families & _UPROAR and families <= _UPROAR | {"violence", "property", "arrest"}:
        other = two if one.kind.family in _UPROAR else one
        return _belongs_to_crowd(one, two, other)
    if families <= _FIGHTING:
        return one.kind.name == two.kind.name or bool(names & _GENERIC) or names <= _EXPLOSIVE or "bombing" in names
    if "property" in families and families <= {"violence", "property"}:
        return bool(names & {"destroy", "arson", "loot", "demolish"})
    if "abduction" in families and families <= {"violence", "abduction"}:
        other = one if two.kind.family == "abduction" else two
        return other.kind.name in ("ambush_raid", "shoot", "beat") and other.fatalities is None
    if "weapons_seizure" in names and names <= {"weapons_seizure"} | _EXPLOSIVE:
        return names <= {"weapons_seizure", "bombing", "grenade_attack"} or is_setting(one) or is_setting(two)
    if families == {"arrest", "violence"}:
        return is_setting(one) or is_setting(two)
    return one.kind.name == two.kind.name or names in (
        {"agreement", "ceasefire"},
        {"labour_strike", "protest"},
        {"troop_movement", "alert"},
        {"withdraw", "territory_transfer"},
    )


def _belongs_to_crowd(one: Draft, two: Draft, other: Draft) -> bool:
    if other.kind.family == "arrest":
        return other.actor_side in (None, "state")
    if other.trigger.row.pos == "noun" and other.kind.name in _CAUSES and not is_outcome(other):
        return False  # "protest against the killing of ..." names the cause
    if other.kind.family == "property":
        return True
    return other.kind.name in _HARMING and "rebel" not in (one.actor_side, two.actor_side)


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


def merge_article(drafts: Sequence[Draft]) -> list[Draft]:
    """Merge the drafts of an article, in reading order, into one a happening."""
    kept: list[Draft] = []
    for draft in drafts:
        partner = next((other for other in reversed(kept) if _same_in_article(other, draft)), None)
        if partner is None:
            kept.append(draft)
        else:
            merge(partner, draft, same_sentence=False)
    return kept


def _same_in_article(one: Draft, two: Draft) -> bool:
    if not _told_alike(one, two):
        return False
    if may_join(one, two) and is_once_only(one, two) and share_named_victim(one, two):
        return True
    if not may_join(one, two) or not _places_agree(one, two) or not _dates_agree(one, two):
        return False
    if one.sentence_number == two.sentence_number and _told_apart(one, two):
        return False
    if not _actors_agree(one, two):
        return False
    if one.kind.family == "verbal":
        return one.kind.name == two.kind.name and _same_role(one.recipient_role, two.recipient_role)
    first_words = {token.lower_ for token in two.sentence[:8]}
    if first_words & _SEPARATE and one.sentence.start != two.sentence.start:
        return False
    return _tolls_agree(one, two) and not _befell_others(one, two) and _near(one, two)


def _befell_others(one: Draft, two: Draft) -> bool:
    distant = two.scene.paragraph.number - one.scene.paragraph.number > 1
    return victims_differ(one, two) or (distant and targets_differ(one, two))


def _told_alike(one: Draft, two: Draft) -> bool:
    """Whether both are told as facts, or both not.

    What is told without a date after an old deed can be about it; what is told before it only where the victim is one.
    """
    if "historical" in (one.status, two.status) and (one.happened or two.happened):
        fresh = one if one.happened else two
        bare = fresh is two and points_back(two) and two.recipient is None and not _explicit(two)
        return fresh.date_from != "text" and (bare or share_named_victim(one, two))
    return one.happened == two.happened and (one.status == "negated") == (two.status == "negated")


def _near(one: Draft, two: Draft) -> bool:
    """Near in the text, or tied by the same explicit place, or told in the headline."""
    distance = two.scene.paragraph.number - one.scene.paragraph.number
    if distance <= 1 or one.scene.paragraph.field == "title":
        return True
    if (_explicit(one) and _explicit(two)) or share_victim(one, two) or points_back(two):
        return True
    vague = two.kind.name in _GENERIC and not _explicit(two) and two.date_from != "text"
    return vague and distance <= 3


def _explicit(draft: Draft) -> bool:
    return draft.place_from == "sentence" and bool(draft.places)


def _places_agree(one: Draft, two: Draft) -> bool:
    if not (_explicit(one) and _explicit(two)):
        return True
    if len(one.places) > 1 or len(two.places) > 1:
        return {place.text for place in one.places} & {place.text for place in two.places} != set()
    first, second = one.places[0], two.places[0]
    if first.text == second.text:
        return True
    a, b = first.location, second.location
    if a is None or b is None:
        return False
    if a.location_id == b.location_id:
        return True
    return contains(a.feature_code, a.country_iso3, a.admin1_code, b.country_iso3, b.admin1_code) or contains(
        b.feature_code, b.country_iso3, b.admin1_code, a.country_iso3, a.admin1_code
    )


def _dates_agree(one: Draft, two: Draft) -> bool:
    a, b = one.date, two.date
    if a is None or b is None or one.date_from != "text" or two.date_from != "text":
        return True
    if a.date_start is None or b.date_start is None or a.date_end is None or b.date_end is None:
        return True
    is_told_later = is_dated_by_report(two)
    if (share_victim(one, two) and (is_told_later or is_dated_by_report(one))) or (is_told_later and points_back(two)):
        return True
    return a.date_start <= b.date_end and b.date_start <= a.date_end


def _actors_agree(one: Draft, two: Draft) -> bool:
    if one.kind.family in _UPROAR or two.kind.family in _UPROAR:
        return True
    if "fight" in (one.kind.name, two.kind.name):
        return _shares_party(one, two)
    sides = {one.actor_side, two.actor_side} - {None}
    if sides in ({"state", "rebel"}, {"mob", "rebel"}):
        return False
    return _same_role(one.actor_role, two.actor_role)


def _shares_party(one: Draft, two: Draft) -> bool:
    """A fight has two sides, either of which the other mention may name as its actor."""
    if abs(two.scene.paragraph.number - one.scene.paragraph.number) > 1 and not (_explicit(one) and _explicit(two)):
        return False
    known = [role for role in (one.actor_role, one.recipient_role) if role is not None and role.entity is not None]
    if two.actor_role is None or two.actor_role.entity is None or not known:
        return True
    return any(_same_role(role, two.actor_role) for role in known)


def _same_role(one: Role | None, two: Role | None) -> bool:
    if one is None or two is None:
        return True
    if one.entity is not None and two.entity is not None:
        return one.entity.entity_id == two.entity.entity_id
    return True


def _tolls_agree(one: Draft, two: Draft) -> bool:
    a, b = one.fatalities, two.fatalities
    if a is None or b is None or a.best is None or b.best is None or two.is_total or one.is_total:
        return True
    near = two.scene.paragraph.number - one.scene.paragraph.number <= 1 or one.scene.paragraph.field == "title"
    return a.best == b.best or near


def merge(into: Draft, other: Draft, same_sentence: bool) -> None:
    """Add what `other` tells to `into`; the more specific class names the event and brings its own actor."""
    absorb_context(into, other)
    absorb_context(other, into)
    into.context |= other.context
    merge_tolls(into, other, same_sentence)
    into.kinds |= other.kinds
    into.means |= other.means
    into.mentions += other.mentions
    into.has_own_date = into.has_own_date or other.has_own_date
    into.is_aggregate = into.is_aggregate and other.is_aggregate
    if _names_event(other, into) and (same_sentence or not _is_vague(other)):
        into.is_lead = into.is_lead or other.is_lead
        into.kind, into.trigger, into.scene = other.kind, other.trigger, other.scene
        into.sentence, into.sentence_number = other.sentence, other.sentence_number
        if same_sentence and _explicit(other) and other.is_tied:
            lender = into.places[0] if into.places and into.places[0].location is not None else into.container
            into.places, into.place_from, into.is_tied = other.places, other.place_from, True
            into.container = other.container or lender
        _prefer(other, into)
    else:
        _complete(into, other)
    if not _explicit(into) and _explicit(other):
        into.places, into.place_from, into.container = other.places, other.place_from, other.container
    elif not same_sentence and _explicit(other) and _finer(other, into):
        into.places, into.container = other.places, other.container
    if other.date_from == "text" and (
        into.date_from != "text"
        or (into.date is not None and into.date.date_start is None)
        or (
            other.has_own_date
            and is_dated_by_report(into)
            and not is_dated_by_report(other)
            and share_victim(into, other)
        )
    ):
        into.date, into.date_from = other.date, other.date_from
    into.attribution = into.attribution or other.attribution
    if other.status == "historical":
        into.status = "historical"
    if into.status == "claimed" and other.status == "actual":
        into.status = "actual"


def _names_event(other: Draft, into: Draft) -> bool:
    """The more specific class; a protest stays a protest whatever happened in it."""
    families = {other.kind.family, into.kind.family}
    if families in ({"weapons", "violence"}, {"arrest", "violence"}) and (is_setting(other) or is_setting(into)):
        return is_setting(into)
    crowds = other.kind.family in _UPROAR, into.kind.family in _UPROAR
    if crowds[0] != crowds[1]:
        return crowds[0]
    return other.kind.rank > into.kind.rank


def _is_vague(draft: Draft) -> bool:
    """Such as "the fighting", "the attack": names no party and no place, so it only points back."""
    generic = draft.kind.name in _GENERIC or draft.kind.name == "bombing"
    return generic and draft.actor is None and draft.recipient is None and not _explicit(draft)


def _finer(one: Draft, two: Draft) -> bool:
    a, b = one.places[0].location, two.places[0].location if two.places else None
    if len(two.places) != 1 or a is None or b is None:
        return False
    return a.location_precision < b.location_precision and b.location_precision >= 4


def _prefer(other: Draft, into: Draft) -> None:
    """The roles of the more specific draft; those of the less specific fill what it lacks."""
    if (other.actor is not None or other.actor_side is not None) and _can_act(other, into):
        into.actor, into.actor_side, into.actor_role = other.actor, other.actor_side, other.actor_role
    if other.recipient is not None and (into.recipient is None or not _is_victim(into)):
        into.recipient, into.recipient_side, into.recipient_role = (
            other.recipient,
            other.recipient_side,
            other.recipient_role,
        )


def _complete(into: Draft, other: Draft) -> None:
    if into.actor is None and other.actor is not None and _can_act(other, into):
        into.actor, into.actor_side, into.actor_role = other.actor, other.actor_side, other.actor_role
    wants_victim = into.kind.family == "violence" and not _is_victim(into) and _is_victim(other)
    lacks = into.recipient is None and other.recipient is not None
    if (lacks or wants_victim) and into.kind.family != "territory":
        into.recipient, into.recipient_side = other.recipient, other.recipient_side
        into.recipient_role = other.recipient_role


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
    members = {draft.kind.family for draft in drafts if not draft.is_aggregate and _explicit(draft)}
    return [
        draft for draft in drafts if not draft.is_aggregate or (draft.kind.family not in members and _explicit(draft))
    ]


def drop_echoes(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out a headline's bare noun ("in weekend offensive") where the body tells of the fighting itself."""
    told = any(draft.scene.paragraph.field == "body" and draft.kind.family in _FIGHTING for draft in drafts)
    return [draft for draft in drafts if not (told and draft.scene.paragraph.field == "title" and _is_vague(draft))]
