"""Questions to the warehouse: as wide as the terminal, page by page, stopped by Ctrl-C, refused with their place."""

from __future__ import annotations

import io
import json
import os
import signal
import threading
from pathlib import Path

import polars as pl
import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from flows import pager
from flows.asking import ask, asked
from flows.checking import rows_found
from flows.cli import app
from flows.commands.sql import query_last
from flows.console import Console
from flows.errors import ExitCode, RunInterrupted, UserMistake
from flows.tables import GAP, lay_out, print_table, print_vertical
from warehouse.store.checks.files import read_checks
from warehouse.store.checks.own import OwnChecks

WIDE = pl.DataFrame(
    {
        "id": ["a1", None],
        "題名": ["市場が再開した、と当局者は土曜日に述べた" * 2, "🛳 ferry\nstops\there"],
        "dead": [12, None],
        "tags": [["x", "y"], []],
        **{f"column_{n}": ["some words of a text"] * 2 for n in range(9)},
    }
)


def printed(rows: pl.DataFrame, width: int, *, vertical: bool = False) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=width, highlight=False, color_system=None)
    (print_vertical if vertical else print_table)(rows, console)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [50, 80, 120, 400])
def test_a_table_is_no_wider_than_its_terminal_and_counts_what_it_leaves_out(width: int) -> None:
    lines = printed(WIDE, width)
    shown = sum(name in lines[0].split() for name in WIDE.columns)

    assert max(map(cell_len, lines)) <= width
    if shown < WIDE.width:
        assert [line for line in lines if line.startswith(f"… {WIDE.width - shown} more column")]
        assert len(lines) == 5  # a row a line, and two lines of what is left out
    else:
        assert width == 400
    assert "↵" in "".join(lines)


def test_a_column_a_line_shows_whole_values() -> None:
    lines = printed(WIDE, 50, vertical=True)

    assert WIDE.item(0, "題名") in "".join("".join(lines).split())
    assert max(map(cell_len, lines)) <= 50
    assert "[x, y]" in "".join(lines)


@pytest.mark.parametrize(("vertical", "shown"), [(True, "[34.55534912, 0.5]"), (False, "[34.5553, 0.5]")])
def test_a_column_a_line_shows_all_digits(vertical: bool, shown: str) -> None:
    assert shown in printed(pl.DataFrame({"x": [[34.55534912, 0.5]]}), 80, vertical=vertical)[1]


def test_a_pivot_is_one_statement(home: Path) -> None:
    pivot = "PIVOT (SELECT language FROM articles) ON language USING count(*)"
    assert ask(home, pivot).columns == ["en", "fr"]
    with pytest.raises(UserMistake, match="holds 2 statements"):
        ask(home, f"{pivot}; SELECT 1")


def test_room_goes_to_those_who_want_it() -> None:
    layout = lay_out([4, 90, 20], [4, 16, 16], 80)

    assert layout.widths == (4, 52, 20)
    assert sum(layout.widths) + GAP * 2 == 80
    assert lay_out([200], [200], 80).widths == (80,)


@pytest.mark.parametrize(
    "words",
    [
        ["-- all of them\nSELECT 1 AS one", "--json"],
        ["--all of them\nSELECT 1 AS one", "--json"],
        ["--json", "/* all\nof them */ SELECT 1 AS one; -- done"],
        ["--json", "--", "-- all of them\nSELECT 1 AS one"],
    ],
)
def test_a_query_may_begin_with_a_comment(home: Path, words: list[str]) -> None:
    result = CliRunner().invoke(app, ["sql", "--home", str(home), *words])

    assert json.loads(result.output) == [{"one": 1}]


def test_options_are_no_comments() -> None:
    assert query_last(["--csv", "--limit", "3", "SELECT 1"]) == ["--csv", "--limit", "3", "SELECT 1"]


@pytest.mark.parametrize(
    ("query", "told", "place"),
    [
        (
            "SELECT *\nFROM artcles",
            "no table or view is called artcles; did you mean articles?",
            "LINE 2: FROM artcles",
        ),
        ("FROM meta.rusn", "is called rusn; did you mean runs?", "LINE 1: FROM meta.rusn"),
        ("SELECT titel FROM articles", "there is no column titel; did you mean title", "LINE 1: SELECT titel"),
        ("SELECT a.titel FROM articles a", "there is no column titel in a; did you mean", "LINE 1: SELECT a.titel"),
        ("SELECT cuont(*) FROM events", "cuont does not exist; did you mean count?", "LINE 1: SELECT cuont"),
        ("FROM evnt('x')", "evnt does not exist; did you mean event?", "LINE 1: FROM evnt"),
        ("SELECT FROM WHERE", "syntax error", "LINE 1: SELECT FROM"),
        ("SELECT title::INTEGER FROM articles", "Could not convert string", ""),
        ("-- nothing else", "no statement, or nothing but comments", ""),
        ("SELECT 1; SELECT 2", "holds 2 statements; give one at a time", ""),
        ("COPY articles TO 'out.csv'", "a query reads the warehouse and nothing else; `dateline export` writes", ""),
    ],
)
def test_what_is_wrong_is_said_in_a_line_with_its_place(home: Path, query: str, told: str, place: str) -> None:
    with pytest.raises(UserMistake) as refused:
        ask(home, query)
    line, _, where = str(refused.value).partition("\n")

    assert told in line
    assert where.startswith(place)
    assert bool(where) == bool(place)
    assert not place or where.splitlines()[1].strip() == "^"


def test_the_rest_is_counted_and_not_read(home: Path) -> None:
    with asked(home, "SELECT range AS n FROM range(3000000)") as answer:
        rows, total = answer.first(3)
    assert (rows["n"].to_list(), total) == ([0, 1, 2], 3_000_000)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3",
        "FROM (SELECT a.range FROM range(1000000) a, range(1000000) b ORDER BY hash(a.range, b.range))",
    ],
)
def test_ctrl_c_stops_a_query_at_once(home: Path, query: str) -> None:
    pressed = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    pressed.start()
    try:
        with pytest.raises(RunInterrupted) as stopped:
            ask(home, query)
    finally:
        pressed.cancel()
    assert stopped.value.exit_code == ExitCode.INTERRUPTED
    assert ask(home, "SELECT 1 AS one").height == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "lines", "paged"),
    [
        ({"PAGER": "sh -c 'cat > paged.txt'"}, 30, True),
        ({"PAGER": "sh -c 'cat > paged.txt'"}, 3, False),
        ({"PAGER": "sh -c 'cat > paged.txt'", "TERM": "dumb"}, 30, False),
        ({"PAGER": "cat"}, 30, False),
        ({"PAGER": ""}, 30, False),
        ({"PAGER": "no-such-pager"}, 30, False),
    ],
)
def test_what_is_longer_than_the_terminal_is_paged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str], lines: int, paged: bool
) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.chdir(tmp_path)
    for name, value in ({"TERM": "xterm"} | environment).items():
        monkeypatch.setenv(name, value)
    text = "line\n" * lines
    pager.page(text, 24)

    assert (tmp_path / "paged.txt").exists() is paged
    assert ((tmp_path / "paged.txt").read_text() if paged else screen.getvalue()) == text


def test_a_pipe_has_no_pages_and_no_edge(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "false")
    output = CliRunner().invoke(app, ["sql", "--home", str(home), "--limit", "500", "FROM events, range(100)"]).output

    assert len(output.splitlines()) == 101
    assert "more column" not in output


def test_a_check_to_try_is_named_with_its_line(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.sql"
    head = "-- severity: warn\n-- table: articles\n-- why: Odd.\n-- remedy: Look.\n"
    file.write_text(f"{head}SELECT *\nFROM {{rows}}\nWHERE titel IS NULL", encoding="utf-8")
    with pytest.raises(UserMistake) as refused:
        rows_found(home, read_checks(file, together=False)[0], OwnChecks(), file)
    assert str(refused.value).startswith(f"{file}, line 7: there is no column titel")
    assert "LINE" not in str(refused.value)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", ""], "NAME is empty"),
        (["check", "--list", "odd"], "--list shows all checks and takes no NAME"),
        (["report", "--from", "2024", "--to", "2023", "e.html"], "--to 2023 is before --from 2024"),
    ],
)
def test_what_contradicts_itself_is_refused(home: Path, words: list[str], told: str) -> None:
    refused = CliRunner().invoke(app, [*words, "--home", str(home)]).exception
    assert isinstance(refused, UserMistake)
    assert told in str(refused)
