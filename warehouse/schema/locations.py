"""The `locations` table, the gazetteer entries that something points to, and `countries`, the codes of countries."""

from __future__ import annotations

from warehouse.schema.model import Column, Table
from warehouse.schema.vocabularies import NAME_SOURCES, UCDP_WHERE_PRECISION

LOCATION_ID = Column(
    "location_id",
    "text",
    "Gazetteer entry: `geonames:` and its number, or `dateline:` and a region of our own table.",
    "geonames:1138958",
)
LATITUDE = Column("latitude", "number", "Latitude, WGS84.", "34.52813", unit="degrees", minimum=-90, maximum=90)
LONGITUDE = Column("longitude", "number", "Longitude, WGS84.", "69.17233", unit="degrees", minimum=-180, maximum=180)
LOCAL_NAME = Column("local_name", "text", "GeoNames' own form of the name; NULL for regions of our own.", "Kunduz")
ADMIN1_NAME = Column(
    "admin1_name",
    "text",
    "First-level division: province, state, governorate; the English name that ACLED, UN OCHA and atlases use.",
    "Helmand",
)
COUNTRY_ISO3 = Column("country_iso3", "text", "Country, ISO 3166-1 alpha-3.", "AFG")
COUNTRY_NAME = Column("country_name", "text", "Country, English short name.", "Afghanistan")

LOCATIONS = Table(
    "locations",
    "One row per place that anything points to.",
    (
        LOCATION_ID.but(nullable=False),
        Column("geonameid", "integer", "Number of the entry in GeoNames; NULL for regions of our own.", "1138958"),
        Column(
            "name",
            "text",
            "The English name that ACLED, UN OCHA and atlases use; GeoNames' own in plain letters where there is none.",
            "Raqqa",
            nullable=False,
        ),
        LOCAL_NAME.but(example="Ar Raqqah"),
        Column("ascii_name", "text", "GeoNames' own form in plain ASCII letters.", "Ar Raqqah"),
        Column(
            "alternate_names",
            "text_list",
            "Every other spelling that the gazetteer has in Latin letters; `places_named('Rakka')` searches them all.",
            "[Ar Raqqah, Ar-Raqqa, Rakka, Raqqah]",
        ),
        Column(
            "name_from",
            "text",
            "Who gives the name: our own tables of English names and regions, Natural Earth, or GeoNames.",
            "own",
            allowed=NAME_SOURCES,
        ),
        Column(
            "feature_class",
            "text",
            "GeoNames feature class: A country or region, P city, T mountain, H water, L area, S spot.",
            "P",
        ),
        Column("feature_code", "text", "GeoNames feature code.", "PPLC"),
        LATITUDE,
        LONGITUDE,
        Column("country_iso2", "text", "Country, ISO 3166-1 alpha-2.", "AF"),
        COUNTRY_ISO3,
        COUNTRY_NAME,
        Column("admin1_code", "text", "GeoNames code of the first-level division.", "13"),
        ADMIN1_NAME,
        Column("admin2_code", "text", "GeoNames code of the second-level division.", "1301"),
        Column("admin2_name", "text", "Second-level division: district, county; in plain letters.", "Kabul"),
        Column(
            "population",
            "integer",
            "Inhabitants as the gazetteer has them; 0 where it does not know.",
            "3043532",
            unit="persons",
            minimum=0,
        ),
        Column("timezone", "text", "IANA time zone.", "Asia/Kabul"),
        Column(
            "location_precision",
            "integer",
            "Best precision the feature can support, UCDP where_prec: " + UCDP_WHERE_PRECISION,
            "1",
            minimum=1,
            maximum=7,
        ),
        Column("mention_count", "integer", "Place mentions that point to it.", "17", minimum=0, derived=True),
    ),
    key=("location_id",),
)

COUNTRIES = Table(
    "countries",
    "One row per country: its codes in the code lists of the field, to join other data sets by.",
    (
        COUNTRY_ISO3.but(nullable=False),
        Column("country_iso2", "text", "Country, ISO 3166-1 alpha-2.", "AF", nullable=False),
        Column("country_name", "text", "English name in GeoNames.", "Afghanistan", nullable=False),
        Column("iso_numeric", "integer", "ISO 3166-1 numeric code.", "4"),
        Column("fips", "text", "FIPS 10-4 code, which GDELT uses.", "AF"),
        Column("gleditsch_ward", "integer", "Number in Gleditsch and Ward's list of states, which UCDP uses.", "700"),
        Column(
            "correlates_of_war", "integer", "Number in the Correlates of War list of states, which POLECAT uses.", "700"
        ),
        Column("acled_country", "text", "Name in ACLED's column `country`.", "Afghanistan", nullable=False),
        Column(
            "acled_state",
            "text",
            "Name in ACLED's names of its forces: Police Forces of the Philippines.",
            "Afghanistan",
            nullable=False,
        ),
        Column("acled_region", "text", "Region in ACLED's division of the world.", "South Asia", nullable=False),
        Column(
            "ucdp_country",
            "text",
            "Name in UCDP's column `country`; for a territory the state that UCDP counts it to.",
            "Afghanistan",
            nullable=False,
        ),
        Column("ucdp_region", "text", "Region in UCDP's division of the world.", "Asia"),
        LATITUDE.but(description="Latitude of the point that stands for the whole country, WGS 84."),
        LONGITUDE.but(description="Longitude of that point, WGS 84."),
    ),
    key=("country_iso3",),
    packaged=False,
)
