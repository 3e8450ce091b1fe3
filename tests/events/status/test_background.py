"""Whether a deed is told as news, as known, as background or as a figure of speech; sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.conftest import Code

pytestmark = pytest.mark.slow
_HAPPENED = ("actual", "ongoing", "claimed")

KNOWN_DEEDS = [
    "An inquiry will be held into the murders of three reporters.",
    "The court would try those behind the assassination of Judge Elena Duarte.",
    "If officers are tried for the killing of six nuns, it will be the first time.",
    "The envoy asked who had killed Father Anselmo Rey.",
    "The union will not attend the talks after gunmen killed ten of its members.",
    "What does the army think about the mines that killed six farmers on Monday?",
    "Was it signed only after the attack on Senator Luis Prado?",
]
NOT_YET = [
    ("The group plans the murder of Judge Elena Duarte.", "planned"),
    ("Guards prevented the assassination of President Luis Prado.", "negated"),
    ("Rebels will carry out the killing of two hostages.", "planned"),
    ("Has the army bombed the village?", "hypothetical"),
]
FIGURES = [
    "The crisis exploded when the budget was read.",
    "The minister attacked the plan in parliament.",
    "It was an explosion of joy in the old town.",
    "The reform killed the hopes of many teachers.",
    "Police found 600 metres of detonating cord in a shed.",
    "Customs officers confiscated four kilos of cocaine at the port.",
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
        "In ten years of war 70,000 people have been killed in Peru.",
        "Over the past nine years rebels have kidnapped 800 villagers.",
        "So far this year 326 people have been kidnapped.",
    ],
)
def test_a_sum_over_years_is_background(code: Code, text: str) -> None:
    assert {event.status for event in code(text) if event.event_type == "ASSAULT"} == {"historical"}


def test_an_old_deed_takes_nothing_of_the_news_with_it(code: Code) -> None:
    events = code(
        "Unknown men threw a bomb at the embassy in Lima, wounding a guard.\n\n"
        "In 2014 a car bomb exploded outside the embassy."
    )
    assert [event.status for event in events if event.event_type == "ASSAULT"] == ["actual", "historical"]


def test_hours_are_no_years(code: Code) -> None:
    events = code("A curfew was set between 1800 and 0600 after gunmen shot a trader dead at about 1645.")
    shot = next(event for event in events if event.event_type == "ASSAULT")
    assert (shot.status, shot.date_start) == ("actual", date(2021, 8, 10))


@pytest.mark.parametrize(
    "text",
    [
        "Two men murdered a judge in Lima.",
        "Rebels assassinated the attorney general in his car.",
        "Gunmen murdered a police inspector and his brothers at their farm.",
    ],
)
def test_murder_is_neither_battle_nor_riot(code: Code, text: str) -> None:
    assert {event.acled_sub_event_type for event in code(text)} == {"Attack"}


def test_an_aircraft_that_is_hit_bombs_nobody(code: Code) -> None:
    assert "Air/drone strike" not in {event.acled_sub_event_type for event in code("Rebels attacked a helicopter.")}
