"""The steps of a merge as SQL files, `MODULE/NAME.sql`: the module of that name says when each is carried out.

What belongs here: SQL that is the same in every merge, and how it is carried out. What does not: order and decisions,
which are in the modules, SQL that is made from the declarations of tables (`merge`, `incoming`), and what fits a line.

A file has a head of comment lines, then one statement or several, each with `;` at the end of its last line:

    -- what: the articles of each band that an ungrouped one has
    -- fills: band_members
    -- reads: meta.article_bands, ungrouped
    WITH touched AS (SELECT DISTINCT band FROM meta.article_bands SEMI JOIN ungrouped USING (article_id))
    SELECT band, article_id, article_id IN (FROM ungrouped) AS is_open
    FROM meta.article_bands SEMI JOIN touched USING (band)

`fills` names a temporary table (`scratch`) that is made of the rows of the one query. What varies is given: values as
DuckDB's parameters (`$least`), names, queries and conditions as words in braces (`{leaving}`), told under `given`. A
frame that the module lends the connection is one of `reads`. `tests/store/test_steps.py` holds heads to statements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.store.scratch import creation
from warehouse.store.sql_files import filled, head_length, placeholders, read_head

FOLDER = Path(__file__).parent
HEAD = {
    "what": "what it does, or which rows it gives",
    "fills": "the temporary table that its rows become",
    "reads": "tables and lent frames, parted by commas",
    "writes": "tables whose rows it changes, parted by commas",
    "given": "each parameter and word, and what it says",
}
"""The whole vocabulary of a head; `what` must be there."""
_PARAMETER = re.compile(r"\$([a-z]\w*)")


@dataclass(frozen=True, slots=True)
class Step:
    """A file, cut: what its head says, its statements, and what these must be given."""

    name: str
    head: Mapping[str, str]
    statements: tuple[str, ...]

    def listed(self, key: str) -> frozenset[str]:
        """What stands in the head between commas."""
        return frozenset(part.strip() for part in self.head.get(key, "").split(",") if part.strip())

    @property
    def words(self) -> frozenset[str]:
        """Names in braces."""
        return frozenset(word for sql in self.statements for word in placeholders(sql))

    @property
    def parameters(self) -> frozenset[str]:
        """Names of values."""
        return frozenset(name for sql in self.statements for name in _PARAMETER.findall(sql))


@cache
def read_step(name: str) -> Step:
    """A step by its path without ending, such as `copies/find_regrouped`.

    Raises:
        FileNotFoundError: there is none.
        ValueError: its head is not as declared, or it fills a table with several statements.
    """
    lines = (FOLDER / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    length = head_length(lines) or len(lines)
    head, _ = read_head(lines[:length], HEAD, lambda line, said: ValueError(f"{name}.sql, line {line}: {said}"))
    body = "\n".join(lines[length:])
    statements = tuple(part.strip() for part in re.split(r";[ ]*(?:\n|$)", body) if part.strip())
    if not head.get("what") or not statements or ("fills" in head and len(statements) > 1):
        raise ValueError(f"{name}.sql: a head with `-- what: …`, then statements; one that fills a table is one query")
    return Step(name, head, statements)


def all_steps() -> list[Step]:
    """Every step, by name."""
    return [read_step(str(path.relative_to(FOLDER).with_suffix(""))) for path in sorted(FOLDER.glob("*/*.sql"))]


def step_sql(name: str, **words: str) -> str:
    """The statements of a step as one text, with what its words stand for.

    Raises:
        KeyError: a word is not given.
    """
    return ";\n".join(_statements(read_step(name), words))


def _statements(step: Step, words: Mapping[str, str]) -> list[str]:
    missing = step.words - words.keys()
    if missing:
        raise KeyError(f"{step.name} is to be given {', '.join(sorted(missing))}")
    found = [filled(sql, words) for sql in step.statements]
    return [creation(step.head["fills"], found[0])] if "fills" in step.head else found


def carry_out(
    connection: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object] | None = None, **words: str
) -> int:
    """Carry a step out; how many rows its last statement made, changed or took away.

    Args:
        connection: the build file.
        name: the step.
        given: the values of its parameters.
        words: what its words in braces stand for.
    """
    row = None
    for sql in _statements(read_step(name), words):
        row = connection.execute(sql, _of(sql, given or {})).fetchone()
    return int(row[0]) if row else 0


def read_rows(
    connection: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object] | None = None, **words: str
) -> list[tuple[Any, ...]]:
    """The rows that a step's query gives."""
    return connection.execute(step_sql(name, **words), given or None).fetchall()


def read_frame(
    connection: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object] | None = None, **words: str
) -> pl.DataFrame:
    """The rows that a step's query gives, as a frame."""
    return connection.sql(step_sql(name, **words), params=given or None).pl()


def _of(sql: str, given: Mapping[str, object]) -> dict[str, object] | None:
    """The values of one statement: DuckDB refuses more than it asks for."""
    names = set(_PARAMETER.findall(sql))
    return {name: given[name] for name in names} or None
