"""Compiles the pattern table into one regular expression and finds candidates with it.

What belongs here: macros, compilation and matching. Each pattern is compiled twice: once without its group names as a
branch of the one expression that scans the text, and once alone, to read the groups where its branch has matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from transforms.dates.lexicon import Lexicon, phrase_pattern

_MACRO = re.compile(r"\{(_?)([a-z_]+)\}")
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
        self._scan = re.compile(_scan_pattern(self.patterns, lexicon))

    def find(self, lowered: str, start: int = 0, end: int | None = None) -> Iterator[Candidate]:
        """Candidates from left to right, none overlapping; the first pattern of the table wins."""
        position, stop = start, len(lowered) if end is None else end
        while found := self._scan.search(lowered, position, stop):
            candidate = self._candidate(found, lowered, stop)
            yield candidate
            position = max(candidate.end, found.start() + 1)

    def full_match(self, lowered: str, start: int, end: int) -> Candidate | None:
        """The candidate that spans exactly this slice, as the date inside `the night of 20 June`."""
        found = self._scan.match(lowered, start, end)
        if found is None:
            return None
        candidate = self._candidate(found, lowered, end)
        return candidate if candidate.end == end else None

    def _candidate(self, found: re.Match[str], lowered: str, stop: int) -> Candidate:
        pattern = self.patterns[int((found.lastgroup or "p0")[1:])]
        match = pattern.regex.match(lowered, found.start(found.lastgroup or 0), stop)
        assert match is not None, f"pattern {pattern.name} does not match where its branch did"
        words = re.sub(r"[\s-]+", " ", (found["modifier"] or "").strip(" -"))
        kind, mod = self._modifiers.get(words, ("", None))
        allowed = bool(words) and (_KINDS.get(kind) or "-") in pattern.prefixes
        return Candidate(pattern, match, found.start() if allowed else match.start(), mod if allowed else None, words)


def _vague_rows(frame: pl.DataFrame) -> Iterator[dict[str, str]]:
    for row in frame.iter_rows(named=True):
        yield {
            "name": row["pattern"],
            "prefixes": "",
            "rule": "vague",
            "argument": f"{row['value']} {row['texts']}",
            "pattern": row["pattern"],
        }


def expand_macros(pattern: str, macros: Mapping[str, str]) -> str:
    """Replace `{name}` by a named group and `{_name}` by a plain one."""

    def replace(found: re.Match[str]) -> str:
        name = found[2]
        return macros[name] if found[1] else f"(?P<{name}>{macros[name]})"

    return _MACRO.sub(replace, pattern)


def _compile(row: Mapping[str, str], macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(f"(?:{expand_macros(row['pattern'], macros)})(?!\\w)")


def _scan_pattern(patterns: list[Pattern], lexicon: Lexicon) -> str:
    modifiers = sorted(lexicon.modifiers, key=lambda form: (-len(form), form))
    prefix = "|".join(phrase_pattern(form) for form in modifiers)
    branches = "|".join(f"(?P<p{number}>{_unnamed(p.regex.pattern)})" for number, p in enumerate(patterns))
    return rf"(?<![\w'’$£€])(?:(?P<modifier>{prefix})[\s-]+)?(?:{branches})"


def _unnamed(pattern: str) -> str:
    """The pattern without capturing groups."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)
