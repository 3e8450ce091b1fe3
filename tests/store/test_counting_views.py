"""What views that count make of dates and tolls that are open, and distances where the Earth is awkward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from warehouse.schema.render import create_tables
from warehouse.schema.tables import ALL_TABLES
from warehouse.store.macros import create_macros
from warehouse.store.views import create_views

EVENT = {"event_type": "ASSAULT", "status": "actual", "article_count": 1, "source_count": 1, "country_iso3": "MLI"}
EVENT |= {"actor_name": "Gunmen", "recipient_name": "Herders", "quad_class": 4}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for statement in [*create_tables(ALL_TABLES), *create_views(), *create_macros()]:
            connection.execute(statement)
        yield connection


@pytest.fixture
def warehouse(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for each test; what it adds is gone after it."""
    empty.execute("BEGIN")
    yield empty
    empty.execute("ROLLBACK")


def add(connection: duckdb.DuckDBPyConnection, *events: dict[str, object]) -> None:
    for number, event in enumerate(events):
        row = EVENT | {"event_id": f"e{number}"} | event
        names = ", ".join(f"? AS {name}" for name in row)
        connection.execute(f"INSERT INTO events BY NAME SELECT {names}", list(row.values()))


def dated(start: date | None, end: date | None, precision: int | None) -> dict[str, object]:
    return {"date_start": start, "date_end": end, "date_precision": precision}


def test_a_span_of_months_has_no_month_and_one_of_two_years_no_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    add(
        warehouse,
        dated(date(2024, 3, 31), date(2024, 4, 2), 2),
        dated(date(2024, 3, 1), date(2024, 3, 31), 4),
        dated(date(2024, 6, 1), date(2024, 8, 31), 5),
        dated(date(2024, 12, 1), date(2025, 2, 28), 5),
        dated(None, None, None),
        dated(date(2024, 3, 1), date(2024, 3, 1), 1) | {"status": "planned"},
    )
    counted = warehouse.execute("SELECT month, year, events FROM events_by_country_month ORDER BY ALL").fetchall()
    assert counted == [(date(2024, 3, 1), 2024, 2), (None, 2024, 1), (None, None, 2)]


def toll(low: int | None, best: int | None, high: int | None) -> dict[str, object]:
    return {"fatalities_low": low, "fatalities_best": best, "fatalities_high": high}


def test_a_toll_with_an_open_bound_counts_with_what_is_said(warehouse: duckdb.DuckDBPyConnection) -> None:
    at_least_20, up_to_40, none, unsaid = toll(20, 20, None), toll(None, 40, 40), toll(0, 0, 0), toll(None, None, None)
    add(warehouse, toll(5, 6, 9), at_least_20, up_to_40, none, unsaid)
    for view in ("events_by_country_month", "actor_dyads"):
        counted = warehouse.execute(
            f"SELECT events, events_with_toll, fatalities_low, fatalities_best, fatalities_high FROM {view}"
        ).fetchall()
        assert counted == [(5, 4, 25, 66, 69)], view


def test_a_toll_that_nobody_says_is_null(warehouse: duckdb.DuckDBPyConnection) -> None:
    add(warehouse, toll(None, None, None))
    tolls = "SELECT events_with_toll, fatalities_low, fatalities_best, fatalities_high FROM actor_dyads"
    assert warehouse.execute(tolls).fetchall() == [(0, None, None, None)]


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [((0, 179.9), (0, -179.9), 22.239), ((89, 0), (89, 180), 222.39), ((52.52, 13.405), (48.8566, 2.3522), 877.5)],
)
def test_distances_are_right_across_the_date_line_and_the_pole(
    warehouse: duckdb.DuckDBPyConnection, one: tuple[float, float], other: tuple[float, float], km: float
) -> None:
    add(warehouse, {"latitude": one[0], "longitude": one[1], "where_precision": 1})
    near = "SELECT distance_km FROM events_near(?, ?, ?)"
    assert warehouse.execute(near, [*other, km * 1.01]).fetchall() == [(pytest.approx(km, rel=0.001),)]
    assert warehouse.execute(near, [*other, km * 0.99]).fetchall() == []


@pytest.mark.parametrize(("precision", "near", "wide"), [(2, 1, 1), (3, 0, 1), (4, 0, 1), (6, 0, 0)])
def test_the_middle_of_an_area_is_near_nothing_unless_asked_for(
    warehouse: duckdb.DuckDBPyConnection, precision: int, near: int, wide: int
) -> None:
    add(warehouse, {"latitude": 17.0, "longitude": -4.0, "where_precision": precision})
    assert len(warehouse.execute("FROM events_near(17, -4, 1)").fetchall()) == near
    assert len(warehouse.execute("FROM events_near(17, -4, 1, coarsest := 4)").fetchall()) == wide
