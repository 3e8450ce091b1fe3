"""Makes short labelled reports from sentences of our own: data that the place recogniser may be fitted on.

What belongs here: filling the slots of `place_sentences.txt` with names from the gazetteer and lists of names. A slot
in square brackets is a place; one in angle brackets holds the same kind of name used as something else.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

SENTENCES: Final = Path(__file__).with_name("place_sentences.txt")
_SLOT: Final = re.compile(r"([\[<])([a-z_]+?)(?::([a-z]))?[\]>]")
_PLAIN: Final = re.compile(r"[A-Z][A-Za-zÀ-ÿ'’\- ]{2,}")
_TOWN, _CITY = 10_000, 100_000
_CITIES_OF_A_HOME: Final = 4
# surnames of many countries, a good part of them towns too
_SURNAMES: Final = (
    "Abbott Abdullah Adams Aguilar Ahmed Alvarez Anderson Arafat Arias Austin Aziz Baker Barros Bauer Becker "
    "Bennett Bhatt Blair Blanco Bolton Bradley Brandt Brooks Brown Bush Caldwell Camara Campbell Cardenas Carter "
    "Castillo Castro Chavez Chen Chopra Clark Clinton Cole Collins Conte Cooper Cordova Costa Cruz Cunningham "
    "Dalton Davies Dayton Delgado Diallo Diaz Dixon Duarte Duncan Eden Edwards Elliott Ellis Escobar Evans "
    "Ferrari Fischer Fleming Flores Ford Foster Franco Franklin Fraser Fuentes Gandhi Garcia Garland Gibson Gomez "
    "Gonzalez Gordon Graham Grant Green Guerrero Gupta Hamilton Hansen Harper Harris Hassan Hayes Henderson "
    "Hernandez Hill Horton Houston Howard Hudson Hussein Ibrahim Irving Jackson Jefferson Jimenez Johnson Jones "
    "Kamau Kaplan Karimov Keller Kelly Kennedy Khalil Khan Kim Klein Kumar Lambert Lang Lawrence Lee Leon Lewis "
    "Lincoln Lopez Lucas Macdonald Madison Malik Mansour Marino Marshall Martin Martinez Mason Medina Mendoza "
    "Mercado Meyer Miller Mitchell Mohammed Molina Monroe Montero Moore Morales Moreno Morgan Morris Morton "
    "Mubarak Murphy Murray Navarro Nelson Newton Nguyen Nixon Norman Norris Novak Okafor Oliver Omar Ortega Otero "
    "Pacheco Palmer Park Parker Patel Patterson Pavlov Perez Peters Petrov Pierce Pinto Ponce Porter Powell "
    "Preston Quinn Rahman Ramirez Ramos Randall Reagan Reyes Reynolds Richards Rios Rivera Roberts Robinson "
    "Rodriguez Rogers Rojas Romero Rossi Roy Ruiz Russell Saad Salazar Salem Salinas Sanchez Santana Santos Sato "
    "Scott Sharma Shaw Sheridan Silva Simmons Singh Smith Soto Spencer Stanley Stewart Stone Suarez Sullivan "
    "Taylor Thomas Thompson Torres Trump Tucker Turner Valencia Vargas Vega Velasco Vincent Wade Walker Wallace "
    "Warren Washington Watson Weber Wells Weston Whitman Wilson Wright Yang York Young Zapata Zhang Ziegler"
).split()


@dataclass(frozen=True, slots=True)
class Filling:
    """A name put into a slot, with the point of the place that it is taken from."""

    text: str
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass(slots=True)
class Report:
    """One made text; places are its stretches that stand for a place, with what they were filled with."""

    text: str
    places: list[tuple[int, int, Filling]] = field(default_factory=list)


class ReportMaker:
    """Fills the sentences. What comes out depends on the tables, the sentences and the seed alone."""

    def __init__(self, frames: Mapping[str, pl.DataFrame], tables: Mapping[str, pl.DataFrame], seed: int) -> None:
        self._random = random.Random(seed)
        self._names = _names_by_kind(frames["places"])
        given = tables["places/given_names"].get_column("name").to_list()
        barred = tables["places/not_places"].filter(pl.col("kind") == "context").get_column("word").to_list()
        self._given = [name.capitalize() for name in given]
        self._words = [word.title() for word in barred if len(word) > 3]
        villages = [filling.text for filling in self._names["village", ""]]
        self._acronyms = [name.upper() for name in villages if name.isalpha() and len(name) in (3, 4, 5)]
        self._homes = sorted({home for kind, home in self._names if kind == "city" and home})
        self._templates = _templates(SENTENCES.read_text(encoding="utf-8"))

    def make(self, rounds: int) -> Iterator[Report]:
        """Every template `rounds` times, each in a country of its own."""
        for _ in range(rounds):
            for template in self._templates:
                yield self._fill(template)

    def _fill(self, template: str) -> Report:
        home = self._random.choice(self._homes)
        fillings: dict[str, Filling] = {}
        report, position = Report(""), 0
        for slot in _SLOT.finditer(template):
            bracket, kind, letter = slot.groups()
            report.text += template[position : slot.start()]
            known = f"{kind}:{letter or slot.start()}"
            if known not in fillings:
                fillings[known] = self._filling(kind, home)
            start = len(report.text)
            report.text += fillings[known].text
            if bracket == "[":
                report.places.append((start, len(report.text), fillings[known]))
            position = slot.end()
        report.text += template[position:]
        return report

    def _filling(self, kind: str, home: str) -> Filling:
        words = {"given": self._given, "surname": _SURNAMES, "word": self._words, "acronym": self._acronyms}
        if kind in words:
            return Filling(self._random.choice(words[kind]))
        place, where = kind.removeprefix("far_").removeprefix("us_"), home
        if kind.startswith("far_") or place == "region":
            where = ""
        elif kind.startswith("us_") or kind == "state":
            where = "US"
        place = "admin1" if place == "state" else place
        names = self._names.get((place, where)) or self._names[place, ""]
        return self._random.choice(names)


def _templates(text: str) -> Sequence[str]:
    """One template a report: its lines with a blank line between them, as paragraphs stand in a body."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blocks = "\n".join(lines).strip().split("\n\n")
    return ["\n\n".join(block.splitlines()) for block in blocks]


def _names_by_kind(places: pl.DataFrame) -> dict[tuple[str, str], list[Filling]]:
    """Names by kind and country, and by kind alone under an empty country."""
    found: dict[tuple[str, str], list[Filling]] = {}
    columns = ("name", "ascii_name", "feature_class", "feature_code", "iso2", "population", "latitude", "longitude")
    for name, ascii_name, feature_class, code, iso2, population, latitude, longitude in places.select(
        columns
    ).iter_rows():
        kind = _kind(feature_class, code, population)
        text = ascii_name or name
        if kind is None or not _PLAIN.fullmatch(text):
            continue
        for home in {"", iso2 or ""}:
            found.setdefault((kind, home), []).append(Filling(text, latitude, longitude))
    return {
        key: names for key, names in found.items() if key[0] in ("country", "admin1") or len(names) >= _CITIES_OF_A_HOME
    }


def _kind(feature_class: str, code: str, population: int) -> str | None:
    kinds = {"PCLI": "country", "ADM1": "admin1"}
    if code in kinds:
        return kinds[code]
    if feature_class == "P":
        return "city" if population >= _CITY else "town" if population >= _TOWN else "village"
    return None if feature_class == "A" else "region"
