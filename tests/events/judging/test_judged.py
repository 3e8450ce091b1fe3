"""Frames, reader, joiner and judge together: whole little stories of our own, as a run codes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from flows.settings import gazetteer_cache_folder
from transforms.annotator import Annotator, build_annotator
from transforms.model import Annotation, ArticleText
from warehouse.gazetteer import load_gazetteer_frames
from warehouse.reference import read_reference

pytestmark = pytest.mark.slow
Read = Callable[..., Annotation]
RULES = {"topic_or_parties", "sum_or_echo", "words_of_a_protest", "not_told_of_itself", "reader", "not_row_worthy"}


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return build_annotator(read_reference(), load_gazetteer_frames(gazetteer_cache_folder(), lambda _: None))


@pytest.fixture(scope="module")
def read(annotator: Annotator) -> Read:
    def run(title: str, *paragraphs: str) -> Annotation:
        return annotator.annotate(ArticleText("a", title, "\n\n".join(paragraphs), date(2021, 8, 10), "day"))

    return run


def test_one_happening_told_four_times_is_one_event(read: Read) -> None:
    story = read(
        "Raiders kill six beekeepers in southern Chad",
        "Raiders killed six beekeepers near Sarh on Monday, a priest said.",
        "The attackers came on motorcycles at dawn and opened fire. It was the second raid of the year.",
        "The six victims of Monday's killings were buried the same day.",
    )
    deadly = [event for event in story.events if event.event_type == "ASSAULT" and event.status == "actual"]
    assert [event.fatalities_best for event in deadly] == [6]


SPORT = (
    "Rovers laid siege to the Athletic goal in the second half and captured the cup with a late strike.",
    "The striker fired home after a counter-attack. The goalkeeper was beaten twice.",
)
FILM = (
    "The director's new film, a war epic about the fall of a fortress, opens on Friday.",
    "In its best scene the rebels storm the gate, kill the guards and take the governor hostage.",
)
TRADE = (
    "Shareholders attacked the brewer's strategy on Monday in the midst of a price war.",
    "Shares were hit and its rivals fought back with discounts.",
)
GOAL = "Rovers attacked from the start and the striker fired a late winner on Monday."


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("Rovers bombard Athletic in cup battle", SPORT),
        ("The siege that shook the box office", FILM),
        ("Retailer under attack over prices", TRADE),
    ],
)
def test_other_subjects_give_no_violence(read: Read, title: str, paragraphs: tuple[str, ...]) -> None:
    found = read(title, *paragraphs)
    assert [event for event in found.events if event.acled_event_type is not None] == []
    assert found.excluded


def test_what_is_left_out_says_where_it_stands_and_why(read: Read) -> None:
    title = "Rovers bombard Athletic"
    story = read(title, GOAL)
    assert story.excluded
    for mention in story.excluded:
        text = title if mention.field == "title" else GOAL
        assert text[mention.start_char : mention.end_char] == mention.text
        assert mention.rule in RULES


def test_an_act_that_no_frame_knows_is_found(read: Read) -> None:
    story = read(
        "Envoy recalled after border row",
        "Chad recalled its ambassador from Khartoum on Monday and voiced outrage over the shelling of a border post.",
    )
    assert {event.event_type for event in story.events} & {"SANCTION", "REJECT", "ACCUSE"}


def test_confidence_is_the_judges_probability(read: Read) -> None:
    story = read(
        "Car bomb kills nine in Mosul", "A car bomb exploded under a flyover in Mosul on Monday, killing nine."
    )
    assert story.events
    assert all(0 < event.confidence <= 1 for event in story.events)


def test_what_a_crowd_says_is_its_protest_and_who_is_accused_its_recipient(read: Read) -> None:
    march = read("", "Residents staged a protest outside the court in Beirut on Monday, accusing the mayor of theft.")
    assert [event.event_type for event in march.events] == ["PROTEST"]
    assert march.events[0].recipient is not None
    assert "mayor" in march.events[0].recipient.text
    assert "words_of_a_protest" in {mention.rule for mention in march.excluded}


def test_what_others_demand_of_a_protest_is_an_act_of_their_own(read: Read) -> None:
    reply = read("", "Teachers marched in Beirut on Monday. The minister demanded that the strikers return to work.")
    assert {event.event_type for event in reply.events} == {"PROTEST", "REQUEST"}


def test_a_patrol_that_is_attacked_is_no_move_of_troops(read: Read) -> None:
    attack = read("", "A ranger patrol came under fire from poachers near Garoua on Monday.")
    assert [event.event_type for event in attack.events] == ["ASSAULT"]


def test_a_patrol_that_sets_out_is_one(read: Read) -> None:
    assert [event.event_type for event in read("", "The army began patrols in Mopti on Monday.").events] == ["MOBILIZE"]


def test_a_brief_report_of_an_old_deed_is_about_it(read: Read) -> None:
    inquiry = read("", "Guards killed three shepherds in Erbil on 1 January 2021, the inquiry says.")
    assert [(event.event_type, event.status) for event in inquiry.events if event.event_type == "ASSAULT"] == [
        ("ASSAULT", "actual")
    ]


def test_the_reader_names_the_act_where_it_is_sure_of_another(read: Read) -> None:
    """The frame of "pledge" with money is AID, of "call" REQUEST."""
    pledge = read(
        "", "The planes landed in the capital on Monday, and Australia pledged $5 million to the new government."
    )
    assert [event.event_type for event in pledge.events if event.trigger_text == "pledged"] == ["AGREE"]
    charge = read("", "The foreign minister of Latvia called the Russian decision unfounded and predictable on Monday.")
    assert [event.event_type for event in charge.events] == ["ACCUSE"]


_LOWERED = """jaipur: police arrested nine members of the students' union in ajmer on monday, the magistrate said.

two hundred people had marched through the town to demand the release of a teacher who was detained last week. the
march was led by a former member of parliament."""


def test_text_that_was_lower_cased_has_its_places(annotator: Annotator) -> None:
    found = annotator.annotate(ArticleText("a", "", _LOWERED, date(2002, 3, 15), "day")).events
    arrest = next(event for event in found if event.trigger_text == "arrested")
    assert arrest.location is not None
    assert arrest.location.country_iso3 == "IND"
    assert arrest.place_text == "ajmer"
