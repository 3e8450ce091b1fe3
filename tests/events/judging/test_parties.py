"""Whom events of words and of public power need, and the frames that keep everyday words apart from them."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code

PRIVATE = [
    "The woman told her sister to stay at home.",
    "A teacher helped the children with their homework.",
    "The three shocks threaten the market.",
    "The airline withdrew its discounts.",
    "The studio released a film about the war.",
    "His mother refused to sell the house.",
    "The doctor criticised the cook.",
]
WORDS_ALONE = [
    "The minister told reporters that the road was open.",
    "The official declined to be named.",
    "The governor refused to comment on the report.",
    "The senator called the plan a mistake.",
    "The alleged plan was printed in a magazine.",
]
POLITICAL = [
    ("The minister told the soldiers to leave the town.", "REQUEST", "minister"),
    ("The army spokesman said that rebels were responsible for the blast.", "ACCUSE", "spokesman"),
    ("Teachers will not end the strike, their union said.", "REJECT", "Teachers"),
    ("Chile cancelled a planned visit to Lima.", "REJECT", "Chile"),
    ("Ghana established diplomatic ties with Fiji.", "SUPPORT", "Ghana"),
    ("Kenya withdrew its peacekeepers from Goma.", "SANCTION", "Kenya"),
    ("Italy returned a stolen statue to Libya.", "CONCEDE", "Italy"),
    ("Nurses called off their strike on Monday.", "CONCEDE", "Nurses"),
    ("Ana Duarte, the spokeswoman of the opposition, condemned the raid.", "ACCUSE", "Ana Duarte"),
    ("A court found the governor guilty of fraud.", "ACCUSE", "court"),
]


@pytest.mark.parametrize("text", PRIVATE + WORDS_ALONE)
def test_everyday_words_are_no_events(code: Code, text: str) -> None:
    assert [event.trigger_text for event in code(text)] == []


@pytest.mark.parametrize(("text", "event_type", "actor"), POLITICAL)
def test_parties_make_the_event(code: Code, text: str, event_type: str, actor: str) -> None:
    events = [event for event in code(text) if event.event_type == event_type]
    assert events
    assert events[0].actor is not None
    assert actor in events[0].actor.text


def test_reported_speakers_act(code: Code) -> None:
    (event,) = code("We reject the new border, General Omar Sadiq said.")
    assert event.actor is not None
    assert "Sadiq" in event.actor.text


def test_unwilling_is_not_willing(code: Code) -> None:
    statuses = {event.status for event in code("The army is not ready to talk to the rebels.")}
    assert statuses <= {"negated", "planned", "hypothetical"}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("On Friday hundreds of pensioners demonstrated before the bank in Lorino, waving banners.", "demonstrated"),
        ("The insurgents now captured a quarter of Chad.", "captured"),
        ("He was freed in Homs on Monday.", "freed"),
    ],
)
def test_what_befalls_a_place_or_a_crowd_needs_no_named_party(code: Code, text: str, trigger: str) -> None:
    assert trigger in {event.trigger_text for event in code(text)}
