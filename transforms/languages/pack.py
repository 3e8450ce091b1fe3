"""What a language brings so that its articles can be coded.

What belongs here: the interface, in the order in which an article goes through it. A new language is a package beside
`spanish` with a `build` that returns a `LanguagePack`, a folder of tables `seeds/reference/<code>` with its module in
`warehouse/schema/reference_tables`, a line in `chosen.PACKS`, and articles with labels under `tests/languages`
(docs/languages.md goes through it step by step). What does not belong here: how anything is found.

All offsets are 0-based characters of the stored title or body, end exclusive; days are of the proleptic Gregorian
calendar; precisions are UCDP's. Every part is a pure function of the article and the tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from transforms.model import (
    Annotation,
    ArticleText,
    EntityMention,
    EventMention,
    ExcludedMention,
    Paragraph,
    PlaceMention,
    Timex,
)

if TYPE_CHECKING:
    from transforms.places import Gazetteer
    from transforms.reader import Reader


@dataclass(frozen=True, slots=True)
class Material:
    """What all packs are built from; the gazetteer is held once for all of them.

    Attributes:
        tables: the reference tables by name, as `warehouse.reference.read_reference` gives them.
        gazetteer_frames: as `warehouse.gazetteer.load_gazetteer_frames` gives them.
        reader: a trained reader other than the one that ships.
    """

    tables: Mapping[str, pl.DataFrame]
    gazetteer_frames: Mapping[str, pl.DataFrame]
    gazetteer: Gazetteer
    reader: Reader | None = None


class Parser(Protocol):
    """Cuts an article into paragraphs, the title first, each with a spaCy document that knows its sentences.

    Part of speech, dependencies and entities are the pack's own matter: other parts of the same pack read them, if any.
    """

    def parse(self, article: ArticleText) -> list[Paragraph]:
        """The paragraphs in text order."""
        ...


class DateReader(Protocol):
    """Temporal expressions in text order: TIMEX3 values, and their days where the article's own date settles them."""

    def tag(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> list[Timex]:
        """The dates of an article."""
        ...


class PlaceReader(Protocol):
    """Toponyms in text order, each with its gazetteer entry or none, and a confidence from 0 to 1."""

    def tag(self, article: ArticleText, paragraphs: Sequence[Paragraph]) -> list[PlaceMention]:
        """The places of an article."""
        ...


class Actors(Protocol):
    """Who is named in an article; a pack's event reader may ask its own actors for more."""

    @property
    def mentions(self) -> Sequence[EntityMention]:
        """The names in text order."""
        ...


class ActorReader(Protocol):
    """Persons, organisations, armed groups, governments and peoples that the article names."""

    def mentions(self, article: ArticleText, paragraphs: Sequence[Paragraph], places: Sequence[PlaceMention]) -> Actors:
        """Who is named in an article."""
        ...


class Coded(Protocol):
    """An article's events in reading order, coreferent mentions merged, and what was left out, with the rule."""

    @property
    def events(self) -> Sequence[EventMention]:
        """The events in reading order."""
        ...

    @property
    def excluded(self) -> Sequence[ExcludedMention]:
        """Triggers that tell of none, each with the rule that says so."""
        ...


class EventReader(Protocol):
    """Events with their proof: the sentence, the trigger, participants, day, place, numbers and realis."""

    def code(
        self,
        article: ArticleText,
        paragraphs: Sequence[Paragraph],
        dates: Sequence[Timex],
        places: Sequence[PlaceMention],
        actors: Any,  # the pack's own `Actors`
    ) -> Coded:
        """The events of an article."""
        ...


@dataclass(frozen=True, slots=True)
class LanguagePack:
    """The readers of one language. Build it once a process: it may load a model.

    Attributes:
        code: ISO 639-1, as in `articles.language`.
    """

    code: str
    parser: Parser
    dates: DateReader
    places: PlaceReader
    actors: ActorReader
    events: EventReader

    def annotate(self, article: ArticleText) -> Annotation:
        """What the readers find in an article."""
        paragraphs = self.parser.parse(article)
        dates = self.dates.tag(article, paragraphs)
        places = self.places.tag(article, paragraphs)
        actors = self.actors.mentions(article, paragraphs, places)
        coded = self.events.code(article, paragraphs, dates, places, actors)
        return Annotation(dates, places, actors.mentions, coded.events, coded.excluded)
