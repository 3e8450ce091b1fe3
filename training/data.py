"""Texts as the reader learns them: windows, what is right of each piece, and the mentions in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from training.model import ROLES, STATUSES, TYPES
from transforms.reader.windows import Window, cut_windows, near_pieces
from warehouse.schema.vocabularies import ALL_ACLED_SUB_EVENT_TYPES

SUB_TYPES: list[str | None] = [None, *sorted(ALL_ACLED_SUB_EVENT_TYPES)]


@dataclass(slots=True)
class Mention:
    """A mention inside a window. What is right of it is a distribution with all weight on one answer."""

    tokens: list[int]
    near: np.ndarray  # by piece of the window, whether its parties can stand there
    roles: np.ndarray  # pieces x parts
    status: np.ndarray
    sub_type: np.ndarray
    row: np.ndarray | None  # 1 or 0 for "some coders" and "surely"; None where nobody graded it
    first: float  # 1 where it is the first of its happening
    happening: Any  # key of its first mention
    label: dict[str, Any]


@dataclass(slots=True)
class Example:
    """A window of one text, what is right of each piece (pieces x types) and its mentions."""

    text: int
    window: Window
    tags: np.ndarray
    mentions: list[Mention] = field(default_factory=list)


def examples(texts: Sequence[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Example]:
    """The windows of labelled texts."""
    for number, text in enumerate(texts):
        seen: set[Any] = set()
        paragraphs = text["paragraphs"]
        for window in cut_windows(paragraphs, [True] * len(paragraphs), tokenizer):
            example = Example(number, window, one_hot([0] * len(window.ids), len(TYPES)))
            for label in text["mentions"]:
                mention = _mention(label, window, seen)
                if mention is not None:
                    example.tags[mention.tokens] = one_hot([TYPES.index(label["event_type"])], len(TYPES))
                    example.mentions.append(mention)
            yield example


def one_hot(answers: Sequence[int], count: int) -> np.ndarray:
    """Distributions that give one answer all of the weight: answers x count."""
    return np.eye(count, dtype=np.float32)[list(answers)]


def near_of(window: Window, tokens: Sequence[int]) -> np.ndarray:
    """By piece of the window, whether a mention's parties can stand there."""
    near = np.zeros(len(window.ids), bool)
    near[near_pieces(window, tokens[0], tokens[-1])] = True
    return near


def _mention(label: dict[str, Any], window: Window, seen: set[Any]) -> Mention | None:
    tokens = _inside(window, label["p"], [label["trigger"]])
    if not tokens:
        return None
    roles = [0] * len(window.ids)
    for role in ("date", "place", "recipient", "actor"):
        for i in _inside(window, label["p"], label["places"] if role == "place" else [label[role]]):
            roles[i] = ROLES.index(role)
    is_first = label["head"] not in seen
    seen.add(label["head"])
    grade = label["row"]
    return Mention(
        tokens,
        near_of(window, tokens),
        one_hot(roles, len(ROLES)),
        one_hot([STATUSES.index(label["status"])], len(STATUSES))[0],
        one_hot([SUB_TYPES.index(label["acled_sub_event_type"])], len(SUB_TYPES))[0],
        None if grade is None else np.array([grade >= 1, grade >= 2], np.float32),
        float(is_first),
        label["head"],
        label,
    )


def _inside(window: Window, paragraph: int, spans: Iterable[Sequence[int] | None]) -> list[int]:
    wanted = [span for span in spans if span is not None]
    return [
        i
        for i, p in enumerate(window.pieces)
        if p and p.paragraph == paragraph and any(p.start < end and p.end > start for start, end in wanted)
    ]
