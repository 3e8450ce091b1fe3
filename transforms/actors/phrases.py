"""Reads neighbouring forms together: country × organ, group + agent, title + name, member of + group.

What belongs here: the grammar of actor phrases, which needs no parse ("Afghan forces", "the Taliban's fighters",
"members of the FARC", "Chadian Finance Minister Ali Moussa", "the Carter Administration"). What does not: which forms
stand in the text (`lexicon`, `names`) and what only the context can tell (`discourse`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from transforms.actors.entities import make_entity
from transforms.actors.lexicon import Hit
from transforms.actors.readings import (
    Reading,
    government_of,
    nationality_entity,
    organ_entity,
    role_entity,
    role_name,
)
from transforms.actors.terms import Agent, Country, Term
from transforms.model import Entity
from transforms.numbers.words import NumberWords

_STOP = (
    "a an the and or but nor of in on at by for with from to as that which who whom whose said says say has have had "
    "is are was were be been will would can could may might must not against after before during over under into than "
    "then when while where if because since until between among through about it its they their he his she her "
    "this these several many "
    "killed attacked arrested accused told urged called fired shot seized captured took condemned rejected"
).split()
"""Words that a phrase does not go on behind: of grammar, and the verbs that most often follow whoever acts. Numbers,
which begin another phrase as well, are `numbers/words`."""
_CLOSE_GAP = re.compile(r"[ -]|,? (?:(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt)\.? )?")
_NEXT_GAP = re.compile(r" [\"“]?")
_OF_GAP = re.compile(
    r" (?:of|from|belonging to|loyal to) (?:the |an? |his |their |its )?[\"“]?(?:[\w',-]+ ){0,4}[\"“]?"
)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|its|their|his|our|said)\s+(?:[\w'-]+\s+){0,2}$", re.IGNORECASE)
_BACKED = re.compile(r"-(?!linked)[a-z]+")


@dataclass(frozen=True, slots=True)
class _Modifiers:
    """What stands before a head: the last country, entity, person and role of the modifiers."""

    country: Country | None = None
    entity: Entity | None = None
    entity_hit: Hit | None = None
    people: Entity | None = None
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What may stand between two forms of one phrase: "Afghan *national army* soldiers", "the Taliban*'s* fighters".

    Attributes:
        behind: by the kind of the first form: adjectives, countries, capitals and seats modify whatever follows.
        behind_name, behind_entity, behind_people: behind other names, by what they are.
    """

    behind: Mapping[str, re.Pattern[str]]
    behind_name: re.Pattern[str]
    behind_entity: re.Pattern[str]
    behind_people: re.Pattern[str]

    @classmethod
    def of(cls, numbers: NumberWords) -> Gaps:
        """With the number words at which a phrase ends."""
        ends = "|".join([*_STOP, *numbers.small, *numbers.plurals])
        word = rf"(?!(?:{ends})\b)[^\W\d][\w'-]* "
        name = re.compile(rf"(?: |['’]s? (?:{word}){{0,3}})")
        return cls(
            behind={"adjective": re.compile(rf"[ -](?:{word}){{0,3}}"), "country": name, "capital": name, "seat": name},
            behind_name=name,
            behind_entity=re.compile(rf"(?:[)\]\"”]* |['’]s? )(?:(?!\w+ed\b){word}){{0,2}}"),
            behind_people=re.compile(rf" (?:{word}){{0,1}}"),
        )


def read_phrases(text: str, hits: Sequence[Hit], countries: Mapping[str, Country], gaps: Gaps) -> list[Reading]:
    """The actor phrases of a text, in its order; a group named inside a person's phrase stands before that phrase."""
    parser = _Parser(text, hits, countries, gaps)
    readings: list[Reading] = []
    number = 0
    while number < len(hits):
        reading, number = parser.read_at(number)
        readings.extend(parser.take_named())
        if reading is not None:
            readings.append(reading)
    return readings


class _Parser:
    """Reads the phrase that begins at a hit."""

    def __init__(self, text: str, hits: Sequence[Hit], countries: Mapping[str, Country], gaps: Gaps) -> None:
        self._text = text
        self._hits = hits
        self._countries = countries
        self._gaps = gaps
        self._named: list[Reading] = []

    def take_named(self) -> list[Reading]:
        """The groups that the phrases read since the last call name beside their head ("Hamas leader Ismail Abu")."""
        named, self._named = self._named, []
        return named

    def read_at(self, number: int) -> tuple[Reading | None, int]:
        """The phrase whose first form is this hit, and the number of the hit after it."""
        first = number
        modifiers = _Modifiers()
        while number + 1 < len(self._hits) and self._modifies(self._hits[number], self._hits[number + 1]):
            modifiers = self._add_modifier(modifiers, self._hits[number])
            number += 1
        head = self._hits[number]
        reading = self._finish(_combine(modifiers, head), self._hits[first].start)
        if modifiers.entity_hit is not None and modifiers.entity != reading.entity:
            alone = _combine(_Modifiers(), modifiers.entity_hit)
            self._named.append(self._finish(alone, modifiers.entity_hit.start))
        return self._with_complement(reading, number)

    def _add_modifier(self, modifiers: _Modifiers, hit: Hit) -> _Modifiers:
        term = hit.term
        if term.kind == "agent":
            is_bearer = term.agent is not None and term.agent.kind in {"carrier", "group"}
            return modifiers if is_bearer and modifiers.agent else replace(modifiers, agent=term.agent)
        if term.kind == "person" and term.entity:  # the Trump administration is his country's
            return replace(modifiers, country=self._countries.get(term.entity.country_iso3 or "") or modifiers.country)
        if term.kind == "people":
            home = self._countries.get(term.entity.country_iso3 or "") if term.entity else term.country
            return replace(modifiers, people=term.entity, country=modifiers.country or home)
        if term.kind == "entity":
            return replace(modifiers, entity=term.entity, entity_hit=hit)
        return replace(modifiers, country=term.country)

    def _modifies(self, left: Hit, right: Hit) -> bool:
        gap = self._text[left.end : right.start]
        if len(gap) > 60 or right.term.kind in {"country", "capital", "people", "seat"}:
            return False
        if right.term.kind == "adjective":
            return left.term.kind == "adjective" and gap in {" ", "-"}
        pattern = self._gap_pattern(left.term, right.term)
        return pattern is not None and pattern.fullmatch(gap) is not None

    def _gap_pattern(self, left: Term, right: Term) -> re.Pattern[str] | None:
        """How far apart two forms may stand for the left one to modify the right one; None: never."""
        if left.kind in self._gaps.behind:
            return self._gaps.behind[left.kind]
        if left.kind in {"people", "entity"} and right.kind in {"agent", "person"}:
            return self._gaps.behind_people if left.kind == "people" else self._gaps.behind_entity
        if left.kind == "person":
            return self._gaps.behind_name if right.agent and right.agent.kind == "organ" else None
        if left.kind == "agent" and right.kind in {"agent", "person", "entity"}:
            return _CLOSE_GAP if right.kind == "person" else _NEXT_GAP
        return None

    def _finish(self, reading: Reading, start: int) -> Reading:
        """The whole phrase's bounds and how it is written; an organ is mentioned with its country's name."""
        before = self._text[max(0, start - 30) : start]
        return replace(
            reading,
            start=start,
            core_start=start if reading.kind in {"organ", "agent"} else reading.core_start,
            is_definite=_DEFINITE.search(before) is not None,
            is_capitalised=self._text[reading.core_start].isupper() and before.strip() != "",
        )

    def _with_complement(self, reading: Reading, number: int) -> tuple[Reading | None, int]:
        """Take in "of the FARC", "of Peru": what a role noun belongs to."""
        after = number + 1
        if _BACKED.match(self._text, reading.end) and reading.kind != "agent":
            return None, after
        if reading.agent is None or reading.kind == "person" or after >= len(self._hits):
            return reading, after
        if not _OF_GAP.fullmatch(self._text[reading.end : self._hits[after].start]):
            return reading, after
        complement, following = self.read_at(after)
        if complement is None:
            return reading, after
        merged = _join_complement(reading, complement)
        return (merged, following) if merged else (reading, after)


def _combine(modifiers: _Modifiers, head: Hit) -> Reading:
    """The reading of a head with what stands before it."""
    term = head.term
    reading = Reading(head.start, head.end, head.start, head.end, "entity")
    if term.kind in {"country", "capital", "seat"} and term.country:
        government = government_of(term.country)
        kind = "organ" if term.kind == "seat" else "state"
        return replace(reading, kind=kind, name=government.name, entity=government, country=term.country, sector="GOV")
    if term.kind == "people" and term.entity:
        people = term.entity
        return replace(reading, kind="people", name=people.name, entity=people, sector=people.sector, is_plural=True)
    if term.kind in {"people", "adjective"} and term.country:
        people = nationality_entity(term.country)
        kind = "people" if term.kind == "people" else "adjective"
        return replace(
            reading, kind=kind, name=people.name, entity=people, country=term.country, sector="CVL", is_plural=True
        )
    if term.kind == "person" and term.entity:
        return _combine_person(modifiers, term.entity, reading)
    if term.kind == "entity" and term.entity:
        return replace(reading, name=term.entity.name, entity=term.entity, sector=term.entity.sector)
    return _combine_agent(modifiers, term, reading)


def _combine_person(modifiers: _Modifiers, person: Entity, reading: Reading) -> Reading:
    sector = person.sector
    if sector is None and modifiers.entity:
        sector = modifiers.entity.sector
    if sector is None and modifiers.agent:
        sector = modifiers.agent.sector
    country = modifiers.country
    return replace(
        reading, kind="person", name=person.name, entity=person, country=country, sector=sector, agent=modifiers.agent
    )


def _combine_agent(modifiers: _Modifiers, term: Term, reading: Reading) -> Reading:
    """A role noun as head: the group, the country's organ, or the role itself."""
    agent = term.agent
    if agent is None:
        return reading
    reading = replace(reading, kind="agent", agent=agent, is_plural=term.plural or agent.kind == "organ")
    if modifiers.entity is not None:
        if modifiers.entity_hit is not None:
            reading = replace(reading, core_start=modifiers.entity_hit.start, core_end=modifiers.entity_hit.end)
        return _belonging_to(reading, agent, modifiers.entity, modifiers.country)
    if modifiers.people is not None:
        return _of_people(reading, agent, modifiers.people, modifiers.country)
    if agent.kind in {"carrier", "group"} and modifiers.agent is not None:
        agent = modifiers.agent
        reading = replace(reading, agent=agent)
    return _belonging_to_country(reading, agent, modifiers.country)


def _belonging_to(reading: Reading, agent: Agent, entity: Entity, country: Country | None) -> Reading:
    """A role within a group or body: "Taliban fighters", "BBC reporter", but not "FARC hostages"."""
    if agent.kind in {"civilian", "protest", "riot"} and entity.entity_class == "armed_group":
        reading = replace(reading, core_start=reading.start, core_end=reading.end)
        return _belonging_to_country(reading, agent, country)
    return replace(reading, kind="entity", name=entity.name, entity=entity, sector=entity.sector, country=None)


def _of_people(reading: Reading, agent: Agent, people: Entity, country: Country | None) -> Reading:
    """A role within a people without a state: "Kurdish forces" are no state's army, "Tamil villagers" are civilians."""
    sector = "REB" if agent.sector == "MIL" else agent.sector or people.sector
    name = role_name(agent, people.name)
    entity = None
    if agent.entity_class == "civilians":
        entity = make_entity(name, "civilians", people.country_iso3, agent.sector, agent.acled_inter)
    return replace(reading, kind="entity", name=name, entity=entity, country=country, sector=sector)


def _belonging_to_country(reading: Reading, agent: Agent, country: Country | None) -> Reading:
    if country is None:
        return replace(reading, name=role_name(agent, None), sector=agent.sector, entity=role_entity(agent, None))
    if agent.organ is not None:
        return in_country(reading, agent, country)
    if agent.kind == "carrier" and "official" in agent.traits:
        government = government_of(country)
        return replace(
            reading, kind="organ", name=government.name, entity=government, country=country, sector=government.sector
        )
    name = role_name(agent, country.name)
    return replace(reading, name=name, entity=role_entity(agent, country), country=country, sector=agent.sector)


def in_country(reading: Reading, agent: Agent, country: Country) -> Reading:
    """An organ or its member, in a known country: "the army" in an article on Chad."""
    organ = organ_entity(country, agent.organ or "Government", agent.sector, agent.acled_inter)
    return replace(reading, kind="organ", name=organ.name, entity=organ, country=country, sector=agent.sector)


def _join_complement(reading: Reading, complement: Reading) -> Reading | None:
    """Read "members of the FARC", "president of Peru", "dozens of villagers" as one; None where they are apart."""
    agent = reading.agent
    if agent is None:
        return None
    if agent.kind in {"carrier", "group"} and not (reading.entity or reading.country):
        return replace(
            complement, start=reading.start, is_definite=reading.is_definite, is_capitalised=False,
            is_plural=reading.is_plural or complement.is_plural,
        )  # fmt: skip
    if complement.kind in {"state", "adjective"} and complement.country and reading.country is None:
        joined = _belonging_to_country(reading, agent, complement.country)
        return replace(joined, end=complement.end, core_end=complement.end)
    if complement.kind in {"entity", "organ"} and complement.entity and reading.entity is None:
        return _join_entity(reading, complement, agent)
    return None


def _join_entity(reading: Reading, complement: Reading, agent: Agent) -> Reading | None:
    if agent.kind in {"civilian", "protest", "riot"}:
        return None
    return replace(
        complement, start=reading.start, is_capitalised=False,
        is_definite=reading.is_definite, is_plural=reading.is_plural,
    )  # fmt: skip
