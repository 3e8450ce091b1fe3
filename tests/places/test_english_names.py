"""The names that are shown: English where it is known, GeoNames' own in plain letters where it is not."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.places import Gazetteer
from warehouse.gazetteer.english import plain_english, without_kind


@pytest.mark.parametrize(
    ("iso2", "local", "english", "source"),
    [
        ("SY", "Ar Raqqah", "Raqqa", "own"),
        ("SY", "Rīf Dimashq", "Rural Damascus", "own"),
        ("YE", "Tāʻizz", "Taizz", "own"),
        ("AF", "Herāt", "Herat", "own"),
        ("UA", "Zaporizka oblast", "Zaporizhzhia", "own"),
        ("AF", "Badakhshān", "Badakhshan", "natural_earth"),
        ("DE", "Bayern", "Bavaria", "natural_earth"),
        ("MA", "Fès-Meknès", "Fes-Meknes", "geonames"),
    ],
)
def test_divisions_bear_the_names_that_analysts_type(
    gazetteer_frames: dict[str, pl.DataFrame], iso2: str, local: str, english: str, source: str
) -> None:
    is_it = (pl.col("iso2") == iso2) & (pl.col("local_name") == local) & (pl.col("feature_code") == "ADM1")
    assert gazetteer_frames["places"].filter(is_it).select("name", "name_from").rows() == [(english, source)]


@pytest.mark.parametrize(
    ("typed", "country", "name", "admin1"),
    [
        ("Rakka", "SYR", "Raqqa", "Raqqa"),
        ("Ḩamāh", "SYR", "Hama", "Hama"),
        ("Lashkar Gah", "AFG", "Lashkargah", "Helmand"),
        ("Arbil", "IRQ", "Erbil", "Erbil"),
        ("Kiev", "UKR", "Kyiv", "Kyiv"),
        ("Mek'ele", "ETH", "Mekele", "Tigray"),
    ],
)
def test_a_town_is_found_by_other_spellings_and_shown_by_one(
    gazetteer: Gazetteer, typed: str, country: str, name: str, admin1: str
) -> None:
    towns = [p for p in gazetteer.candidates(typed) if p.feature_class == "P" and p.country_iso3 == country]
    assert (towns[0].name, towns[0].admin1_name) == (name, admin1)
    assert towns[0].local_name == towns[0].name or towns[0].local_name in towns[0].alternate_names


@pytest.mark.parametrize(
    ("name", "iso2", "plain"),
    [
        ("Ténenkou", "ML", "Tenenkou"),
        ("‘Ajlūn", "JO", "Ajlun"),
        ("Ryazan’", "RU", "Ryazan"),
        ("Cox’s Bāzār", "BD", "Cox's Bazar"),
        ("N'Djamena", "TD", "N'Djamena"),
        ("Iğdır", "TR", "Igdir"),
        ("Лесная", "BY", "Лесная"),
    ],
)
def test_letters_are_plain(name: str, iso2: str, plain: str) -> None:
    assert plain_english(name, iso2) == plain


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Departamento de Salto", "Salto"),
        ("Muhafazat Irbid", "Irbid"),
        ("Bong County", "Bong"),
        ("Region de la Kara", "Kara"),
        ("Mountain Province", "Mountain Province"),
        ("Free State", "Free State"),
        ("National Capital Region", "National Capital Region"),
        ("wallonne, Region", "Wallonne"),
    ],
)
def test_the_word_for_the_kind_goes_where_the_name_stands_without_it(name: str, bare: str) -> None:
    assert without_kind(name) == bare


def test_rows_of_english_names_are_of_the_place_they_say(
    gazetteer_frames: dict[str, pl.DataFrame], tables: dict[str, pl.DataFrame]
) -> None:
    table = tables["places/english_names"]
    places = gazetteer_frames["places"].filter(pl.col("local_name").is_not_null())
    same = table.join(places, on=["geonameid", "iso2", "local_name"], how="semi")
    assert table.join(same, on="geonameid", how="anti").rows() == []


def test_the_local_name_of_a_division_is_among_its_spellings(gazetteer_frames: dict[str, pl.DataFrame]) -> None:
    divisions = gazetteer_frames["places"].filter(pl.col("feature_code") == "ADM1")
    renamed = divisions.filter(pl.col("name") != pl.col("local_name"))
    assert renamed.height > 1_000
    assert renamed.filter(~pl.col("alternate_names").list.contains(pl.col("local_name"))).height == 0
