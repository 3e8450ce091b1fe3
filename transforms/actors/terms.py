"""The reference tables of `actors/` as typed values: countries, agents (role nouns) and known entities.

What belongs here: what one row of a table says, and every surface form that a text may use for it. What does not:
finding the forms in a text (`lexicon`), and what a group of words together means (`phrases`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import polars as pl

from transforms.actors.entities import make_entity
from transforms.model import Entity, EntityClass

AgentKind = Literal[
    "organ", "member", "civilian", "protest", "riot", "armed", "criminal", "political", "group", "carrier"
]
TermKind = Literal["country", "capital", "adjective", "people", "seat", "entity", "person", "agent"]


@dataclass(frozen=True, slots=True)
class Country:
    """A state: how texts call it, its people and its government."""

    iso3: str
    name: str
    people: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A role noun: `soldier`, `police`, `villager`. `organ` is the state body that it stands for in its country."""

    phrase: str
    kind: AgentKind
    organ: str | None
    sector: str | None
    entity_class: EntityClass | None
    acled_inter: int | None
    traits: frozenset[str] = frozenset()  # of `actors/agent_traits`


@dataclass(frozen=True, slots=True)
class Office:
    """A person's office; the years are inclusive, None where open."""

    name: str
    country_iso3: str | None
    sector: str | None
    from_year: int | None
    to_year: int | None


@dataclass(frozen=True, slots=True)
class Term:
    """What one surface form means. `plural` is True for the plural form of an agent."""

    kind: TermKind
    country: Country | None = None
    entity: Entity | None = None
    agent: Agent | None = None
    plural: bool = False


def _rows(tables: Mapping[str, pl.DataFrame], name: str) -> Iterator[dict[str, Any]]:
    return tables[f"actors/{name}"].iter_rows(named=True)


def split_list(cell: str | None) -> tuple[str, ...]:
    """The items of a cell that holds a list, in its order."""
    return tuple(item for item in (cell or "").split("|") if item)


def read_countries(tables: Mapping[str, pl.DataFrame]) -> dict[str, Country]:
    """Countries by ISO-3166 alpha-3 code."""
    return {
        row["iso3"]: Country(row["iso3"], row["name"], (split_list(row["people"]) or (f"people of {row['name']}",))[0])
        for row in _rows(tables, "countries")
    }


def country_terms(tables: Mapping[str, pl.DataFrame], countries: Mapping[str, Country]) -> Iterator[tuple[str, Term]]:
    """Each surface form of a country, its adjective, people, capital and seat of government."""
    columns: tuple[tuple[str, TermKind], ...] = (
        ("aliases", "country"),
        ("adjectives", "adjective"),
        ("people", "people"),
        ("capitals", "capital"),
        ("government_names", "seat"),
    )
    for row in _rows(tables, "countries"):
        country = countries[row["iso3"]]
        yield country.name, Term("country", country)
        for column, kind in columns:
            for form in split_list(row[column]):
                yield form, Term(kind, country)


def entity_terms(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Term]]:
    """Each name and alias of an armed group, an organisation, a party or a named organ of a state."""
    for table in ("armed_groups", "organisations"):
        for row in _rows(tables, table):
            entity_class = cast(EntityClass, row.get("entity_class") or _group_class(row["sector"]))
            aliases = (*split_list(row["aliases"]), *split_list(row["other_spellings"]))
            name = without_note(row["name"])
            entity = make_entity(
                row["name"], entity_class, row["country_iso3"], row["sector"], row["acled_inter"], aliases
            )
            for form in (name, *aliases):
                yield form, Term("entity", entity=entity)


def _group_class(sector: str) -> EntityClass:
    """What a row of the armed groups is: some have become parties or a state's forces (sector PTY, GOV, MIL)."""
    if sector in {"PTY", "OPP"}:
        return "organisation"
    return "government" if sector in {"GOV", "MIL"} else "armed_group"


def people_terms(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Term]]:
    """Each form of a people that has no state of its name."""
    for row in _rows(tables, "peoples"):
        forms = split_list(row["forms"])
        entity = make_entity(row["name"], "nationality", row["country_iso3"], row["sector"], 7, forms)
        for form in (row["name"], *forms):
            yield form, Term("people", entity=entity)


def without_note(name: str) -> str:
    """The name as texts have it: without the note in brackets that tells two of one name apart in the table."""
    return name.split(" (", maxsplit=1)[0] if name.endswith(")") and " (" in name else name


def read_persons(tables: Mapping[str, pl.DataFrame]) -> tuple[dict[str, list[Office]], list[tuple[str, Term]]]:
    """Offices by entity id, and each surface form of a person. A person has a row for each office held."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(tables, "persons"):
        rows.setdefault(row["name"], []).append(row)
    offices: dict[str, list[Office]] = {}
    terms: list[tuple[str, Term]] = []
    for name, held in rows.items():
        aliases = tuple(dict.fromkeys(alias for row in held for alias in split_list(row["aliases"])))
        first = held[0]
        inter = 1 if first["sector"] in {"GOV", "MIL", "COP", "JUD", "LEG", "SPY"} else None
        entity = make_entity(name, "person", first["country_iso3"], first["sector"], inter, aliases)
        offices[entity.entity_id] = [
            Office(row["office"], row["country_iso3"], row["sector"], row["from_year"], row["to_year"]) for row in held
        ]
        terms.extend((form, Term("person", entity=entity)) for form in (name, *aliases))
    return offices, terms


def agent_terms(tables: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Term]]:
    """Each role noun, singular and plural."""
    traits: dict[str, set[str]] = {}
    for row in _rows(tables, "agent_traits"):
        traits.setdefault(row["phrase"], set()).add(row["trait"])
    for row in _rows(tables, "agents"):
        agent = Agent(
            phrase=row["plural"] or row["phrase"],
            kind=cast(AgentKind, row["kind"]),
            organ=row["organ"],
            sector=row["sector"],
            entity_class=cast("EntityClass | None", row["entity_class"]),
            acled_inter=row["acled_inter"],
            traits=frozenset(traits.get(row["phrase"], ())),
        )
        yield row["phrase"], Term("agent", agent=agent)
        if row["plural"]:
            yield row["plural"], Term("agent", agent=agent, plural=True)
