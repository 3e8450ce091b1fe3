"""`dateline diff`: exit codes as diff(1) has them, text that fits a terminal, JSON, and mistakes told."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from flows.differences import shorten_pair

Dateline = Callable[..., CompletedProcess[str]]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["diff", *map(str, arguments)])


@pytest.fixture(scope="module")
def old(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: other tests rebuild the home."""
    file = tmp_path_factory.mktemp("diff") / "old.duckdb"
    shutil.copyfile(home / "warehouse.duckdb", file)
    return file


@pytest.fixture(scope="module")
def new(old: Path) -> Path:
    """Another date and a longer title, an article gone, a column more."""
    file = old.with_name("new.duckdb")
    shutil.copyfile(old, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE events SET date_start = DATE '2021-08-07', actor_text = NULL")
        connection.execute("UPDATE articles SET body = body || repeat(' More.', 90) WHERE article_id = 'a1'")
        connection.execute("DELETE FROM articles WHERE title LIKE '%Lyon%'")
        connection.execute("ALTER TABLE articles ADD COLUMN mood VARCHAR")
    return file


def test_no_differences_is_0(old: Path, tmp_path: Path) -> None:
    shutil.copyfile(old, tmp_path / "copy.duckdb")
    result = call(old, tmp_path / "copy.duckdb")

    assert result.exit_code == 0
    assert result.output.rstrip().endswith("no differences")


def test_differences_are_1_and_told_within_80_columns(old: Path, new: Path) -> None:
    result = call(old, new)
    lines = result.output.splitlines()

    assert result.exit_code == 1
    assert "  + articles.mood VARCHAR" in lines
    assert "articles: 0 came, 1 went, 1 changed" in lines
    assert "events: columns that changed, of 1 rows in both files" in lines
    assert any(line.endswith("2021-08-08 → 2021-08-07") for line in lines)
    assert any(line.endswith("Masked men → NULL") for line in lines)
    assert any("…dy was hurt. → …dy was hurt. More." in line for line in lines)
    assert [line for line in lines if len(line) > 80 and not line.startswith(("old  ", "new  "))] == []


def test_json_has_all_of_it(old: Path, new: Path) -> None:
    result = call(old, new, "--json")
    found = json.loads(result.output)
    tables = {table["table"]: table for table in found["tables"]}

    assert (result.exit_code, found["same"]) == (1, False)
    assert (tables["articles"]["delta"], tables["articles"]["went"], tables["meta.runs"]["went"]) == (-1, 1, None)
    assert found["schema"] == [
        {"relation": "articles", "column": "mood", "change": "came", "old": None, "new": "VARCHAR"}
    ]
    assert [column["column"] for column in tables["events"]["columns"]] == ["actor_text", "date_start"]


def test_one_table_alone(old: Path, new: Path) -> None:
    assert call(old, new, "--table", "locations").exit_code == 0
    output = call(old, new, "--table", "events", "--limit", 0).output
    assert "date_start: 1" in output
    assert "2021-08-07" not in output
    assert "mood" not in output


def test_all_cells_in_a_file(old: Path, new: Path, tmp_path: Path) -> None:
    result = call(old, new, "--out", tmp_path / "cells.csv", "--table", "events")
    rows = pl.read_csv(tmp_path / "cells.csv").select("column_name", "old_value", "new_value").rows()

    assert result.exit_code == 1
    assert rows == [("actor_text", "Masked men", None), ("date_start", "2021-08-08", "2021-08-07")]
    assert [file.name for file in tmp_path.iterdir()] == ["cells.csv"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["{old}", "{old}"], 2, "are the same file"),
        (["{old}", "/nowhere.duckdb"], 2, "no such file or folder"),
        (["{old}", "{folder}"], 3, "dateline run"),
        (["{old}", "{here}"], 2, "is not a DuckDB file"),
        (["{old}", "{new}", "--table", "evnts"], 2, "no table is called 'evnts'"),
        (["{old}", "{new}", "--out", "cells.xlsx"], 2, "should be .csv, .tsv, .parquet or .jsonl"),
        (["{old}", "{new}", "--out", "/proc/no/cells.csv"], 2, "/proc/no/cells.csv can't be written"),
        (["{old}", "{new}", "--out", "{folder}/x.csv"], 2, "is a folder"),
        (["{old}", "{link}", "--out", "{link}"], 2, "is one of the files to compare"),
        (["{old}"], 2, "Missing argument"),
    ],
)
def test_trouble_is_2_or_more(
    dateline: Dateline, old: Path, new: Path, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    (tmp_path / "x.csv").mkdir()
    link = tmp_path / "new.csv"
    link.symlink_to(new)
    names = {"old": old, "new": new, "folder": tmp_path, "here": __file__, "link": link}
    done = dateline("diff", *(argument.format(**names) for argument in arguments))

    assert (done.returncode, done.stdout) == (code, "")
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_file_that_is_held_by_a_writer_is_4(dateline: Dateline, old: Path, new: Path, tmp_path: Path) -> None:
    held = tmp_path / "held.duckdb"
    shutil.copyfile(new, held)
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(held)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "held\n"
        done = dateline("diff", old, held)
        writer.communicate()

    assert done.returncode == 4, done.stderr
    assert "held open by a program that writes to it" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("old_value", "new_value", "room", "shown"),
    [
        ("1", "2", 9, ("1", "2")),
        (
            "the same beginning, then one",
            "the same beginning, then two",
            40,
            ("…nning, then one", "…nning, then two"),
        ),
        ("a long way home", "a long day home", 23, ("a long wa…", "a long da…")),
        ("short", "a text that goes on and on", 20, ("short", "a text that…")),
        ("a text that goes on and on", "short", 20, ("a text that…", "short")),
    ],
)
def test_values_are_shown_from_where_they_part(
    old_value: str, new_value: str, room: int, shown: tuple[str, str]
) -> None:
    assert shorten_pair(old_value, new_value, room) == shown
    assert len(" → ".join(shown)) <= room
