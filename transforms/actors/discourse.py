"""Whom words mean that only the article can tell: "the army", "the group", "they", "the president".

What belongs here: the article's countries and the actors spoken of before, nearest first. What does not: phrases that
say it themselves (`phrases`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from transforms.actors.layers import has_parse, tokens_between
from transforms.actors.readings import STATE_SECTORS, Reading
from transforms.actors.terms import Country, Office
from transforms.model import Paragraph, PlaceMention
from transforms.parsing import by_paragraph

_REACH = 4  # paragraphs that a referring phrase looks back
_PLACE_WEIGHT = 1
_DATELINE_WEIGHT = 3
_SPREAD = 2  # paragraphs that speak of a country before the article counts as set in it

PLURAL_PRONOUNS = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER_PRONOUNS = frozenset({"it", "its", "itself"})
PERSON_PRONOUNS = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
PRONOUNS = PLURAL_PRONOUNS | NEUTER_PRONOUNS | PERSON_PRONOUNS
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent"})
_REPORTING = frozenset("say report tell add state announce claim note confirm".split())
_GROUP_CLASSES = frozenset({"armed_group", "organisation"})


class Discourse:
    """The article as it has been read: phrases by paragraph, and its countries."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        readings: Mapping[int, Sequence[Reading]],
        places: Sequence[PlaceMention],
        countries: Mapping[str, Country],
    ) -> None:
        """Count the countries that the article's places and actors are of."""
        self._paragraphs = {paragraph.number: paragraph for paragraph in paragraphs}
        self._readings = readings
        self._countries = countries
        self._places: dict[int, list[tuple[int, int, str]]] = {}
        self._local: dict[int, Counter[str]] = {}
        self._total: Counter[str] = Counter()
        self._dateline: str | None = None
        for place in places:
            self._count_place(place)
        for at, found in by_paragraph(places, paragraphs).items():
            self._count_local(paragraphs[at], found)
        for number, found in readings.items():
            for reading in found:
                if (country := reading.country_iso3) is not None and reading.kind != "person":
                    self._local.setdefault(number, Counter())[country] += 1
                    self._total[country] += 1

    def _count_place(self, place: PlaceMention) -> None:
        country = place.location.country_iso3 if place.location else None
        if country is None:
            return
        if place.is_dateline and self._dateline is None:
            self._dateline = country
        self._total[country] += _DATELINE_WEIGHT if place.is_dateline else _PLACE_WEIGHT

    def _count_local(self, paragraph: Paragraph, places: Sequence[PlaceMention]) -> None:
        for place in places:
            country = place.location.country_iso3 if place.location else None
            if country is not None:
                span = (place.start_char - paragraph.start, place.end_char - paragraph.start, country)
                self._places.setdefault(paragraph.number, []).append(span)
                self._local.setdefault(paragraph.number, Counter())[country] += _PLACE_WEIGHT

    def country_at(self, number: int) -> Country | None:
        """The country that an organ without one belongs to: the paragraph's only one, else the article's."""
        local = self._local.get(number, Counter())
        if len(local) == 1:
            return self._countries.get(next(iter(local)))
        counts = Counter({country: 2 * count + self._total[country] for country, count in local.items()} or self._total)
        best = min(counts.items(), key=lambda item: (-item[1], item[0]), default=None)
        return self._countries.get(best[0]) if best else None

    def home(self) -> Country | None:
        """The country that the article is set in: its dateline's, else one of which several paragraphs speak most.

        That of a nameless official; a country that merely stands in the same sentence says nothing of "a judge".
        """
        if self._dateline is not None:
            return self._countries.get(self._dateline)
        spread = Counter(country for local in self._local.values() for country in local)
        best = min(self._total.items(), key=lambda item: (-item[1], item[0]), default=None)
        if best is None or spread[best[0]] < _SPREAD or 2 * best[1] <= self._total.total():
            return None
        return self._countries.get(best[0])

    def country_in(self, number: int, start: int, end: int) -> Country | None:
        """The country of the last place between two offsets of a paragraph's text ("rebels in Darfur")."""
        inside = [country for left, right, country in self._places.get(number, ()) if start <= left and right <= end]
        return self._countries.get(inside[-1]) if inside else None

    def nearest(self, number: int, before: int, accepts: Callable[[Reading], bool]) -> Reading | None:
        """The nearest phrase before an offset that fits: subjects of the sentence before come first.

        Args:
            number: the paragraph's number.
            before: offset in the paragraph's text.
            accepts: whether a phrase may be meant.
        """
        clause = self._clause(number, before)
        for back in range(_REACH + 1):
            readings = self._readings.get(number - back, ())
            fitting = [reading for reading in readings if (back or reading.end <= before) and accepts(reading)]
            if not back and clause is not None:
                fitting = [reading for reading in fitting if self._clause(number, reading.start) != clause]
            if fitting:
                return self._most_salient(number - back, fitting)
        return None

    def _clause(self, number: int, offset: int) -> int | None:
        """The number of the verb that the token at an offset is an argument of; None without a parse."""
        paragraph = self._paragraphs.get(number)
        if paragraph is None or not has_parse(paragraph.doc):
            return None
        span = tokens_between(paragraph.doc, offset, offset + 1)
        if span is None:
            return None
        token = span[0]
        while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
            token = token.head
        return token.i

    def _most_salient(self, number: int, fitting: Sequence[Reading]) -> Reading:
        """Of the phrases of a paragraph the last subject, where the parse tells; else the last."""
        paragraph = self._paragraphs.get(number)
        if paragraph is None or not has_parse(paragraph.doc):
            return fitting[-1]
        last_sentence = [reading for reading in fitting if reading.end >= fitting[-1].start - 250]
        for reading in reversed(last_sentence):
            span = tokens_between(paragraph.doc, reading.start, reading.end)
            if span is not None and span.root.dep_ in _SUBJECTS and span.root.head.lemma_ not in _REPORTING:
                return reading
        return fitting[-1]

    def antecedent_of_pronoun(self, word: str, number: int, before: int) -> Reading | None:
        """Whom a pronoun means: he and she a person, it a body, they several people or a body."""
        if word in PERSON_PRONOUNS:
            return self.nearest(number, before, lambda reading: reading.kind == "person")
        if word in NEUTER_PRONOUNS:
            return self.nearest(number, before, _is_body)
        return self.nearest(number, before, _is_many)

    def antecedent_of_role(self, reading: Reading, number: int) -> Reading | None:
        """Whom a definite role noun means ("the group", "the militants", "the president")."""
        agent = reading.agent
        if agent is None:
            return None
        if agent.kind == "group":  # "the country" has an organ, "the group" has none
            return None if agent.organ else self.nearest(number, reading.start, _is_group)
        if agent.kind in {"armed", "criminal"}:
            return self._armed_before(reading, number)
        if agent.kind == "member" and not reading.is_plural:
            return self.nearest(number, reading.start, lambda other: _holds_office(other, reading))
        if agent.organ is not None:
            return self.nearest(
                number,
                reading.start,
                lambda other: other.kind == "organ" and other.agent is not None and other.agent.organ == agent.organ,
            )
        return None

    def holder_of_office(
        self, reading: Reading, number: int, offices: Mapping[str, Sequence[Office]]
    ) -> Reading | None:
        """The person spoken of before who bears the office of a country ("the US president")."""
        agent = reading.agent
        if agent is None or agent.kind != "member" or reading.is_plural or not reading.is_definite:
            return None

        def holds(other: Reading) -> bool:
            if other.kind != "person" or other.entity is None or other.country_iso3 != reading.country_iso3:
                return False
            held = offices.get(other.entity.entity_id, ())
            return _holds_office(other, reading) and (not held or any(office.name in agent.phrase for office in held))

        return self.nearest(number, reading.start, holds)

    def _armed_before(self, reading: Reading, number: int) -> Reading | None:
        """The armed group before, of the country where one is stated ("the Salvadoran guerrillas")."""

        def fits(other: Reading) -> bool:
            group = other.entity
            if group is None or group.entity_class != "armed_group":
                return False
            return reading.sector in {group.sector, "UAF"} and reading.country_iso3 in {None, group.country_iso3}

        return self.nearest(number, reading.start, fits)


def _is_body(reading: Reading) -> bool:
    return reading.kind in {"entity", "organ", "state"} and not (reading.agent and reading.agent.kind == "member")


def _is_many(reading: Reading) -> bool:
    if reading.kind in {"person", "adjective"}:
        return False
    return reading.is_plural or _is_body(reading)


def _is_group(reading: Reading) -> bool:
    return reading.kind == "entity" and reading.entity is not None and reading.entity.entity_class in _GROUP_CLASSES


def _holds_office(other: Reading, reading: Reading) -> bool:
    if other.kind != "person" or reading.agent is None:
        return False
    if other.agent is not None:
        return other.agent.phrase == reading.agent.phrase
    return other.sector in STATE_SECTORS and reading.agent.sector == other.sector
