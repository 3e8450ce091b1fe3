"""Vectors of words in their context, as spaCy's `tok2vec` makes them, in NumPy and with words remembered.

A word's own vector is made of its norm, first letter, last letters and shape alone, yet spaCy makes it anew wherever
the word stands; and its layers pass through some dozen functions each, which for an article of two hundred words takes
as long as the arithmetic. The network and its weights are spaCy's.

What belongs here: the layers of a hashed embedding with a windowed encoder. What does not: what is read off the vectors
(tags, parse, names).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc

_MOST: Final = 16_384  # words that are remembered; some 10 MB
_HASHED: Final = r"with_array\((?:ints-getitem>>hashembed\|?)+\)"
_SCALED: Final = "maxout>>layernorm>>dropout"
_KNOWN: Final = (
    rf"extract_features>>list2ragged>>{_HASHED}>>with_array\({_SCALED}\)>>ragged2list",
    rf"with_array\((?:residual\(expand_window>>{_SCALED}\)(?:>>)?)+\)",
)


class WordVectors:
    """Makes the vectors of the words of documents.

    A word's own vector does not depend on what it is learned with: each is multiplied by itself.

    Args:
        model: a thinc model of the architecture HashEmbedCNN; see `can_encode`.
    """

    def __init__(self, model: Any) -> None:
        embedding, encoder = model.layers
        extract, _, hashed, mixed, _ = embedding.layers
        self._columns: list[int | str] = extract.attrs["columns"]
        self._embedding = hashed.layers[0]
        self._mixing = _Layer.of(mixed.layers[0])
        self._layers = [_Layer.of(residual.layers[0]) for residual in encoder.layers[0].layers]
        self._padding: int = encoder.attrs["pad"]
        self._forget()

    def _forget(self) -> None:
        self._row_of: dict[bytes, int] = {}
        self._rows = np.zeros((_MOST, self._mixing.width), np.float32)

    def of(self, docs: Sequence[Doc]) -> np.ndarray:
        """A row for each word of documents, none of which is empty; all are read in one batch."""
        own = self._own(np.concatenate([doc.to_array(self._columns) for doc in docs]))
        places = self._places([len(doc) for doc in docs])
        words = np.zeros((places[-1] + 1 + self._padding, own.shape[1]), np.float32)
        words[places] = own
        for layer in self._layers:
            words += layer(_windows(words))
        return words[places]

    def _places(self, lengths: Sequence[int]) -> np.ndarray:
        """The row of each word: some empty rows stand before each document, and after the last."""
        before = np.repeat(np.arange(1, len(lengths) + 1) * self._padding, lengths)
        return before + np.arange(len(before))

    def _own(self, features: np.ndarray) -> np.ndarray:
        """The vectors of words without their context, for their features in the embedding's order."""
        keys = row_keys(features)
        new = {key: row for row, key in enumerate(keys) if key not in self._row_of}
        if len(self._row_of) + len(new) > _MOST:
            self._forget()
            new = {key: row for row, key in enumerate(keys)}
        if len(new) > _MOST:
            return self._made(features)
        if new:
            first = len(self._row_of)
            self._rows[first : first + len(new)] = self._made(features[list(new.values())])
            self._row_of |= {key: first + row for row, key in enumerate(new)}
        return self._rows[[self._row_of[key] for key in keys]]

    def _made(self, features: np.ndarray) -> np.ndarray:
        return self._mixing(self._embedding.predict(features)[:, None])[:, 0]


def vectors_by(model: Any) -> Callable[[Sequence[Doc]], np.ndarray]:
    """What makes the vectors of a spaCy component's `tok2vec`: a row for each word of documents with words."""
    return WordVectors(model).of if can_encode(model) else lambda docs: np.concatenate(model.predict(docs))


def can_encode(model: Any) -> bool:
    """Whether the model's layers are those that are known here, one by one."""
    return (
        len(model.layers) == len(_KNOWN)
        and all(re.fullmatch(known, layer.name) for known, layer in zip(_KNOWN, model.layers, strict=True))
        and all(node.attrs.get("window_size", 1) == 1 for node in model.walk())
    )


@dataclass(frozen=True, slots=True)
class _Layer:
    """Maxout of three pieces and what brings the outcome to one scale."""

    weights: np.ndarray  # inputs x pieces of all outputs, the first piece of each output first
    bias: np.ndarray
    gain: np.ndarray
    shift: np.ndarray
    width: int

    @classmethod
    def of(cls, model: Any) -> _Layer:
        """From a thinc model that holds a maxout and a layernorm."""
        nodes = {node.name: node for node in model.walk()}
        maxout, norm = nodes["maxout"], nodes["layernorm"]
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        outputs, pieces, inputs = weights.shape
        return cls(
            weights.transpose(2, 1, 0).reshape(inputs, pieces * outputs).copy(),
            bias.T.reshape(-1).copy(),
            norm.get_param("G"),
            norm.get_param("b"),
            outputs,
        )

    def __call__(self, words: np.ndarray) -> np.ndarray:
        """The outcome for words in the last axis but one."""
        pieces = words @ self.weights
        pieces += self.bias
        best = pieces[..., : self.width]
        for start in range(self.width, pieces.shape[-1], self.width):
            np.maximum(best, pieces[..., start : start + self.width], out=best)
        best = best - best.mean(-1, keepdims=True)
        variance = np.square(best).mean(-1, keepdims=True) + np.float32(1e-8)
        best *= variance ** np.float32(-0.5)
        best *= self.gain
        best += self.shift
        return best


def _windows(words: np.ndarray) -> np.ndarray:
    """Each word between the one before it and the one after."""
    size, width = words.shape
    beside = np.zeros((size, 3 * width), words.dtype)
    beside[1:, :width] = words[:-1]
    beside[:, width : 2 * width] = words
    beside[:-1, 2 * width :] = words[1:]
    return beside


def row_keys(words: np.ndarray) -> list[bytes]:
    """Each row as bytes, to remember it by."""
    whole, width = words.tobytes(), words.itemsize * words.shape[1]
    return [whole[start:stop] for start, stop in pairwise(range(0, len(whole) + 1, width))]
