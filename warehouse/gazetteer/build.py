"""Makes the gazetteer's frames out of registry data, Natural Earth and our own tables.

What belongs here: joining the sources, filling the gaps (points of divisions, capitals) and the names under which each
place can be found. What does not: files of the cache (`cache`), reading packages (`registry`), extra dumps (`dumps`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from warehouse.gazetteer import registry
from warehouse.gazetteer.dumps import read_dump
from warehouse.gazetteer.english import name_in_english
from warehouse.schema.place_names import normalize_place_name

# how far a name is from what the place is called in an English newspaper; the resolver prefers low ones
MAIN, CURATED, ALTERNATE, DERIVED = 0, 1, 2, 3

_KIND_WORDS: Final = (
    "Administrative Region|Autonomous Region|Autonomous Prefecture|Special Region|Rural District|City and Borough|"
    "Municipal District|Census Area|Federal District|Metropolitan Borough|Planning Region|Autonomous Okrug|"
    "Municipality|Governorate|Department|Prefecture|Voivodeship|Province|District|Borough|Oblast|Region|County|Parish|"
    "Canton|Division|Okrug|Raion|Rayon|State|Krai|Kray|Republic|Wilaya|Island|Islands|Regency|Territory"
)
_SUFFIX: Final = rf"(?i)[ -](?:{_KIND_WORDS})$"
_PREFIX: Final = (
    r"(?i)^(?:Estado de|Provincia de|Departamento de|State of|Province of|Région de|Region of|Republic of|Muhafazat|"
    r"Gouvernorat de|Département de(?: la| l')?|Canton of|County|Distrito de|Wilāyat-e|Wilayat-e|Ostān-e|Borough of|"
    r"City of|Kabupaten|Kota|Rayon|Arrondissement de|Powiat|Landkreis|Okres|Região|Región de|Autonomous Province of) +"
)
_ARTICLE: Final = r"(?i)^(?:al|el|ad|ar|as|at|az|an|ash|adh|ath)[ -]+(.{4,})$"
_PLACE_COLUMNS: Final = [
    "geonameid", "key", "name", "feature_class", "feature_code", "latitude", "longitude", "iso2", "admin1_code",
    "admin2_code", "population", "timezone", "location_precision",
]  # fmt: skip
_DUMP_COLUMNS: Final = ("admin2_code", "feature_class", "feature_code")
_PRECISION_OF_CODE: Final = {"CONT": 7, "OCN": 7, "SEA": 7, "GULF": 7, "STRT": 7, "ADM1": 4, "ADM2": 3}
_CODES_OF_CLASS: Final = {
    "H": "SEA OCN GULF STRT BAY STM LK LKS CNL CHN SD FLLS RF SHOL HBR SWMP",
    "T": "MT MTS VLC PASS DSRT PEN ISL ISLS VAL CNYN CAPE DLTA BCH HLL",
    "U": "TRNU",
    "V": "FRST",
    "P": "PPLX REFC",
    "A": "ADM1 ADM2 ZN",
    "S": "SQR AIRP AIRB PS RUIN MNMT WALL BDG HSTS MSQE DAM STDM FCL INSM",
    "R": "ST",
}
_CLASS_OF_CODE: Final = {code: name for name, codes in _CODES_OF_CLASS.items() for code in codes.split()}
_POINTS: Final = ("PRK", "HLL", "HBR", "MT", "VLC", "PASS", "FLLS", "CAPE", "BCH", "ST")
_NEVER_REGISTERED: Final = ("SEA", "OCN", "STM", "LK", "MTS", "MT", "DSRT", "CONT", "STRT", "GULF", "BAY", "ISLS")


def build_frames(
    tables: Mapping[str, pl.DataFrame], natural_earth: Path, dump: Path | None = None
) -> dict[str, pl.DataFrame]:
    """The gazetteer: `places` (one row each, `place` is its number), `names` (name, place, quality), `countries`.

    Args:
        tables: reference tables by name, as `warehouse.reference.read_reference` gives them.
        natural_earth: the first-order divisions' Parquet file.
        dump: a user's GeoNames dump whose places are added.
    """
    cities, city_names = _read_all_cities(dump)
    divisions = registry.read_divisions()
    inside = registry.read_city_divisions()
    countries = _join_countries(registry.read_countries(), tables["places/countries"])
    earth = pl.read_parquet(natural_earth)
    division_places = _locate_divisions(divisions, inside, cities, earth)
    city_places = _describe_cities(cities, divisions, inside, countries)
    registered = [_describe_countries(countries), division_places, city_places]
    division_names = _division_names(divisions, earth, tables["places/admin_abbreviations"])
    town_names = _city_names(city_places, city_names)
    known = pl.concat([division_names, _named(city_places, "name", MAIN)])
    regions = _key_regions(tables["places/regions"], pl.concat(registered[1:], how="diagonal_relaxed"), known)
    spellings = _registry_spellings(divisions)
    english = tables["places/english_names"]
    stacked = _stack_places(*registered, _describe_regions(regions).with_columns(is_own=pl.lit(value=True)))
    places = name_in_english(stacked, english, regions, earth, spellings)
    english_names = _english_names(places, english)
    texts = pl.concat([
        _country_names(countries),
        division_names,
        town_names,
        _curated_names(tables["places/alternate_names"], places, pl.concat([town_names, division_names])),
        _region_names(regions),
    ])  # fmt: skip
    found_by = pl.concat(
        [texts, english_names.filter(pl.col("text").map_elements(registry.is_usable_name, pl.Boolean))]
    )
    names = _index_names(found_by, places)
    places = _with_spellings(places, pl.concat([texts, english_names])).rename({"key": "location_id"})
    return {"places": places, "names": names, "countries": countries.select(
        "iso2", "iso3", "name", "population", "neighbours", "area", "adjectives"
    )}  # fmt: skip


def _read_all_cities(dump: Path | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Registry cities and their names, with those of the user's dump after them."""
    cities, names = registry.read_cities()
    if dump is None:
        return cities, names
    more, more_names = read_dump(dump, set(cities.get_column("geonameid")))
    return pl.concat([cities, more], how="diagonal"), pl.concat([names, more_names])


def _join_countries(registered: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Countries with point, other names and adjectives (registry data has no points)."""
    return registered.join(own, on="iso2", how="inner", maintain_order="left").sort("iso2")


def _describe_countries(countries: pl.DataFrame) -> pl.DataFrame:
    return countries.select(
        "geonameid", "name", "latitude", "longitude", "iso2", pl.col("population").cast(pl.Int64),
        key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String),
        feature_class=pl.lit("A"), feature_code=pl.lit("PCLI"), location_precision=pl.lit(6),
    )  # fmt: skip


def _locate_divisions(
    divisions: pl.DataFrame, inside: pl.DataFrame, cities: pl.DataFrame, earth: pl.DataFrame
) -> pl.DataFrame:
    """Divisions with a point: Natural Earth's label point, else the middle of the cities that lie in it.

    Registry data has no points for divisions. One without a point and without a city cannot be placed and is left out.
    """
    middle = (
        inside.join(cities.select("geonameid", "latitude", "longitude", "population"), on="geonameid")
        .group_by("row")
        .agg(pl.col("latitude", "longitude").median(), pl.col("population").sum())
    )
    points = earth.filter(pl.col("gn_id") > 0).unique("gn_id", keep="first", maintain_order=True)
    level = pl.col("level")
    return (
        divisions.filter(pl.col("geonameid").is_not_null())
        .unique("geonameid", keep="first", maintain_order=True)
        .join(points.select(geonameid="gn_id", ne_lat="lat", ne_lon="lon"), on="geonameid", how="left")
        .join(middle, on="row", how="left")
        .select(
            "geonameid", "name", "iso2", "admin1_code", "admin2_code", pl.col("population").fill_null(0),
            key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String),
            latitude=pl.coalesce("ne_lat", "latitude"),
            longitude=pl.coalesce("ne_lon", "longitude"),
            feature_class=pl.lit("A"),
            feature_code=pl.when(level <= 1).then(pl.lit("ADM1")).when(level == 2).then(pl.lit("ADM2"))
            .otherwise(pl.lit("ADM3")),
            location_precision=pl.when(level <= 1).then(4).otherwise(3),
        )
        .filter(pl.col("latitude").is_not_null())
    )  # fmt: skip


def _describe_cities(
    cities: pl.DataFrame, divisions: pl.DataFrame, inside: pl.DataFrame, countries: pl.DataFrame
) -> pl.DataFrame:
    """Populated places with their second-order division; national capitals get GeoNames' code PPLC."""
    second = (
        inside.join(divisions.filter(pl.col("level") == 2).select("row", "admin2_code"), on="row")
        .unique("geonameid", keep="first", maintain_order=True)
        .select("geonameid", "admin2_code")
    )
    key = pl.col("name").map_elements(normalize_place_name, return_dtype=pl.String)
    absent = [pl.lit(None, pl.String).alias(column) for column in _DUMP_COLUMNS if column not in cities.columns]
    cities = cities.with_columns(absent).rename({column: f"own_{column}" for column in _DUMP_COLUMNS})
    capitals = (
        cities.with_columns(capital=key)
        .join(
            countries.select("iso2", capital=pl.col("capital").map_elements(normalize_place_name, pl.String)),
            on=["iso2", "capital"],
        )
        .sort("population", descending=True)
        .unique("iso2", keep="first", maintain_order=True)
        .select("geonameid", feature_code=pl.lit("PPLC"))
    )
    return (
        cities.join(second, on="geonameid", how="left", maintain_order="left")
        .join(capitals, on="geonameid", how="left", maintain_order="left")
        .with_columns(
            feature_code=pl.coalesce("feature_code", "own_feature_code", pl.lit("PPL")),
            admin2_code=pl.coalesce("admin2_code", "own_admin2_code"),
            key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String),
            feature_class=pl.coalesce("own_feature_class", pl.lit("P")),
            location_precision=pl.lit(1),
        )
    )


def _describe_regions(regions: pl.DataFrame) -> pl.DataFrame:
    """Our own regions as places; those that registry data has too (same `key`) are dropped when stacked."""
    code = pl.col("feature_code")
    precision = code.replace_strict(_PRECISION_OF_CODE, default=None)
    feature_class = code.replace_strict(_CLASS_OF_CODE, default=None)
    is_point = feature_class.is_in(["S", "P"]) | code.is_in(_POINTS)
    one_country = pl.when(~pl.col("countries").str.contains("|", literal=True)).then("countries")
    return regions.select(
        "name", "latitude", "longitude", "feature_code", "key", "geonameid",
        iso2=one_country,
        feature_class=feature_class.fill_null("L"),
        location_precision=pl.coalesce(precision, pl.when(is_point).then(1), pl.lit(5)),
        population=(10 ** (pl.col("weight").cast(pl.Float64) * 0.9)).cast(pl.Int64),
    )  # fmt: skip


def _key_regions(regions: pl.DataFrame, registered: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Regions with their `key`: that of the registry's division or town of the same name nearby, else our own.

    Our table then only adds names ("West Bank" is a division of GeoNames; "Judea and Samaria" is ours).
    """
    normal = pl.col("name").map_elements(normalize_place_name, pl.String)
    wanted = regions.with_columns(match=normal, iso2=pl.col("countries")).filter(
        ~pl.col("feature_code").is_in(_NEVER_REGISTERED)
    )
    known = names.with_columns(match=pl.col("text").map_elements(normalize_place_name, pl.String)).filter(
        pl.col("match").is_in(wanted.get_column("match").implode())
    )
    points = registered.select("key", "iso2", "population", near_lat="latitude", near_lon="longitude")
    near = (
        wanted.join(known.join(points, on="key").rename({"key": "found"}), on=["iso2", "match"])
        .filter(
            (pl.col("latitude") - pl.col("near_lat")).abs() + (pl.col("longitude") - pl.col("near_lon")).abs() < 3.0
        )
        .sort(["key", "quality", "population", "found"], descending=[False, False, True, False])
        .unique("key", keep="first", maintain_order=True)
        .select("key", "found")
    )
    own = pl.coalesce(pl.lit("geonames:") + pl.col("geonameid").cast(pl.String), pl.lit("dateline:") + pl.col("key"))
    return regions.join(near, on="key", how="left", maintain_order="left").with_columns(key=pl.coalesce("found", own))


def _stack_places(*parts: pl.DataFrame) -> pl.DataFrame:
    """All places under one another, in a fixed order, numbered."""
    stacked = pl.concat(parts, how="diagonal_relaxed").select(*_PLACE_COLUMNS, pl.col("is_own").fill_null(value=False))
    ascii_name = pl.col("name").str.normalize("NFKD").str.replace_all(r"[^\x00-\x7f]", "").alias("ascii_name")
    return (
        stacked.unique("key", keep="first", maintain_order=True)
        .with_columns(pl.col("population").fill_null(0), ascii_name, pl.col("location_precision").cast(pl.UInt8))
        .with_row_index("place")
    )


def _split(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.split("|")


def _named(frame: pl.DataFrame, text: str, quality: int) -> pl.DataFrame:
    """Rows (key, text, quality) of a column that holds one name or a list of names."""
    rows = frame.select("key", text=pl.col(text))
    if rows.schema["text"] == pl.List(pl.String):
        rows = rows.explode("text")
    return rows.filter(pl.col("text").is_not_null() & (pl.col("text") != "")).with_columns(quality=pl.lit(quality))


def _country_names(countries: pl.DataFrame) -> pl.DataFrame:
    keyed = countries.with_columns(key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String))
    keyed = keyed.with_columns(_split("names"), _split("official"))
    usable = keyed.with_columns(pl.col("official").list.eval(pl.element().filter(_is_usable())))
    return pl.concat(
        [_named(keyed, "name", MAIN), _named(keyed, "names", CURATED), _named(usable, "official", ALTERNATE)]
    )


def _is_usable() -> pl.Expr:
    return pl.element().map_elements(registry.is_usable_name, return_dtype=pl.Boolean)


def _division_names(divisions: pl.DataFrame, earth: pl.DataFrame, short: pl.DataFrame) -> pl.DataFrame:
    keyed = divisions.filter(pl.col("geonameid").is_not_null()).with_columns(
        key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String)
    )
    other = earth.filter(pl.col("gn_id") > 0).select(
        key=pl.lit("geonames:") + pl.col("gn_id").cast(pl.String), names="names"
    )
    full = pl.concat([_named(keyed, "aliases", ALTERNATE), _named(other, "names", ALTERNATE)])
    full = full.filter(pl.col("text").map_elements(registry.is_usable_name, return_dtype=pl.Boolean))
    main = _named(keyed, "name", MAIN)
    bare = _bare_names(pl.concat([main, full]))
    states = keyed.filter(pl.col("level") == 1).join(
        short.with_columns(_split("short_forms")).select("iso2", "admin1_code", "short_forms"),
        on=["iso2", "admin1_code"],
    )
    return pl.concat([main, _named(states, "short_forms", CURATED), full, bare])


def _registry_spellings(divisions: pl.DataFrame) -> pl.DataFrame:
    """GeoNames' own names of divisions (key, text, quality), without and with the word for their kind."""
    keyed = divisions.filter(pl.col("geonameid").is_not_null()).with_columns(
        key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String)
    )
    named = pl.concat([_named(keyed, "name", MAIN), _named(keyed, "aliases", ALTERNATE)])
    return pl.concat([named, _bare_names(named)])


def _bare_names(named: pl.DataFrame) -> pl.DataFrame:
    """Names without the word for the kind of division: Rapides for Rapides Parish, Salta for Provincia de Salta."""
    bare = pl.col("text").str.replace(_SUFFIX, "").str.replace(_PREFIX, "").str.strip_chars()
    return (
        named.with_columns(bare=bare)
        .filter((pl.col("bare") != pl.col("text")) & (pl.col("bare").str.len_chars() > 2))
        .select("key", text="bare", quality=pl.when(pl.col("quality") == MAIN).then(CURATED).otherwise(DERIVED))
    )


def _city_names(places: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    main = _named(places, "name", MAIN)
    keyed = names.select(key=pl.lit("geonames:") + pl.col("geonameid").cast(pl.String), text="text")
    other = _named(keyed, "text", ALTERNATE)
    without_article = (
        pl.concat([main, other])
        .with_columns(bare=pl.col("text").str.extract(_ARTICLE, 1))
        .filter(pl.col("bare").is_not_null())
        .select("key", text="bare", quality=pl.lit(DERIVED))
    )
    return pl.concat([main, other, without_article])


def _curated_names(own: pl.DataFrame, places: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Our own spellings, attached to the most populous town (or division) of that country that has the main name."""
    wanted = own.with_columns(
        match=pl.col("name").map_elements(normalize_place_name, pl.String), is_town=pl.col("feature_code").is_null()
    ).with_row_index("line")
    known = names.with_columns(match=pl.col("text").map_elements(normalize_place_name, pl.String)).filter(
        pl.col("match").is_in(wanted.get_column("match").implode())
    )
    is_town = (pl.col("feature_class") == "P").alias("is_town")
    places = places.filter(is_town | (pl.col("feature_code") == "ADM1")).select(
        "key", "iso2", "population", is_town, admin="admin1_code"
    )
    found = (
        wanted.join(known, on="match")
        .join(places, on=["key", "iso2", "is_town"])
        .filter(pl.col("admin1_code").is_null() | (pl.col("admin1_code") == pl.col("admin")))
        .sort(["line", "quality", "population", "key"], descending=[False, False, True, False])
        .unique("line", keep="first", maintain_order=True)
        .with_columns(_split("alternate_names"))
    )
    return pl.concat([_named(found, "name", CURATED), _named(found, "alternate_names", CURATED)])


def _region_names(regions: pl.DataFrame) -> pl.DataFrame:
    keyed = regions.with_columns(_split("names"))
    return pl.concat([_named(keyed, "name", MAIN), _named(keyed, "names", CURATED)])


def _english_names(places: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """The names of our table (key, text, quality); all but some hundred are known from the other sources.

    They count least of all names, so that a place is never preferred for them.
    """
    keys = places.filter(pl.col("geonameid").is_not_null()).select("key", "geonameid")
    listed = keys.join(own.with_columns(_split("other_names")), on="geonameid")
    return pl.concat([_named(listed, "name", DERIVED), _named(listed, "other_names", DERIVED)])


def _with_spellings(places: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Places with `alternate_names`, every spelling under which they are found but the name itself, sorted."""
    spellings = texts.unique(["key", "text"]).group_by("key").agg(pl.col("text").sort().alias("alternate_names"))
    return places.join(spellings, on="key", how="left", maintain_order="left").with_columns(
        pl.col("alternate_names").fill_null([]).list.set_difference(pl.concat_list("name")).list.sort()
    )


def _index_names(named: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Names in normal form, sorted, each place once under a name with its best quality."""
    return (
        named.with_columns(name=pl.col("text").map_elements(normalize_place_name, return_dtype=pl.String))
        .filter(pl.col("name").str.len_chars() > 1)
        .join(places.select("key", "place"), on="key")
        .group_by("name", "place")
        .agg(pl.col("quality").min())
        .sort("name", "quality", "place")
        .with_columns(pl.col("quality").cast(pl.UInt8))
    )
