"""Which name says where another lies: "Ftireh in Idlib", "Doro, Borno, Nigeria"; "Kiev, Kharkiv and" does not.

What belongs here: the words between two names, and after them. What does not: which place either is (`resolution`).
"""

from __future__ import annotations

import re
from typing import Final

from transforms.places.evidence import Reading
from transforms.places.gazetteer import Gazetteer, contains
from transforms.places.scan import Name

_MOST_LINKS: Final = 5  # words between a division and its country: "state in the north of"


class Holders:
    """Judges whether the name after another says where that one lies.

    Args:
        gazetteer: the index of names.
        links: words that may stand between a division and its country.
    """

    def __init__(self, gazetteer: Gazetteer, links: frozenset[str]) -> None:
        self._gazetteer = gazetteer
        self._links = links

    def key(self, reading: Reading, outer: Name) -> str:
        """The key of a name that holds the one before it, empty where the two may only stand in a list.

        "Ftireh in Idlib", "Husnabad, West Bengal" and "Doro, Borno, Nigeria" say where the village lies; "Kiev,
        Kharkiv and Odessa" does not.
        """
        words, holders = reading.words, self._gazetteer.find(outer.key)
        opening = gap_before(reading, outer.first)
        if "(" in opening or words[outer.first - 1].text.lower() in ("in", "of"):
            return outer.key
        if goes_on(reading, outer) and not self.is_chained(reading, outer):
            return ""
        return outer.key if any(c.kind in ("admin1", "country") and c.quality < 3 for c in holders) else ""

    def is_firm(self, reading: Reading, outer: Name) -> bool:
        """Whether the text says plainly that the outer name holds the one before it, so that a city must lie in it.

        "Boma, Jonglei, South Sudan", "Aurora in the province of Tete" and "Boma, South Sudan, in March" do;
        "In Geneva, Russia said" does not.
        """
        if not any(c.kind in ("admin1", "country") and c.quality < 3 for c in self._gazetteer.find(outer.key)):
            return False
        if self.is_chained(reading, outer):
            return True
        words, number = reading.words, outer.last
        if words[outer.first - 1].text.lower() in ("in", "of") or gap_before(reading, outer.first).strip() == "(":
            return True
        is_closed = re.match(r"[,.)]|$", reading.text[words[number - 1].end :]) is not None
        return is_closed and not goes_on(reading, outer)

    def is_chained(self, reading: Reading, outer: Name) -> bool:
        """Whether the next name in turn holds the outer one: "Borno, Nigeria", "the Mopti Region of Mali"."""
        number = outer.last
        while number < min(len(reading.words), outer.last + _MOST_LINKS) and number not in reading.names:
            if reading.words[number].text.lower() not in self._links:
                return False
            number += 1
        beyond = reading.names.get(number)
        if beyond is None or not (set(gap_before(reading, outer.last)) & {",", " "}):
            return False
        return any(
            contains(holder, inner)
            for holder in self._gazetteer.find(beyond.key)
            for inner in self._gazetteer.find(outer.key)
            if inner.kind == "admin1" and inner.quality < 3
        )


def goes_on(reading: Reading, outer: Name) -> bool:
    """Whether another name or "and" follows, as in a list."""
    words, number = reading.words, outer.last
    if number >= len(words):
        return False
    is_list = gap_before(reading, number).strip() == "," and (
        number in reading.names or words[number].text in ("and", "or")
    )
    return is_list or (gap_before(reading, number) == " " and words[number].text in ("and", "or"))


def gap_before(reading: Reading, number: int) -> str:
    """What stands between a word and the one before it."""
    return reading.text[reading.words[number - 1].end : reading.words[number].start] or "|"
