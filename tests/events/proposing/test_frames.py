"""Frames in which ordinary words tell of an event, and those in which they tell of none."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code, Frames, load_event_tables

NOTHING = [
    "The ministry released a report on the harvest.",
    "The names of the two drivers were not released.",
    "The minister withdrew his remark on Monday.",
    "Our camps shelter hundreds of displaced people.",
    "The deposed president of Peru gave a lecture in Lima.",
    "The new pump was demonstrated to visitors in Oslo.",
    "The group has long held sway in the hills.",
    "Visitors should register in advance.",
    "the temple trust will meet again on march 15 in ayodhya.",
    "The governor hit out at the press in Lagos.",
    "The agency wants to eliminate poverty in Chad.",
    "All three laboratories returned the same result.",
    "Measure C fell short of a majority in Denver.",
    "The envoy came to defuse tension between Chad and Sudan.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_word_in_another_frame_tells_of_no_material_event(code: Code, text: str) -> None:
    material = {"ASSAULT", "PROTEST", "MOBILIZE", "RETREAT"}
    assert [event.trigger_text for event in code(text) if event.event_type in material] == []


@pytest.mark.parametrize(
    ("text", "event_type", "trigger"),
    [
        ("The rebels released nine hostages near Goma.", "RETREAT", "released"),
        ("Troops withdrew from the town of Marsil on Monday.", "RETREAT", "withdrew"),
        ("Thousands of people marched in Lima to demand jobs.", "PROTEST", "marched"),
        ("The police raided the party's office in Minsk.", "COERCE", "raided"),
        ("The army beat and robbed a trader in Goma.", "ASSAULT", "beat"),
    ],
)
def test_word_in_its_frame_tells_of_one(code: Code, text: str, event_type: str, trigger: str) -> None:
    assert (event_type, trigger) in {(event.event_type, event.trigger_text) for event in code(text)}


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Omar is believed to have died in an air strike near Idlib.", "air strike", "claimed"),
        ("The minister will visit the site of the bombing in Kabul.", "bombing", "actual"),
        ("He did not address the decision to withdraw troops from Mali.", "withdraw", "planned"),
        ("He was freed in Homs in May: a ransom is believed to have been paid.", "freed", "actual"),
    ],
)
def test_modality_of_another_verb_does_not_carry_over(code: Code, text: str, trigger: str, status: str) -> None:
    assert (trigger, status) in {(event.trigger_text, event.status) for event in code(text)}


def test_owner_of_a_decision_is_the_actor(code: Code) -> None:
    found = next(e for e in code("Critics attacked the army's decision to shell Homs.") if e.trigger_text == "shell")
    assert found.actor is not None
    assert "army" in found.actor.text


def test_year_in_the_background_does_not_date_the_next_event(code: Code) -> None:
    events = code("In 2014 rebels seized the port of Adune. Soldiers shelled the town of Marsil.")
    assert [event.date_from for event in events if event.trigger_text == "shelled"] == ["published"]


@pytest.mark.parametrize("text", ["The battle for jobs goes on.", "Washington backed the militia fighting the group."])
def test_standing_contest_is_no_clash(code: Code, text: str) -> None:
    assert not [event for event in code(text) if event.acled_sub_event_type == "Armed clash"]


def test_each_frame_wins_on_its_example(frames: Frames) -> None:
    """A row that no sentence can reach is one that another row always comes before: take it out, or mend its order."""
    examples = load_event_tables()["events/triggers"]["example"].to_list()
    lost = [
        f"line {number + 2}: {example or 'no example'}"
        for number, example in enumerate(examples)
        if example is None or number not in {hit.row.frame for hit in frames(example)}
    ]
    assert lost == []
