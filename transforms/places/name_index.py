"""Numbers by name for hundreds of thousands of names, in arrays: a tenth of what a dictionary of texts takes.

What belongs here: the look-up. What the numbers mean is known to the gazetteer.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

import numpy as np
import polars as pl

_AT_A_TIME: Final = 50_000  # names that are texts in Python at once
_SLOTS: Final = 1 << 22  # one in seven is taken by 640,000 names
_SLOT: Final = _SLOTS - 1


class NameIndex:
    """A number by name. Texts are known by their 64-bit hash alone: of 10^12 names that are not in it, one in thirty
    times one is taken for another.

    Args:
        names: each once.
        numbers: as many, none below 0.
    """

    def __init__(self, names: pl.Series, numbers: np.ndarray) -> None:
        hashes = np.empty(len(names), np.int64)
        for start in range(0, len(names), _AT_A_TIME):
            part = names.slice(start, _AT_A_TIME).to_list()
            hashes[start : start + len(part)] = [hash(name) for name in part]
        order = np.argsort(hashes, kind="stable")
        self._hashes = array("q", hashes[order].tobytes())
        self._numbers = array("I", numbers[order].astype(np.uint32).tobytes())
        is_taken = np.zeros(_SLOTS, np.uint8)
        is_taken[hashes & _SLOT] = 1
        self._is_taken = is_taken.tobytes()  # most of what is asked is no name: told here, without a search

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def get(self, name: str) -> int | None:
        """The number of a name; None where it is unknown."""
        value = hash(name)
        if not self._is_taken[value & _SLOT]:
            return None
        at = bisect_left(self._hashes, value)
        return self._numbers[at] if at < len(self._hashes) and self._hashes[at] == value else None
