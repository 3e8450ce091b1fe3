"""Golden folders, one a quirk: the whole program over `<case>/input`, compared with `<case>/expected.json`.

To add one: a folder with the input (its own words, file names that no other case has) and what a careful human coder
would write. See `expectations` for the language.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from expectations import Expectation, input_folder, is_match, read_expectations, wanted_columns
from warehouse_rows import (
    QUERIES,
    ROOT,
    Tables,
    columns_of_tables,
    golden_cases,
    misplaced_mentions,
    read_tables,
    rows_of_case,
)

CASES = golden_cases()


def _parameters() -> Iterator[object]:
    for folder in CASES:
        for one in read_expectations(folder):
            gap = one.known_gap
            marks = [pytest.mark.xfail(reason=gap, strict=True)] if gap else []
            yield pytest.param(one, id=one.name, marks=marks)


@pytest.fixture(scope="session")
def tables(golden_home: Path) -> Tables:
    return read_tables(golden_home)


@pytest.mark.slow
@pytest.mark.parametrize("expectation", _parameters())
def test_rows_are_what_a_human_coder_would_write(expectation: Expectation, tables: Tables) -> None:
    complaint = expectation.complaint(rows_of_case(tables, expectation.table, expectation.case))
    assert complaint is None, complaint


@pytest.mark.slow
def test_every_mention_lies_where_it_says(golden_home: Path) -> None:
    assert misplaced_mentions(golden_home) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        "events_acled WHERE (actor1 || inter1 || interaction || admin1 || admin2 || notes || timestamp) IS NULL",
        "events_acled WHERE actor1 = '' OR (inter2 = '') <> (actor2 = '') OR fatalities < 0",
        "events_acled SELECT event_id_cnty GROUP BY ALL HAVING count(*) > 1",
        "events_acled ANTI JOIN events_acled_evidence USING (event_id_cnty)",
        "events_ucdp_ged WHERE deaths_a + deaths_b + deaths_civilians + deaths_unknown <> best",
        "events_ucdp_ged WHERE type_of_violence IS NULL OR (side_a = side_b AND side_a NOT LIKE 'Unidentified%')",
        "events_ucdp_ged SELECT id GROUP BY ALL HAVING count(*) > 1",
        "events_ucdp_ged ANTI JOIN events_ucdp_ged_evidence USING (id)",
    ],
)
def test_views_of_other_data_sets_hold_what_those_hold(warehouse: duckdb.DuckDBPyConnection, broken: str) -> None:
    assert warehouse.sql(f"FROM {broken.split(maxsplit=1)[0]} LIMIT 1").fetchall()
    assert warehouse.sql(f"FROM {broken}").fetchall() == []


def test_cases_ask_for_tables_and_columns_that_exist() -> None:
    known = columns_of_tables()
    for folder in CASES:
        for one in read_expectations(folder):
            assert one.table in QUERIES
            assert wanted_columns(one.wanted) <= known[one.table], one.name


def test_no_two_cases_share_a_file_name() -> None:
    files = [path for folder in CASES for path in input_folder(folder, ROOT).iterdir()]
    names = [path.name for path in files if path.name != "manifest.csv"]
    assert len(names) == len(set(names)) > len(CASES)


ROWS = [{"place": "Gao", "dead": 2, "authors": ["A"]}, {"place": "Kidal", "dead": None, "authors": None}]


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        ({"place": "Gao"}, 1),
        ({"dead": None}, 1),
        ({"dead": {"gte": 2}}, 1),
        ({"dead": {"not": None}}, 1),
        ({"place": {"like": "^k"}}, 1),
        ({"authors": ["A"], "dead": 3}, 0),
        ({"authors": {"in": [None, []]}}, 1),
        ({}, 2),
    ],
)
def test_cells_are_compared(wanted: dict[str, object], matches: int) -> None:
    assert sum(is_match(row, wanted) for row in ROWS) == matches


@pytest.mark.parametrize(
    ("kind", "wanted", "complains"),
    [
        ("must", {"place": "Gao"}, False),
        ("must", {"place": "Gao", "_times": 2}, True),
        ("must", {"place": "Mopti"}, True),
        ("must_not", {"place": "Gao"}, True),
        ("must_not", {"place": "Mopti"}, False),
        ("count", 2, False),
        ("count", 1, True),
        ("distinct", {"place": 1}, True),
        ("no_others", {}, True),
        ("no_others", {"place": {"in": ["Gao"]}}, False),
    ],
)
def test_expectations_complain_when_they_should(kind: str, wanted: object, complains: bool) -> None:
    expectation = Expectation("case", "about", "places", kind, 0, wanted, musts=({"place": "Gao"},))
    assert (expectation.complaint(ROWS) is not None) == complains


def test_an_unknown_column_is_told() -> None:
    with pytest.raises(AssertionError, match="no column 'plaice'"):
        is_match(ROWS[0], {"plaice": "Gao"})
