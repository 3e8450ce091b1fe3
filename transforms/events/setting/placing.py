"""Where an event took place: the toponym that its clause points to, else the story's last, the dateline, the country.

What belongs here: choosing among the places that the place annotator found, and names it does not know that stand where
only a place can ("in the village of X"). UCDP's precision is the place's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.events.drafts import Changes, Draft
from transforms.events.setting.tying import encloses, is_where_told, observe
from transforms.events.syntax.clauses import ancestors, conjuncts, noun_phrase, prepositional, undergoer
from transforms.events.syntax.labels import Dep
from transforms.model import PlaceMention

_DIVISIONS = frozenset({"ADM1", "ADM2", "ADM3"})
_TIED = 1.0  # odds of e, at which the place tells two events of a sentence apart


def place_draft(draft: Draft) -> Changes:
    """The best place of the draft's sentence, if the syntax ties one to it."""
    if draft.kind.family == "territory":
        objects = _object_places(draft)
        if objects:
            return _placed(*objects)
    if _is_here(draft):
        return {"context": draft.context | {"here"}}
    if draft.kind.has("moves_troops"):
        moved = _moved_between(draft)
        if moved is not None:
            return _placed(moved)
    scored = sorted(weigh_places(draft), key=lambda pair: (-pair[0], pair[1].start_char))
    if not scored or scored[0][0] <= 0:
        return {}
    score, best = scored[0]
    located = [place for _, place in scored if place is not best and place.location is not None]
    around = [place for place in located if encloses(place, best, draft.scene)]
    if any(_contradicts(place, best) for place in around):
        best = replace(best, location=None)
    found = _placed(best, is_tied=score >= _TIED)
    if best.location is not None:
        return found
    tied = [place for odds, place in scored if odds > 0 and place in located]
    return {**found, "container": next(iter(around + tied), None) or surest(located)}


def _placed(*places: PlaceMention, is_tied: bool = True) -> Changes:
    """Fields of a draft whose own sentence says where it was."""
    return {"places": places, "place_from": "sentence", "is_tied": is_tied}


def follow_spread(draft: Draft) -> Changes:
    """Fighting that "spilled over into" somewhere is told of there, not where it came from."""
    token = draft.trigger.token
    chain = [token, *list(ancestors(token))[:2]]
    verb = next((word for word in chain if word.lemma_.lower() in draft.listed("spreading")), None)
    if verb is None or not draft.kind.has("clash"):
        return {}
    nouns = (
        noun
        for word in verb.subtree
        if word.i > verb.i and word.lower_ in draft.listed("into")
        for noun in word.children
    )
    reached = next((place for noun in nouns if (place := draft.scene.place(noun)) is not None), None)
    return _placed(reached) if reached is not None else {}


def surest(places: Sequence[PlaceMention]) -> PlaceMention | None:
    """What named places make certain of one that no gazetteer has: a division or region named, else the country.

    "Raiders burned Tal Osha. A priest in Kampala wept": the village is no part of Kampala, but in Uganda, as far as
    the report goes. Towns of several countries make nothing certain.
    """
    known = [place for place in places if place.location is not None]
    division = next((place for place in known if _is_division(place)), None)
    if division is not None:
        return division
    countries = {place.country.location_id: place for place in known if place.country is not None}
    if len(countries) != 1:
        return None
    only = next(iter(countries.values()))
    return replace(only, location=only.country)


def is_country(place: PlaceMention) -> bool:
    """Whether it is a whole country."""
    return place.location is not None and place.location.feature_code.startswith("PCL")


def _is_division(place: PlaceMention) -> bool:
    return place.location is not None and place.location.feature_code in _DIVISIONS


def _contradicts(container: PlaceMention, place: PlaceMention) -> bool:
    """Whether a place said to lie in the container was found elsewhere: another of its name is meant."""
    outer, inner = container.location, place.location
    if outer is None or inner is None or outer.country_iso3 is None or inner.country_iso3 is None:
        return False
    is_division = outer.feature_code == "ADM1" and outer.admin1_code is not None and inner.admin1_code is not None
    return outer.country_iso3 != inner.country_iso3 or (is_division and outer.admin1_code != inner.admin1_code)


def weigh_places(draft: Draft) -> list[tuple[float, PlaceMention]]:
    """The places of the sentence with the sum of what is observed; above 0 a place is tied to the event."""
    weights, candidates = draft.scene.lexicon.place_ties, places_of(draft)
    found: list[tuple[float, PlaceMention]] = []
    for place in candidates:
        observed = observe(place, draft, [other for other in candidates if other is not place])
        found.append((sum(weights[name] * value for name, value in observed.items()), place))
    return found


def places_of(draft: Draft) -> list[PlaceMention]:
    """The places of the draft's sentence that can be the event's: neither the dateline nor where it was told of."""
    scene, sentence = draft.scene, draft.sentence
    return [
        place
        for place in scene.places
        if not place.is_dateline
        and place.role != "dateline"
        and not _is_actor(place, draft)
        and not is_where_told(place, draft.trigger.token, scene)
        and (tokens := scene.tokens_between(place.start_char, place.end_char))
        and sentence.start <= tokens[0] < sentence.end
    ]


def _moved_between(draft: Draft) -> PlaceMention | None:
    """Where troops move to or leave: "withdrew its soldiers from Chad", "sent its army into Congo"."""
    verb, scene = draft.trigger.verb, draft.scene
    if verb is None:
        return None
    moved = undergoer(verb)
    sources = [verb] if moved is None else [verb, moved]
    ends = (noun for source in sources for _, noun in prepositional(source, draft.listed("way")))
    found = [place for noun in ends if (place := scene.place(noun)) is not None and not _is_actor(place, draft)]
    return found[0] if found else None


def _is_actor(place: PlaceMention, draft: Draft) -> bool:
    """Whether the name is that of the state that acts: "Spain brought its marines home from Niger"."""
    if draft.actor is None or place.location is None or not place.location.feature_code.startswith("PCL"):
        return False
    return draft.scene.place(draft.actor) is place


def _is_here(draft: Draft) -> bool:
    """Whether the clause says "here": where the reporter is."""
    verb = draft.trigger.verb or draft.trigger.token
    return any(child.lower_ == "here" and child.dep_ == Dep.ADVERB for child in verb.children)


def _object_places(draft: Draft) -> list[PlaceMention]:
    """The places taken: one for each coordinated object, a name inside it included ("the city of Kunduz")."""
    found: list[PlaceMention] = []
    verb = draft.trigger.verb
    taken = undergoer(verb) if verb is not None else None
    taken = taken if taken is not None and draft.scene.place(taken) is not None else draft.recipient
    if taken is None:
        return found
    for head in conjuncts(taken):
        tokens = [head, *noun_phrase(head)]
        tokens += [token for child in head.children if child.dep_ == Dep.APPOSITION for token in noun_phrase(child)]
        tokens += list(noun_phrase(head.head)) if head.dep_ == Dep.APPOSITION else []
        place = next((place for token in tokens if (place := draft.scene.place(token)) is not None), None)
        if place is not None and place not in found:
            found.append(place)
    return found


def fall_back(
    draft: Draft, recent: PlaceMention | None, dateline: PlaceMention | None, country: PlaceMention | None
) -> Changes:
    """Without a place of its own: the last place of the story, then the dateline, then the country."""
    for place, origin in ((recent, "article"), (dateline, "dateline"), (country, "country")):
        if place is not None and not _is_actor(place, draft):
            return {"places": (place,), "place_from": origin}
    return {}


def contains(
    code: str, country: str | None, admin1: str | None, inner_country: str | None, inner_admin1: str | None
) -> bool:
    """Whether a country or a province, told by its feature code and codes, holds the inner place."""
    if country is None or country != inner_country:
        return False
    return (
        code.startswith("PCL")
        or (code == "ADM1" and admin1 == inner_admin1)
        or (code == "ADM2" and admin1 == inner_admin1)
    )
