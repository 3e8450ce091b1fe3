"""Spanish events: a frame in a sentence, with its day, place, participants, counts and realis.

What belongs here: from the sentence's findings to `EventMention`s, and the joining of what one article tells twice.
What does not: the words, which are tables, and how each of them is found (`frames`, `counting`, `parties`, `dates`,
`places`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import cast

import polars as pl

from transforms.languages.spanish.actors import SpanishNames
from transforms.languages.spanish.counting import Count, Counts
from transforms.languages.spanish.frames import Frames, Trigger
from transforms.languages.spanish.numbers import Number, Numbers
from transforms.languages.spanish.parties import Parties, Party
from transforms.languages.spanish.places import dateline_end
from transforms.languages.spanish.text import lowered
from transforms.model import (
    ArticleText,
    EventMention,
    EventNumber,
    ExcludedMention,
    Location,
    Paragraph,
    PlaceMention,
    Quantity,
    Status,
    Timex,
)

RULES_TRUST = 0.7
"""What a class's weight is multiplied by: these frames see no parse and no trained reader has judged them."""
_NEAR_PLACE = 2  # UCDP where_prec where the sentence does not name the point
_PUBLISHED = 2  # UCDP date_prec of an event that is dated by the publication
_BESIDE = (25, 40)  # characters before and after a trigger that an exclusion looks at
_CLAUSE = re.compile(r"[;:]|,\s|\n|\s(?:pero|aunque|mientras|cuando|donde)\s")
_SEVERAL = 2
_VIOLENT = re.compile(r"(?<!\w)(?:disparos?|balas?|balazos?|tiros|armas?|apuñal\w+|machetazos?|tortura\w*)(?!\w)")
_COUNTED_BY = 4  # characters between a number and who is counted: " de "
_FATAL = ("ASSAULT", "PROTEST", "COERCE")  # which event of a sentence its dead and injured belong to, in this order
_WORDS = frozenset({"ACCUSE", "THREATEN"})  # happen nowhere: a place of their sentence is what they are about
_TALKS = frozenset({"CONSULT", "SUPPORT", "AGREE", "RETREAT"})  # only where their sentence puts them: "en Managua"
_IN = re.compile(r"(?<!\w)(?:en|desde)(?:\s+(?:el|la|los|las))?\s+(?:(?:ciudad|capital|localidad)\s+de\s+)?$")
_OLD_DAYS = 365  # before the publication: what is told with such a day is background
_OPEN_STATUS = frozenset({"planned", "hypothetical"})
_COLUMNS: Mapping[Quantity, tuple[str, ...]] = MappingProxyType(
    {
        "killed": ("fatalities_low", "fatalities_high", "fatalities_best"),
        "injured": ("injured",),
        "arrested": ("arrested",),
        "abducted": ("abducted",),
    }
)
"""The columns of each quantity, the one last that says whether it is known."""
_DEFINITE = re.compile(r"(?<!\w)(?:el|la|los|las|este|esta|ese|esa|al|del|dicho|dicha)\s+$")


@dataclass(frozen=True, slots=True)
class SpanishCoded:
    """The events of an article, what was left out, and for each event the sentences that tell it."""

    events: Sequence[EventMention]
    excluded: Sequence[ExcludedMention]
    told_in: Sequence[tuple[int, ...]]


@dataclass(slots=True)
class _Scene:
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


@dataclass(slots=True)
class _Draft:
    event: EventMention
    is_bare: bool  # a definite noun with nothing beside it: "condenó el ataque"
    rank: int
    is_death: bool = False  # that somebody died, without what killed him
    sentences: list[int] = field(default_factory=list)


class SpanishEvents:
    """Codes events by the tables `es/frames`, `counts`, `status_cues`, `exclusions` and `people`."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], numbers: Numbers) -> None:
        self._frames = Frames(tables)
        self._counts = Counts(tables, numbers)
        self._parties = Parties(tables)
        self._cues: list[tuple[re.Pattern[str], Status, str]] = [
            (re.compile(row["pattern"]), cast("Status", row["status"]), row["reach"])
            for row in tables["es/status_cues"].iter_rows(named=True)
        ]
        self._exclusions = [
            (re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)"), row["class"], row["reach"], row["rule"])
            for row in tables["es/exclusions"].iter_rows(named=True)
        ]

    def code(
        self,
        article: ArticleText,
        paragraphs: Sequence[Paragraph],
        dates: Sequence[Timex],
        places: Sequence[PlaceMention],
        actors: SpanishNames,
    ) -> SpanishCoded:
        """The events in reading order, told twice but joined, and what an exclusion left out."""
        drafts, excluded = list[_Draft](), list[ExcludedMention]()
        seen = list[PlaceMention]()
        dateline = next((place for place in places if place.is_dateline and place.location), None)
        for scene in self._scenes(paragraphs, dates, places, actors):
            kept, left = self._triggers(scene)
            excluded += left
            drafts += [self._draft(article, scene, trigger, kept, seen, dateline) for trigger in kept]
            seen += [place for place in scene.places if place.location and not place.is_dateline]
        drafts, unexplained = _without_quiet_deaths(drafts)
        excluded += unexplained
        joined = _joined(drafts)
        return SpanishCoded([draft.event for draft in joined], excluded, [tuple(draft.sentences) for draft in joined])

    def _scenes(
        self,
        paragraphs: Sequence[Paragraph],
        dates: Sequence[Timex],
        places: Sequence[PlaceMention],
        actors: SpanishNames,
    ) -> Iterator[_Scene]:
        datelines = dateline_end(paragraphs)
        for paragraph in paragraphs:
            story = paragraph.start + datelines.get(paragraph.number, 0)
            for i, sentence in enumerate(paragraph.doc.sents):
                start, end = paragraph.offsets(sentence)
                if end <= story:
                    continue
                start = max(start, story) if start < story else start
                text = paragraph.slice(start, end)

                def here(span: Timex | PlaceMention | object, start: int = start, end: int = end) -> bool:
                    return (
                        getattr(span, "field", None) == paragraph.field  # noqa: B023 - called at once
                        and start <= getattr(span, "start_char", -1)
                        and getattr(span, "end_char", -1) <= end
                    )

                lower = lowered(text)
                near = [place for place in places if here(place)]
                names = [mention for mention in actors.mentions if here(mention)]
                yield _Scene(
                    paragraph,
                    paragraph.first_sentence_number + i,
                    start,
                    text,
                    lower,
                    [timex for timex in dates if here(timex) and timex.date_start and timex.timex_type == "DATE"],
                    near,
                    self._parties.find(lower, text, start, names, near),
                    self._counts.find(lower),
                )

    def _triggers(self, scene: _Scene) -> tuple[list[Trigger], list[ExcludedMention]]:
        """One trigger for each type of event, that of the highest rank; and those that an exclusion takes out."""
        best, left = dict[str, Trigger](), list[ExcludedMention]()
        for trigger in self._frames.find(scene.lower):
            rule = self._excluded_by(scene.lower, trigger)
            if rule:
                start, end = scene.offset + trigger.start, scene.offset + trigger.end
                text = scene.text[trigger.start : trigger.end]
                left.append(ExcludedMention(scene.paragraph.field, start, end, text, trigger.kind.event_type, rule))
                continue
            known = best.get(trigger.kind.event_type)
            if known is None or trigger.kind.rank > known.kind.rank:
                best[trigger.kind.event_type] = trigger
        if "PROTEST" in best and "ASSAULT" in best and best["ASSAULT"].kind.name == "death":
            del best["ASSAULT"]  # "la protesta dejó un muerto" is one event
        return sorted(best.values(), key=lambda trigger: trigger.start), left

    def _excluded_by(self, lower: str, trigger: Trigger) -> str | None:
        near = lower[max(0, trigger.start - _BESIDE[0]) : trigger.end + _BESIDE[1]]
        for pattern, kind, reach, rule in self._exclusions:
            if kind in (None, trigger.kind.name) and pattern.search(near if reach == "near" else lower):
                return rule
        return None

    def _status(self, scene: _Scene, trigger: Trigger) -> Status:
        starts = [match.end() for match in _CLAUSE.finditer(scene.lower, 0, trigger.start)]
        before = scene.lower[starts[-1] if starts else 0 : trigger.start]
        after = scene.lower[trigger.end :]
        where = {"before": before, "after": after, "sentence": scene.lower}
        for pattern, status, reach in self._cues:
            if pattern.search(where[reach]):
                return status
        words = scene.lower[trigger.start : trigger.end]
        return "planned" if re.search(r"\w(?:ará|erá|irá|arán|erán|irán)(?!\w)", words) else "actual"

    def _draft(  # noqa: PLR0917 - all that a sentence and the article so far say
        self,
        article: ArticleText,
        scene: _Scene,
        trigger: Trigger,
        others: Sequence[Trigger],
        seen: Sequence[PlaceMention],
        dateline: PlaceMention | None,
    ) -> _Draft:
        kind = trigger.kind
        actor, recipient = self._parties.cast(scene.lower, trigger, scene.parties)
        status = self._status(scene, trigger)
        counts = _counts_of(scene, trigger, others) if status not in _OPEN_STATUS else []
        figures: dict[Quantity, Number] = {count.quantity: count.number for count in counts}
        killed = figures.get("killed")
        if recipient is None and kind.event_type == "ASSAULT":
            recipient = _counted(scene, counts)
        start, end = scene.offset, scene.offset + len(scene.text)
        event = EventMention(
            field=scene.paragraph.field,
            start_char=start,
            end_char=end,
            text=scene.text,
            sentence_number=scene.number,
            trigger_text=scene.text[trigger.start : trigger.end],
            trigger_start_char=start + trigger.start,
            trigger_end_char=start + trigger.end,
            event_type=kind.event_type,
            event_mode=kind.event_mode,
            acled_event_type=kind.acled_event_type,
            acled_sub_event_type=kind.acled_sub_event_type,
            cameo_root_code=kind.cameo_root_code,
            quad_class=kind.quad_class,
            intensity=kind.intensity,
            status=status,
            confidence=round(kind.weight * RULES_TRUST, 3),
            actor=actor.role if actor else None,
            recipient=recipient.role if recipient else None,
            civilian_targeting=_targets_civilians(trigger, recipient),
            fatalities_low=killed.low if killed else None,
            fatalities_best=killed.best if killed else None,
            fatalities_high=killed.high if killed else None,
            injured=_best(figures, "injured"),
            arrested=_best(figures, "arrested"),
            abducted=_best(figures, "abducted"),
            numbers=tuple(_number(scene, count) for count in counts),
        )
        event = _dated(event, article, scene, trigger)
        event = _placed(event, scene, trigger, (actor, recipient), seen, dateline)
        is_bare = (
            trigger.voice == "noun"
            and bool(_DEFINITE.search(scene.lower[: trigger.start]))
            and not counts
            and event.date_from != "text"
            and event.place_from != "sentence"
        )
        return _Draft(event, is_bare, kind.rank, kind.name == "death", [scene.number])


def _without_quiet_deaths(drafts: Sequence[_Draft]) -> tuple[list[_Draft], list[ExcludedMention]]:
    """Leave out that one person died, where no violence is told of in the sentence or the article.

    News in Spanish says "murió" of the old, the sick and the shot alike. Several dead are kept: what kills them
    otherwise (`es/exclusions`) is named.
    """
    is_violent = any(draft.event.event_type == "ASSAULT" and not draft.is_death for draft in drafts)
    kept, left = list[_Draft](), list[ExcludedMention]()
    for draft in drafts:
        event = draft.event
        is_quiet = draft.is_death and not is_violent and (event.fatalities_low or 0) < _SEVERAL
        if not is_quiet or _VIOLENT.search(lowered(event.text)):
            kept.append(draft)
            continue
        span = (event.field, event.trigger_start_char, event.trigger_end_char, event.trigger_text)
        left.append(ExcludedMention(*span, event.event_type, "quiet_death"))
    return kept, left


def _counts_of(scene: _Scene, trigger: Trigger, others: Sequence[Trigger]) -> list[Count]:
    """The counts of a sentence that are this event's: the highest of each quantity."""
    types = [other.kind.event_type for other in others]
    fatal = next((kind for kind in _FATAL if kind in types), None)
    name = trigger.kind.name
    owned: dict[Quantity, bool] = {
        "killed": trigger.kind.event_type == fatal,
        "injured": trigger.kind.event_type == fatal,
        "arrested": name == "arrest",
        "abducted": name == "abduct",
        "participants": trigger.kind.event_type == "PROTEST",
    }
    best = dict[Quantity, Count]()
    for count in scene.counts:
        known = best.get(count.quantity)
        if owned.get(count.quantity) and (known is None or _size(count) > _size(known)):
            best[count.quantity] = count
    return sorted(best.values(), key=lambda count: count.start)


def _counted(scene: _Scene, counts: Sequence[Count]) -> Party | None:
    """Who was killed or injured, where only the number says so: "un ataque en el que murieron dos policías"."""
    for count in counts:
        beside = (party for party in scene.parties if count.end <= party.start <= count.end + _COUNTED_BY)
        victim = next(beside, None) if count.quantity in ("killed", "injured") else None
        if victim is not None:
            return victim
    return None


def _size(count: Count) -> int:
    return count.number.best or count.number.low or 0


def _best(figures: Mapping[Quantity, Number], quantity: Quantity) -> int | None:
    number = figures.get(quantity)
    return number.best if number else None


def _number(scene: _Scene, count: Count) -> EventNumber:
    low, best, high = count.number.low, count.number.best, count.number.high
    start, end = scene.offset + count.start, scene.offset + count.end
    text = scene.text[count.start : count.end]
    return EventNumber(count.quantity, low, best, high, count.number.bound, scene.paragraph.field, start, end, text)


def _targets_civilians(trigger: Trigger, recipient: Party | None) -> bool:
    if trigger.kind.event_type != "ASSAULT" or recipient is None:
        return False
    return recipient.role.sector in ("CVL", "MED")


def _dated(event: EventMention, article: ArticleText, scene: _Scene, trigger: Trigger) -> EventMention:
    """The day of the sentence that stands nearest to the trigger, else the publication's for what has happened."""
    published = article.published_date
    at = scene.offset + trigger.start
    is_to_come = event.status in _OPEN_STATUS
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


def _placed(  # noqa: PLR0917 - all that may say where
    event: EventMention,
    scene: _Scene,
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
    if event.event_type in _TALKS or event.status in _OPEN_STATUS:
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


def _joined(drafts: Sequence[_Draft]) -> list[_Draft]:
    """One draft for what an article tells more than once; a heading gives way to the body."""
    kept = list[_Draft]()
    for draft in drafts:
        known = next((one for one in reversed(kept) if _is_retold(one, draft)), None)
        if known is None:
            kept.append(draft)
        elif draft.is_bare:
            continue
        else:
            _take_in(known, draft)
    return sorted(kept, key=lambda one: (one.event.field != "title", one.event.trigger_start_char))


def _is_retold(known: _Draft, draft: _Draft) -> bool:
    """Whether nothing in the second contradicts its being the first: type, realis, day, place and counts."""
    one, other = known.event, draft.event
    if one.event_type != other.event_type or (one.status in _OPEN_STATUS) != (other.status in _OPEN_STATUS):
        return False
    if {"negated", "historical"} & {one.status, other.status} and one.status != other.status:
        return False
    if draft.is_bare:
        return True
    if one.event_type != "ASSAULT" and one.acled_sub_event_type != other.acled_sub_event_type:
        return False
    if one.date_from == other.date_from == "text" and not _overlap(one, other):
        return False
    if one.place_from == other.place_from == "sentence" and not _same_place(one.location, other.location):
        return False
    known_by = [columns[-1] for columns in _COLUMNS.values()]
    return all(getattr(one, name) is None or getattr(other, name) in (None, getattr(one, name)) for name in known_by)


def _overlap(one: EventMention, other: EventMention) -> bool:
    if one.date_start is None or other.date_start is None or one.date_end is None or other.date_end is None:
        return True
    return one.date_start <= other.date_end and other.date_start <= one.date_end


def _same_place(one: Location | None, other: Location | None) -> bool:
    """The same, or one that may hold the other."""
    if one is None or other is None or one.location_id == other.location_id:
        return True
    if one.country_iso2 != other.country_iso2:
        return False
    wider, narrower = sorted((one, other), key=lambda place: -place.location_precision)
    if wider.feature_code == "PCLI":
        return True
    return wider.feature_code == "ADM1" and wider.admin1_code == narrower.admin1_code


def _take_in(known: _Draft, draft: _Draft) -> None:
    """Let the first mention have what only the second says; the body's sentence stands for a heading's."""
    one, other = known.event, draft.event
    if one.field == "title" and other.field == "body":
        one, other = other, one
        known.rank = draft.rank
    filled: dict[str, object] = {
        name: getattr(other, name) for name in ("actor", "recipient") if getattr(one, name) is None
    }
    numbers = list(one.numbers)
    for quantity, columns in _COLUMNS.items():
        if getattr(one, columns[-1]) is None and getattr(other, columns[-1]) is not None:
            filled |= {name: getattr(other, name) for name in columns}
            numbers = [number for number in numbers if number.quantity != quantity]
            numbers += [number for number in other.numbers if number.quantity == quantity]
    filled["numbers"] = tuple(numbers)
    if one.date_from != "text" and other.date_from == "text":
        filled |= {name: getattr(other, name) for name in ("date_start", "date_end", "date_precision", "date_text")}
        filled["date_from"] = "text"
    is_finer = other.where_precision is not None and (one.where_precision or 9) > other.where_precision
    if other.place_from == "sentence" and (one.place_from != "sentence" or is_finer):
        filled |= {name: getattr(other, name) for name in ("location", "place_text", "where_precision")}
        filled["place_from"] = "sentence" if one.place_from == "sentence" else "article"
    known.event = replace(one, **filled)
    known.sentences.extend(draft.sentences)
