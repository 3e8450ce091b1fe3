"""Each of the dead is counted once, and what is no person is not counted."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code, load_lexicon
from transforms.events.protests import mentions_protest
from transforms.events.victims import Count, TollPatterns

_HAPPENED = ("actual", "ongoing", "claimed")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A plumber's body was found on a beach near Marsil, shot by an unknown gang.", 1),
        ("Nine deserters and 4 Obedans were shot dead near Marsil on Friday.", 13),
        ("Masked men beat a well-known tango singer to death in Marsil.", 1),
        ("The shoot-out near Marsil resulted in the killing of one guard and the wounding of three others.", 1),
        ("A crowd set upon two cyclists near Marsil, resulting in the death of the younger one.", 1),
        ("Gunmen shot dead a trader in Marsil on 7 May 2021.", 1),
        ("A miner was found dead in a well in Marsil on Monday.", 1),
    ],
)
def test_victims_count_once(code: Code, text: str, dead: int) -> None:
    found = [event.fatalities_best or 0 for event in code(text) if event.status in _HAPPENED]
    assert max(found, default=0) == dead


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("Total deaths: 2.", Count(2, 2, 2)),
        ("One reported death.", Count(1, 1, 1)),
        ("A total of six deaths were counted.", Count(6, 6, 6)),
        ("Deaths were told of in 2 valleys.", None),
    ],
)
def test_closing_totals(sentence: str, total: Count | None) -> None:
    assert TollPatterns(load_lexicon()).total_dead(sentence) == total


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nurses marched on the ministry.", True),
        ("The march on the ministry was calm.", True),
        ("Rebels took the bridge on 4 March 2021.", False),
        ("They have been held since March.", False),
    ],
)
def test_the_month_of_march_is_no_protest(text: str, told: bool) -> None:
    assert mentions_protest(text) is told
