from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.places import Gazetteer
from warehouse.gazetteer import GazetteerError, gazetteer_key, load_gazetteer_frames
from warehouse.gazetteer.dumps import read_dump
from warehouse.gazetteer.registry import is_usable_name
from warehouse.schema.place_names import normalize_place_name

DUMP_ROW = (
    "9000001\tQal‘eh-ye Test\tQal'eh-ye Test\tKala Test,KLT,قلعه,Qala-e Test\t34.5\t62.1\tP\tPPL\tAF\t\t11\t1501"
    "\t\t\t120\t\t900\tAsia/Kabul\t2020-01-01"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sar-e Pul", "SAR-E-PUL"),
        ("St. Louis", "Saint Louis"),
        ("Kharkiv’", "Kharkiv"),
        ("São Paulo", "Sao Paulo"),
        ("The Netherlands", "Netherlands"),
        ("N'Djamena", "Ndjamena"),
        ("İzmir", "Izmir"),
        ("Łódź", "Lodz"),
        ("Fort Worth", "Ft. Worth"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert normalize_place_name(one) == normalize_place_name(other)


@given(st.text(max_size=40))
def test_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    normal = normalize_place_name(text)
    words = normal.split()
    assert words[:1] == ["the"] or normalize_place_name(normal) == normal


@pytest.mark.parametrize(("name", "usable"), [("Kaboul", True), ("KBL", False), ("ka bu er", False), ("कabul", False)])
def test_only_names_that_english_text_may_hold_are_kept(name: str, usable: bool) -> None:
    assert is_usable_name(name) is usable


def test_first_candidates_are_the_known_places(gazetteer: Gazetteer) -> None:
    wanted = {
        "Taloqan": ("AFG", "Takhar", 1),
        "Zaranj": ("AFG", "Nimroz", 1),
        "Kiev": ("UKR", "Kyiv", 1),
        "Lashkargah": ("AFG", "Helmand", 1),
    }
    for name, (country, admin1, precision) in wanted.items():
        cities = [place for place in gazetteer.candidates(name) if place.feature_class == "P"]
        assert (cities[0].country_iso3, cities[0].admin1_name, cities[0].location_precision) == (
            country,
            admin1,
            precision,
        )


@pytest.mark.parametrize(
    ("name", "location_id", "precision"),
    [
        ("Afghanistan", "geonames:1149361", 6),
        ("Helmand", "geonames:1140043", 4),
        ("West Bank", "geonames:285153", 4),
        ("Donbas", "dateline:donbas", 5),
        ("Red Sea", "dateline:red-sea", 7),
        ("Africa", "geonames:6255146", 7),
        ("Rapides Parish", "geonames:4338356", 3),
    ],
)
def test_location_ids_and_precision(gazetteer: Gazetteer, name: str, location_id: str, precision: int) -> None:
    found = {place.location_id: place for place in gazetteer.candidates(name)}
    assert found[location_id].location_precision == precision


def test_every_country_has_a_point_and_is_found(
    gazetteer_frames: dict[str, pl.DataFrame], gazetteer: Gazetteer
) -> None:
    countries = gazetteer_frames["countries"]
    assert countries.height == 250
    for name, iso2 in countries.select("name", "iso2").iter_rows():
        assert any(place.country_iso2 == iso2 for place in gazetteer.candidates(name)), name


def test_places_are_unique_and_complete(gazetteer_frames: dict[str, pl.DataFrame]) -> None:
    places = gazetteer_frames["places"]
    assert places.get_column("location_id").is_unique().all()
    assert places.select("latitude", "longitude", "feature_code", "name").null_count().row(0) == (0, 0, 0, 0)
    assert (
        places.filter(~pl.col("latitude").is_between(-90, 90) | ~pl.col("longitude").is_between(-180, 180)).height == 0
    )
    assert places.get_column("location_precision").is_between(1, 7).all()


def test_capitals_are_marked(gazetteer: Gazetteer) -> None:
    for name in ("Kabul", "Kyiv", "Mogadishu", "Washington", "N'Djamena", "Naypyidaw"):
        assert any(place.feature_code == "PPLC" for place in gazetteer.candidates(name)), name


def test_second_load_reads_the_built_files(gazetteer_frames: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    assert gazetteer_frames["places"].height > 250_000
    folder = tmp_path / f"gazetteer-{gazetteer_key()}"
    folder.mkdir()
    for name, frame in gazetteer_frames.items():
        frame.head(5).write_parquet(folder / f"{name}.parquet")
    said: list[str] = []
    loaded = load_gazetteer_frames(tmp_path, said.append)
    assert loaded["places"].height == 5
    assert said == []


def test_a_dump_adds_villages(tmp_path: Path) -> None:
    path = tmp_path / "AF.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AF.txt", DUMP_ROW + "\n")
        archive.writestr("readme.txt", "about")
    places, names = read_dump(path, known=set())
    assert places.select("geonameid", "iso2", "admin1_code", "population").row(0) == (9000001, "AF", "11", 120)
    assert set(names.get_column("text")) == {"Kala Test", "Qala-e Test", "Qal'eh-ye Test"}
    assert read_dump(path, known={9000001})[0].height == 0


def test_a_file_that_is_no_dump_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cities.txt"
    path.write_text("a\tb\n")
    with pytest.raises(GazetteerError, match=r"cities\.txt, line 1: 2 fields"):
        read_dump(path, known=set())
    with pytest.raises(GazetteerError, match="missing"):
        read_dump(tmp_path / "absent.zip", known=set())
