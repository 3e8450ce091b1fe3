"""Where an event is put whose own place is unknown: to what is certain, never to another town's point."""

from __future__ import annotations

import pytest

from tests.events.conftest import Code, main_event

pytestmark = pytest.mark.slow


def put(code: Code, text: str) -> tuple[str | None, str | None, int | None]:
    """The event's place as the text has it, its location's name and the precision."""
    event = main_event(code(text))
    assert event is not None
    return event.place_text, event.location.name if event.location else None, event.where_precision


@pytest.mark.parametrize(
    ("text", "place", "location", "precision"),
    [
        (
            "Bandits killed six weavers in Wadi Kershaw on Friday. A nurse in Kampala, Uganda, wept.",
            "Wadi Kershaw",
            "Uganda",
            6,
        ),
        (
            "Bandits killed six weavers in Wadi Kershaw on Friday. The governor of Zamfara in Nigeria flew to Lagos.",
            "Wadi Kershaw",
            "Zamfara",
            4,
        ),
        (
            "LAGOS, Nigeria (Example Wire) - Bandits killed six weavers in Wadi Kershaw on Friday.",
            "Wadi Kershaw",
            "Nigeria",
            6,
        ),
        (
            "Bandits killed six weavers in Wadi Kershaw on Friday. Envoys flew from Cairo to Paris.",
            "Wadi Kershaw",
            None,
            None,
        ),
    ],
)
def test_an_unlisted_place_takes_what_is_certain(
    code: Code, text: str, place: str, location: str | None, precision: int | None
) -> None:
    assert put(code, text) == (place, location, precision)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("GOMA, Congo (Example Wire) - A rocket killed two porters on Friday. Police in Bukavu set up posts.", "GOMA"),
        ("GOMA, Congo (Example Wire) - A rocket killed two porters in Beni on Friday. Police in Bukavu woke.", "Beni"),
        ("A rocket killed two porters on Friday. Doctors in Bukavu saw to the others.", "Bukavu"),
    ],
)
def test_the_dateline_stands_before_the_next_sentences_town(code: Code, text: str, place: str) -> None:
    assert put(code, text)[0] == place


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Bandits raided the convoy and killed six guards, a spokesman told reporters in Kaduna.", 6),
        ("Bandits raided the convoy and killed six guards in Kaduna, a spokesman told reporters.", 1),
        ("Bandits raided the convoy and killed six guards, police in Kaduna said.", 1),
    ],
)
def test_where_an_event_was_told_of_is_not_where_it_happened(code: Code, text: str, precision: int) -> None:
    assert put(code, text)[2] == precision


@pytest.mark.parametrize("word", ["Temple", "Mosque", "Church"])
def test_a_kind_of_building_is_no_name(code: Code, word: str) -> None:
    assert put(code, f"A crowd stormed the {word} on Sunday and killed two guards.")[0] is None
