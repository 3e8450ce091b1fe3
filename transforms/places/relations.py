"""What names of an article say of one another by standing side by side.

What belongs here: the name after the comma that holds the one before it, and names listed together, which are mostly of
one kind. What does not: what the rest of the article says (`resolution`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from transforms.places.gazetteer import Candidate, contains
from transforms.places.sighting import Sighting

NOTED_TOWN: Final = 20_000  # inhabitants of a town that a list of towns may name without saying where it lies
DWARFED: Final = 50  # times as many people has a place that makes another of its name forgotten
_LISTED: Final = re.compile(r",(?: and| or)? | and | or | & ")


def relate(sightings: Sequence[Sighting]) -> None:
    """Note what the names of one paragraph, in text order, say of one another."""
    for sighting in sightings:
        if sighting.container and (outer := _at(sightings, sighting.container_start)) is not None:
            _narrow(outer, sighting)
    for row in _rows(sightings):
        for one, other in pairwise(row):
            _compare(one, other)
            _compare(other, one)


def _rows(sightings: Sequence[Sighting]) -> Iterator[list[Sighting]]:
    """The names that stand in a row with an "and" in it; "In Geneva, Russia said" is none."""
    row: list[Sighting] = []
    has_and = False
    for one, other in pairwise(sightings):
        joint = one.paragraph.text[one.end : other.start]
        if _LISTED.fullmatch(joint) and not (one.container or one.holder):
            row = row or [one]
            row.append(other)
            has_and = has_and or joint.strip() != ","
            continue
        if has_and:
            yield row
        row, has_and = [], False
    if has_and:
        yield row


def _at(sightings: Sequence[Sighting], start: int) -> Sighting | None:
    return next((sighting for sighting in sightings if sighting.start <= start < sighting.end), None)


def _narrow(outer: Sighting, inner: Sighting) -> None:
    """Leave the outer name what holds the inner one: "Buffalo, New York" is of the state, "Tbilisi, Georgia" is not."""
    holders = tuple(o for o in outer.candidates if any(contains(o, i) for i in inner.candidates))
    if 0 < len(holders) < len(outer.candidates):
        outer.candidates = holders
        outer.held = ",".join(str(holder.place) for holder in holders)


def _compare(one: Sighting, other: Sighting) -> None:
    """Note what kind of place a name is listed with, where its neighbour can be of one kind only."""
    largest = max((c.population for c in other.candidates if c.quality < 2), default=0)
    kinds = {_kind(candidate, largest) for candidate in other.candidates} - {""}
    if len(kinds) == 1:
        one.peers.add(kinds.pop())


def _kind(candidate: Candidate, largest: int) -> str:
    """Town or division, where the place is one that news names alone; empty for the villages that share every name.

    Oregon in Ohio has 20,000 people, and is nothing beside the state.
    """
    if candidate.quality >= 2 or candidate.kind == "admin2" or candidate.population < largest / DWARFED:
        return ""
    return "" if candidate.kind == "city" and candidate.population < NOTED_TOWN else candidate.kind
