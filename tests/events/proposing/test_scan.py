"""What the scan of the raw words sends to the parser, and what it keeps from it."""

from __future__ import annotations

import pytest

from transforms.events.proposing.scan import TriggerScan
from transforms.events.tables.lexicon import compile_lexicon
from warehouse.reference import read_reference

POLITICAL = ("minister", "soldiers", "Kenya")


@pytest.fixture(scope="module")
def scan() -> TriggerScan:
    return TriggerScan(compile_lexicon(read_reference()), lambda text: any(name in text for name in POLITICAL))


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded beside the market, killing four.",
        "Dalgan fell on Sunday.",
        "Thousands marched through the capital on 4 March.",
        "The minister agreed to meet his counterpart.",
        "Kenya rejected the offer.",
        "Loss of life was heavy.",
    ],
)
def test_sends_what_may_tell_of_an_event(scan: TriggerScan, text: str) -> None:
    assert scan.finds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The company agreed to meet its lenders.",
        "The firm rejected the offer from its rival.",
        "Net loss was three cents a share in the quarter.",
        "Sales in March 1987 rose by a tenth.",
        "The weather will stay mild.",
    ],
)
def test_keeps_the_rest_from_the_parser(scan: TriggerScan, text: str) -> None:
    assert not scan.finds(text)
