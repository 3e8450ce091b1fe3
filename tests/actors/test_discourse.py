"""Words that only the article explains: pronouns, "the group", bare organs, surnames, dates and namesakes."""

from __future__ import annotations

from datetime import date

import pytest

from tests.actors.conftest import load_tokenizer
from transforms.actors.layers import tokens_between

pytestmark = pytest.mark.slow

# text with the phrase between brackets → name of who is meant
ANAPHORA = [
    ("Boko Haram attacked the town. [The group] burned the clinic.", "Boko Haram"),
    ("The MNLF torched a bank. [The organization] later claimed it.", "Moro National Liberation Front"),
    ("Taliban fighters entered Ghazni. [They] freed prisoners.", "Taliban"),
    ("The Houthis fired a missile. [The rebels] said the ship was hit.", "Houthis"),
    ("The PKK killed two soldiers. [The militants] then fled.", "Kurdistan Workers' Party"),
    ("Israeli police closed the road. [They] arrested six people.", "Police Forces of Israel"),
    ("The Kenyan army shelled the forest. [It] gave no toll.", "Military Forces of Kenya"),
    ("Colombian troops took the hill. [The troops] found a camp.", "Military Forces of Colombia"),
    ("The Chadian government closed the border. [The government] gave no reason.", "Government of Chad"),
    ("Gustav Lindqvist was arrested in May. [He] denied everything.", "Gustav Lindqvist"),
    ("Amina Diallo led the march. [She] was shot.", "Amina Diallo"),
    ("Police arrested Peter Mensah in Accra. [Mensah] was released.", "Peter Mensah"),
    ("President Idriss Deby flew home. [The president] met the army chief.", "Idriss Deby"),
    ("The Popular Dawn Front (PDF) claimed the raid. [The PDF] named no victim.", "Popular Dawn Front"),
    ("Gunmen of the Red Valley Movement [RVM] fled. [RVM] denied it.", "Red Valley Movement"),
    ("The ELN freed him. [The Colombian guerrillas] gave no reason.", "National Liberation Army (Colombia)"),
    ("The ELN freed him. [The Peruvian guerrillas] gave no reason.", "Guerrillas (Peru)"),
    ("Al-Shabaab raided the base.\n\nResidents hid.\n\n[The militants] left at noon.", "Al-Shabaab"),
    ("The Arakan Army won. The soldiers [who] fled were caught.", "Military Forces of Myanmar"),
]


@pytest.mark.parametrize(("marked", "name"), ANAPHORA, ids=[marked for marked, _ in ANAPHORA])
def test_reference_is_resolved(parsed, marked, name):
    start, end = marked.rindex("["), marked.rindex("]")
    phrase = marked[start + 1 : end]
    assert parsed.role(marked[:start] + phrase + marked[end + 1 :], phrase).name == name


def test_bare_organ_takes_the_country_of_its_paragraph(parsed, place_in):
    body = "Clashes broke out in Tillaberi on Monday. The army sent helicopters."
    role = parsed.role(body, "The army", places=[place_in(body, "Tillaberi", "NER")])
    assert (role.name, role.country_iso3, role.sector) == ("Military Forces of Niger", "NER", "MIL")


def test_armed_people_take_the_country_of_a_place_in_their_phrase(parsed, place_in):
    body = "Officials met rebels in Darfur last week."
    role = parsed.role(body, "rebels in Darfur", places=[place_in(body, "Darfur", "SDN")])
    assert (role.country_iso3, role.sector) == ("SDN", "REB")


def test_organ_is_of_the_country_of_the_place_behind_it(parsed, place_in):
    body = "Russia protested. A court in Quito freed the sailor."
    role = parsed.role(body, "A court in Quito", places=[place_in(body, "Quito", "ECU")])
    assert (role.name, role.sector) == ("Judiciary of Ecuador", "JUD")


def test_it_of_the_weather_means_nobody(parsed):
    assert parsed.role("The Taliban left. It was clear that rain would come.", "It").name is None


def test_us_president_is_the_one_spoken_of(parsed):
    body = "President Joe Biden flew to Rome. The US president met bishops."
    assert parsed.role(body, "The US president", published=date(2021, 10, 29)).name == "Joe Biden"


def test_region_of_a_country_is_not_its_government(parsed):
    role = parsed.role("Rebels hold northern Mali.", "northern Mali")
    assert (role.name, role.country_iso3) == (None, "MLI")


def test_modifier_names_the_owner_of_what_is_no_actor(parsed):
    assert parsed.role("The Syrian army's offensive began.", "The Syrian army's offensive").country_iso3 == "SYR"
    assert parsed.role("The remarks to Hamas were short.", "The remarks to Hamas").name is None


def test_unidentified_people_are_not_the_group_spoken_of_before(parsed):
    role = parsed.role("Boko Haram left the town. Later unidentified gunmen killed a trader.", "unidentified gunmen")
    assert (role.name, role.entity, role.sector) == ("Unidentified gunmen", None, "UAF")


def test_person_keeps_country_and_sector_of_the_first_phrase(parsed):
    role = parsed.role("Chadian minister Ali Ngaro flew to Paris. Ngaro signed the treaty.", "Ngaro")
    assert (role.name, role.country_iso3, role.sector) == ("Ali Ngaro", "TCD", "GOV")


def test_surname_of_somebody_else_is_not_the_president(parsed):
    role = parsed.role("The singer Lucy Biden toured Norway. Biden sang in Oslo.", "Biden")
    assert role.name == "Lucy Biden"


@pytest.mark.parametrize(("year", "name"), [(1990, "George H. W. Bush"), (2003, "George W. Bush")])
def test_namesake_in_office_is_meant(parsed, year, name):
    assert parsed.role("Bush spoke to congress.", "Bush", published=date(year, 5, 1)).name == name


def test_official_out_of_office_is_of_the_elites(parsed):
    body = "Barack Obama opened a library."
    assert parsed.role(body, "Barack Obama", published=date(2012, 1, 1)).sector == "GOV"
    assert parsed.role(body, "Barack Obama", published=date(2019, 1, 1)).sector == "ELI"


def test_two_groups_of_one_acronym_are_told_apart_by_country(parsed):
    assert parsed.role("In Sudan, JEM rebels attacked Khartoum.", "JEM rebels").country_iso3 == "SDN"
    assert parsed.role("In Pakistan, JeM militants were held in Lahore.", "JeM militants").country_iso3 == "PAK"


def test_short_acronym_needs_something_that_speaks_for_it(parsed):
    assert parsed.role("The report is a PDF of nine pages.", "a PDF").name is None
    assert parsed.role("In Myanmar the PDF attacked a post.", "the PDF").name == "People's Defence Force"


def test_compound_actor_gives_each_part(parsed):
    roles = parsed.roles("Afghan forces and NATO troops attacked the village.", "Afghan forces and NATO troops")
    assert [role.name for role in roles] == ["Military Forces of Afghanistan", "NATO"]


def test_compound_role_keeps_the_whole_text_and_names_the_first(parsed):
    phrase = "At least 20 civilians and two soldiers"
    role = parsed.role(f"{phrase} died in Gao.", phrase)
    assert (role.text, role.name) == (phrase, "Civilians")


def test_pronoun_does_not_mean_an_argument_of_its_own_verb(parsed):
    body = "Taliban fighters held the city. Washington condemned them."
    assert parsed.role(body, "them").name == "Taliban"


def test_phrase_that_names_nobody_keeps_its_text(parsed):
    role = parsed.role("The heavy rain destroyed a bridge.", "The heavy rain")
    assert (role.text, role.name, role.entity) == ("The heavy rain", None, None)


def test_an_offset_touches_a_token_or_nothing():
    doc = load_tokenizer()("REBELS -- [TEXT]  THEY FLED")
    found = [tokens_between(doc, at, at + 1) for at in range(len(doc.text))]
    assert all(span is None or len(span) > 0 for span in found)
    assert found[doc.text.index("THEY")] is not None


@pytest.mark.parametrize(
    "body", ["", " ", "[]", "-- []", "THEY  ", "  THEY FLED [SIC]  (THE GROUP)", "\t[TEXT]\n\nTHEY"]
)
def test_odd_layout_is_read_without_a_fault(parsed, body):
    parsed.read(body)
