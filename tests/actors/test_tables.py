"""The tables themselves: size, codes, and no form that two entities share unnoticed."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from tests.actors.conftest import load_tables
from transforms.actors.lexicon import fold_text
from transforms.actors.terms import entity_terms, read_countries

# one name borne by several: told apart by the article's countries (see transforms/actors/namesakes.py)
NAMESAKES = {
    "ansar al-sharia", "ansar al-sunna", "communist party of india", "communist party of nepal", "jem",
    "national liberation army", "people's revolutionary army",
}  # fmt: skip


def test_world_of_armed_groups():
    groups = load_tables()["actors/armed_groups"]
    assert groups.height >= 250
    assert groups.get_column("country_iso3").n_unique() >= 60


def test_every_country_code_is_a_country():
    tables = load_tables()
    known = set(tables["actors/countries"].get_column("iso3"))
    for name in ("armed_groups", "organisations", "persons", "peoples"):
        codes = set(tables[f"actors/{name}"].get_column("country_iso3").drop_nulls())
        assert codes <= known, name


def test_no_form_means_two_entities_unnoticed():
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for form, term in entity_terms(load_tables()):
        if term.entity is not None:
            bearers[fold_text(form)].add(term.entity.entity_id)
    assert {form for form, entities in bearers.items() if len(entities) > 1} == NAMESAKES


def test_years_in_office_run_forward():
    persons = load_tables()["actors/persons"]
    assert persons.filter(pl.col("to_year") < pl.col("from_year")).is_empty()


def test_every_country_has_a_name_for_its_people():
    assert all(country.people for country in read_countries(load_tables()).values())


def test_persons_are_of_all_the_world_and_of_no_country_many():
    persons = load_tables()["actors/persons"].drop_nulls("country_iso3")
    by_country = persons.group_by("country_iso3").len()
    assert by_country.height >= 195
    assert by_country["len"].max() <= persons.height * 0.04


def test_spellings_of_translators_are_found_like_aliases():
    found = {form for form, _ in entity_terms(load_tables())}
    groups = load_tables()["actors/armed_groups"].drop_nulls("other_spellings")
    assert groups.height > 10
    assert set(groups["other_spellings"].str.split("|").explode()) <= found
