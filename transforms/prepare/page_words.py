"""Headings and titles compared by their words.

What belongs here: whether two lines of a page say the same. Which of them is believed is for its callers.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def bare(text: str) -> str:
    """The letters and digits of a text without case, for comparing names: "The Harbour-Times" is "harbourtimes"."""
    return re.sub(r"\W|^the\b", "", text.lower())


def tidy(text: str | None) -> str:
    """A text on one line with single blanks."""
    return " ".join((text or "").split())


def likeness(one: str, other: str) -> float:
    """The share of the shorter line's words that the other has too, 1.0 where both have the same letters.

    "Ferry sinks off Port Nova" and "Ninety rescued as ferry sinks off Nova" share four of five words. A line of one
    word is like another only where both are that word.
    """
    if bare(one) and bare(one) == bare(other):
        return 1.0
    first, second = (set(_WORD.findall(text.lower())) for text in (one, other))
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer > 1 else 0.0
