"""From a noun phrase of the parse to the actor that it means.

What belongs here: which reading a span stands for, by its head, and how open readings are settled from the discourse.
What does not: how phrases are read (`phrases`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Span, Token

from transforms.actors.discourse import PRONOUNS, Discourse
from transforms.actors.phrases import in_country
from transforms.actors.readings import STATE_SECTORS, Reading, role_name
from transforms.actors.terms import Agent, Office
from transforms.model import Paragraph, Role

_UNIDENTIFIED = re.compile(r"\b(?:unidentified|unknown|unnamed|unspecified)\b", re.IGNORECASE)
_RELATIVES = frozenset({"who", "whom", "which", "that"})
_REGION = re.compile(r"\b(?:north|south|east|west)\w*\W+$|\b(?:central|rural|parts of)\W+$", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b[Aa]n?\b")
_SEATS = frozenset({"in", "at", "of"})
_NEAR = 40  # characters; a place farther behind an organ belongs to another phrase
_IMPERSONAL = frozenset("be seem appear take happen become emerge turn".split())
_FORMER = re.compile(r"\b(?:former|ex-|late|ousted|deposed)\b", re.IGNORECASE)


class RoleResolver:
    """Resolves the noun phrases of one article."""

    def __init__(
        self,
        readings: Mapping[int, Sequence[Reading]],
        discourse: Discourse,
        offices: Mapping[str, Sequence[Office]],
        published: date | None,
    ) -> None:
        """Take what has been read of the article, and the offices of the persons that the tables know."""
        self._readings = readings
        self._discourse = discourse
        self._offices = offices
        self._year = published.year if published else None
        self._persons = _facts_of_persons(readings)

    def role(self, paragraph: Paragraph, span: Span) -> Role:
        """The actor that the phrase means; of several joined ones the first. `text` is always the whole phrase."""
        text = paragraph.text[span.start_char : span.end_char].strip()
        reading = self._reading_of(paragraph, span)
        if reading is None or (reading.country_iso3 is None and reading.kind in {"agent", "people"}):
            place = self._discourse.country_in(paragraph.number, span.start_char, span.end_char)
            if reading is None:
                return Role(text, country_iso3=place.iso3 if place else self._country_named_in(paragraph, span))
            reading = replace(reading, country=place)
        return self._as_role(text, reading, paragraph)

    def roles(self, paragraph: Paragraph, span: Span) -> list[Role]:
        """The actors of a compound phrase ("X and Y"), one for each part, in the text's order."""
        root = span.root
        heads = [root, *(token for token in root.conjuncts if span.start <= token.i < span.end)]
        return [self.role(paragraph, _own_span(head, span)) for head in sorted(set(heads), key=lambda token: token.i)]

    def _country_named_in(self, paragraph: Paragraph, span: Span) -> str | None:
        """The country that a phrase names beside its head ("villages near Macedonia's border")."""
        for reading in self._readings.get(paragraph.number, ()):
            if reading.kind == "state" and span.start_char <= reading.start and reading.end <= span.end_char:
                return reading.country_iso3
        return None

    def _reading_of(self, paragraph: Paragraph, span: Span) -> Reading | None:
        head = _noun_of_relative(span.root)
        word = head.lower_
        if word in PRONOUNS:
            return None if _is_expletive(head) else self._meant_by_pronoun(word, head, paragraph)
        found = self._readings.get(paragraph.number, ())
        for reading in found:
            if reading.start <= head.idx < reading.end:
                return self._settled(self._at_home(reading, paragraph, span), paragraph)
        return self._beside(head, span, found, paragraph)

    def _at_home(self, reading: Reading, paragraph: Paragraph, span: Span) -> Reading:
        """An organ with the country of the place right behind it ("a court in Ecuador")."""
        agent = reading.agent
        if agent is None or agent.organ is None or reading.kind not in {"agent", "organ"}:
            return reading
        owner = self._owner_of(span.root, paragraph)
        if owner is not None and owner.country is not None:
            return in_country(reading, agent, owner.country)
        if reading.kind != "agent" or reading.country is not None:
            return reading
        inside = [child.right_edge for child in span.root.rights if child.dep_ == "prep" and child.lower_ in _SEATS]
        end = max(span.end_char, *(edge.idx + len(edge) for edge in inside[:1]), 0)
        place = self._discourse.country_in(paragraph.number, reading.end, min(end, reading.end + _NEAR))
        return in_country(reading, agent, place) if place else reading

    def _owner_of(self, noun: Token, paragraph: Paragraph) -> Reading | None:
        """The subject whose a thing is: "France withdrew its soldiers", "Uganda sent its army"."""
        if not any(child.dep_ == "poss" and child.lower_ in ("its", "their") for child in noun.children):
            return None
        verb = noun.head
        while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
            verb = verb.head
        subject = next((child for child in verb.children if child.dep_ == "nsubj" and child.i < noun.i), None)
        if subject is None or subject.lower_ in PRONOUNS:
            return None
        return self._reading_of(paragraph, subject.doc[subject.i : subject.i + 1])

    def _meant_by_pronoun(self, word: str, head: Token, paragraph: Paragraph) -> Reading | None:
        before = self._discourse.antecedent_of_pronoun(word, paragraph.number, head.idx)
        return self._settled(before, paragraph) if before else None

    def _beside(self, head: Token, span: Span, found: Sequence[Reading], paragraph: Paragraph) -> Reading | None:
        """For a head that is no actor: whose it is ("the army's offensive", "the offensive of the army")."""
        before = [reading for reading in found if span.start_char <= reading.start and reading.end <= head.idx]
        if before:
            chosen = before[-1]
            if chosen.kind in {"adjective", "people"}:
                return replace(chosen, entity=None, name=None, sector=None)
            return self._settled(chosen, paragraph)
        owners = [token.idx for child in head.children if child.lower_ == "of" for token in child.children]
        for reading in found:
            if reading.end <= span.end_char and any(reading.start <= owner < reading.end for owner in owners):
                return self._settled(reading, paragraph)
        return None

    def _settled(self, reading: Reading, paragraph: Paragraph) -> Reading:
        """An open reading with what the article says of it."""
        agent = reading.agent
        if reading.kind == "state" and _REGION.search(paragraph.text[max(0, reading.start - 12) : reading.start]):
            return replace(reading, entity=None, name=None, sector=None)
        if agent is None or reading.kind not in {"agent", "organ"}:
            return reading
        if reading.kind == "organ":
            return self._discourse.holder_of_office(reading, paragraph.number, self._offices) or reading
        text = paragraph.text[max(0, reading.start - 20) : reading.end]
        if _UNIDENTIFIED.search(text):
            sector = "UAF" if reading.sector == "CVL" else reading.sector
            return replace(reading, name=f"Unidentified {agent.phrase}", entity=None, sector=sector)
        if agent.kind == "armed" and reading.country is not None and reading.is_definite:
            return self._discourse.antecedent_of_role(reading, paragraph.number) or reading
        if reading.country is None and (reading.is_definite or agent.organ is not None):
            return self._from_discourse(reading, agent, paragraph)
        return reading

    def _from_discourse(self, reading: Reading, agent: Agent, paragraph: Paragraph) -> Reading:
        before = self._discourse.antecedent_of_role(reading, paragraph.number)
        if before is not None:
            return before
        is_anybody = _INDEFINITE.search(paragraph.text[max(0, reading.start - 4) : reading.core_end]) is not None
        country = self._discourse.home() if is_anybody else self._discourse.country_at(paragraph.number)
        if country is None or (agent.kind == "group" and (reading.is_plural or not reading.is_definite)):
            return reading
        if agent.organ is not None:
            return in_country(reading, agent, country)
        if agent.kind == "political":
            return replace(reading, country=country, name=role_name(agent, country.name))
        return reading

    def _as_role(self, text: str, reading: Reading, paragraph: Paragraph) -> Role:
        entity = reading.entity
        sector, country = reading.sector, reading.country_iso3
        if reading.kind == "person" and entity is not None:
            known = self._persons.get(entity.entity_id)
            sector, country = sector or (known and known[0]), country or (known and known[1])
            before = paragraph.text[max(0, reading.start - 12) : reading.core_start]
            sector, country = self._office_of(entity.entity_id, sector, country, _FORMER.search(before) is not None)
            if country is None and sector in STATE_SECTORS and (home := self._discourse.country_at(paragraph.number)):
                country = home.iso3
        return Role(text, entity, entity.name if entity else reading.name, country, sector)

    def _office_of(
        self, entity_id: str, sector: str | None, country: str | None, is_former: bool
    ) -> tuple[str | None, str | None]:
        """The sector and country of a person at the time: out of office an official is one of the elites (ELI)."""
        held = self._offices.get(entity_id)
        if held is None:
            return ("ELI" if is_former and sector == "GOV" else sector), country
        if self._year is None:
            return ("ELI" if is_former else held[0].sector), held[0].country_iso3
        for office in held:
            if (office.from_year or 0) <= self._year <= (office.to_year or 9999):
                return office.sector, office.country_iso3
        return "ELI" if held[0].sector == "GOV" else held[0].sector, held[0].country_iso3


def _facts_of_persons(readings: Mapping[int, Sequence[Reading]]) -> dict[str, tuple[str | None, str | None]]:
    """Sector and country of each person, as the first phrase that gives them says ("Chadian minister Ali Bah")."""
    facts: dict[str, tuple[str | None, str | None]] = {}
    for number in sorted(readings):
        for reading in readings[number]:
            if reading.kind == "person" and reading.entity is not None:
                sector, country = facts.get(reading.entity.entity_id, (None, None))
                facts[reading.entity.entity_id] = (sector or reading.sector, country or reading.country_iso3)
    return facts


def _is_expletive(token: Token) -> bool:
    """Whether "it" stands for nobody: "it seems that", "it is not clear", "it took weeks"."""
    if token.lower_ != "it":
        return False
    return token.dep_ == "expl" or token.head.lemma_ in _IMPERSONAL


def _noun_of_relative(token: Token) -> Token:
    """For "who" and "which" the noun that their clause describes; any other token is its own."""
    if token.lower_ not in _RELATIVES or token.tag_ not in {"WDT", "WP"}:
        return token
    verb = token
    while verb.dep_ != "relcl" and verb.head.i != verb.i:
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else token


def _own_span(head: Token, span: Span) -> Span:
    """The part of a compound phrase that belongs to one of its heads: its subtree without the other parts."""
    others = {
        token.i for part in head.children if part.dep_ in {"conj", "cc", "punct"} and part.i > head.i
        for token in part.subtree
    }  # fmt: skip
    own = [token.i for token in head.subtree if token.i not in others and span.start <= token.i < span.end]
    return span.doc[own[0] : own[-1] + 1] if own else span
