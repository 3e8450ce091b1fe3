"""Decides which place each name of an article means, all names of the article together.

What belongs here: the weights and the rounds in which names help one another. A document has a geography: the
countries and provinces it speaks of, its source, and names that lie near one another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from transforms.places.gazetteer import Candidate, Gazetteer
from transforms.places.recognition import Sighting, contains

ROUNDS: Final = 3
SAME_PLACE_KM: Final = 40.0
NEAR_KM: Final = 150.0
MOST_CANDIDATES: Final = 60
_KIND_PRIOR: Final = {"country": 2.5, "admin1": 0.8, "admin2": -0.8, "city": 0.0, "region": 0.3}
_QUALITY_PRIOR: Final = (0.0, -0.1, -1.2, -1.6)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence is worth, in the logarithm of odds."""

    size: float = 0.55
    capital: float = 1.0
    country: float = 3.0
    admin1: float = 2.5
    near: float = 1.5
    container: float = 6.0
    feature: float = 2.5
    source_country: float = 1.0
    source_admin1: float = 2.0


@dataclass(slots=True)
class Group:
    """All sightings of an article that are one name in one container."""

    key: str
    container: str
    sightings: list[Sighting]
    candidates: list[Candidate]
    fixed: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    @property
    def best(self) -> int:
        return max(range(len(self.candidates)), key=lambda i: (self.shares[i], -self.candidates[i].place))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of an article's geography apart from the names in it."""

    countries: Mapping[str, float]  # by adjectives ("Afghan forces") and the source
    admin1: Mapping[str, float]


class PlaceResolver:
    """Chooses a candidate for each group of sightings."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights | None = None) -> None:
        self._gazetteer = gazetteer
        self._weights = weights or Weights()

    def resolve(self, sightings: Sequence[Sighting], context: Context) -> list[tuple[Candidate | None, float]]:
        """For each sighting its place and the share of belief in it (0 to 1), in order."""
        groups = _group(sightings)
        for group in groups.values():
            group.fixed = [self._fixed(candidate, group) for candidate in group.candidates]
            group.shares = _softmax(group.fixed)
        for _ in range(ROUNDS):
            self._round(list(groups.values()), context)
        return [self._answer(groups[(s.key, s.container or s.feature)]) for s in sightings]

    def _fixed(self, candidate: Candidate, group: Group) -> float:
        weights = self._weights
        score = weights.size * candidate.size + _KIND_PRIOR[candidate.kind] + _QUALITY_PRIOR[candidate.quality]
        if candidate.code == "PPLC":
            score += weights.capital
        first = group.sightings[0]
        if first.feature:
            wanted = first.feature
            is_fit = candidate.code == wanted or (wanted == "ADM1" and candidate.code in ("RGN", "ADM2"))
            is_fit = is_fit or (wanted == "PPL" and candidate.kind == "city")
            score += weights.feature if is_fit else 0.0
        if group.container:
            score += weights.container if self._is_inside(candidate, group.container) else 0.0
        return score

    def _is_inside(self, candidate: Candidate, container: str) -> bool:
        division = self._gazetteer.division(container) if "." in container else None
        holders = (division,) if division else self._gazetteer.find(container)
        return any(contains(holder, candidate) for holder in holders)

    def _round(self, groups: Sequence[Group], context: Context) -> None:
        countries, divisions = _support(groups, context)
        anchors = [
            (group.key, group.candidates[group.best], group.shares[group.best] * math.sqrt(len(group.sightings)))
            for group in groups
            if group.candidates
        ]
        anchors = [a for a in anchors if a[1].kind in ("city", "admin2") and a[2] > 0.3]
        total = sum(countries.values()) + 1.0
        total_divisions = sum(divisions.values()) + 1.0
        scores = []
        for group in groups:
            scores.append(
                [
                    fixed + self._company(c, share, group, countries, total, divisions, total_divisions, anchors)
                    for c, fixed, share in zip(group.candidates, group.fixed, group.shares, strict=True)
                ]
            )
        for group, new in zip(groups, scores, strict=True):
            group.shares = _softmax(new)

    def _company(
        self,
        candidate: Candidate,
        share: float,
        group: Group,
        countries: Mapping[str, float],
        total: float,
        divisions: Mapping[str, float],
        total_divisions: float,
        anchors: Sequence[tuple[str, Candidate, float]],
    ) -> float:
        """What the rest of the article says for this candidate; its own group does not count."""
        weights = self._weights
        own = share * _pull(group, candidate)
        score = 0.0
        if candidate.iso2:
            support = max(0.0, countries.get(candidate.iso2, 0.0) - own)
            score += weights.country * support / (total - own) if total > own else 0.0
        if candidate.admin1 and candidate.kind != "country":
            support = max(0.0, divisions.get(candidate.admin1, 0.0) - own)
            score += weights.admin1 * support / max(0.5, total_divisions - own)
        if candidate.kind in ("city", "admin2"):
            near = sum(
                weight * math.exp(-distance_km(candidate, other) / NEAR_KM)
                for key, other, weight in anchors
                if key != group.key and abs(candidate.latitude - other.latitude) < 3.0
            )
            score += weights.near * (1.0 - math.exp(-near))
        return score

    def _answer(self, group: Group) -> tuple[Candidate | None, float]:
        if not group.candidates:
            return None, 0.0
        best = group.candidates[group.best]
        belief = sum(
            share
            for candidate, share in zip(group.candidates, group.shares, strict=True)
            if candidate.place == best.place or distance_km(candidate, best) < SAME_PLACE_KM
        )
        return best, min(1.0, belief)


def _group(sightings: Sequence[Sighting]) -> dict[tuple[str, str], Group]:
    groups: dict[tuple[str, str], Group] = {}
    for sighting in sightings:
        key = (sighting.key, sighting.container or sighting.feature)
        if key not in groups:
            ranked = sorted(sighting.candidates, key=lambda c: (-c.population, c.place))[:MOST_CANDIDATES]
            groups[key] = Group(sighting.key, sighting.container, [], ranked)
        groups[key].sightings.append(sighting)
    return groups


def _pull(group: Group, candidate: Candidate) -> float:
    """How strongly a group speaks for its candidate's country; repeating a name adds less and less."""
    return math.sqrt(len(group.sightings)) * (1.5 if candidate.kind == "country" else 1.0)


def _support(groups: Sequence[Group], context: Context) -> tuple[dict[str, float], dict[str, float]]:
    countries, divisions = dict(context.countries), dict(context.admin1)
    for group in groups:
        for candidate, share in zip(group.candidates, group.shares, strict=True):
            if share < 0.02:
                continue
            pull = share * _pull(group, candidate)
            if candidate.iso2:
                countries[candidate.iso2] = countries.get(candidate.iso2, 0.0) + pull
            if candidate.admin1:
                divisions[candidate.admin1] = divisions.get(candidate.admin1, 0.0) + pull
    return countries, divisions


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
