"""Nobody stands on both sides of an event, but where the text says so."""

from __future__ import annotations

import pytest

from tests.events.conftest import PUBLISHED, Annotators, Code, load_event_tables
from transforms.events import EventCoder
from transforms.model import ArticleText, EventMention, Role
from transforms.reader import Reader


@pytest.mark.parametrize(
    ("text", "trigger", "actor", "recipient"),
    [
        ("Fifty shopkeepers joined a strike in Yangon on Saturday.", "strike", "Fifty shopkeepers", None),
        (
            "Peru sent envoys after threats by Chadian President Mahamat Deby.",
            "threats",
            "Chadian President Mahamat Deby",
            None,
        ),
        ("Police arrested nine policemen in Quito on Friday.", "arrested", "Police", "nine policemen"),
    ],
)
def test_who_is_on_which_side(code: Code, text: str, trigger: str, actor: str | None, recipient: str | None) -> None:
    (event,) = (event for event in code(text) if event.trigger_text == trigger)
    assert (words(event.actor), words(event.recipient)) == (actor, recipient)


def test_a_pronoun_taken_for_the_other_side_is_nobody_known(annotators: Annotators) -> None:
    text = "Monks prayed in Mandalay on Monday. The army came and detained them."
    event = told(read(annotators, text), "detained")
    assert event.actor is not None
    assert (event.actor.name, event.recipient) == ("Military Forces of Myanmar", Role("them"))


@pytest.mark.parametrize(
    ("text", "trigger", "actor", "recipient"),
    [
        ("One sailor was killed in shelling near Aden.", "shelling", None, "One sailor"),
        ("A Kremlin aide warned on Friday that the Kremlin would answer.", "warned", "Kremlin aide", None),
        ("Teachers held a rally in Lima against the killing of teachers.", "held", "Teachers", None),
        ("Several Houthi attacks on the port killed twelve Houthi fighters.", "attacks", "Houthi", None),
        ("A few guests turned violent in Porto and were led away by guards.", "turned violent", "few guests", None),
    ],
)
def test_words_that_the_reader_takes_for_both_sides_stay_on_one(
    annotators: Annotators, text: str, trigger: str, actor: str | None, recipient: str | None
) -> None:
    event = told(read(annotators, text), trigger)
    assert (words(event.actor), words(event.recipient)) == (actor, recipient)


def read(annotators: Annotators, text: str) -> list[EventMention]:
    """The events of a text as the trained reader and the frames have them."""
    article = ArticleText("a", "", text, PUBLISHED, "day")
    return list(EventCoder(load_event_tables(), Reader.load()).code(article, *annotators.annotate(article)).events)


def told(events: list[EventMention], trigger: str) -> EventMention:
    return next(event for event in events if event.trigger_text == trigger)


def words(role: Role | None) -> str | None:
    return role.text if role is not None else None
