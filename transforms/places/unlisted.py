"""Places that the gazetteer lacks: villages, quarters and camps that only the sentence shows to be places.

What belongs here: capitalised words between a spatial preposition and a word or name that says where they lie. They
get the location of what holds them ("Ftireh in Idlib"), never one of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from transforms.places.evidence import PLACE_LABELS, Reading, Surroundings, container_name
from transforms.places.gazetteer import Gazetteer, contains
from transforms.places.lexicon import PlaceLexicon
from transforms.places.scan import Name
from transforms.places.sighting import Sighting
from warehouse.schema.place_names import normalize_place_name

THRESHOLD: Final = 1.0
_SPATIAL: Final = frozenset({"in", "near", "at", "outside", "around"})
_HEADS: Final = frozenset({"town", "village", "city", "hamlet", "district", "outskirts", "suburb", "camp", "commune"})
_LONGEST: Final = 4
_LINKS: Final = frozenset(
    "in of the state province region county district governorate department oblast north northern south southern east "
    "eastern west western central".split()
)
_MOST_LINKS: Final = 5  # words between a division and its country: "state in the north of"
_HEADLINE_STYLE: Final = 0.7  # of the words of a headline that writes every word of weight with a capital


class UnlistedPlaces:
    """Finds names of places by their sentence alone."""

    def __init__(self, gazetteer: Gazetteer, lexicon: PlaceLexicon, adjectives: frozenset[str]) -> None:
        self._gazetteer = gazetteer
        self._barred = (
            lexicon.never | lexicon.needs_context | lexicon.organisations | lexicon.facilities | lexicon.titles
            | lexicon.given_names | adjectives | lexicon.compass | frozenset(lexicon.features)
        )  # fmt: skip
        self._lexicon = lexicon

    def find(self, reading: Reading, taken: Sequence[Sighting]) -> Iterable[Sighting]:
        """Sightings of one paragraph that overlap none of those taken already."""
        if _capitals_tell_nothing(reading):
            return
        number = 1
        while number < len(reading.words):
            run = self._run(reading, number)
            sighting = self._judge(reading, run) if run else None
            if sighting and not any(sighting.start < s.end and s.start < sighting.end for s in taken):
                yield sighting
            number = run.last if run else number + 1

    def _run(self, reading: Reading, first: int) -> Name | None:
        """The capitalised words from `first` on, where a spatial word stands before them."""
        words = reading.words
        before = words[first - 1].text.lower()
        is_of = before == "of" and first > 1 and words[first - 2].text.lower() in _HEADS
        if not (words[first].text[0].isupper() and (before in _SPATIAL or is_of)):
            return None
        if _gap(reading, first) != " ":
            return None
        last = first + 1
        while last < len(words) and words[last].text[0].isupper() and _gap(reading, last) in " -":
            last += 1
        if last - first > _LONGEST:
            return None
        return Name(first, last, " ".join(normalize_place_name(word.text) for word in words[first:last]))

    def _judge(self, reading: Reading, run: Name) -> Sighting | None:
        words = reading.words[run.first : run.last]
        if any(word.normal in self._barred or word.text.lower() in self._barred for word in words):
            return None
        surface = reading.text[words[0].start : words[-1].end]
        if surface.isupper() or any(letter.isdigit() for letter in surface):
            return None
        around = Surroundings(reading, run)
        outer = container_name(around, self._lexicon)
        entity = reading.entity_at(words[0].start, words[-1].end)
        label = entity[2] if entity else ""
        before = reading.words[run.first - 1].text.lower()
        has_feature = around.after is not None and around.after.text.lower() in self._lexicon.features
        is_shown = before == "of" or has_feature or outer is not None or (before == "near" and label != "PERSON")
        if not (is_shown or label in PLACE_LABELS):
            return None
        sighting = Sighting(reading.paragraph, words[0].start, words[-1].end, run.key, (), ["unlisted"], THRESHOLD)
        if outer is not None:
            sighting.holder = holder_key(reading, outer, self._gazetteer)
        return sighting


def _capitals_tell_nothing(reading: Reading) -> bool:
    """Whether it is a headline Written Like This."""
    words = reading.words
    capitals = sum(word.text[0].isupper() for word in words)
    return reading.paragraph.field == "title" and len(words) > 3 and capitals > _HEADLINE_STYLE * len(words)


def _gap(reading: Reading, number: int) -> str:
    """What stands between a word and the one before it."""
    return reading.text[reading.words[number - 1].end : reading.words[number].start] or "|"


def holder_key(reading: Reading, outer: Name, gazetteer: Gazetteer) -> str:
    """The key of a name that holds the one before it, empty where the two may only stand in a list.

    "Ftireh in Idlib", "Husnabad, West Bengal" and "Doro, Borno, Nigeria" say where the village lies; "Kiev, Kharkiv and
    Odessa" does not.
    """
    words, holders = reading.words, gazetteer.find(outer.key)
    opening = _gap(reading, outer.first)
    if "(" in opening or words[outer.first - 1].text.lower() in ("in", "of"):
        return outer.key
    if goes_on(reading, outer) and not is_chained(reading, outer, gazetteer):
        return ""
    return outer.key if any(c.kind in ("admin1", "country") and c.quality < 3 for c in holders) else ""


def is_firm(reading: Reading, outer: Name, gazetteer: Gazetteer) -> bool:
    """Whether the text says plainly that the outer name holds the one before it, so that even a city must lie in it.

    "Kaya, Central Equatoria, South Sudan", "Aurora in the province of Tete" and "Kaya, South Sudan, on Friday" do; "In
    Geneva, Russia said" does not.
    """
    if not any(c.kind in ("admin1", "country") and c.quality < 3 for c in gazetteer.find(outer.key)):
        return False
    if is_chained(reading, outer, gazetteer):
        return True
    words, number = reading.words, outer.last
    if words[outer.first - 1].text.lower() in ("in", "of") or _gap(reading, outer.first).strip() == "(":
        return True
    is_closed = re.match(r"[,.)]|$", reading.text[words[number - 1].end :]) is not None
    return is_closed and not goes_on(reading, outer)


def is_chained(reading: Reading, outer: Name, gazetteer: Gazetteer) -> bool:
    """Whether the next name in turn holds the outer one: "Borno, Nigeria", "the Mopti Region of Mali"."""
    number = outer.last
    while number < min(len(reading.words), outer.last + _MOST_LINKS) and number not in reading.names:
        if reading.words[number].text.lower() not in _LINKS:
            return False
        number += 1
    beyond = reading.names.get(number)
    if beyond is None or not (set(_gap(reading, outer.last)) & {",", " "}):
        return False
    return any(
        contains(holder, inner)
        for holder in gazetteer.find(beyond.key)
        for inner in gazetteer.find(outer.key)
        if inner.kind == "admin1" and inner.quality < 3
    )


def goes_on(reading: Reading, outer: Name) -> bool:
    """Whether another name or "and" follows, as in a list."""
    words, number = reading.words, outer.last
    if number >= len(words):
        return False
    is_list = _gap(reading, number).strip() == "," and (number in reading.names or words[number].text in ("and", "or"))
    return is_list or (_gap(reading, number) == " " and words[number].text in ("and", "or"))
