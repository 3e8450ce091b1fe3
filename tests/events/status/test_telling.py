"""What an article only speaks of is told apart from what it reports; sentences of our own."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code, parse
from transforms.events.status.telling import WEIGHTS, speech_share
from transforms.model import ArticleText

pytestmark = pytest.mark.slow
_HAPPENED = ("actual", "ongoing", "claimed")


@pytest.mark.parametrize(
    "text",
    [
        'He told us: "We will not be silent while they murder peasants and bomb the people of our homeland."',
        "We say to you that they kidnap workers, and our people must answer the generals who bomb civilians.",
        'I tell you, my friends: "Bombing of villages is what our enemies call peace, and we must not forget it."',
    ],
)
def test_a_speech_about_violence_reports_none(code: Code, text: str) -> None:
    assert [event for event in code(text) if event.event_type == "ASSAULT" and event.status in _HAPPENED] == []


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen murdered two peasants near Goma on Monday.",
        '"We saw them bomb the bridge in Goma on Monday; six traders were killed," a resident said.',
        "The army bombed civilians in Goma.",
        "An explosion wounded a guard.",
        "US military strikes in Syria destroyed a depot.",
        "Israel carried out strikes in Gaza.",
        "The strike on Homs killed six.",
    ],
)
def test_a_report_stays_one_though_somebody_speaks_in_it(code: Code, text: str) -> None:
    assert [event for event in code(text) if event.event_type == "ASSAULT" and event.status in _HAPPENED]


def test_speech_share_is_of_words_in_the_first_person() -> None:
    def share(text: str) -> float:
        return speech_share(parse(ArticleText("a", "", text)))

    assert share("The army left the town.") == 0.0
    assert share("We and our people ask for peace.") == 1.0
    assert 0.0 < share("The army left. " * 20 + "We stayed.") < 1.0


def test_news_has_a_day_a_place_and_a_toll() -> None:
    assert {name for name, weight in WEIGHTS.items() if weight > 0} == {"toll", "dated", "local"}
