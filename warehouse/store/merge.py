"""Merges committed packages into the build file.

What belongs here: which rows go and which come. What does not: what an event or a group of copies is; that is handed
in as functions (`Grouping`), since the warehouse does not code articles.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.schema.model import Table
from warehouse.schema.tables import PACKAGE_TABLES
from warehouse.store.checks import CheckResult, run_checks
from warehouse.store.checks.own import (
    Asking,
    ask_own_checks,
    plan_asking,
    read_own_checks,
    settled_checks,
)
from warehouse.store.copies import derive_groups
from warehouse.store.corrections import (
    apply_corrections,
    find_changed_corrections,
    has_corrections,
    note_corrections,
    settle_corrections,
    start_corrections,
)
from warehouse.store.damage import damage_told
from warehouse.store.database import frame, open_build, rows_with
from warehouse.store.derive import derive_events, derive_gazetteers, parts_of
from warehouse.store.event_ids import restore_ids
from warehouse.store.former_ids import FormerBuild, find_former_members
from warehouse.store.furnishing import stamp_build
from warehouse.store.gone_files import mark_gone, note_files
from warehouse.store.grouping import Grouping
from warehouse.store.home import Home
from warehouse.store.incoming import OF_ARTICLES, choose_articles, load_incoming, run_times
from warehouse.store.linking import link_events
from warehouse.store.members import files_it_may_be_of
from warehouse.store.packages import Package, committed_packages
from warehouse.store.scratch import drop, make, start
from warehouse.store.sequence import place_runs
from warehouse.store.steps import carry_out
from warehouse.store.superseded import (
    load_sources,
    note_sources,
    settle_sources,
    superseding_runs,
    take_out_articles,
)
from warehouse.store.touched import note_coming, note_events, note_keys, start_touched
from warehouse.store.turns import Turn, cut_packages
from warehouse.store.withdrawals import find_withdrawn, keep_out_withdrawn, record_withdrawn

_SHARED = ("locations", "entities", "source_files", "rejected_records")
_STAMPS = ("run_id", "read_at", "rejected_at")


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did.

    `changed_articles` counts those too that took the place of another since their file was edited, and
    `superseded_articles` those that had to leave. `decisions` counts corrections that came, changed or were undone, and
    articles that were withdrawn. `duplicate_articles` counts articles of these packages that are
    copies of another article. `marked_articles` counts those that no file holds any more, and `unmarked_articles` those
    that are held again.
    """

    packages: int = 0
    decisions: int = 0
    new_articles: int = 0
    changed_articles: int = 0
    unchanged_articles: int = 0
    superseded_articles: int = 0
    duplicate_articles: int = 0
    marked_articles: int = 0
    unmarked_articles: int = 0
    rejected_records: int = 0
    events: int = 0
    failed_checks: tuple[CheckResult, ...] = ()


@damage_told
def merge_packages(
    home: Home, run_id: str, grouping: Grouping, *, build: Path | None = None, former: FormerBuild | None = None
) -> MergeReport:
    """Merge all committed packages that the build file does not have yet.

    One transaction takes some 5,000 articles, since a transaction's rows stay in memory until it ends; so a merge of
    usual size is one, and a kill leaves whole turns behind, of which readers see nothing before `publish`. The last
    turn runs the checks; the analyst's own are asked when it has ended. Corrections and withdrawals that came since the
    last merge take effect, also where no package came. The caller holds the writer's lock. With nothing to merge
    nothing is written, but a build that takes the place of another is settled and checked.

    Args:
        home: where lake and build file are.
        run_id: the run that merges; derived rows that change carry it.
        grouping: how copies and events are grouped.
        build: another build file than the home's (`rebuild`).
        former: the build file that this one takes the place of (`rebuild`).
    """
    own = read_own_checks(home.checks)
    asking: Asking | None = None
    with open_build(home, build) as connection:
        merged = {row[0] for row in connection.execute("SELECT package_id FROM meta.packages").fetchall()}
        pending = committed_packages(home, leaving_out=merged)
        decisions = find_changed_corrections(home, connection) + find_withdrawn(home, connection)
        if not pending and not decisions and not former:
            return MergeReport(events=_count(connection, "SELECT count(*) FROM events"))
        settled = settled_checks(connection, own)
        is_whole = start_touched(connection, pending, own.names)
        restore_ids(home, connection)
        checks: list[CheckResult] = []
        times = _run_times(connection, pending)
        place_runs(connection, pending)
        parts = list(cut_packages(pending, superseding_runs(connection, pending, times)))
        for number, (packages, is_settled) in enumerate(parts):
            turn = Turn(
                connection=connection,
                run_id=run_id,
                grouping=grouping,
                times=times,
                is_whole=is_whole,
                corrects=has_corrections(connection),
                packages=packages,
                is_settled=is_settled,
                is_first=number == 0,
                is_last=number == len(parts) - 1,
            )
            with _transaction(connection):
                if turn.is_first:
                    _merge_shared(connection, pending, times)
                    record_withdrawn(connection)
                _take(turn, former)
                if turn.is_last:
                    _ = carry_out(connection, "merge/find_refusals_of_coded")
                    _drop_refusals(connection)
                    derive_gazetteers(turn)
                    mark_gone(turn)
                    checks = run_checks(connection, run_id, is_whole=is_whole, is_thorough=False, own=own.names)
                    asking = plan_asking(connection, own, settled, is_whole=is_whole) if own else None
                    stamp_build(connection)
        _ = connection.execute("CHECKPOINT")
        report = replace(_report(connection, pending, checks), decisions=decisions)
    if asking:
        found = [result for result in ask_own_checks(home, build or home.build, run_id, asking) if result.is_found]
        report = replace(report, failed_checks=(*report.failed_checks, *found))
    return report


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Generator[None]:
    _ = connection.execute("BEGIN")
    try:
        yield
        _ = connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # what went wrong is told, not that nothing was left to undo
            _ = connection.execute("ROLLBACK")
        raise


def _take(turn: Turn, former: FormerBuild | None) -> None:
    """Take in a turn's packages, and bring all that follows from their articles up to date."""
    _merge_articles(turn)
    if turn.is_settled:
        settle_sources(turn)
    derive_groups(turn)
    if former and turn.is_last:
        find_former_members(turn, former)
    _make_events(turn)
    note_events(turn)
    if turn.packages:
        _record_packages(turn)


def _merge_shared(
    connection: duckdb.DuckDBPyConnection, pending: Sequence[Package], times: dict[str, datetime]
) -> None:
    """What belongs to no single article, of all packages at once. Until the last turn the build counts as unchecked."""
    for name in _SHARED:
        load_incoming(connection, PACKAGE_TABLES[name], pending, times)
    note_files(connection)
    if _comes(connection, "entities"):
        _ = carry_out(connection, "merge/unite_aliases")
    _upsert(connection, PACKAGE_TABLES["locations"])
    _upsert(connection, PACKAGE_TABLES["entities"])
    _merge_ledger(connection)
    _ = connection.execute("DELETE FROM meta.check_results")
    _drop_merged(connection, "newer", ("locations", "entities", "source_files"))


def _make_events(turn: Turn) -> None:
    """Link the reports that came and make the touched events anew, as corrections want them where there are any."""
    if turn.corrects:
        note_corrections(turn)
    link_events(turn)
    if turn.corrects:
        apply_corrections(turn)
    derive_events(turn)
    if turn.corrects:
        settle_corrections(turn)


def _comes(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether packages brought rows of a table."""
    return connection.execute(f"SELECT 1 FROM incoming_{name} LIMIT 1").fetchone() is not None


def _merge_articles(turn: Turn) -> None:
    """Take in what is new of a turn's articles."""
    connection = turn.connection
    start(connection, "turn")
    for name in ("articles", *OF_ARTICLES):
        load_incoming(connection, PACKAGE_TABLES[name], turn.packages, turn.times)
    keep_out_withdrawn(turn)
    choose_articles(turn)
    start_corrections(turn)
    _ = connection.execute("INSERT INTO seen_articles SELECT DISTINCT article_id FROM incoming_articles")
    _ = carry_out(connection, "merge/note_changed_articles")
    for leaving in (
        "SELECT article_id FROM chosen_articles WHERE is_known",
        "SELECT article_id FROM articles WHERE article_id IN (SELECT article_id FROM withdrawn_articles)",
    ):
        take_out_articles(turn, leaving)
    _ = carry_out(connection, "merge/insert_articles")
    _insert_mentions(turn)
    load_sources(connection, turn.packages, turn.times)
    note_sources(turn)
    _drop_merged(connection, "chosen", ("articles", *OF_ARTICLES))


def _drop_merged(connection: duckdb.DuckDBPyConnection, kind: str, names: Sequence[str]) -> None:
    """Free the memory of what has been merged: what came, and what was taken of it (`kind`)."""
    for name in names:
        drop(connection, f"incoming_{name}")
        drop(connection, f"{kind}_{name}")


def _insert_mentions(turn: Turn) -> None:
    """The rows that came in the same package as the chosen text of their article."""
    connection = turn.connection
    coming = {name: _choose_rows(connection, name) for name in OF_ARTICLES}
    note_coming(turn)
    if coming["event_mentions"]:
        for part in parts_of(connection, "SELECT count(*) FROM chosen_event_mentions", "article_id"):
            _insert_event_mentions(turn, part)
        _ = carry_out(connection, "merge/insert_event_numbers")
    if coming["article_signatures"] and _band_old_signatures(turn):
        coming["article_bands"] += 1
    for name in OF_ARTICLES[2:]:
        if not coming[name]:
            continue
        _ = connection.execute(f"INSERT INTO {PACKAGE_TABLES[name].qualified_name} BY NAME SELECT * FROM chosen_{name}")


def _choose_rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Fill `chosen_<table>`; how many rows there are."""
    return make(
        connection,
        f"chosen_{name}",
        f"""SELECT m.* EXCLUDE (_package_id, _seen_at, _place, _run_id) FROM incoming_{name} m
            SEMI JOIN chosen_articles a ON a.article_id = m.article_id AND a._package_id = m._package_id""",
    )


def _band_old_signatures(turn: Turn) -> bool:
    """Give signatures from packages of older versions the bands by which copies are found; whether there were any."""
    connection = turn.connection
    bare = frame(connection, "SELECT * FROM chosen_article_signatures WHERE facts IS NULL")
    if bare.height:
        _ = connection.register("new_bands", turn.grouping.band_signatures(bare))
        _ = connection.execute("INSERT INTO chosen_article_bands BY NAME SELECT * FROM new_bands")
        _ = connection.unregister("new_bands")
    return bool(bare.height)


def _insert_event_mentions(turn: Turn, part: str) -> None:
    """Some articles' mentions as the reports they are; the key stands for the event until reports are linked."""
    connection = turn.connection
    reports = turn.grouping.identify_reports(frame(connection, f"SELECT * FROM chosen_event_mentions WHERE {part}"))
    _ = connection.register("new_reports", reports)
    _ = carry_out(connection, "merge/insert_event_mentions")
    _ = connection.unregister("new_reports")


def _upsert(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Newest row per key; rows of one run that differ are ordered by their content, not by who came first.

    A row that is there already as it comes stays, with its derived columns; one that changed keeps these.
    """
    if not _comes(connection, table.name):
        return
    key, name = table.key[0], table.qualified_name
    names = [column.name for column in table.columns if not column.derived]
    columns = ", ".join(names)
    content = ", ".join(f"CAST({name} AS VARCHAR)" for name in names if name not in _STAMPS)
    kept = "".join(f", old.{column.name}" for column in table.columns if column.derived)
    same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM new.{name}" for name in names)
    newer = f"newer_{table.name}"
    rows = f"""
        WITH new AS (
            SELECT {columns} FROM incoming_{table.name}
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _place DESC, {content}) = 1
        ),
        old AS ({rows_with(name, key, f"SELECT {key} FROM incoming_{table.name}")})
        SELECT new.*{kept} FROM new LEFT JOIN old ON old.{key} = new.{key}
        WHERE old.{key} IS NULL OR NOT ({same})
    """
    _ = make(connection, newer, rows)
    _ = connection.execute(f"DELETE FROM {name} WHERE {key} IN (SELECT {key} FROM {newer})")
    _ = connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM {newer}")
    note_keys(connection, table, newer)


def _merge_ledger(connection: duckdb.DuckDBPyConnection) -> None:
    """Files read and records refused. Reading a file anew puts what was refused of it before out of date."""
    if _comes(connection, "source_files"):
        _ = carry_out(connection, "merge/find_outdated_refusals", files=files_it_may_be_of("raw_uri"))
        _drop_refusals(connection)
        _leave_out_outdated_refusals(connection)
    _upsert(connection, PACKAGE_TABLES["source_files"])
    _upsert(connection, PACKAGE_TABLES["rejected_records"])


def _drop_refusals(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away refusals that hold no longer, which a step has found."""
    note_keys(connection, PACKAGE_TABLES["rejected_records"], "outdated_refusals")
    _ = connection.execute(
        "DELETE FROM meta.rejected_records WHERE rejected_id IN (SELECT rejected_id FROM outdated_refusals)"
    )


def _leave_out_outdated_refusals(connection: duckdb.DuckDBPyConnection) -> None:
    """Of the runs that come together, as in a rebuild, a later one that read the file anew."""
    _ = connection.execute(
        f"""DELETE FROM incoming_rejected_records
            WHERE rule NOT IN ('superseded', 'withdrawn') AND (rejected_id, _place) IN (
                SELECT rejected_id, r._place FROM (
                    SELECT rejected_id, _place, max_by(uri, length(uri)) AS uri FROM (
                        SELECT rejected_id, _place, unnest({files_it_may_be_of("raw_uri")}) AS uri
                        FROM incoming_rejected_records
                    ) SEMI JOIN (SELECT uri FROM meta.source_files UNION ALL SELECT uri FROM incoming_source_files)
                    USING (uri) GROUP BY ALL
                ) r JOIN incoming_source_files f USING (uri) WHERE f._place > r._place)"""
    )


def _record_packages(turn: Turn) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = pl.DataFrame(
        {
            "package_id": [package.package_id for package in turn.packages],
            "run_id": [package.run_id for package in turn.packages],
            "written_at": [package.written_at.replace(tzinfo=None) for package in turn.packages],
            "sequence": [package.sequence for package in turn.packages],
            "merged_at": [now] * len(turn.packages),
            "article_count": [package.rows.get("articles", 0) for package in turn.packages],
        }
    )
    _ = turn.connection.register("merged_packages", rows)
    _ = turn.connection.execute("INSERT INTO meta.packages BY NAME SELECT * FROM merged_packages")
    _ = turn.connection.unregister("merged_packages")


def _run_times(connection: duckdb.DuckDBPyConnection, pending: Sequence[Package]) -> dict[str, datetime]:
    """When each run of the pending packages wrote its first package, which may be merged already."""
    merged = connection.execute("SELECT run_id, min(written_at) FROM meta.packages GROUP BY run_id").fetchall()
    before = {run_id: moment.replace(tzinfo=UTC) for run_id, moment in merged}
    times = run_times(pending)
    return {run_id: min(moment, before.get(run_id, moment)) for run_id, moment in times.items()}


def _report(
    connection: duckdb.DuckDBPyConnection, pending: Sequence[Package], checks: Sequence[CheckResult]
) -> MergeReport:
    seen = _count(connection, "SELECT count(DISTINCT article_id) FROM seen_articles")
    known = _count(connection, "SELECT count(*) FROM changed_articles WHERE was_known")
    changed = _count(connection, "SELECT count(*) FROM changed_articles")
    renewed = _count(
        connection,
        """
        SELECT count(DISTINCT successor) FROM superseded_articles s
        JOIN changed_articles c ON c.article_id = s.successor AND NOT c.was_known
    """,
    )
    copies = "SELECT count(*) FROM articles SEMI JOIN changed_articles USING (article_id) WHERE NOT is_canonical"
    return MergeReport(
        packages=len(pending),
        new_articles=changed - known - renewed,
        changed_articles=known + renewed,
        unchanged_articles=seen - changed,
        superseded_articles=_count(connection, "SELECT count(DISTINCT article_id) FROM superseded_articles"),
        duplicate_articles=_count(connection, copies),
        marked_articles=_count(connection, "SELECT count(*) FROM marked_articles WHERE is_gone"),
        unmarked_articles=_count(connection, "SELECT count(*) FROM marked_articles WHERE NOT is_gone"),
        rejected_records=_count(connection, "SELECT count(DISTINCT rejected_id) FROM incoming_rejected_records"),
        events=_count(connection, "SELECT count(*) FROM events"),
        failed_checks=tuple(check for check in checks if check.is_found),
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
