# ruff: noqa: PLC0415 - what a command does not need is not imported: start-up time
"""Questions about checks, as `dateline check` and `dateline status` put them to the published warehouse.

What belongs here: which checks there are, the rows that one finds, and what all found last. What does not: asking all
of every row, which needs the build file (`flows.loading`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.asking import ask
from flows.errors import UserMistake, told_to_the_user

if TYPE_CHECKING:
    import polars as pl

    from warehouse.store.checks import Check
    from warehouse.store.checks.own import OwnChecks


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a check finds in the published warehouse."""

    check: Check
    rows: pl.DataFrame

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return describe(self.check) | {"rows": self.rows.to_dicts()}


def own_checks(home: Path, folder: Path | None = None) -> OwnChecks:
    """The analyst's checks: those of the home, or of another folder.

    Raises:
        UserMistake: the folder that was named is none.
    """
    from warehouse.store.checks.own import read_own_checks
    from warehouse.store.home import Home

    if folder is not None and not folder.is_dir():
        raise UserMistake(f"{folder} is no folder; it should hold checks, a .sql file each")
    return read_own_checks(folder or Home(home).checks)


def head_severity(check: Check) -> str:
    """How bad a check's rows are, in the word of its head: `fail` or `warn`."""
    from warehouse.store.checks.files import HEAD_SEVERITIES

    return next(word for word, severity in HEAD_SEVERITIES.items() if severity == check.severity)


def describe(check: Check) -> dict[str, object]:
    """What a list tells of a check."""
    return {
        "check": check.name,
        "file": check.short,
        "severity": head_severity(check),
        "why": check.why,
        "remedy": check.remedy,
    }


def checks_named(name: str, own: OwnChecks) -> list[Check]:
    """The checks that a name means: a file to try, all that a file holds, a whole name, or a part of one.

    Raises:
        UserMistake: there is none, or its file can't be read.
    """
    from warehouse.store.checks import all_checks
    from warehouse.store.checks.files import read_checks

    if file_to_try(name):
        with told_to_the_user():
            return read_checks(Path(name), together=False)
    broken = next((result for result in own.broken if result.name == name.removesuffix(".sql")), None)
    if broken:
        raise UserMistake(broken.message)
    every = [*all_checks(), *own.checks]
    exact = [check for check in every if name in (check.name, check.short, f"{check.short}.sql")]
    found = exact or [check for check in every if name.lower() in f"{check.name} {check.short}".lower()]
    if not found:
        raise UserMistake(f"no check is called {name!r}; `dateline check --list` shows all")
    return found


def file_to_try(name: str) -> Path | None:
    """The file that a name is, where it is one."""
    return Path(name) if name.endswith(".sql") and Path(name).is_file() else None


def rows_found(home: Path, check: Check, own: OwnChecks, tried: Path | None = None) -> Found:
    """The rows of the published warehouse that a check finds, with the columns that it wants to be seen.

    Args:
        home: whose warehouse.
        check: the check.
        own: the analyst's checks, with their files.
        tried: the file of a check that is none of them.

    Raises:
        UserMistake: the check can't be asked; the message names file, line and error.
    """
    from warehouse.store.checks.own import placed
    from warehouse.store.sql_files import filled

    source = filled(check.sql, {"rows": check.table.qualified_name, "articles": "articles"})
    columns = ", ".join(check.shows) or ("* EXCLUDE (failing, scope_id)" if check.short else "failing AS key")
    condition = f" WHERE {check.broken}" if check.broken else ""
    try:
        rows = ask(home, f"SELECT {columns} FROM ({source}){condition} ORDER BY failing")
    except UserMistake as error:
        path = own.paths.get(check.name) or tried
        raise UserMistake(placed(path, str(error))) if path else error from error
    return Found(check, rows)


def last_findings(home: Path) -> list[dict[str, Any]]:
    """What the checks had found when the warehouse was published, errors first; also files of former versions."""
    rows = ask(home, "SELECT * FROM meta.check_results ORDER BY severity, check_name").to_dicts()
    return [_finding(row) for row in rows if row["failing_rows"] or row.get("outcome") == "broken"]


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "check": row["check_name"],
        "severity": row["severity"],
        "rows": row["failing_rows"],
        "such as": ", ".join(json.loads(row["sample"] or "[]")),
        "message": row.get("message"),
        "remedy": row.get("remedy"),
    }
