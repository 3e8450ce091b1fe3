"""Which rows of the published warehouse an export takes: a table, a view, a macro or a query, and filters on it.

What belongs here: names and filters made into one SELECT. What does not: writing files (`export`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb

from warehouse.schema.render import identifier, quoted
from warehouse.schema.tables import ALL_TABLES
from warehouse.schema.vocabularies import (
    ACLED_EVENT_TYPES,
    ALL_ACLED_SUB_EVENT_TYPES,
    PLOVER_EVENT_TYPES,
    STATUSES,
)
from warehouse.store.questions import QuestionError, bind, refuse_all_but_one

#: The column of a table or view that says the country, and the column of `countries` that it is written as.
COUNTRY_COLUMNS: Final = {
    "country_iso3": "country_iso3",
    "iso": "iso_numeric",
    "country_id": "gleditsch_ward",
    "ActionGeo_CountryCode": "fips",
    "Country": "country_iso3",
}
#: First and last day of what a row tells of.
DATE_COLUMNS: Final = {
    "date_start": "date_end",
    "event_date": "event_date",
    "SQLDATE": "SQLDATE",
    "Event Date": "Event Date",
    "published_date": "published_date",
}
#: Columns that say the type of an event, coarse or fine; any of them may have the value.
TYPE_COLUMNS: Final = (
    *("event_type", "event_mode", "acled_event_type", "acled_sub_event_type", "sub_event_type", "type_of_violence"),
    *("EventCode", "EventBaseCode", "EventRootCode", "Event Type", "Event Mode"),
)
_CALL: Final = re.compile(r"\s*(?P<name>[A-Za-z_][\w.]*)\s*\(.*\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows are wanted; all of them where nothing is said. Rows that leave open what is asked for are left out."""

    countries: tuple[str, ...] = ()  # names or codes
    first: date | None = None
    last: date | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    min_confidence: float | None = None

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: `what` is the name of a table or view, the call of a macro, or a query where `is_query`."""

    what: str
    is_query: bool = False
    filters: Filters = Filters()

    @property
    def name(self) -> str:
        """How messages and layers call it."""
        call = _CALL.fullmatch(self.what)
        return "query" if self.is_query else call["name"] if call else self.what


def selecting(connection: duckdb.DuckDBPyConnection, selection: Selection) -> str:
    """The SELECT of a selection. A table or view is in the order of its key, a query in its own.

    Raises:
        QuestionError: there is no such table, view or macro, or it has nothing to filter by.
    """
    order = ""
    if selection.is_query:
        refuse_all_but_one(connection, selection.what)
        _ = bind(connection, selection.what, {})
    elif call := _CALL.fullmatch(selection.what):
        _refuse_unknown_macro(connection, call["name"])
        refuse_all_but_one(connection, f"FROM {selection.what}")
    else:
        _refuse_unknown_table(connection, selection.what)
        order = f" ORDER BY {ordering(selection.what)}"
    query = f"SELECT * FROM {_source(selection)}"
    if not selection.filters:
        return query + order
    conditions = _conditions(connection, selection, columns_of(connection, query))
    return f"{query} WHERE {' AND '.join(conditions)}{order}"


def without_end(query: str) -> str:
    r"""One statement without the `;` that ends it, and the comment after that; several stay as they are.

    >>> without_end("SELECT ';' AS sign ; -- done")
    "SELECT ';' AS sign "
    """
    written = query.encode()
    end = len(written)
    for place, _ in reversed(duckdb.tokenize(query)):  # places are of bytes; comments are no tokens, texts are one
        if written[place : place + 1] != b";":
            break
        end = place
    return written[:end].decode()


def columns_of(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    """The columns of a query and their types, in order."""
    described = connection.execute(f"DESCRIBE {query}").fetchall()
    return {str(row[0]): str(row[1]) for row in described}


def ordering(table: str) -> str:
    """Columns that put the rows of a table or view into one order only."""
    keys = {known.qualified_name.removeprefix("main."): known.key for known in ALL_TABLES}
    return ", ".join(keys.get(table.removeprefix("main."), ())) or "ALL"


def _refuse_unknown_table(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    rows = connection.execute("SELECT table_schema, table_name FROM information_schema.tables").fetchall()
    names = sorted(name if schema == "main" else f"{schema}.{name}" for schema, name in rows)
    if table.removeprefix("main.") not in names:
        raise QuestionError(f"no table or view is called {table!r}{_meant(table, names)}; there are {', '.join(names)}")


def _refuse_unknown_macro(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    rows = connection.execute(
        "SELECT schema_name, function_name, parameters FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal ORDER BY ALL"
    ).fetchall()
    known = {
        macro if schema == "main" else f"{schema}.{macro}": ", ".join(parameters) for schema, macro, parameters in rows
    }
    if name not in known:
        listed = ", ".join(f"{macro}({parameters})" for macro, parameters in known.items())
        raise QuestionError(f"no macro is called {name!r}{_meant(name, known)}; there are {listed}")


def _meant(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word.lower(), {name.lower(): name for name in known}, n=1)
    found = next((name for name in known if near and name.lower() == near[0]), None)
    return f" (did you mean {found}?)" if found else ""


def _conditions(connection: duckdb.DuckDBPyConnection, selection: Selection, columns: Mapping[str, str]) -> list[str]:
    filters = selection.filters
    found: list[str] = []
    if filters.countries:
        column = _column(selection, columns, COUNTRY_COLUMNS, "--country", "a country")
        codes = [_code(connection, country, COUNTRY_COLUMNS[column]) for country in filters.countries]
        found.append(f"CAST({identifier(column)} AS VARCHAR) IN ({', '.join(map(quoted, codes))})")
    if filters.first or filters.last:
        found += _within(filters, columns, _column(selection, columns, DATE_COLUMNS, "--from and --to", "a day"))
    if filters.types:
        _ = _column(selection, columns, TYPE_COLUMNS, "--type", "a type of event")
        found.append(_of_types(connection, selection, [name for name in TYPE_COLUMNS if name in columns]))
    if filters.statuses:
        column = _column(selection, columns, ("status",), "--status", "a status")
        found.append(_of_statuses(connection, selection, column))
    if filters.min_confidence is not None:
        column = _column(selection, columns, ("confidence",), "--min-confidence", "a confidence")
        found.append(f"{column} >= {filters.min_confidence}")
    return found


def _column(selection: Selection, columns: Mapping[str, str], wanted: Iterable[str], option: str, what: str) -> str:
    found = next((name for name in wanted if name in columns), None)
    if found is None:
        looked_for = ", ".join(dict.fromkeys(wanted))
        raise QuestionError(
            f"{option}: {selection.name} has no column that says {what} ({looked_for}); leave the option out, or take "
            "events, or a query that joins them"
        )
    return found


def _code(connection: duckdb.DuckDBPyConnection, country: str, column: str) -> str:
    """The country as a column writes it; it may be given by any code of three or two letters, or by its name."""
    rows = connection.execute(
        f"SELECT country_iso3, country_iso2, country_name, CAST({column} AS VARCHAR) FROM countries ORDER BY ALL"
    ).fetchall()
    word = country.strip().casefold()
    for iso3, iso2, name, code in rows:
        if word in (str(iso3).casefold(), str(iso2).casefold(), str(name).casefold()):
            if code is None:
                raise QuestionError(f"--country: {name} has no {column}, which these rows go by")
            return str(code)
    raise QuestionError(
        f"--country: no country is called {country!r}{_meant(country, [str(row[2]) for row in rows])}; give its name "
        "or its ISO code of three or two letters (`dateline sql 'FROM countries'` lists them)"
    )


def _within(filters: Filters, columns: Mapping[str, str], column: str) -> list[str]:
    """Rows whose days reach into the time asked for, at either end."""
    found: list[str] = []
    last_column = DATE_COLUMNS[column] if DATE_COLUMNS[column] in columns else column
    if filters.first:
        found.append(f"{_day(last_column, columns[last_column])} >= DATE {quoted(str(filters.first))}")
    if filters.last:
        found.append(f"{_day(column, columns[column])} <= DATE {quoted(str(filters.last))}")
    return found


def _day(column: str, kind: str) -> str:
    """A day that is written as a number, such as 20210808, or as a text, as a date."""
    name = identifier(column)
    if kind == "DATE":
        return name
    if kind.endswith("INT") or kind == "INTEGER":
        return f"CAST(try_strptime(CAST({name} AS VARCHAR), '%Y%m%d') AS DATE)"
    return f"TRY_CAST({name} AS DATE)"


def _of_types(connection: duckdb.DuckDBPyConnection, selection: Selection, columns: Sequence[str]) -> str:
    """Rows that have one of the types in any of the columns, however its letters are written."""
    source = _source(selection)
    there: dict[str, list[str]] = {}
    for column in columns:
        name = identifier(column)
        rows = connection.execute(f"SELECT DISTINCT CAST({name} AS VARCHAR) FROM {source} ORDER BY ALL").fetchall()
        there[column] = [str(value) for (value,) in rows if value is not None]
    names = {name for values in there.values() for name in values}
    known = {name.casefold() for name in (*names, *_declared_types(columns))}
    for given in selection.filters.types:
        if given.strip().casefold() not in known:
            listed = ", ".join(there[columns[0]]) or "no rows"
            raise QuestionError(
                f"--type: {selection.name} has no type {given!r}{_meant(given, names)}; {columns[0]} has {listed}"
            )
    wanted = ", ".join(quoted(given.strip().casefold()) for given in selection.filters.types)
    return f"({' OR '.join(f'lower(CAST({identifier(name)} AS VARCHAR)) IN ({wanted})' for name in columns)})"


def _declared_types(columns: Sequence[str]) -> set[str]:
    """Types that a table may hold, though none of its rows is of them today."""
    plover = {"event_mode", "Event Mode"} & set(columns)
    acled = {"acled_event_type", "sub_event_type"} & set(columns)
    return {
        *(PLOVER_EVENT_TYPES if plover else ()),
        *((*ACLED_EVENT_TYPES, *ALL_ACLED_SUB_EVENT_TYPES) if acled else ()),
    }


def _of_statuses(connection: duckdb.DuckDBPyConnection, selection: Selection, column: str) -> str:
    """Rows of one of the statuses: those of events, or of whatever else has some, such as `meta.runs`."""
    rows = connection.execute(f"SELECT DISTINCT {column} FROM {_source(selection)} ORDER BY ALL").fetchall()
    there = [str(status) for (status,) in rows if status is not None]
    known = there if there and not set(there) <= set(STATUSES) else STATUSES
    wanted = [status.strip().lower() for status in selection.filters.statuses]
    for status in wanted:
        if status not in known:
            raise QuestionError(f"--status: {status!r} is none of {', '.join(known)}")
    return f"{column} IN ({', '.join(map(quoted, wanted))})"


def _source(selection: Selection) -> str:
    """What follows FROM."""
    return f"({without_end(selection.what)}\n)" if selection.is_query else selection.what
