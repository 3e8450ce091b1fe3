"""Gives text without case (old wires in capitals, lower-cased exports) its case back, for a parser that needs it.

What belongs here: deciding word by word what is a name. The length of the text never changes, so offsets into the
restored text are offsets into the stored one. What does not: repairing the stored text, which keeps its capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"(?<!\.[A-Z])[.!?][\"”')\]]*\s+$|^\s*$|[\[(\"“]$|--\s*$")
_INITIALS = re.compile(r"\b(?:[a-zA-Z]\.){2,}")
_CAPITALS_SHARE = 0.7
_STRAY_SHARE = 0.006  # of capitals, as in "... (advertisement) Facebook"
_SOME_SENTENCES = 150  # letters
_LONGEST_NAME = 4  # words
_LONGEST_ACRONYM = 5  # letters
_LOWER_IN_NAMES = frozenset("of the and de del la las los el y da do dos du des von van bin al ul e".split())
_INFLECTIONS = (
    ("ies", "y"),
    ("ves", "f"),
    ("es", ""),
    ("es", "e"),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("ly", ""),
    ("'s", ""),
    ("’s", ""),
    ("n't", ""),
)


def is_all_capitals(text: str) -> bool:
    """Whether so many of the letters are capitals that the case of a word says nothing."""
    letters, capitals = _count(text)
    return letters > 1 and capitals / letters >= _CAPITALS_SHARE


def is_without_capitals(text: str) -> bool:
    """Whether a text of some sentences has next to no capitals, as texts prepared for machines do."""
    letters, capitals = _count(text)
    return letters >= _SOME_SENTENCES and capitals / letters <= _STRAY_SHARE


@lru_cache(maxsize=8)  # the same text is asked about twice
def _count(text: str) -> tuple[int, int]:
    """Letters, and capitals among them."""
    letters = "".join(filter(str.isalpha, text))
    return len(letters), sum(map(str.isupper, letters))


def word_lists(nlp: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The lemmas that the pipeline's own lemmatizer knows: (verbs, adjectives and adverbs; nouns), in lower case."""
    lemmatizer = cast(Any, nlp.get_pipe("lemmatizer"))
    index = lemmatizer.lookups.get_table("lemma_index")
    exceptions = lemmatizer.lookups.get_table("lemma_exc")
    words = {pos: set(index.get(pos, ())) | set(exceptions.get(pos, ())) for pos in ("verb", "adj", "adv", "noun")}
    return frozenset(words["verb"] | words["adj"] | words["adv"]), frozenset(words["noun"])


class CaseRestorer:
    """Restores case from a list of names and a list of ordinary words.

    A word is a name if it starts a listed name of one or more words, or if it is no ordinary word. Short words that are
    neither stay capitals: they are acronyms (FMLN, ELN).

    Args:
        names: names of places and groups, of one or more words; an ordinary word on its own is not a name.
        verbs: ordinary verbs, adjectives and adverbs, in lower case.
        nouns: ordinary nouns, in lower case.
        proper: words that are always names, though a dictionary may list them (Colombian, Peru, Friday, January).
        acronyms: words that stay capitals.
    """

    def __init__(
        self,
        names: Iterable[str],
        verbs: Set[str],
        nouns: Set[str],
        proper: Iterable[str] = (),
        acronyms: Iterable[str] = (),
    ) -> None:
        self._verbs = verbs
        self._nouns = nouns
        self._acronyms = frozenset(acronym.upper() for acronym in acronyms)
        self._proper = frozenset(word.casefold() for word in proper)
        self._names = {name.casefold() for name in names}

    def restore(self, text: str) -> str:
        """The text in mixed case, of the same length."""
        words = list(_WORD.finditer(text))
        out = list(text)
        position, after_name = 0, False
        while position < len(words):
            length = self._name_length(words, position, text)
            for word in words[position : position + max(1, length)]:
                joined = after_name and text[word.start() - 1] == " "
                form = self._cased(word.group(), in_name=length > 0, after_name=joined)
                after_name = length == 0 and self._is_unlisted_name(form)
                if _SENTENCE_END.search(text[max(0, word.start() - 6) : word.start()]):
                    form = _capitalised(form)
                if len(form) == len(word.group()) and form.casefold() == word.group().casefold():
                    out[word.start() : word.end()] = form
            position += max(1, length)
        return _INITIALS.sub(lambda match: match.group().upper(), "".join(out))

    def _name_length(self, words: list[re.Match[str]], position: int, text: str) -> int:
        """How many words from here make the longest listed name, 0 where none does."""
        for length in range(min(_LONGEST_NAME, len(words) - position), 0, -1):
            run = words[position : position + length]
            gaps = (text[a.end() : b.start()] for a, b in pairwise(run))
            if any(gap not in (" ", "-", ". ") for gap in gaps):
                continue
            if " ".join(word.group().casefold() for word in run) in self._names and (
                length > 1 or not self._is_ordinary(run[0].group().casefold())
            ):
                return length
        return 0

    def _cased(self, word: str, in_name: bool, after_name: bool) -> str:
        lower = word.lower()
        if word.upper() in self._acronyms:
            return word.upper()
        if in_name:
            return lower if lower in _LOWER_IN_NAMES else _capitalised(lower)
        if self._is_always_name(lower) or (after_name and self._may_be_surname(lower)):
            return _capitalised(lower)
        if self._is_ordinary(lower):
            return lower
        is_acronym = len(lower) <= _LONGEST_ACRONYM and not re.search(r"[aeiouy]", lower)
        return word.upper() if is_acronym else _capitalised(lower)

    def _is_unlisted_name(self, form: str) -> bool:
        """Whether the word was taken for a name only because no list has it, as most persons' names are."""
        return form[:1].isupper() and not form.isupper() and not self._is_always_name(form.lower())

    def _is_always_name(self, lower: str) -> bool:
        return lower in self._proper

    def _may_be_surname(self, lower: str) -> bool:
        """Whether a word that follows a name is likelier its second part than a noun or verb: Fernando Torres."""
        is_verb = lower in STOP_WORDS or any(form in self._verbs for form in _base_forms(lower))
        return not is_verb and not (lower.endswith("s") and lower[:-1] in self._nouns and lower not in self._names)

    def _is_ordinary(self, lower: str) -> bool:
        return lower in STOP_WORDS or any(self._is_listed(form) for form in _base_forms(lower))

    def _is_listed(self, form: str) -> bool:
        return form in self._verbs or (form in self._nouns and form not in self._names)


def _base_forms(lower: str) -> Iterator[str]:
    """The word itself, then what it may be an inflection of."""
    yield lower
    for ending, repaired in _INFLECTIONS:
        if lower.endswith(ending) and len(lower) > len(ending) + 2:
            stem = lower[: -len(ending)]
            yield stem + repaired
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _capitalised(lower: str) -> str:
    return lower[:1].upper() + lower[1:]
