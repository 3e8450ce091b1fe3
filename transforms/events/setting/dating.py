"""When an event took place: the time expression of its clause, else of its sentence, its paragraph, else publication.

What belongs here: choosing among the time expressions that the date annotator resolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from spacy.tokens import Token

from transforms.date_precision import precision_of
from transforms.events.drafts import Changes, Draft
from transforms.events.scenes.datelines import story_start
from transforms.events.syntax.clauses import is_verbal
from transforms.events.syntax.labels import Dep, Pos, Tag
from transforms.model import Timex

_MAX_CLIMB = 14
_HISTORICAL_AFTER = timedelta(days=365)
_YEAR_OR_LONGER = 5
_CARRIED_SENTENCES = 2


def date_draft(draft: Draft) -> Changes:
    """The time expression that the grammar ties to the draft, or the only one of its sentence."""
    dateline = story_start(draft.scene)
    inside = [
        timex
        for timex in draft.scene.dates
        if _is_in_sentence(timex, draft) and _is_point(timex) and timex.start_char >= dateline
    ]
    scored = sorted(
        ((tie_of(timex, draft), -timex.start_char, timex) for timex in inside), key=lambda item: item[:2], reverse=True
    )
    if not scored or scored[0][0] <= 0:
        return {}
    return {
        "date": spanned(scored[0][2], inside, draft),
        "date_from": "text",
        "has_own_date": True,
        "is_dated_in_clause": scored[0][0] >= 3.0,
    }


def spanned(timex: Timex, others: Sequence[Timex], draft: Draft) -> Timex:
    """The time expression with the days of the whole span that it is part of.

    `from 9 to 15 October`, and days in a row: `on Friday, Saturday and Sunday`.
    """
    times = sorted(others, key=lambda found: found.start_char)
    links = [_link(first, last, draft) for first, last in pairwise(times)]
    at = next((number for number, found in enumerate(times) if found is timex), None)
    if at is None:
        return timex
    first = last = at
    while first > 0 and links[first - 1]:
        first -= 1
    while last < len(links) and links[last]:
        last += 1
    while last > first and links[last - 1] == ",":
        last -= 1  # `On Friday, Saturday's vote`: no list without its `and`
    return _joined(timex, times[first], times[last]) if first <= at <= last and first < last else timex


def _link(first: Timex, last: Timex, draft: Draft) -> str | None:
    """How two times hang together: as the ends of a span (`to`), as neighbours in a list (`and`, `,`), or not.

    Of `on 3 and 5 May` the days between are none of the event's.
    """
    if first.date_start is None or first.date_end is None or last.date_start is None or last.date_end is None:
        return None
    text, start = draft.scene.paragraph.text.lower(), draft.scene.paragraph.start
    before, between = text[: first.start_char - start], text[first.end_char - start : last.start_char - start]
    if first.date_start < last.date_end and _is_span(before, between, draft):
        return "to"
    listed = draft.scene.lexicon.patterns["listed_days"].fullmatch(between)
    if listed is None or last.date_start - first.date_end != timedelta(days=1):
        return None
    return "and" if "and" in between or "&" in between else ","


def _is_span(before: str, between: str, draft: Draft) -> bool:
    """Whether the words make one span of two times; `since 2015 to`, `on 3 and 5 May` do not."""
    patterns = draft.scene.lexicon.patterns
    if patterns["span_to"].fullmatch(between):
        return True
    return patterns["span_and"].fullmatch(between) is not None and patterns["span_between"].search(before) is not None


def _joined(timex: Timex, first: Timex, last: Timex) -> Timex:
    begin, end = first.date_start, last.date_end
    if begin is None or end is None:
        return timex
    return replace(timex, date_start=begin, date_end=end, date_precision=precision_of((begin, end)))


def _is_point(timex: Timex) -> bool:
    return timex.timex_type in ("DATE", "TIME") and timex.timex_value not in ("PRESENT_REF", "FUTURE_REF")


def _is_in_sentence(timex: Timex, draft: Draft) -> bool:
    start = draft.scene.paragraph.start
    return draft.sentence.start_char + start <= timex.start_char < draft.sentence.end_char + start


def tie_of(timex: Timex, draft: Draft) -> float:
    """How closely grammar ties a time expression to the event; 0 where it belongs to another clause."""
    tokens = draft.scene.tokens_between(timex.start_char, timex.end_char)
    if not tokens:
        return 0.0
    doc = draft.scene.paragraph.doc
    head = next((doc[i] for i in tokens if doc[i].head.i not in tokens), doc[tokens[0]])
    if timex.date_precision == _YEAR_OR_LONGER and _names_something_else(head, draft):
        return 0.0
    tie = _climb(head, draft)
    return tie + (0.3 if timex.date_start is not None else 0.0) if tie > 0 else 0.0


def _names_something_else(year: Token, draft: Draft) -> bool:
    """Whether a year stands before a noun that is no part of the event: `left the 2015 deal`, `the 2011 protesters`.

    It dates the event where the noun is the event or takes part in it at first hand: `a 2013 bombing killed ten`.
    """
    noun = year.head
    if year.dep_ not in Dep.BEFORE_NOUN or noun.i < year.i or noun.pos_ not in Pos.NOUNS:
        return False
    own = _own(draft)
    return not own & {noun.i, noun.head.i, noun.head.head.i if noun.head.dep_ == Dep.PREPOSITION else noun.i}


def _own(draft: Draft) -> set[int]:
    light = draft.trigger.light_verb
    return {draft.trigger.token.i} | ({light.i} if light is not None else set())


def _climb(node: Token, draft: Draft) -> float:
    own = _own(draft)
    above = _above(draft.trigger.token)
    crossed = False
    for step in range(_MAX_CLIMB):
        if node.i in own:
            return 0.0 if crossed else 4.0 - 0.1 * step
        if node.i in above and is_verbal(node):
            return 0.0 if crossed else 3.0 - 0.2 * above[node.i]
        if node.head.i == node.i:
            return 0.0 if crossed else 0.5
        crossed = crossed or (is_verbal(node) and node.dep_ == Dep.RELATIVE)
        node = node.head
    return 0.0


def _above(token: Token) -> dict[int, int]:
    found: dict[int, int] = {}
    steps = 0
    while token.head.i != token.i and steps < _MAX_CLIMB:
        token = token.head
        steps += 1
        found[token.i] = steps
    return found


def carries_on(dated: Draft, draft: Draft) -> bool:
    """Whether an undated event is told in one breath with a dated one, so that the date holds for it too.

    A bare year is background, and what has not happened, or is told in the present, has another time.
    """
    if not draft.happened or dated.date is None or dated.date.date_precision == _YEAR_OR_LONGER:
        return False
    return 0 <= draft.sentence_number - dated.sentence_number <= _CARRIED_SENTENCES and not _is_present(draft)


def _is_present(draft: Draft) -> bool:
    verb = draft.trigger.verb
    if verb is None:
        return False
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in Dep.AUXILIARIES}
    return verb.tag_ in Tag.PRESENTS or bool(auxiliaries & draft.listed("present"))


def is_historical(timex: Timex | None, published: date | None, known: Sequence[Timex]) -> bool:
    """Whether the date lies more than a year before the publication, or before the latest date that the text gives."""
    if timex is None or timex.date_end is None:
        return False
    latest = published or max((found.date_end for found in known if found.date_end is not None), default=None)
    if latest is None:
        return False
    bare_year = timex.date_precision == _YEAR_OR_LONGER and timex.timex_value.isdigit()
    if bare_year and timex.date_end.year < latest.year:
        return True  # "In 2014" in a report of 2015: nobody dates news by the year
    return latest - timex.date_end > _HISTORICAL_AFTER
