"""From a judged draft to the row that the warehouse takes, one for each place of a territory that was taken.

What belongs here: laying a finished draft out as an `EventMention`. What it says was decided before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from transforms.events.counts.victims import Count, Part
from transforms.events.drafts import Draft
from transforms.events.rows.acled import acled_types
from transforms.events.tables.lexicon import EventClass, Lexicon
from transforms.model import (
    ArticleText,
    Bound,
    EventMention,
    EventNumber,
    ExcludedMention,
    Location,
    PlaceMention,
    Quantity,
    Timex,
)
from transforms.reader.heads import pack_side

_PlaceFrom = Literal["sentence", "article", "dateline", "country", "none"]
_DateFrom = Literal["text", "published", "none"]
NEAR = 2  # UCDP where_prec: near the point, not at it
_CIVIL = ("civilian", "protester")


def rows_of(draft: Draft, article: ArticleText, lexicon: Lexicon, confidence: float) -> Sequence[EventMention]:
    """The rows of an event: one, or one for each of the places that were taken."""
    whole = _mention(draft, article, lexicon, confidence)
    if len(draft.places) < 2 or draft.kind.family != "territory":
        return [whole]
    return [_at_place(whole, place) for place in draft.places]


def excluded(draft: Draft, rule: str, confidence: float | None = None) -> ExcludedMention:
    """The record of a draft that a rule or the judge left out."""
    paragraph = draft.scene.paragraph
    start, end = paragraph.offsets(paragraph.doc[draft.trigger.start : draft.trigger.end])
    text = paragraph.slice(start, end)
    return ExcludedMention(paragraph.field, start, end, text, draft.kind.event_type, rule, confidence)


def _mention(draft: Draft, article: ArticleText, lexicon: Lexicon, confidence: float) -> EventMention:
    paragraph, kind = draft.scene.paragraph, draft.kind
    acled, sub = acled_types(draft, lexicon)
    start, end = paragraph.offsets(draft.sentence)
    trigger_span = paragraph.doc[draft.trigger.start : draft.trigger.end]
    trigger_start, trigger_end = paragraph.offsets(trigger_span)
    place = draft.places[0] if draft.places else None
    location = place.location if place is not None else None
    if location is None and draft.container is not None:
        location = draft.container.location
    dated = _dated(draft, article.published_date)
    return EventMention(
        field=paragraph.field,
        start_char=start,
        end_char=end,
        text=paragraph.slice(start, end),
        sentence_number=draft.sentence_number,
        trigger_text=paragraph.slice(trigger_start, trigger_end),
        trigger_start_char=trigger_start,
        trigger_end_char=trigger_end,
        event_type=kind.event_type,
        event_mode=_mode(kind, lexicon.weapons.get(sub or "")),
        acled_event_type=acled,
        acled_sub_event_type=sub,
        cameo_root_code=kind.cameo_root_code,
        quad_class=kind.quad_class,
        intensity=kind.intensity,
        status=draft.status,
        confidence=round(confidence, 3),
        actor=draft.actor_role,
        recipient=draft.recipient_role if draft.recipient_fits else None,
        civilian_targeting=_targets_civilians(draft, acled),
        attribution=draft.attribution,
        date_start=dated[0],
        date_end=dated[1],
        date_precision=dated[2],
        date_text=draft.date.text if draft.date is not None and dated[3] == "text" else None,
        date_from=dated[3],
        location=location,
        place_text=place.text if place is not None else None,
        where_precision=_precision(draft, place, location),
        place_from=cast("_PlaceFrom", draft.place_from),
        fatalities_low=draft.fatalities.low if draft.fatalities else None,
        fatalities_best=draft.fatalities.best if draft.fatalities else None,
        fatalities_high=draft.fatalities.high if draft.fatalities else None,
        injured=draft.injured.best if draft.injured else None,
        arrested=draft.arrested.best if draft.arrested else None,
        abducted=draft.abducted.best if draft.abducted else None,
        numbers=tuple(_numbers(draft, article)),
        vector=pack_side(draft.read[0].side) if draft.read else None,
    )


def _mode(kind: EventClass, weapon: EventClass | None) -> str | None:
    """PLOVER's mode: that of the weapon which the clause names, "killed by a landmine", else of the class."""
    return weapon.event_mode if weapon is not None and weapon.event_type == kind.event_type else kind.event_mode


def _numbers(draft: Draft, article: ArticleText) -> Iterator[EventNumber]:
    """The numbers behind the counts of an event, each where the text says it."""
    counts: tuple[tuple[Quantity, Count | None], ...] = (
        ("killed", draft.fatalities),
        ("injured", draft.injured),
        ("arrested", draft.arrested),
        ("abducted", draft.abducted),
        ("displaced", draft.displaced),
        ("participants", draft.participants),
    )
    for quantity, count in counts:
        for part in count.parts if count is not None else ():
            whole = article.title if part.field == "title" else article.body
            text = whole[part.start_char : part.end_char]
            values = (part.low, part.best, part.high)
            yield EventNumber(quantity, *values, _bound_of(part), part.field, part.start_char, part.end_char, text)


def _bound_of(part: Part) -> Bound:
    """How a number is bounded; a word whose end is open ("dozens", "several") gives the least there can be."""
    if part.bound is not None:
        return part.bound
    return "at_least" if part.high is None else "exact"


def _precision(draft: Draft, place: PlaceMention | None, location: Location | None) -> int | None:
    """UCDP's precision: the location's own, but "near" (2) where the event's sentence does not name the point.

    So for a village that the gazetteer lacks, put at the town that holds it, and for a town told of elsewhere in the
    article or in the dateline.
    """
    if location is None:
        return None
    is_own = place is not None and place.location is not None and draft.place_from == "sentence"
    return location.location_precision if is_own else max(NEAR, location.location_precision)


def _dated(draft: Draft, published: date | None) -> tuple[date | None, date | None, int | None, _DateFrom]:
    timex = draft.date if draft.date_from == "text" else None
    if draft.status == "planned" and _is_past(timex, published):
        return None, None, None, "none"
    if draft.status in _PAST and _is_to_come(timex, published):
        return None, None, None, "none"  # "the memorial for the nine who were killed opens on Saturday"
    if timex is not None and timex.date_start is not None:
        return timex.date_start, timex.date_end, timex.date_precision, "text"
    if timex is None and published is not None and draft.happened:
        return published, published, _AS_PUBLISHED, "published"
    return None, None, None, "none"


_PAST = frozenset({"actual", "ongoing", "claimed", "historical", "negated"})
_AS_PUBLISHED = 2  # news is of that day or of one shortly before: no day that the text does not name is exact


def _is_to_come(timex: Timex | None, published: date | None) -> bool:
    """Whether the date that stands by something past lies ahead: it then is of another happening."""
    return timex is not None and timex.date_start is not None and published is not None and timex.date_start > published


def _is_past(timex: Timex | None, published: date | None) -> bool:
    """Whether a plan's only date lies behind the news: it then says when the plan was made."""
    return timex is not None and timex.date_end is not None and published is not None and timex.date_end < published


def _targets_civilians(draft: Draft, acled: str | None) -> bool:
    if draft.kind.event_type != "ASSAULT":
        return False
    return acled == "Violence against civilians" or draft.civilian_dead or draft.recipient_side in _CIVIL


def _at_place(mention: EventMention, place: PlaceMention) -> EventMention:
    """The same event at one of its places; tolls are the whole's and stay with the first place only."""
    precision = place.location.location_precision if place.location is not None else None
    recipient = replace(mention.recipient, text=place.text) if mention.recipient is not None else None
    if mention.place_text == place.text:
        return replace(mention, recipient=recipient)
    return replace(
        mention,
        location=place.location,
        place_text=place.text,
        where_precision=precision,
        recipient=recipient,
        fatalities_low=None,
        fatalities_best=None,
        fatalities_high=None,
        injured=None,
        numbers=(),
    )
