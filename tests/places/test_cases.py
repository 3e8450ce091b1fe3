"""The table of place cases, `cases.csv`: a text of ours, a name in it, and where it should be."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from transforms.model import PlaceMention

CASES = list(csv.DictReader((Path(__file__).parent / "cases.csv").open(encoding="utf-8"), delimiter="|"))
OPEN_CASES: frozenset[tuple[str, str]] = frozenset()  # known to fail: (first words, mention)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 100


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[f"{c['mention']}: {c['text'][:40]}" for c in CASES])
def test_place_case(case: dict[str, str], tag: Callable[[str], list[PlaceMention]]) -> None:
    found = {mention.text: mention for mention in tag(case["text"])}
    if case["country"] == "none":
        assert case["mention"] not in found
        return
    assert case["mention"] in found, f"not found among {sorted(found)}"
    location = found[case["mention"]].location
    assert location is not None
    assert (location.country_iso3 or "") == case["country"]
    assert not case["admin1"] or location.admin1_name == case["admin1"]
    assert not case["code"] or location.feature_code == case["code"]
