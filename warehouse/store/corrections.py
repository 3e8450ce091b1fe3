"""Corrections of events by hand: what holds against the coding, applied each time that an event is built.

What belongs here: reading them (seeds/reference/corrections.csv and the home's lake), finding the events that they are
about whatever these are called by now, setting columns, dropping events, and saying in `meta.corrections` what each
does. What does not: uniting and parting reports (`ties`).

An event is found by its anchor (`meta.event_ids`), as its id is; so a correction follows it under another id. The
mentions of a dropped event come back before reports are linked and leave again after it, so that later reports of it
find it and go with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.reference import read_reference_table
from warehouse.schema.corrections import CORRECTIONS, DROPPED_TABLES
from warehouse.schema.reference_tables.corrections import CORRECTION_TABLE
from warehouse.store.corrected_values import CorrectionError, as_text, fills, give_way, parse_value
from warehouse.store.database import count_rows, frame
from warehouse.store.decisions import read_decisions, write_decision
from warehouse.store.home import Home
from warehouse.store.ties import find_ties

_CONTENT = ("action", "targets", "column_name", "value", "reason", "who", "made_at", "made_in")
_OUTCOME = "status VARCHAR, applied_to VARCHAR[], old_value VARCHAR, message VARCHAR"
_OF_A_TURN = {
    "correction_outcomes": f"correction_id VARCHAR, {_OUTCOME}",
    "involved_corrections": "correction_id VARCHAR, action VARCHAR, targets VARCHAR[], value VARCHAR, "
    "made_at TIMESTAMP",
    "formerly_dropped": "event_mention_id VARCHAR, event_id VARCHAR",
    "tied_reports": "correction_id VARCHAR, action VARCHAR, made_at TIMESTAMP, side VARCHAR, report_id VARCHAR",
    "untied_reports": "report_id VARCHAR",
    "found_corrections": "correction_id VARCHAR, action VARCHAR, column_name VARCHAR, value VARCHAR, "
    "made_at TIMESTAMP, event_id VARCHAR, is_new BOOLEAN",
    "dropped_events": "event_id VARCHAR",
}
"""The temporary tables that the functions below fill in a turn, and what else reads (`ties`, `linking`)."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it was made; `value` and `column_name` as in `meta.corrections`."""

    correction_id: str
    action: str
    targets: tuple[str, ...]
    column_name: str | None
    value: str | None
    reason: str
    who: str
    made_at: datetime
    made_in: str = "command"
    is_undone: bool = False


def add_correction(home: Home, correction: Correction) -> str:
    """Write a correction to the lake; the next merge applies it. Its id is given, whatever `correction_id` says.

    Raises:
        CorrectionError: a value does not fit its column.
    """
    _check(correction, "the correction")
    said = asdict(correction) | {"targets": list(correction.targets)}
    for name in ("correction_id", "action", "made_at", "made_in", "is_undone"):
        del said[name]
    moment = correction.made_at.replace(tzinfo=UTC)
    return write_decision(home, home.corrections, correction.action, said, moment)


def undo_correction(home: Home, correction_id: str, who: str, reason: str, made_at: datetime) -> None:
    """Write to the lake that a correction holds no more.

    Raises:
        CorrectionError: there is none of this id that holds, or it is one of the table.
    """
    known = {one.correction_id: one for one in read_corrections(home)}
    found = known.get(correction_id)
    if found is None:
        raise CorrectionError(f"no correction {correction_id}; `dateline correct list` has them all")
    if found.made_in == "table":
        raise CorrectionError(f"{correction_id} stands in seeds/reference/corrections.csv: take its row out there")
    if found.is_undone:
        raise CorrectionError(f"{correction_id} is undone already")
    said = {"targets": [correction_id], "who": who, "reason": reason}
    _ = write_decision(home, home.corrections, "undo", said, made_at)


def read_corrections(home: Home, folder: Path | None = None) -> list[Correction]:
    """All corrections, those of the table and those of the lake, the oldest first.

    Raises:
        ReferenceTableError: the table breaks its declaration.
        CorrectionError: one names a column or value that can't be.
    """
    found = [*_of_table(folder), *_of_lake(home)]
    for correction in found:
        _check(correction, f"correction {correction.correction_id}")
    return sorted(found, key=lambda one: (one.made_at, one.correction_id))


def _of_table(folder: Path | None) -> list[Correction]:
    rows = read_reference_table(CORRECTION_TABLE, folder)
    return [
        Correction(
            row["correction_id"],
            row["action"],
            tuple(row["targets"].split("|")),
            row["column"],
            row["value"],
            row["reason"],
            row["who"],
            _moment(row["correction_id"], row["made_at"]),
            "table",
        )
        for row in rows.iter_rows(named=True)
    ]


def _moment(correction_id: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError as error:
        raise CorrectionError(f"correction {correction_id}: there is no day {text!r}; made_at is a date") from error


def _of_lake(home: Home) -> list[Correction]:
    records = read_decisions(home.corrections)
    undone = {target for one in records if one["action"] == "undo" for target in one["targets"]}  # pyright: ignore[reportGeneralTypeIssues,reportUnknownVariableType]
    names = ("action", "column_name", "value", "reason", "who", "made_at")
    return [
        Correction(
            correction_id=str(one["id"]),
            targets=tuple(one["targets"]),  # pyright: ignore[reportArgumentType]
            is_undone=one["id"] in undone,
            **{name: one[name] for name in names},  # pyright: ignore[reportArgumentType]
        )
        for one in records
        if one["action"] != "undo"
    ]


def _check(correction: Correction, what: str) -> None:
    wanted = {"set": (1, 1), "drop": (1, 1), "merge": (2, None), "split": (1, None)}[correction.action]
    if len(set(correction.targets)) < wanted[0] or (wanted[1] and len(correction.targets) > wanted[1]):
        number = "one event" if wanted[1] else f"{wanted[0]} targets or more"
        raise CorrectionError(f"{what}: {correction.action} takes {number}")
    if correction.action == "set":
        try:
            _ = parse_value(correction.column_name or "", correction.value)
        except CorrectionError as error:
            raise CorrectionError(f"{what}: {error}") from error


def find_changed_corrections(home: Home, connection: duckdb.DuckDBPyConnection) -> int:
    """Lay out what `meta.corrections` has to become; how many corrections came, changed, were undone or went."""
    rows = [asdict(one) | {"targets": list(one.targets)} for one in read_corrections(home)]
    text = dict.fromkeys(("correction_id", "action", "column_name", "value", "reason", "who", "made_in"), pl.String())
    schema = text | {"targets": pl.List(pl.String()), "made_at": pl.Datetime("us"), "is_undone": pl.Boolean()}
    _ = connection.register("given_corrections", pl.DataFrame(rows, schema=schema))
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE wanted_corrections AS FROM given_corrections")
    _ = connection.unregister("given_corrections")
    same = " AND ".join(f"c.{name} IS NOT DISTINCT FROM w.{name}" for name in _CONTENT)
    _ = connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE changed_corrections AS
        SELECT correction_id FROM wanted_corrections w LEFT JOIN meta.corrections c USING (correction_id)
        WHERE c.correction_id IS NULL OR NOT ({same}) OR w.is_undone <> (c.status = 'undone')
        UNION
        SELECT correction_id FROM meta.corrections ANTI JOIN wanted_corrections USING (correction_id)
    """)
    return count_rows(connection, "changed_corrections")


def start_corrections(connection: duckdb.DuckDBPyConnection) -> bool:
    """At a turn's start: what changed goes into `meta.corrections`, and rows of dropped events come back.

    Returns:
        Whether there are corrections, or were; if not, the turn need not look for what they are about.
    """
    for name, columns in _OF_A_TURN.items():
        _ = connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
    row = connection.execute(
        "SELECT (SELECT count(*) FROM meta.corrections) + (SELECT count(*) FROM wanted_corrections)"
    ).fetchone()
    if not row or not row[0]:
        return False
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE involved_corrections AS
        SELECT correction_id, action, targets, value, made_at FROM meta.corrections
        WHERE correction_id IN (FROM changed_corrections) AND status <> 'undone'
        UNION ALL
        SELECT correction_id, action, targets, value, made_at FROM wanted_corrections
        WHERE correction_id IN (FROM changed_corrections) AND NOT is_undone
    """)
    _ = connection.execute("DELETE FROM meta.corrections WHERE correction_id IN (FROM changed_corrections)")
    _ = connection.execute("""
        INSERT INTO meta.corrections BY NAME
        SELECT * EXCLUDE (is_undone), CASE WHEN is_undone THEN 'undone' ELSE 'target_gone' END AS status
        FROM wanted_corrections WHERE correction_id IN (FROM changed_corrections)
    """)
    _ = connection.execute("DELETE FROM changed_corrections")
    _bring_back(connection)
    return True


def note_corrections(connection: duckdb.DuckDBPyConnection) -> None:
    """Before reports are linked: which of them corrections tie, part or leave to themselves again."""
    find_ties(connection)


def _bring_back(connection: duckdb.DuckDBPyConnection) -> None:
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE formerly_dropped AS
        SELECT event_mention_id, event_id FROM meta.dropped_event_mentions
    """)
    for table, dropped in DROPPED_TABLES.items():
        _ = connection.execute(f"INSERT INTO {table.qualified_name} BY NAME FROM {dropped.qualified_name}")
        _ = connection.execute(f"DELETE FROM {dropped.qualified_name}")
    _ = connection.execute("""
        DELETE FROM meta.excluded_mentions WHERE rule = 'correction'
            AND mention_id IN (SELECT event_mention_id FROM formerly_dropped)
    """)


def apply_corrections(connection: duckdb.DuckDBPyConnection) -> None:
    """After reports are linked: find the events that corrections are about, and take out those that are dropped.

    Events that have to be built anew for it become `touched_events`.
    """
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE found_corrections AS
        SELECT c.correction_id, c.action, c.column_name, c.value, c.made_at, m.event_id,
               m.event_id IS DISTINCT FROM c.applied_to[1] AS is_new
        FROM meta.corrections c
        LEFT JOIN meta.event_ids e ON e.event_id = c.targets[1]
        LEFT JOIN event_mentions m USING (event_mention_id)
        WHERE c.action IN ('set', 'drop') AND c.status <> 'undone'
    """)
    _ = connection.execute("""
        INSERT INTO touched_events
        SELECT event_id FROM found_corrections WHERE is_new AND event_id IS NOT NULL
        UNION SELECT applied_to[1] FROM found_corrections JOIN meta.corrections USING (correction_id)
            WHERE is_new AND applied_to[1] IS NOT NULL
        UNION SELECT m.event_id FROM involved_corrections c JOIN meta.event_ids e ON e.event_id = c.targets[1]
            JOIN event_mentions m USING (event_mention_id) WHERE c.action IN ('set', 'drop')
    """)
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE dropped_events AS
        SELECT DISTINCT event_id FROM found_corrections WHERE action = 'drop' AND event_id IS NOT NULL
    """)
    _take_away(connection)


def _take_away(connection: duckdb.DuckDBPyConnection) -> None:
    """Rows of dropped events leave; `meta.excluded_mentions` lists the mentions, and the id resolves to no event."""
    of = "event_mention_id IN (SELECT event_mention_id FROM leaving_mentions)"
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE leaving_mentions AS
        SELECT event_mention_id, event_id, article_id FROM event_mentions
        WHERE event_id IN (SELECT event_id FROM dropped_events)
    """)
    _ = connection.execute(f"""
        INSERT INTO meta.excluded_mentions BY NAME
        SELECT event_mention_id AS mention_id, article_id, field, event_type, 'correction' AS rule, confidence,
               coalesce(trigger_start_char, start_char) AS start_char, coalesce(trigger_end_char, end_char) AS end_char,
               coalesce(trigger_text, text) AS text
        FROM event_mentions WHERE {of}
    """)
    for table, dropped in DROPPED_TABLES.items():
        _ = connection.execute(
            f"INSERT INTO {dropped.qualified_name} BY NAME SELECT * FROM {table.qualified_name} WHERE {of}"
        )
        _ = connection.execute(f"DELETE FROM {table.qualified_name} WHERE {of}")
    _ = connection.execute("""
        INSERT INTO left_articles
        SELECT DISTINCT article_id FROM event_mentions JOIN formerly_dropped USING (event_mention_id)
        UNION SELECT article_id FROM leaving_mentions ANTI JOIN formerly_dropped USING (event_mention_id)
    """)
    _ = connection.execute("""
        INSERT INTO event_aliases (alias_id)
        SELECT event_id FROM dropped_events JOIN meta.event_ids USING (event_id)
        WHERE event_ids.since IS NOT NULL AND event_id NOT IN (SELECT alias_id FROM event_aliases)
    """)


def correct_events(connection: duckdb.DuckDBPyConnection, events: pl.DataFrame) -> pl.DataFrame:
    """Events as built from their reports, with the values that people set."""
    if connection.execute("FROM found_corrections LIMIT 1").fetchone() is None:
        return events
    _ = connection.register("uncorrected_events", events.select("event_id"))
    found = connection.execute("""
        SELECT event_id, correction_id, column_name, value FROM found_corrections
        WHERE action = 'set' AND event_id IN (FROM uncorrected_events) ORDER BY made_at, correction_id
    """).fetchall()
    _ = connection.unregister("uncorrected_events")
    if not found:
        return events
    ids = {row[0] for row in found}
    old = {row["event_id"]: row for row in events.filter(pl.col("event_id").is_in(ids)).iter_rows(named=True)}
    new = {event_id: dict(row) for event_id, row in old.items()}
    last = {(event_id, column): correction_id for event_id, correction_id, column, _ in found}
    for event_id, correction_id, column, value in found:
        more = fills(connection, column, value)
        if more is None:
            _note(connection, correction_id, "target_gone", f"there is no {value} in the warehouse", None)
            continue
        was = old[event_id][column]
        new[event_id] |= {**more, column: parse_value(column, value)}
        give_way(new[event_id], column)
        if last[event_id, column] != correction_id:
            status, message = "changes_nothing", "a later correction sets it"
        elif was == new[event_id][column]:
            status, message = "changes_nothing", "the coding says so by itself"
        else:
            status, message = "applied", None
        _note(connection, correction_id, status, message, as_text(was))
    corrected = pl.DataFrame(list(new.values()), schema=events.schema)
    return pl.concat([events.filter(~pl.col("event_id").is_in(ids)), corrected]).sort("event_id")


def _note(
    connection: duckdb.DuckDBPyConnection, correction_id: str, status: str, message: str | None, old_value: str | None
) -> None:
    _ = connection.execute(
        "INSERT INTO correction_outcomes (correction_id, status, message, old_value) VALUES (?, ?, ?, ?)",
        [correction_id, status, message, old_value],
    )


def settle_corrections(connection: duckdb.DuckDBPyConnection) -> None:
    """At a turn's end: `meta.corrections` says what each correction does now.

    What was not looked at in the turn does what it did, unless its target is gone.
    """
    _ = connection.execute("""
        INSERT INTO correction_outcomes (correction_id, status, message)
        SELECT correction_id, 'changes_nothing', 'a correction dropped the event' FROM found_corrections
        WHERE action = 'set' AND event_id IN (FROM dropped_events)
        UNION ALL
        SELECT correction_id, 'applied', NULL FROM found_corrections WHERE action = 'drop' AND event_id IS NOT NULL
    """)
    _ = connection.execute("""
        CREATE OR REPLACE TEMP TABLE correction_targets AS
        SELECT correction_id, [event_id] AS events FROM found_corrections WHERE event_id IS NOT NULL
        UNION ALL
        SELECT correction_id, list(DISTINCT event_id ORDER BY event_id) FROM (
            SELECT t.correction_id, m.event_id, t.report_id, t.action FROM tied_reports t
            JOIN event_mentions m USING (report_id) WHERE t.side = 'here'
            UNION ALL
            SELECT t.correction_id, d.event_id, t.report_id, t.action FROM tied_reports t
            JOIN meta.dropped_event_mentions d USING (report_id) WHERE t.side = 'here'
        ) GROUP BY correction_id, action HAVING action = 'split' OR count(DISTINCT report_id) > 1
    """)
    columns = ", ".join(name for name in CORRECTIONS.column_names if name not in _changing())
    settled = frame(
        connection,
        f"""SELECT {columns},
                   CASE WHEN t.events IS NULL THEN 'target_gone' ELSE coalesce(o.status, c.status) END AS status,
                   t.events AS applied_to,
                   CASE WHEN t.events IS NULL THEN NULL WHEN o.status IS NULL THEN c.old_value ELSE o.old_value END
                       AS old_value,
                   CASE WHEN t.events IS NULL THEN 'what it is about is not there any more'
                        WHEN o.status IS NULL THEN c.message ELSE o.message END AS message
            FROM meta.corrections c LEFT JOIN correction_targets t USING (correction_id)
            LEFT JOIN correction_outcomes o USING (correction_id) WHERE c.status <> 'undone'""",
    )
    _ = connection.register("settled_corrections", settled)
    _ = connection.execute("DELETE FROM meta.corrections WHERE status <> 'undone'")
    _ = connection.execute("INSERT INTO meta.corrections BY NAME SELECT * FROM settled_corrections")
    _ = connection.unregister("settled_corrections")


def _changing() -> Sequence[str]:
    return ("status", "applied_to", "old_value", "message")
