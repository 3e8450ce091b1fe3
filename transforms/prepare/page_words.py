"""Headings and titles compared by their words.

What belongs here: whether two lines of a page say the same. Which of them is believed is for its callers.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_ENDS_LOW = re.compile(r"[a-zà-ÿ\d.,:;!?'\"”’)]$")
_BEGINS_HIGH = re.compile(r"[A-ZÀ-Þ“\"‘\d]")
_WORD = re.compile(r"\w+")


def bare(text: str) -> str:
    """The letters and digits of a text without case, for comparing names: "The Harbour-Times" is "harbourtimes"."""
    return re.sub(r"\W|^the\b", "", text.lower())


def tidy(text: str | None) -> str:
    """A text on one line with single blanks."""
    return " ".join((text or "").split())


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line, with blanks between words of parts that only the layout holds apart.

    "<span>Strike</span><span>Port is shut</span>" and "Strike<br>Port is shut" are "Strike Port is shut".
    """
    text = ""
    for piece in map(str, element.itertext()):
        is_joined = _ENDS_LOW.search(text) and _BEGINS_HIGH.match(piece)
        text += f" {piece}" if is_joined else piece
    return tidy(text)


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
