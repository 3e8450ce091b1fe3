from __future__ import annotations

from flows.marked_text import Mark, event_lines, mark_text

EVENT: dict[str, object] = {"event_type": "ASSAULT", "status": "actual", "confidence": 0.5, "date_from": "none"} | {
    "place_from": "none"
}


def test_notes_stand_behind_their_words_and_shift_nothing() -> None:
    text = mark_text("On Sunday in Ürümqi.", [Mark(3, 9, "cyan", "⟨2021-08-08⟩"), Mark(13, 19, "green", "⟨CHN⟩")])

    assert text.plain == "On Sunday⟨2021-08-08⟩ in Ürümqi⟨CHN⟩."


def test_overlapping_marks_keep_the_text() -> None:
    marks = [Mark(0, 14, "underline"), Mark(4, 10, "bold", "[1]"), Mark(4, 10, "cyan")]

    assert mark_text("Men burned vans", marks).plain == "Men burned[1] vans"


def test_an_event_says_who_did_it_to_whom() -> None:
    event = EVENT | {"actor_name": "Taliban", "actor_country_iso3": "AFG", "actor_sector": "REB"}

    assert "who      Taliban [AFG REB] → ?" in event_lines(event)
    assert "who      ? → farmers (civilians)" in event_lines(
        EVENT | {"recipient_text": "farmers", "civilian_targeting": True}
    )


def test_an_event_without_numbers_says_none() -> None:
    assert not [line for line in event_lines(EVENT) if line.startswith("numbers")]


def test_deaths_show_how_far_they_are_known() -> None:
    at_least = EVENT | {"fatalities_low": 20, "fatalities_best": 20, "fatalities_high": None, "injured": 0}

    assert "numbers  20 killed (low 20, high open), 0 injured" in event_lines(at_least)


def test_what_is_not_known_is_said_to_be() -> None:
    assert "when     not said (from none, precision -)" in event_lines(EVENT)
    assert "where    not said (from none, precision -)" in event_lines(EVENT)
