"""What a date expression is read against: the publication date, the dates spoken of before, and the words around.

What belongs here: the state of one article while its expressions are read from first to last. What is done with it is
in `rules_*`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from transforms.dates.grammar import Grammar
from transforms.dates.lexicon import Lexicon
from transforms.dates.tense import Tense, TenseCues
from transforms.model import Anchor, TimexType

Grain = Literal["day", "week", "month", "quarter", "season", "year", "decade", "century"]


_ERA_YEARS = 8
_HISTORY = 4  # whole dates of the past that make an article history
_SAME_PHRASE = 60  # characters: `On 7 December (8 December in Asia), 1941`
_LIMIT = re.compile(r"\b(?:until|till|before|for|to|of|after|into|the)\s+(?:the\s+)?$|[-–]\s*$")
_SENTENCE_OPENING = re.compile(r"(?:^|[.!?:]\s+)(?:(?:in|by|during|from|since)\s+)?(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means, before its days are worked out.

    `days` is given where the value alone does not say them (`the past two weeks`); `core` moves the span inside the
    match; `is_spoken` is False where later expressions should not be read against this one.
    """

    type: TimexType
    value: str
    anchor: Anchor | None = None
    mod: str | None = None
    days: tuple[date | None, date | None] | None = None
    core: tuple[int, int] | None = None
    is_spoken: bool = True
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A date as far as it is known. Years are astronomical (1 BC is 0)."""

    year: int
    month: int | None = None
    day: int | None = None
    part: str | None = None  # Q1-Q4, H1, H2, SP, SU, FA, WI, Wnn

    @classmethod
    def of(cls, day: date) -> Point:
        """The point of a whole date."""
        return cls(day.year, day.month, day.day)

    @property
    def date(self) -> date | None:
        """The calendar date, where the day is known."""
        if self.month is None or self.day is None or not 1 <= self.year <= 9999:
            return None
        return date(self.year, self.month, self.day)

    @property
    def rough_month(self) -> int | None:
        """The month, or the middle month of the season or quarter."""
        return self.month or {
            "Q1": 2, "Q2": 5, "Q3": 8, "Q4": 11, "H1": 3, "H2": 9, "SP": 4, "SU": 7, "FA": 10, "WI": 12,
        }.get(self.part or "")  # fmt: skip


@dataclass(slots=True)
class Context:
    """One article's reading, from its first expression to its last."""

    lexicon: Lexicon
    grammar: Grammar
    cues: TenseCues
    published: date | None
    is_dated_by_dateline: bool = False  # `published` is a date that the text itself gives
    writes_day_first: bool | None = None  # the article's habit in numeric dates, where one of them shows it
    lowered: str = ""
    text: str = ""
    previous: Point | None = None  # the date last spoken of
    previous_offset: int = -1
    year_in_passing: tuple[int, int] = (0, -1)  # a bare year that did not move the story, and where it stands
    history: int = 0  # whole dates of years long past, less the dates counted from publication
    offset: int = 0  # where the paragraph begins in the article
    period: tuple[str, int] | None = None  # value of the reporting period last spoken of, and where
    era: Point | None = None  # the last date that was not far off from those before it
    strays: int = 0  # how many dates in a row were far off from `era`

    @property
    def is_narrative(self) -> bool:
        """Whether dates hang on one another: no publication date, or an article that tells history."""
        return self.published is None or self.is_history

    @property
    def is_history(self) -> bool:
        """Whether the article speaks of years long past far more than of its own days."""
        return self.history >= _HISTORY

    @property
    def now(self) -> Point | None:
        """The publication date as a point."""
        return Point.of(self.published) if self.published else None

    def open_paragraph(self, text: str, lowered: str, offset: int) -> None:
        """Turn to the next paragraph."""
        self.text, self.lowered, self.offset = text, lowered, offset
        if self.strays and self.era is not None:
            self.previous = self.era

    def before(self, position: int, length: int = 30) -> str:
        """The lower-case words before a position."""
        return self.lowered[max(0, position - length) : position]

    def after(self, position: int, length: int = 30) -> str:
        """The lower-case words after a position."""
        return self.lowered[position : position + length]

    def tense(self, start: int, end: int) -> Tense | None:
        """The tense of the clause around an expression, as far as nearby verbs tell."""
        return self.cues.tense_around(self.text, self.lowered, start, end)

    def is_capitalised(self, position: int) -> bool:
        """Whether the text at a position begins with a capital."""
        return self.text[position : position + 1].isupper()

    @property
    def spoken_year(self) -> Point | None:
        """What `that year` means: the year last spoken of, be it in passing."""
        if self.year_in_passing[1] > self.previous_offset:
            return Point(self.year_in_passing[0])
        return self.previous

    @property
    def is_headline(self) -> bool:
        """Whether most words of the paragraph have a capital, so that a capital says nothing."""
        words = re.findall(r"[^\W\d_]{4,}", self.text)
        return sum(word[0].isupper() for word in words) > 0.6 * len(words)

    def speak(self, reading: Reading, start: int) -> None:
        """Remember a date for those that follow.

        In narrative a bare year in mid-sentence (`in force until 1978`) is an aside, unless it goes on with the story;
        a leap of many years is one until more dates follow it: the next paragraph goes back to where the story was.
        """
        point = reading.point
        if point is not None and self.published is not None:
            is_past = reading.anchor == "absolute" and point.year < self.published.year - 1
            self.history += 1 if is_past else -2 if reading.anchor == "published" else 0
        if point is None or not reading.is_spoken:
            return
        if self.is_narrative and self._is_aside(point, start):
            self.year_in_passing = (point.year, self.offset + start)
            return
        is_far = self.era is not None and abs(point.year - self.era.year) > _ERA_YEARS
        self.strays = self.strays + 1 if is_far else 0
        if not is_far or self.strays >= 3 or not self.is_narrative:
            self.era, self.strays = point, 0
        self.previous, self.previous_offset = point, self.offset + start

    def _is_aside(self, point: Point, start: int) -> bool:
        """Whether a bare year leaves the date last spoken of as it is."""
        if self.previous is None or point.month is not None or point.part is not None:
            return False
        if point.year == self.previous.year:
            return self.previous.month is not None and self.offset + start - self.previous_offset < _SAME_PHRASE
        goes_on = point.year == self.previous.year + 1 and self.previous.day is None
        is_next = goes_on and not _LIMIT.search(self.before(start, 12))
        if is_next or start == 0:
            return False
        return not _SENTENCE_OPENING.search(self.before(start, 16))

    def explicit_year_nearby(self, end: int) -> int | None:
        """The year that a coming date of the same phrase carries: `from 5 May to 6 June 1944`."""
        found = self.lexicon.coming_year.match(self.lowered, end, end + 60)
        return int(found[1]) if found else None
