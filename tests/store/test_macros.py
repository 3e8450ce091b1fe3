"""`places_named`, as it stands in the published file."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.store import Home, merge_packages, open_published, publish, write_package


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("macros")).ensure()
    frames = batch(Story("one"), Story("two", place="Taloqan"))
    is_first = pl.col("name") == "Kunduz"
    frames["locations"] = frames["locations"].with_columns(
        name=pl.when(is_first).then(pl.lit("Deir ez-Zor")).otherwise(pl.lit("Sanaa")),
        local_name=pl.when(is_first).then(pl.lit("Dayr az Zawr")).otherwise(pl.lit("Şanʻā’")),
        alternate_names=pl.when(is_first).then(pl.lit(["Deir Ezzor", "Дейр-эз-Зор"])).otherwise(None),
    )
    write_package(home, "b1", frames, run_id="r1")
    merge_packages(home, "r1", GROUPING)
    publish(home)
    return home


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("deir ez-zor", ["Deir ez-Zor"]),
        ("DEIREZZOR", ["Deir ez-Zor"]),
        ("Dayr al-Zawr", ["Deir ez-Zor"]),
        ("Дейр эз Зор", ["Deir ez-Zor"]),
        ("Sana'a", ["Sanaa"]),
        ("as-Sanaa", ["Sanaa"]),
        ("Zor", []),
        ("Sanaag", []),
        ("-", []),
        ("", []),
    ],
)
def test_any_spelling_finds_the_place(published: Home, typed: str, names: list[str]) -> None:
    connection = open_published(published)
    try:
        found = connection.execute("SELECT name FROM places_named(?)", [typed]).fetchall()
    finally:
        connection.close()
    assert [name for (name,) in found] == names


def test_it_joins_to_events_and_is_described(published: Home) -> None:
    with duckdb.connect(str(published.published), read_only=True) as connection:
        events = connection.execute("SELECT count(*) FROM events JOIN places_named('sanaa') USING (location_id)")
        assert events.fetchall() == [(1,)]
        comment = connection.execute("SELECT comment FROM duckdb_functions() WHERE function_name = 'places_named'")
        assert "any spelling" in comment.fetchall()[0][0]
