"""Asks an analyst's checks of a build file, in a process of its own: `python asking.py`, a task on standard input.

What belongs here: a process that can be ended without harm. DuckDB opens the file read-only, reads no other and uses so
much memory at most; a query that takes too long is interrupted, and where DuckDB does not hear of it, the system ends
the process. What does not: what is asked, and what becomes of the answers (`own`). It imports nothing of ours, so that
it starts at once.

The task is a JSON object: `path`, `megabytes`, `tables` (names, each with columns and rows, of what a run touched) and
`questions` (each with `setup`, `query`, `seconds` and `most` rows). For each question a line of JSON comes back: `rows`
or `error`. Fewer lines than questions tell that the next one ended the process.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any

import duckdb

_BESIDE = 1_500_000_000
"""Bytes of addresses that Python and DuckDB take for themselves."""
_GRACE = 2.0
"""Seconds from an interrupt to the end of the process."""


def main() -> None:
    """Answer the questions of standard input on standard output, a line each."""
    task = json.load(sys.stdin)
    most = task["megabytes"] * 1_000_000 + _BESIDE
    with contextlib.suppress(ValueError, OSError):  # a system that has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for question in task["questions"]:
        _ = sys.stdout.write(json.dumps(_answer(task, question)) + "\n")
        _ = sys.stdout.flush()


def _answer(task: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    try:
        connection = _open(task)
    except duckdb.Error as error:
        return {"error": f"the build file can't be opened: {error}"}
    timer = threading.Timer(question["seconds"], connection.interrupt)
    _ = signal.setitimer(signal.ITIMER_REAL, question["seconds"] + _GRACE)
    timer.start()
    try:
        return {"rows": _rows(connection, question)}
    except duckdb.InterruptException:
        return {"error": f"took longer than {question['seconds']:g} s"}
    except (duckdb.Error, MemoryError) as error:
        return {"error": str(error) or "out of memory"}
    finally:
        timer.cancel()
        _ = signal.setitimer(signal.ITIMER_REAL, 0)
        connection.close()


def _open(task: Mapping[str, Any]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        task["path"],
        read_only=True,
        config={
            "enable_external_access": "false",
            "python_enable_replacements": "false",
            "memory_limit": f"{task['megabytes']}MB",
            "temp_directory": "",
            "threads": "1",
        },
    )
    _ = connection.execute("SET TimeZone = 'UTC'")
    for name, table in task["tables"].items():
        columns = ", ".join(f"{column} VARCHAR" for column in table["columns"])
        _ = connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
        if table["rows"]:
            values = ", ".join(f"unnest(${number})" for number in range(1, len(columns.split(",")) + 1))
            _ = connection.execute(
                f"INSERT INTO {name} SELECT {values}", [list(cells) for cells in zip(*table["rows"], strict=True)]
            )
    return connection


def _rows(connection: duckdb.DuckDBPyConnection, question: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    for statement in question["setup"]:
        _ = connection.execute(statement)
    _ = connection.execute("SET lock_configuration = true")
    statements = connection.extract_statements(question["query"])
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise duckdb.InvalidInputException("a check is one query, and no other statement")
    return connection.execute(f"SELECT * FROM ({question['query']}\n) LIMIT {question['most']}").fetchall()


if __name__ == "__main__":
    main()
