"""Names by hash find what was put in, and nothing else."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from transforms.places.name_index import NameIndex


@given(st.dictionaries(st.text(max_size=12), st.integers(0, 2**32 - 1)), st.text(max_size=12))
def test_an_index_is_a_dictionary(known: dict[str, int], asked: str) -> None:
    index = NameIndex(pl.Series(list(known), dtype=pl.String), np.array(list(known.values()), np.uint32))
    assert len(index) == len(known)
    assert {name: index.get(name) for name in known} == known
    assert index.get(asked) == known.get(asked)
    assert (asked in index) == (asked in known)
