"""Each of the dead is counted once, and what is no person is not counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.events.conftest import Code, load_event_tables, load_lexicon
from transforms.events.counts.victims import Count, TollPatterns
from transforms.events.scenes.protests import mentions_protest

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
    assert mentions_protest(text, load_lexicon()) is told


@pytest.mark.parametrize(
    "row", load_event_tables()["events/toll_patterns"].rows(named=True), ids=lambda row: row["example"]
)
def test_each_pattern_reads_its_example_and_wins_there(row: dict[str, Any]) -> None:
    lexicon = load_lexicon()
    of_toll = lexicon.toll_patterns[row["toll"]]
    before = of_toll[: of_toll.index(row["pattern"])]
    alone = TollPatterns(replace(lexicon, toll_patterns={**lexicon.toll_patterns, row["toll"]: (row["pattern"],)}))
    earlier = TollPatterns(replace(lexicon, toll_patterns={**lexicon.toll_patterns, row["toll"]: before}))
    if row["toll"] == "none":
        assert alone.says_none_died(row["example"]) and not earlier.says_none_died(row["example"])
        return
    method = {"total": "total_dead"}.get(row["toll"], row["toll"])
    found = getattr(alone, method)(row["example"])
    assert found is not None and found.best == row["count"]
    assert getattr(earlier, method)(row["example"]) is None
