"""Tables whose rows are the same in every warehouse: countries, and what views of other data sets need to know.

What belongs here: reference tables turned into rows of the warehouse, for views and joins. What is coded is not, so an
edit of theirs rebuilds nothing: the rows are written anew when the build is opened (`furnishing`).
"""

from __future__ import annotations

from functools import lru_cache

import duckdb
import polars as pl

from warehouse.reference import read_reference_table
from warehouse.schema.locations import COUNTRIES
from warehouse.schema.names_elsewhere import (
    CAMEO_ACTORS,
    CAMEO_CODES,
    CAMEO_RULES,
    CAMEO_SECTORS,
    COUNTED_PEOPLE,
    GOVERNMENTS,
    GROUP_NAMES,
)
from warehouse.schema.reference_tables import cameo, views
from warehouse.schema.reference_tables.places import COUNTRIES as COUNTRY_POINTS
from warehouse.schema.reference_tables.places import COUNTRY_CODES

_NAMES = ("acled_country", "acled_state", "ucdp_country")


@lru_cache(maxsize=1)
def fixed_rows() -> dict[str, pl.DataFrame]:
    """The rows by qualified name of the table, columns in any order."""
    return {
        COUNTRIES.qualified_name: _countries(),
        GOVERNMENTS.qualified_name: read_reference_table(views.GOVERNMENTS).rename({"iso3": "country_iso3"}),
        GROUP_NAMES.qualified_name: read_reference_table(views.GROUP_NAMES),
        COUNTED_PEOPLE.qualified_name: read_reference_table(views.COUNTED_PEOPLE),
        CAMEO_CODES.qualified_name: read_reference_table(cameo.CAMEO_CODES),
        CAMEO_RULES.qualified_name: read_reference_table(cameo.CAMEO_FROM_PLOVER).with_row_index("line", offset=1),
        CAMEO_ACTORS.qualified_name: read_reference_table(cameo.CAMEO_ACTORS),
        CAMEO_SECTORS.qualified_name: read_reference_table(cameo.CAMEO_SECTORS),
    }


def _countries() -> pl.DataFrame:
    """Codes, points and names of countries: in other data sets GeoNames' name where `country_names` has no other."""
    names = read_reference_table(views.COUNTRY_NAMES)
    points = read_reference_table(COUNTRY_POINTS).select("iso2", "latitude", "longitude")
    return (
        read_reference_table(COUNTRY_CODES)
        .join(names, on="iso3", how="left", maintain_order="left")
        .join(points, on="iso2", how="left", maintain_order="left")
        .with_columns(pl.col(name).fill_null(pl.col("name")) for name in _NAMES)
        .rename({"iso3": "country_iso3", "iso2": "country_iso2", "name": "country_name"})
    )


def write_fixed_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Put them into their tables in place of those that are there."""
    for table, rows in fixed_rows().items():
        _ = connection.register("fixed_rows", rows)
        _ = connection.execute(f"DELETE FROM {table}")
        _ = connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM fixed_rows")
        _ = connection.unregister("fixed_rows")
