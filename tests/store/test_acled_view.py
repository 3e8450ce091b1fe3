"""events_acled and its twins against what ACLED's export has: names, labels, types, blanks, and which events at all."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import duckdb
import polars as pl
import pytest
from coded_events import Coded, Side, warehouse_of

ARMY = Side("Military Forces of Mali", "MIL", "MLI", 1, "government")
POLICE = Side("Police Forces of Mali", "COP", "MLI", 1, "government")
STATE = Side("Government of Mali", "GOV", "MLI", 1, "government")
JNIM = Side("Jama'at Nusrat al-Islam wal-Muslimin", "REB", "MLI", 2, "armed_group")
GUNMEN = Side("Gunmen", "UAF")
VILLAGERS = Side("Villagers", "CVL", "MLI", 7, "civilians")
FIRM = Side("Ore Company", "BUS", "MLI", None, "organisation")
DEVELOPMENT = "Strategic developments"
CLASH = ("Battles", "Armed clash")
MARCH = ("Protests", "Peaceful protest")
BOMB = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ATTACK = ("Violence against civilians", "Attack")

EVENTS = [
    Coded("clash", CLASH, ARMY, JNIM, dead=4),
    Coded("abroad", CLASH, Side("Military Forces of France", "MIL", "FRA", 1, "government"), JNIM),
    Coded("untold foe", CLASH, JNIM),
    Coded("junta", CLASH, ARMY, GUNMEN, day=date(2020, 10, 1)),
    Coded("before any table", CLASH, ARMY, JNIM, day=date(1987, 3, 1)),
    Coded("bomb", BOMB, Side(), VILLAGERS, dead=2, other={"civilian_targeting": True}),
    Coded("attack", ATTACK, GUNMEN, VILLAGERS, day=date(2022, 6, 1), other={"civilian_targeting": True}),
    Coded("march", MARCH, Side("Students", "EDU", "MLI", 7, "civilians"), STATE, day=date(2022, 6, 9)),
    Coded("dispersed", ("Protests", "Protest with intervention"), POLICE, Side("Students", "EDU", "MLI")),
    Coded("mob", ("Riots", "Mob violence"), Side("Crowds", "CVL"), POLICE),
    Coded("raid in Congo", ATTACK, Side("Militiamen", "REB"), Side("Farmers", "AGR"), country="COD"),
    Coded("raqqa", CLASH, Side("Islamic State", "REB", None, 8, "armed_group"), GUNMEN, country="SYR"),
    Coded("philippines", CLASH, Side("Police Forces of Philippines", "COP", "PHL", 1, "government"), country="PHL"),
    Coded("taliban rule", ATTACK, Side("Taliban", "REB", "AFG", 2, "armed_group"), VILLAGERS, country="AFG"),
    Coded("gang", ATTACK, Side("Gangs", "CRM"), VILLAGERS, day=date(2022, 7, 1)),
    Coded("week", CLASH, ARMY, JNIM, day=date(2022, 8, 1), other={"date_end": date(2022, 8, 7), "date_precision": 3}),
    Coded("published", CLASH, ARMY, JNIM, day=date(2022, 9, 1), other={"date_from": "published"}),
]
LEFT_OUT = [
    Coded("no date", CLASH, ARMY, JNIM, other={"date_start": None}),
    Coded("no country", CLASH, ARMY, JNIM, other={"country_iso3": None}),
    Coded("no point", CLASH, ARMY, JNIM, other={"latitude": None, "longitude": None}),
    Coded("country only", CLASH, ARMY, JNIM, other={"where_precision": 6}),
    Coded("some year", CLASH, ARMY, JNIM, other={"date_precision": 5}),
    Coded("planned", CLASH, ARMY, JNIM, other={"status": "planned"}),
    Coded("long ago", CLASH, ARMY, JNIM, other={"status": "historical"}),
    Coded("speech", (None, None), STATE, JNIM),  # pyright: ignore[reportArgumentType]
]
Rows = dict[str, dict[str, object]]


def named(connection: duckdb.DuckDBPyConnection, view: str = "events_acled") -> Rows:
    """The rows of a view by the name of the event, which is in its evidence."""
    rows = connection.sql(f"FROM {view}").pl().iter_rows(named=True)
    return {str(row["notes"]).removeprefix("Report of ").removesuffix("."): row for row in rows}


@pytest.fixture(scope="module")
def warehouse() -> duckdb.DuckDBPyConnection:
    return warehouse_of([*EVENTS, *LEFT_OUT])


@pytest.fixture(scope="module")
def found(warehouse: duckdb.DuckDBPyConnection) -> Rows:
    return named(warehouse)


def test_rows_are_those_that_acled_would_have(found: Rows) -> None:
    assert set(found) == {event.name for event in EVENTS}


@pytest.mark.parametrize(
    ("name", "actors"),
    [
        ("clash", ("Military Forces of Mali (2021-)", "JNIM: Group for Support of Islam and Muslims")),
        ("abroad", ("Military Forces of France (2017-)", "JNIM: Group for Support of Islam and Muslims")),
        ("untold foe", ("JNIM: Group for Support of Islam and Muslims", "")),
        ("junta", ("Military Forces of Mali (2020-2021)", "Unidentified Armed Group (Mali)")),
        ("before any table", ("Military Forces of Mali", "JNIM: Group for Support of Islam and Muslims")),
        ("bomb", ("Unidentified Armed Group (Mali)", "Civilians (Mali)")),
        ("attack", ("Unidentified Armed Group (Mali)", "Civilians (Mali)")),
        ("march", ("Protesters (Mali)", "")),
        ("dispersed", ("Protesters (Mali)", "Police Forces of Mali (2021-)")),
        ("mob", ("Rioters (Mali)", "Police Forces of Mali (2021-)")),
        (
            "raid in Congo",
            ("Unidentified Armed Group (Democratic Republic of Congo)", "Civilians (Democratic Republic of Congo)"),
        ),
        ("raqqa", ("Islamic State (Syria)", "Unidentified Armed Group (Syria)")),
        ("philippines", ("Police Forces of the Philippines (2016-2022)", "")),
        ("taliban rule", ("Military Forces of Afghanistan (2021-)", "Civilians (Mali)")),
        ("gang", ("Unidentified Gang (Mali)", "Civilians (Mali)")),
    ],
)
def test_actors_are_written_as_acled_writes_them(found: Rows, name: str, actors: tuple[str, str]) -> None:
    assert (found[name]["actor1"], found[name]["actor2"]) == actors


@pytest.mark.parametrize(
    ("name", "labels", "numbers"),
    [
        ("clash", ("State forces", "Rebel group", "State forces-Rebel group"), (1, 2, 12)),
        ("abroad", ("External/Other forces", "Rebel group", "Rebel group-External/Other forces"), (8, 2, 28)),
        ("untold foe", ("Rebel group", "", "Rebel group only"), (2, 0, 20)),
        ("attack", ("Political militia", "Civilians", "Political militia-Civilians"), (3, 7, 37)),
        ("march", ("Protesters", "", "Protesters only"), (6, 0, 60)),
        ("dispersed", ("Protesters", "State forces", "State forces-Protesters"), (6, 1, 16)),
        ("mob", ("Rioters", "State forces", "State forces-Rioters"), (5, 1, 15)),
        ("raqqa", ("Rebel group", "Political militia", "Rebel group-Political militia"), (2, 3, 23)),
        ("taliban rule", ("State forces", "Civilians", "State forces-Civilians"), (1, 7, 17)),
    ],
)
def test_classes_are_words_and_in_the_twin_numbers(
    warehouse: duckdb.DuckDBPyConnection, found: Rows, name: str, labels: tuple[str, ...], numbers: tuple[int, ...]
) -> None:
    columns = ("inter1", "inter2", "interaction")
    assert tuple(found[name][column] for column in columns) == labels
    assert tuple(named(warehouse, "events_acled_numeric")[name][column] for column in columns) == numbers


def test_others_against_civilians_are_labelled_out_of_turn() -> None:
    raid = Coded("raid", BOMB, Side("Military Forces of France", "MIL", "FRA", 1, "government"), VILLAGERS)
    (row,) = named(warehouse_of([raid])).values()
    assert row["interaction"] == "External/Other forces-Civilians"


def test_values_types_and_blanks(warehouse: duckdb.DuckDBPyConnection, found: Rows) -> None:
    wanted = {
        "event_date": date(2022, 5, 4),
        "year": 2022,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "iso": 466,
        "region": "Western Africa",
        "country": "Mali",
        "admin1": "North",
        "admin2": "Middle district",
        "location": "Town of Mali",
        "latitude": 14.49,
        "geo_precision": 1,
        "source": "Wire",
        "fatalities": 4,
        "timestamp": 1767323045,
    }
    assert {name: found["clash"][name] for name in wanted} == wanted
    empty = ("assoc_actor_1", "assoc_actor_2", "admin3", "source_scale", "tags", "civilian_targeting")
    assert {found["clash"][name] for name in empty} == {""}
    frame = warehouse.sql("FROM events_acled").pl()
    numbers = {"year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"}
    points = {"latitude", "longitude"}
    kinds = dict.fromkeys(numbers, pl.Int64) | dict.fromkeys(points, pl.Float64) | {"event_date": pl.Date}
    assert frame.schema == {name: kinds.get(name, pl.String) for name in frame.columns}
    assert frame.null_count().sum_horizontal().item() == 0


def test_dates_and_civilians(found: Rows) -> None:
    assert (found["week"]["event_date"], found["week"]["time_precision"]) == (date(2022, 8, 4), 2)
    assert found["published"]["time_precision"] == 2
    targeting = {name for name, row in found.items() if row["civilian_targeting"] == "Civilian targeting"}
    assert targeting == {"bomb", "attack", "raid in Congo", "taliban rule", "gang"}


def test_ids_are_letters_and_digits_and_lead_back(warehouse: duckdb.DuckDBPyConnection, found: Rows) -> None:
    ids = [str(row["event_id_cnty"]) for row in found.values()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Z]{3}\d+", one) for one in ids)
    twin = {row["event_id_cnty"]: row for row in warehouse.sql("FROM events_acled_evidence").pl().iter_rows(named=True)}
    assert set(twin) == set(ids)
    clash = twin[found["clash"]["event_id_cnty"]]
    assert clash["event_id"] == format(int(str(clash["event_id_cnty"])[3:]), "016x") == EVENTS[0].event_id
    assert (clash["status"], clash["confidence"], clash["date_from"], clash["place_from"]) == (
        *("actual", 0.8),
        *("text", "sentence"),
    )
    assert (clash["evidence"], clash["article_ids"]) == ("Report of clash.", [clash["article"]])
    assert str(clash["link"]).startswith("https://")


def development(name: str, kind: str, actor: Side, recipient: Side, **other: object) -> Coded:
    plover = {"Agreement": "AGREE", "Arrests": "COERCE", "Other": "COERCE"}.get(kind, "MOBILIZE")
    return Coded(name, (DEVELOPMENT, kind), actor, recipient, other={"event_type": plover, **other})


DEVELOPMENTS = [
    (development("peace deal", "Agreement", STATE, JNIM), True),
    (development("ore deal", "Agreement", STATE, FIRM), False),
    (development("claimed deal", "Agreement", STATE, JNIM, status="claimed"), False),
    (development("troops sent", "Change to group/activity", STATE, ARMY), True),
    (development("bank enters market", "Change to group/activity", STATE, FIRM), False),
    (development("curfew", "Change to group/activity", STATE, Side(), event_type="COERCE"), True),
    (development("rebel held", "Arrests", POLICE, GUNMEN), True),
    (development("sweep", "Arrests", POLICE, VILLAGERS, arrested=40), True),
    (development("editor held", "Arrests", Side(), Side("Editors", "MED", "MLI", 7, "civilians")), True),
    (development("thief held", "Arrests", POLICE, VILLAGERS, arrested=1), False),
    (development("rebels leave", "Non-violent transfer of territory", JNIM, Side()), True),
    (development("firm leaves", "Non-violent transfer of territory", FIRM, Side()), False),
    (development("unknown looters", "Looting/property destruction", Side(), Side()), True),
    (development("villagers loot", "Looting/property destruction", VILLAGERS, Side()), False),
]


@pytest.mark.parametrize(("event", "has_a_place"), DEVELOPMENTS, ids=lambda one: getattr(one, "name", str(one)))
def test_strategic_developments_are_those_of_the_codebook(event: Coded, has_a_place: bool) -> None:
    assert set(named(warehouse_of([event]))) == ({event.name} if has_a_place else set())


def test_who_is_ordered_to_move_is_who_acts() -> None:
    (row,) = named(warehouse_of([DEVELOPMENTS[3][0]])).values()
    assert (row["actor1"], row["actor2"]) == ("Military Forces of Mali (2021-)", "")


def test_what_a_side_does_while_it_fights_is_one_event_with_the_fighting() -> None:
    march = development("column moves", "Change to group/activity", ARMY, Side())
    later = development("column rests", "Change to group/activity", ARMY, Side(), date_start=date(2022, 5, 9))
    later.other["date_end"] = date(2022, 5, 9)
    assert set(named(warehouse_of([EVENTS[0], march, later]))) == {"clash", "column rests"}


def test_what_notebooks_do_with_acled_runs_on_the_view(warehouse: duckdb.DuckDBPyConnection) -> None:
    frame = warehouse.sql("FROM events_acled").pl()
    by_month = frame.group_by(pl.col("event_date").dt.truncate("1mo"), "event_type").len()
    assert by_month["len"].sum() == frame.height == len(EVENTS)
    fought = frame.filter(pl.col("interaction") == "State forces-Rebel group")
    assert fought.height == 4
    assert fought["fatalities"].cast(pl.Int64, strict=True).sum() == 4
    assert frame.filter(pl.col("actor1").str.contains("Protesters (", literal=True)).height == 2
    assert frame.filter(event_type="Protests").group_by("year").len().rows() == [(2022, 2)]
    edges = Counter(frame.filter(pl.col("actor2") != "").select("actor1", "actor2").iter_rows())
    assert edges["Military Forces of Mali (2021-)", "JNIM: Group for Support of Islam and Muslims"] == 3
    deaths = warehouse.sql("SELECT actor1, sum(fatalities) AS dead FROM events_acled GROUP BY ALL").pl()
    assert deaths["dead"].sum() == 6


def test_a_side_is_named_and_classed_alike_whether_it_acts_or_is_met() -> None:
    """The view says everything twice, once for each side."""
    sides = [
        Side("Military Forces of Mali", "MIL", "MLI", 1, "armed_group"),
        Side("Government of France", "GOV", "FRA"),
        Side("Taliban", "REB", "AFG", 2, "armed_group"),
        Side("Islamic State", "REB", None, 2, "armed_group"),
        Side("Somebody", "CRM", "MLI"),
        Side("villagers", "CVL", "MLI", 7),
        Side(),
    ]
    pairs = [(one, other) for one in range(len(sides)) for other in range(len(sides)) if one != other]
    events = [Coded(f"{one} meets {other}", actor=sides[one], recipient=sides[other]) for one, other in pairs]
    found = {
        name: row
        for name, *row in warehouse_of(events)
        .execute(
            "SELECT regexp_extract(evidence, '\\d meets \\d'), name_1, class_1, is_force_1, "
            "name_2, class_2, is_force_2 FROM acled_pairs JOIN event_evidence USING (event_id)"
        )
        .fetchall()
    }
    assert len(found) == len(pairs)
    for one, other in pairs:
        assert found[f"{one} meets {other}"][:3] == found[f"{other} meets {one}"][3:]
