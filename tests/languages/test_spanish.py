"""Spanish against its tables' own examples, and on articles that its rules were not made from."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from benchmarks.spanish import measure, read_part, spanish_pack
from transforms.actors.entities import make_entity
from transforms.actors.terms import entity_terms
from transforms.languages.chosen import file_version, read_codes, unknown_codes
from transforms.languages.pack import LanguagePack
from transforms.languages.spanish.counting import Counts
from transforms.languages.spanish.frames import Frames, spelled_out
from transforms.languages.spanish.numbers import Numbers
from transforms.model import Annotation, ArticleText
from warehouse.reference import read_reference

PUBLISHED = date(2024, 3, 14)  # a Thursday


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return read_reference()


@pytest.fixture(scope="module")
def pack() -> LanguagePack:
    return spanish_pack()


def read(pack: LanguagePack, body: str, published: date | None = PUBLISHED) -> Annotation:
    return pack.annotate(ArticleText("a", "", body, published, "day" if published else None, language="es"))


FLOORS = {"dates": (85, 83), "places": (90, 89), "killed": (88, 92), "types": (86, 92)}
"""Precision and recall in percent, some points below what docs/languages.md gives."""


def test_the_held_articles_are_read_as_well_as_the_docs_say(pack: LanguagePack) -> None:
    scores, _ = measure(read_part("held"), pack)
    for kind, (precision, recall) in FLOORS.items():
        assert 100 * scores[kind].precision >= precision, kind
        assert 100 * scores[kind].recall >= recall, kind


def test_every_date_phrase_reads_its_example(pack: LanguagePack, tables: dict[str, pl.DataFrame]) -> None:
    for name, example in tables["es/date_phrases"].select("name", "example").iter_rows():
        text = f"({example})" if name == "bracketed_year" else f"Ocurrió en {example}"
        assert any(example in found.text for found in read(pack, text).dates), name


def test_every_frame_finds_its_example(tables: dict[str, pl.DataFrame]) -> None:
    frames = Frames(tables)
    for kind, example in tables["es/frames"].select("class", "example").iter_rows():
        assert kind in {trigger.kind.name for trigger in frames.find(example)}, example


def test_every_count_finds_its_example(tables: dict[str, pl.DataFrame]) -> None:
    counts = Counts(tables, Numbers(tables))
    for quantity, example in tables["es/counts"].select("quantity", "example").iter_rows():
        assert quantity in {count.quantity for count in counts.find(example)}, example


def test_every_cue_and_exclusion_matches_its_example(tables: dict[str, pl.DataFrame]) -> None:
    for name in ("status_cues", "exclusions", "people"):
        for pattern, example in tables[f"es/{name}"].select("pattern", "example").iter_rows():
            words = example.split()
            ends = (" ".join(words[:i]) + " " for i in range(1, len(words) + 1))
            starts = (" " + " ".join(words[i:]) for i in range(len(words)))
            assert any(re.search(pattern, text) for text in (example, *ends, *starts)), example


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Llegaron el lunes.", ("2024-03-11", "2024-03-11")),
        ("Llegarán el lunes.", ("2024-03-18", "2024-03-18")),
        ("La huelga empezó el jueves 7.", ("2024-03-07", "2024-03-07")),
        ("Murió el 30 de diciembre.", ("2023-12-30", "2023-12-30")),
        ("Hubo choques entre el 3 y el 5 de febrero.", ("2024-02-03", "2024-02-05")),
        ("Salieron en noviembre.", ("2023-11-01", "2023-11-30")),
        ("Se fue hace tres semanas.", ("2024-02-19", "2024-02-25")),
    ],
)
def test_days_are_told_by_the_publication(pack: LanguagePack, text: str, days: tuple[str, str]) -> None:
    (found,) = read(pack, text).dates
    assert (str(found.date_start), str(found.date_end)) == days


def test_without_a_publication_days_stay_open(pack: LanguagePack) -> None:
    (found,) = read(pack, "Llegaron el lunes.", None).dates
    assert (found.timex_value, found.date_start) == ("XXXX-WXX-1", None)


def test_an_attack_with_its_parties_place_day_and_dead(pack: LanguagePack) -> None:
    (event,) = read(pack, "Hombres armados mataron ayer a dos campesinos en Tumaco, en el sur de Colombia.").events
    assert (event.event_type, event.status, event.fatalities_best) == ("ASSAULT", "actual", 2)
    assert (str(event.date_start), event.date_from, event.place_text) == ("2024-03-13", "text", "Tumaco")
    assert event.actor is not None
    assert event.recipient is not None
    assert (event.actor.text, event.recipient.text, event.recipient.sector) == ("Hombres armados", "campesinos", "CVL")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("No hubo una manifestación en Lima.", "negated"),
        ("Los gremios convocaron una marcha en Lima.", "planned"),
        ("Los vecinos amenazaron con bloquear la carretera.", "hypothetical"),
    ],
)
def test_what_did_not_happen_is_not_actual(pack: LanguagePack, text: str, status: str) -> None:
    found = {event.status for event in read(pack, text).events if event.event_type == "PROTEST"}
    assert found == {status}


@pytest.mark.parametrize(
    "text",
    [
        "Nueve personas murieron en un accidente de autobús.",
        "El gobierno puso en marcha un programa de becas.",
        "Ayer murió en Lima el escritor Mario Rojas.",
    ],
)
def test_accidents_and_idioms_are_no_events(pack: LanguagePack, text: str) -> None:
    found = read(pack, text)
    assert (list(found.events), len(found.excluded)) == ([], 1)


def test_a_group_is_the_entity_that_it_is_in_english(pack: LanguagePack, tables: dict[str, pl.DataFrame]) -> None:
    """With the same id, class and aliases; that of a group that became a party or an army is no armed group's."""
    english = {term.entity for _, term in entity_terms(tables)}
    found = [mention.entity for mention in read(pack, "Boko Haram y los Peshmerga negaron los ataques.").entities]
    assert [entity.entity_class for entity in found] == ["armed_group", "government"]
    assert set(found) <= english


def test_a_country_that_acts_is_its_government_as_in_english(pack: LanguagePack) -> None:
    (event,) = read(pack, "Egipto acusó a la oposición de corrupción.").events
    assert event.actor is not None
    assert event.actor.entity == make_entity("Government of Egypt", "government", "EGY", "GOV", 1)
    assert event.actor.name == "Government of Egypt"


def test_a_person_is_no_place(pack: LanguagePack) -> None:
    assert not read(pack, "El acuerdo lo firmó Santiago Peña, dijo Victoria Córdoba.").places


@pytest.mark.parametrize("form", ["asesinó", "han asesinado", "asesinaron", "asesinar"])
def test_verbs_are_spelled_out(form: str) -> None:
    assert re.fullmatch(spelled_out("{v:asesin-ar}"), form)


def test_languages_that_are_asked_for() -> None:
    assert read_codes("") == ("en",)
    assert read_codes("ES, en") == ("en", "es")
    assert unknown_codes(("en", "fr")) == ["fr"]
    assert (file_version("2-1f", ("en",)), file_version("2-1f", ("en", "es"))) == ("2-1f", "2-1f+es")


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("Tres soldados y dos civiles murieron en un ataque en Cali.", 5),
        ("Catorce personas, entre ellas tres niños, murieron en los combates.", 14),
        ("El atentado causó la muerte de once personas.", 11),
        ("Un hombre de 36 años fue asesinado en Cali.", 1),
        ("El ataque ocurrió hace dos años y no dejó muertos.", None),
        ("En 2023 murieron 40 campesinos en ataques.", 40),
        ("Entre 2019 y 2022 fueron asesinados 17 jueces.", 17),
        ("El 8 de marzo de 2024 murieron tres guardias en un ataque.", 3),
        ("El 9 murieron tres guardias en un ataque.", 3),
        ("Dos de cada cinco personas murieron en el ataque.", None),
        ("Un bombardeo mató a 1,350 personas en Gaza.", 1350),
        ("Un bombardeo mató a 1 350 personas en Gaza.", 1350),
    ],
)
def test_the_dead_are_counted(pack: LanguagePack, text: str, killed: int | None) -> None:
    assert {event.fatalities_best for event in read(pack, text).events} == {killed}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("El atentado dejó entre ocho y once muertos.", 8, 11),
        ("Entre treinta y dos y cuarenta personas murieron en el ataque.", 32, 40),
        ("Un atentado mató a 7 u 8 soldados.", 7, 8),
        ("Treinta y cuatro personas murieron en el ataque.", 34, 34),
    ],
)
def test_a_range_of_dead_has_two_ends(pack: LanguagePack, text: str, low: int, high: int) -> None:
    (event,) = read(pack, text).events
    assert (event.fatalities_low, event.fatalities_best, event.fatalities_high) == (low, low, high)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2.400", 2400), ("2,400", 2400), ("2 400", 2400), ("1,234,567", 1234567), ("1,5 millones", 1_500_000)],
)
def test_thousands_are_parted_in_three_ways(tables: dict[str, pl.DataFrame], text: str, value: int) -> None:
    assert Numbers(tables).amount(text) == value


def test_what_somebody_is_accused_of_is_claimed_and_an_accusation_happens_nowhere(pack: LanguagePack) -> None:
    accusation, attack = read(pack, "La oposición acusó al ejército de bombardear un mercado en Jartum.").events
    assert (accusation.event_type, accusation.place_text) == ("ACCUSE", None)
    assert (attack.event_type, attack.status, attack.place_text) == ("ASSAULT", "claimed", "Jartum")


def test_what_lies_years_back_is_historical(pack: LanguagePack) -> None:
    assert [event.status for event in read(pack, "En 1989 la guerrilla asesinó a un juez.").events] == ["historical"]


def test_two_tellings_of_one_event_are_one(pack: LanguagePack) -> None:
    body = "Una bomba estalló ayer en Cali.\n\nAl menos dos personas murieron. El alcalde condenó el ataque."
    events = read(pack, body).events
    assert [(event.event_type, event.fatalities_best) for event in events] == [("ASSAULT", 2), ("ACCUSE", None)]
    assert [number.text for number in events[0].numbers] == ["Al menos dos"]


def test_a_long_sentence_of_numbers_takes_no_time(pack: LanguagePack) -> None:
    assert not read(pack, "un " * 3000).events
