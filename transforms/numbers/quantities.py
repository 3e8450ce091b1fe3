"""Numbers in text, each with where it stands: numerals, number words, ranges and bounds.

What belongs here: what a string of words is as a number. Whom it counts is for `victims` to say. An age, a sum of
money, a share, a distance and what a date holds are no numbers of anything countable and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from transforms.model import Bound
from transforms.numbers.words import NumberWords, Values

_PIECES = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d,])|\d+(?:\.\d+)?|[a-z]+(?:-[a-z]+)*"
)
_ARTICLES = frozenset({"a", "an"})
_BOUNDS_AFTER: dict[str, Bound] = {"more": "at_least", "so": "about", "fewer": "up_to", "less": "up_to"}
_RANGE_JOINS = r"(?:\s?[-–—]\s?|\s+(?:to|or|and)\s+)"
_AGE_AFTER = re.compile(
    r"[\s‐-–-]*(?:year|month|week|day)s?(?:[\s‐-–-]*old\b|\s+of\s+age\b)|[\s-]*yo\b|[\s-]*(?:year|month)s?-olds?\b"
)
_AGE_BEFORE = re.compile(r"(?:\bage[ds]?(?: of| about| around| between)?|\baged? \d+ (?:and|to))\s*$")
_IN_BRACKETS = re.compile(r"\($")
_PART_OF_WORD = re.compile(r"[a-z][-./:]?$|\d[./:]?$")
_CODE_AFTER = re.compile(r"(?:st|nd|rd|th|s)\b|[:/]\d|-[a-z]|mm\b|[a-z]|\.\d")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression: what it stands for and its characters in the text, bounds included."""

    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int
    bound: Bound | None = None  # None where neither words nor an open end bound it


class NumberReader:
    """Finds number expressions.

    Args:
        words: what number words stand for (`numbers/words`).
        bounds: bounding phrases with their class, longest first (`numbers/bounds`).
        units: what follows a number that measures or pays (`numbers/contexts`).
        names: what stands before a number that is a name: "battalion 316" (`numbers/contexts`).
    """

    def __init__(
        self,
        words: NumberWords,
        bounds: Sequence[tuple[str, Bound]],
        units: Collection[str],
        names: Collection[str],
    ) -> None:
        self._words = words
        self._unit_after = re.compile(rf"\s*(?:%|[ap]\.?m\b|o'clock\b|[-\s]?{_any_of(units)}\b)")
        self._name_before = re.compile(rf"(?:[$€£¥₹]|\b{_any_of(names)}\.?)\s*$")
        self._bounds: list[tuple[re.Pattern[str], Bound]] = [
            (re.compile(rf"\b{re.escape(phrase)}(?:\s+(?:the|a|an))?\s*$"), kind) for phrase, kind in bounds
        ]

    def find(self, text: str, dated: Collection[int] = ()) -> list[Number]:
        """All number expressions in a text, in order.

        Args:
            text: in any case.
            dated: characters that belong to time expressions, in which no number starts.
        """
        lowered = text.lower().replace("\u2019", "'")
        found = list(self._plain(lowered, dated))
        bounded = [self._bounded(one, lowered) for one in _ranges(found, lowered)]
        return [one for one, two in zip_longest(bounded, bounded[1:]) if two is None or two.start >= one.end]

    def _plain(self, text: str, dated: Collection[int]) -> Iterator[Number]:
        words = [_Word(m.group(), m.start(), m.end()) for m in _PIECES.finditer(text) if m.start() not in dated]
        i = 0
        while i < len(words):
            parsed = self._parse(words, i, text)
            if parsed is None:
                i += 1
                continue
            values, last = parsed
            start, end = words[i].start, words[last].end
            i = last + 1
            if not self._is_of_other_things(text, start, end):
                yield Number(*values, start, end)

    def _is_of_other_things(self, text: str, start: int, end: int) -> bool:
        """Whether the number is an age, a share, money, a measure, an ordinal, or part of a name or code."""
        before, after = text[max(0, start - 24) : start], text[end : end + 24]
        if text[start].isdigit() and (_PART_OF_WORD.search(before) or _CODE_AFTER.match(after)):
            return True
        if _AGE_AFTER.match(after) or _AGE_BEFORE.search(before):
            return True
        if self._unit_after.match(after) or self._name_before.search(before):
            return True
        return bool(_IN_BRACKETS.search(before)) and after.startswith(")")

    def _parse(self, words: Sequence[_Word], i: int, text: str) -> tuple[Values, int] | None:
        """The longest number that starts with a word, and the place of its last word."""
        first = words[i].text
        if first == "half":
            j = i + 2 if _at(words, i + 1, text) in _ARTICLES else i + 1
            scale = self._words.multiples.get(_at(words, j, text)) if j < len(words) else None
            return (_times(_ones(scale), 0.5), j) if scale is not None and scale > 1 else None
        if first in _ARTICLES and self._is_scale(_at(words, i + 1, text)):
            i += 1
        value = self._value(words[i].text)
        scale = self._words.multiples.get(_at(words, i + 1, text))
        if value is None and scale is not None and words[i].text[0].isdigit():
            return _ones(round(float(words[i].text) * scale)), i + 1  # "1.5 million"
        if value is None:
            return None
        return self._extend(value, words, i, text)

    def _extend(self, value: Values, words: Sequence[_Word], i: int, text: str) -> tuple[Values, int]:
        is_digits = words[i].text[0].isdigit()
        last_scale = self._words.multiples.get(words[i].text, 1)
        while i + 1 < len(words):
            following = [_at(words, i + k, text) for k in (1, 2, 3, 4)]
            if following[:3] == ["and", "a", "half"] or following[:2] == ["and", "half"]:
                skip = 3 if following[1] == "a" else 2
                scale = self._words.multiples.get(_at(words, i + skip + 1, text))
                if last_scale > 1:
                    value, i = _times(value, 1.0, plus=last_scale // 2), i + skip
                elif scale is not None:
                    value, i, last_scale = _times(value, float(scale), plus=scale // 2), i + skip + 1, scale
                else:
                    return value, i
                continue
            step = 2 if following[0] == "of" and following[1] in self._words.multiples else 1
            scale = self._words.multiples.get(following[step - 1])
            if scale is not None:
                value, i, last_scale = _times(value, float(scale)), i + step, scale
                continue
            step = 2 if following[0] == "and" and last_scale >= 100 else 1
            more = self._value(following[step - 1]) if following[step - 1] not in _ARTICLES else None
            added = None if more is None or is_digits else _added(value, more)
            if added is None or following[step - 1][:1].isdigit():
                return value, i
            value, i = added, i + step
        return value, i

    def _is_scale(self, word: str) -> bool:
        return word in self._words.multiples or word in self._words.groups

    def _value(self, word: str) -> Values | None:
        digits, counts = re.sub(r"[,\s]", "", word), self._words.counts
        if digits[:1].isdigit():
            value = float(digits)
            return (int(value), int(value), int(value)) if value == int(value) else None
        if word in counts:
            return counts[word] if counts[word] != (None, None, None) else None
        pieces = word.split("-")
        if len(pieces) == 2 and all(piece in counts for piece in pieces):
            tens, units = (counts[piece] for piece in pieces)
            return _added(tens, units)
        return None

    def _bounded(self, number: Number, text: str) -> Number:
        before = text[max(0, number.start - 32) : number.start]
        for pattern, kind in self._bounds:
            hit = pattern.search(before)
            if hit is not None:
                start = number.start - (len(before) - hit.start())
                return Number(*_within(number, kind), start, number.end, kind)
        after = re.match(r"\s+or\s+(more|so|fewer|less)\b", text[number.end :])
        if after is not None:
            kind = _BOUNDS_AFTER[after.group(1)]
            return Number(*_within(number, kind), number.start, number.end + after.end(), kind)
        return number


def _any_of(forms: Collection[str]) -> str:
    """A pattern for any of the forms, the longest first; blanks in them match none or one."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form).replace(r"\ ", " ?") for form in ordered) + ")"


def _at(words: Sequence[_Word], i: int, text: str) -> str:
    """The word at a place if only a space or hyphen parts it from the one before; else empty."""
    if not 0 < i < len(words) or text[words[i - 1].end : words[i].start] not in (" ", "-", "\u00a0", "\n"):
        return ""
    return words[i].text


def _within(number: Number, bound: Bound) -> Values:
    best = number.best
    if best is None or bound == "about":
        return number.low, best, number.high
    return (best, best, None) if bound == "at_least" else (None, best, best)


def _ranges(found: Sequence[Number], text: str) -> Iterator[Number]:
    """Two numbers that are the ends of one range: "between 5 and 10", "8-10", "two to four"."""
    skip = False
    for one, two in zip_longest(found, found[1:]):
        if skip:
            skip = False
            continue
        if two is None or one.best is None or two.best is None or two.best <= one.best:
            yield one
            continue
        join = re.fullmatch(_RANGE_JOINS, text[one.end : two.start])
        opening = re.search(r"\b(?:between|from)\s+$", text[: one.start])
        if join is None or ("and" in join.group() and opening is None):
            yield one
            continue
        start = opening.start() if opening is not None else one.start
        yield Number(one.best, one.best, two.best, start, two.end, "range")  # ACLED: the lower figure of a range
        skip = True


def _times(values: Values, factor: float, plus: int = 0) -> Values:
    low, best, high = (None if value is None else int(value * factor) + plus for value in values)
    return low, best, high


def _plus(one: Values, two: Values) -> Values:
    low, best, high = (None if a is None or b is None else a + b for a, b in zip(one, two, strict=True))
    return low, best, high


def _ones(value: int) -> Values:
    return value, value, value


def _added(total: Values, part: Values) -> Values | None:
    """The number that two words make together, such as "twenty three"; None where they are two numbers."""
    if total[1] is None or part[1] is None:
        return None
    is_unit = part[1] < 10 and total[1] % 10 == 0 and 20 <= total[1] < 100
    is_smaller = part[1] < 100 and total[1] >= 100 and total[1] % 100 == 0
    is_rest = part[1] < 1000 <= total[1] and total[1] % 1000 == 0
    return _plus(total, part) if is_unit or is_smaller or is_rest else None
