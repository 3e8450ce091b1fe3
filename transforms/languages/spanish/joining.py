"""What one Spanish article tells more than once is one event; a death of which nothing tells what it was is none.

What belongs here: which drafts are one, and what each of them adds. Reports of other articles are linked as all are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from transforms.languages.spanish.setting import OPEN_STATUS
from transforms.languages.spanish.text import lowered
from transforms.model import EventMention, ExcludedMention, Location, Quantity

_SEVERAL = 2
_VIOLENT = re.compile(r"(?<!\w)(?:disparos?|balas?|balazos?|tiros|armas?|apuñal\w+|machetazos?|tortura\w*)(?!\w)")
_COLUMNS: Mapping[Quantity, tuple[str, ...]] = MappingProxyType(
    {
        "killed": ("fatalities_low", "fatalities_high", "fatalities_best"),
        "injured": ("injured",),
        "arrested": ("arrested",),
        "abducted": ("abducted",),
    }
)
"""The columns of each quantity, the one last that says whether it is known."""


@dataclass(slots=True)
class Draft:
    """An event as one sentence tells it, and the sentences that tell it again."""

    event: EventMention
    is_bare: bool  # a definite noun with nothing beside it: "condenó el ataque"
    is_death: bool = False  # that somebody died, without what killed him
    sentences: list[int] = field(default_factory=list)


def without_quiet_deaths(drafts: Sequence[Draft]) -> tuple[list[Draft], list[ExcludedMention]]:
    """Leave out that one person died, where no violence is told of in the sentence or the article.

    News in Spanish says "murió" of the old, the sick and the shot alike. Several dead are kept: what kills them
    otherwise (`es/exclusions`) is named.
    """
    is_violent = any(draft.event.event_type == "ASSAULT" and not draft.is_death for draft in drafts)
    kept, left = list[Draft](), list[ExcludedMention]()
    for draft in drafts:
        event = draft.event
        is_quiet = draft.is_death and not is_violent and (event.fatalities_low or 0) < _SEVERAL
        if not is_quiet or _VIOLENT.search(lowered(event.text)):
            kept.append(draft)
            continue
        span = (event.field, event.trigger_start_char, event.trigger_end_char, event.trigger_text)
        left.append(ExcludedMention(*span, event.event_type, "quiet_death"))
    return kept, left


def joined(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft for what an article tells more than once; a heading gives way to the body."""
    kept = list[Draft]()
    for draft in drafts:
        known = next((one for one in reversed(kept) if _is_retold(one, draft)), None)
        if known is None:
            kept.append(draft)
        elif draft.is_bare:
            continue
        else:
            _take_in(known, draft)
    return sorted(kept, key=lambda one: (one.event.field != "title", one.event.trigger_start_char))


def _is_retold(known: Draft, draft: Draft) -> bool:
    """Whether nothing in the second contradicts its being the first: type, realis, day, place and counts."""
    one, other = known.event, draft.event
    if one.event_type != other.event_type or (one.status in OPEN_STATUS) != (other.status in OPEN_STATUS):
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


def _take_in(known: Draft, draft: Draft) -> None:
    """Let the first mention have what only the second says; the body's sentence stands for a heading's."""
    one, other = known.event, draft.event
    if one.field == "title" and other.field == "body":
        one, other = other, one
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
