"""Finds every stretch of a paragraph that the gazetteer knows as a name.

What belongs here: words with their offsets, and the longest-match scan over them. What does not: whether a name found
is used as a place (`recognition`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from transforms.places.gazetteer import Gazetteer
from transforms.places.lexicon import PlaceLexicon
from warehouse.schema.place_names import normalize_place_name

# initials (U.S., W.Va.), else a run of letters and digits with apostrophes inside but no possessive 's
_WORD: Final = re.compile(
    r"(?:[A-Z]\.[ ]?)(?:[A-Z][a-z]?\.)+|[A-Z]\.[A-Z]\b|[^\W_]+(?:['’ʼ`‘](?![sS]\b)[^\W_]+)*", re.UNICODE
)
_SENTENCE_END: Final = re.compile(r"[.!?:;]['\"”’)\]]*\s|[\"“(]|\s[-–—]+\s|--")
_JOINT: Final = re.compile(r"^(?:[ \u00a0]|-|–|/|\. ?|['’‘]| ?[’'] ?|['’]s )$")
_ARTICLES: Final = frozenset({"al", "el", "as", "ad", "ar", "at", "an", "az", "ash"})


class Word(NamedTuple):  # made for each word that is read: a third of a data class's cost
    """A word of a paragraph; offsets into the paragraph's text."""

    text: str
    start: int
    end: int
    normal: str
    is_name_like: bool  # begins with a capital, or with an Arabic article and a capital


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of words that stands in the gazetteer under `key`."""

    first: int  # word numbers, end exclusive
    last: int
    key: str


class NormalWords:
    """Normal forms of words, remembered: a newspaper uses the same words over and over."""

    def __init__(self, limit: int = 50_000) -> None:
        self._limit = limit
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The normal form of one word."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= self._limit:
                self._known.clear()
            known = self._known[text] = normalize_place_name(text)
        return known


def split_words(text: str, normal: NormalWords) -> list[Word]:
    """The words of a text, in order."""
    words: list[Word] = []
    for found in _WORD.finditer(text):
        word = found.group().rstrip()
        start = found.start()
        if word in ("s", "S") and start and text[start - 1] in "'’":
            continue
        end = start + len(word)
        is_name = word[0].isupper() or (
            word in _ARTICLES and text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()
        )
        words.append(Word(word, start, end, normal(word) if is_name or len(word) < 4 else word, is_name))
    return words


def starts_sentence(text: str, words: Sequence[Word], number: int) -> bool:
    """Whether a capital on this word says nothing, because the sentence, the quotation or the text begins here."""
    if number == 0:
        return True
    return _SENTENCE_END.search(text[words[number - 1].end : words[number].start]) is not None


def scan_names(text: str, words: Sequence[Word], gazetteer: Gazetteer) -> Iterator[Name]:
    """The longest names of the gazetteer, left to right, none overlapping another."""
    number = 0
    while number < len(words):
        found = _longest_at(text, words, number, gazetteer) if words[number].is_name_like else None
        if found is None:
            number += 1
        else:
            yield found
            number = found.last


def _longest_at(text: str, words: Sequence[Word], first: int, gazetteer: Gazetteer) -> Name | None:
    longest = gazetteer.longest_from(_normal_before(text, words, first, len(words)))
    longest = max(longest, gazetteer.longest_from(words[first].normal))
    if longest == 0:
        return None
    last = first + 1
    while last < len(words) and last - first < longest and _JOINT.match(text[words[last - 1].end : words[last].start]):
        last += 1
    for end in range(last, first, -1):
        if not words[end - 1].is_name_like:
            continue
        key = " ".join(_normal_before(text, words, number, end) for number in range(first, end))
        if key in gazetteer:
            return Name(first, end, key)
    return None


def _normal_before(text: str, words: Sequence[Word], number: int, end: int) -> str:
    """A word's normal form, with its possessive s where the name goes on: "People's Republic of China"."""
    word = words[number]
    is_possessive = number + 1 < end and text[word.end : word.end + 2] in ("'s", "’s")
    return (word.normal or normalize_place_name(word.text)) + ("s" if is_possessive else "")


def scan_landforms(text: str, words: Sequence[Word], gazetteer: Gazetteer, lexicon: PlaceLexicon) -> list[Name]:
    """Names that say themselves what they are ("Porcupine River", "Lake Nokomis") and that the gazetteer lacks."""
    found: list[Name] = []
    for number, word in enumerate(words):
        if not word.is_name_like or not word.text[0].isupper():
            continue
        lower = word.text.lower()
        if lower in lexicon.landforms_last:
            first = _run_start(text, words, number)
            last = number + 1
        elif lower in lexicon.landforms_first:
            first, last = number, _run_end(text, words, number)
        else:
            continue
        key = " ".join(normalize_place_name(part.text) for part in words[first:last])
        if last - first > 1 and key not in gazetteer and not (found and found[-1].last > first):
            found.append(Name(first, last, key))
    return found


def _run_start(text: str, words: Sequence[Word], number: int) -> int:
    first = number
    while first and number - first < 3 and words[first - 1].is_name_like and _is_blank(text, words, first - 1):
        if words[first - 1].text in ("The", "In", "At", "On", "From", "Near", "And", "For", "A"):
            break
        first -= 1
    return first


def _run_end(text: str, words: Sequence[Word], number: int) -> int:
    last = number + 1
    while last < len(words) and last - number < 3 and words[last].is_name_like and _is_blank(text, words, last - 1):
        last += 1
    return last


def _is_blank(text: str, words: Sequence[Word], number: int) -> bool:
    return text[words[number].end : words[number + 1].start] == " "
