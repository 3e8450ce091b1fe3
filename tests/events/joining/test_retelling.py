"""Tolls, parties and mentions over a whole article: what sentence-wise reading gets wrong."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code, main_event

pytestmark = pytest.mark.slow


def test_victims_behind_a_dateline_are_summed(code: Code) -> None:
    event = main_event(code("TUNIS, Aug. 9, 2021 (Wire) - Twelve rebels and four soldiers were killed near Gafsa."))
    assert event is not None
    assert event.recipient is not None
    assert event.recipient.text == "Twelve rebels and four soldiers"
    assert event.fatalities_best == 16


@pytest.mark.parametrize("sentence", ["No one was killed.", "Nobody died.", "There were no casualties."])
def test_a_toll_of_none_is_zero(code: Code, sentence: str) -> None:
    event = main_event(code(f"A rocket hit a warehouse in Basra on Monday. {sentence}"))
    assert event is not None
    assert event.fatalities_best == 0


def test_a_corrected_toll_is_the_one_that_stands(code: Code) -> None:
    event = main_event(code("The number of people killed in Monday's bombing in Basra is 18, not 21, a doctor said."))
    assert event is not None
    assert event.fatalities_best == 18


def test_a_suicide_bomber_flies_no_aircraft(code: Code) -> None:
    event = main_event(code("A suicide bomber killed six dockers in Basra on Monday."))
    assert event is not None
    assert event.acled_sub_event_type == "Suicide bomb"


def test_fighting_that_spreads_is_where_it_arrives(code: Code) -> None:
    found = code("Rebel fighting in Idlib spilled over into Aleppo on Monday.")
    assert "Aleppo" in {event.place_text for event in found}


def test_sanctions_are_sanctions(code: Code) -> None:
    event = main_event(code("The European Union imposed sanctions on two Belarusian officials on Monday."))
    assert event is not None
    assert event.event_type == "SANCTION"


def test_a_thrown_bomb_is_no_victim(code: Code) -> None:
    event = main_event(code("A bomb was hurled into the police station in Basra on Monday."))
    assert event is not None
    assert event.recipient is None or "bomb" not in event.recipient.text.lower()


def test_a_death_retold_far_below_is_one_event(code: Code) -> None:
    body = (
        "Gunmen killed Judge Amal Haddad in Basra on Monday.\n\nShops stayed shut.\n\nSchools closed early.\n\n"
        "The rain did not stop.\n\nHaddad was killed by men on a motorcycle, a relative said."
    )
    dead = [event for event in code(body) if event.fatalities_best == 1]
    assert len(dead) == 1


FAR_BELOW = "\n\nThe streets were empty.\n\nThe weather was fine.\n\nThe shops were open.\n\n"


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("A bomb exploded at a bank in Basra on Monday.", "The explosion shattered the windows of nearby houses."),
        ("Gunmen killed two nuns in Basra on Monday.", "The bishop condemned the murder of the two nuns."),
        ("A bomb exploded at a bank in Basra on Monday.", "The bomb had been left by two women in a taxi."),
        ("Gunmen shot dead Judge Amal Haddad on Saturday.", "On Monday a minister condemned the murder of Haddad."),
    ],
)
def test_what_points_back_is_no_second_event(code: Code, first: str, later: str) -> None:
    found = [event for event in code(f"{first}{FAR_BELOW}{later}") if event.event_type in ("ASSAULT", "COERCE")]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Gunmen killed two nuns in Basra on Monday.", "Another bomb killed a guard in Mosul on Sunday."),
        ("Gunmen attacked the offices of Radio Tigris on Monday.", "The attack on Sumer Bank killed three clerks."),
        ("Gunmen killed Judge Amal Haddad on Monday.", "Gunmen killed Judge Omar Salih last week."),
    ],
)
def test_what_befell_others_is_a_second_event(code: Code, first: str, later: str) -> None:
    found = [event for event in code(f"{first}{FAR_BELOW}{later}") if event.event_type == "ASSAULT"]
    assert len(found) == 2


def test_a_claim_of_tomorrow_belongs_to_the_deed_of_today(code: Code) -> None:
    (event,) = [
        event
        for event in code(
            "A bomb killed five soldiers in Mopti on Sunday, the army said.\n\n"
            "JNIM claimed responsibility for the blast in a message on Monday."
        )
        if event.event_type == "ASSAULT"
    ]
    assert event.actor is not None and event.actor.text == "JNIM"
    assert (event.fatalities_best, str(event.date_start)) == (5, "2021-08-08")
