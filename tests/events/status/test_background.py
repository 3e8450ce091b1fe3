"""Whether a deed is told as news, as known, as background or as a figure of speech; sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.conftest import Code

pytestmark = pytest.mark.slow
_HAPPENED = ("actual", "ongoing", "claimed")

KNOWN_DEEDS = [
    "A commission will sit in May on the massacre of forty herders.",
    "The tribunal would punish whoever ordered the murder of the surgeon Ilse Brandt.",
    "If wardens are charged with the killing of two stowaways, few will be surprised.",
    "His sister wondered who had murdered the harbour master.",
    "The rowing club will skip the regatta after raiders shot dead two of its trainers.",
    "What does the ministry make of the grenade that killed a postman on Thursday?",
    "Was the ferry stopped because of the attack on Bishop Nils Aho?",
]
NOT_YET = [
    ("The sect plans the murder of the surgeon Ilse Brandt.", "planned"),
    ("Customs men prevented the assassination of Consul Anton Weiss.", "negated"),
    ("The pirates will carry out the killing of two sailors.", "planned"),
    ("Has the army bombed the village?", "hypothetical"),
]
FIGURES = [
    "The crisis exploded when the budget was read.",
    "The minister attacked the plan in parliament.",
    "It was an explosion of joy in the old town.",
    "The reform killed the hopes of many teachers.",
    "Police found a box of fuses under a stage.",
    "Coast guards seized nine kilos of heroin on a trawler.",
]


@pytest.mark.parametrize("text", KNOWN_DEEDS)
def test_a_known_deed_stays_a_fact(code: Code, text: str) -> None:
    violent = [event for event in code(text) if event.acled_event_type is not None and event.intensity == -10]
    violent = violent or [event for event in code(text) if event.event_type == "ASSAULT"]
    assert violent
    assert {event.status for event in violent} <= set(_HAPPENED)


@pytest.mark.parametrize(("text", "status"), NOT_YET)
def test_a_deed_that_is_planned_or_prevented_is_none(code: Code, text: str, status: str) -> None:
    assert status in {event.status for event in code(text) if event.event_type == "ASSAULT"}


@pytest.mark.parametrize("text", FIGURES)
def test_ideas_are_neither_bombed_nor_killed(code: Code, text: str) -> None:
    violent = ("Violence against civilians", "Explosions/Remote violence")
    assert [event for event in code(text) if event.acled_event_type in violent] == []
    assert not [event for event in code(text) if event.acled_sub_event_type == "Looting/property destruction"]


@pytest.mark.parametrize(
    "text",
    [
        "In eight years of feuds 3,100 herders have been killed in Turkana.",
        "Over the past six years raiders have abducted 140 fishermen.",
        "So far this year 41 trekkers have been kidnapped.",
    ],
)
def test_a_sum_over_years_is_background(code: Code, text: str) -> None:
    assert {event.status for event in code(text) if event.event_type == "ASSAULT"} == {"historical"}


def test_an_old_deed_takes_nothing_of_the_news_with_it(code: Code) -> None:
    events = code(
        "Two girls on a scooter threw a bomb at the consulate in Tartu, wounding a clerk.\n\n"
        "In 2014 a car bomb exploded outside the consulate."
    )
    assert [event.status for event in events if event.event_type == "ASSAULT"] == ["actual", "historical"]


def test_hours_are_no_years(code: Code) -> None:
    events = code("A curfew was set between 1800 and 0600 after gunmen shot a trader dead at about 1645.")
    shot = next(event for event in events if event.event_type == "ASSAULT")
    assert (shot.status, shot.date_start) == ("actual", date(2021, 8, 10))


@pytest.mark.parametrize(
    "text",
    [
        "Three skippers murdered a pilot in Odessa.",
        "Rebels assassinated the chief rabbi in his garden.",
        "Gunmen murdered a baker and her sons at their mill.",
    ],
)
def test_murder_is_neither_battle_nor_riot(code: Code, text: str) -> None:
    assert {event.acled_sub_event_type for event in code(text)} == {"Attack"}


def test_an_aircraft_that_is_hit_bombs_nobody(code: Code) -> None:
    assert "Air/drone strike" not in {event.acled_sub_event_type for event in code("Rebels attacked a helicopter.")}
