"""Decides which names of an article are used as places: gazetteer, context and spaCy's first guess weighed together.

What belongs here: adding up the evidence, over a mention and over the article. What does not: the observations
themselves (`evidence`), and which place is meant (`resolution`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from transforms.model import Paragraph
from transforms.places.evidence import (
    STRONG,
    Reading,
    Surroundings,
    container_name,
    feature_before,
    has_bare_article,
    observe,
    owner_name,
)
from transforms.places.gazetteer import Candidate, Gazetteer, contains
from transforms.places.holders import Holders, goes_on
from transforms.places.lexicon import PlaceLexicon
from transforms.places.relations import NOTED_TOWN, relate
from transforms.places.scan import Name, NormalWords, scan_landforms, scan_names, split_words
from transforms.places.sighting import Sighting
from transforms.places.unlisted import THRESHOLD, UnlistedPlaces
from warehouse.schema.place_names import normalize_place_name

_SMALL: Final = 50_000  # a town of fewer people is known by what follows the comma
_ROAD: Final = re.compile(r"(?<![\w.-])([A-Z]{2})[ -]\d{1,3}(?![\w-])")  # "KY 52", "TX-121"
_IN_BODY: Final = frozenset(
    f"{kind}_organisation{rest}" for kind in ("label", "after") for rest in ("", "_head", "_part", "_far")
) | {"after_facility", "after_facility_far", "label_facility_part"}
_MONEY: Final = re.compile(r" ?\$| dollars?\b")
_METONYM: Final = frozenset({"after_speech", "after_speech_country"})
_SIDES: Final = {
    form: f"{side}ern"
    for side in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
    for stem in {side, side.replace("theast", "th-east").replace("thwest", "th-west")}
    for form in (stem, f"{stem}ern")
} | {"central": "central"}


class PlaceRecognizer:
    """Finds the sightings of an article.

    Args:
        gazetteer: the index of names.
        lexicon: word lists and the weights of observations.
    """

    def __init__(self, gazetteer: Gazetteer, lexicon: PlaceLexicon) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._normal = NormalWords()
        self._adjectives = gazetteer.adjectives()
        self._holders = Holders(gazetteer, lexicon.unlisted["link"])
        self._unlisted = UnlistedPlaces(self._holders, lexicon, frozenset(self._adjectives))

    def recognize(
        self, paragraphs: Sequence[Paragraph], home: frozenset[str] = frozenset()
    ) -> tuple[list[Sighting], dict[str, float], dict[str, float]]:
        """The article's sightings in text order, and what speaks of countries and divisions without being one.

        That is how often each country is spoken of by adjective, and each first-order division ("US.TX") by bodies
        and roads that have its name or code ("the Texas Rangers", "KY 52").

        Args:
            paragraphs: the article's paragraphs.
            home: first-order divisions ("US.LA") where the source is at home.
        """
        readings = [self._read(paragraph) for paragraph in paragraphs]
        adjectives = self._count_adjectives(readings)
        possible = self._consider(readings, home, adjectives)
        sightings: list[Sighting] = []
        for reading, found in zip(readings, possible, strict=True):
            for sighting in found:
                sighting.evidence = self._lexicon.weigh(sighting.observations)
            accepted = [sighting for sighting in found if sighting.evidence >= THRESHOLD]
            accepted.extend(self._landforms(reading))
            accepted.extend(self._unlisted.find(reading, accepted))
            sightings.extend(sorted(accepted, key=lambda sighting: sighting.start))
        return sightings, adjectives, self._count_hints(readings, possible)

    def _count_hints(self, readings: Sequence[Reading], possible: Sequence[Sequence[Sighting]]) -> dict[str, float]:
        """How often each first-order division stands in the name of a body or a road, which is no mention of it."""
        counts: dict[str, float] = {}
        for reading, found in zip(readings, possible, strict=True):
            codes = [self._lexicon.postal_codes.get(code) for code in _ROAD.findall(reading.text)]
            codes.extend(
                _only_division(sighting.candidates)
                for sighting in found
                if sighting.evidence < THRESHOLD and not _IN_BODY.isdisjoint(sighting.observations)
            )
            for code in codes:
                if code:
                    counts[code] = counts.get(code, 0.0) + 1.0
        return counts

    def consider_all(self, paragraphs: Sequence[Paragraph]) -> list[list[Sighting]]:
        """Every gazetteer name of the article with all that was observed on it, by paragraph, unjudged."""
        readings = [self._read(paragraph) for paragraph in paragraphs]
        return self._consider(readings, frozenset(), self._count_adjectives(readings))

    def _consider(
        self, readings: Sequence[Reading], home: frozenset[str], adjectives: Mapping[str, float]
    ) -> list[list[Sighting]]:
        """Every gazetteer name of the article with all that was observed on it, by paragraph."""
        people = _surnames(readings)
        found = [
            [sighting for name in reading.names.values() if (sighting := self._consider_name(reading, name))]
            for reading in readings
        ]
        for sightings in found:
            relate(sightings)
        flat = [sighting for sightings in found for sighting in sightings]
        strong = _count_strong(flat)
        persons = _count_people(flat)
        areas = home | _named_areas(flat) | {iso2 for iso2, count in adjectives.items() if count > 1}
        for sighting in flat:
            sighting.observations.extend(_observe_article(sighting, people, persons, strong, areas))
        return found

    def _read(self, paragraph: Paragraph) -> Reading:
        doc = paragraph.doc
        text = paragraph.parsed_text
        words = split_words(text, self._normal)
        landforms = scan_landforms(text, words, self._gazetteer, self._lexicon)
        taken = {number for form in landforms for number in range(form.first, form.last)}
        names = {name.first: name for name in scan_names(text, words, self._gazetteer) if name.first not in taken}
        entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        has_entities = bool(entities) or doc.has_annotation("ENT_IOB")
        return Reading(paragraph, text, words, names, entities, has_entities, landforms)

    def _count_adjectives(self, readings: Sequence[Reading]) -> dict[str, float]:
        """How often each country is spoken of by adjective or inhabitants ("Afghan forces")."""
        counts: dict[str, float] = {}
        for reading in readings:
            for word in reading.words:
                if word.is_name_like and (iso2 := self._adjectives.get(word.normal)):
                    counts[iso2] = counts.get(iso2, 0.0) + 1.0
        return counts

    def _consider_name(self, reading: Reading, name: Name) -> Sighting | None:
        around = Surroundings(reading, name)
        start, end = around.first.start, around.last.end
        surface = reading.text[start:end]
        short = self._abbreviation(around)
        if short is not None:
            return short
        candidates = self._gazetteer.find(name.key)
        if self._is_barred(name.key, surface, candidates) or _MONEY.match(reading.text, end):
            return None
        if _is_in_address(reading.text, start):
            return None
        sighting = Sighting(reading.paragraph, start, end, name.key, candidates)
        sighting.observations = observe(around, candidates, self._lexicon)
        outer = container_name(around, self._lexicon)
        if outer is not None:
            has_feature = "after_feature" in sighting.observations
            self._observe_container(around.reading, outer, sighting, has_feature=has_feature)
        owner = owner_name(around)
        if owner is not None and not (sighting.container or sighting.holder):
            self._observe_owner(owner, sighting)
        self._extend(around, sighting)
        return sighting

    def _is_barred(self, key: str, surface: str, candidates: Sequence[Candidate]) -> bool:
        if key in self._lexicon.never:
            return True
        if key in self._adjectives:
            return not any(candidate.kind == "country" for candidate in candidates)
        if key == "us":
            return surface not in ("US", "U.S.", "U.S")
        return len(key) <= 2 and key not in ("uk", "la", "dc", "nz")

    def _extend(self, around: Surroundings, sighting: Sighting) -> None:
        """Take a feature word with a capital into the name ("Rapides Parish"); note what the word asks for."""
        after = around.after
        before = around.before
        sighting.feature = feature_before(around, self._lexicon)
        if before and around.gap_before == " " and before.text.lower() in _SIDES:
            is_wide = _is_wide(sighting.candidates)
            if is_wide or (before.is_name_like and not around.starts_sentence_before):  # "East Jerusalem"
                sighting.start = before.start
            if is_wide:
                sighting.side = _SIDES[before.text.lower()]
        sighting.has_bare_article = has_bare_article(around)
        if after is None:
            return
        lower = after.text.lower()
        if lower in self._lexicon.division_offices and around.gap_after in (" ", "'s ", "’s "):
            sighting.feature = "ADM1"
        if not _METONYM.isdisjoint(sighting.observations):
            sighting.role = "metonym"
        if "after_feature" in sighting.observations:
            sighting.feature = self._lexicon.features[lower]
            if after.is_name_like and lower in self._lexicon.division_words and not _is_country(sighting.candidates):
                sighting.end = after.end
        if around.reading.text[sighting.start : sighting.end] == "U.S" and around.gap_after.startswith("."):
            sighting.end += 1

    def _abbreviation(self, around: Surroundings) -> Sighting | None:
        """A state after a comma: "Montgomery, Ala.", "Plano, TX"."""
        before, end = around.before, around.last.end
        text, key = around.reading.text, around.name.key
        if before is None:
            return None
        word = text[around.first.start : end]
        after_comma = around.gap_before.strip() == "," and before.is_name_like
        dotted = word.endswith(".") or text[end : end + 1] == "."
        code = self._lexicon.abbreviations.get(key) if dotted else None
        if code is None and after_comma:
            code = self._lexicon.postal_codes.get(word)
        if code is None or not (after_comma or (len(key) > 3 and key not in self._lexicon.needs_context)):
            return None
        division = self._gazetteer.division(code)
        if division is None:
            return None
        stop = end + 1 if dotted and not word.endswith(".") else end
        return Sighting(around.reading.paragraph, around.first.start, stop, key, (division,), ["abbreviation"])

    def _observe_container(self, reading: Reading, after: Name, sighting: Sighting, *, has_feature: bool) -> None:
        """The name that follows contains one of this name's candidates: "Paris, Texas"."""
        outer = reading.text[reading.words[after.first].start : reading.words[after.last - 1].end]
        code = self._lexicon.abbreviations.get(after.key) or self._lexicon.postal_codes.get(outer)
        holders = self._gazetteer.find(after.key)
        if code is not None and (division := self._gazetteer.division(code)):
            holders = (division, *holders)
        if any(contains(holder, inner) for holder in holders for inner in sighting.candidates):
            if _is_list_of_towns(reading, after, sighting.candidates, holders):
                return
            sighting.container = after.key if code is None else code
            sighting.container_start = reading.words[after.first].start
            sighting.observations.append("in_container")
        elif _is_settled(sighting.candidates):
            return
        elif self._holders.is_firm(reading, after):
            sighting.holder, sighting.is_held_firmly = after.key, True
        elif not has_feature and all(candidate.population < _SMALL for candidate in sighting.candidates):
            sighting.holder = self._holders.key(reading, after)

    def _observe_owner(self, owner: Name, sighting: Sighting) -> None:
        """The name before it owns this one: "Mali's Kayes"; a name that is known only abroad lies in the owner."""
        holders = [c for c in self._gazetteer.find(owner.key) if c.kind in ("admin1", "country") and c.quality < 2]
        if any(contains(holder, inner) for holder in holders for inner in sighting.candidates):
            sighting.container = owner.key
            sighting.observations.append("in_container")
        elif holders and not _is_settled(sighting.candidates) and _is_little_known(sighting.candidates):
            sighting.holder, sighting.is_held_firmly = owner.key, True

    def _landforms(self, reading: Reading) -> Iterable[Sighting]:
        """Rivers, islands and the like by their last word; not in the gazetteer, so they stay without a location."""
        for form in reading.landforms:
            around = Surroundings(reading, form)
            entity = reading.entity_at(around.first.start, around.last.end)
            if entity is None or entity[2] not in ("PERSON", "ORG") or entity[1] <= around.last.end:
                yield Sighting(
                    reading.paragraph, around.first.start, around.last.end, form.key, (), ["landform"], THRESHOLD
                )


def _only_division(candidates: Sequence[Candidate]) -> str:
    """The code of the division that a name means before any town, empty where a town of note or a country has it."""
    own = [c for c in candidates if c.quality < 2 and (c.kind != "city" or c.population >= NOTED_TOWN)]
    return own[0].admin1 if len(own) == 1 and own[0].kind == "admin1" else ""


def _is_in_address(text: str, start: int) -> bool:
    """Whether the name stands in a web address."""
    word = text[text.rfind(" ", 0, start) + 1 : start]
    return "://" in word or word.startswith("www.")


def _is_list_of_towns(reading: Reading, outer: Name, inside: Sequence[Candidate], holders: Sequence[Candidate]) -> bool:
    """Whether two names before an "and" are towns in a row: "Boston, New York and Chicago", not "Lima, Ohio and"."""
    if not goes_on(reading, outer) or not any(c.kind == "city" and c.population >= NOTED_TOWN for c in holders):
        return False
    held = max((c.population for c in inside if any(contains(holder, c) for holder in holders)), default=0)
    return any(c.quality < 2 and c.population > 10 * max(held, NOTED_TOWN) for c in inside)


def _is_settled(candidates: Sequence[Candidate]) -> bool:
    """Whether the name is that of a country, a region or a capital, which nothing beside it moves elsewhere."""
    return any((c.kind in ("country", "region") or c.code == "PPLC") and c.quality < 2 for c in candidates)


def _is_little_known(candidates: Sequence[Candidate]) -> bool:
    """Whether no city of some size has the name for its own."""
    return all(c.population < _SMALL or (c.quality >= 2 and c.kind == "city") for c in candidates)


def _is_wide(candidates: Sequence[Candidate]) -> bool:
    """Whether a name may mean something with a north and a south of its own."""
    return any(c.kind in ("country", "admin1", "region") and c.quality < 2 for c in candidates)


def _is_country(candidates: Sequence[Candidate]) -> bool:
    return any(c.kind == "country" and c.quality < 2 for c in candidates)


def _count_strong(sightings: Iterable[Sighting]) -> dict[str, int]:
    """How often each name is plainly used as a place: spaCy says so, or "in", "city of", "Texas" stand beside it."""
    counts: dict[str, int] = {}
    for sighting in sightings:
        if not STRONG.isdisjoint(sighting.observations):
            counts[sighting.key] = counts.get(sighting.key, 0) + 1
    return counts


def _named_areas(sightings: Iterable[Sighting]) -> frozenset[str]:
    """Countries ("AF") and first-order divisions ("AF.10") that the article names plainly."""
    return frozenset(
        candidate.iso2 if candidate.kind == "country" else candidate.admin1
        for sighting in sightings
        if not STRONG.isdisjoint(sighting.observations)
        for candidate in sighting.candidates
        if candidate.kind in ("country", "admin1") and candidate.quality < 2
    )


def _observe_article(
    sighting: Sighting,
    people: frozenset[str],
    persons: Mapping[str, int],
    strong: Mapping[str, int],
    areas: frozenset[str],
) -> list[str]:
    seen: list[str] = []
    elsewhere = strong.get(sighting.key, 0) - (0 if STRONG.isdisjoint(sighting.observations) else 1)
    if elsewhere:
        seen.append("elsewhere_once" if elsewhere == 1 else "elsewhere_often")
    if sighting.key in people:
        seen.append("surname")
    if persons.get(sighting.key, 0) > 0:
        seen.append("person_elsewhere")
    places = [c for c in sighting.candidates if c.quality < 3 and c.kind not in ("country", "region")]
    if any(c.admin1 in areas for c in places if c.kind != "admin1"):
        seen.append("at_home")
    elif any(c.iso2 in areas for c in places):
        seen.append("in_country")
    return seen


def _surnames(readings: Sequence[Reading]) -> frozenset[str]:
    """Parts of the names of the article's people, so that "Jordan" after "Michael Jordan" is no country."""
    names: set[str] = set()
    for reading in readings:
        for start, end, label in reading.entities:
            parts = reading.text[start:end].split() if label == "PERSON" else []
            if len(parts) > 1 and parts[-1] in ("'s", "’s"):
                parts.pop()
            if len(parts) > 1:
                names.update(normalize_place_name(part.removesuffix("'s").removesuffix("’s")) for part in parts)
    return frozenset(names)


def _count_people(sightings: Iterable[Sighting]) -> dict[str, int]:
    """By how much each name is labelled a person more often than a place in the article."""
    counts: dict[str, int] = {}
    for sighting in sightings:
        seen = sighting.observations
        if "label_person" in seen or "label_person_part" in seen or "before_title" in seen:
            counts[sighting.key] = counts.get(sighting.key, 0) + 1
        elif "label_place" in seen:
            counts[sighting.key] = counts.get(sighting.key, 0) - 1
    return counts
