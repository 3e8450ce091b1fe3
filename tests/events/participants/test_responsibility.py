"""Doers named away from the deed: claims, blame, accusations, "the work of"; and those who are no doers at all."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code
from transforms.model import EventMention

pytestmark = pytest.mark.slow


def deeds(events: list[EventMention]) -> list[EventMention]:
    return [event for event in events if event.event_type == "ASSAULT"]


def doers(events: list[EventMention]) -> list[str]:
    return [event.actor.text for event in deeds(events) if event.actor is not None]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Red Dawn militia claimed responsibility for the attack on the bus in Basra on Monday.",
        "Police blamed the Red Dawn militia for the murder of two teachers in Basra on Monday.",
        "The murder of two teachers in Basra on Monday was attributed to the Red Dawn militia.",
        "The Red Dawn militia is responsible for the murder of two teachers in Basra on Monday.",
        "The attack that was perpetrated by the Red Dawn militia killed two teachers in Basra on Monday.",
        "Monday's attack on the bus in Basra was the work of the Red Dawn militia.",
        "Police accused the Red Dawn militia of the murder of two teachers in Basra on Monday.",
        "A bomb killed two teachers in Basra on Monday.\n\nThe Red Dawn militia claimed responsibility.",
        "In an action attributed to the Red Dawn militia, a bomb killed two teachers in Basra on Monday.",
    ],
)
def test_whoever_is_said_to_be_behind_it_is_the_actor(code: Code, sentence: str) -> None:
    found = doers(code(sentence))
    assert found
    assert all("Red Dawn" in text for text in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "A bomb killed two teachers in Basra on Monday. No group has claimed responsibility.",
        "A bomb killed two teachers in Basra on Monday. The Red Dawn militia did not claim responsibility.",
        "The teachers' union reported an attack on a school in Basra on Monday.",
        "Two teachers were killed by bullets in Basra on Monday.",
    ],
)
def test_nobody_else_is_the_actor(code: Code, sentence: str) -> None:
    assert doers(code(sentence)) == []


def test_a_word_in_a_name_tells_of_nothing(code: Code) -> None:
    found = code("The Free Papua Movement kidnapped two pilots near Nabire on Monday.")
    assert {event.event_type for event in found} == {"ASSAULT"} or len(deeds(found)) == 1
    assert not any(event.trigger_text in ("Free", "Movement") for event in found)
