"""The frames of `es/frames` as regular expressions: verbs spelled in their forms, nouns as they are.

What belongs here: Spanish conjugation as far as news needs it (third persons, infinitive, gerund, perfect).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

Voice = Literal["active", "passive", "noun"]

_HAVE = r"(?:ha|han|había|habían|haya|hayan|hubiera|hubieran|habría|habrían|haber)"
_BE = (
    r"(?:fue|fueron|es|son|era|eran|será|serán|sido|siendo|ser|"
    r"resultó|resultaron|quedó|quedaron|está|están|estaba|estaban)"
)
_ACTIVE = {
    "ar": r"(?:ó|aron|a|an|aba|aban|ará|arán|aría|arían|ar|ando|ara|aran)",
    "er": r"(?:ió|ieron|e|en|ía|ían|erá|erán|ería|erían|er|iendo|iera|ieran)",
    "ir": r"(?:ió|ieron|e|en|ía|ían|irá|irán|iría|irían|ir|iendo|iera|ieran)",
}
_PERFECT = {"ar": "ado", "er": "ido", "ir": "ido"}
_VERB = re.compile(r"\{v:(\w+)-(ar|er|ir)\}")
_PARTICIPLE = re.compile(r"\{p:(\w+)\}")


@dataclass(frozen=True, slots=True)
class EventClass:
    """What `events/event_classes` says of a class."""

    name: str
    rank: int
    weight: float
    event_type: str
    event_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root_code: str | None
    quad_class: int | None
    intensity: float | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame that was found in a text; offsets are of that text."""

    start: int
    end: int
    kind: EventClass
    voice: Voice


class Frames:
    """Finds frames in a text in lower case; of those that overlap the first of the table."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        kinds = {row["class"]: _event_class(row) for row in tables["events/event_classes"].iter_rows(named=True)}
        self._frames: list[tuple[re.Pattern[str], EventClass, Voice]] = [
            (re.compile(rf"(?<!\w)(?:{spelled_out(row['pattern'])})(?!\w)"), kinds[row["class"]], row["voice"])
            for row in tables["es/frames"].iter_rows(named=True)
        ]

    def find(self, text: str) -> list[Trigger]:
        """The triggers of a sentence in text order."""
        taken = list[Trigger]()
        for pattern, kind, voice in self._frames:
            for match in pattern.finditer(text):
                if all(match.end() <= other.start or match.start() >= other.end for other in taken):
                    taken.append(Trigger(match.start(), match.end(), kind, voice))
        return sorted(taken, key=lambda trigger: trigger.start)


def spelled_out(pattern: str) -> str:
    """A pattern of the table with its verbs spelled out.

    >>> bool(re.fullmatch(spelled_out("{v:mat-ar}"), "han matado"))
    True
    """
    active = _VERB.sub(lambda m: rf"(?:{_HAVE}\s+{m[1]}{_PERFECT[m[2]]}|{m[1]}{_ACTIVE[m[2]]})", pattern)
    return _PARTICIPLE.sub(rf"(?:{_BE}\\s+(?:\\w+mente\\s+)?)?\1[oa]s?", active)


def _event_class(row: Mapping[str, object]) -> EventClass:
    names = EventClass.__dataclass_fields__
    return EventClass(**{name: row["class" if name == "name" else name] for name in names})  # pyright: ignore[reportArgumentType]
