"""Two published warehouses side by side: what came, went, changed, and what became of the events."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from stories import GROUPING, Story, batch

from warehouse.store import Home, StoreError, WarehouseBusyError, WarehouseMissingError, merge_packages, publish
from warehouse.store.compare import compare
from warehouse.store.differences import Comparison, TableChange
from warehouse.store.packages import write_package

TALOQAN = Story("taloqan", ("Armed men entered Taloqan on Sunday after a siege, elders said.",), place="Taloqan")
KUNDUZ = Story("kunduz", deaths=3)
Edit = Callable[..., Path]


def published(root: Path, run: str, *stories: Story) -> Path:
    home = Home(root).ensure()
    write_package(home, run, batch(*stories), run_id=run)
    merge_packages(home, run, GROUPING)
    publish(home)
    return home.published


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("old"), "r1", KUNDUZ, TALOQAN)


@pytest.fixture
def edited(old: Path, tmp_path: Path) -> Edit:
    """A copy of the old warehouse after some statements."""

    def edit(*statements: str, name: str = "new.duckdb") -> Path:
        target = tmp_path / name
        shutil.copyfile(old, target)
        with duckdb.connect(str(target)) as connection:
            for statement in statements:
                connection.execute(statement)
        return target

    return edit


def table(found: Comparison, name: str) -> TableChange:
    (one,) = [table for table in found.tables if table.table == name]
    return one


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def event_ids(file: Path) -> list[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute("SELECT event_id FROM events ORDER BY place_text").fetchall()
    return [row[0] for row in rows]


def test_another_run_over_the_same_articles_differs_in_nothing(old: Path, tmp_path: Path) -> None:
    stories = [Story(**{**vars(story), "coder_version": "2"}) for story in (TALOQAN, KUNDUZ)]
    new = published(tmp_path / "new", "r2", *stories)
    found = compare(old, new)

    assert found.same
    assert (found.old.coder_versions, found.new.coder_versions) == (["1"], ["2"])
    assert table(found, "meta.packages").changed is None


def test_neither_file_is_written_to(old: Path, edited: Edit) -> None:
    new = edited("UPDATE events SET confidence = 0.1")
    before = digest(old), digest(new), sorted(path.name for path in new.parent.iterdir())
    compare(old, new)

    assert (digest(old), digest(new), sorted(path.name for path in new.parent.iterdir())) == before


def test_articles_that_came_went_and_have_another_text(old: Path, tmp_path: Path) -> None:
    longer = Story("kunduz", deaths=3, filler="Shops stayed shut.")
    new = published(tmp_path / "new", "r1", longer, Story("herat", title="Market opens"))
    articles = table(compare(old, new), "articles")

    assert (articles.old, articles.new, articles.came, articles.went, articles.changed) == (2, 2, 1, 1, 1)
    assert [(row.key, row.about) for row in articles.came_examples] == [(Story("herat").article_id, "Market opens")]
    assert [row.key for row in articles.went_examples] == [TALOQAN.article_id]
    assert {"body", "content_hash", "word_count"} <= {column.column for column in articles.columns}


def test_the_commonest_change_of_a_column_is_told_first(old: Path, edited: Edit) -> None:
    old_all = edited("INSERT INTO events SELECT * REPLACE ('00' AS event_id) FROM events LIMIT 1", name="all.duckdb")
    new = edited(
        "INSERT INTO events SELECT * REPLACE ('00' AS event_id) FROM events LIMIT 1",
        "UPDATE events SET event_mode = NULL, intensity = CASE event_id WHEN '00' THEN -1 ELSE -2 END",
    )
    events = table(compare(old_all, new), "events")
    columns = {column.column: column for column in events.columns}

    assert set(columns) == {"event_mode", "intensity"}
    (change,) = columns["event_mode"].examples
    assert (change.key, change.old, change.new, change.rows) == ("00", "firearms", None, 3)
    assert [(one.new, one.rows) for one in columns["intensity"].examples] == [(-2.0, 2), (-1.0, 1)]
    assert len(table(compare(old_all, new, examples=1), "events").columns[1].examples) == 1


def with_text(column: str) -> str:
    """The events with a column as text; DuckDB alters the type of none that has a check."""
    return f"CREATE OR REPLACE TABLE events AS SELECT * REPLACE (CAST({column} AS VARCHAR) AS {column}) FROM events"


def test_columns_and_tables_that_came_went_or_changed_type(old: Path, edited: Edit) -> None:
    new = edited(
        "ALTER TABLE articles ADD COLUMN mood VARCHAR",
        with_text("injured"),
        "ALTER TABLE events DROP COLUMN abducted",
        "CREATE TABLE notes (id INTEGER)",
        "DROP VIEW events_gdelt",
    )
    found = compare(old, new)

    assert [(c.relation, c.column, c.change, c.old, c.new) for c in found.schema] == [
        ("articles", "mood", "came", None, "VARCHAR"),
        ("events", "injured", "type", "BIGINT", "VARCHAR"),
        ("events", "abducted", "went", "BIGINT", None),
        ("events_gdelt", None, "went", "view", None),
        ("notes", None, "came", None, "table"),
    ]
    assert not found.same
    assert not table(found, "events").differs
    assert (table(found, "notes").old, table(found, "notes").new) == (None, 0)


def test_values_of_two_types_are_the_same_where_their_texts_are(old: Path, edited: Edit) -> None:
    new = edited(
        with_text("fatalities_best"),
        "UPDATE events SET fatalities_best = 'some' WHERE fatalities_best = '3'",
    )
    (column,) = table(compare(old, new), "events").columns

    assert (column.column, column.changed, column.examples[0].old, column.examples[0].new) == (
        "fatalities_best",
        1,
        3,
        "some",
    )


def merge(into: str, gone: str) -> tuple[str, ...]:
    return (
        f"UPDATE event_mentions SET event_id = '{into}' WHERE event_id = '{gone}'",
        f"DELETE FROM events WHERE event_id = '{gone}'",
    )


def test_an_event_that_was_merged_is_found_by_its_mentions(old: Path, edited: Edit) -> None:
    kept, gone = event_ids(old)
    found = compare(old, edited(*merge(kept, gone), "DROP TABLE event_aliases")).events

    assert found
    assert (found.came, found.went, found.fates["merged"], found.fates["gone"]) == (0, 1, 1, 0)
    (fate,) = found.fate_examples["merged"]
    assert (fate.event_id, [other.event_id for other in fate.others]) == (gone, [kept])
    assert "Taloqan" in fate.about
    assert not found.has_aliases


def test_an_alias_is_followed_to_an_event_that_is_there(old: Path, edited: Edit) -> None:
    kept, gone = event_ids(old)
    new = edited(
        f"DELETE FROM event_mentions WHERE event_id = '{gone}'",
        f"DELETE FROM events WHERE event_id = '{gone}'",
        f"INSERT INTO event_aliases VALUES ('{gone}', 'between', now(), 'r2'), ('between', '{kept}', now(), 'r3')",
    )
    found = compare(old, new).events

    assert found
    assert found.has_aliases
    assert [(fate.event_id, fate.others[0].event_id) for fate in found.fate_examples["merged"]] == [(gone, kept)]


def test_aliases_that_go_in_a_circle_end_in_gone(old: Path, edited: Edit) -> None:
    _, gone = event_ids(old)
    new = edited(
        f"DELETE FROM event_mentions WHERE event_id = '{gone}'",
        f"DELETE FROM events WHERE event_id = '{gone}'",
        f"INSERT INTO event_aliases VALUES ('{gone}', 'x', now(), 'r'), ('x', '{gone}', now(), 'r')",
    )
    found = compare(old, new).events

    assert found
    assert found.fates == {"merged": 0, "split": 0, "renamed": 0, "moved": 0, "gone": 1}


def test_an_event_that_was_split_and_its_part_that_came(edited: Edit) -> None:
    whole, *_ = event_ids(edited())
    second = (
        f"INSERT INTO event_mentions SELECT * REPLACE ('m2' AS event_mention_id) FROM event_mentions "
        f"WHERE event_id = '{whole}'"
    )
    old = edited(second, name="whole.duckdb")
    new = edited(
        second,
        f"INSERT INTO events SELECT * REPLACE ('part' AS event_id) FROM events WHERE event_id = '{whole}'",
        "UPDATE event_mentions SET event_id = 'part' WHERE event_mention_id = 'm2'",
    )
    found = compare(old, new).events

    assert found
    (fate,) = found.fate_examples["split"]
    assert (fate.event_id, [other.event_id for other in fate.others]) == (whole, sorted([whole, "part"]))
    assert found.origins == {"new": 0, "renamed": 0, "merged": 0, "split": 1}


def test_another_id_for_the_same_mentions_is_a_new_name(old: Path, edited: Edit) -> None:
    _, gone = event_ids(old)
    new = edited(
        f"UPDATE event_mentions SET event_id = 'other' WHERE event_id = '{gone}'",
        f"UPDATE events SET event_id = 'other' WHERE event_id = '{gone}'",
    )
    found = compare(old, new).events

    assert found
    assert (found.fates["renamed"], found.origins["renamed"], found.origins["new"]) == (1, 1, 0)


def test_two_events_under_one_new_id_are_merged(old: Path, edited: Edit) -> None:
    kept, gone = event_ids(old)
    new = edited(
        *merge(kept, gone), "UPDATE event_mentions SET event_id = 'both'", "UPDATE events SET event_id = 'both'"
    )
    found = compare(old, new).events

    assert found
    assert (found.fates["merged"], found.fates["renamed"], found.origins["merged"]) == (2, 0, 1)
    assert [one.event_id for one in found.origin_examples["merged"][0].others] == sorted([kept, gone])


def test_an_id_that_now_stands_for_another_event_is_told(old: Path, edited: Edit) -> None:
    one, other = event_ids(old)
    found = compare(old, edited(f"UPDATE event_mentions SET event_id = '{one}' WHERE event_id = '{other}'")).events

    assert found
    assert [fate.event_id for fate in found.fate_examples["moved"]] == [other]


def test_only_the_tables_that_were_asked_for(old: Path, edited: Edit) -> None:
    new = edited("UPDATE events SET confidence = 0.1", "ALTER TABLE articles ADD COLUMN mood VARCHAR")

    assert compare(old, new, tables=["main.locations"]).same
    assert compare(old, new, tables=["locations"]).events is None
    found = compare(old, new, tables=["source_files", "meta.runs"])
    assert [table.table for table in found.tables] == ["meta.runs", "meta.source_files"]
    assert found.tables[0].changed == 0
    with pytest.raises(StoreError, match="no table is called 'evnts' in either file; there are articles, events"):
        compare(old, new, tables=["evnts"])


def test_a_table_that_is_not_declared_is_compared_by_whole_rows(edited: Edit) -> None:
    old = edited("CREATE TABLE notes AS SELECT 1 AS a, NULL AS b UNION ALL SELECT 2, 'x'", name="old.duckdb")
    new = edited("CREATE TABLE notes AS SELECT 1 AS a, NULL AS b UNION ALL SELECT 2, 'y'")
    notes = table(compare(old, new), "notes")

    assert (notes.came, notes.went, notes.changed) == (1, 1, 0)


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_all_cells_that_differ_are_written(old: Path, edited: Edit, tmp_path: Path, ending: str) -> None:
    _, gone = event_ids(old)
    new = edited(f"DELETE FROM event_mentions WHERE event_id = '{gone}'", "UPDATE articles SET source_name = NULL")
    file = tmp_path / f"cells.{ending}"
    compare(old, new, tables=["articles", "event_mentions"], cells_file=(file, ending))
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "jsonl": pl.read_ndjson}[ending]
    rows = read(file).select("table_name", "change", "column_name", "old_value", "new_value").rows()

    assert rows == [
        *[("articles", "changed", "source_name", "Wire", None)] * 2,
        ("event_mentions", "went", None, None, None),
    ]


def test_the_answer_is_the_same_each_time_and_fits_json(old: Path, edited: Edit) -> None:
    new = edited("UPDATE events SET confidence = 0.1", "UPDATE locations SET population = 7")
    once, again = (json.dumps(compare(old, new).as_dict(), default=str) for _ in range(2))

    assert once == again
    assert json.loads(once)["tables"][0]["delta"] == 0


def test_a_home_is_as_good_as_its_file(old: Path, edited: Edit) -> None:
    assert compare(old.parent, edited()).same


def checksum(block: bytes) -> int:
    """As DuckDB puts it before each block, here over whole words."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        result ^= word * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    return result


def of_another_version(file: Path) -> None:
    data = bytearray(file.read_bytes())
    assert checksum(data[8:4096]) == struct.unpack("<Q", data[:8])[0]
    data[12:20] = struct.pack("<Q", 9999)
    data[52:68] = b"v9.1.0".ljust(16, b"\0")
    data[:8] = struct.pack("<Q", checksum(data[8:4096]))
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda file: file.write_text("event_id,event_type\n" * 900), "is not a DuckDB file"),
        (lambda file: file.write_bytes(b""), "is not a DuckDB file"),
        (of_another_version, r"was made by DuckDB v9\.1\.0, whose files DuckDB .* can't read"),
        (lambda file: file.write_bytes(file.read_bytes()[:9000]), "can't be"),
    ],
)
def test_files_that_can_not_be_read(old: Path, edited: Edit, spoil: Callable[[Path], None], told: str) -> None:
    new = edited()
    spoil(new)
    with pytest.raises(StoreError, match=told):
        compare(old, new)


def test_a_database_of_something_else(old: Path, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "shop.duckdb")).execute("CREATE TABLE events (id INTEGER)").close()
    with pytest.raises(StoreError, match=r"shop\.duckdb is no warehouse of dateline: it has no table articles"):
        compare(old, tmp_path / "shop.duckdb")


def test_the_same_file_twice_by_whatever_name(old: Path, tmp_path: Path) -> None:
    (tmp_path / "link.duckdb").symlink_to(old)
    with pytest.raises(StoreError, match="are the same file"):
        compare(old.parent, tmp_path / "link.duckdb")


def test_what_is_not_there(old: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file or folder"):
        compare(old, tmp_path / "nowhere.duckdb")
    with pytest.raises(WarehouseMissingError, match="holds no warehouse"):
        compare(old, tmp_path)


def test_a_file_that_is_held_by_a_writer(old: Path, edited: Edit) -> None:
    new = edited()
    with duckdb.connect(str(new)), pytest.raises(WarehouseBusyError, match="is held open by a program that writes"):
        compare(old, new)
