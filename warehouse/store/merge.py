"""Merges committed packages into the build file.

What belongs here: which rows go and which come. What does not: what an event or a group of copies is; that is handed
in as functions (`Grouping`), since the warehouse does not code articles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
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
from warehouse.store.copies import derive_groups, start_groups
from warehouse.store.corrections import (
    apply_corrections,
    find_changed_corrections,
    note_corrections,
    settle_corrections,
    start_corrections,
)
from warehouse.store.damage import damage_told
from warehouse.store.database import frame, open_build, rows_with
from warehouse.store.derive import derive_events, derive_gazetteers, parts_of
from warehouse.store.event_ids import restore_ids, start_ids
from warehouse.store.former_ids import FormerBuild, find_former_members
from warehouse.store.furnishing import stamp_build
from warehouse.store.gone_files import mark_gone, note_files, start_marking
from warehouse.store.home import Home
from warehouse.store.incoming import OF_ARTICLES, choose_articles, load_incoming, run_times
from warehouse.store.linking import link_events, start_linking
from warehouse.store.packages import Package, committed_packages
from warehouse.store.sequence import place_runs
from warehouse.store.superseded import (
    load_sources,
    note_sources,
    settle_sources,
    start_superseding,
    superseding_runs,
    take_out_articles,
)
from warehouse.store.ties import ClusterReports
from warehouse.store.touched import note_coming, note_events, note_keys, start_touched
from warehouse.store.withdrawals import find_withdrawn, keep_out_withdrawn, record_withdrawn

_SHARED = ("locations", "entities", "source_files", "rejected_records")
_STAMPS = ("run_id", "read_at", "rejected_at")
ARTICLES_AT_A_TIME = 5_000
_FORMER_BOUNDS = {"floor": "at_least", "above": "at_least", "ceiling": "up_to", "below": "up_to"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """The pure functions that make groups of copies and events: `transforms.duplicates`, `linking` and `grouping`.

    Attributes:
        find_copies: (pairs to compare, signatures) -> the pairs that are copies, article_id, copy_id.
        band_signatures: (signatures) -> their bands, for those that came without.
        representatives: articles of a band that the others in it are compared with.
        group_copies: (copies, articles) -> article_id, duplicate_group_id, is_canonical.
        identify_reports: (event mentions) -> event_mention_id, report_id, event_key.
        describe_reports: (event mentions, articles) -> what comparison asks of each report.
        block_reports: (described reports) -> where neighbours are looked for.
        score_pairs: (pairs of reports, described reports) -> links.
        cluster_reports: (links, articles of each report, what people tied and parted) -> the group of each report.
        least_probability: from which `cluster_reports` unites.
        kin_types: different event types that can be one happening.
        build_events: (event mentions with event_id, articles) -> events.
    """

    find_copies: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    group_copies: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    band_signatures: Callable[[pl.DataFrame], pl.DataFrame]
    identify_reports: Callable[[pl.DataFrame], pl.DataFrame]
    describe_reports: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    block_reports: Callable[[pl.DataFrame], pl.DataFrame]
    score_pairs: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    cluster_reports: ClusterReports
    least_probability: float
    kin_types: tuple[tuple[str, str], ...]
    build_events: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    representatives: int


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
        _start_tallies(connection)
        restore_ids(home, connection)
        checks: list[CheckResult] = []
        times = _run_times(connection, pending)
        place_runs(connection, pending)
        turns = list(cut_turns(pending, superseding_runs(connection, pending, times)))
        for number, turn in enumerate(turns):
            with _transaction(connection):
                if number == 0:
                    _merge_shared(connection, pending, times)
                    record_withdrawn(connection)
                corrects = _merge_articles(connection, turn.packages, times, grouping)
                if turn.is_settled:
                    settle_sources(connection, is_whole=is_whole)
                derive_groups(connection, grouping)
                if former and number == len(turns) - 1:
                    find_former_members(connection, former)
                _make_events(connection, run_id, grouping, corrects=corrects)
                if not is_whole:
                    note_events(connection)
                if turn.packages:
                    _record_packages(connection, turn.packages)
                if number == len(turns) - 1:
                    derive_gazetteers(connection, is_whole=is_whole)
                    mark_gone(connection, is_whole=is_whole)
                    checks = run_checks(connection, run_id, is_whole=is_whole, is_thorough=False, own=own.names)
                    asking = plan_asking(connection, own, settled, is_whole=is_whole) if own else None
                    stamp_build(connection)
        _ = connection.execute("CHECKPOINT")
        report = replace(_report(connection, pending, checks), decisions=decisions)
    if asking:
        found = [result for result in ask_own_checks(home, build or home.build, run_id, asking) if result.is_found]
        report = replace(report, failed_checks=(*report.failed_checks, *found))
    return report


@dataclass(frozen=True, slots=True)
class Turn:
    """Packages that one transaction merges; settled where articles may leave at its end (`superseded`)."""

    packages: tuple[Package, ...]
    is_settled: bool


def cut_turns(pending: Sequence[Package], superseding: Collection[str] = ()) -> Iterator[Turn]:
    """Packages in turns of some 5,000 articles; a turn ends with each run of `superseding`. There is always one."""
    if not pending:
        yield Turn((), is_settled=False)
        return
    turn: list[Package] = []
    articles = 0
    for package, after in zip(pending, [*pending[1:], None], strict=True):
        turn.append(package)
        articles += package.rows.get("articles", 0)
        is_last = after is None or after.run_id != package.run_id
        is_settled = after is None or (is_last and package.run_id in superseding)
        if is_settled or articles >= ARTICLES_AT_A_TIME:
            yield Turn(tuple(turn), is_settled)
            turn, articles = [], 0


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


def _merge_shared(
    connection: duckdb.DuckDBPyConnection, pending: Sequence[Package], times: dict[str, datetime]
) -> None:
    """What belongs to no single article, of all packages at once. Until the last turn the build counts as unchecked."""
    for name in _SHARED:
        load_incoming(connection, PACKAGE_TABLES[name], pending, times)
    note_files(connection)
    if _comes(connection, "entities"):
        _unite_aliases(connection)
    _upsert(connection, PACKAGE_TABLES["locations"])
    _upsert(connection, PACKAGE_TABLES["entities"])
    _merge_ledger(connection)
    _ = connection.execute("DELETE FROM meta.check_results")
    _drop_incoming(connection, ("locations", "entities", "source_files"))


def _make_events(connection: duckdb.DuckDBPyConnection, run_id: str, grouping: Grouping, *, corrects: bool) -> None:
    """Link the reports that came and make the touched events anew, as corrections want them where there are any."""
    if corrects:
        note_corrections(connection)
    link_events(connection, grouping)
    if corrects:
        apply_corrections(connection)
    derive_events(connection, run_id, grouping.build_events)
    if corrects:
        settle_corrections(connection)


def _comes(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether packages brought rows of a table."""
    return connection.execute(f"SELECT 1 FROM incoming_{name} LIMIT 1").fetchone() is not None


def _start_tallies(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables that outlast the turns: articles seen, and those of `superseded` and `gone_files`."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE seen_articles (article_id VARCHAR)")
    start_superseding(connection)
    start_marking(connection)


def _merge_articles(
    connection: duckdb.DuckDBPyConnection, turn: Sequence[Package], times: dict[str, datetime], grouping: Grouping
) -> bool:
    """Take in what is new of a turn's articles. Gives whether there are corrections to bring up to date with it."""
    for name in ("articles", *OF_ARTICLES):
        load_incoming(connection, PACKAGE_TABLES[name], turn, times)
    keep_out_withdrawn(connection)
    choose_articles(connection)
    corrects = start_corrections(connection)
    _ = connection.execute("INSERT INTO seen_articles SELECT DISTINCT article_id FROM incoming_articles")
    _ = connection.execute("""
        INSERT INTO changed_articles SELECT article_id, is_known FROM chosen_articles
        ANTI JOIN changed_articles c USING (article_id)
    """)
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE touched_events (event_id VARCHAR)")
    start_groups(connection)
    start_linking(connection)
    start_ids(connection)
    for leaving in (
        "SELECT article_id FROM chosen_articles WHERE is_known",
        "SELECT article_id FROM articles WHERE article_id IN (SELECT article_id FROM withdrawn_articles)",
    ):
        take_out_articles(connection, leaving)
    _insert_articles(connection)
    _insert_mentions(connection, grouping)
    load_sources(connection, turn, times)
    note_sources(connection)
    _drop_incoming(connection, ("articles", *OF_ARTICLES))
    return corrects


def _drop_incoming(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Free the memory of what has been merged."""
    for name in names:
        _ = connection.execute(f"DROP TABLE IF EXISTS incoming_{name}")
        _ = connection.execute(f"DROP TABLE IF EXISTS chosen_{name}")


def _insert_articles(connection: duckdb.DuckDBPyConnection) -> None:
    """New rows in place of those that were taken out. Group and canonical copy are set when all are in (`derive`)."""
    _ = connection.execute("""
        INSERT INTO articles BY NAME
        SELECT * EXCLUDE (_package_id, _seen_at, _place, is_known, known_since),
               coalesce(known_since, _seen_at) AS first_seen_at, _seen_at AS last_seen_at,
               false AS is_withdrawn_at_source
        FROM chosen_articles
    """)


def _insert_mentions(connection: duckdb.DuckDBPyConnection, grouping: Grouping) -> None:
    """The rows that came in the same package as the chosen text of their article."""
    coming = {name: _choose_rows(connection, name) for name in OF_ARTICLES}
    note_coming(connection)
    if coming["event_mentions"]:
        for part in parts_of(connection, "SELECT count(*) FROM chosen_event_mentions", "article_id"):
            _insert_event_mentions(connection, part, grouping)
        _insert_event_numbers(connection)
    if coming["article_signatures"] and _band_old_signatures(connection, grouping):
        coming["article_bands"] += 1
    for name in OF_ARTICLES[2:]:
        if not coming[name]:
            continue
        _ = connection.execute(f"INSERT INTO {PACKAGE_TABLES[name].qualified_name} BY NAME SELECT * FROM chosen_{name}")


def _choose_rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Fill `chosen_<table>`; how many rows there are."""
    row = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE chosen_{name} AS
        SELECT m.* EXCLUDE (_package_id, _seen_at, _place, _run_id) FROM incoming_{name} m
        SEMI JOIN chosen_articles a ON a.article_id = m.article_id AND a._package_id = m._package_id
    """).fetchone()
    return int(row[0]) if row else 0


def _band_old_signatures(connection: duckdb.DuckDBPyConnection, grouping: Grouping) -> bool:
    """Give signatures from packages of older versions the bands by which copies are found; whether there were any."""
    bare = frame(connection, "SELECT * FROM chosen_article_signatures WHERE facts IS NULL")
    if bare.height:
        _ = connection.register("new_bands", grouping.band_signatures(bare))
        _ = connection.execute("INSERT INTO chosen_article_bands BY NAME SELECT * FROM new_bands")
        _ = connection.unregister("new_bands")
    return bool(bare.height)


def _insert_event_mentions(connection: duckdb.DuckDBPyConnection, part: str, grouping: Grouping) -> None:
    """Some articles' mentions as the reports they are; the key stands for the event until reports are linked."""
    reports = grouping.identify_reports(frame(connection, f"SELECT * FROM chosen_event_mentions WHERE {part}"))
    _ = connection.register("new_reports", reports)
    _ = connection.execute("""
        INSERT INTO event_mentions BY NAME
        SELECT *, event_key AS event_id FROM chosen_event_mentions JOIN new_reports USING (event_mention_id)
    """)
    _ = connection.execute("INSERT INTO touched_reports SELECT DISTINCT report_id FROM new_reports")
    _ = connection.execute("INSERT INTO new_mentions SELECT event_mention_id FROM new_reports")
    _ = connection.unregister("new_reports")


def _insert_event_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    """The numbers with the event of their mention; bounds as older packages called them get the names of today."""
    former = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in _FORMER_BOUNDS.items())
    unnamed = "CASE WHEN n.high IS NULL THEN 'at_least' ELSE 'exact' END"
    _ = connection.execute(f"""
        INSERT INTO event_numbers BY NAME
        SELECT n.* EXCLUDE (bound), m.event_id, coalesce(CASE bound {former} ELSE bound END, {unnamed}) AS bound
        FROM chosen_event_numbers n JOIN event_mentions m USING (event_mention_id)
    """)


def _unite_aliases(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every sighting of an entity the names that all sightings have, so that batches make no difference."""
    _ = connection.execute("""
        UPDATE incoming_entities SET aliases = united.aliases
        FROM (
            SELECT entity_id, list(DISTINCT alias ORDER BY alias) AS aliases
            FROM (
                SELECT entity_id, unnest(aliases) AS alias FROM incoming_entities
                UNION ALL
                SELECT entity_id, unnest(aliases) FROM entities
                WHERE entity_id IN (SELECT entity_id FROM incoming_entities)
            ) GROUP BY entity_id
        ) united
        WHERE incoming_entities.entity_id = united.entity_id
    """)


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
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE chosen_{table.name} AS
        WITH new AS (
            SELECT {columns} FROM incoming_{table.name}
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _place DESC, {content}) = 1
        ),
        old AS ({rows_with(name, key, f"SELECT {key} FROM incoming_{table.name}")})
        SELECT new.*{kept} FROM new LEFT JOIN old ON old.{key} = new.{key}
        WHERE old.{key} IS NULL OR NOT ({same})
    """)
    _ = connection.execute(f"DELETE FROM {name} WHERE {key} IN (SELECT {key} FROM chosen_{table.name})")
    _ = connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM chosen_{table.name}")
    note_keys(connection, table, f"chosen_{table.name}")


def _merge_ledger(connection: duckdb.DuckDBPyConnection) -> None:
    """Files read and records refused. Reading a file anew puts what was refused of it before out of date.

    A member of an archive has the uri of the archive, an exclamation mark and its own path.
    """
    if _comes(connection, "source_files"):
        _drop_outdated_refusals(connection)
    _upsert(connection, PACKAGE_TABLES["source_files"])
    _upsert(connection, PACKAGE_TABLES["rejected_records"])


def _drop_outdated_refusals(connection: duckdb.DuckDBPyConnection) -> None:
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE outdated_refusals AS SELECT rejected_id FROM meta.rejected_records
        WHERE split_part(raw_uri, '!', 1) IN (SELECT uri FROM incoming_source_files)
          AND run_id NOT IN (SELECT _run_id FROM incoming_source_files) AND rule NOT IN ('superseded', 'withdrawn')
    """)
    note_keys(connection, PACKAGE_TABLES["rejected_records"], "outdated_refusals")
    _ = connection.execute(
        "DELETE FROM meta.rejected_records WHERE rejected_id IN (SELECT rejected_id FROM outdated_refusals)"
    )


def _record_packages(connection: duckdb.DuckDBPyConnection, pending: Sequence[Package]) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = pl.DataFrame(
        {
            "package_id": [package.package_id for package in pending],
            "run_id": [package.run_id for package in pending],
            "written_at": [package.written_at.replace(tzinfo=None) for package in pending],
            "sequence": [package.sequence for package in pending],
            "merged_at": [now] * len(pending),
            "article_count": [package.rows.get("articles", 0) for package in pending],
        }
    )
    _ = connection.register("merged_packages", rows)
    _ = connection.execute("INSERT INTO meta.packages BY NAME SELECT * FROM merged_packages")
    _ = connection.unregister("merged_packages")


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
