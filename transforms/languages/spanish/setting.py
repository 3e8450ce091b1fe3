"""When and where a Spanish event was.

What belongs here: which of a sentence's dates and places are the event's, and what stands in for one that it does not
name: the publication, the last place told of, the dateline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from transforms.languages.spanish.frames import Trigger
from transforms.languages.spanish.parties import Party
from transforms.languages.spanish.scenes import Scene
from transforms.model import ArticleText, EventMention, Location, PlaceMention

OPEN_STATUS = frozenset({"planned", "hypothetical"})
_NEAR_PLACE = 2  # UCDP where_prec where the sentence does not name the point
_PUBLISHED = 2  # UCDP date_prec of an event that is dated by the publication
_OLD_DAYS = 365  # before the publication: what is told with such a day is background
_WORDS = frozenset({"ACCUSE", "THREATEN"})  # happen nowhere: a place of their sentence is what they are about
_TALKS = frozenset({"CONSULT", "SUPPORT", "AGREE", "RETREAT"})  # only where their sentence puts them: "en Managua"
_IN = re.compile(r"(?<!\w)(?:en|desde)(?:\s+(?:el|la|los|las))?\s+(?:(?:ciudad|capital|localidad)\s+de\s+)?$")


def dated(event: EventMention, article: ArticleText, scene: Scene, trigger: Trigger) -> EventMention:
    """The day of the sentence that stands nearest to the trigger, else the publication's for what has happened."""
    published = article.published_date
    at = scene.offset + trigger.start
    is_to_come = event.status in OPEN_STATUS
    fitting = [
        timex
        for timex in scene.dates
        if published is None or is_to_come or (timex.date_start is not None and timex.date_start <= published)
    ]
    if fitting:
        timex = min(fitting, key=lambda one: ((one.date_precision or 5) > 3, abs(one.start_char - at)))
        is_old = published is not None and timex.date_end is not None and (published - timex.date_end).days > _OLD_DAYS
        return replace(
            event,
            status="historical" if is_old and event.status == "actual" else event.status,
            date_start=timex.date_start,
            date_end=timex.date_end,
            date_precision=timex.date_precision,
            date_text=timex.text,
            date_from="text",
        )
    if published is None or event.status in ("planned", "hypothetical", "historical") or scene.dates:
        return event
    if article.published_precision not in (None, "time", "day"):
        return event
    return replace(event, date_start=published, date_end=published, date_precision=_PUBLISHED, date_from="published")


def placed(  # noqa: PLR0917 - all that may say where
    event: EventMention,
    scene: Scene,
    trigger: Trigger,
    cast_parties: Sequence[Party | None],
    seen: Sequence[PlaceMention],
    dateline: PlaceMention | None,
) -> EventMention:
    """The most exact place of the sentence, nearest first; else the last one told of, else the dateline's."""
    if event.event_type in _WORDS:
        return event
    recipient = cast_parties[1]
    hit = recipient.start if recipient is not None else -1
    taken = {scene.offset + party.start for party in scene.parties if party.is_country and party.start != hit}
    at = scene.offset + trigger.start
    own = [place for place in scene.places if place.location is not None and place.start_char not in taken]
    if event.event_type in _TALKS:
        own = [place for place in own if _IN.search(scene.lower[: place.start_char - scene.offset])]
    if own:
        place = min(own, key=lambda one: (_exactness(one), abs(one.start_char - at)))
        return _at(event, place, "sentence")
    if event.event_type in _TALKS or event.status in OPEN_STATUS:
        return event
    body = [place for place in seen if place.field == "body" and _exactness(place) < 6]
    if body:
        return _at(event, body[-1], "article")
    if dateline is not None:
        return _at(event, dateline, "dateline")
    return _at(event, seen[-1], "article") if seen else event


def _at(event: EventMention, place: PlaceMention, source: str) -> EventMention:
    location = cast("Location", place.location)
    precision = location.location_precision
    return replace(
        event,
        location=location,
        place_text=place.text,
        where_precision=precision if source == "sentence" else max(_NEAR_PLACE, precision),
        place_from=source,
    )


def _exactness(place: PlaceMention) -> int:
    return place.location.location_precision if place.location is not None else 9
