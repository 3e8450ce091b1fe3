"""Counts that run over a span of time: "70,000 have died in ten years of war", "214 killed since January".

What belongs here: telling such sums from the toll of one happening. What a merged event keeps of them is in `sums`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.setting.dating import tie_of
from transforms.events.syntax.clauses import ancestors
from transforms.events.syntax.labels import Dep, Tag
from transforms.events.syntax.words import PERFECT
from transforms.model import Timex

_SUMMED = frozenset({"violence", "abduction"})
_YEARS = re.compile(r"P(?:\d+|X)(?:Y|DE|CE)")
_MONTHS = re.compile(r"P(?:(?:[2-9]|\d\d+|X)W|(?:\d+|X)M)")  # two weeks and more
_LONG = 5  # a date's precision from a year on
_SUM = 1000  # nobody counts so many dead in one happening without saying when
_MANY = 10
_AGO = timedelta(days=7)  # a fight of a week is one happening still


def is_sum(draft: Draft, published: date | None) -> bool:
    """Whether a count is one over weeks, months or years, which no one happening has."""
    if draft.kind.family not in _SUMMED:
        return False
    large, many = _largest(draft), _counts_several(draft)
    if many and (_is_since_long(draft, published) or (large >= _MANY and _runs_over_months(draft))):
        return True
    if draft.is_dated_in_clause and draft.date is not None and (draft.date.date_precision or 0) < _LONG:
        return False
    if large >= _SUM and draft.scene.paragraph.field == "body":
        return True
    return many and (_spans_years(draft) or ((large >= _MANY or not large) and _is_year_to_date(draft, published)))


def _largest(draft: Draft) -> int:
    counts = (draft.fatalities, draft.injured, draft.abducted)
    return max((count.best or 0 for count in counts if count is not None), default=0)


def _counts_several(draft: Draft) -> bool:
    return _largest(draft) > 1 or (draft.recipient is not None and draft.recipient.tag_ in Tag.MANY)


def _tied(draft: Draft) -> Iterator[Timex]:
    """The time expressions of the sentence that belong to the draft's clause."""
    shift = draft.scene.paragraph.start
    start, end = draft.sentence.start_char + shift, draft.sentence.end_char + shift
    inside = (timex for timex in draft.scene.dates if start <= timex.start_char < end)
    return (timex for timex in inside if tie_of(timex, draft) > 0)


def _spans_years(draft: Draft) -> bool:
    """Whether the sentence measures time in years: "in the past ten years", "in recent years"."""
    return any(timex.timex_type == "DURATION" and _YEARS.match(timex.timex_value) for timex in _tied(draft))


def _runs_over_months(draft: Draft) -> bool:
    """Such as "over the past three weeks", "in recent months", "have died this month"; no "two-month siege"."""
    for timex in _tied(draft):
        running = draft.scene.lexicon.patterns["running_span"].search(timex.text) is not None
        if timex.timex_type == "DURATION":
            is_span = (
                bool(_MONTHS.match(timex.timex_value))
                and running
                and _word_before(timex, draft) in draft.listed("over")
            )
        else:
            is_long = running and (timex.date_precision or 0) >= _LONG - 1
            is_span = is_long or (timex.text.lower() == "this month" and _is_perfect(draft))
        if is_span:
            return True
    return False


def _is_year_to_date(draft: Draft, published: date | None) -> bool:
    """Such as "so far this year": a year that is not over."""
    timex = draft.date
    if timex is None or timex.date_end is None or timex.date_start is None or published is None:
        return False
    return timex.date_precision == _LONG and timex.date_start <= published <= timex.date_end


def _is_perfect(draft: Draft) -> bool:
    verb = draft.trigger.verb
    return verb is not None and any(child.lower_ in PERFECT for child in verb.children)


def _word_before(timex: Timex, draft: Draft) -> str:
    tokens = draft.scene.tokens_between(timex.start_char, timex.end_char)
    doc = draft.scene.paragraph.doc
    before = (
        next((doc[i] for i in range(tokens[0] - 1, -1, -1) if doc[i].tag_ != Tag.DETERMINER), None) if tokens else None
    )
    return before.lower_ if before is not None else ""


def _is_since_long(draft: Draft, published: date | None) -> bool:
    """Whether it counts since a day more than a week ago, or since a war, a campaign and the like began."""
    own = draft.trigger.token
    above = {own.i, *(token.i for token in ancestors(own))}
    return any(
        token.lower_ == "since" and token.head.i in above and _began_long_ago(token, draft, published)
        for token in draft.sentence
    )


def _began_long_ago(since: Token, draft: Draft, published: date | None) -> bool:
    """Of a preposition or conjunction "since": what follows it, up to the end of its phrase."""
    phrase = since if since.dep_ == Dep.PREPOSITION else since.head
    start, end = since.i + 1, phrase.right_edge.i
    scene = draft.scene
    inside = [
        timex
        for timex in scene.dates
        if any(start <= i <= end for i in scene.tokens_between(timex.start_char, timex.end_char))
    ]
    for timex in inside:
        if timex.date_start is not None:
            return published is None or published - timex.date_start > _AGO
    return any("standing" in scene.categories(since.doc[i]) for i in range(start, end + 1))
