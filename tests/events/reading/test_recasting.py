"""What the parties of an act say about its kind, and who is somebody at all."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code

WORDS_OF_CONFLICT = [
    "The mayor and the senators clashed over school lunches in Leeds on Monday.",
    "Two senators battled over the farm bill in Boise on Friday.",
    "The airline was attacked by economists in Madrid on Tuesday for its fares.",
    "The coaches ought to fight it out in Lima, a columnist wrote on Monday.",
]


@pytest.mark.parametrize("text", WORDS_OF_CONFLICT)
def test_who_only_talks_fights_with_words(code: Code, text: str) -> None:
    assert not [event for event in code(text) if event.event_type == "ASSAULT" or event.acled_event_type is not None]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen attacked the mayor in Lamu on Tuesday, killing two guards.",
        "Police and protesters clashed in Tunis on Monday.",
        "The lawmaker was shot in Oslo on Monday.",
        "Two senators clashed with rifles in Juba on Monday.",
    ],
)
def test_violence_against_those_who_talk_stays_violence(code: Code, text: str) -> None:
    assert any(event.acled_event_type is not None for event in code(text))


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("The foreign ministry of Peru protested on Monday against the remarks of the ambassador.", "ACCUSE"),
        ("Students protested in Lima on Monday against the fees.", "PROTEST"),
    ],
)
def test_a_state_protests_with_words_a_crowd_in_the_street(code: Code, text: str, event_type: str) -> None:
    assert {event.event_type for event in code(text)} == {event_type}


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Villagers blocked the road to Goma with a roadblock on Monday to protest over prices.", "PROTEST"),
        ("Rebels set up roadblocks on the road to Goma on Monday.", "COERCE"),
    ],
)
def test_armed_men_block_roads_to_control_them(code: Code, text: str, event_type: str) -> None:
    assert event_type in {event.event_type for event in code(text)}


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Chad condemned the attack on Monday.", None),
        ("Chad condemned the raid by Sudan on Monday.", "Sudan"),
        ("The union criticised the minister's plan on Monday.", "minister"),
        ("The president of Chad held talks in Geneva on Monday.", None),
        ("Rebels captured the town of Lere in Mali on Monday.", None),
        ("Nigerian soldiers recaptured Dikwa from Boko Haram on Thursday.", "Boko Haram"),
    ],
)
def test_a_recipient_is_somebody(code: Code, text: str, recipient: str | None) -> None:
    found = code(text)[0].recipient
    assert (found is None) == (recipient is None)
    assert found is None or (recipient or "") in found.text


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("The phone company signed an agreement with a bank in Zurich on Monday.", None),
        ("The rebels signed an agreement with the government in Juba on Monday.", "Agreement"),
        ("The candidate withdrew from the race in Accra on Monday.", None),
    ],
)
def test_acled_has_what_belongs_to_conflict(code: Code, text: str, sub_type: str | None) -> None:
    assert {event.acled_sub_event_type for event in code(text)} <= {sub_type, None}
    assert sub_type is None or any(event.acled_sub_event_type == sub_type for event in code(text))


@pytest.mark.parametrize(
    "text",
    [
        "The commission is charged with overseeing the police in Kisumu.",
        "Storm Ingrid hit Galway on Friday, killing one.",
        "Shares rallied in Tokyo on Monday.",
        "The minister is under attack over the school budget in Perth.",
    ],
)
def test_other_senses_are_no_events(code: Code, text: str) -> None:
    assert [event for event in code(text) if event.status == "actual"] == []


def test_what_is_lifted_is_not_imposed(code: Code) -> None:
    found = code("The governor lifted the curfew in Jos on Monday.")
    assert [event.event_type for event in found] == ["CONCEDE"]


@pytest.mark.parametrize(
    ("headline", "victim"), [("Nurses attacked in Kandahar", "Nurses"), ("Monk stabbed in Kandy", "Monk")]
)
def test_who_is_struck_in_a_headline_suffers(code: Code, headline: str, victim: str) -> None:
    (event,) = [event for event in code("The hospital gave no names.", title=headline) if event.field == "title"]
    assert event.actor is None
    assert event.recipient is not None and event.recipient.text == victim


def test_non_violent_is_not_violent(code: Code) -> None:
    found = code("Miners held a non-violent protest in Potosi on Monday over their pay.")
    assert {event.acled_sub_event_type for event in found} == {"Peaceful protest"}
