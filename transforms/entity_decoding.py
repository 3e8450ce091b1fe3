"""Takes the decisions of spaCy's entity component for a whole article at once, in NumPy.

spaCy's own loop asks for Python's lock at each of the 74 moves that it tries on each word, which is two thirds of what
finding names costs. The network and its weights are spaCy's and so is what comes out; only the loop is ours.

What belongs here: the moves of spaCy's entity parser (begin, in, last, unit, out) and when each is allowed. What does
not: which paragraphs are looked at, and what a name that was found stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any, Final

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START  # pyright: ignore[reportUnknownVariableType]
from spacy.tokens import Doc, Span

from transforms.word_vectors import vectors_by

_LOOKED_AHEAD: Final = (4, 16, 64)  # words of an entity that are scored together; few have more than the first
_FEATURES: Final = 3  # of a state: the word, the entity's first word, the word before within the entity


class EntityDecoder:
    """Sets the entities of documents as the component would.

    A word outside an entity is judged by itself alone, so all words are scored as if outside, then, for those
    at which an entity begins, the words after them as if inside. Which of them count is told by going through once.

    Args:
        component: spaCy's `ner`, greedy, with its usual three features; see `can_decode`.
    """

    def __init__(self, component: Any) -> None:
        reading, self._lower, upper = component.model.layers
        tok2vec, _, self._narrowing = reading.layers
        self._vectors_of = vectors_by(tok2vec)
        weights, bias = upper.get_param("W"), upper.get_param("b")
        moves = component.moves  # `move_names` leaves one out: to block a word from being an entity, "U-"
        names: list[str] = [moves.get_class_name(i) for i in range(moves.n_moves)]
        outside = [i for i, name in enumerate(names) if name[0] in "BUO" and name != "U-"]
        self._kinds = np.array([names[i][0] for i in outside])
        self._labels = [names[i][2:] for i in outside]
        self._begins, self._units = self._kinds == "B", self._kinds == "U"
        self._outside = weights[outside].T.copy(), bias[outside]
        inside = {name: i for i, name in enumerate(names)}
        # by move that begins an entity: the moves that go on with it and that end it
        pairs = [(inside[f"I-{label}"], inside[f"L-{label}"]) if label else (0, 0) for label in self._labels]
        self._inside = weights[np.array(pairs)], bias[np.array(pairs)]

    def decode(self, docs: Sequence[Doc]) -> None:
        """Find the entities of documents that have none yet; all are read in one batch."""
        filled = [doc for doc in docs if len(doc)]
        if not filled:
            return
        words = _Words(filled)
        features = self._lower.predict(self._narrowing.predict(self._vectors_of(filled)))
        moves = self._moves_outside(features, words)
        ends = self._ends(features, words, moves)
        start = 0
        for doc in filled:
            stop = start + len(doc)
            spans = [
                Span(doc, first - start, last - start, label=self._labels[moves[first]])
                for first, last in self._entities(moves, ends, start, stop)
            ]
            doc.set_ents(spans, default="outside")
            start = stop

    def _moves_outside(self, features: np.ndarray, words: _Words) -> np.ndarray:
        """For each word the best move if no entity is open, a column of `outside`."""
        hidden = self._hidden(features[1:, 0] + features[0, 1] + features[0, 2])
        weights, bias = self._outside
        scores = hidden @ weights + bias
        scores[np.ix_(words.closes, self._begins)] = -np.inf
        scores[np.ix_(words.is_space, self._begins | self._units)] = -np.inf
        return scores.argmax(1)

    def _ends(self, features: np.ndarray, words: _Words, moves: np.ndarray) -> dict[int, int]:
        """For each word at which an entity would begin, the word after its last."""
        starts = np.flatnonzero(self._begins[moves])
        done = np.zeros(len(starts), int)
        ends: dict[int, int] = {}
        for ahead in _until_all(_LOOKED_AHEAD):
            if not len(starts):
                break
            # past the end nothing is asked: the last word of a document closes
            at = np.minimum((starts + done)[:, None] + np.arange(1, ahead + 1), len(moves) - 1)
            stop = self._last_of(features, words, moves[starts], starts, at)
            is_found = stop >= 0
            ends |= zip(starts[is_found].tolist(), stop[is_found].tolist(), strict=True)
            starts, done = starts[~is_found], done[~is_found] + ahead
        return ends

    def _last_of(
        self, features: np.ndarray, words: _Words, begun: np.ndarray, starts: np.ndarray, at: np.ndarray
    ) -> np.ndarray:
        """The word after the last of each entity that begins at `starts`, if that is one of the words `at`; else -1."""
        first = np.broadcast_to(starts[:, None], at.shape)
        hidden = self._hidden(features[at + 1, 0] + features[first + 1, 1] + features[at, 2])
        weights, bias = self._inside
        scores = np.einsum("saw,smw->sam", hidden, weights[begun]) + bias[begun][:, None]
        ending = (scores[..., 1] > scores[..., 0]) | words.closes[at]
        return np.where(ending.any(1), at[np.arange(len(starts)), ending.argmax(1)] + 1, -1)

    def _hidden(self, sums: np.ndarray) -> np.ndarray:
        # piece by piece: a maximum over a last axis of two takes fifty times as long
        return reduce(np.maximum, np.moveaxis(sums + self._lower.get_param("b"), -1, 0))

    def _entities(self, moves: np.ndarray, ends: dict[int, int], start: int, stop: int) -> Iterator[tuple[int, int]]:
        """First word and the word after the last of each entity between two words."""
        at = start
        for word in (np.flatnonzero(self._kinds[moves[start:stop]] != "O") + start).tolist():
            if word >= at:
                at = ends.get(word, word + 1)
                yield word, at


def can_decode(component: Any) -> bool:
    """Whether the component is one whose moves `EntityDecoder` knows: greedy, three features, all labels trained."""
    layers = component.model.layers
    return (
        component.cfg.get("beam_width", 1) == 1
        and [layer.name for layer in layers[0].layers[1:]] == ["list2array", "linear"]
        and len(layers) == _FEATURES
        and layers[1].has_dim("nF")
        and layers[1].get_dim("nF") == _FEATURES
        and layers[1].get_dim("nP") > 1
        and not component.model.attrs.get("unseen_classes")
    )


class _Words:
    """What bounds entities, for the words of documents in one row.

    Attributes:
        closes: no entity goes on after the word: the document or its sentence ends there.
        is_space: no entity begins there.
    """

    def __init__(self, docs: Sequence[Doc]) -> None:
        columns = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs])
        opens = columns[:, 0] == 1
        opens[np.cumsum([0, *map(len, docs[:-1])])] = True
        self.closes = np.append(opens[1:], True)
        self.is_space = columns[:, 1] == 1


def _until_all(sizes: Sequence[int]) -> Iterator[int]:
    """The sizes, then the last again and again."""
    yield from sizes
    while True:
        yield sizes[-1]
