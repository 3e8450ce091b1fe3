"""What speaks for and against two mentions telling of one happening: kinds, parties, places, dates, tolls.

What belongs here: readable evidence about a pair of drafts, the earlier first. Whether it suffices is weighed in
`joining`; what the joined draft keeps of each is decided in `coreference`.
"""

from __future__ import annotations

from transforms.events.drafts import Draft, same_entity
from transforms.events.joining.asides import is_outcome, is_setting
from transforms.events.joining.retelling import (
    is_dated_by_report,
    points_back,
    share_named_victim,
    share_victim,
    targets_differ,
    victims_differ,
)
from transforms.events.setting.placing import contains
from transforms.model import Location, Role

UPROAR = frozenset({"protest", "riot", "intervention"})
FIGHTING = frozenset({"violence", "territory"})


def may_join(one: Draft, two: Draft) -> bool:
    """Whether two classes can be sides of one happening."""
    families = {one.kind.family, two.kind.family}
    if families <= UPROAR:
        return True
    if families & UPROAR and families <= UPROAR | {"violence", "property", "arrest"}:
        other = two if one.kind.family in UPROAR else one
        return _belongs_to_crowd(one, two, other)
    if families <= FIGHTING:
        is_loose = _either(one, two, "generic") or _either(one, two, "bomb")
        return is_loose or one.kind is two.kind or _both(one, two, "explosive")
    if "property" in families and families <= {"violence", "property"}:
        return _either(one, two, "wreck")
    if "abduction" in families and families <= {"violence", "abduction"}:
        other = one if two.kind.family == "abduction" else two
        return other.kind.has("taking_force") and other.fatalities is None
    if _either(one, two, "seizure") and _both(one, two, "seizure", "explosive"):
        return _both(one, two, "seizure", "device") or is_setting(one) or is_setting(two)
    if families == {"arrest", "violence"}:
        return is_setting(one) or is_setting(two)
    return one.kind is two.kind or frozenset((one.kind.name, two.kind.name)) in one.scene.lexicon.class_pairs


def _either(one: Draft, two: Draft, trait: str) -> bool:
    return one.kind.has(trait) or two.kind.has(trait)


def _both(one: Draft, two: Draft, *traits: str) -> bool:
    return all(any(draft.kind.has(trait) for trait in traits) for draft in (one, two))


def _belongs_to_crowd(one: Draft, two: Draft, other: Draft) -> bool:
    if other.kind.family == "arrest":
        return other.actor_side in (None, "state")
    if other.trigger.row.pos == "noun" and other.kind.has("cause") and not is_outcome(other):
        return False  # "protest against the killing of ..." names the cause
    if other.kind.family == "property":
        return True
    return other.kind.has("harming") and "rebel" not in (one.actor_side, two.actor_side)


def befell_others(one: Draft, two: Draft) -> bool:
    """Whether other people suffered, or, told far apart, another thing was hit."""
    distant = two.scene.paragraph.number - one.scene.paragraph.number > 1
    return victims_differ(one, two) or (distant and targets_differ(one, two))


def told_alike(one: Draft, two: Draft) -> bool:
    """Whether both are told as facts, or both not.

    What is told without a date after an old deed can be about it; what is told before it only where the victim is one.
    """
    if "historical" in (one.status, two.status) and (one.happened or two.happened):
        fresh = one if one.happened else two
        bare = fresh is two and points_back(two) and two.recipient is None and not is_explicit(two)
        return fresh.date_from != "text" and (bare or share_named_victim(one, two))
    return one.happened == two.happened and (one.status == "negated") == (two.status == "negated")


def is_near(one: Draft, two: Draft) -> bool:
    """Near in the text, or tied by the same explicit place, or told in the headline."""
    distance = two.scene.paragraph.number - one.scene.paragraph.number
    if distance <= 1 or one.scene.paragraph.field == "title":
        return True
    if (is_explicit(one) and is_explicit(two)) or share_victim(one, two) or points_back(two):
        return True
    vague = two.kind.has("generic") and not is_explicit(two) and two.date_from != "text"
    return vague and distance <= 3


def is_explicit(draft: Draft) -> bool:
    """Whether the draft's own sentence places it."""
    return draft.place_from == "sentence" and bool(draft.places)


def places_agree(one: Draft, two: Draft) -> bool:
    """Whether both can be in one place: the same, one inside the other, or one of them is nowhere said."""
    if not (is_explicit(one) and is_explicit(two)):
        return True
    if len(one.places) > 1 or len(two.places) > 1:
        return {place.text for place in one.places} & {place.text for place in two.places} != set()
    first, second = next(iter(one.places)), next(iter(two.places))
    if first.text == second.text:
        return True
    a, b = first.location, second.location
    if a is None or b is None:
        return a is not None and _is_coarse(a)  # an unlisted village after the region that the headline names
    if a.location_id == b.location_id:
        return True
    if a.country_iso3 == b.country_iso3 and (_is_region(a) or _is_region(b)):
        return True
    return contains(a.feature_code, a.country_iso3, a.admin1_code, b.country_iso3, b.admin1_code) or contains(
        b.feature_code, b.country_iso3, b.admin1_code, a.country_iso3, a.admin1_code
    )


def _is_region(location: Location) -> bool:
    """A part of a country without borders of its own: "central Mali", "the north"."""
    return location.feature_code.startswith("RGN")


def _is_coarse(location: Location) -> bool:
    return _is_region(location) or location.feature_code.startswith(("PCL", "ADM1"))


def dates_agree(one: Draft, two: Draft) -> bool:
    """Whether both can be of one time; what is dated by a later report agrees with any."""
    a, b = one.date, two.date
    if a is None or b is None or one.date_from != "text" or two.date_from != "text":
        return True
    if a.date_start is None or b.date_start is None or a.date_end is None or b.date_end is None:
        return True
    is_told_later = is_dated_by_report(two)
    if (share_victim(one, two) and (is_told_later or is_dated_by_report(one))) or (is_told_later and points_back(two)):
        return True
    return a.date_start <= b.date_end and b.date_start <= a.date_end


def actors_agree(one: Draft, two: Draft) -> bool:
    """Whether one actor can have done both; either side of a fight may be named first."""
    if one.kind.family in UPROAR or two.kind.family in UPROAR:
        return True
    if _either(one, two, "clash"):
        return _shares_party(one, two)
    sides = {one.actor_side, two.actor_side} - {None}
    if sides in ({"state", "rebel"}, {"mob", "rebel"}):
        return False
    return same_role(one.actor_role, two.actor_role)


def _shares_party(one: Draft, two: Draft) -> bool:
    """A fight has two sides, either of which the other mention may name as its actor."""
    if abs(two.scene.paragraph.number - one.scene.paragraph.number) > 1 and not (is_explicit(one) and is_explicit(two)):
        return False
    known = [role for role in (one.actor_role, one.recipient_role) if role is not None and role.entity is not None]
    if two.actor_role is None or two.actor_role.entity is None or not known:
        return True
    return any(same_role(role, two.actor_role) for role in known)


def same_role(one: Role | None, two: Role | None) -> bool:
    """Whether two parties can be one: the same entity, or one of them is not known."""
    if one is None or two is None or one.entity is None or two.entity is None:
        return True
    return same_entity(one, two)


def tolls_agree(one: Draft, two: Draft) -> bool:
    """Whether both can count the same dead; a total and a figure next to it always can."""
    a, b = one.fatalities, two.fatalities
    if a is None or b is None or a.best is None or b.best is None or two.is_total or one.is_total:
        return True
    near = two.scene.paragraph.number - one.scene.paragraph.number <= 1 or one.scene.paragraph.field == "title"
    return a.best == b.best or near
