"""events_ucdp_ged and its twin against what UCDP GED has: sides, types, deaths by side, names, numbers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import duckdb
import polars as pl
import pytest
from coded_events import Coded, Side, warehouse_of

ARMY = Side("Military Forces of Mali", "MIL", "MLI", 1, "government", text="5 Malian soldiers")
PATROL = Side("Military Forces of Mali", "MIL", "MLI", 1, "government", text="a patrol")
FRENCH = Side("Military Forces of France", "MIL", "FRA", 1, "government")
JNIM = Side("Jama'at Nusrat al-Islam wal-Muslimin", "REB", "MLI", 2, "armed_group", text="JNIM")
MILITIA = Side("Hill Militia", "REB", "MLI", 4, "armed_group")
GUNMEN = Side("Gunmen", "UAF", text="gunmen")
VILLAGERS = Side("Villagers", "CVL", "MLI", 7, "civilians", text="villagers")
MAYOR = Side("Mayor", "GOV", "MLI", 1, "government", text="the mayor")
CLASH = ("Battles", "Armed clash")
STRIKE = ("Explosions/Remote violence", "Air/drone strike")
ATTACK = ("Violence against civilians", "Attack")
TARGETS = {"civilian_targeting": True}

EVENTS = [
    Coded("ambush", CLASH, JNIM, PATROL, dead=12, counted=[(12, " foreign soldiers died")]),
    Coded("raid", CLASH, PATROL, JNIM, dead=30, counted=[(25, " militants"), (5, " civilians caught between them")]),
    Coded("strike", STRIKE, FRENCH, JNIM, dead=9, counted=[(9, " of them")], other=TARGETS),
    Coded("roadside", STRIKE, JNIM, ARMY, dead=5, counted=[(5, ", near the well")]),
    Coded("massacre", ATTACK, JNIM, VILLAGERS, dead=40, counted=[(40, " men")], other=TARGETS),
    Coded("murder", ATTACK, GUNMEN, MAYOR, dead=1, counted=[(1, " died")], other=TARGETS),
    Coded("feud", CLASH, MILITIA, JNIM, dead=3, counted=[(3, " rebels")]),
    Coded("town falls", CLASH, JNIM, dead=7, counted=[(6, " policemen"), (1, " body")]),
    Coded("overcount", CLASH, PATROL, JNIM, dead=2, counted=[(2, " soldiers"), (2, " rebels")]),
    Coded("claim", CLASH, FRENCH, JNIM, dead=8, other={"status": "claimed"}),
    Coded("unsure", CLASH, FRENCH, JNIM, dead=8, other={"confidence": 0.3}, day=date(2021, 3, 1)),
    Coded("gaza", STRIKE, Side("Military Forces of Israel", "MIL", "ISR", 1, "government"), VILLAGERS, "PSE", dead=6),
    Coded("congo", CLASH, Side("Military Forces of Congo", "MIL", "COD", 1, "government"), GUNMEN, "COD", dead=2),
    Coded("rebels inside", CLASH, GUNMEN, Side("Rebels", "REB"), dead=1, other={"date_precision": 4}),
    Coded("open count", CLASH, PATROL, JNIM, other={"fatalities_high": 40}, day=date(2021, 4, 1)),
]
LEFT_OUT = [
    Coded("march", ("Protests", "Peaceful protest"), VILLAGERS, dead=1),
    Coded("mob", ("Riots", "Mob violence"), VILLAGERS, dead=1),
    Coded("nobody armed", CLASH, VILLAGERS, dead=1),
    Coded("nobody died", CLASH, ARMY, JNIM, dead=0),
    Coded("no point", CLASH, ARMY, JNIM, dead=3, other={"latitude": None}),
    Coded("denied", CLASH, ARMY, JNIM, dead=3, other={"status": "negated"}),
]
Rows = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return warehouse_of([*EVENTS, *LEFT_OUT])


@pytest.fixture(scope="module")
def found(warehouse: duckdb.DuckDBPyConnection) -> Rows:
    rows = warehouse.sql("FROM events_ucdp_ged").pl().iter_rows(named=True)
    return {str(row["source_headline"]).removeprefix("On "): row for row in rows}


def test_rows_are_lethal_violence_of_organised_actors(found: Rows) -> None:
    assert set(found) == {event.name for event in EVENTS}


@pytest.mark.parametrize(
    ("name", "kind", "sides"),
    [
        ("ambush", 1, ("Government of Mali", "JNIM")),
        ("raid", 1, ("Government of Mali", "JNIM")),
        ("strike", 1, ("Government of France", "JNIM")),
        ("massacre", 3, ("JNIM", "Civilians")),
        ("murder", 3, ("Unidentified armed group", "Civilians")),
        ("feud", 2, ("Hill Militia", "JNIM")),
        ("town falls", 1, ("Unidentified government", "JNIM")),
        ("congo", 1, ("Government of DR Congo (Zaire)", "Unidentified armed group")),
        ("rebels inside", 2, ("Unidentified armed group", "Unidentified armed group")),
    ],
)
def test_types_and_sides_are_those_of_ucdps_definitions(
    found: Rows, name: str, kind: int, sides: tuple[str, str]
) -> None:
    row = found[name]
    assert (row["type_of_violence"], (row["side_a"], row["side_b"])) == (kind, sides)
    assert row["dyad_name"] == " - ".join(sides)


@pytest.mark.parametrize(
    ("name", "deaths"),
    [
        ("ambush", (12, 0, 0, 0)),
        ("raid", (0, 25, 5, 0)),
        ("strike", (0, 0, 0, 9)),
        ("roadside", (5, 0, 0, 0)),
        ("massacre", (0, 0, 40, 0)),
        ("murder", (0, 0, 1, 0)),
        ("feud", (0, 0, 0, 3)),
        ("town falls", (6, 0, 0, 1)),
        ("overcount", (0, 0, 0, 2)),
    ],
)
def test_deaths_are_of_the_side_that_the_words_name(found: Rows, name: str, deaths: tuple[int, ...]) -> None:
    columns = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert tuple(found[name][column] for column in columns) == deaths


def test_estimates_add_up_and_are_in_order(warehouse: duckdb.DuckDBPyConnection, found: Rows) -> None:
    broken = "deaths_a + deaths_b + deaths_civilians + deaths_unknown <> best OR low > best OR best > high"
    assert warehouse.sql(f"FROM events_ucdp_ged WHERE {broken}").fetchall() == []
    assert [found["open count"][name] for name in ("low", "best", "high")] == [0, 0, 40]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ambush", "Clear"),
        ("murder", "Check Dyad"),
        ("town falls", "Check Type of Violence"),
        ("claim", "Check Deaths"),
        ("unsure", "Low Confidence"),
    ],
)
def test_status_says_what_is_unsure(found: Rows, name: str, status: str) -> None:
    assert found[name]["code_status"] == status


def test_years_are_active_from_25_deaths_of_a_dyad(found: Rows) -> None:
    active = {name for name, row in found.items() if row["active_year"]}
    assert active == {"ambush", "raid", "roadside", "overcount", "massacre"}


def test_values_and_names(found: Rows) -> None:
    wanted = {
        "relid": EVENTS[0].event_id,
        "year": 2022,
        "number_of_sources": 1,
        "source_article": '"Wire,2022-05-04,On ambush"',
        "source_office": "Wire",
        "source_date": "2022-05-04",
        "where_prec": 1,
        "where_coordinates": "Town of Mali",
        "adm_1": "North",
        "adm_2": "Middle district",
        "geom_wkt": "POINT (-4.2 14.49)",
        "priogrid_gid": 208 * 720 + 351 + 1,
        "country": "Mali",
        "country_id": 432,
        "region": "Africa",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": date(2022, 5, 4),
        "date_end": date(2022, 5, 4),
        "gwnoa": 432,
        "gwnob": None,
    }
    assert {name: found["ambush"][name] for name in wanted} == wanted
    assert found["rebels inside"]["event_clarity"] == 2
    assert (found["gaza"]["country"], found["gaza"]["country_id"], found["gaza"]["gwnoa"]) == ("Israel", 666, 666)
    assert (found["congo"]["country"], found["congo"]["country_id"]) == ("DR Congo (Zaire)", 490)


def test_types_of_columns(warehouse: duckdb.DuckDBPyConnection) -> None:
    frame = warehouse.sql("FROM events_ucdp_ged").pl()
    text = """relid code_status conflict_name dyad_name side_a side_b source_article source_office source_date
        source_headline source_original where_coordinates where_description adm_1 adm_2 geom_wkt country region"""
    kinds: dict[str, type[pl.DataType]] = dict.fromkeys(text.split(), pl.String)
    kinds |= {"active_year": pl.Boolean, "date_start": pl.Date, "date_end": pl.Date}
    kinds |= {"latitude": pl.Float64, "longitude": pl.Float64}
    assert frame.schema == {name: kinds.get(name, pl.Int64) for name in frame.columns}
    may_be_open = {"source_original", "adm_1", "adm_2", "gwnoa", "gwnob"}
    assert {name for name in frame.columns if frame[name].null_count()} <= may_be_open


def test_numbers_are_lasting_and_lead_back(warehouse: duckdb.DuckDBPyConnection, found: Rows) -> None:
    ids = [row["id"] for row in found.values()]
    assert len(set(ids)) == len(ids)
    assert all(isinstance(one, int) and 0 < one < 2**53 for one in ids)
    assert found["ambush"]["id"] == int(EVENTS[0].event_id[:13], 16)
    assert found["ambush"]["dyad_new_id"] == found["raid"]["dyad_new_id"] != found["strike"]["dyad_new_id"]
    assert (found["massacre"]["side_b_new_id"], found["massacre"]["side_a_new_id"]) == (
        1,
        found["raid"]["side_b_new_id"],
    )
    twin = {row["id"]: row for row in warehouse.sql("FROM events_ucdp_ged_evidence").pl().iter_rows(named=True)}
    assert set(twin) == set(ids)
    assert twin[found["claim"]["id"]]["status"] == "claimed"
    assert twin[found["ambush"]["id"]]["evidence"] == "Report of ambush."


def test_what_notebooks_do_with_ged_runs_on_the_view(warehouse: duckdb.DuckDBPyConnection) -> None:
    frame = warehouse.sql("FROM events_ucdp_ged").pl()
    by_dyad: dict[str, int] = defaultdict(int)
    for dyad, best in frame.select("dyad_name", "best").iter_rows():
        by_dyad[dyad] += best
    assert by_dyad["Government of Mali - JNIM"] == 49
    active = frame.filter((pl.col("active_year") == 1) & (pl.col("type_of_violence") == 1))  # pandas has it as 1 too
    assert active.group_by("country", "year").agg(pl.col("best").sum()).rows() == [("Mali", 2022, 49)]
    assert frame.filter(pl.col("code_status") == "Clear")["deaths_a"].sum() == 17
    days = frame["source_date"].str.split(";").list.first().str.to_date()
    assert days.min() == date(2021, 3, 1)
    query = "SELECT year, count(*) FROM events_ucdp_ged WHERE active_year AND event_clarity = 1 GROUP BY year"
    assert warehouse.sql(query).fetchall() == [(2022, 5)]
