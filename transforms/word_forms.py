"""Part of speech and lemma of words, remembered by word, tag and, where it matters, relation.

spaCy's attribute ruler and lemmatizer tell both from these three alone, save the few rules that look at two neighbours,
and take as long for the thousandth "said" as for the first: more time than the parser. Morphology, which nothing here
asks for, is not set.

What belongs here: what is remembered, and when spaCy's components must be asked about the sentence itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, ORTH, POS, TAG  # pyright: ignore[reportUnknownVariableType]
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from transforms.word_vectors import row_keys

_ASKED: Final = [ORTH, TAG, DEP, LOWER]
_TOLD: Final = [POS, LEMMA, TAG, DEP]
_RELATION: Final = 2  # its column in what is asked
_TELLING: Final = frozenset({"ORTH", "TEXT", "LOWER", "TAG", "DEP", "IS_SPACE"})
_SIDE_BY_SIDE: Final = 2  # words that a rule looks at
_MOST: Final = 50_000  # words with tag and relation; some 8 MB
_BETWEEN: Final = ","  # parts the words that are asked about, so that no rule takes them for neighbours


class WordForms:
    """Sets part of speech and lemma of tagged and parsed documents.

    Args:
        nlp: the English pipeline with `attribute_ruler` and `lemmatizer`.
    """

    def __init__(self, nlp: Language) -> None:
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        _index_lemmas(self._lemmatizer)
        self._vocab = nlp.vocab
        patterns = [pattern for rule in self._ruler.patterns for pattern in rule["patterns"]]
        tokens = [token for pattern in patterns for token in pattern]
        is_short = all(len(pattern) <= _SIDE_BY_SIDE for pattern in patterns)
        self._is_telling = is_short and all(_is_understood(token) for token in tokens)
        self._relations = _Relations(tokens if self._is_telling else [], nlp)
        self._openers = Matcher(nlp.vocab)  # words with which a rule of two words may begin
        if longer := [pattern[:1] for pattern in patterns if len(pattern) > 1]:
            self._openers.add("opener", longer)
        self._forget()

    def _forget(self) -> None:
        self._row_of: dict[bytes, int] = {}
        self._rows = np.zeros((_MOST + 1, len(_TOLD)), np.uint64)
        self._opens = np.zeros(_MOST + 1, bool)

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Set part of speech and lemma of every word, as spaCy's components would."""
        filled = [doc for doc in docs if len(doc)]
        if not filled or not self._is_telling:
            self._ask(filled)
            return
        asked = np.concatenate([doc.to_array(_ASKED) for doc in filled])
        words = self._relations.simplified(asked)
        self._learn(words)
        rows = [self._row_of[word] for word in row_keys(words[:, :-1])]
        told, opens = self._rows[rows], self._opens[rows]
        is_kept = told[:, -1] == words[:, _RELATION]
        told[is_kept, -1] = asked[is_kept, _RELATION]
        starts = np.cumsum([0, *map(len, filled)]).tolist()
        opens[np.array(starts[1:]) - 1] = False
        if opens.any():
            self._tell_together(asked, opens, told)
        for doc, (start, stop) in zip(filled, pairwise(starts), strict=True):
            doc.from_array(_TOLD, cast(Any, told[start:stop]))

    def _tell_together(self, words: np.ndarray, opens: np.ndarray, told: np.ndarray) -> None:
        """Put in `told` what spaCy makes of words that stand side by side and may be meant together."""
        runs: list[list[int]] = []
        for at in np.flatnonzero(opens).tolist():
            if runs and runs[-1][-1] == at:
                runs[-1].append(at + 1)
            else:
                runs.append([at, at + 1])
        asked = self._apart([words[run] for run in runs])
        self._ask([asked])
        values = asked.to_array(_TOLD)
        start = 0
        for run in runs:
            told[run] = values[start : start + len(run)]
            start += len(run) + 1

    def _learn(self, words: np.ndarray) -> None:
        """Have spaCy tell of the words that are new."""
        new = {key: row for row, key in enumerate(row_keys(words[:, :-1])) if key not in self._row_of}
        if len(self._row_of) + len(new) > _MOST:
            self._forget()
            new = {key: row for row, key in enumerate(row_keys(words[:, :-1]))}
        if not new:
            return
        told = self._apart(words[list(new.values()), None])
        opens = {start for _, start, _ in self._openers(told, allow_missing=True)} if len(self._openers) else set[int]()
        self._ask([told])
        first = len(self._row_of)
        self._rows[first : first + len(new)] = told.to_array(_TOLD)[::2]
        self._opens[first : first + len(new)] = [2 * row in opens for row in range(len(new))]
        self._row_of |= {key: first + row for row, key in enumerate(new)}

    def _apart(self, runs: Iterable[np.ndarray]) -> Doc:
        """A document of words side by side, each with its tag and relation, and a comma after each run of them."""
        texts: list[str] = []
        attributes: list[np.ndarray] = []
        comma = np.array([[self._vocab.strings.add(_BETWEEN), 0]], np.uint64)  # its tag is itself
        for run in runs:
            texts += [*(self._vocab.strings[word] for word in run[:, 0].tolist()), _BETWEEN]
            attributes += [run[:, 1:3], comma]
        return Doc(self._vocab, words=texts).from_array([TAG, DEP], cast(Any, np.concatenate(attributes)))

    def _ask(self, docs: Sequence[Doc]) -> None:
        for component in (self._ruler, self._lemmatizer):
            for doc in docs:
                component(doc)


def _index_lemmas(lemmatizer: Any) -> None:
    """Turn the lemmatizer's lists of known lemmas, which it goes through for each new word, into sets."""
    if lemmatizer.lookups.has_table("lemma_index"):
        index = lemmatizer.lookups.get_table("lemma_index")
        for kind, lemmas in list(index.items()):
            index[kind] = frozenset(lemmas)


class _Relations:
    """Which relations the rules tell apart: few, and for most words only whether it is an auxiliary or a conjunction.

    Args:
        tokens: the tokens of all patterns.
        nlp: whose parser names the relations.
    """

    def __init__(self, tokens: Sequence[Mapping[str, Any]], nlp: Language) -> None:
        strings, parser = nlp.vocab.strings, cast(Any, nlp.get_pipe("parser"))
        asking = [token for token in tokens if "DEP" in token]
        of_words = [token["LOWER"] for token in asking if "LOWER" in token]
        self._words = np.array([strings.add(word) for lower in of_words for word in _listed(lower)], np.uint64)
        of_all = [token["DEP"] for token in asking if "LOWER" not in token]
        like: dict[tuple[bool, ...], int] = {}
        self._like: dict[int, int] = {}
        for name in ("", *sorted(map(str, parser.labels))):
            relation = strings.add(name) if name else 0
            self._like[relation] = like.setdefault(tuple(_meets(name, condition) for condition in of_all), relation)

    def simplified(self, asked: np.ndarray) -> np.ndarray:
        """The words with a relation that the rules treat as their own: the same one for all that they treat alike."""
        simple = asked.copy()
        alike = np.array([self._like.get(relation, relation) for relation in asked[:, _RELATION].tolist()], np.uint64)
        is_free = ~np.isin(asked[:, -1], self._words)
        simple[is_free, _RELATION] = alike[is_free]
        return simple


def _is_understood(token: Mapping[str, Any]) -> bool:
    """Whether a pattern's token asks for what is remembered, in a way that is read here."""
    relation, word = token.get("DEP", ""), token.get("LOWER", "")
    is_read = isinstance(relation, str) or set(relation) <= {"IN", "NOT_IN"}
    is_listed = "DEP" not in token or isinstance(word, str) or set(word) == {"IN"}
    return _TELLING.issuperset(token) and is_read and is_listed


def _listed(condition: str | Mapping[str, list[str]]) -> list[str]:
    """The words that a condition on a word names."""
    return [condition] if isinstance(condition, str) else condition["IN"]


def _meets(relation: str, condition: str | Mapping[str, list[str]]) -> bool:
    """Whether a relation meets a condition of a pattern."""
    if isinstance(condition, str):
        return relation == condition
    return relation in condition.get("IN", [relation]) and relation not in condition.get("NOT_IN", [])
