from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import spacy

from transforms.model import ArticleText, Paragraph, PlaceMention
from transforms.places import Gazetteer, PlaceTagger
from transforms.places.lexicon import PlaceLexicon
from transforms.places.source import locate_source

Tag = Callable[..., list[PlaceMention]]
pytestmark = pytest.mark.slow


def places_of(mentions: list[PlaceMention]) -> dict[str, str]:
    """Country by mention; empty where the place was left open."""
    return {m.text: (m.location.country_iso3 or "") if m.location else "" for m in mentions}


def test_dateline_is_marked(tag: Tag) -> None:
    found = tag("KABUL, Aug. 8 (Reuters) - Gunmen fired on a convoy near Ghazni, police said.")
    kabul = found[0]
    assert (kabul.text, kabul.is_dateline, kabul.role) == ("KABUL", True, "dateline")
    assert [m.is_dateline for m in found[1:]] == [False] * len(found[1:])


def test_two_places_share_a_dateline(tag: Tag) -> None:
    found = tag("BEIRUT/DAMASCUS, March 3 - Talks resumed on Tuesday after a week of silence.")
    assert [(m.text, m.is_dateline) for m in found] == [("BEIRUT", True), ("DAMASCUS", True)]


def test_capital_that_speaks_is_a_metonym(tag: Tag) -> None:
    found = {m.text: m for m in tag("Officials met in Moscow. On Friday Moscow accused the mediators of bias.")}
    assert found["Moscow"].role == "metonym"


def test_name_keeps_the_sense_that_the_text_spelled_out(tag: Tag) -> None:
    text = "A school in Paris, Texas, was locked down.\n\nParis police found no weapon, the superintendent said."
    admin = {m.location.admin1_name for m in tag(text) if m.text == "Paris" and m.location}
    assert admin == {"Texas"}


def test_names_of_an_article_help_one_another(tag: Tag) -> None:
    text = "The road from Tripoli to Sidon was closed. Beirut sent police, and schools in Tyre stayed shut."
    assert places_of(tag(text)) == {"Tripoli": "LBN", "Sidon": "LBN", "Beirut": "LBN", "Tyre": "LBN"}


def test_local_paper_means_its_own_town(tag: Tag) -> None:
    text = "The county commission met in Gainesville on Monday."
    for domain, state in (("floridanews.com", "Florida"), ("texaspost.com", "Texas")):
        location = tag(text, domain=domain)[0].location
        assert location is not None
        assert location.country_iso3 == "USA"
        assert location.admin1_name == state
    assert tag(text, domain="gainesvilletimes.com")[0].location is None  # four states have one, and none is clear


@pytest.mark.parametrize(
    ("text", "name", "code", "admin1"),
    [
        ("The mill in Buffalo, New York, closed.", "New York", "ADM1", "New York"),
        ("Farmers in western New York lost their crop.", "New York", "ADM1", "New York"),
        ("The governor of the state spoke. A New York senator left.", "New York", "ADM1", "New York"),
        ("She lives in New York and paints.", "New York", "PPL", "New York"),
        ("Voters in Oregon, Washington and Idaho stayed home.", "Washington", "ADM1", "Washington"),
        ("He flew from Boston to Philadelphia and Washington.", "Washington", "PPLC", "District of Columbia"),
        ("Raiders burned huts in Lumira district, Tete.", "Tete", "ADM1", "Tete"),
        ("Raiders burned huts in Lumira district in Tete.", "Tete", "ADM1", "Tete"),
    ],
)
def test_words_beside_a_name_tell_the_town_from_its_division(
    tag: Tag, text: str, name: str, code: str, admin1: str
) -> None:
    location = next(mention.location for mention in reversed(tag(text)) if name in mention.text)
    assert location is not None
    assert (location.feature_code, location.admin1_name) == (code, admin1)


def test_of_towns_of_one_size_none_is_stated(tag: Tag) -> None:
    assert tag("The council met in Springfield on Monday.")[0].location is None
    geneva = tag("In Geneva, Russia said that it would sign.")[0].location
    assert geneva is not None
    assert geneva.country_iso3 == "CHE"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A Hamilton man was held in the county jail, the sheriff's office said.", "USA"),
        ("A Hamilton man was held in the county jail, KY 52 was closed, a state trooper said.", "USA"),
    ],
)
def test_what_one_country_has_speaks_for_it(tag: Tag, text: str, country: str) -> None:
    location = tag(text)[0].location
    assert location is None or location.country_iso3 == country


def test_result_does_not_depend_on_what_was_tagged_before(tag: Tag) -> None:
    text = "Rebels left Goma for Bukavu. Springfield, Ill., sent aid."
    first = tag(text)
    tag("Springfield, Mass., and Springfield, Mo., are twins. Goma is quiet.")
    assert tag(text) == first


def test_without_entities_the_gazetteer_still_finds_places(
    gazetteer: Gazetteer, tables: dict[str, pl.DataFrame]
) -> None:
    body = "Soldiers entered Kandahar on Sunday. The market in Kabul was closed."
    doc = spacy.blank("en")(body)
    tagger = PlaceTagger(gazetteer, tables)
    found = tagger.tag(ArticleText("a", "", body), [Paragraph("body", 0, body, doc, 0)])
    assert places_of(found) == {"Kandahar": "AFG", "Kabul": "AFG"}


def test_empty_article_has_no_places(gazetteer: Gazetteer, tables: dict[str, pl.DataFrame]) -> None:
    assert PlaceTagger(gazetteer, tables).tag(ArticleText("a", "", ""), []) == []


def test_confidence_is_a_share_and_guesses_stay_open(tag: Tag) -> None:
    text = "The council of San Antonio met. Springfield and Clinton sent nobody to Franklin."
    found = tag(text)
    assert {mention.location is None for mention in found} == {True, False}
    for mention in found:
        assert 0.0 <= mention.confidence <= 1.0
        assert (mention.location is None) == (mention.confidence < 0.25)


@pytest.mark.parametrize(
    ("domain", "country", "admin1", "town"),
    [
        ("www.bbc.co.uk", "GB", "", ""),
        ("news.bbc.co.uk", "GB", "", ""),
        ("dallasnews.com", "US", "US.TX", "dallas"),
        ("chicagotribune.com", "US", "US.IL", "chicago"),
        ("texastribune.org", "US", "US.TX", ""),
        ("timesofindia.com", "IN", "", ""),
        ("washingtontimes.com", "US", "", "washington"),
        ("londonfreepress.ca", "CA", "", "london"),
        ("people.com", "", "", ""),
        ("gainesvilletimes.com", "US", "", "gainesville"),
        ("thehamiltonpost.com", "US", "", "hamilton"),
        ("kyivpost.com", "UA", "", ""),
        ("theparisnews.com", "", "", "paris"),
        ("example.com", "", "", ""),
        (None, "", "", ""),
    ],
)
def test_source_is_located_by_its_domain(
    gazetteer: Gazetteer, tables: dict[str, pl.DataFrame], domain: str | None, country: str, admin1: str, town: str
) -> None:
    found = locate_source(domain, None, PlaceLexicon.from_tables(tables), gazetteer)
    assert (found.country, found.admin1, found.town) == (country, admin1, town)


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("The Daily Nation (Kenya)", "KE", ""),
        ("Jakarta Post", "", "jakarta"),
        ("Kansas City Star", "", "kansas city"),
        ("Reuters", "", ""),
        ("The Independent", "", ""),
    ],
)
def test_source_is_located_by_its_name(
    gazetteer: Gazetteer, tables: dict[str, pl.DataFrame], name: str, country: str, town: str
) -> None:
    found = locate_source(None, name, PlaceLexicon.from_tables(tables), gazetteer)
    assert (found.country, found.town) == (country, town)


def test_case_files_hold_no_text_twice() -> None:
    lines = (Path(__file__).parent / "cases.csv").read_text(encoding="utf-8").splitlines()[1:]
    keys = [tuple(line.split("|")[:2]) for line in lines]
    assert len(keys) == len(set(keys))
