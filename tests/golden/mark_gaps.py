"""Brings the `known_gap` marks of the golden folders up to date: `python tests/golden/mark_gaps.py [--accept]`.

Takes the mark off what has come right. With `--accept` it also marks what is wrong and unmarked, giving what is found
as the reason; without, it lists it and ends with 1. It never changes what is expected. Look at every new mark: a row
that was right before is a regression to mend, not a gap to mark.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from expectations import Expectation, read_expectations
from warehouse_rows import Tables, read_tables, rows_of_case, run_over_cases

HERE = Path(__file__).parent


def main() -> int:
    """Run over all cases, rewrite the marks, and say what changed."""
    parser = argparse.ArgumentParser(description="Bring the known_gap marks of the golden folders up to date.")
    parser.add_argument("--accept", action="store_true", help="mark what is wrong and not yet marked")
    accept = parser.parse_args().accept
    cases = sorted(path.parent for path in HERE.glob("*/expected.json"))
    with tempfile.TemporaryDirectory() as scratch:
        tables = read_tables(run_over_cases(cases, Path(scratch)))
    unmarked = sum(_mark_case(folder, tables, accept) for folder in cases)
    return 1 if unmarked and not accept else 0


def _mark_case(folder: Path, tables: Tables, accept: bool) -> int:
    file = folder / "expected.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    unmarked = 0
    for one in read_expectations(folder):
        reason = one.shortfall(rows_of_case(tables, one.table, one.case))
        if reason is None and one.known_gap:
            _say(f"right now      {one.name}")
            _set_mark(said, one, None)
        elif reason is not None and not one.known_gap:
            unmarked += 1
            _say(f"wrong          {one.name}: {reason}")
            if accept:
                _set_mark(said, one, reason)
    file.write_text(render(said), encoding="utf-8")
    return unmarked


def _set_mark(said: dict[str, Any], one: Expectation, reason: str | None) -> None:
    wanted = said["tables"][one.table]
    if isinstance(wanted[one.kind], list):
        marks, key = wanted[one.kind][one.number], "known_gap"
    else:
        marks, key = wanted.setdefault("known_gaps", {}), one.kind
    if reason is None:
        marks.pop(key)
    else:
        marks[key] = reason
    if not wanted.get("known_gaps", True):
        del wanted["known_gaps"]


def render(said: dict[str, Any]) -> str:
    """`expected.json` with one row a line, so that a change shows as the row it changes."""
    tables = ",\n".join(f"    {_json(name)}: {{\n{_table(wanted)}\n    }}" for name, wanted in said["tables"].items())
    head = "".join(f"  {_json(key)}: {_json(value)},\n" for key, value in said.items() if key != "tables")
    return f'{{\n{head}  "tables": {{\n{tables}\n  }}\n}}\n'


def _table(wanted: dict[str, Any]) -> str:
    return ",\n".join(f"      {_json(kind)}: {_rows(value)}" for kind, value in wanted.items())


def _rows(value: Any) -> str:
    if not isinstance(value, list):
        return _json(value)
    rows: Sequence[Any] = value
    return "[\n" + ",\n".join(f"        {_json(row)}" for row in rows) + "\n      ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
