"""Compiles the pattern table and finds candidates with it.

What belongs here: macros, compilation and matching. A text is scanned for head words first (a month, a unit, `today`);
only the words shortly before one are tried, and only with the patterns that can begin with their first characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from transforms.dates.lexicon import Lexicon, expand_macros, phrase_pattern
from transforms.dates.prefixes import LENGTH, Prefixes, key_of

_WORD = re.compile(r"(?<![\w$£€])[^\W_]+")
_NUMBER_HEAD = re.compile(
    r"(?:1\d|20)\d\d(?:s|gmt|utc|hrs|h|z)?|\d+0s|\d{1,2}(?:st|nd|rd|th)|\d{1,2}[ap]m|[0-2]\d[0-5]\d(?:hrs|h)"
)
_NUMBER_TAIL = re.compile(
    r"[:/]\d\d?|[.-]\d\d?[.-]\d\d|[.:]\d\d\s*[ap]\.?\s?m|\s*[ap]\.?\s?m\b|\s+(?:to\s+\d+\s+)?b\.?c|-\d+\s+b\.?c"
)
_STOPPED_HEAD = re.compile(r"[ap]\.\s?m\.|b\.\s?c\.|a\.\s?[dh]\.")
_REACH = 52  # characters from the first word of an expression to its first head: `no more than two hundred and fifty`
_MOST_KEYS = 50_000  # remembered beginnings; more are forgotten
_KINDS = {"part": "p", "approx": "a", "number": "n", "plain": ""}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of `dates/patterns`."""

    name: str
    prefixes: str  # which kinds of modifier may stand before: p(art), a(pprox), n(umber)
    rule: str
    argument: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a pattern has matched; `mod` is the modifier before it, whose words are part of the span."""

    pattern: Pattern
    match: re.Match[str]
    start: int
    mod: str | None
    mod_words: str

    def without_modifier(self) -> Candidate:
        """The same match, the word before it left out of the span."""
        return Candidate(self.pattern, self.match, self.match.start(), None, "")

    @property
    def end(self) -> int:
        """Where the match ends."""
        return self.match.end()


class Grammar:
    """The compiled patterns. Text is matched in lower case (of the same length as the text)."""

    def __init__(self, lexicon: Lexicon, tables: Mapping[str, pl.DataFrame]) -> None:
        macros = lexicon.macros()
        rows = [*tables["dates/patterns"].iter_rows(named=True), *_vague_rows(tables["dates/vague"])]
        self.patterns = [
            Pattern(row["name"], row["prefixes"] or "", row["rule"], row["argument"] or "", _compile(row, macros))
            for row in rows
        ]
        self._modifiers = lexicon.modifiers
        listed = [word for row in rows for word in (row["heads"] or "").split()]
        self._heads = lexicon.head_words() | frozenset(listed)
        self._modifier = re.compile(_modifier_pattern(lexicon))
        self._prefixes = [(pattern, Prefixes(pattern.regex.pattern)) for pattern in self.patterns]
        self._by_first: dict[str, list[tuple[Pattern, Prefixes]]] = {}
        self._by_key: dict[str, list[Pattern]] = {}

    def starts(self, lowered: str) -> list[int]:
        """The offsets of words that an expression may begin with: those shortly before a head word.

        Every expression holds a head (a month, a unit, a year, `today`), and heads are rare; looking for them first
        spares the scan most of the text.
        """
        offsets = list[int]()
        words = list[int]()
        kept = 0
        for word in _WORD.finditer(lowered):
            words.append(word.start())
            text = word[0]
            if text in self._heads or text.startswith("fy") or (text[0] < "a" and _is_number_head(text, word, lowered)):
                begin = word.start() - _REACH
                kept = max(kept, bisect_left(words, begin, kept))
                offsets.extend(words[kept:])
                kept = len(words)
            elif len(text) == 1 and _STOPPED_HEAD.match(lowered, word.start()):
                kept = max(kept, bisect_left(words, word.start() - _REACH, kept))
                offsets.extend(words[kept:])
                kept = len(words)
        return offsets

    def candidates_at(self, lowered: str, start: int, stop: int | None = None) -> Iterator[Candidate]:
        """What may be read at an offset, with its modifier first, then in the order of the table."""
        end = len(lowered) if stop is None else stop
        if modifier := self._modifier.match(lowered, start, end):
            for pattern, match in self._cores(lowered, modifier.end(), end):
                yield self._modified(modifier, pattern, match)
        for pattern, match in self._cores(lowered, start, end):
            yield Candidate(pattern, match, start, None, "")

    def full_match(self, lowered: str, start: int, end: int) -> Candidate | None:
        """The candidate that spans exactly this slice, as the date inside `the night of 20 June`."""
        return next((found for found in self.candidates_at(lowered, start, end) if found.end == end), None)

    def _modified(self, modifier: re.Match[str], pattern: Pattern, match: re.Match[str]) -> Candidate:
        words = re.sub(r"[\s-]+", " ", modifier[0]).strip()
        kind, mod = self._modifiers[words]
        if (_KINDS.get(kind) or "-") in pattern.prefixes:
            return Candidate(pattern, match, modifier.start(), mod, words)
        return Candidate(pattern, match, match.start(), None, words)

    def _cores(self, lowered: str, start: int, stop: int) -> Iterator[tuple[Pattern, re.Match[str]]]:
        key = key_of(lowered[start : start + LENGTH])
        if key not in self._by_key:
            if len(self._by_key) > _MOST_KEYS:
                self._by_key.clear()
            self._by_key[key] = [pattern for pattern, prefixes in self._beginning(key[:1]) if prefixes.allow(key)]
        for pattern in self._by_key[key]:
            if match := pattern.regex.match(lowered, start, stop):
                yield pattern, match

    def _beginning(self, character: str) -> list[tuple[Pattern, Prefixes]]:
        """The patterns that may begin with a character."""
        if character not in self._by_first:
            if len(self._by_first) > _MOST_KEYS:
                self._by_first.clear()
            self._by_first[character] = [entry for entry in self._prefixes if entry[1].allow_first(character)]
        return self._by_first[character]


def _is_number_head(text: str, word: re.Match[str], lowered: str) -> bool:
    return bool(_NUMBER_HEAD.fullmatch(text) or _NUMBER_TAIL.match(lowered, word.end()))


def _vague_rows(frame: pl.DataFrame) -> Iterator[dict[str, str]]:
    for row in frame.iter_rows(named=True):
        yield {
            "name": row["pattern"],
            "prefixes": "",
            "heads": row["heads"],
            "rule": "vague",
            "argument": f"{row['value']} {row['texts']}",
            "pattern": row["pattern"],
        }


def _compile(row: Mapping[str, str], macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(f"(?:{expand_macros(row['pattern'], macros)})(?!\\w)")


def _modifier_pattern(lexicon: Lexicon) -> str:
    forms = sorted(lexicon.modifiers, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(phrase_pattern(form) for form in forms) + r")[\s-]+"
