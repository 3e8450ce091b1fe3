"""Checks that are files: SQL with a head of comment lines that says how bad it is, why, and what to do.

What belongs here: from a file to checks, and what is wrong with the file. docs/checks.md shows how one is written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path

from warehouse.schema.model import Table
from warehouse.schema.tables import TABLES
from warehouse.store.checks.model import (
    CHECKED_ARTICLES,
    OF_ARTICLES,
    OF_EVENTS,
    Check,
    Scope,
    found_columns,
    scope_of,
)
from warehouse.store.home import StoreError
from warehouse.store.selection import without_end
from warehouse.store.sql_files import filled, head_length, placeholders, read_head

FOLDER = Path(__file__).parent
HEAD_SEVERITIES = {"fail": "error", "warn": "warning"}
"""As a head says it, and as `meta.check_results` does."""
HEAD = {
    "severity": "`fail` stops publishing, `warn` is told",
    "table": "whose rows fail; several are parted by commas",
    "rule": "what holds of every row that is well; else the file's name",
    "why": "what a failing row tells",
    "remedy": "what to do about it",
    "scope": "`article_id` or `event_id`: a run asks of the rows whose article or event it touched",
    "each": "columns, parted by commas: a check for each, which stands for {column}",
    "shows": "columns that a person wants to see, parted by commas",
}
"""The whole vocabulary of a head."""
_MEANT = "there are {rows}, {articles}, tables with an article_id such as {event_numbers}, and {column} where `each` is"
_NEEDED = ("severity", "table", "why", "remedy")
_SCOPES = {"article_id": OF_ARTICLES, "event_id": OF_EVENTS}
_PLAIN = re.compile(r"SELECT \* FROM \{(?P<rows>\w+)\} WHERE (?P<broken>.+)", re.DOTALL)
_PARTED = re.compile(r"^-- of touched rows:[ ]*$", re.MULTILINE)


class CheckFileError(StoreError):
    """A check's file that can't be read; the message names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class CheckFile:
    """A file, cut: what its head says, each with its line, and its queries."""

    path: Path
    head: Mapping[str, str]
    lines: Mapping[str, int]
    first_line: int  # of the query
    sql: str
    touched_sql: str | None

    def wrong(self, message: str, line: int | None = None, *, key: str | None = None) -> CheckFileError:
        """The error that names the place."""
        return wrong_at(self.path, line or (self.lines[key] if key else self.first_line), message)

    def listed(self, key: str) -> list[str]:
        """What stands in the head between commas."""
        return [part.strip() for part in self.head.get(key, "").split(",") if part.strip()]


def wrong_at(path: Path, line: int, message: str) -> CheckFileError:
    """The error of a line of a file."""
    return CheckFileError(f"{path}, line {line}: {message}")


@lru_cache(maxsize=1)
def our_checks() -> tuple[Check, ...]:
    """The checks of the files that come with the program, by name."""
    return tuple(check for path in sorted(FOLDER.glob("*.sql")) for check in read_checks(path))


def read_checks(path: Path, *, together: bool = True) -> list[Check]:
    """The checks of one file: of each table that it names, and of each column where it is about several.

    Args:
        path: the file.
        together: whether those that only set a condition to rows may be asked in one query.

    Raises:
        CheckFileError: the file is not as docs/checks.md says; the message names file and line.
    """
    file = cut_file(path)
    tables = [_known_table(file, name) for name in file.listed("table")]
    columns = file.listed("each") or [""]
    return [_made(file, table, column, together=together) for table in tables for column in columns]


def cut_file(path: Path) -> CheckFile:
    """Part head and queries, and hold the head against its vocabulary."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise wrong_at(path, 1, "not UTF-8; save it as plain text, UTF-8") from error
    length = head_length(lines)
    if length is None:
        raise wrong_at(path, max(1, len(lines)), "no query below the head")
    head, places = read_head(lines[:length], HEAD, partial(wrong_at, path))
    missing = [key for key in _NEEDED if not head.get(key)]
    if missing:
        raise wrong_at(path, 1, f"the head lacks `-- {missing[0]}: …` ({HEAD[missing[0]]})")
    sql, *touched = (without_end(part).strip() for part in _PARTED.split("\n".join(lines[length:])))
    return CheckFile(path, head, places, length + 1, sql, touched[0] if touched else None)


def _known_table(file: CheckFile, name: str) -> Table:
    table = TABLES.get(name.removeprefix("meta.").removeprefix("main."))
    if table is None:
        near = get_close_matches(name, TABLES, 1)
        meant = f"; is {near[0]} meant?" if near else "; docs/data_dictionary.md lists them"
        raise file.wrong(f"there is no table {name}{meant}", key="table")
    return table


def _made(file: CheckFile, table: Table, column: str, *, together: bool) -> Check:
    severity = HEAD_SEVERITIES.get(file.head["severity"])
    if severity is None:
        raise file.wrong(f"severity is fail or warn, not {file.head['severity']}", key="severity")
    scope = _scope(file, table)
    _refuse_placeholders(file)
    said = {key: filled(text, {"column": column}) if column else text for key, text in file.head.items()}
    whole, touched, broken = _queries(file, column, scope, together=together)
    found = f"SELECT *, {found_columns(table, scope=scope)} FROM"
    return Check(
        f"{table.name}: {said.get('rule') or file.path.stem.replace('_', ' ')}",
        table,
        f"{found} {whole}",
        why=said["why"],
        remedy=said["remedy"],
        severity=severity,
        touched_sql=None if touched == whole else f"{found} {touched}",
        scope=None if scope == scope_of(table) else scope,
        broken=broken,
        short=file.path.stem,
        shows=tuple(name.strip() for name in said.get("shows", "").split(",") if name.strip()),
        version=hashlib.sha256(file.path.read_bytes()).hexdigest()[:16],
    )


def _queries(file: CheckFile, column: str, scope: Scope, *, together: bool) -> tuple[str, str, str | None]:
    """Where failing rows come from: of the whole table, of the touched rows, and the condition that they meet.

    A check that only sets a condition to rows that others look at too can be asked in one query with them.
    """
    of_column = {"column": column} if column else {}
    plain = _PLAIN.fullmatch(file.sql) if together and not file.touched_sql else None
    sql = f"{{{plain['rows']}}}" if plain else f"(\n{file.sql}\n)"
    touched = f"(\n{file.touched_sql}\n)" if file.touched_sql else sql
    broken = filled(plain["broken"], of_column) if plain else None
    every, some = _tables(scope, whole=True), _tables(scope, whole=False)
    filled_sql, filled_touched = (filled(filled(text, _shared()), of) for text, of in ((sql, every), (touched, some)))
    return filled(filled_sql, of_column), filled(filled_touched, of_column), broken


def _scope(file: CheckFile, table: Table) -> Scope:
    name = file.head.get("scope")
    if not name:
        return scope_of(table)
    if name not in _SCOPES or name not in table.column_names:
        allowed = [known for known in _SCOPES if known in table.column_names] or ["none, and the line can go"]
        raise file.wrong(f"the scope of {table.name} is {' or '.join(allowed)}, not {name}", key="scope")
    return _SCOPES[name]


def _refuse_placeholders(file: CheckFile) -> None:
    """Names in braces that stand for nothing."""
    known = {
        *_tables(OF_ARTICLES, whole=True),
        *_shared(),
        "rows",
        "articles",
        *(["column"] if file.head.get("each") else []),
    }
    for sql in (file.sql, file.touched_sql or ""):
        for name in placeholders(sql):
            if name not in known:
                lines = file.path.read_text(encoding="utf-8").splitlines()
                line = next(number for number, text in enumerate(lines, 1) if f"{{{name}}}" in text)
                raise file.wrong(f"{{{name}}} stands for nothing; {_MEANT}", line)


def _tables(scope: Scope, *, whole: bool) -> dict[str, str]:
    """What names of tables in braces stand for: as far as the checked articles have a say, all where all is checked."""
    names = [name for name, table in TABLES.items() if "article_id" in table.column_names and name != "articles"]
    among = f"WHERE article_id IN ({CHECKED_ARTICLES})"
    if whole or scope != OF_ARTICLES:
        every = {name: TABLES[name].qualified_name for name in names}
        return every if scope == OF_ARTICLES else every | {"articles": "articles"}
    return {name: f"(SELECT * FROM {TABLES[name].qualified_name} {among})" for name in names}


@lru_cache(maxsize=1)
def _shared() -> dict[str, str]:
    """Rows that more than one check looks at, by the name of their file."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "shared").glob("*.sql"))}
    return {name: f"({' '.join(_without_comments(text))})" for name, text in files.items()}


def _without_comments(sql: str) -> list[str]:
    return [line.strip() for line in sql.splitlines() if line.strip() and not line.startswith("--")]
