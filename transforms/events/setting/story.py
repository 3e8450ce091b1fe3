"""Where and when of an event whose own sentence does not say: from the story so far, the dateline, the country.

What belongs here: what one mention takes over from those told before it. What its own sentence says is read in
`placing` and `dating`.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.events.drafts import Draft
from transforms.events.setting.dating import carries_on
from transforms.events.setting.placing import fall_back, is_country, surest
from transforms.events.setting.tying import is_where_told
from transforms.model import PlaceMention


def inherited(drafts: Sequence[Draft], places: Sequence[PlaceMention]) -> list[Draft]:
    """The drafts, those whose sentence has no place or date with one of the story, the dateline or the country."""
    dateline = next((place for place in places if place.is_dateline and place.location is not None), None)
    country = next((place for place in places if is_country(place)), None)
    recent: PlaceMention | None = None
    carried: Draft | None = None
    paragraph = -1
    found: list[Draft] = []
    for own in drafts:
        draft = own
        number = draft.scene.paragraph.number
        if number != paragraph:
            carried = None if number > 1 else carried
            paragraph = number
        if draft.date is not None and draft.date_from == "text":
            carried = draft if draft.happened or carried is None else carried
        elif carried is not None and carries_on(carried, draft):
            draft = draft.having(date=carried.date, date_from="text")
        if draft.places and draft.places[0].location is None and draft.container is None:
            draft = draft.having(container=_certain(draft, recent, dateline, country))
        if draft.places and draft.places[0].location is not None:
            recent = draft.places[0]
        elif not draft.places and draft.kind.family != "verbal" and not draft.kind.has("placeless"):
            told = recent or _nearby(draft, only_sentence=_opens_report(draft, dateline))
            story = None if "here" in draft.context and dateline is not None else told
            draft = draft.having(**fall_back(draft, story, dateline, country or surest(_where_told(draft))))
        found.append(draft)
    return found


def _opens_report(draft: Draft, dateline: PlaceMention | None) -> bool:
    """Whether it is told in the dateline's own paragraph, where the dateline says where things happen."""
    return dateline in draft.scene.places


def _certain(
    draft: Draft, recent: PlaceMention | None, dateline: PlaceMention | None, country: PlaceMention | None
) -> PlaceMention | None:
    """Where a place that no gazetteer has lies for certain, by its paragraph, else the story, dateline, country."""
    beside = [place for place in _ranked(draft) if not is_country(place)]
    for places in (beside, [recent], [dateline], [country]):
        found = surest([place for place in places if place is not None])
        if found is not None or len(places) > 1:
            return found
    return None


def _nearby(draft: Draft, *, only_sentence: bool = False) -> PlaceMention | None:
    """The nearest place below a country in the sentence, else in the paragraph, that is meant literally."""
    shift = draft.scene.paragraph.start
    start, end = draft.sentence.start_char + shift, draft.sentence.end_char + shift
    return next(
        (
            place
            for place in _ranked(draft)
            if place.location is not None
            and place.location.feature_class != "L"
            and not is_country(place)
            and (not only_sentence or start <= place.start_char < end)
        ),
        None,
    )


def _where_told(draft: Draft) -> list[PlaceMention]:
    """The towns where the event was told of, which make its country likely."""
    return [place for place in draft.scene.places if is_where_told(place, draft.trigger.token, draft.scene)]


def _ranked(draft: Draft) -> list[PlaceMention]:
    """The places of the paragraph that are meant literally, those of the draft's sentence first, then by nearness."""
    shift = draft.scene.paragraph.start
    start, end = draft.sentence.start_char + shift, draft.sentence.end_char + shift
    at = shift + draft.trigger.token.idx
    found = [
        (not start <= place.start_char < end, abs(place.start_char - at), place)
        for place in draft.scene.places
        if place.role in ("literal", "modifier")
        and place.location is not None
        and not is_where_told(place, draft.trigger.token, draft.scene)
    ]
    return [place for _, _, place in sorted(found, key=lambda item: item[:2])]
