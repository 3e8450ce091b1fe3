"""Tables whose rows are the same in every warehouse: countries, and what views of other data sets need to know.

What belongs here: reference tables turned into rows of the warehouse, for views and joins. What is coded is not.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from warehouse.reference import read_reference_table
from warehouse.schema.locations import COUNTRIES
from warehouse.schema.names_elsewhere import COUNTED_PEOPLE, GOVERNMENTS, GROUP_NAMES
from warehouse.schema.reference_tables import views
from warehouse.schema.reference_tables.places import COUNTRY_CODES

_NAMES = ("acled_country", "acled_state", "ucdp_country")


@lru_cache(maxsize=1)
def fixed_rows() -> dict[str, pl.DataFrame]:
    """The rows by qualified name of the table, columns in any order."""
    days = pl.col("from_date", "to_date").str.to_date("%Y-%m-%d")
    return {
        COUNTRIES.qualified_name: _countries(),
        GOVERNMENTS.qualified_name: read_reference_table(views.GOVERNMENTS)
        .rename({"iso3": "country_iso3"})
        .with_columns(days),
        GROUP_NAMES.qualified_name: read_reference_table(views.GROUP_NAMES).with_columns(days),
        COUNTED_PEOPLE.qualified_name: read_reference_table(views.COUNTED_PEOPLE),
    }


def _countries() -> pl.DataFrame:
    """Codes of countries, and their names in other data sets: GeoNames' where `country_names` has no other."""
    names = read_reference_table(views.COUNTRY_NAMES)
    return (
        read_reference_table(COUNTRY_CODES)
        .join(names, on="iso3", how="left", maintain_order="left")
        .with_columns(pl.col(name).fill_null(pl.col("name")) for name in _NAMES)
        .rename({"iso3": "country_iso3", "iso2": "country_iso2", "name": "country_name"})
    )
