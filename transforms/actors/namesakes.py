"""Which of several bearers of a name an article means, and whether a short acronym means anybody.

What belongs here: choices that the whole article decides: its date, and the countries it speaks of. What does not:
choices that the neighbouring words decide (`phrases`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from transforms.actors.lexicon import Hit
from transforms.actors.terms import Office, Term
from transforms.model import PlaceMention

_SHORT = 5  # letters; longer acronyms hardly mean two things


@dataclass(frozen=True, slots=True)
class ArticleFrame:
    """What an article as a whole speaks of: its year, its countries, and the entities it names in full."""

    year: int | None
    countries: Counter[str]
    named: frozenset[str]  # entity ids


def frame_of(
    year: int | None, texts: Iterable[tuple[str, Sequence[Hit]]], places: Sequence[PlaceMention]
) -> ArticleFrame:
    """Count the countries of an article's forms and places, and collect what it names other than by acronym."""
    countries: Counter[str] = Counter()
    named: set[str] = set()
    for text, hits in texts:
        for hit in hits:
            term = hit.term
            if term.country is not None:
                countries[term.country.iso3] += 1
            elif term.entity is not None and not is_short_acronym(text[hit.start : hit.end]):
                named.add(term.entity.entity_id)
    countries.update(place.location.country_iso3 for place in places if place.location and place.location.country_iso3)
    return ArticleFrame(year, countries, frozenset(named))


def is_short_acronym(form: str) -> bool:
    """Whether a form is an acronym so short that many things bear it."""
    return len(form) <= _SHORT and " " not in form and sum(char.isupper() for char in form) > 1


class Namesakes:
    """Settles hits by the article."""

    def __init__(self, offices: Mapping[str, Sequence[Office]], famous: Collection[str]) -> None:
        """Take persons' offices by entity id, and the acronyms that need no support."""
        self._offices = offices
        self._famous = frozenset(famous)

    def settle(self, text: str, hits: Sequence[Hit], frame: ArticleFrame) -> list[Hit]:
        """The hits with the likeliest bearer first, without acronyms that nothing in the article speaks for."""
        settled: list[Hit] = []
        for hit in hits:
            best = hit
            if any(term.kind == "agent" for term in hit.terms[1:]):
                best = self._named_or_common(hit, frame)
            elif len(hit.terms) > 1 and hit.term.entity is not None:
                ranked = sorted(hit.terms, key=lambda term: -self._support(term, frame))
                best = Hit(hit.start, hit.end, tuple(ranked))
            if best.term.kind != "entity" or self._is_supported(text[hit.start : hit.end], best.term, frame):
                settled.append(best)
        return settled

    @staticmethod
    def _named_or_common(hit: Hit, frame: ArticleFrame) -> Hit:
        """A name that is also a role noun ("Congress", "the Mafia") is the name where its country is the main one."""
        main = min(frame.countries, key=lambda country: (-frame.countries[country], country), default=None)
        home = hit.term.entity.country_iso3 if hit.term.entity else None
        if home is None or home == main:
            return hit
        return Hit(hit.start, hit.end, tuple(term for term in hit.terms if term.kind == "agent"))

    def _support(self, term: Term, frame: ArticleFrame) -> int:
        entity = term.entity
        if entity is None:
            return 0
        if term.kind == "person":
            return int(self._holds_office(entity.entity_id, frame.year))
        return frame.countries[entity.country_iso3 or ""]

    def _holds_office(self, entity_id: str, year: int | None) -> bool:
        offices = self._offices.get(entity_id, ())
        return year is not None and any((held.from_year or 0) <= year <= (held.to_year or 9999) for held in offices)

    def _is_supported(self, form: str, term: Term, frame: ArticleFrame) -> bool:
        entity = term.entity
        if entity is None or entity.country_iso3 is None or form in self._famous or not is_short_acronym(form):
            return True
        return entity.country_iso3 in frame.countries or entity.entity_id in frame.named
