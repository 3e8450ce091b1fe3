"""What analysts do with GDELT's and POLECAT's files, done with the views over the sample articles.

Each operation is one of public notebooks, in our own lines: it has to run as it does on the original, with the
original's types, codes and empty fields.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

pytestmark = pytest.mark.slow

CODES = {"EventCode": r"\d{3,4}", "EventBaseCode": r"\d{3}", "EventRootCode": r"\d{2}"}
OF_ACTOR = {
    "CountryCode": r"[A-Z]{3}", "KnownGroupCode": r"[A-Z]{3}", "EthnicCode": r"[a-z]{3}", "Religion1Code": r"[A-Z]{3}",
    "Religion2Code": r"[A-Z]{3}", "Type1Code": r"[A-Z]{3}", "Code": r"[A-Za-z]{3,18}",
}  # fmt: skip
PLACES = ("Actor1Geo", "Actor2Geo", "ActionGeo")
NEVER_NULL = """GLOBALEVENTID SQLDATE MonthYear Year FractionDate IsRootEvent EventCode EventBaseCode EventRootCode
QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone Actor1Geo_Type Actor2Geo_Type ActionGeo_Type
DATEADDED SOURCEURL""".split()
REALS = {
    "FractionDate",
    "GoldsteinScale",
    "AvgTone",
    *(f"{place}_{axis}" for place in PLACES for axis in ("Lat", "Long")),
}
TEXTS = {
    "SOURCEURL",
    *CODES,
    *(f"Actor{n}{kind}" for n in (1, 2) for kind in ("Name", "Type2Code", "Type3Code", *OF_ACTOR)),
    *(
        f"{place}_{part}"
        for place in PLACES
        for part in ("FullName", "CountryCode", "ADM1Code", "ADM2Code", "FeatureID")
    ),
}


@pytest.fixture(scope="session")
def gdelt(warehouse: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return warehouse.sql("FROM events_gdelt").pl()


@pytest.fixture(scope="session")
def polecat(warehouse: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return warehouse.sql("FROM events_polecat").pl()


def test_types_are_gdelts(gdelt: pl.DataFrame) -> None:
    wanted = {name: pl.Float64 if name in REALS else pl.String if name in TEXTS else pl.Int64 for name in gdelt.columns}
    assert dict(gdelt.schema) == wanted
    assert gdelt.height > 100


def test_what_gdelt_always_has_is_always_there(gdelt: pl.DataFrame) -> None:
    assert [name for name in NEVER_NULL if gdelt[name].null_count()] == []
    assert gdelt["GLOBALEVENTID"].n_unique() == gdelt.height
    assert gdelt["GLOBALEVENTID"].min() > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "pattern"), [*CODES.items(), *((f"Actor{n}{kind}", it) for n in (1, 2) for kind, it in OF_ACTOR.items())]
)
def test_codes_have_the_form_that_cameo_gives_them(gdelt: pl.DataFrame, name: str, pattern: str) -> None:
    assert [value for value in gdelt[name].drop_nulls().unique() if not re.fullmatch(pattern, value)] == []


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_whole_or_not_there(gdelt: pl.DataFrame, place: str) -> None:
    of_place = gdelt.select(pl.col(f"^{place}_.*$"))
    none = of_place.filter(pl.col(f"{place}_Type") == 0).drop(f"{place}_Type")
    assert none.null_count().sum_horizontal().item() == none.height * none.width
    found = of_place.filter(pl.col(f"{place}_Type") > 0)
    whole = [f"{place}_{part}" for part in ("FullName", "CountryCode", "ADM1Code", "Lat", "Long")]
    assert found.select(whole).null_count().sum_horizontal().item() == 0
    assert found[f"{place}_Type"].is_between(1, 5).all()


def test_base_root_quad_class_and_goldstein_follow_from_the_code(
    warehouse: duckdb.DuckDBPyConnection, gdelt: pl.DataFrame
) -> None:
    codes = warehouse.sql("SELECT * EXCLUDE (name) FROM cameo_codes").pl()
    columns = {"base_code": "EventBaseCode", "root_code": "EventRootCode", "quad_class": "QuadClass",
               "goldstein_scale": "GoldsteinScale"}  # fmt: skip
    joined = gdelt.join(codes, left_on="EventCode", right_on="code", how="left")
    assert all(joined[ours].eq_missing(joined[theirs]).all() for ours, theirs in columns.items())


def test_quad_class_by_month(gdelt: pl.DataFrame) -> None:
    """A month a row, a quad class a column, as a stacked plot of GDELT takes it."""
    months = gdelt.with_columns(month=pl.col("MonthYear").cast(pl.String).str.to_date("%Y%m"))
    series = months.pivot(on="QuadClass", index="month", values="GLOBALEVENTID", aggregate_function="len")
    assert series.select(pl.col("^[1-4]$").sum()).sum_horizontal().item() == gdelt.height
    assert set(series.columns) == {"month", "1", "2", "3", "4"}


def test_edge_list_of_countries_with_mean_goldstein(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Who acts on whom, weighted: the input of a network of countries."""
    edges = warehouse.sql("""
        SELECT Actor1CountryCode AS source, Actor2CountryCode AS target, count(*) AS weight, avg(GoldsteinScale) AS mean
        FROM events_gdelt WHERE Actor1CountryCode IS NOT NULL AND Actor2CountryCode IS NOT NULL
        GROUP BY ALL HAVING source <> target ORDER BY weight DESC
    """).pl()
    assert edges.height > 0
    assert edges["mean"].is_between(-10, 10).all()


def test_roots_are_text_with_a_leading_zero(gdelt: pl.DataFrame) -> None:
    cooperation = gdelt.filter(pl.col("EventRootCode").is_in(["03", "04", "05"]))
    protests = gdelt.filter(pl.col("EventCode").str.starts_with("14"))
    assert cooperation.height and set(cooperation["QuadClass"]) == {1}
    assert protests.height and set(protests["QuadClass"]) == {3}
    assert gdelt.filter(pl.col("EventRootCode") == "4").is_empty()


def test_a_file_as_gdelt_writes_it_reads_back(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """61 columns by position, tabs, no header: the loader of every notebook."""
    file = tmp_path / "export.CSV"
    warehouse.execute(f"COPY (FROM events_gdelt) TO '{file}' (DELIMITER '\t', HEADER false)")
    read = pl.read_csv(file, separator="\t", has_header=False, infer_schema=False, quote_char='"')
    assert read.width == 61
    assert set(read.to_series(28)) <= {f"{root:02d}" for root in range(1, 21)}
    assert read.to_series(1).str.to_date("%Y%m%d").is_between(date(1900, 1, 1), date(2100, 1, 1)).all()
    assert read.to_series(59).str.to_datetime("%Y%m%d%H%M%S").null_count() == 0


def test_no_text_of_polecat_is_null_and_numbers_are_numbers(polecat: pl.DataFrame) -> None:
    texts = [name for name, kind in polecat.schema.items() if kind == pl.String]
    assert polecat.select(texts).null_count().sum_horizontal().item() == 0
    others = {name: kind for name, kind in polecat.schema.items() if name not in texts}
    assert others == {
        "Event Date": pl.Date, "Intensity": pl.Float64, "Latitude": pl.Float64, "Longitude": pl.Float64,
        "Publication Date": pl.Date,
    }  # fmt: skip
    assert polecat["Event Date"].null_count() == 0


def test_polecat_ids_are_articles_and_numbers(warehouse: duckdb.DuckDBPyConnection, polecat: pl.DataFrame) -> None:
    """Articles are counted by what stands before the underscore."""
    parts = polecat["Event ID"].str.split("_")
    known = set(warehouse.sql("SELECT article_id FROM articles").pl()["article_id"])
    assert set(parts.list.first()) <= known
    assert polecat["Event ID"].n_unique() == polecat.height
    assert parts.list.len().eq(2).all()


def test_polecat_countries_involved_by_correlates_of_war(polecat: pl.DataFrame) -> None:
    """Each country that acts or is acted on, as numbers, `None` left out."""
    involved = polecat.select(
        pl.concat_list(pl.col("Actor COW").str.split("; "), pl.col("Recipient COW").str.split("; "))
    )
    numbers = involved.explode("Actor COW").filter(pl.col("Actor COW") != "None")["Actor COW"].cast(pl.Int64)
    assert numbers.len() and numbers.is_between(2, 990).all()


def test_polecat_quads_follow_the_type(polecat: pl.DataFrame) -> None:
    of_type: dict[str, Any] = dict(polecat.group_by("Event Type").agg(pl.col("Quad Code").unique()).iter_rows())
    assert all(len(quads) == 1 for quads in of_type.values())
    assert of_type["ASSAULT"] == ["MATERIAL CONFLICT"]
    without_modes = polecat.filter(pl.col("Event Type").is_in(["AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID"]))
    assert set(without_modes["Event Mode"]) == {"None"}


@pytest.mark.parametrize(("view", "key"), [("events_gdelt", "GLOBALEVENTID"), ("events_polecat", "Event ID")])
def test_the_twin_tells_what_is_only_the_publications_day(
    warehouse: duckdb.DuckDBPyConnection, view: str, key: str
) -> None:
    joined = warehouse.sql(f'FROM {view} JOIN {view}_evidence USING ("{key}")').pl()
    assert joined.height == warehouse.sql(f"FROM {view}").pl().height
    assert joined.filter(pl.col("date_from") == "text").height > 0
    assert (
        joined.select("event_id", "status", "confidence", "date_from", "evidence", "article_ids")
        .null_count()
        .sum_horizontal()
        .item()
        == 0
    )
    assert set(joined["status"]) <= {"actual", "ongoing", "claimed"}
