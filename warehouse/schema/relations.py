"""Views and macros: an SQL file each, and beside it a CSV that says what it and its columns hold.

What belongs here: reading the two files of each, and the order in which views and macros can be made. Rendering them is
in `render_relations`. The files lie in `warehouse/store/views` and `warehouse/store/macros`; one that is put there is a
view or macro of the warehouse, nothing else lists it.

The CSV has the header `column,description,codes,leaves_open`. Its first row has no column and speaks of the whole; then
comes a row for each column, in order. Of a macro, names in brackets are its parameters, `(km)`, and `events.*` stands
for all columns of that table.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from graphlib import TopologicalSorter
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

R = TypeVar("R", bound="Relation")
HEADER = ("column", "description", "codes", "leaves_open")
_COMMENT = re.compile(r"--[^\n]*")
_SIGNATURE = re.compile(r"\s*\((?P<parameters>[^)]*)\)\s*AS\b", re.IGNORECASE)
_AS_TABLE = re.compile(r"\s*\([^)]*\)\s*AS\s+TABLE\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a view, macro, column or parameter.

    Attributes:
        name: of the column; `(km)` is a parameter, empty is the view or macro itself.
        description: what it says.
        codes: its codes or its unit.
        leaves_open: what ours does not say there, and why.
    """

    name: str
    description: str
    codes: str = ""
    leaves_open: str = ""

    @property
    def first_sentence(self) -> str:
        """What it is in short."""
        return re.split(r"(?<=[.;]) |: `FROM ", self.description, maxsplit=1)[0].rstrip(";.") + "."

    @property
    def comment(self) -> str:
        """All of it in one text, as COMMENT ON holds it."""
        codes = f" Codes: {_sentence(self.codes)}" if self.codes else ""
        return f"{self.description}{codes}{f' Open: {_sentence(self.leaves_open)}' if self.leaves_open else ''}"


@dataclass(frozen=True, slots=True)
class Relation:
    """A view or macro: its SQL and what is said of it and its columns."""

    name: str
    sql: str
    about: Described
    columns: tuple[Described, ...]

    @property
    def code(self) -> str:
        """The SQL without its comments."""
        return _COMMENT.sub("", self.sql)


@dataclass(frozen=True, slots=True)
class Macro(Relation):
    """A macro; `columns` are those of the rows that a table macro gives."""

    parameters: tuple[Described, ...]

    @property
    def is_table(self) -> bool:
        """Whether it gives rows, `FROM search('…')`, and not a value."""
        return _AS_TABLE.match(self.code) is not None

    @property
    def signature(self) -> tuple[str, ...]:
        """The parameters as the SQL has them, with their defaults: `km`, `coarsest := 2`.

        Raises:
            ValueError: the SQL does not begin with parameters in brackets.
        """
        found = _SIGNATURE.match(self.code)
        if found is None:
            raise ValueError(f"{self.name}.sql does not begin with (parameters) AS")
        return tuple(part.strip() for part in found["parameters"].split(",") if part.strip())

    @property
    def call_of_nothing(self) -> str:
        """A call with NULL for every parameter that has no default, to see what columns come."""
        return f"{self.name}({', '.join('NULL' for one in self.signature if ':=' not in one)})"

    @property
    def is_internal(self) -> bool:
        """Whether it only serves others."""
        return self.name.startswith("meta.")


@lru_cache(maxsize=1)
def read_views() -> tuple[Relation, ...]:
    """Every view; one that reads another comes after it."""
    views = [Relation(name, sql, *_split(described)[:2]) for name, sql, described in _files("views")]
    return _ordered(views, {view.name: rf"\b{re.escape(view.name)}\b" for view in views})


@lru_cache(maxsize=1)
def read_macros() -> tuple[Macro, ...]:
    """Every macro; one that calls another comes after it."""
    macros = [Macro(name, sql, *_split(described)) for name, sql, described in _files("macros")]
    return _ordered(macros, {macro.name: rf"(?<![\w.]){re.escape(macro.name)}\s*\(" for macro in macros})


def described_in(text: str, origin: str) -> list[Described]:
    """The rows of a CSV that describes a view or macro.

    Raises:
        ValueError: its header is another, a row has too few or too many cells, or it does not begin with the whole.
    """
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != HEADER:
        raise ValueError(f"{origin}: the first line is not {','.join(HEADER)}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(HEADER):
            raise ValueError(f"{origin}, row {number}: {len(row)} cells, not {len(HEADER)}; quote cells with commas")
    found = [Described(*(cell.strip() for cell in row)) for row in rows[1:]]
    if not found or found[0].name:
        raise ValueError(f"{origin}, row 2: the first row describes the whole, its column is empty")
    return found


def _files(folder: str) -> list[tuple[str, str, list[Described]]]:
    """Name, SQL and descriptions of each SQL file; without a CSV nothing is described, which a test refuses."""
    files = {file.name: file for file in resources.files("warehouse").joinpath("store", folder).iterdir()}
    names = sorted(name.removesuffix(".sql") for name in files if name.endswith(".sql"))
    return [
        (name, files[f"{name}.sql"].read_text(encoding="utf-8"), _described(files.get(f"{name}.csv"))) for name in names
    ]


def _described(file: Traversable | None) -> list[Described]:
    return described_in(file.read_text(encoding="utf-8"), file.name) if file else []


def _split(described: list[Described]) -> tuple[Described, tuple[Described, ...], tuple[Described, ...]]:
    """The whole, the columns, the parameters."""
    about = described[0] if described else Described("", "")
    parameters = tuple(one for one in described[1:] if one.name.startswith("("))
    return about, tuple(one for one in described[1:] if one not in parameters), parameters


def _ordered(relations: list[R], mentions: dict[str, str]) -> tuple[R, ...]:
    """Each after those whose pattern its SQL has."""
    by_name = {relation.name: relation for relation in relations}
    needs = {
        relation.name: [
            name for name, pattern in mentions.items() if name != relation.name and re.search(pattern, relation.code)
        ]
        for relation in relations
    }
    return tuple(by_name[name] for name in TopologicalSorter(needs).static_order())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else text + "."
