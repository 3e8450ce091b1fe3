"""A count over weeks or years is the toll of no single happening, nor is one that another sentence gives to another."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code

RAID = "Rebels raided a farm near Gao on Monday."


def tolls(code: Code, text: str) -> dict[str, int | None]:
    """The dead of each row by its status."""
    return {event.status: event.fatalities_best for event in code(text)}


@pytest.mark.parametrize(
    "remark",
    [
        "More than 5,000 islanders have been killed since the feud began.",
        "Over 40 people have been killed in the district over the past month.",
        "Some 60 people have been killed in recent months.",
        "So far this year 300 people have been killed in such raids.",
        "About 70 teachers were killed in two decades.",
        "At least 30 people have been killed since the offensive began.",
        "As many as 90 people have been killed in the province this month.",
        "Thirty people have been killed there since March.",
    ],
)
def test_a_toll_over_a_span_is_not_that_of_the_deed_beside_it(code: Code, remark: str) -> None:
    assert tolls(code, f"{RAID} {remark}")["actual"] is None


@pytest.mark.parametrize(
    ("remark", "dead"),
    [
        ("At least 30 people have been killed since dawn.", 30),
        ("Twelve people were killed.", 12),
        ("Police said that four people had been killed in the raid.", 4),
    ],
)
def test_the_toll_of_the_deed_itself_stays(code: Code, remark: str, dead: int) -> None:
    assert tolls(code, f"{RAID} {remark}")["actual"] == dead


def test_a_sum_that_is_told_as_such_keeps_its_count(code: Code) -> None:
    assert tolls(code, "Over two decades, the rebels have killed 70 teachers in Gao.") == {"historical": 70}


def test_those_named_are_those_counted(code: Code) -> None:
    named = "Two Malian miners, Idris Sako and Omar Said, were killed in Gao on Monday."
    assert tolls(code, named) == {"actual": 2}
    listed = "Two miners, a nurse and a driver were killed in Gao on Monday."
    assert tolls(code, listed) == {"actual": 4}


@pytest.mark.parametrize(("who", "counted"), [("policemen", set()), ("students", {"participants"})])
def test_the_police_take_no_part_in_the_protest_that_they_guard(code: Code, who: str, counted: set[str]) -> None:
    events = code(f"Some 150 {who} gathered around the prison in Gao on Monday after the riot.")
    assert {number.quantity for event in events for number in event.numbers} == counted
