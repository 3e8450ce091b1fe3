"""Decides which place each name of an article means, all names of the article together.

What belongs here: the weights and the rounds in which names help one another. A document has a geography: the
countries and provinces it speaks of, its source, and names that lie near one another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from transforms.places.gazetteer import Candidate, Gazetteer, contains
from transforms.places.sighting import Sighting

ROUNDS: Final = 3
NEAR_KM: Final = 150.0
COUNTY_RADIUS_KM: Final = 30.0  # of a county of 3,000 square kilometres, as they mostly are
SMALLEST_RADIUS_KM: Final = 3.0  # of a village with its fields
MOST_CANDIDATES: Final = 60
FAR_FROM_HOLDER_KM: Final = 300.0
HOLDER_BELIEF: Final = 0.6
EVEN: Final = 0.5
CLEAR_LEAD: Final = 0.75
NOTED: Final = 20_000  # inhabitants
WIDE_KM: Final = 100.0  # from a town to the middle of the division that is named for it


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence is worth, in the logarithm of odds: 1 is about three to one, 3 twenty to one.

    Set by hand, in round figures, by what an editor would take for granted; the reason stands beside each.
    """

    size: float = 1.0  # for ten times as many people: news is where people are
    capital: float = 2.0  # a national capital is in the news far beyond its size
    first_sense: float = 2.0  # what news means by the name alone, where others of its name have more people
    capital_to_locals: float = 1.0  # but a local paper's "Washington" may be the next county
    is_country: float = 2.0  # a country before a town of its name ("Lebanon", "Peru")
    is_admin1: float = 0.0  # a state by its size alone
    is_admin2: float = -1.5  # a county is rarely meant without "county" beside it
    is_region: float = 2.0  # our own regions are in the table because the press speaks of them
    other_name: float = -1.5  # an alternate name: its bearer is mostly called otherwise
    shadowed: float = -1.5  # a division that is named for its city: the city is meant ("Kunduz", "New York")
    country: float = 4.0  # all else that the article names lies in the same country
    admin1: float = 4.0  # in the same first-order division, on top of the country
    near: float = 2.0  # near other towns of the article
    container: float = 6.0  # the text says so: "Paris, Texas"
    feature: float = 3.5  # the word beside it says what it is: "province"
    source_country: float = 1.0  # the source is of that country: as if the article named it once
    country_words: float = 1.0  # what only one country has: as if the article named it
    source_admin1: float = 2.0  # a regional paper writes of its own region: as if named four times
    source_town: float = 2.0  # a town's paper writes of its town: as if named twice
    home_town: float = 3.0  # and means its own town by the name
    unlisted: float = 1.5  # a village of some hundred people that no gazetteer has, where the article takes place
    bare_article: float = -3.0  # "in the Valley.", with nothing behind it that the article could belong to
    peers: float = 3.5  # listed with places of one kind: "Colorado and Washington", "Boston, New York and Washington"
    side: float = 2.5  # "western New York": a side of what is wide, not of the town in it
    sense: float = 4.0  # the text spelled the name out elsewhere


@dataclass(slots=True)
class Group:
    """All sightings of an article that are one name in one container."""

    key: str
    container: str
    sightings: list[Sighting]
    candidates: list[Candidate]
    weight: float = 0.0  # number of sightings, more where other evidence speaks for the name
    fixed: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    @property
    def may_be_country(self) -> bool:
        """Whether a country has the name, so that another country beside it is its peer ("the U.S. and Georgia")."""
        return any(candidate.kind == "country" and candidate.quality < 2 for candidate in self.candidates)

    @property
    def is_obscure(self) -> bool:
        """Whether no place of note has the name for its own, and the text does not say what holds it."""
        return not self.container and not any(
            c.quality < 2 and (c.kind != "city" or c.population >= NOTED) for c in self.candidates
        )

    def share_of(self, holds: Callable[[Sighting], bool]) -> float:
        """The share of the sightings for which something holds."""
        return sum(map(holds, self.sightings)) / len(self.sightings) if self.sightings else 0.0

    @property
    def best(self) -> int:
        """Position of the candidate that is believed most; ties go to the first in the gazetteer."""
        return max(range(len(self.candidates)), key=lambda i: (self.shares[i], -self.candidates[i].place))


@dataclass(frozen=True, slots=True)
class Answer:
    """The place that a name means, with what is believed of it."""

    candidate: Candidate | None = None
    belief: float = 0.0  # of all that the name may mean, 0 to 1
    lead: float = 0.0  # the same held against its strongest rival alone: 0.75 is three times as likely

    @property
    def is_clear(self) -> bool:
        """Whether it is likelier than all others together, or far likelier than any of them.

        "Geneva" alone has forty namesakes, none of which comes near the city; of two towns of a size neither is clear.
        """
        return self.belief >= EVEN or self.lead >= CLEAR_LEAD


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of an article's geography apart from the names in it."""

    countries: Mapping[str, float]  # by adjectives ("Afghan forces") and the source
    adjectives: Mapping[str, float]  # by adjectives alone
    admin1: Mapping[str, float]
    country: str = ""  # where the source is at home
    town: str = ""  # name of the town that the source is named for


@dataclass(frozen=True, slots=True)
class Support:
    """How much names speak for each country and first-order division."""

    countries: Mapping[str, float]
    divisions: Mapping[str, float]
    by_name: Mapping[str, float]  # the part that the countries' own names and adjectives bring


@dataclass(frozen=True, slots=True)
class Geography:
    """Where an article takes place, as far as one round has made out."""

    support: Support
    total_countries: float
    total_divisions: float
    anchors: Sequence[tuple[str, Candidate, float]]  # towns: name, place, weight
    senses: Mapping[tuple[str, int], float]  # what a name means where the text says what holds it ("Paris, Texas")

    def country_share(self, iso2: str, own: Support, *, leave_out: float = 0.0) -> float:
        """The country's share of the article, without what the asking name itself brings to it and to others."""
        rest = self.total_countries - sum(own.countries.values()) - leave_out
        support = self.support.countries.get(iso2, 0.0) - own.countries.get(iso2, 0.0) - leave_out
        return max(0.0, support) / rest if rest > 0 else 0.0

    def division_share(self, admin1: str, own: Support) -> float:
        """The first-order division's share of the article, without what the asking name itself brings."""
        rest = max(0.5, self.total_divisions - sum(own.divisions.values()))
        return max(0.0, self.support.divisions.get(admin1, 0.0) - own.divisions.get(admin1, 0.0)) / rest

    def nearness(self, candidate: Candidate, key: str) -> float:
        """How many of the article's other towns lie near, each counting less with distance."""
        return sum(
            weight * math.exp(-distance_km(candidate, other) / NEAR_KM)
            for name, other, weight in self.anchors
            if name != key and abs(candidate.latitude - other.latitude) < 3.0
        )


class PlaceResolver:
    """Chooses a candidate for each group of sightings.

    Args:
        gazetteer: the index of names.
        weights: the weights, where others than the default are tried.
        first_senses: country and first-order division ("US.SC", or empty) that news means by a name alone.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        weights: Weights | None = None,
        first_senses: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._weights = weights or Weights()
        self._first_senses = first_senses or {}

    def resolve(self, sightings: Sequence[Sighting], context: Context) -> list[Answer]:
        """For each sighting its place and the belief in it, in order."""
        contained = {s.key for s in sightings if s.container}
        held = {s.key: s.holder for s in reversed(sightings) if s.is_held_firmly and s.key not in contained}
        groups = _group(sightings, {key: self._gazetteer.find(holder) for key, holder in held.items()})
        if context.town:
            self._add_town(groups, context.town)
        is_local = bool(context.town or context.admin1)
        for group in groups.values():
            towns = [c for c in group.candidates if c.kind == "city" and c.quality < 2]
            capitals = {c.admin1 for c in towns} | {c.iso2 for c in towns if c.code == "PPLC"}
            group.fixed = [
                self._fixed(candidate, group, capitals, is_local=is_local, is_wide=_is_wide(candidate, towns))
                for candidate in group.candidates
            ]
            if not is_local:
                self._add_first_sense(group)
            if context.town and group.key.startswith(context.town):
                group.fixed = [
                    score + self._weights.home_town * (candidate.iso2 == context.country)
                    for score, candidate in zip(group.fixed, group.candidates, strict=True)
                ]
            group.shares = _softmax(group.fixed)
        for _ in range(ROUNDS):
            self._round(list(groups.values()), context)
        answers = [self._answer(groups[_key(s)]) for s in sightings]
        known = {sighting.key: answer for sighting, answer in zip(sightings, answers, strict=True)}
        return [
            answer if sighting.container else _fall_back(answer, known.get(held.get(sighting.key, sighting.holder)))
            for sighting, answer in zip(sightings, answers, strict=True)
        ]

    def _add_first_sense(self, group: Group) -> None:
        """Raise the place that news means by the name: the largest town of the name in the country of the table."""
        iso2, admin1 = self._first_senses.get(group.key, ("", ""))
        towns = [
            number
            for number, c in enumerate(group.candidates)
            if c.kind == "city" and c.iso2 == iso2 and admin1 in ("", c.admin1)
        ]
        if towns:
            known = max(towns, key=lambda number: group.candidates[number].population)
            is_other_name = group.candidates[known].quality >= 2
            group.fixed[known] += self._weights.first_sense - (self._weights.other_name if is_other_name else 0.0)

    def _add_town(self, groups: dict[tuple[str, str], Group], town: str) -> None:
        """Let the town that the source is named for take part, as if it were mentioned some times."""
        candidates = [c for c in self._gazetteer.find(town) if c.quality < 2]
        group = groups.setdefault((town, ""), Group(town, "", [], _most_populous(candidates)))
        group.weight += self._weights.source_town

    def _fixed(
        self, candidate: Candidate, group: Group, with_city: set[str], *, is_local: bool, is_wide: bool
    ) -> float:
        """What speaks for a candidate whatever else the article says.

        A division is the less likely meaning when a city in it ("Kunduz", "New York") or the country's capital
        ("Washington") has its name.
        """
        weights = self._weights
        score = weights.size * candidate.size + self._kind_prior(candidate)
        if candidate.code == "PPLC" and candidate.quality < 2:
            score += weights.capital_to_locals if is_local else weights.capital
        if candidate.kind == "admin1" and (candidate.admin1 in with_city or candidate.iso2 in with_city):
            score += weights.shadowed
        wanted = group.sightings[0].feature if group.sightings else ""
        if wanted:
            is_fit = candidate.code == wanted or (wanted == "ADM1" and candidate.code in ("RGN", "ADM2"))
            is_fit = is_fit or (wanted == "PPL" and candidate.kind == "city")
            score += weights.feature if is_fit else 0.0
        if candidate.kind == "city":
            score += weights.bare_article * group.share_of(lambda sighting: sighting.has_bare_article)
        score += weights.peers * group.share_of(lambda sighting: candidate.kind in sighting.peers)
        if candidate.kind == "admin1" and candidate.quality < 2 and is_wide:
            score += weights.side * group.share_of(lambda sighting: "before_compass" in sighting.observations)
        if group.container:
            score += weights.container if self._is_inside(candidate, group.container) else 0.0
        return score

    def _kind_prior(self, candidate: Candidate) -> float:
        weights = self._weights
        prior = {
            "country": weights.is_country,
            "admin1": weights.is_admin1,
            "admin2": weights.is_admin2,
            "region": weights.is_region,
        }.get(candidate.kind, 0.0)
        return prior + weights.other_name * (candidate.quality >= 2)

    def _is_inside(self, candidate: Candidate, container: str) -> bool:
        division = self._gazetteer.division(container) if "." in container else None
        holders = (division,) if division else self._gazetteer.find(container)
        return any(contains(holder, candidate) for holder in holders)

    def _round(self, groups: Sequence[Group], context: Context) -> None:
        """Let every group look at what the others mean now; all change together, so order plays no part."""
        geography = _survey(groups, context)
        scores = [
            [
                fixed + self._company(candidate, group, own, geography)
                for candidate, fixed in zip(group.candidates, group.fixed, strict=True)
            ]
            for group, own in ((group, support_of(_namesakes(group, groups))) for group in groups)
        ]
        unlisted = [
            [self._unlisted(geography, support_of(_namesakes(group, groups)))] if new and group.is_obscure else []
            for group, new in zip(groups, scores, strict=True)
        ]
        for group, new, rest in zip(groups, scores, unlisted, strict=True):
            group.shares = _softmax([*new, *rest])[: len(new)]

    def _unlisted(self, geography: Geography, own: Support) -> float:
        """What speaks for a namesake that the gazetteer lacks, in the country and division the article is about.

        "Near Boni" in a report from Mali is hardly Bonn, which some language calls so.
        """
        weights, support = self._weights, geography.support
        country = max((geography.country_share(c, own) for c in support.countries), default=0.0)
        division = max((geography.division_share(d, own) for d in support.divisions), default=0.0)
        return weights.unlisted + weights.country * country + weights.admin1 * division

    def _company(self, candidate: Candidate, group: Group, own: Support, geography: Geography) -> float:
        """What the rest of the article says for this candidate; its own group does not count.

        Nor do the other candidates of the group: the three towns of one name in a country are no evidence for it.
        """
        weights = self._weights
        score = 0.0
        if candidate.iso2:
            is_beside_peer = candidate.kind == "admin1" and group.may_be_country
            peers = geography.support.by_name.get(candidate.iso2, 0.0) if is_beside_peer else 0.0
            score += weights.country * geography.country_share(candidate.iso2, own, leave_out=peers)
        if candidate.admin1 and candidate.kind != "country":
            score += weights.admin1 * geography.division_share(candidate.admin1, own)
        if not group.container:
            score += weights.sense * geography.senses.get((group.key, candidate.place), 0.0)
        if candidate.kind in ("city", "admin2", "admin1"):  # a town is no nearer than the division named for it
            score += weights.near * (1.0 - math.exp(-geography.nearness(candidate, group.key)))
        return score

    def _answer(self, group: Group) -> Answer:
        if not group.candidates:
            return Answer()
        best = group.candidates[group.best]
        belief = sum(
            share
            for candidate, share in zip(group.candidates, group.shares, strict=True)
            if is_same_place(candidate, best)
        )
        rivals = [
            share
            for candidate, share in zip(group.candidates, group.shares, strict=True)
            if not is_same_place(candidate, best)
        ]
        strongest = max([1.0 - sum(group.shares), *rivals])  # what is left is for a namesake that is not listed
        return Answer(best, min(1.0, belief), belief / (belief + max(0.0, strongest)))


def is_same_place(one: Candidate, other: Candidate) -> bool:
    """Whether two bearers of one name are one place to a reader, so that belief in either is belief in both.

    The town and the division named for it that holds it ("Kunduz", "Kunduz province"); and two entries whose grounds
    overlap: a city and the county around it, a town listed twice. Two villages of one name in a province are two.
    """
    if one.place == other.place:
        return True
    if one.iso2 != other.iso2:
        return False
    if contains(one, other) or contains(other, one):
        return "country" not in (one.kind, other.kind)
    return distance_km(one, other) < _radius_km(one) + _radius_km(other)


def _radius_km(place: Candidate) -> float:
    """How far a place reaches from its point: a county some 30 km; a city of a million 10 km, with its suburbs 20."""
    return COUNTY_RADIUS_KM if place.kind == "admin2" else max(SMALLEST_RADIUS_KM, math.sqrt(place.population) / 50)


def _namesakes(group: Group, groups: Sequence[Group]) -> list[Group]:
    """The group and those of its name that only a word beside it sets apart ("Tripoli", "the city of Tripoli")."""
    return [other for other in groups if other is group or (other.key == group.key and not other.container)]


def _fall_back(answer: Answer, holder: Answer | None) -> Answer:
    """The division that the text names as the holder, where the name is unknown or known only far from there."""
    if holder is None or holder.candidate is None:
        return answer
    if answer.candidate is not None and _may_lie_in(answer.candidate, (holder.candidate,)):
        return answer
    return Answer(holder.candidate, holder.belief * HOLDER_BELIEF, holder.lead)


def _may_lie_in(candidate: Candidate, holders: Sequence[Candidate]) -> bool:
    """Whether a place lies in the country or near the division or town that holds the name."""
    return any(
        candidate.iso2 == holder.iso2
        if holder.kind == "country"
        else distance_km(candidate, holder) < FAR_FROM_HOLDER_KM
        for holder in holders
    )


def _key(sighting: Sighting) -> tuple[str, str]:
    """What sets apart the sightings of one name: what holds it, what it holds, the word beside it."""
    return sighting.key, sighting.container or sighting.held or sighting.feature


def _is_wide(division: Candidate, towns: Sequence[Candidate]) -> bool:
    """Whether a division reaches far beyond the town of its name, so that its sides are not the town's."""
    return all(distance_km(division, town) > WIDE_KM for town in towns if town.admin1 == division.admin1)


def _most_populous(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: (-c.population, c.place))[:MOST_CANDIDATES]


def _group(sightings: Sequence[Sighting], holders: Mapping[str, Sequence[Candidate]]) -> dict[tuple[str, str], Group]:
    """The article's names; one that the text puts into a holder keeps no candidate that lies elsewhere."""
    groups: dict[tuple[str, str], Group] = {}
    for sighting in sightings:
        key = _key(sighting)
        if key not in groups:
            found = sighting.candidates
            if sighting.key in holders and not sighting.container:
                found = [c for c in found if _may_lie_in(c, holders[sighting.key])]
            groups[key] = Group(sighting.key, sighting.container, [], _most_populous(found))
        groups[key].sightings.append(sighting)
        groups[key].weight += 1.0
    return groups


def _pull(group: Group, candidate: Candidate) -> float:
    """How strongly a group speaks for its candidate's country; repeating a name adds less and less."""
    return math.sqrt(group.weight) * (1.5 if candidate.kind == "country" else 1.0)


def _survey(groups: Sequence[Group], context: Context) -> Geography:
    """The article's geography as its groups mean it now."""
    support = support_of(groups, context)
    anchors: list[tuple[str, Candidate, float]] = []
    senses: dict[tuple[str, int], float] = {}
    for group in groups:
        if group.candidates:
            best = group.candidates[group.best]
            weight = group.shares[group.best] * math.sqrt(group.weight)
            if group.container:
                senses[group.key, best.place] = group.shares[group.best]
            if best.kind in ("city", "admin2") and weight > 0.3:
                anchors.append((group.key, best, weight))
    total_countries, total_divisions = sum(support.countries.values()) + 0.5, sum(support.divisions.values()) + 1.0
    return Geography(support, total_countries, total_divisions, anchors, senses)


def support_of(groups: Iterable[Group], context: Context | None = None) -> Support:
    """What groups, and what is known apart from them, bring to each country and first-order division."""
    countries = dict(context.countries) if context else {}
    divisions = dict(context.admin1) if context else {}
    by_name = dict(context.adjectives) if context else {}
    for group in groups:
        for candidate, share in zip(group.candidates, group.shares, strict=True):
            if share < 0.02:
                continue
            pull = share * _pull(group, candidate)
            if candidate.iso2:
                countries[candidate.iso2] = countries.get(candidate.iso2, 0.0) + pull
            if candidate.kind == "country":
                by_name[candidate.iso2] = by_name.get(candidate.iso2, 0.0) + pull
            if candidate.admin1:
                divisions[candidate.admin1] = divisions.get(candidate.admin1, 0.0) + pull
    return Support(countries, divisions, by_name)


def _softmax(scores: Sequence[float]) -> list[float]:
    if not scores:
        return []
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def distance_km(one: Candidate, other: Candidate) -> float:
    """Great-circle distance, by the equirectangular approximation: good to some per cent, and cheap."""
    mean = math.radians((one.latitude + other.latitude) / 2)
    across = abs(one.longitude - other.longitude)
    across = min(across, 360.0 - across) * math.cos(mean)
    return 111.2 * math.hypot(across, one.latitude - other.latitude)
