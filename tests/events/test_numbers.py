from __future__ import annotations

import pytest

from tests.events.conftest import load_lexicon
from transforms.events.victims import Count, TollPatterns, read_count


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("20 civilians", Count(20, 20, 20)),
        ("at least 20 civilians", Count(20, 20, None)),
        ("no fewer than seven", Count(7, 7, None)),
        ("more than 1,200 people", Count(1200, 1200, None)),
        ("up to 40 rebels", Count(None, 40, 40)),
        ("as many as a dozen", Count(None, 12, 12)),
        ("two dozen villagers", Count(24, 24, 24)),
        ("dozens of villagers", Count(24, 24, None)),
        ("several soldiers", Count(2, 3, None)),
        ("between 5 and 10 men", Count(5, 5, 10)),
        ("between five and ten men", Count(5, 5, 10)),
        ("8-10 residents", Count(8, 8, 10)),
        ("twenty-three", Count(23, 23, 23)),
        ("two hundred", Count(200, 200, 200)),
        ("one hundred and five", Count(105, 105, 105)),
        ("a 25-year-old man", Count(1, 1, 1)),
        ("about 30 people", Count(30, 30, 30)),
        ("no", Count(0, 0, 0)),
        ("civilians", None),
        ("the villagers", None),
    ],
)
def test_read_count(phrase: str, expected: Count | None) -> None:
    assert read_count(phrase, load_lexicon()) == expected


def test_counts_add_and_an_open_end_stays_open() -> None:
    assert Count(2, 2, 2) + Count(3, 3, 3) == Count(5, 5, 5)
    assert Count(2, 2, 2) + Count(20, 20, None) == Count(22, 22, None)


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("The blast left 14 people dead.", 14),
        ("Rescuers counted 31 deaths by noon.", 31),
        ("At least six soldiers were killed.", 6),
        ("Nine killed in Dara blast.", 9),
        ("The town was quiet.", None),
    ],
)
def test_loose_tolls(sentence: str, best: int | None) -> None:
    found = TollPatterns(load_lexicon()).dead(sentence)
    assert (found.best if found else None) == best


def test_totals_and_shares() -> None:
    tolls = TollPatterns(load_lexicon())
    assert tolls.total_dead("The death toll rose to 41 on Friday.") == Count(41, 41, 41)
    assert tolls.shared_among("Fatalities are split between two events.") == 2
    assert tolls.total_dead("Three died.") is None


def test_injured_and_arrested_are_not_dead() -> None:
    tolls = TollPatterns(load_lexicon())
    sentence = "Two men were injured and 14 others arrested."
    assert tolls.dead(sentence) is None
    assert tolls.injured(sentence) == Count(2, 2, 2)
