"""Tags an article's places: recognition, then resolution, then the mentions as the warehouse stores them.

What belongs here: the order of the two steps, the source's evidence, datelines and the threshold below which a place
stays open.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from transforms.model import ArticleText, Location, Paragraph, PlaceMention
from transforms.places.gazetteer import Candidate, Gazetteer
from transforms.places.lexicon import PlaceLexicon
from transforms.places.recognition import PlaceRecognizer
from transforms.places.resolution import Context, PlaceResolver, Weights
from transforms.places.sighting import Sighting
from transforms.places.source import Source, locate_source

OPEN_BELOW: Final = 0.25
_DATELINE: Final = re.compile(r"^[^a-z]{0,3}(?:[A-Z][\w'’.\-]*[,/ ]{0,2}){1,6}.{0,60}?(?:--|[—–]| - )")
_LONGEST_DATELINE: Final = 120


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
        self._resolver = PlaceResolver(gazetteer, self._weights, self._lexicon.first_senses)

    def tag(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> list[PlaceMention]:
        """Every place mention of the article in text order; `location` is None where no candidate was good enough."""
        home = locate_source(article.source_domain, article.source_name, self._lexicon, self._gazetteer)
        divisions = frozenset({home.admin1} - {""})
        sightings, adjectives = self._recognizer.recognize(paragraphs, divisions)
        context = self._context(home, adjectives)
        answers = self._resolver.resolve(sightings, context)
        datelines = _dateline_ends(paragraphs)
        return [
            self._mention(sighting, candidate, belief, datelines)
            for sighting, (candidate, belief) in zip(sightings, answers, strict=True)
        ]

    def _mention(
        self, sighting: Sighting, candidate: Candidate | None, belief: float, datelines: Mapping[int, int]
    ) -> PlaceMention:
        paragraph = sighting.paragraph
        is_dateline = sighting.end <= datelines.get(paragraph.number, -1)
        confidence = _confidence(sighting.evidence, belief) if candidate else 0.0
        location = self._locate(sighting, candidate) if candidate and confidence >= OPEN_BELOW else None
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

    def _context(self, home: Source, adjectives: Mapping[str, float]) -> Context:
        named = {iso2: count**0.5 for iso2, count in adjectives.items()}
        countries = dict(named)
        if home.country:
            weight = self._weights.source_country * (2.0 if home.town else 1.0)
            countries[home.country] = countries.get(home.country, 0.0) + weight
        divisions = {home.admin1: self._weights.source_admin1} if home.admin1 else {}
        return Context(countries, named, divisions, home.country, home.town)


def _confidence(evidence: float, belief: float) -> float:
    """How likely the name is a place and the right one.

    The evidence is a log-odds; where a name is taken for a place, it is one a little more often than the sum says. The
    belief is too low where it is low: among places far apart, the first is right more often than its share. Held
    against reports of our own and MUC-4 by `benchmarks/place_confidence.py`.
    """
    return (0.1 + 0.9 * belief) / (1.0 + math.exp(0.5 - evidence))


def _dateline_ends(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """The end of the dateline in the first paragraph of the body, by paragraph number."""
    for paragraph in paragraphs:
        if paragraph.field == "body":
            found = _DATELINE.match(paragraph.text[:_LONGEST_DATELINE])
            return {paragraph.number: found.end()} if found else {}
    return {}
