"""Decides which names of an article are used as places: gazetteer, context and spaCy's first guess weighed together.

What belongs here: evidence for and against one mention. What does not: which place is meant (`resolution`).
Weights are small whole and half numbers that a reader can argue with; they were set by hand on the development sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from transforms.model import Paragraph
from transforms.places.gazetteer import Candidate, Gazetteer
from transforms.places.lexicon import PlaceLexicon
from transforms.places.scan import Name, NormalWords, Word, scan_names, split_words, starts_sentence

Role = Literal["literal", "metonym", "modifier", "dateline"]
THRESHOLD: Final = 1.0
_PLACE_LABELS: Final = frozenset({"GPE", "LOC"})
_COMMA: Final = re.compile(r"^\s?[,(]\s?$")
_SPACE: Final = re.compile(r"^[ \u00a0]$|^-$")
_LOCATION_SUFFIXES: Final = frozenset(
    "county province district parish region governorate oblast state township island islands city prefecture borough "
    "municipality department territory peninsula valley emirate raion subdistrict division".split()
)
_PLURAL_FEATURES: Final = frozenset({"provinces", "districts", "counties"})


@dataclass(slots=True)
class Sighting:
    """One name in one paragraph that is taken for a place, before resolution."""

    paragraph: Paragraph
    start: int  # offsets into the paragraph
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    evidence: float
    feature: str = ""  # the GeoNames code that a word beside it asks for ("province")
    container: str = ""  # key of the name after the comma: "Paris, Texas"
    role: Role = "literal"
    adjective_of: str = ""
    inside: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]


@dataclass(slots=True)
class _Reading:
    """A paragraph made ready: words, names by first word, entities by character."""

    paragraph: Paragraph
    text: str
    words: list[Word]
    names: dict[int, Name]
    entities: list[tuple[int, int, str]]
    has_entities: bool


class PlaceRecognizer:
    """Finds the sightings of an article."""

    def __init__(self, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._normal = NormalWords()
        self._adjectives = gazetteer.adjectives()

    def recognize(self, paragraphs: Sequence[Paragraph]) -> tuple[list[Sighting], dict[str, float]]:
        """The article's sightings in text order, and how often each country is spoken of by adjective."""
        readings = [self._read(paragraph) for paragraph in paragraphs]
        people = _surnames(readings)
        sightings: list[Sighting] = []
        adjectives: dict[str, float] = {}
        for reading in readings:
            sightings.extend(self._sightings(reading, people))
            self._count_adjectives(reading, adjectives)
        return sightings, adjectives

    def _read(self, paragraph: Paragraph) -> _Reading:
        doc = paragraph.doc
        text = doc.text if len(doc.text) == len(paragraph.text) else paragraph.text
        words = split_words(text, self._normal)
        names = {name.first: name for name in scan_names(text, words, self._gazetteer)}
        has_entities = doc.has_annotation("ENT_IOB")
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents] if has_entities else []
        return _Reading(paragraph, text, words, names, entities, has_entities)

    def _count_adjectives(self, reading: _Reading, counts: dict[str, float]) -> None:
        for word in reading.words:
            if word.is_name_like and (iso2 := self._adjectives.get(word.normal)):
                counts[iso2] = counts.get(iso2, 0.0) + 1.0

    def _sightings(self, reading: _Reading, people: frozenset[str]) -> Iterable[Sighting]:
        taken: list[tuple[int, int]] = []
        for name in reading.names.values():
            sighting = self._judge(reading, name, people)
            if sighting is not None:
                taken.append((sighting.start, sighting.end))
                yield sighting
        yield from self._unlisted(reading, taken)

    def _unlisted(self, reading: _Reading, taken: Sequence[tuple[int, int]]) -> Iterable[Sighting]:
        """Places by spaCy's word alone: not in the gazetteer, so they stay without a location."""
        for start, end, label in reading.entities:
            if label not in _PLACE_LABELS or any(start < e and s < end for s, e in taken):
                continue
            text = reading.text[start:end]
            if text[:4].lower() == "the ":
                start, text = start + 4, text[4:]
            key = self._normal(text)
            if not text or not text[0].isupper() or key in self._lexicon.never or key in self._lexicon.needs_context:
                continue
            if key in self._adjectives or not any(c.isalpha() for c in text):
                continue
            yield Sighting(reading.paragraph, start, end, key, self._gazetteer.find(key), 1.0)

    def _judge(self, reading: _Reading, name: Name, people: frozenset[str]) -> Sighting | None:
        words, text = reading.words, reading.text
        start, end = words[name.first].start, words[name.last - 1].end
        candidates = self._gazetteer.find(name.key)
        lexicon = self._lexicon
        if name.key in lexicon.never or (
            name.key in self._adjectives and not any(c.kind == "country" for c in candidates)
        ):
            return None
        surface = text[start:end]
        if name.key == "us" and surface not in ("US", "U.S.", "U.S"):
            return None
        short = self._abbreviation(reading, name, end)
        if short is not None:
            return short
        if len(name.key) <= 2 and name.key not in ("us", "uk", "la", "dc", "nz"):
            return None
        evidence = _prior_evidence(candidates, name)
        if name.key in lexicon.needs_context:
            evidence -= 1.5
        evidence += self._entity_evidence(reading, start, end)
        evidence += self._before_evidence(reading, name)
        sighting = Sighting(reading.paragraph, start, end, name.key, candidates, evidence)
        self._weigh_after(reading, name, sighting)
        if len(name.key.split()) == 1 and name.key in people:
            sighting.evidence -= 2.5
        if text[end : end + 1] == "." and surface in ("U.S",):
            sighting.end += 1
        return sighting if sighting.evidence >= THRESHOLD else None

    def _abbreviation(self, reading: _Reading, name: Name, end: int) -> Sighting | None:
        """ "Montgomery, Ala." and "Plano, TX": a state after a comma."""
        words, text = reading.words, reading.text
        if name.first == 0:
            return None
        word = text[words[name.first].start : end]
        gap = text[words[name.first - 1].end : words[name.first].start]
        after_comma = gap.strip() == "," and words[name.first - 1].is_name_like
        dotted = word.endswith(".") or text[end : end + 1] == "."
        code = self._lexicon.abbreviations.get(name.key) if dotted else None
        if code is None and after_comma:
            code = self._lexicon.postal_codes.get(word)
        if code is None or not (after_comma or (len(name.key) > 3 and name.key not in self._lexicon.needs_context)):
            return None
        division = self._gazetteer.division(code)
        if division is None:
            return None
        stop = end + 1 if dotted and not word.endswith(".") else end
        return Sighting(reading.paragraph, words[name.first].start, stop, name.key, (division,), 5.0)

    def _entity_evidence(self, reading: _Reading, start: int, end: int) -> float:
        if not reading.has_entities:
            return 0.0
        for first, last, label in reading.entities:
            if first < end and start < last:
                return _label_evidence(label, is_whole=_is_whole(reading.text, first, last, start, end))
        return -0.5

    def _before_evidence(self, reading: _Reading, name: Name) -> float:
        words, text, lexicon = reading.words, reading.text, self._lexicon
        if name.first == 0:
            return 0.0
        previous = words[name.first - 1]
        gap = text[previous.end : words[name.first].start]
        lower = previous.text.lower()
        if gap.strip() == "," and previous.is_name_like:
            return 0.5
        if gap == ". " and lower in lexicon.titles:
            return -4.0
        if not _SPACE.match(gap):
            return 0.0
        if lower in lexicon.titles:
            return -3.0
        if lower in lexicon.compass or lower in lexicon.before:
            return 1.0 if lower in ("of", "and", "over", "along", "off") else 1.5
        if lower == "the":
            return -0.5
        if previous.is_name_like and not starts_sentence(text, words, name.first - 1):
            return -3.0 if lower in lexicon.given_names else -1.5
        return -3.0 if lower in lexicon.given_names and previous.is_name_like else 0.0

    def _weigh_after(self, reading: _Reading, name: Name, sighting: Sighting) -> None:
        words, text, lexicon = reading.words, reading.text, self._lexicon
        if name.last >= len(words):
            return
        following = words[name.last]
        gap = text[sighting.end : following.start]
        lower = following.text.lower()
        if _COMMA.match(gap):
            self._weigh_container(reading, name, sighting)
            return
        if not _SPACE.match(gap):
            return
        if lower in lexicon.features and gap != "-":
            sighting.feature = lexicon.features[lower]
            sighting.evidence += 1.5
            if following.is_name_like and lower in _LOCATION_SUFFIXES:
                sighting.end = following.end
        elif following.is_name_like:
            two = f"{lower} {words[name.last + 1].text.lower()}" if name.last + 1 < len(words) else lower
            is_organisation = lower in lexicon.organisations or two in lexicon.organisations
            known = name.last in reading.names
            sighting.evidence -= (
                4.0 if is_organisation else 0.5 if known else 1.0 if lower in lexicon.facilities else 1.5
            )
        elif lower in lexicon.speech:
            sighting.role = "metonym"

    def _weigh_container(self, reading: _Reading, name: Name, sighting: Sighting) -> None:
        """ "Paris, Texas": the name after the comma contains one of this name's candidates."""
        after = reading.names.get(name.last)
        if after is None:
            return
        outer = reading.text[reading.words[after.first].start : reading.words[after.last - 1].end]
        code = self._lexicon.abbreviations.get(after.key) or self._lexicon.postal_codes.get(outer)
        holders = self._gazetteer.find(after.key)
        if code is not None and (division := self._gazetteer.division(code)):
            holders = (division, *holders)
        if any(contains(holder, inner) for holder in holders for inner in sighting.candidates):
            sighting.container = after.key if code is None else code
            sighting.evidence += 3.0


def contains(holder: Candidate, inner: Candidate) -> bool:
    """Whether a country or first-order division holds another place."""
    if holder.place == inner.place:
        return False
    if holder.kind == "country":
        return inner.iso2 == holder.iso2 and inner.kind != "country"
    if holder.kind == "admin1":
        return inner.admin1 == holder.admin1 and inner.kind not in ("country", "admin1")
    return False


def _prior_evidence(candidates: Sequence[Candidate], name: Name) -> float:
    """How likely the name is a place before any context: countries and big cities nearly always are."""
    best = 0.0
    for candidate in candidates:
        if candidate.quality > 2:
            continue
        size = {"country": 3.0, "admin1": 2.0, "region": 2.0}.get(candidate.kind, (candidate.size - 3.5) * 0.6)
        best = max(best, size - 0.5 * candidate.quality)
    return best + (1.0 if name.last - name.first > 1 else 0.0)


def _is_whole(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Whether an entity is no longer than the name, but for an article or a possessive."""
    rest = text[first:start].strip().lower(), text[end:last].strip().lower()
    return rest[0] in ("", "the") and rest[1] in ("", "'s", "’s", ".", "'")


def _label_evidence(label: str, *, is_whole: bool) -> float:
    if label in _PLACE_LABELS:
        return 2.0
    if label == "FAC":
        return 0.5 if is_whole else -1.0
    if label == "PERSON":
        return -1.0 if is_whole else -4.0
    if label == "ORG":
        return -0.75 if is_whole else -3.0
    if label == "NORP":
        return -2.0
    if label in ("WORK_OF_ART", "LAW", "PRODUCT", "EVENT", "LANGUAGE"):
        return -2.0
    return -0.5


def _surnames(readings: Sequence[_Reading]) -> frozenset[str]:
    """Last names of the article's people, so that "Jordan" after "Michael Jordan" is no country."""
    names: set[str] = set()
    for reading in readings:
        for start, end, label in reading.entities:
            parts = reading.text[start:end].split() if label == "PERSON" else []
            if len(parts) > 1 and parts[-1] in ("'s", "’s"):
                parts.pop()
            if len(parts) > 1:
                names.add(parts[-1].removesuffix("'s").removesuffix("’s").lower())
    return frozenset(names)
