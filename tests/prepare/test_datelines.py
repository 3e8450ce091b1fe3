"""What a dateline is, and where the story begins."""

from __future__ import annotations

import pytest

from transforms.datelines import dateline_of, read_dateline


@pytest.mark.parametrize(
    ("text", "place", "date", "agency", "story"),
    [
        ("KESH, March 4 (Wire) - Two men fell.", "KESH", "March 4", "(Wire)", "Two men fell."),
        ("Kesh, Norland, 4 March (Wire) -- Two men fell.", "Kesh, Norland", "4 March", "(Wire)", "Two men fell."),
        ("KESH — Two men fell.", "KESH", None, None, "Two men fell."),
        ("By Ann Lee. KESH (Wire) - Two men fell.", "KESH", None, "(Wire)", "Two men fell."),
        ("Two men fall from a bridge. KESH, N.L. -- Two men fell.", "KESH, N.L.", None, None, "Two men fell."),
        ("KESH & DARA, MAY 4, 2011 -- Two men fell.", "KESH & DARA", "MAY 4, 2011", None, "Two men fell."),
        ("(KESH) -- Two men fell.", "KESH", None, None, "Two men fell."),
    ],
)
def test_the_parts_of_a_dateline(text: str, place: str, date: str | None, agency: str | None, story: str) -> None:
    found = read_dateline(text)
    assert found is not None
    assert found.is_sure
    assert (text[found.place_start : found.place_end], found.date, found.agency) == (place, date, agency)
    assert text[found.end :] == story


def test_capitals_before_a_dash_are_not_sure() -> None:
    found = read_dateline("Kesh - Two men fell.")
    assert found is not None
    assert not found.is_sure
    assert dateline_of("Kesh - Two men fell.") is None


@pytest.mark.parametrize(
    "text", ["The men - two of them - fell.", "FILE PHOTO - A bridge.", "He fell. Then - nothing."]
)
def test_other_dashes_open_no_dateline(text: str) -> None:
    assert dateline_of(text) is None
