"""Checks of the build file before it is published: SQL that finds rows which break a rule.

What belongs here: checks derived from the declarations of tables (`declared`), checks that are files (`*.sql` beside
this one, read by `files`), how all are asked and their results kept (`running`), and the analyst's own files (`own`),
which are asked in a process apart (`asking`). What does not: what is done about a failing row.

A merge checks the rows that it touched (`touched`), not the archive, and asks nothing of a table of which it touched
none. `meta.failed_rows` remembers each row that broke a rule, so the results are those of the whole file: a row that
failed stays failed until it is checked again, and `dateline check` looks at every row.
"""

from __future__ import annotations

from warehouse.store.checks.model import Check, CheckResult
from warehouse.store.checks.running import all_checks, run_checks

__all__ = ["Check", "CheckResult", "all_checks", "run_checks"]
