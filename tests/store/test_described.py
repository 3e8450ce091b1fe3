"""Every view, macro, column and parameter says what it holds: in its CSV, in the file, in the data dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb
import pytest

from warehouse.schema.__main__ import DOCS
from warehouse.schema.relations import Described, Macro, Relation, described_in, read_macros, read_views
from warehouse.schema.tables import TABLES
from warehouse.store.database import open_build
from warehouse.store.home import Home

VIEWS = read_views()
MACROS = read_macros()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse without a row, as a run makes it."""
    with open_build(Home(tmp_path_factory.mktemp("described")).ensure()) as connection:
        yield connection


def columns_of(connection: duckdb.DuckDBPyConnection, asked: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"DESCRIBE FROM {asked}").fetchall()]


def documented(macro: Macro) -> list[str]:
    """The columns that the CSV gives, `events.*` spelled out."""
    return [
        name
        for column in macro.columns
        for name in (TABLES[column.name[:-2]].column_names if column.name.endswith(".*") else [column.name])
    ]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_columns_of_a_view_are_those_described_and_carry_it(
    empty: duckdb.DuckDBPyConnection, view: Relation
) -> None:
    told = empty.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main' "
        "ORDER BY column_index",
        [view.name],
    ).fetchall()

    assert told == [(column.name, column.comment) for column in view.columns], (
        f"warehouse/store/views: {view.name}.csv must describe each column that {view.name}.sql gives, in that order"
    )
    assert columns_of(empty, view.name) == [column.name for column in view.columns]
    comment = empty.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [view.name]).fetchone()
    assert comment == (view.about.comment,)
    assert unsaid([view.about, *view.columns]) == []


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: macro.name)
def test_parameters_and_columns_of_a_macro_are_those_described(empty: duckdb.DuckDBPyConnection, macro: Macro) -> None:
    schema, _, name = macro.name.rpartition(".")
    (parameters, comment), *others = empty.execute(
        "SELECT parameters, comment FROM duckdb_functions() WHERE schema_name = ? AND function_name = ? "
        "AND NOT internal",
        [schema or "main", name],
    ).fetchall()

    assert others == []
    assert [f"({parameter})" for parameter in parameters] == [one.name for one in macro.parameters]
    assert str(comment).startswith(macro.about.comment)
    assert unsaid([macro.about, *macro.parameters, *macro.columns]) == []
    if macro.is_table:
        assert columns_of(empty, macro.call_of_nothing) == documented(macro)


def unsaid(described: list[Described]) -> list[str]:
    return [one.name for one in described if len(one.description) < 6 or not one.description.endswith((".", "?"))]


def test_nothing_else_is_in_the_file(empty: duckdb.DuckDBPyConnection) -> None:
    made = {row[0] for row in empty.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    assert made == {view.name for view in read_views()}


def test_the_data_dictionary_has_them_all() -> None:
    page = (DOCS / "data_dictionary.md").read_text(encoding="utf-8").partition("\n# Views and macros\n")[2]
    sections = {re.split(r"[(\n]", part, maxsplit=1)[0]: part for part in page.split("\n## ")[1:]}

    known = {*(view.name for view in VIEWS), *(macro.name for macro in MACROS if not macro.is_internal)}
    assert set(sections) == known, f"run `make docs`: {sorted(known ^ set(sections))}"
    for relation in [*VIEWS, *(macro for macro in MACROS if not macro.is_internal)]:
        assert [one.name for one in relation.columns if f"| `{one.name}` |" not in sections[relation.name]] == []


def test_each_view_is_told_of_where_analysts_read() -> None:
    pages = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("views.md", "analysts.md"))
    assert [view.name for view in VIEWS if f"`{view.name}`" not in pages and f"FROM {view.name}" not in pages] == []


def test_the_page_of_macros_shows_each() -> None:
    page = (DOCS / "views.md").read_text(encoding="utf-8")
    assert [macro.name for macro in MACROS if not macro.is_internal and f"`{macro.name}(" not in page] == []


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("name,meaning\n,What.\n", "the first line is not column,description"),
        ("column,description,codes,leaves_open\na,What.,,\n", "its column is empty"),
        ("column,description,codes,leaves_open\n,One, two.,,\n", "row 2: 5 cells"),
    ],
)
def test_a_csv_that_is_not_laid_out_so_is_refused(text: str, trouble: str) -> None:
    with pytest.raises(ValueError, match=trouble):
        described_in(text, "x.csv")
