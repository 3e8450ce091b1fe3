"""What a phrase that names or describes an actor was read as.

What belongs here: the `Reading` value and the entities that are composed of a country and an organ or a role. What does
not: the words that lead there (`phrases`), and whom a pronoun means (`discourse`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.actors.entities import make_entity
from transforms.actors.terms import Agent, Country
from transforms.model import Entity

ReadingKind = Literal["state", "organ", "people", "adjective", "entity", "person", "agent"]

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One actor phrase of a paragraph; offsets are into the paragraph's text.

    `start` and `end` bound the whole phrase ("Chadian Finance Minister Ali Moussa"), `core_start` and `core_end` the
    part that is the mention ("Ali Moussa").
    """

    start: int
    end: int
    core_start: int
    core_end: int
    kind: ReadingKind
    name: str | None = None
    entity: Entity | None = None
    country: Country | None = None
    sector: str | None = None
    agent: Agent | None = None
    is_plural: bool = False
    is_definite: bool = False
    is_capitalised: bool = False

    @property
    def country_iso3(self) -> str | None:
        """The actor's country, as stated or as the entity has it."""
        if self.country is not None:
            return self.country.iso3
        return self.entity.country_iso3 if self.entity else None


def government_of(country: Country) -> Entity:
    """The state as an actor: what "Russia", "Moscow" and "the Kremlin" stand for."""
    return organ_entity(country, "Government", "GOV", 1)


def organ_entity(country: Country, organ: str, sector: str | None, acled_inter: int | None) -> Entity:
    """An organ of a state, named as conflict data sets name it: Military Forces of Chad."""
    return make_entity(f"{organ} of {country.name}", "government", country.iso3, sector, acled_inter)


def nationality_entity(country: Country) -> Entity:
    """The people of a country."""
    return make_entity(country.people, "nationality", country.iso3, "CVL", 7)


def role_entity(agent: Agent, country: Country | None) -> Entity | None:
    """Civilians by role (`Journalists (Mexico)`); None for roles whose bearers are different people each time."""
    if agent.entity_class != "civilians":
        return None
    name = role_name(agent, country.name if country else None)
    return make_entity(name, "civilians", country.iso3 if country else None, agent.sector, agent.acled_inter)


def role_name(agent: Agent, home: str | None) -> str:
    """The plural role noun with its country or people: `Gunmen`, `Rebels (Chad)`, `Refugees (Rohingya)`."""
    noun = agent.phrase[0].upper() + agent.phrase[1:]
    return f"{noun} ({home})" if home else noun
