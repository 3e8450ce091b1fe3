"""What the reader says of one mention: status, sub-type, parties, and whether a coder would make it a row.

What belongs here: the small networks over the encoder's states, as matrices. They are trained in `training/`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from transforms.reader.encoder import WEIGHTS_FOLDER, softmax

_ROLE_HIDDEN = 96


def pack_side(side: np.ndarray) -> bytes:
    """A mention's `side` as it is stored: 16-bit floats, little-endian."""
    return side.astype("<f2").tobytes()


def unpack_sides(packed: Sequence[bytes]) -> np.ndarray:
    """Stored sides as a matrix, a row each."""
    return np.frombuffer(b"".join(packed), "<f2").reshape(len(packed), -1).astype(np.float32)


class Heads:
    """The trained heads. `types`, `statuses`, `sub_types` and `roles` name the columns of what they give."""

    def __init__(self, folder: Path = WEIGHTS_FOLDER) -> None:
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        self.types: list[str] = names["types"]
        self.statuses: list[str] = names["statuses"]
        self.sub_types: list[str | None] = names["sub_types"]
        self.roles: list[str] = names["roles"]
        with np.load(folder / "heads.npz") as arrays:
            self._weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
        # the role network reads query, key and their product side by side: its first matrix in three
        self._role_parts = np.ascontiguousarray(self._weights["role.0.weight"].T).reshape(3, -1, _ROLE_HIDDEN)

    def mention(self, trigger: np.ndarray, summary: np.ndarray) -> np.ndarray:
        """The vector that the heads of a mention read."""
        return _gelu(self._linear("mention.0", np.concatenate([trigger, summary], -1)))

    def status(self, mention: np.ndarray) -> np.ndarray:
        """Distribution over `statuses`."""
        return softmax(self._linear("status", mention))

    def sub_type(self, mention: np.ndarray) -> np.ndarray:
        """Distribution over `sub_types`."""
        return softmax(self._linear("sub_type", mention))

    def row(self, mention: np.ndarray) -> np.ndarray:
        """Probabilities that some coders, and that surely a coder, would make a row of the happening."""
        return _sigmoid(self._linear("row", mention))

    def first(self, mention: np.ndarray) -> float:
        """Probability that the mention is the first of its happening."""
        return float(_sigmoid(self._linear("first", mention))[0])

    def keys(self, states: np.ndarray) -> np.ndarray:
        """What the pieces of a window show to every mention in it: pieces x width of a role."""
        return self._linear("key", states)

    def roles_of(self, trigger: np.ndarray, key: np.ndarray) -> np.ndarray:
        """For each of some pieces, given by their `keys`, the distribution over `roles`: pieces x roles."""
        query = self._linear("query", trigger)
        of_query, of_key, of_both = self._role_parts
        hidden = query @ of_query + key @ (of_key + query[:, None] * of_both) + self._weights["role.0.bias"]
        return softmax(self._linear("role.2", _quick_gelu(hidden)))

    def side(self, trigger: np.ndarray) -> np.ndarray:
        """The vector by which mentions are compared."""
        return self._linear("side", trigger)

    def same(self, one: np.ndarray, two: np.ndarray) -> float:
        """Probability that two mentions, given by their `side`, tell of one happening."""
        hidden = _gelu(self._linear("pair.0", np.concatenate([one * two, np.abs(one - two)], -1)))
        return float(_sigmoid(self._linear("pair.2", hidden))[0])

    def same_odds(self, ones: np.ndarray, twos: np.ndarray) -> np.ndarray:
        """Log odds that mentions tell of one happening, for the rows of two matrices of sides."""
        hidden = _gelu(self._linear("pair.0", np.concatenate([ones * twos, np.abs(ones - twos)], -1)))
        return self._linear("pair.2", hidden)[:, 0]

    def _linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]


def _gelu(x: np.ndarray) -> np.ndarray:
    """The exact form needs erf; this tanh form differs by less than 0.001 and is what training uses too."""
    return _gelu_by(x, x**3)


def _quick_gelu(x: np.ndarray) -> np.ndarray:
    """As `_gelu` but for a last digit, which no stored confidence may hang on: NumPy takes 45 ns for `x**3` below 0."""
    return _gelu_by(x, x * x * x)


def _gelu_by(x: np.ndarray, cube: np.ndarray) -> np.ndarray:
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * cube)))


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))
