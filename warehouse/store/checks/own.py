"""The analyst's own checks: files in `checks/` of the home, asked in a process apart and never the end of a run.

What belongs here: which of them a run asks and of which rows, and what becomes of the answers. A file that can't be
read, a query that is wrong, that writes, reads files or does not end: each becomes a result `broken` that names file,
line and error.

A run asks a check with `{rows}` of the rows that it touched, as it does ours. One without looks at whole tables, so a
run asks it only where its table is small; `dateline check` asks all of every row, and gives them longer.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import duckdb

from warehouse.store.checks.files import CheckFileError, cut_file, read_checks
from warehouse.store.checks.model import CHECKED_ARTICLES, ROWS, Check, CheckResult, scope_of
from warehouse.store.checks.running import all_checks, failing_rows, forget, keep_results, results_of
from warehouse.store.database import count_rows, open_build, rows_with
from warehouse.store.home import Home
from warehouse.store.scratch import creation
from warehouse.store.sql_files import filled

SMALL_TABLE = 100_000
"""Rows up to which a run asks a check that looks at a whole table; that takes it some hundredths of a second."""
SECONDS_IN_A_RUN = 5.0
SECONDS_OF_A_CHECK = 60.0
"""How long a check may take in a run, and in `dateline check`."""
MOST_FAILED = 100_000
"""Rows that are noted of one check; more tell nothing more."""
_MEGABYTES = 400
_MEND = "Mend the file, and try it with `dateline check`; docs/checks.md shows how a check is written."
_TOUCHED = ("checked_articles", "checked_events", "touched_keys", "noted_uris")
_LINE = re.compile(r"LINE (\d+):")
_NAMED = re.compile(r'(?:column|name) "?(\w+)')

Way = Literal["whole", "touched", "standing", "waiting"]


@dataclass(frozen=True, slots=True)
class OwnChecks:
    """What a folder holds: checks, each with its file, and results for the files that are no checks."""

    checks: tuple[Check, ...] = ()
    paths: Mapping[str, Path] = field(default_factory=dict[str, Path])  # by the check's name
    broken: tuple[CheckResult, ...] = ()

    @property
    def names(self) -> list[str]:
        """The checks' names."""
        return [check.name for check in self.checks]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.checks or self.broken)


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of a build file once the transaction that touched it has ended.

    Attributes:
        own: the checks.
        ways: by check: of all rows, of the touched ones, not now since its last answer stands, or only by `check`.
        touched: temporary tables of what was touched, each with columns and rows.
        seconds: how long each may take.
    """

    own: OwnChecks
    ways: Mapping[str, Way]
    touched: Mapping[str, Any]
    seconds: float


def read_own_checks(folder: Path) -> OwnChecks:
    """The checks of a folder's `.sql` files, by name; what is wrong with a file is told as its result."""
    checks: dict[str, Check] = {}
    paths: dict[str, Path] = {}
    broken: list[CheckResult] = []
    taken = {check.name for check in all_checks()} if folder.is_dir() else set[str]()
    for path in sorted(folder.glob("*.sql")) if folder.is_dir() else ():
        try:
            found = read_checks(path, together=False)
            known = next((check.name for check in found if check.name in taken or check.name in checks), None)
            if known:
                raise CheckFileError(f"{path}, line 1: there is a check `{known}` already; give it another `-- rule:`")
        except (CheckFileError, OSError) as error:
            broken.append(_broken(path.stem, "unknown", str(error)))
        else:
            checks |= {check.name: check for check in found}
            paths |= dict.fromkeys((check.name for check in found), path)
    return OwnChecks(tuple(checks.values()), paths, tuple(broken))


def _broken(name: str, table: str, message: str) -> CheckResult:
    return CheckResult(name, table, "warning", 0, (), message, _MEND, "broken")


def settled_checks(connection: duckdb.DuckDBPyConnection, own: OwnChecks) -> set[str]:
    """Names of the checks whose results are of the file as it is; to be asked before a merge deletes them."""
    if not own.checks:
        return set()
    rows = connection.execute(
        "SELECT check_name, version FROM meta.check_results WHERE outcome IN ('passed', 'failed')"
    ).fetchall()
    known = dict(rows)
    return {check.name for check in own.checks if known.get(check.name) == check.version}


def plan_asking(
    connection: duckdb.DuckDBPyConnection,
    own: OwnChecks,
    settled: set[str],
    *,
    is_whole: bool,
    is_patient: bool = False,
) -> Asking:
    """What to ask, within the transaction that touched the rows; what is asked again is not failed any more.

    Args:
        connection: the build file.
        own: the checks.
        settled: those that were asked before, as they are now.
        is_whole: whether the transaction touched everything.
        is_patient: whether every check is asked of every row, as `dateline check` does.
    """
    ways: dict[str, Way] = {
        check.name: _way(connection, check, check.name in settled, is_whole, is_patient) for check in own.checks
    }
    for check in own.checks:
        scope = check.scope or scope_of(check.table)
        if ways[check.name] == "touched":
            forget(connection, [check.name], f" AND scope_id IN ({scope.ids})")
        elif ways[check.name] != "standing":
            forget(connection, [check.name])
    touched = _touched_ids(connection) if "touched" in ways.values() else {}
    return Asking(own, ways, touched, SECONDS_OF_A_CHECK if is_patient else SECONDS_IN_A_RUN)


def _way(
    connection: duckdb.DuckDBPyConnection, check: Check, is_settled: bool, is_whole: bool, is_patient: bool
) -> Way:
    if is_patient:
        return "whole"
    is_scoped = ROWS in check.sql and (check.scope or scope_of(check.table)).column is not None
    if is_scoped and is_settled and not is_whole:
        return "touched"
    if count_rows(connection, check.table.qualified_name) <= SMALL_TABLE:
        return "whole"
    return "standing" if is_settled and not is_scoped else "waiting"


def _touched_ids(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    there = connection.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
    found: dict[str, Any] = {}
    for name in _TOUCHED:
        if (name,) in there:
            rows = connection.execute(f"SELECT DISTINCT COLUMNS(*)::VARCHAR FROM {name}")
            columns = [str(column[0]) for column in rows.description or ()]
            found[name] = {"columns": columns, "rows": rows.fetchall()}
    return found


def ask_own_checks(home: Home, build: Path, run_id: str, asking: Asking) -> list[CheckResult]:
    """Ask what was planned and add the results to `meta.check_results`. No connection to the build file may be open."""
    asked = [check for check in asking.own.checks if asking.ways[check.name] in ("whole", "touched")]
    answers = dict(zip([check.name for check in asked], _answers(build, asking, asked), strict=True))
    with open_build(home, build) as connection:
        _ = connection.execute("BEGIN")
        for check in asked:
            if "error" in answers[check.name]:
                forget(connection, [check.name])
            _note(connection, check, answers[check.name].get("rows", ()))
        results = [
            _judged(result, check, asking, answers.get(check.name, {}))
            for result, check in zip(results_of(connection, asking.own.checks), asking.own.checks, strict=True)
        ]
        results += asking.own.broken
        keep_results(connection, run_id, results)
        _ = connection.execute("COMMIT")
    return results


def _note(connection: duckdb.DuckDBPyConnection, check: Check, rows: Sequence[Sequence[str | None]]) -> None:
    if rows:
        values = "unnest($2) AS row_key, unnest($3) AS scope_id"
        _ = connection.execute(
            f"INSERT INTO meta.failed_rows BY NAME SELECT $1 AS check_name, {values}",
            [check.name, [str(key) for key, _ in rows], [scope_id for _, scope_id in rows]],
        )


def _judged(result: CheckResult, check: Check, asking: Asking, answer: Mapping[str, Any]) -> CheckResult:
    """The result of the noted rows, unless the check is at fault or was not asked."""
    if asking.ways[check.name] == "waiting":
        rows = f"{check.table.name} has more than {SMALL_TABLE:,} rows"
        return replace(
            result, outcome="not_asked", message=f"{rows}, so only `dateline check` asks this of all of them"
        )
    if "error" not in answer:
        return result
    message = placed(asking.own.paths[check.name], str(answer["error"]))
    return replace(_broken(check.name, check.table.qualified_name, message), version=check.version)


def placed(path: Path, error: str) -> str:
    """DuckDB's error with file and line."""
    said = " ".join(re.split(r"\n\n|\nLINE ", error, maxsplit=1)[0].split())
    return f"{path}, line {_line_of(path, error)}: {said}"


def _line_of(path: Path, error: str) -> int:
    """By the line that DuckDB names, of which the first is ours, else by the name that it does not know."""
    said, named = _LINE.search(error), _NAMED.search(error)
    try:
        first = cut_file(path).first_line
        lines = path.read_text(encoding="utf-8").splitlines()[first - 1 :]
    except (CheckFileError, OSError):  # it was changed meanwhile
        return 1
    if said and int(said[1]) > 1:
        return first + int(said[1]) - 2
    return first + next((number for number, line in enumerate(lines) if named and named[1] in line), 0)


def _answers(build: Path, asking: Asking, checks: Sequence[Check]) -> list[dict[str, Any]]:
    """An answer for each check; one that ends the process is told so, and the next ones get another process."""
    answers: list[dict[str, Any]] = []
    while len(answers) < len(checks):
        questions = [_question(check, asking) for check in checks[len(answers) :]]
        task = {"path": str(build), "megabytes": _MEGABYTES, "tables": asking.touched, "questions": questions}
        lines, why = _asked_apart(json.dumps(task))
        answers += [json.loads(line) for line in lines]
        if len(lines) < len(questions):
            answers.append({"error": why or f"took longer than {asking.seconds:g} s, or more memory than it may"})
    return answers


def _asked_apart(task: str) -> tuple[list[str], str]:
    """The lines that the process wrote before it ended, however it did, and what it said where it could not go on."""
    program = [sys.executable, "-P", str(Path(__file__).with_name("asking.py"))]
    try:
        done = subprocess.run(program, input=task, capture_output=True, text=True, check=False)
    except OSError as error:  # no memory for another process
        return [], f"could not be asked: {error}"
    lines = [line for line in done.stdout.splitlines() if line.endswith("}")]
    said = done.stderr.strip().splitlines()
    # 1 is Python's own end, such as where a library is not there
    return lines, f"could not be asked: {said[-1]}" if done.returncode == 1 and said else ""


def _question(check: Check, asking: Asking) -> dict[str, Any]:
    table, scope = check.table.qualified_name, check.scope or scope_of(check.table)
    setup: list[str] = []
    values = {"rows": table, "articles": "articles"}
    query = check.sql
    if asking.ways[check.name] == "touched":
        query = check.touched_sql or check.sql
        setup.append(creation("scoped_rows", rows_with(table, str(scope.column), scope.ids)))
        values = {"rows": "scoped_rows", "articles": "articles"}
        if "{articles}" in query:
            articles = rows_with("articles", "article_id", CHECKED_ARTICLES)
            setup.append(creation("scoped_articles", articles))
            values["articles"] = "scoped_articles"
    return {
        "setup": setup,
        "query": f"SELECT DISTINCT row_key, scope_id FROM ({failing_rows([check], filled(query, values))})",
        "seconds": asking.seconds,
        "most": MOST_FAILED,
    }
