"""Headings and titles compared by their words.

What belongs here: whether two lines of a page say the same. Which of them is believed is for its callers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

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


def split_address(url: str | None) -> SplitResult:
    """The parts of an address, all of them empty where it is none: "http://[site]/" stands on pages too."""
    try:
        return urlsplit((url or "").strip())
    except ValueError:
        return urlsplit("")


def joined(pieces: Iterable[str]) -> str:
    """Pieces of text one after the other, with a blank where one word ends and a number or a capital begins another."""
    text: list[str] = []
    for piece in pieces:
        if text and _ENDS_LOW.search(text[-1]) and _BEGINS_HIGH.match(piece):
            text.append(" ")
        if piece:
            text.append(piece)
    return "".join(text)


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line, with blanks between words of parts that only the layout holds apart.

    "<span>Strike</span><span>Port is shut</span>" and "Strike<br>Port is shut" are "Strike Port is shut".
    """
    return tidy(joined(map(str, element.itertext())))


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
