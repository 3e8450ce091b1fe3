"""Places that the gazetteer lacks: villages, quarters and camps that only the sentence shows to be places.

What belongs here: capitalised words between a spatial preposition and a word or name that says where they lie. They
get the location of what holds them ("Ftireh in Idlib"), never one of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from transforms.places.evidence import PLACE_LABELS, Reading, Surroundings, container_name
from transforms.places.holders import Holders, gap_before
from transforms.places.lexicon import PlaceLexicon
from transforms.places.scan import Name
from transforms.places.sighting import Sighting
from warehouse.schema.place_names import normalize_place_name

THRESHOLD: Final = 1.0
_LONGEST: Final = 4
_HEADLINE_STYLE: Final = 0.7  # of the words of a headline that writes every word of weight with a capital


class UnlistedPlaces:
    """Finds names of places by their sentence alone."""

    def __init__(self, holders: Holders, lexicon: PlaceLexicon, adjectives: frozenset[str]) -> None:
        self._holders = holders
        self._barred = (
            lexicon.never | lexicon.needs_context | lexicon.organisations | lexicon.facilities | lexicon.titles
            | lexicon.given_names | adjectives | lexicon.compass | frozenset(lexicon.features)
        )  # fmt: skip
        self._lexicon = lexicon
        self._words = lexicon.unlisted

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
        is_of = before == "of" and first > 1 and words[first - 2].text.lower() in self._words["head_of"]
        if not (words[first].text[0].isupper() and (before in self._words["before"] or is_of)):
            return None
        if gap_before(reading, first) != " ":
            return None
        last = first + 1
        while last < len(words) and words[last].text[0].isupper() and gap_before(reading, last) in " -":
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
            sighting.holder = self._holders.key(reading, outer)
        return sighting


def _capitals_tell_nothing(reading: Reading) -> bool:
    """Whether it is a headline Written Like This."""
    words = reading.words
    capitals = sum(word.text[0].isupper() for word in words)
    return reading.paragraph.field == "title" and len(words) > 3 and capitals > _HEADLINE_STYLE * len(words)
