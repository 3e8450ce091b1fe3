"""Which year a date without one belongs to.

What belongs here: the year of `August 8`, `in May` and `that year`, from the publication date, the date last spoken of
and the tense of the clause. The expressions themselves are in `rules_*`.
"""

from __future__ import annotations

import re
from datetime import date

from transforms.dates.calendars import safe_date
from transforms.dates.context import Context, Point
from transforms.dates.grammar import Candidate
from transforms.model import Anchor

_UNDATED = 2029  # stands in for the publication year of a text without one: a constant, never the clock's year
_FUTURE_DOUBT = 60  # days that a day told in a clause of the future may lie back: `would have ended on 3 May`
_AHEAD = 5  # a two-digit year lies at most so far ahead of publication


def full_year(short: int, published: date | None, ahead: int = _AHEAD) -> int:
    """The year that two digits mean: the last one of that ending that is not far ahead of publication.

    A text without a publication date is read alike in every year: `29` is 2029 and `62` is 1962, whatever the day.
    """
    latest = published.year if published else _UNDATED
    return 2000 + short if 2000 + short <= latest + ahead else 1900 + short


def stated_year(groups: dict[str, str | None], ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year that the expression itself says, in figures or as `last year`."""
    if words := groups.get("year"):
        year = ctx.lexicon.year(words)
        return year, "absolute" if year is not None else None
    if short := groups.get("short_year"):
        return full_year(int(short), ctx.published), "absolute"
    if which := groups.get("which_year"):
        return year_of_words(which, ctx)
    return None, None


def year_of_words(which: str, ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year of `last year`, `that year`, `the following year`, `year-earlier`."""
    first = which.split(maxsplit=1)[0]
    if first == "that" or which.startswith("the "):
        spoken = ctx.spoken_year
        if spoken is None:
            return None, None
        shift = 1 if re.search("following|next", which) else -1 if re.search("previous|preceding", which) else 0
        return spoken.year + shift, "previous"
    base, anchor = (ctx.now, "published") if ctx.now else (None, None)
    if base is None:
        return None, None
    return base.year + {"last": -1, "year-ago": -1, "year-earlier": -1, "next": 1}.get(first, 0), anchor


def year_of_day(month: int, day: int, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year of a day and month, by what stands nearest: a coming date's year, the story, the publication date."""
    if (year := ctx.explicit_year_nearby(hit.end)) is not None:
        return year, "absolute"
    if reference := history_reference(ctx, hit.start):
        return nearest_year(reference, month), "previous"
    if ctx.published is None:
        return None, None
    tense = ctx.tense(hit.start, hit.end)
    return year_around(ctx.published, month, day, tense, 90), "published"


def year_of_month(month: int, which: str | None, hit: Candidate, ctx: Context) -> tuple[int | None, Anchor | None]:
    """The year of a month, by the words before it, a coming date's year, the story, or publication and tense."""
    if which is None and (year := ctx.explicit_year_nearby(hit.end)) is not None:
        return year, "absolute"
    relative_to_text = which is not None and (which.startswith(("the", "that")))
    if reference := history_reference(ctx, hit.start, force=relative_to_text):
        return _narrative_year(reference, month, which), "previous"
    if ctx.published is None:
        return None, None
    return _year_by_publication(ctx.published, month, which, hit, ctx), "published"


def _year_by_publication(published: date, month: int, which: str | None, hit: Candidate, ctx: Context) -> int:
    if which in ("last", "this past"):
        return published.year - (month >= published.month)
    if which in ("next", "this coming"):
        return published.year + (month <= published.month)
    if which == "this":
        return published.year
    ahead = (month - published.month) % 12
    if 0 < ahead <= 2 or _is_coming(ahead, ctx.tense(hit.start, hit.end), hit, ctx):
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _is_coming(ahead: int, tense: str | None, hit: Candidate, ctx: Context) -> bool:
    """Whether a month with so many to go is the coming one: by tense, or as a deadline."""
    if ahead == 0:
        return False
    is_deadline = re.search(
        r"\b(?:by|until|through|till)\s+(?:at\s+least\s+|as\s+late\s+as\s+)?$", ctx.before(hit.start, 20)
    )
    if is_deadline and ahead <= (4 if tense == "past" else 8):
        return True
    return (
        (tense == "future" and ahead <= 9) or (tense is None and ahead <= 3) or (tense == "infinitive" and ahead <= 6)
    )


def _narrative_year(reference: Point, month: int, which: str | None) -> int:
    at = reference.rough_month
    if which and re.search("following|next", which):
        return reference.year + (at is not None and month <= at)
    if which and re.search("previous|preceding|last", which):
        return reference.year - (at is None or month >= at)
    if at is None:
        return reference.year
    return nearest_year(reference, month)


def nearest_year(reference: Point, month: int) -> int:
    """The year in which a month lies nearest to the date last spoken of; stories run forward, so later wins."""
    at = reference.rough_month
    if at is None:
        return reference.year
    ahead = (month - at) % 12
    if ahead <= 6:
        return reference.year + (month < at)
    return reference.year - (month > at)


def year_around(published: date, month: int, day: int, tense: str | None, doubt: int) -> int:
    """The year that brings a day nearest to publication; clear tense decides where both sides are far."""
    days = [d for year in (-1, 0, 1) if (d := safe_date(published.year + year, month, day))]
    if not days:
        return published.year
    nearest = min(days, key=lambda d: (abs((d - published).days), d))
    off = (nearest - published).days
    if (tense == "past" and off > doubt) or (tense is None and off > 150):
        return nearest.year - 1
    if tense == "future" and off < -_FUTURE_DOUBT:
        return nearest.year + 1
    return nearest.year


def history_reference(ctx: Context, start: int, force: bool = False) -> Point | None:
    """The date last spoken of, where the text is telling history rather than news."""
    if ctx.previous is None:
        return None
    if ctx.published is None or ctx.is_history or force:
        return ctx.previous
    distance = ctx.offset + start - ctx.previous_offset
    if ctx.previous.year >= ctx.published.year - 1 or distance > min(200, start):
        return None
    between = ctx.lowered[start - distance : start]
    return None if re.search(r"[a-z)\d][.!?]['\"”’)]*\s", between) else ctx.previous
