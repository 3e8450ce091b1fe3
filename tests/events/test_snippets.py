"""Press snippets in many styles: the share whose main event has the sub-type that the ACLED codebook gives it.

What belongs here: `snippets.csv`, written from the codebook's definitions before any rule was. The `first` half
was read error by error while the rules were made; the `second` was only ever counted.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.events.conftest import Code, main_event
from warehouse.schema.vocabularies import ALL_ACLED_SUB_EVENT_TYPES

pytestmark = pytest.mark.slow
_SNIPPETS = Path(__file__).with_name("snippets.csv")
_FLOORS = {"first": 0.88, "second": 0.76}
_FLOOR_OF_EACH = 6  # of the 16 of a sub-type


@cache
def _snippets() -> list[dict[str, str]]:
    with _SNIPPETS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def right(code: Code) -> Counter[tuple[str, str]]:
    """How many snippets of a half and a sub-type come out right, without a date to lean on."""
    found = Counter[tuple[str, str]]()
    for snippet in _snippets():
        event = main_event(code(snippet["text"], published=None))
        wanted = snippet["acled_sub_event_type"]
        found[snippet["half"], wanted] += event is not None and event.acled_sub_event_type == wanted
    return found


def test_table_covers_every_sub_type() -> None:
    counts = Counter((row["half"], row["acled_sub_event_type"]) for row in _snippets())
    assert {counts[half, name] for half in _FLOORS for name in ALL_ACLED_SUB_EVENT_TYPES} == {8}


@pytest.mark.parametrize("half", list(_FLOORS))
def test_share_right(right: Counter[tuple[str, str]], half: str) -> None:
    share = sum(count for (part, _), count in right.items() if part == half) / 200
    assert share >= _FLOORS[half]


@pytest.mark.parametrize("name", ALL_ACLED_SUB_EVENT_TYPES)
def test_every_sub_type_is_learnt(right: Counter[tuple[str, str]], name: str) -> None:
    assert right["first", name] + right["second", name] >= _FLOOR_OF_EACH
