"""What an article's company makes of a name: a namesake that nothing speaks for, and a paper's own town."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.model import PlaceMention
from transforms.places import Gazetteer
from transforms.places.gazetteer import contains

Tag = Callable[..., list[PlaceMention]]


def countries_of(mentions: list[PlaceMention], name: str) -> set[str | None]:
    """The countries that one name of a text was put into; None where it stayed open."""
    return {m.location.country_iso3 if m.location else None for m in mentions if m.text == name}


@pytest.mark.slow
def test_a_name_known_only_abroad_stays_open_where_another_country_is_meant(tag: Tag) -> None:
    found = tag("Herders quarrelled near Bara.\n\nThe Gao Region of Mali grows little rice, Malian radio said.")
    assert countries_of(found, "Bara") == {None}


@pytest.mark.slow
def test_a_holder_named_once_holds_for_the_article(tag: Tag) -> None:
    found = tag("A silo leans at Boma, Jonglei, South Sudan. Traders in Boma said that it was old.")
    assert countries_of(found, "Boma") == {"SSD"}


@pytest.mark.slow
def test_a_name_spelled_out_once_means_the_same_throughout(tag: Tag) -> None:
    found = tag("Schools in Tripoli, Lebanon, reopened. Tripoli has been calm since Libya sent a doctor.")
    assert countries_of(found, "Tripoli") == {"LBN"}


@pytest.mark.slow
def test_two_towns_told_apart_stay_apart(tag: Tag) -> None:
    found = tag("It snowed in San Jose, Costa Rica, on Monday. San Jose, California, had rain.")
    assert countries_of(found, "San Jose") == {"CRI", "USA"}


@pytest.mark.slow
def test_a_paper_named_for_a_famous_town_may_be_of_a_lesser_one(tag: Tag) -> None:
    text = "Paris police closed Main Street. The trooper had come from Dallas, Texas, and went on to Bonham, Texas."
    assert countries_of(tag(text, domain="theparisnews.com"), "Paris") == {"USA"}


def test_the_country_of_a_place_is_at_hand(gazetteer: Gazetteer) -> None:
    country = gazetteer.country("UG")
    assert country is not None
    assert (country.country_iso3, country.location_precision) == ("UGA", 6)
    assert gazetteer.country(None) is None


def test_a_division_holds_its_towns_and_no_other_division(gazetteer: Gazetteer) -> None:
    (texas,) = [c for c in gazetteer.find("texas") if c.kind == "admin1"]
    assert any(contains(texas, c) for c in gazetteer.find("paris"))
    assert not any(contains(texas, c) for c in gazetteer.find("ohio") if c.kind == "admin1")
