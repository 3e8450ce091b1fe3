"""Finds the surface forms of the actor tables in a text, many thousand at once.

What belongs here: folding, the multi-pattern scan, word boundaries and the case that a form asks for. What does not:
what neighbouring forms mean together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from transforms.actors.terms import Term

_ACRONYM_LENGTH = 7
_CASED_KINDS = frozenset({"country", "capital", "adjective", "people", "seat", "person", "entity"})


class _FoldTable(dict[int, str]):
    """Character → its lower-case letter without accent, always one character, so that offsets stay."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[:1] or char
        lower = base.lower()
        folded = lower if len(lower) == 1 else char
        self[code] = folded
        return folded


_FOLD = _FoldTable({ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("\xa0"): " ", ord("–"): "-", ord("‑"): "-"})


@lru_cache(maxsize=256)
def fold_text(text: str) -> str:
    """The text in lower case without accents, character for character; remembered, since a paragraph is asked often."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found in a text: offsets into the scanned text, and what it may mean, best first."""

    start: int
    end: int
    terms: tuple[Term, ...]

    @property
    def term(self) -> Term:
        """The first meaning."""
        return self.terms[0]


class Lexicon:
    """All surface forms in one automaton."""

    def __init__(self, terms: Iterable[tuple[str, Term]], common_words: Collection[str]) -> None:
        """Index the forms; of forms that are also everyday words the text must show the exact case."""
        self._meanings: dict[str, list[tuple[str, Term]]] = {}
        for form, term in terms:
            self._meanings.setdefault(fold_text(form), []).append((form, term))
        self._forms = list(self._meanings)
        self._automaton = AhoCorasick(self._forms)
        self._common = frozenset(common_words)

    def __contains__(self, form: str) -> bool:
        """Whether the folded form is known."""
        return form in self._meanings

    def is_agent(self, form: str) -> bool:
        """Whether a whole string is a role noun."""
        return any(term.kind == "agent" for term in self.meanings(form))

    def meanings(self, form: str) -> tuple[Term, ...]:
        """What a whole string may mean, whatever its case."""
        return tuple(term for _, term in self._meanings.get(fold_text(form), ()))

    def scan(self, text: str, is_capitals: bool = False) -> list[Hit]:
        """The forms that stand in the text as whole words: leftmost first, of two that overlap the longer.

        Args:
            text: as the parser saw it (an all-capitals text with its case given back).
            is_capitals: whether the stored text is all capitals, so that case proves little.
        """
        folded = fold_text(text)
        found = [
            (start, -end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if _is_whole_word(folded, start, end)
        ]
        found.sort()
        hits: list[Hit] = []
        reached = 0
        for start, minus_end, number in found:
            if start < reached:
                continue
            terms = self._allowed(self._forms[number], text[start:-minus_end], is_capitals)
            if terms:
                hits.append(Hit(start, -minus_end, terms))
                reached = -minus_end
        return hits

    def _allowed(self, folded: str, written: str, is_capitals: bool) -> tuple[Term, ...]:
        terms = self._meanings[folded]
        if is_capitals and folded in self._common:  # IS, MAY, US: nothing there tells a name from the word
            return tuple(term for _, term in terms if term.kind not in _CASED_KINDS)
        return tuple(
            term for form, term in terms if term.kind not in _CASED_KINDS or self._has_case(form, written, is_capitals)
        )

    def _has_case(self, form: str, written: str, is_lenient: bool) -> bool:
        """Whether the text writes the form with the capitals that a name has.

        An acronym is written as it is in the table ("US", never "us"); a name begins with a capital ("al-" may not).
        """
        if is_lenient or form[0].islower():
            return True
        if len(form) <= _ACRONYM_LENGTH and sum(char.isupper() for char in form) > 1 and " " not in form:
            return (
                written == form
                or written.isupper()
                or (len(form) > 4 and written[0].isupper() and form.lower() not in self._common)
            )
        return written[0].isupper() or written.startswith("al")


def _is_whole_word(text: str, start: int, end: int) -> bool:
    before = start == 0 or not text[start - 1].isalnum()
    after = end >= len(text) or not text[end].isalnum() or not text[end - 1].isalnum()
    return before and after and (start == 0 or text[start - 1] != "-" or _is_joined_by_range(text, start))


def _is_joined_by_range(text: str, start: int) -> bool:
    """Whether a hyphen before the form joins two names ("Iran-Iraq") or hangs alone, rather than a prefix (anti-)."""
    match = re.search(r"([\w']+)-$", text[max(0, start - 20) : start])
    return match is None or match.group(1) not in _PREFIXES


_PREFIXES = frozenset("anti pro non post pre un inter trans cross sub intra mid self semi ultra neo".split())
