"""A handful of broken files, the same each time; `mutations.py` tries many by hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from mutations import mutate, samples, try_file

SEEDS = range(1, 41)


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return samples()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_broken_file_is_read_or_rejected(tmp_path: Path, good: dict[str, bytes], seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(sorted(good))
    path = tmp_path / name
    path.write_bytes(mutate(good[name], chance))
    try_file(path)
