"""Who answers for a deed, what nature and machines bring, and whose troops are meant; sentences of our own."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("text", "doer", "status"),
    [
        (
            "A court in Marrakesh jailed two bakers on Monday for killing five herders in 2015.",
            "two bakers",
            "historical",
        ),
        ("A judge in Porto sentenced a woman on Friday for shooting three sailors.", "woman", "historical"),
        (
            "Chad blamed Sudan for the attack on a convoy near Goz on Monday that killed six soldiers.",
            "Sudan",
            "claimed",
        ),
    ],
)
def test_the_deed_is_not_the_courts(code: Code, text: str, doer: str, status: str) -> None:
    found = [event for event in code(text) if event.event_type == "ASSAULT"]
    assert [(event.actor.text if event.actor else None, event.status) for event in found] == [(doer, status)]


@pytest.mark.parametrize(
    "text",
    [
        "A lorry veered off a bridge near Quito on Monday, killing twelve passengers.",
        "Fire destroyed a warehouse in Dakar on Monday, killing three porters.",
        "A flood in Sindh killed forty people on Tuesday.",
        "An air force helicopter crashed near Gilgit on Monday, killing six officers.",
    ],
)
def test_accidents_and_nature_attack_nobody(code: Code, text: str) -> None:
    assert [event for event in code(text) if event.event_type == "ASSAULT"] == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Rebels blew up a lorry near Quito on Monday, killing twelve passengers.", 12),
        ("Mortar fire destroyed a warehouse in Donetsk on Monday, killing three porters.", 3),
        ("Fighter jets killed four villagers near Taiz on Monday.", 4),
    ],
)
def test_weapons_and_doers_are_no_accident(code: Code, text: str, dead: int) -> None:
    assert [event.fatalities_best for event in code(text) if event.event_type == "ASSAULT"] == [dead]


def test_a_phrase_elsewhere_undoes_no_killing(code: Code) -> None:
    found = code("Masked men murdered four florists in Kano on Monday while a trade war raged on.")
    assert [event.fatalities_best for event in found if event.event_type == "ASSAULT"] == [4]


def test_its_troops_are_the_subjects_and_leave_the_other_country(code: Code) -> None:
    (found,) = [
        event for event in code("Spain withdrew its soldiers from Niger on Monday.") if event.event_type == "RETREAT"
    ]
    assert found.recipient is not None
    assert found.recipient.country_iso3 == "ESP"
    assert found.location is not None
    assert found.location.country_iso3 == "NER"


def test_a_state_regains_nothing_abroad(code: Code) -> None:
    (found,) = code("Ethiopian marines captured the Eritrean port of Assab on Friday.")
    assert found.acled_sub_event_type == "Non-state actor overtakes territory"


def test_the_place_is_taken_from_the_loser(code: Code) -> None:
    (found,) = code("The army recaptured Tikrit from the rebels on Monday.")
    assert found.location is not None
    assert found.location.country_iso3 == "IRQ"
    assert found.recipient is not None
    assert found.recipient.text == "rebels"


def test_a_headlines_participle_names_the_victim(code: Code) -> None:
    (found,) = [
        event
        for event in code("They had left the clinic.", title="Two midwives attacked in Logar")
        if event.actor or event.recipient
    ]
    assert found.actor is None
    assert found.recipient is not None
    assert found.recipient.text == "Two midwives"
