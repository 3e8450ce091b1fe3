"""Spanish events: a frame in a sentence, with its day, place, participants, counts and realis.

What belongs here: from the sentence's findings to `EventMention`s. What does not: the words, which are tables; how each
of them is found (`frames`, `counting`, `parties`, `dates`, `places`); when and where (`setting`); what is told twice
(`joining`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import polars as pl

from transforms.languages.spanish.actors import SpanishNames
from transforms.languages.spanish.counting import Count
from transforms.languages.spanish.frames import Frames, Trigger
from transforms.languages.spanish.joining import Draft, joined, without_quiet_deaths
from transforms.languages.spanish.numbers import Number, Numbers
from transforms.languages.spanish.parties import Party, cast_parties
from transforms.languages.spanish.scenes import Scene, Scenes
from transforms.languages.spanish.setting import OPEN_STATUS, dated, placed
from transforms.model import (
    ArticleText,
    EventMention,
    EventNumber,
    ExcludedMention,
    Paragraph,
    PlaceMention,
    Quantity,
    Status,
    Timex,
)

RULES_TRUST = 0.7
"""What a class's weight is multiplied by: these frames see no parse and no trained reader has judged them."""
_BESIDE = (25, 40)  # characters before and after a trigger that an exclusion looks at
_CLAUSE = re.compile(r"[;:]|,\s|\n|\s(?:pero|aunque|mientras|cuando|donde)\s")
_COUNTED_BY = 4  # characters between a number and who is counted: " de "
_FATAL = ("ASSAULT", "PROTEST", "COERCE")  # which event of a sentence its dead and injured belong to, in this order
_DEFINITE = re.compile(r"(?<!\w)(?:el|la|los|las|este|esta|ese|esa|al|del|dicho|dicha)\s+$")


@dataclass(frozen=True, slots=True)
class SpanishCoded:
    """The events of an article, what was left out, and for each event the sentences that tell it."""

    events: Sequence[EventMention]
    excluded: Sequence[ExcludedMention]
    told_in: Sequence[tuple[int, ...]]


class SpanishEvents:
    """Codes events by the tables `es/frames`, `counts`, `status_cues`, `exclusions` and `people`."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], numbers: Numbers) -> None:
        self._frames = Frames(tables)
        self._scenes = Scenes(tables, numbers)
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
        drafts, excluded = list[Draft](), list[ExcludedMention]()
        seen = list[PlaceMention]()
        dateline = next((place for place in places if place.is_dateline and place.location), None)
        for scene in self._scenes.read(paragraphs, dates, places, actors.mentions):
            kept, left = self._triggers(scene)
            excluded += left
            drafts += [self._draft(article, scene, trigger, kept, seen, dateline) for trigger in kept]
            seen += [place for place in scene.places if place.location and not place.is_dateline]
        drafts, unexplained = without_quiet_deaths(drafts)
        excluded += unexplained
        told = joined(drafts)
        return SpanishCoded([draft.event for draft in told], excluded, [tuple(draft.sentences) for draft in told])

    def _triggers(self, scene: Scene) -> tuple[list[Trigger], list[ExcludedMention]]:
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

    def _status(self, scene: Scene, trigger: Trigger) -> Status:
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
        scene: Scene,
        trigger: Trigger,
        others: Sequence[Trigger],
        seen: Sequence[PlaceMention],
        dateline: PlaceMention | None,
    ) -> Draft:
        kind = trigger.kind
        actor, recipient = cast_parties(scene.lower, trigger, scene.parties)
        status = self._status(scene, trigger)
        counts = _counts_of(scene, trigger, others) if status not in OPEN_STATUS else []
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
        event = dated(event, article, scene, trigger)
        event = placed(event, scene, trigger, (actor, recipient), seen, dateline)
        is_bare = (
            trigger.voice == "noun"
            and bool(_DEFINITE.search(scene.lower[: trigger.start]))
            and not counts
            and event.date_from != "text"
            and event.place_from != "sentence"
        )
        return Draft(event, is_bare, kind.name == "death", [scene.number])


def _counts_of(scene: Scene, trigger: Trigger, others: Sequence[Trigger]) -> list[Count]:
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


def _counted(scene: Scene, counts: Sequence[Count]) -> Party | None:
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


def _number(scene: Scene, count: Count) -> EventNumber:
    low, best, high = count.number.low, count.number.best, count.number.high
    start, end = scene.offset + count.start, scene.offset + count.end
    text = scene.text[count.start : count.end]
    return EventNumber(count.quantity, low, best, high, count.number.bound, scene.paragraph.field, start, end, text)


def _targets_civilians(trigger: Trigger, recipient: Party | None) -> bool:
    if trigger.kind.event_type != "ASSAULT" or recipient is None:
        return False
    return recipient.role.sector in ("CVL", "MED")
