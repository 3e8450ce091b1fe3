"""The coder with the real parser: sentences of our own, one happening in several, and what is no event."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.events.conftest import Code, main_event
from tests.events.negatives import NO_EVENT, NOT_HAPPENED
from tests.events.sentences import PLOVER, SUB_TYPES
from transforms.model import EventMention

pytestmark = pytest.mark.slow
_ROLES = ("actor", "recipient")
_HAPPENED = ("actual", "ongoing", "claimed")


def assert_checks(event: EventMention, checks: dict[str, Any]) -> None:
    for name, expected in checks.items():
        if name in _ROLES:
            role = getattr(event, name)
            if expected is None:
                assert role is None
            else:
                assert role is not None and expected.lower() in role.text.lower()
        else:
            assert getattr(event, "fatalities_best" if name == "deaths" else name) == expected


@pytest.mark.parametrize(("text", "sub_type", "checks"), SUB_TYPES)
def test_sub_type(code: Code, text: str, sub_type: str, checks: dict[str, Any]) -> None:
    event = main_event(code(text))
    assert event is not None
    assert event.acled_sub_event_type == sub_type
    assert_checks(event, checks)


@pytest.mark.parametrize(
    ("text", "mode", "sub_type"),
    [
        ("A farmer was injured by a landmine near Gao on Monday.", "explosives", "Remote explosive/landmine/IED"),
        ("Helicopters attacked smugglers near Bosaso on Monday.", "aerial", "Air/drone strike"),
        ("Gunmen shot a teacher near Gao on Monday.", "firearms", "Attack"),
    ],
)
def test_the_mode_is_of_the_weapon_that_the_sub_type_names(code: Code, text: str, mode: str, sub_type: str) -> None:
    event = main_event(code(text))
    assert event is not None
    assert (event.event_mode, event.acled_sub_event_type) == (mode, sub_type)


@pytest.mark.parametrize(("text", "event_type", "checks"), PLOVER)
def test_plover_type(code: Code, text: str, event_type: str, checks: dict[str, Any]) -> None:
    events = [event for event in code(text) if event.event_type == event_type]
    assert events
    assert_checks(events[0], checks)


@pytest.mark.parametrize("text", NO_EVENT)
def test_no_event(code: Code, text: str) -> None:
    found = [event for event in code(text) if event.acled_event_type is not None and event.status in _HAPPENED]
    assert found == []


@pytest.mark.parametrize(("text", "status"), NOT_HAPPENED)
def test_status(code: Code, text: str, status: str) -> None:
    assert status in {event.status for event in code(text)}


def test_offsets_point_at_the_text(code: Code) -> None:
    title, body = (
        "Rebels seize Goma",
        "Rebels seized Goma on Monday.\n\nThe army shelled the town, killing two traders.",
    )
    found = code(body, title)
    assert {event.field for event in found} == {"title", "body"}
    for event in found:
        field = title if event.field == "title" else body
        assert field[event.start_char : event.end_char] == event.text
        assert field[event.trigger_start_char : event.trigger_end_char] == event.trigger_text


def test_one_event_for_each_place_taken(code: Code) -> None:
    events = [e for e in code("Rebels captured Gao, Kidal and Menaka at the weekend.") if e.event_type == "ASSAULT"]
    assert [event.place_text for event in events] == ["Gao", "Kidal", "Menaka"]
    assert {event.date_from for event in events} == {"text"}


def test_an_aggregate_is_not_one_more_event(code: Code) -> None:
    events = code("Three towns have fallen to the rebels. The rebels captured Gao, Kidal and Menaka.")
    assert len([event for event in events if event.event_type == "ASSAULT"]) == 3


def test_headline_and_body_tell_one_event(code: Code) -> None:
    events = code("A car bomb exploded in Aden on Sunday, killing 12 people, medics said.", "Car bomb kills 12 in Aden")
    deadly = [event for event in events if event.fatalities_best]
    assert len(deadly) == 1
    assert deadly[0].fatalities_best == 12


def test_victims_are_summed_and_kept_apart_from_the_wounded(code: Code) -> None:
    event = main_event(code("Gunmen killed two soldiers and three civilians and wounded nine others in Quetta."))
    assert event is not None
    assert (event.fatalities_best, event.injured) == (5, 9)


def test_at_least_leaves_the_upper_end_open(code: Code) -> None:
    event = main_event(code("An air strike killed at least 14 civilians in Rutba."))
    assert event is not None
    assert (event.fatalities_low, event.fatalities_best, event.fatalities_high) == (14, 14, None)
    assert event.civilian_targeting


def test_a_later_toll_corrects_the_first(code: Code) -> None:
    event = main_event(code("A bomb killed six people in Jos. The death toll later rose to nine."))
    assert event is not None
    assert event.fatalities_best == 9


def test_participles_take_the_subject_of_their_clause(code: Code) -> None:
    event = main_event(code("The air force bombed Rutba, wrecking a laundry and killing no fewer than 33 civilians."))
    assert event is not None
    assert event.acled_sub_event_type == "Air/drone strike"
    assert event.fatalities_best == 33


def test_attribution(code: Code) -> None:
    event = main_event(code("Rebels killed four herders near Goma, police said."))
    assert event is not None
    assert event.attribution == "police said"


def test_without_a_publication_date_nothing_relative_is_dated(code: Code) -> None:
    events = code("Rebels attacked Goma on Monday.", published=None)
    assert events
    assert all(event.date_start is None and event.date_from == "none" for event in events)


def test_events_long_before_publication_are_historical(code: Code) -> None:
    events = code("Rebels captured Goma in November 2012.", published=date(2021, 8, 10))
    assert {event.status for event in events} == {"historical"}


def test_the_relative_clause_keeps_its_own_date(code: Code) -> None:
    events = code("The army retook Goma on Monday from the rebels, who had captured it two weeks ago.")
    assert any(event.date_text == "Monday" for event in events)


def test_coding_twice_gives_the_same(code: Code) -> None:
    body = "Police arrested 40 protesters in Minsk.\n\nSoldiers shelled Avdiivka."
    assert code(body) == code(body)
