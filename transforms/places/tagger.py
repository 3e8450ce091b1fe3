"""Tags an article's places: recognition, then resolution, then the mentions as the warehouse stores them.

What belongs here: the order of the two steps, the source's evidence, datelines and the threshold below which a place
stays open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from transforms.datelines import read_dateline
from transforms.model import ArticleText, Location, Paragraph, PlaceMention
from transforms.places.gazetteer import Candidate, Gazetteer
from transforms.places.lexicon import PlaceLexicon
from transforms.places.recognition import PlaceRecognizer
from transforms.places.resolution import Answer, Context, PlaceResolver, Weights
from transforms.places.sighting import Sighting
from transforms.places.source import Source, locate_source

OPEN_BELOW: Final = 0.25
_EXACT: Final = 1  # UCDP's precision of a town or spot


class PlaceTagger:
    """Finds and resolves the places of articles. Build it once a process.

    Args:
        gazetteer: the index of names.
        tables: all reference tables by name; those under `places/` are read.
        weights: the resolver's weights, where others than the default are tried.
    """

    def __init__(
        self, gazetteer: Gazetteer, tables: Mapping[str, pl.DataFrame], weights: Weights | None = None
    ) -> None:
        self._gazetteer = gazetteer
        self._lexicon = PlaceLexicon.from_tables(tables)
        self._recognizer = PlaceRecognizer(gazetteer, self._lexicon)
        self._weights = weights or Weights()
        self._country_words = _any_of(self._lexicon.country_words)
        self._resolver = PlaceResolver(gazetteer, self._weights, self._lexicon.first_senses)

    def tag(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> list[PlaceMention]:
        """Every place mention of the article in text order; `location` is None where no candidate was good enough."""
        home = locate_source(article.source_domain, article.source_name, self._lexicon, self._gazetteer)
        divisions = frozenset({home.admin1} - {""})
        sightings, adjectives, hints = self._recognizer.recognize(paragraphs, divisions)
        context = self._context(home, adjectives, hints, self._count_country_words(paragraphs))
        answers = self._resolver.resolve(sightings, context)
        filed_from = _sightings_of_dateline(paragraphs, sightings)
        return [
            self._mention(sighting, answer, is_dateline=sighting in filed_from)
            for sighting, answer in zip(sightings, answers, strict=True)
        ]

    def _mention(self, sighting: Sighting, answer: Answer, *, is_dateline: bool) -> PlaceMention:
        candidate = answer.candidate
        paragraph = sighting.paragraph
        confidence = _confidence(sighting.evidence, answer.belief) if candidate else 0.0
        location = self._locate(sighting, candidate) if candidate and confidence >= OPEN_BELOW else None
        if location is not None and location.location_precision == _EXACT and not answer.is_clear:
            location = None  # wrong and exact is worse than open
        return PlaceMention(
            field=paragraph.field,
            start_char=paragraph.start + sighting.start,
            end_char=paragraph.start + sighting.end,
            text=sighting.text,
            location=location,
            confidence=round(confidence, 3),
            is_dateline=is_dateline,
            role="dateline" if is_dateline else sighting.role,
            country=self._gazetteer.country(location.country_iso2) if location else None,
        )

    def _locate(self, sighting: Sighting, candidate: Candidate) -> Location:
        """The place, or the side of a country that a compass word before its name cuts out ("northern Mali")."""
        location = self._gazetteer.location(candidate.place)
        if not sighting.side or candidate.kind != "country":
            return location
        return replace(
            location,
            location_id=f"dateline:{candidate.iso2.lower()}-{sighting.side}",
            geonameid=None,
            name=f"{sighting.side} {location.name}",
            ascii_name=f"{sighting.side} {location.ascii_name}",
            local_name=None,
            alternate_names=(),
            name_from="own",
            feature_class="L",
            feature_code="RGN",
            population=0,
            location_precision=5,
        )

    def _count_country_words(self, paragraphs: Sequence[Paragraph]) -> dict[str, float]:
        """How often the article speaks of what one country has: "the sheriff's office", "three crore"."""
        counts: dict[str, float] = {}
        for paragraph in paragraphs:
            for word in self._country_words.findall(paragraph.text.lower()):
                iso2 = self._lexicon.country_words[word]
                counts[iso2] = counts.get(iso2, 0.0) + 1.0
        return counts

    def _context(
        self, home: Source, adjectives: Mapping[str, float], hints: Mapping[str, float], told: Mapping[str, float]
    ) -> Context:
        named = {iso2: count**0.5 for iso2, count in adjectives.items()}
        countries = dict(named)
        if home.country:
            weight = self._weights.source_country * (2.0 if home.town else 1.0)
            countries[home.country] = countries.get(home.country, 0.0) + weight
        for iso2, count in told.items():
            countries[iso2] = countries.get(iso2, 0.0) + self._weights.country_words * count**0.5
        divisions = {home.admin1: self._weights.source_admin1} if home.admin1 else {}
        for code, count in hints.items():
            divisions[code] = divisions.get(code, 0.0) + count**0.5
            countries[code[:2]] = countries.get(code[:2], 0.0) + count**0.5
        return Context(countries, named, divisions, home.country, home.town)


def _confidence(evidence: float, belief: float) -> float:
    """How likely the name is a place and the right one.

    The evidence is a log-odds; where a name is taken for a place, it is one a little more often than the sum says. The
    belief is too low where it is low: among places far apart, the first is right more often than its share. Held
    against reports of our own and MUC-4 by `benchmarks/place_confidence.py`.
    """
    return (0.1 + 0.9 * belief) / (1.0 + math.exp(0.5 - evidence))


def _sightings_of_dateline(paragraphs: Sequence[Paragraph], sightings: Sequence[Sighting]) -> list[Sighting]:
    """The names in the body's dateline; where only its form shows it, a town must open it ("Kabul - Three")."""
    first = next((paragraph for paragraph in paragraphs if paragraph.field == "body"), None)
    dateline = read_dateline(first.text) if first is not None else None
    if first is None or dateline is None:
        return []
    inside = [s for s in sightings if s.paragraph is first and s.start < dateline.place_end]
    is_shown = dateline.is_sure or any(s.start == dateline.place_start and _may_be_town(s) for s in inside)
    return inside if is_shown else []


def _may_be_town(sighting: Sighting) -> bool:
    return any(candidate.kind == "city" and candidate.quality < 2 for candidate in sighting.candidates)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words as a whole, the longest first."""
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})(?!\w)"
    )
