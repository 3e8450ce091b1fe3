"""From the packages in the lake to the warehouse that readers open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.grouping import grouping
from flows.settings import use_tables
from warehouse.store.checks import CheckResult, run_checks
from warehouse.store.checks.own import OwnChecks, ask_own_checks, plan_asking, read_own_checks
from warehouse.store.database import open_build, open_published
from warehouse.store.home import Home
from warehouse.store.merge import MergeReport, merge_packages
from warehouse.store.publish import publish
from warehouse.store.rebuild import prepare, rebuild

COUNTED_TABLES = ("articles", "events", "event_mentions", "locations", "entities")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a merge brought in."""

    new: int
    changed: int
    unchanged: int
    duplicates: int
    events: int
    failed_checks: tuple[str, ...]
    marked: int = 0  # articles that no file holds any more
    unmarked: int = 0


def make_ready(home: Home, run_id: str, tell: Callable[[str], None]) -> None:
    """Clear away what killed runs and other programs left, and make the build file anew where it must be."""
    use_tables(home.root)
    prepare(home, run_id, grouping(), tell)


def merge_pending(home: Home, run_id: str) -> MergeReport:
    """Merge what killed runs left in the lake, and what people decided since."""
    return merge_packages(home, run_id, grouping())


def load_packages(home: Home, run_id: str) -> Loaded:
    """Merge the run's packages, group copies and events, and check the build."""
    return _loaded(merge_packages(home, run_id, grouping()))


def rebuild_from_lake(home: Home, run_id: str) -> Loaded:
    """Make the build file anew from all packages of the lake."""
    return _loaded(rebuild(home, run_id, grouping()))


def check_build(home: Home, run_id: str, own: OwnChecks | None = None) -> tuple[CheckResult, ...]:
    """Check every row of the build file, and merge before what a killed run left; the checks that find something.

    Args:
        home: whose build file.
        run_id: the run that checks.
        own: other checks than those of the home's folder.
    """
    _ = merge_pending(home, run_id)
    own = read_own_checks(home.checks) if own is None else own
    with open_build(home) as connection:
        _ = connection.execute("BEGIN")
        results = run_checks(connection, run_id, own=own.names)
        asking = plan_asking(connection, own, set(), is_whole=True, is_patient=True)
        _ = connection.execute("COMMIT")
    if own:
        results += ask_own_checks(home, home.build, run_id, asking)
    return tuple(check for check in results if check.is_found)


def publish_warehouse(home: Home, tell: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Put the build before readers; the rows of the tables they ask most. `tell` hears what was in the way."""
    publish(home, tell)
    return table_rows(home)


def table_rows(home: Home) -> dict[str, int]:
    """Rows of the tables that analysts ask most, as published."""
    connection = open_published(home)
    try:
        counts = ", ".join(f"(SELECT count(*) FROM {table}) AS {table}" for table in COUNTED_TABLES)
        return connection.sql(f"SELECT {counts}").pl().row(0, named=True)
    finally:
        connection.close()


def _loaded(report: MergeReport) -> Loaded:
    failed = tuple(check.told for check in report.failed_checks)
    return Loaded(
        report.new_articles,
        report.changed_articles,
        report.unchanged_articles,
        report.duplicate_articles,
        report.events,
        failed,
        report.marked_articles,
        report.unmarked_articles,
    )
