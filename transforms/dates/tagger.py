"""The temporal tagger: article in, TIMEX3 expressions with their days out.

What belongs here: the walk over the text and the last step from a reading to a `Timex`. Patterns are in
`seeds/reference/en/dates/patterns.csv`, what they mean in `rules_*`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from transforms.date_precision import precision_of
from transforms.datelines import dateline_of
from transforms.dates import (
    rules_calendar,
    rules_duration,
    rules_holidays,
    rules_joined,
    rules_months,
    rules_nights,
    rules_period,
    rules_relative,
    rules_shifts,
    rules_spans_ago,
    rules_time,
    rules_weekdays,
    rules_weeks,
    rules_years,
)
from transforms.dates.addresses import Addresses
from transforms.dates.context import Context, Reading
from transforms.dates.dateline import day_in_dateline
from transforms.dates.grammar import Candidate, Grammar
from transforms.dates.lexicon import Lexicon
from transforms.dates.rules_calendar import Rule
from transforms.dates.rules_joined import writes_day_first
from transforms.dates.tense import TenseCues
from transforms.dates.values import days_of, narrowed
from transforms.model import ArticleText, Paragraph, Timex

_MODULES = (
    rules_calendar,
    rules_joined,
    rules_months,
    rules_weeks,
    rules_years,
    rules_holidays,
    rules_relative,
    rules_shifts,
    rules_spans_ago,
    rules_period,
    rules_duration,
    rules_time,
    rules_weekdays,
    rules_nights,
)


class DateTagger:
    """Finds and resolves temporal expressions. Holds no state between articles."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._lexicon = Lexicon.from_tables(tables)
        self._grammar = Grammar(self._lexicon, tables)
        self._cues = TenseCues(tables["dates/tense_cues"], self._lexicon.short_months)
        self._addresses = Addresses(tables["dates/address_endings"])
        self._rules = {pattern.rule: _rule(pattern.rule) for pattern in self._grammar.patterns}

    def tag(
        self, article: ArticleText, paragraphs: Sequence[Paragraph], dateline_date: date | None = None
    ) -> list[Timex]:
        """The expressions of the paragraphs in their order.

        Args:
            article: gives the publication date; with a precision of `year` or `month` nothing is counted from it.
            paragraphs: title first; only their texts and offsets are used.
            dateline_date: the dateline's own date, which stands in for a missing publication date.
        """
        published = article.published_date if article.published_precision in (None, "day", "time") else None
        day = published or dateline_date or self._day_of_dateline(paragraphs)
        context = Context(
            self._lexicon,
            self._grammar,
            self._cues,
            day,
            is_dated_by_dateline=published is None,
            writes_day_first=writes_day_first(paragraph.text for paragraph in paragraphs),
        )
        return [timex for paragraph in paragraphs for timex in self._tag_paragraph(paragraph, context)]

    def _day_of_dateline(self, paragraphs: Sequence[Paragraph]) -> date | None:
        """The full date that the body's dateline gives, where nothing else dates the article."""
        first = next((paragraph.text for paragraph in paragraphs if paragraph.field == "body"), "")
        dateline = dateline_of(first)
        return day_in_dateline(dateline, None, self._lexicon.months) if dateline else None

    def _tag_paragraph(self, paragraph: Paragraph, context: Context) -> Iterator[Timex]:
        lowered = self._addresses.blanked(lowercase(paragraph.text))
        offset = paragraph.start + (10_000_000 if paragraph.field == "body" else 0)
        context.open_paragraph(paragraph.text, lowered, offset)
        position = 0
        for start in self._grammar.starts(lowered):
            if start < position:
                continue
            for candidate in self._grammar.candidates_at(lowered, start):
                if found := self._read(candidate, context):
                    yield from (_timex(reading, candidate, paragraph, context) for reading in found)
                    position = candidate.end
                    break

    def _read(self, candidate: Candidate, context: Context) -> list[Reading]:
        readings = self._asked(candidate, context)
        found = readings if isinstance(readings, list) else [readings] if readings else []
        for reading in found:
            context.speak(reading, candidate.start)
        return found

    def _asked(self, candidate: Candidate, context: Context) -> Rule:
        """What the pattern's rule makes of a match; a rule reads named groups, which the pattern must have."""
        pattern = candidate.pattern
        try:
            return self._rules[pattern.rule](candidate, context)
        except (IndexError, KeyError) as error:
            raise LookupError(
                f"dates/patterns, row {pattern.name}: the rule {pattern.rule} asks for what {candidate.match[0]!r} "
                f"does not give it ({error}); its pattern needs the named groups of the other lines of that rule"
            ) from error


def _rule(name: str) -> Callable[[Candidate, Context], Rule]:
    for module in _MODULES:
        if hasattr(module, name):
            return getattr(module, name)
    known = {known for module in _MODULES for known in dir(module)}
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"; is `{near[0]}` meant?" if near else ""
    raise LookupError(f"dates/patterns names the rule {name!r}, which no rules module has{meant}")


def lowercase(text: str) -> str:
    """Lower case of the same length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _timex(reading: Reading, candidate: Candidate, paragraph: Paragraph, context: Context) -> Timex:
    anchor = "previous" if reading.anchor == "published" and context.is_dated_by_dateline else reading.anchor
    text, offset = paragraph.text, paragraph.start
    start, end = reading.core or (candidate.start, candidate.end)
    while end > start and text[end - 1].isspace():
        end -= 1
    mod = reading.mod or (candidate.mod if start < candidate.match.start() else None)
    first, last = _days(reading, candidate, context)
    return Timex(
        field=paragraph.field,
        start_char=offset + start,
        end_char=offset + end,
        text=text[start:end],
        timex_type=reading.type,
        timex_value=reading.value,
        timex_mod=mod,
        date_start=first,
        date_end=last,
        date_precision=_precision(first, last, mod),
        anchor=anchor,
    )


def _days(reading: Reading, candidate: Candidate, context: Context) -> tuple[date | None, date | None]:
    """The first and last day; `early`, `mid` and `late` narrow them, `earlier this month` ends with publication."""
    if reading.anchor is None:
        return None, None
    if reading.days or reading.type not in ("DATE", "TIME"):
        return reading.days or (None, None)
    span = days_of(reading.value)
    if span is None:
        return None, None
    published = context.published
    if published and reading.anchor == "published" and span[0] <= published <= span[1]:
        if candidate.mod_words.startswith("earlier"):
            return span[0], published
        if candidate.mod_words.startswith("later"):
            return published, span[1]
    return narrowed(span, reading.mod or candidate.mod)


def _precision(first: date | None, last: date | None, mod: str | None) -> int | None:
    """UCDP precision; a date that is only known to lie before or after another is never exact to the week."""
    if first is None or last is None:
        return None
    precision = precision_of((first, last))
    return max(precision, 4) if mod in ("BEFORE", "AFTER") else precision
