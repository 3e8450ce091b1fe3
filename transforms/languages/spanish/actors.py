"""Armed groups and organisations that stand in a Spanish text under the names and acronyms of the actor tables.

What belongs here: looking names up as they are written. Most groups go by the same name in English and Spanish (ELN,
Boko Haram, Al Shabab); what Spanish translates is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from transforms.actors.terms import entity_terms
from transforms.languages.spanish.text import any_of
from transforms.model import ArticleText, Entity, EntityMention, Paragraph, PlaceMention

_SHORTEST = 3  # letters; "UN" is a Spanish article in a heading


@dataclass(frozen=True, slots=True)
class SpanishNames:
    """The named groups of one article."""

    mentions: Sequence[EntityMention] = field(default_factory=tuple)


class SpanishActors:
    """Finds names of `actors/armed_groups` and `actors/organisations`; of a name that several bear, none."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        bearers: defaultdict[str, set[Entity]] = defaultdict(set)
        for name, term in entity_terms(tables):
            if term.entity is not None and len(name) >= _SHORTEST and name[0].isupper():
                bearers[plain(name)].add(term.entity)
        self._names = {name: next(iter(found)) for name, found in bearers.items() if len(found) == 1}
        self._pattern = re.compile(rf"(?<![\w-]){any_of(self._names)}")

    def mentions(
        self,
        article: ArticleText,  # noqa: ARG002 - the interface of all packs
        paragraphs: Sequence[Paragraph],
        places: Sequence[PlaceMention],  # noqa: ARG002
    ) -> SpanishNames:
        """The names in text order."""
        found = list[EntityMention]()
        for paragraph in paragraphs:
            for match in self._pattern.finditer(plain(paragraph.text)):
                start, end = paragraph.start + match.start(), paragraph.start + match.end()
                entity = self._names[re.sub(r"\s+", " ", match[0])]
                found.append(EntityMention(paragraph.field, start, end, paragraph.slice(start, end), entity))
        return SpanishNames(found)


def plain(text: str) -> str:
    """The text without accents, letter for letter: "Hamás" is "Hamas"."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
