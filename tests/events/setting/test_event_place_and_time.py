"""Where and when the coder puts an event, with the real parser on sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.conftest import PUBLISHED, Code, main_event

pytestmark = pytest.mark.slow

PLACES = [
    ("A councillor was shot dead as he left a meeting in Goma.", "Goma", "sentence"),
    ("Troops patrolled Nairobi Saturday.", "Nairobi", "sentence"),
    ("Gunmen killed five farmers in Obutu village in Benue State.", "Obutu", "sentence"),
    ("Jets launched air strikes on the villages of Tel Marin, Kesra and Dubin near Idlib.", "Tel Marin", "sentence"),
    ("According to a source in Damascus, rebels shelled Homs.", "Homs", "sentence"),
    ("The crowd marched from Lira to the district headquarters.", "Lira", "sentence"),
    ("Soldiers shot two men in the Lima suburb of Comas.", "Comas", "sentence"),
    ("A bomb exploded in a market in Jos, 240 km northeast of Abuja.", "Jos", "sentence"),
    ("In the province of Hama, rebels shelled the village of Sardun.", "Sardun", "sentence"),
    ("The envoy was seized when rebels ambushed his car in the port city of Basra.", "Basra", "sentence"),
]


@pytest.mark.parametrize(("text", "place", "origin"), PLACES)
def test_place_of_the_clause(code: Code, text: str, place: str, origin: str) -> None:
    event = main_event(code(text))
    assert event is not None
    assert (event.place_text, event.place_from) == (place, origin)


def test_a_name_that_the_text_puts_elsewhere_is_another_place(code: Code) -> None:
    event = main_event(code("Jets bombed a market in Tripoli in Idlib province in Syria."))
    assert event is not None and event.location is not None
    assert (event.place_text, event.location.country_iso3) == ("Tripoli", "SYR")


def test_a_charge_is_not_made_where_the_deed_was(code: Code) -> None:
    events = code("The minister accused the rebels of having seized two of his men in Puno.")
    places = {event.event_type: (event.place_text, event.place_from) for event in events}
    assert places["ASSAULT"] == ("Puno", "sentence")
    assert places["ACCUSE"][1] != "sentence"


def test_what_is_protested_against_is_elsewhere(code: Code) -> None:
    event = main_event(code("Students protested against the sanctions imposed on Libya."))
    assert event is not None
    assert event.place_from != "sentence"


def test_here_is_where_the_reporter_is(code: Code) -> None:
    events = code(
        "OSLO, Aug. 9 (Fjord News) - Farmers from the coast of Peru rallied here on Monday against a dam.",
    )
    protest = next(event for event in events if event.event_type == "PROTEST")
    assert (protest.place_text, protest.place_from) == ("OSLO", "dateline")


def test_the_date_of_the_dateline_is_not_the_date_of_the_event(code: Code) -> None:
    event = main_event(code("GOMA, Aug. 9, 2021 (Kivu Post) - Rebels attacked a convoy near Beni on Saturday."))
    assert event is not None
    assert (event.date_start, event.date_text) == (date(2021, 8, 7), "Saturday")


def test_a_bare_earlier_year_is_history(code: Code) -> None:
    events = code("In 2020, rebels burned the town hall in Beni.")
    assert {event.status for event in events} == {"historical"}


STATUSES = [
    ("Another march is planned for Sunday in Lima.", "planned"),
    ("Unions called another march for Sunday in Lima.", "planned"),
    ("The attack on the embassy in Tunis was averted.", "negated"),
    ("The army denied reports that two soldiers had been kidnapped in Tame.", "negated"),
    ("There is talk of an attack on Goma.", "hypothetical"),
    ("Was a market bombed in Goma?", "hypothetical"),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status_by_the_words_around(code: Code, text: str, status: str) -> None:
    guarded = [event for event in code(text) if event.event_type in ("ASSAULT", "PROTEST")]
    assert {event.status for event in guarded} == {status}


def test_an_article_about_a_game_has_no_fighting(code: Code) -> None:
    body = "The visitors attacked from the first minute in Kampala and their late strikes killed the game off."
    assert not [event for event in code(body, "Lions shoot down Eagles in derby") if event.event_type == "ASSAULT"]


def test_what_happened_is_not_dated_after_its_report(code: Code) -> None:
    text = "A plaque for the six miners killed in the raid near Gao will be unveiled on Sunday."
    found = [event for event in code(text) if event.event_type == "ASSAULT"]
    assert found
    assert all(event.date_start is None or event.date_start <= PUBLISHED for event in found)


@pytest.mark.parametrize(
    ("text", "precision"),
    [("Gunmen killed four herders near Sokoto.", 2), ("Gunmen killed four herders near Sokoto today.", 1)],
)
def test_the_day_of_publication_alone_is_not_exact(code: Code, text: str, precision: int) -> None:
    assert {event.date_precision for event in code(text)} == {precision}


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("from 2 to 6 August", date(2021, 8, 2), date(2021, 8, 6)),
        ("between 2 and 6 August", date(2021, 8, 2), date(2021, 8, 6)),
        ("on 2-6 August", date(2021, 8, 2), date(2021, 8, 6)),
        ("from Friday to Sunday", date(2021, 8, 6), date(2021, 8, 8)),
        ("on 6 August", date(2021, 8, 6), date(2021, 8, 6)),
        ("from Monday to Thursday", date(2021, 8, 2), date(2021, 8, 5)),
        ("on Saturday and Sunday", date(2021, 8, 7), date(2021, 8, 8)),
        ("on Friday, Saturday and Sunday", date(2021, 8, 6), date(2021, 8, 8)),
        ("on 3, 4 and 5 August", date(2021, 8, 3), date(2021, 8, 5)),
        ("on 3 and 5 August", date(2021, 8, 3), date(2021, 8, 3)),
        ("in weeks 28-30", date(2021, 7, 12), date(2021, 8, 1)),
        ("overnight Friday into Saturday", date(2021, 8, 6), date(2021, 8, 7)),
        ("on Wednesday of last week", date(2021, 8, 4), date(2021, 8, 4)),
        ("in June and July", date(2021, 6, 1), date(2021, 7, 31)),
    ],
)
def test_an_event_told_from_day_to_day_takes_the_span(code: Code, words: str, first: date, last: date) -> None:
    event = main_event(code(f"Gunmen killed six miners near Gao {words}."))
    assert event is not None
    assert (event.date_start, event.date_end) == (first, last)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The police shot two veterans of the 2014 march near Gao on Friday.", {2021}),
        ("A 2014 bombing killed nine people in Gao.", {2014}),
        ("In 2014 rebels killed nine people in Gao.", {2014}),
    ],
)
def test_a_year_that_names_something_else_dates_no_event(code: Code, text: str, years: set[int]) -> None:
    found = [event for event in code(text) if event.event_type == "ASSAULT"]
    assert {event.date_start.year for event in found if event.date_start} == years
