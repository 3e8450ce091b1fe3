"""Questions that people put to the published warehouse: one statement, shut in with it, that can be stopped.

What belongs here: the connection that reaches nothing but the warehouse, running a statement so that Ctrl-C ends it,
and DuckDB's errors in words that say what is wrong, where, and what was meant.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb
import polars as pl

from warehouse.schema.render import identifier, quoted
from warehouse.store.database import open_alone, refuse_damage
from warehouse.store.home import Home, StoreError

T = TypeVar("T")
BATCH: Final = 20_000
"""Rows that an answer gives at a time."""
WAKING: Final = 0.1
"""Seconds after which somebody who waits for an answer looks whether Ctrl-C was pressed."""

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
    "|exists in the [a-z_]+ extension|requires the extension|in-memory database in read-only|non-temporary entry",
    re.IGNORECASE,
)
_FOREIGN: Final = re.compile(r"\b(?:INTERVAL|UHUGEINT|BIGNUM|BIT|TIME WITH TIME ZONE)\b")
"""Types of DuckDB's that Polars has not, or reads wrongly."""
_MISSING: Final = re.compile(r'^Table with name "?(?P<name>.+?)"? does not exist')
_NO_COLUMN: Final = re.compile(
    r'^Referenced column "(?P<bare>.+?)" not found'
    r'|^Table "(?P<table>.+?)" does not have a column named "(?P<of>.+?)"'
)
_MEANT: Final = re.compile(r"(?:Did you mean|Candidate bindings: :?) ?(?P<names>[^?]+)\??$")
_PLACE: Final = re.compile(r"^LINE \d+: (?P<line>.*)\n *\^", re.MULTILINE)


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

    @property
    def types(self) -> dict[str, str]:
        """The columns and what DuckDB calls their types."""
        kinds = () if self.relation is None else self.relation.types  # its truth would count its rows
        return dict(zip(self.columns, map(str, kinds), strict=True))

    def written(self, columns: Sequence[str]) -> Answer:
        """The same rows with the columns written as so many expressions of SQL say."""
        return self if self.relation is None else Answer(self.connection, self.relation.project(", ".join(columns)))

    def frames(self, rows: int = BATCH) -> Iterator[pl.DataFrame]:
        """The rows in frames of so many at most; at least one frame, which has the types where there are no rows."""
        if self.relation is None:
            yield pl.DataFrame()
            return
        relation: Any = _without_foreign(self.relation)
        reader: Any = interruptible(self.connection, partial(relation.to_arrow_reader, rows))
        empty = True
        while (batch := interruptible(self.connection, partial(next, reader, None))) is not None:
            empty = False
            with readable():
                frame = pl.DataFrame(pl.from_arrow(batch))
            yield frame
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
    with shut_in(home) as connection, explained(home, query):
        refuse_all_but_one(connection, query)
        yield Answer(connection, interruptible(connection, lambda: bind(connection, query, dict(parameters or {}))))


def bind(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object]
) -> duckdb.DuckDBPyRelation | None:
    """A query understood and, where it is a SELECT, not run yet; what it gets wrong is told with its place."""
    try:
        return connection.sql(query, params=parameters or None)
    except (duckdb.BinderException, duckdb.CatalogException):
        # `sql` does not say where, `execute` does; what is not understood does nothing, so twice is as once
        _ = connection.execute(query, parameters or None)
        raise


@contextmanager
def shut_in(home: Home, writable: Path | None = None) -> Generator[duckdb.DuckDBPyConnection]:
    """A connection for strangers' SQL: no other file is read or written, nothing installed, no setting changed.

    What does not fit into memory goes to the system's folder for temporary files, since the home may be on a file
    system that is read-only.

    Args:
        home: whose warehouse.
        writable: the one file, or the one folder whose files, a COPY may write.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as spill, open_alone(home) as connection:
        connection.execute(f"SET temp_directory = {quoted(spill)}")
        if writable is not None:
            kind = "directories" if writable.is_dir() else "paths"
            connection.execute(f"SET allowed_{kind} = [{quoted(str(writable.absolute()))}]")
        for setting in _SHUT:
            connection.execute(f"SET {setting}")
        yield connection


def interruptible(connection: duckdb.DuckDBPyConnection, action: Callable[[], T]) -> T:
    """Do something with a connection so that Ctrl-C ends it at once.

    DuckDB works outside Python, which hears of the signal when it is done. So another thread asks; this one wakes now
    and then, since a signal may be given to any of DuckDB's threads and then wakes nobody.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        asked = pool.submit(action)
        try:
            while not wait([asked], timeout=WAKING).done:
                pass
            return asked.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def refuse_all_but_one(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Several statements would be run, and the rows of all but the last lost."""
    _refuse_recording(query)
    # a PIVOT is split into a SELECT and the type that it needs, neither of which anybody wrote
    statements = sum(
        bool(one.query) or one.type != duckdb.StatementType.CREATE for one in connection.extract_statements(query)
    )
    if statements != 1:
        raise QuestionError(
            f"the query holds {statements} statements; give one at a time (WITH joins several SELECT)"
            if statements
            else "the query holds no statement, or nothing but comments; give one"
        )


def _refuse_recording(query: str) -> None:
    """A log or profile goes to a file, which is refused only as it is written: too late for a message of ours."""
    if re.search(r"\benable_(?:logging|profiling)\b", query, re.IGNORECASE):
        raise QuestionError("a query reads the warehouse and nothing else; it can't have DuckDB write a log or profile")


def _without_foreign(answer: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """What Polars has no type for as text, such as intervals (`finished_at - started_at`): months, days and time."""
    kinds = list(map(str, answer.types))
    if not any(_FOREIGN.search(kind) for kind in kinds):
        return answer
    names = [identifier(name) for name in answer.columns]
    columns = (f"{foreign_as_text(name, kind)} AS {name}" for name, kind in zip(names, kinds, strict=True))
    return answer.project(", ".join(columns))


def foreign_as_text(column: str, kind: str) -> str:
    """A column as text where it is, or holds, what only DuckDB has a type for.

    >>> foreign_as_text("took", "STRUCT(first INTERVAL)")
    'CAST(took AS VARCHAR)'
    """
    return f"CAST({column} AS VARCHAR)" if _FOREIGN.search(kind) else column


@contextmanager
def explained(home: Home, query: str) -> Generator[None]:
    """Turn DuckDB's error about a query into ours; one about a damaged file stays what it is."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        refuse_damage(error, home.published)
        raise QuestionError(explanation(str(error), query)) from error
    except pl.exceptions.DuplicateError as error:
        raise QuestionError("two columns have the same name; name the columns one by one, or rename with AS") from error
    except pl.exceptions.PolarsError as error:
        what = str(error).partition(":")[0].partition("{")[0]
        raise QuestionError(f"a column has a type that can't be shown ({what}); CAST it to VARCHAR") from error


def rows_of(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a frame as values of Python.

    Raises:
        QuestionError: Python has no such value.
    """
    with readable():
        return frame.rows()


@contextmanager
def readable() -> Generator[None]:
    """Tell of values that DuckDB has and Polars or Python has not; to be put around the reading of values alone.

    Raises:
        QuestionError: there is such a value.
    """
    try:
        yield
    except (pl.exceptions.PanicException, ValueError, OverflowError) as error:
        raise QuestionError(
            "a value can't be shown, such as a day outside of the years 1 to 9999; CAST it to VARCHAR"
        ) from error


def explanation(said: str, query: str) -> str:
    r"""What DuckDB says of a query, in one line and, below it, the place.

    >>> explanation('Catalog Error: Table with name evnts does not exist!\nDid you mean "events"?', "FROM evnts")
    "no table or view is called evnts; did you mean events? `dateline sql 'SHOW ALL TABLES'` lists them"
    """
    place = _PLACE.search(said)
    told = " ".join((said[: place.start()] if place else said).split())
    what = _told(re.sub(r"^[A-Z][A-Za-z ]*?Error: ", "", told))
    # where it has rewritten the query, it points into what nobody wrote
    written = place is not None and place["line"].strip(". ") in query
    return f"{what}\n{place.group()}" if place and written else what


def _told(message: str) -> str:
    hint = _MEANT.search(message)
    meant = f"; did you mean {hint['names']}?".replace('"', "") if hint else ""
    missing, no_column = _MISSING.match(message), _NO_COLUMN.match(message)
    if _WAYS_OUT.search(message):
        first = message.partition("Please try")[0].partition("Did you mean")[0].strip().rstrip(":")
        return f"a query reads the warehouse and nothing else; `dateline export` writes files: {first}"
    if missing:
        return f"no table or view is called {missing['name']}{meant or ';'} {_LIST_TABLES}"
    if no_column:
        of = f" in {no_column['table']}" if no_column["table"] else ""
        return f"there is no column {no_column['bare'] or no_column['of']}{of}{meant}"
    return message[: hint.start()].strip(" !") + meant if hint else message
