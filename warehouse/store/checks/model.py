"""What a check is, which rows of a table it is asked of, and how it ended.

What belongs here: the classes, and the names of columns and tables that every check's query keeps to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warehouse.schema.articles import ARTICLES
from warehouse.schema.events import EVENT_EVIDENCE, EVENTS
from warehouse.schema.meta import ARTICLE_SOURCES, REJECTED_RECORDS, SOURCE_FILES
from warehouse.schema.model import Table
from warehouse.store.touched import touched_keys

ROWS = "{rows}"
"""Stands in a check's SQL for the rows that are checked: a table, or a temporary table of those that were touched."""
CHECKED_ARTICLES = "SELECT article_id FROM checked_articles"
CHECKED_EVENTS = "SELECT DISTINCT event_id FROM checked_events"

Outcome = Literal["passed", "failed", "broken", "not_asked"]

_BY_KEY = ("locations", "entities", SOURCE_FILES.name, REJECTED_RECORDS.name)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows of a table a merge touched: those whose `column` is among the ids that a query gives.

    Without a column the table is small, and checked as a whole each time.
    """

    column: str | None = None
    ids: str = ""


OF_EVENTS = Scope("event_id", CHECKED_EVENTS)
OF_ARTICLES = Scope("article_id", CHECKED_ARTICLES)


@dataclass(frozen=True, slots=True)
class Check:
    """Queries that give failing rows: their key as `failing`, and as `scope_id` the id by which they are touched.

    Each row that fails is one of `{rows}`, or has the key of one; so without rows there is nothing to ask.

    `sql` has `{rows}` for the rows that are checked, `{articles}` for their articles. Where other rows than those have
    a say, as with keys and references, `touched_sql` is the way that looks up only what the touched rows need.

    Attributes:
        name: `table: rule`, as in `meta.check_results`.
        table: whose rows fail.
        why: what a failing row tells.
        remedy: what to do about it.
        severity: `error` stops publishing, `warning` is told.
        scope: by which rows are touched; None for the table's own.
        broken: a condition; those of the rows fail that meet it. Checks with the same queries are asked in one.
        is_enforced: the table itself refuses rows that break the rule.
        short: the name of its file without ending; empty for what is derived from the declarations.
        shows: the columns of the query that a person wants to see.
        version: a digest of its file.
    """

    name: str
    table: Table
    sql: str
    why: str
    remedy: str
    severity: str = "error"
    touched_sql: str | None = None
    scope: Scope | None = None
    broken: str | None = None
    is_enforced: bool = False
    short: str = ""
    shows: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How a check ended.

    Attributes:
        name: `table: rule`.
        table_name: whose rows were checked.
        severity: `error` or `warning`.
        failing_rows: how many rows break the rule.
        sample: keys of some of them.
        message: what a failing row tells; of a check that could not be asked, why.
        remedy: what to do.
        outcome: `broken` where the check itself is at fault.
        version: a digest of its file.
    """

    name: str
    table_name: str
    severity: str
    failing_rows: int
    sample: tuple[str, ...]
    message: str = ""
    remedy: str = ""
    outcome: Outcome = "passed"
    version: str = ""

    @property
    def is_found(self) -> bool:
        """Whether there is something to tell a person."""
        return self.outcome in ("failed", "broken")

    @property
    def told(self) -> str:
        """The result in one line.

        >>> CheckResult("events: no self-dyads", "main.events", "warning", 2, ("a", "b"), outcome="failed").told
        'warning: events: no self-dyads: 2 rows, such as a, b'
        """
        if self.outcome == "broken":
            return f"{self.severity}: {self.name}: {self.message}"
        rows = f"{self.failing_rows} row{'' if self.failing_rows == 1 else 's'}"
        return f"{self.severity}: {self.name}: {rows}, such as {', '.join(self.sample)}"


def scope_of(table: Table) -> Scope:
    """How a merge touches the rows of a table, unless a check says otherwise."""
    if table in (EVENTS, EVENT_EVIDENCE):
        return OF_EVENTS
    if table is ARTICLE_SOURCES:
        return Scope("raw_uri", "SELECT raw_uri FROM noted_uris")
    if table.name in _BY_KEY:
        return Scope(table.key[0], touched_keys(table))
    if table is ARTICLES or "article_id" in table.column_names:
        return OF_ARTICLES
    return Scope()


def found_columns(table: Table, alias: str = "", scope: Scope | None = None) -> str:
    """The columns of a check's query: the row's key, and the id by which a merge touches the row."""
    key = "concat_ws('|', " + ", ".join(f"{alias}{name}" for name in table.key) + ")"
    column = (scope or scope_of(table)).column
    return f"{key} AS failing, {f'CAST({alias}{column} AS VARCHAR)' if column else 'NULL'} AS scope_id"
