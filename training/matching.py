"""Rows against labels: which labelled happening a coded event tells of, and what that makes of the event.

What belongs here: the matching, shared by the fit of the judge and `benchmarks/rows.py`. A row meets a happening where
its trigger overlaps a labelled trigger of it; failing that, where a mention of its type stands in the row's sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.model import ArticleText, EventMention

_SEPARATOR = 2  # characters between paragraphs of a body


@dataclass(slots=True)
class Happening:
    """A labelled happening: where its mentions stand, and how they are coded."""

    row: int | None
    spans: list[tuple[str, int, int, str]] = field(default_factory=list[tuple[str, int, int, str]])
    types: set[str] = field(default_factory=set[str])
    sub_types: set[str] = field(default_factory=set[str])
    statuses: set[str] = field(default_factory=set[str])
    words: dict[str, set[str]] = field(default_factory=dict[str, set[str]])  # by part, what its mentions name

    def names(self, part: str, words: str | None) -> bool:
        """Whether words name what some mention of the happening has as its actor, recipient, place or date."""
        known = self.words.get(part, set[str]())
        if words is None:
            return not known
        own = _content(words)
        return any(own & _content(other) for other in known)


def _content(words: str) -> set[str]:
    found = {word.strip("'’.,\"“”()").lower() for word in words.replace("-", " ").split()}
    return found - _FILLERS or found


_FILLERS = frozenset("a an the of in on at to and for by its his her their last this s ’s 's".split())


@dataclass(frozen=True, slots=True)
class Where:
    """Where a coded event stands: its trigger and its sentence, in offsets of the field, and its type."""

    field: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    event_type: str

    @classmethod
    def of_row(cls, row: EventMention) -> Where:
        """Of a row of `event_mentions`."""
        return cls(
            row.field, row.trigger_start_char, row.trigger_end_char, row.start_char, row.end_char, row.event_type
        )


def happenings(text: Mapping[str, Any]) -> dict[Any, Happening]:
    """The happenings of a labelled text, by the key of their first mention."""
    starts = [0]
    position = 0
    for paragraph in text["paragraphs"][1:]:
        starts.append(position)
        position += len(paragraph) + _SEPARATOR
    found: dict[Any, Happening] = {}
    for mention in text["mentions"]:
        happening = found.setdefault(mention["head"], Happening(mention["row"]))
        start, end = (starts[mention["p"]] + offset for offset in mention["trigger"])
        name = "body" if mention["p"] else "title"
        happening.spans.append((name, start, end, mention["event_type"]))
        happening.types.add(mention["event_type"])
        happening.statuses.add(mention["status"])
        paragraph = text["paragraphs"][mention["p"]]
        for part in ("actor", "recipient", "date", "dead"):
            if mention[part] is not None:
                happening.words.setdefault(part, set()).add(paragraph[slice(*mention[part])])
        for place in mention["places"]:
            happening.words.setdefault("place", set()).add(paragraph[slice(*place)])
        if mention["acled_sub_event_type"]:
            happening.sub_types.add(mention["acled_sub_event_type"])
    return found


def met(where: Where, known: Mapping[Any, Happening]) -> Any | None:
    """The key of the happening that a row tells of; None where it tells of none."""
    best: tuple[float, Any] | None = None
    for key, happening in known.items():
        for name, start, end, event_type in happening.spans:
            if name != where.field:
                continue
            if start < where.end and end > where.start:
                value = 3.0 + (event_type == where.event_type)
            elif where.sentence_start <= start < where.sentence_end and event_type == where.event_type:
                value = 2.0 - abs(start - where.start) / 10_000
            else:
                continue
            if best is None or value > best[0]:
                best = (value, key)
    return best[1] if best is not None else None


def article_of(text: Mapping[str, Any]) -> ArticleText:
    """A labelled text as the annotator takes it."""
    paragraphs: Sequence[str] = text["paragraphs"]
    day = date.fromisoformat(text["date"]) if text.get("date") else None
    return ArticleText(text["id"], paragraphs[0], "\n\n".join(paragraphs[1:]), published_date=day)


def brief(text: Mapping[str, Any]) -> dict[str, Any]:
    """The first paragraph of a text alone, as a short report would be."""
    mentions = [m | {"p": 1} for m in text["mentions"] if m["p"] == 1]
    return {**text, "paragraphs": ["", text["paragraphs"][1]], "mentions": mentions}
