"""What a report says that another report on the same template says otherwise: days, numbers and names, and where.

What belongs here: sketches of the facts of a text, and whether two sketches are those of two reports on one template.
What does not: how alike two texts are word by word (see `duplicates`).

A slot is a fact in its place: the two words before it, the word after it, and what stands there. "closed the harbour
of Aasta; six boats were turned back" has a slot `harbour of _ _` filled with Aasta. A reprint fills the slots that it
shares with another as the other does, be it cut or lengthened. Next week's bulletin fills the same slots anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import polars as pl

from transforms.numbers.words import NumberWords
from warehouse.schema.month_names import month_names

SLOTS = 32
"""Slots that a sketch keeps: those whose places have the smallest hashes, so that two texts keep the same ones."""
SLOT_TYPE = "<u8"  # place: high 32 bits; kind: 2 bits; value: 30 bits

FACT_TABLES = ("numbers/words", "dates/months", "dates/weekdays")

_DAY, _NUMBER, _NAME = 1, 2, 3
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:['.-][^\W\d_]+)*")
_WRITTEN_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")
_ENDS_SENTENCE = re.compile(r"[.!?:\n\"“”]")
_MOST_DIGITS = 30
_ABBREVIATION_LETTERS = 4  # "Gen. Haftar", "Aug. 8": a full stop after so short a name ends no sentence
_VOWELS = re.compile(r"(?<=.)[aeiouyw'.-]")
_REPEATED = re.compile(r"(.)\1+")
_MASK = "_"
_MASK_OF_FIRST = "-"  # the first word of a sentence may be a name or not: that of a place is not asked what it is
_PAIRS_AT_A_TIME = 100_000


@dataclass(frozen=True, slots=True)
class FactWords:
    """Words that are numbers and days, lower case.

    Attributes:
        numbers: value by number word.
        days: months and weekdays, the form by each of its spellings, so that "Aug" is "august".
    """

    numbers: Mapping[str, int]
    days: Mapping[str, str]


def fact_words(tables: Mapping[str, pl.DataFrame]) -> FactWords:
    """The words of the tables `FACT_TABLES`, without ordinals: the first of a list is the first in each of them."""
    numbers = NumberWords.from_table(tables["numbers/words"])
    return FactWords(
        {**numbers.small, **numbers.scales},
        {
            **{form: f"month{number}" for form, number in month_names(tables["dates/months"], "text", "en").items()},
            **{
                form: f"weekday{number}"
                for form, number in tables["dates/weekdays"].select("form", "weekday").iter_rows()
            },
        },
    )


@dataclass(frozen=True, slots=True)
class Slot:
    """A fact in its place: `place` and `value` hashed, `kind` day, number or name."""

    place: int
    kind: int
    value: int

    @property
    def packed(self) -> int:
        """The slot as one number; slots in order of these are in the order of their places."""
        return self.place << 32 | self.kind << 30 | self.value


def find_slots(text: str, words: FactWords) -> list[Slot]:
    """The slots of a text in its order.

    A place that one text fills in two ways tells nothing and is left out, and of a fact told several times one place
    is kept: a name respelled throughout is one difference.
    """
    items = list(_items(text, words))
    masked = [_MASK if kind else word for kind, word in items]
    padded = ["", "", *masked, ""]
    found: dict[int, Slot | None] = {}
    for at, (kind, word) in enumerate(items):
        if kind:
            place = crc32(" ".join((*padded[at : at + 2], padded[at + 3])).encode()) or 1
            slot = Slot(place, kind, crc32(word.encode()) & 0x3FFFFFFF)
            found[place] = slot if found.get(place, slot) == slot else None
    clear = [slot for slot in found.values() if slot is not None]
    first = {(slot.kind, slot.value): slot for slot in sorted(clear, key=lambda slot: slot.place, reverse=True)}
    return [slot for slot in clear if first[slot.kind, slot.value] is slot]


def sketch(slots: list[Slot]) -> np.ndarray:
    """The slots with the smallest places, packed and sorted, filled up with zeros in front."""
    packed = sorted(slot.packed for slot in slots)[:SLOTS]
    return np.array([0] * (SLOTS - len(packed)) + packed, dtype=SLOT_TYPE)


def tell_different_facts(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether the texts of each row are two reports on one template; a row a sketch, of the same row in both."""
    parts = [
        _different(ones[at : at + _PAIRS_AT_A_TIME], others[at : at + _PAIRS_AT_A_TIME])
        for at in range(0, len(ones), _PAIRS_AT_A_TIME)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)


def _different(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Apart are two texts that fill shared places otherwise, in more than one way and not just here and there.

    A corrected toll, a name spelled better or the agency's next version of a story (more dead on the same day in the
    same town) stay copies: such change one kind of fact, and few of those they share. Numbers alone count where there
    are many and nearly all of them are new, as in a list of prices.
    """
    both = np.sort(np.concatenate((ones, others), axis=1), axis=1)
    left, right = both[:, :-1], both[:, 1:]
    shared = ((left >> 32) == (right >> 32)) & (left != 0)
    changed = shared & (left != right)
    kinds = (right >> 30) & 3
    days, numbers, names = ((changed & (kinds == kind)).sum(axis=1) for kind in (_DAY, _NUMBER, _NAME))
    shared_numbers = (shared & (kinds == _NUMBER)).sum(axis=1)
    changes = days + numbers + names
    share = changes / np.maximum(shared.sum(axis=1), 1)
    many, some = (changes >= 3, changes == 2)
    with_names = (names > 0) & (days + numbers > 0) & ((many & (share >= 0.12)) | (some & (share >= 0.3)))
    without = (days > 0) & (numbers > 0) & ((many & (share >= 0.25)) | (some & (share >= 0.4)))
    names_alone = (names >= 2) & (share >= 0.4)
    numbers_alone = (numbers >= 3) & (3 * numbers >= 2 * shared_numbers) & (share >= 0.4)
    return with_names | without | names_alone | numbers_alone


def _items(text: str, words: FactWords) -> Iterator[tuple[int, str]]:
    """Words (kind 0, lower case, without the s of the plural) and facts, one item for a run of words that make one."""
    run: list[str] = []
    run_kind = 0
    for kind, word, is_joined in _classed(text, words):
        if run and not (is_joined and _go_together(run_kind, kind)):
            yield run_kind, _value(run_kind, run)
            run, run_kind = [], 0
        if kind:
            run.append(word)
            run_kind = min(kind, run_kind or kind)
        else:
            yield 0, word.removesuffix("s") if len(word) > 3 else word
    if run:
        yield run_kind, _value(run_kind, run)


def _go_together(run_kind: int, kind: int) -> bool:
    """Names go with names, and numbers with days and numbers: "9 October" is one fact, "nine Malians" are two."""
    return kind != 0 and (run_kind == _NAME) == (kind == _NAME)


def _classed(text: str, words: FactWords) -> Iterator[tuple[int, str, bool]]:
    """Kind of each word (0 for one that is no fact), the word, and whether it joins the one before."""
    text = text.replace("’", "'")
    tokens = list(_TOKEN.finditer(text))
    starts = [_starts_sentence(text, tokens, at) for at in range(len(tokens))]
    named = {token.group() for token, start in zip(tokens, starts, strict=True) if not start}
    for at, token in enumerate(tokens):
        word = token.group()
        gap = text[tokens[at - 1].end() : token.start()] if at else "."
        follower = tokens[at + 1].group() if at + 1 < len(tokens) and not starts[at + 1] else ""
        is_name = word[0].isupper() and (not starts[at] or word in named or follower[:1].isupper())
        kind, value = _kind(word, is_name, words)
        value = _MASK_OF_FIRST if starts[at] and not kind and word[0].isupper() else value
        yield kind, value, not starts[at] and gap.strip(" .,\u00a0") == ""


def _starts_sentence(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    if at == 0:
        return True
    before = tokens[at - 1]
    gap = text[before.end() : tokens[at].start()]
    if gap.startswith(".") and before.group()[0].isupper() and len(before.group()) <= _ABBREVIATION_LETTERS:
        gap = gap[1:]
    return bool(_ENDS_SENTENCE.search(gap))


def _kind(word: str, is_name: bool, words: FactWords) -> tuple[int, str]:
    low = word.lower()
    if word[0].isdigit():
        return (_DAY if _WRITTEN_DAY.fullmatch(low) else _NUMBER), _digits(low)
    if word[0].isupper() and low in words.days:
        return _DAY, words.days[low]
    parts = low.split("-")
    if all(part in words.numbers for part in parts):
        return _NUMBER, str(_product([words.numbers[part] for part in parts]))
    return (_NAME, word) if is_name else (0, low)


def _digits(word: str) -> str:
    """A number without what groups its digits, and an ordinal without its ending."""
    return re.sub(r",(?=\d{3})|(?<=\d)(?:st|nd|rd|th)$", "", word)


def _value(kind: int, run: list[str]) -> str:
    """What a run says, however it is written: 200 for "two hundred", the same for "9 October" and "October 9"."""
    if kind == _NUMBER:
        return str(_product([int(number) for number in run])) if all(map(_is_count, run)) else " ".join(run)
    if kind == _DAY:
        return " ".join(sorted(run))
    return _spelling("".join(run))


def _is_count(word: str) -> bool:
    """Whether a word is a number that somebody counts with, and no key of thousands of digits."""
    return word.isdecimal() and len(word) <= _MOST_DIGITS


def _product(numbers: list[int]) -> int:
    """The number that number words make: "two hundred fifty" is 2 · 100 + 50."""
    total = 0
    for number in numbers:
        total = total * number if 0 < total < number and number in (12, 100, 1000) else total + number
    return total


def _spelling(name: str) -> str:
    """A name without what its spellings differ in: "Kharkiv" and "Kharkov", "Zaporizhzhya" and "Zaporizhzhia"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower() or name.lower()
    bones = _REPEATED.sub(r"\1", _VOWELS.sub("", plain.removesuffix("'s")))
    return bones if len(bones) > 2 else plain
