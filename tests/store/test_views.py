"""Other data sets' columns, in their order, and what stands in them."""

from __future__ import annotations

from datetime import date

import pytest
from stories import GROUPING, Story, batch

from warehouse.store import Home, merge_packages, open_published, publish, write_package
from warehouse.store.views import VIEWS

ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1
inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
latitude longitude geo_precision source source_scale notes fatalities tags timestamp""".split()
UCDP_GED = """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
number_of_sources source_article source_office source_date source_headline source_original where_prec
where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region
event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa
gwnob""".split()
GDELT = """GLOBALEVENTID SQLDATE MonthYear Year FractionDate Actor1Code Actor1Name Actor1CountryCode
Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code
Actor1Type3Code Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code
Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code IsRootEvent EventCode EventBaseCode EventRootCode
QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone Actor1Geo_Type Actor1Geo_FullName
Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID
Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat
Actor2Geo_Long Actor2Geo_FeatureID ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code
ActionGeo_ADM2Code ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL""".split()
POLECAT = [
    *["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"],
    *["Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title"],
    *["Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW"],
    *["Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw"],
    *["Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude"],
    *["GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People"],
    *["Story Organizations", "Story Locations", "Language", "Version"],
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("views")).ensure()
    planned = batch(
        Story("planned", sentences=("Armed men plan to enter Kunduz soon, officials in the capital said.",))
    )
    for name in ("status", "acled_event_type"):
        value = {"status": "planned", "acled_event_type": "Battles"}[name]
        planned["event_mentions"] = planned["event_mentions"].with_columns(
            **{name: planned["event_mentions"][name].replace_strict({}, default=value)}
        )
    write_package(home, "p1", batch(Story("a", deaths=3)), run_id="r")
    write_package(home, "p2", planned, run_id="r")
    merge_packages(home, "r", GROUPING)
    publish(home)
    return home


def rows(home: Home, view: str) -> list[dict[str, object]]:
    connection = open_published(home)
    try:
        return list(connection.sql(f"SELECT * FROM {view}").pl().iter_rows(named=True))
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("view", "columns", "number"),
    [
        ("events_acled", ACLED, 31),
        ("events_ucdp_ged", UCDP_GED, 49),
        ("events_gdelt", GDELT, 61),
        ("events_polecat", POLECAT, 40),
    ],
)
def test_columns_and_order_are_those_of_the_data_set(home: Home, view: str, columns: list[str], number: int) -> None:
    (row,) = rows(home, view)  # what did not happen is in none of them
    assert list(row) == columns
    assert len(columns) == number


def test_acled_values(home: Home) -> None:
    (row,) = rows(home, "events_acled")
    assert row["event_date"] == date(2021, 8, 8)
    assert str(row["event_id_cnty"]).startswith("AFG")
    wanted = {
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Non-state actor overtakes territory",
        "actor1": "Northern Front",
        "inter1": 2,
        "interaction": 20,
        "country": "Afghanistan",
        "admin1": "Kunduz",
        "geo_precision": 1,
        "source": "Wire",
        "fatalities": 3,
        "iso": 4,
        "region": "South Asia",
        "tags": None,
    }
    assert {name: row[name] for name in wanted} == wanted
    assert str(row["notes"]).startswith("Armed men seized")


def test_ged_values(home: Home) -> None:
    (row,) = rows(home, "events_ucdp_ged")
    assert (row["best"], row["low"], row["high"], row["date_prec"], row["where_prec"]) == (3, 3, 3, 1, 1)
    assert row["side_a"] == "Northern Front"
    assert row["geom_wkt"] == "POINT (68.86 36.72)"
    assert row["priogrid_gid"] == 253 * 720 + 497 + 1
    assert isinstance(row["id"], int) and 0 < row["id"] < 2**53
    assert (row["country_id"], row["region"]) == (700, "Asia")
    assert row["gwnoa"] is None  # the side is no state
    assert row["code_status"] is None


def test_gdelt_values(home: Home) -> None:
    (row,) = rows(home, "events_gdelt")
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == (20210808, 202108, 2021)
    assert row["FractionDate"] == pytest.approx(2021.6795, abs=1e-4)
    assert (row["EventRootCode"], row["EventCode"], row["QuadClass"]) == ("19", "190", 4)
    assert (row["Actor1Code"], row["Actor1Name"]) == ("AFGREB", "NORTHERN FRONT")
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"]) == (4, "Kunduz, Afghanistan")
    assert row["ActionGeo_CountryCode"] == "AF"
    assert str(row["ActionGeo_ADM1Code"]).startswith("AF")
    assert row["SOURCEURL"] == "https://example.org/a"


def test_polecat_values(home: Home) -> None:
    (row,) = rows(home, "events_polecat")
    assert (row["Event Type"], row["Event Mode"], row["Quad Code"]) == ("ASSAULT", "firearms", "MATERIAL CONFLICT")
    assert (row["City"], row["Province"], row["Country"], row["GeoNames ID"]) == ("Kunduz", "Kunduz", "AFG", 1135689)
    assert (row["Actor Name"], row["Actor Name Raw"], row["Actor COW"]) == ("Northern Front", "Armed men", "700")


def test_countries_hold_the_codes_by_which_other_data_sets_are_joined(home: Home) -> None:
    countries = {str(row["country_iso3"]): row for row in rows(home, "countries")}

    codes = ("iso_numeric", "fips", "gleditsch_ward", "correlates_of_war", "acled_region", "ucdp_region")
    assert [countries["DEU"][code] for code in codes] == [276, "GM", 260, 255, "Europe", "Europe"]
    assert [countries["YEM"][code] for code in codes] == [887, "YM", 678, 679, "Middle East", "Middle East"]
    assert [countries["MLI"][code] for code in codes] == [466, "ML", 432, 432, "Western Africa", "Africa"]
    for code in ("iso_numeric", "gleditsch_ward", "correlates_of_war", "country_iso2"):
        known = [row[code] for row in countries.values() if row[code] is not None]
        assert len(known) == len(set(known)), code


def test_every_view_says_what_it_is(home: Home) -> None:
    found = {row["view_name"]: row["comment"] for row in rows(home, "duckdb_views()") if not row["internal"]}
    assert found == VIEWS
