"""Who does what to whom in a Spanish sentence, by where the words stand.

What belongs here: the phrases of `es/people`, nations by `es/peoples`, named groups and countries as participants, and
which of them is actor and recipient. There is no parse: the nearest before an active verb acts, the nearest after it is
acted on; with a passive it is the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.actors.readings import government_of
from transforms.actors.terms import read_countries
from transforms.languages.spanish.frames import Trigger
from transforms.languages.spanish.text import any_of
from transforms.model import EntityMention, PlaceMention, Role

_BESIDE = 2  # characters between somebody and a participle that is said of him
_FARTHEST = 80  # characters between a participant and its verb
_OBLIQUE = re.compile(
    r"(?<!\w)(?:contra|en|ante|según|cerca\s+de|desde|hacia)\s+(?:el|la|los|las|un|una|unos|unas|su|sus)?\s*$|(?<!\w)al\s+$"
)
_OF = re.compile(r"(?<!\w)(?:de|del|de\s+la|de\s+los|de\s+las|a|al|en|contra|desde|con|entre|para|por|hacia)\s+$")
_SPEAKER = re.compile(
    r"(?:según|inform(?:ó|aron)|dij(?:o|eron)|señal(?:ó|aron)|indic(?:ó|aron)|asegur(?:ó|aron)|afirm(?:ó|aron)|"
    r"confirm(?:ó|aron)|report(?:ó|aron)|explic(?:ó|aron))\s+(?:\w+\s+){0,2}$"
)
_BY = re.compile(r"(?<!\w)por\s+(?:parte\s+de\s+)?(?:\w+\s+){0,3}$")
_AGAINST = re.compile(r"(?<!\w)contra\s+(?:\w+\s+){0,3}$")
_WHOSE = re.compile(r"^\s*(?:del?|a)\s+(?:\w+\s+){0,3}$")
_SUFFERED = frozenset({"kill", "abduct", "arrest", "death", "release"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a sentence; offsets are of its text."""

    start: int
    end: int
    role: Role
    is_country: bool = False


class Parties:
    """Finds participants."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._countries = read_countries(tables)
        self._nations: dict[str, str] = dict(tables["es/peoples"].select("form", "country_iso3").iter_rows())
        nation = rf"(?:\s+(?P<nation>{any_of(self._nations)}))?"
        self._people = [
            (re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w){nation}"), row["sector"])
            for row in tables["es/people"].iter_rows(named=True)
        ]

    def find(
        self, lower: str, text: str, offset: int, names: Sequence[EntityMention], places: Sequence[PlaceMention]
    ) -> list[Party]:
        """The participants of a sentence in text order; `offset` is where the sentence begins in its field."""
        found = [
            Party(start, end, role, is_country)
            for start, end, role, is_country in (*_named(names, offset), *self._governments(places, offset))
            if not _is_owner(lower, start, is_country)
        ]
        for pattern, sector in self._people:
            for match in pattern.finditer(lower):
                nation = self._nations.get(match["nation"] or "")
                role = Role(text[match.start() : match.end()], country_iso3=nation, sector=sector)
                if all(match.end() <= p.start or match.start() >= p.end for p in found):
                    found.append(Party(match.start(), match.end(), role))
        return sorted(found, key=lambda party: party.start)

    def _governments(self, places: Sequence[PlaceMention], offset: int) -> Iterator[tuple[int, int, Role, bool]]:
        """Countries that act: "Rusia lanzó misiles", "Egipto condenó el bombardeo"."""
        for place in places:
            location = place.location
            if location is None or location.feature_code != "PCLI":
                continue
            country = self._countries.get(location.country_iso3 or "")
            state = government_of(country) if country else None
            role = Role(place.text, state, state.name if state else location.name, location.country_iso3, "GOV")
            yield place.start_char - offset, place.end_char - offset, role, True


def cast_parties(lower: str, trigger: Trigger, parties: Sequence[Party]) -> tuple[Party | None, Party | None]:
    """Actor and recipient of a trigger, each None where the sentence does not show it."""
    free = [p for p in parties if not _SPEAKER.search(lower[: p.start])]
    before = [p for p in free if p.end <= trigger.start and trigger.start - p.end <= _FARTHEST]
    after = [p for p in free if p.start >= trigger.end and p.start - trigger.end <= _FARTHEST]
    subject = next((p for p in reversed(before) if not _OBLIQUE.search(lower[: p.start])), None)
    doer = next((p for p in after if _BY.search(lower[trigger.end : p.start])), None)
    is_participle = " " not in lower[trigger.start : trigger.end]
    if trigger.voice == "passive" and is_participle and subject and trigger.start - subject.end > _BESIDE:
        subject = None  # "liberaron a seis monjas secuestradas": who stands farther off is not meant
    if trigger.voice == "passive":
        return doer, subject or next((p for p in after if p is not doer), None)
    if trigger.voice == "active":
        return subject, next((p for p in after if p is not doer), None)
    return _of_noun(lower, trigger, before, after, doer)


def _of_noun(
    lower: str, trigger: Trigger, before: Sequence[Party], after: Sequence[Party], doer: Party | None
) -> tuple[Party | None, Party | None]:
    """For "el ataque de los rebeldes contra la policía", "el secuestro de tres niños por la guerrilla"."""
    target = next((p for p in after if _AGAINST.search(lower[trigger.end : p.start])), None)
    owner = next((p for p in after if p is not target and _WHOSE.match(lower[trigger.end : p.start])), None)
    if trigger.kind.name in _SUFFERED:
        return doer, owner
    if trigger.kind.name in ("fight", "meet") and len(after) > 1 and "entre" in lower[trigger.end : after[0].start]:
        return after[0], after[1]
    if trigger.kind.name == "protest" and owner is None:
        owner = before[-1] if before else None
    return owner or doer, target


def _named(names: Sequence[EntityMention], offset: int) -> Iterator[tuple[int, int, Role, bool]]:
    for mention in names:
        entity = mention.entity
        role = Role(mention.text, entity, entity.name, entity.country_iso3, entity.sector)
        yield mention.start_char - offset, mention.end_char - offset, role, False


def _is_owner(lower: str, start: int, is_country: bool) -> bool:
    """Whether a country only says where or whose: "el presidente de Ucrania", "en Siria"."""
    return is_country and bool(_OF.search(lower[:start])) and not re.search(r"(?:contra|a)\s+$", lower[:start])
