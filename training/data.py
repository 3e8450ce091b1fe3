"""Labelled texts as tensors: windows with a tag for each word piece, and the mentions in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tokenizers import Tokenizer

from training.model import ROLES, STATUSES, TYPES
from transforms.reader.windows import Window, cut_windows
from warehouse.schema.vocabularies import ALL_ACLED_SUB_EVENT_TYPES

UNREAD = -100


@dataclass(slots=True)
class Mention:
    """One labelled mention inside a window."""

    tokens: list[int]
    roles: list[int]
    status: int
    sub_type: int
    row: float  # 0, 1, 2; UNREAD where nobody graded it
    happening: int  # index of the happening within the text
    is_first: bool
    label: dict[str, Any]


@dataclass(slots=True)
class Example:
    """A window of one text with its labels."""

    text: int
    window: Window
    tags: list[int]
    mentions: list[Mention] = field(default_factory=list)


SUB_TYPES: list[str | None] = [None, *sorted(ALL_ACLED_SUB_EVENT_TYPES)]


def examples(texts: list[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Example]:
    """The windows of all texts."""
    for number, text in enumerate(texts):
        paragraphs = text["paragraphs"]
        seen: set[Any] = set()
        for window in cut_windows(paragraphs, [True] * len(paragraphs), tokenizer):
            example = Example(number, window, [0 if piece else UNREAD for piece in window.pieces])
            for label in text["mentions"]:
                mention = _mention(label, window, seen)
                if mention is not None:
                    for i in mention.tokens:
                        example.tags[i] = TYPES.index(label["event_type"])
                    example.mentions.append(mention)
            yield example


def _mention(label: dict[str, Any], window: Window, seen: set[Any]) -> Mention | None:
    tokens = _inside(window, label["p"], label["trigger"])
    if not tokens:
        return None
    roles = [0] * len(window.ids)
    for role in ("date", "place", "recipient", "actor"):
        for span in label["places"] if role == "place" else [label[role]]:
            for i in _inside(window, label["p"], span):
                roles[i] = ROLES.index(role)
    is_first = label["head"] not in seen
    seen.add(label["head"])
    row = label["row"]
    return Mention(
        tokens, roles, STATUSES.index(label["status"]), SUB_TYPES.index(label["acled_sub_event_type"]),
        UNREAD if row is None else row, hash(str(label["head"])) , is_first, label,
    )  # fmt: skip


def _inside(window: Window, paragraph: int, span: list[int] | None) -> list[int]:
    if span is None:
        return []
    return [
        i
        for i, p in enumerate(window.pieces)
        if p and p.paragraph == paragraph and p.start < span[1] and p.end > span[0]
    ]
