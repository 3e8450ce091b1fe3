"""A Spanish sentence with what was found in it.

What belongs here: which dates, places, names, participants and counts stand in a sentence. What they mean for an event
is the business of `events` and `setting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.languages.spanish.counting import Count, Counts
from transforms.languages.spanish.numbers import Numbers
from transforms.languages.spanish.parties import Parties, Party
from transforms.languages.spanish.places import dateline_end
from transforms.languages.spanish.text import lowered
from transforms.model import EntityMention, Paragraph, PlaceMention, Timex


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with what was found in it; offsets of `lower` and its findings are the sentence's own."""

    paragraph: Paragraph
    number: int
    offset: int  # where it begins in the stored field
    text: str
    lower: str
    dates: Sequence[Timex]
    places: Sequence[PlaceMention]
    parties: Sequence[Party]
    counts: Sequence[Count]


class Scenes:
    """Finds the participants and counts of sentences by `es/people`, `peoples` and `counts`."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], numbers: Numbers) -> None:
        self._counts = Counts(tables, numbers)
        self._parties = Parties(tables)

    def read(
        self,
        paragraphs: Sequence[Paragraph],
        dates: Sequence[Timex],
        places: Sequence[PlaceMention],
        names: Sequence[EntityMention],
    ) -> Iterator[Scene]:
        """The sentences of an article in text order, without the dateline."""
        datelines = dateline_end(paragraphs)
        for paragraph in paragraphs:
            story = paragraph.start + datelines.get(paragraph.number, 0)
            for i, sentence in enumerate(paragraph.doc.sents):
                start, end = paragraph.offsets(sentence)
                if end <= story:
                    continue
                number = paragraph.first_sentence_number + i
                yield self._scene(paragraph, number, (max(start, story), end), dates, places, names)

    def _scene(  # noqa: PLR0917 - the sentence, and all that the article's readers found
        self,
        paragraph: Paragraph,
        number: int,
        span: tuple[int, int],
        dates: Sequence[Timex],
        places: Sequence[PlaceMention],
        names: Sequence[EntityMention],
    ) -> Scene:
        start, text = span[0], paragraph.slice(*span)
        lower = lowered(text)
        told = [timex for timex in dates if _is_within(timex, paragraph, span)]
        near = [place for place in places if _is_within(place, paragraph, span)]
        named = [name for name in names if _is_within(name, paragraph, span)]
        return Scene(
            paragraph,
            number,
            start,
            text,
            lower,
            [timex for timex in told if timex.date_start and timex.timex_type == "DATE"],
            near,
            self._parties.find(lower, text, start, named, near),
            self._counts.find(lower, [(timex.start_char - start, timex.end_char - start) for timex in told]),
        )


def _is_within(found: Timex | PlaceMention | EntityMention, paragraph: Paragraph, span: tuple[int, int]) -> bool:
    return found.field == paragraph.field and span[0] <= found.start_char and found.end_char <= span[1]
