"""Questions that people put to the published warehouse: one statement, shut in with the warehouse, that can be stopped.

What belongs here: the connection that reaches nothing but the warehouse, running a statement so that Ctrl-C ends it, and
DuckDB's errors in words that say what is wrong, where, and what was meant.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb
import polars as pl

from warehouse.schema.render import quoted
from warehouse.store.database import open_published, refuse_damage
from warehouse.store.home import Home, StoreError

T = TypeVar("T")
BATCH: Final = 20_000
"""Rows that an answer gives at a time."""

_SHUT: Final = (
    "python_enable_replacements=false",
    "autoinstall_known_extensions=false",
    "autoload_known_extensions=false",
    "enable_external_access=false",
    "lock_configuration=true",
)
_LIST_TABLES: Final = "`dateline sql 'SHOW ALL TABLES'` lists them"
_WAYS_OUT: Final = re.compile(
    "disabled by configuration|disabled through configuration|configuration has been locked|attached in read-only mode"
    "|exists in the [a-z_]+ extension|in-memory database in read-only|Cannot create non-temporary",
    re.IGNORECASE,
)
_MISSING: Final = re.compile(r'^Table with name "?(?P<name>.+?)"? does not exist')
_NO_COLUMN: Final = re.compile(
    r'^(?:Referenced column "(?P<bare>.+?)" not found|Table "(?P<table>.+?)" does not have a column named "(?P<of>.+?)")'
)
_MEANT: Final = re.compile(r"^(?:Did you mean|Candidate bindings: :?) ?(?P<names>.+?)\??$", re.MULTILINE)
_PLACE: Final = re.compile(r"^LINE \d+: .*\n *\^", re.MULTILINE)


class QuestionError(StoreError):
    """A query that can't be answered; the message says what is wrong and where, in a person's words."""


class Answer:
    """The rows of one statement, read as they are asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation | None) -> None:
        self.connection = connection
        self.relation = relation

    @property
    def columns(self) -> list[str]:
        """The names of the columns; a statement without rows, such as SET, has none."""
        return [] if self.relation is None else list(self.relation.columns)

    def frames(self, rows: int = BATCH) -> Iterator[pl.DataFrame]:
        """The rows in frames of so many at most; at least one frame, which has the types where there are no rows."""
        if self.relation is None:
            yield pl.DataFrame()
            return
        relation = _without_intervals(self.relation)
        reader: Any = interruptible(self.connection, lambda: relation.to_arrow_reader(rows))
        empty = True
        while (batch := interruptible(self.connection, lambda: next(reader, None))) is not None:
            empty = False
            yield pl.DataFrame(pl.from_arrow(batch))
        if empty:
            yield pl.DataFrame(pl.from_arrow(reader.schema.empty_table()))

    def first(self, most: int) -> tuple[pl.DataFrame, int]:
        """So many rows at most, and how many there are; the rest is counted, not read."""
        parts: list[pl.DataFrame] = []
        for part in self.frames(most + 1):
            parts.append(part)
            if sum(one.height for one in parts) > most:
                break
        rows = pl.concat(parts)
        if rows.height <= most or self.relation is None:
            return rows, rows.height
        counting = self.relation.aggregate("count(*)")
        counted = interruptible(self.connection, counting.fetchone)
        return rows.head(most), int(counted[0]) if counted else rows.height


@contextmanager
def answered(home: Home, query: str, parameters: Mapping[str, object] | None = None) -> Generator[Answer]:
    """The answer to one statement, as long as the block lasts.

    Raises:
        QuestionError: it can't be answered.
        KeyboardInterrupt: it was stopped.
    """
    with shut_in(home) as connection, explained(home):
        refuse_all_but_one(connection, query)
        yield Answer(connection, interruptible(connection, lambda: _ask(connection, query, dict(parameters or {}))))


def _ask(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object]
) -> duckdb.DuckDBPyRelation | None:
    try:
        return connection.sql(query, params=parameters or None)
    except (duckdb.BinderException, duckdb.CatalogException):
        # `sql` does not say where, `execute` does; a query that is not understood does nothing, so twice is as once
        _ = connection.execute(query, parameters or None)
        raise


@contextmanager
def shut_in(home: Home, writable: Path | None = None) -> Generator[duckdb.DuckDBPyConnection]:
    """A connection for strangers' SQL: no other file is read or written, nothing installed, no setting changed.

    What does not fit into memory goes to the system's folder for temporary files, since the home may be on a file system
    that is read-only.

    Args:
        home: whose warehouse.
        writable: the one file that a COPY may write.
    """
    connection = open_published(home)
    try:
        with tempfile.TemporaryDirectory(prefix="dateline-") as spill:
            connection.execute(f"SET temp_directory = {quoted(spill)}")
            if writable is not None:
                connection.execute(f"SET allowed_paths = [{quoted(str(writable))}]")
            for setting in _SHUT:
                connection.execute(f"SET {setting}")
            yield connection
    finally:
        connection.close()


def interruptible(connection: duckdb.DuckDBPyConnection, action: Callable[[], T]) -> T:
    """Do something with a connection so that Ctrl-C ends it at once.

    DuckDB works outside Python, which hears of the signal when it is done. So another thread asks, this one waits.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        asked = pool.submit(action)
        try:
            return asked.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def refuse_all_but_one(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Several statements would be run, and the rows of all but the last lost."""
    statements = len(connection.extract_statements(query))
    if statements != 1:
        raise QuestionError(
            f"the query holds {statements} statements; give one at a time (WITH joins several SELECT)"
            if statements
            else "the query holds no statement, or nothing but comments; give one"
        )


def _without_intervals(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Intervals as text (`finished_at - started_at`): Polars has no type for months, days and time together."""
    if "INTERVAL" not in map(str, answer.types):
        return answer
    names = ['"' + name.replace('"', '""') + '"' for name in answer.columns]
    columns = (
        f"CAST({name} AS VARCHAR) AS {name}" if str(kind) == "INTERVAL" else name
        for name, kind in zip(names, answer.types, strict=True)
    )
    return answer.project(", ".join(columns))


@contextmanager
def explained(home: Home) -> Generator[None]:
    """Turn DuckDB's error about a query into ours; one about a damaged file stays what it is."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        refuse_damage(error, home.published)
        raise QuestionError(explanation(str(error))) from error


def explanation(said: str) -> str:
    r"""What DuckDB says of a query, in one line and, below it, the place.

    >>> explanation('Catalog Error: Table with name evnts does not exist!\nDid you mean "events"?')
    "no table or view is called evnts; did you mean events? `dateline sql 'SHOW ALL TABLES'` lists them"
    """
    place = _PLACE.search(said)
    told = (said[: place.start()] if place else said).strip()
    what = _told(re.sub(r"^[A-Z][A-Za-z ]*?Error: ", "", told), told)
    return f"{what}\n{place.group()}" if place else what


def _told(message: str, whole: str) -> str:
    meant = _MEANT.search(message)
    names = meant["names"].replace('"', "") if meant else ""
    missing, no_column = _MISSING.match(message), _NO_COLUMN.match(message)
    if _WAYS_OUT.search(message) or "automatically install" in message:
        first = message.partition("\n")[0].rstrip(":")
        return f"a query reads the warehouse and nothing else; files are written by `dateline export`: {first}"
    if missing:
        said = f"no table or view is called {missing['name']}"
        return f"{said}; did you mean {names}? {_LIST_TABLES}" if names else f"{said}; {_LIST_TABLES}"
    if no_column:
        said = f"there is no column {no_column['bare'] or no_column['of']}"
        of = f" in {no_column['table']}" if no_column["table"] else ""
        return said + of + (f"; did you mean {names}?" if names else "")
    if meant:
        return f"{message.partition(chr(10))[0].rstrip('!')}; did you mean {names}?"
    return whole
