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
from warehouse.store.decisions import read_decisions, write_decision
from warehouse.store.home import Home
from warehouse.store.scratch import make
from warehouse.store.steps import carry_out, read_frame, read_rows
from warehouse.store.ties import find_ties
from warehouse.store.turns import Turn

_CONTENT = ("action", "targets", "column_name", "value", "reason", "who", "made_at", "made_in")


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
    _ = make(connection, "wanted_corrections", "FROM given_corrections")
    _ = connection.unregister("given_corrections")
    same = " AND ".join(f"c.{name} IS NOT DISTINCT FROM w.{name}" for name in _CONTENT)
    return carry_out(connection, "corrections/find_changed", same=same)


def has_corrections(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there are corrections, or were; if not, a turn need not look for what they are about."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM meta.corrections) + (SELECT count(*) FROM wanted_corrections)"
    ).fetchone()
    return bool(row and row[0])


def start_corrections(turn: Turn) -> None:
    """At a turn's start: what changed goes into `meta.corrections`, and rows of dropped events come back."""
    if not turn.corrects:
        return
    _ = carry_out(turn.connection, "corrections/find_involved")
    _ = carry_out(turn.connection, "corrections/enter_changed")
    _bring_back(turn.connection)


def note_corrections(turn: Turn) -> None:
    """Before reports are linked: which of them corrections tie, part or leave to themselves again."""
    find_ties(turn.connection)


def _bring_back(connection: duckdb.DuckDBPyConnection) -> None:
    _ = make(connection, "formerly_dropped", "SELECT event_mention_id, event_id FROM meta.dropped_event_mentions")
    for table, dropped in DROPPED_TABLES.items():
        _ = connection.execute(f"INSERT INTO {table.qualified_name} BY NAME FROM {dropped.qualified_name}")
        _ = connection.execute(f"DELETE FROM {dropped.qualified_name}")
    _ = carry_out(connection, "corrections/include_formerly_dropped")


def apply_corrections(turn: Turn) -> None:
    """After reports are linked: find the events that corrections are about, and take out those that are dropped.

    Events that have to be built anew for it become `touched_events`.
    """
    connection = turn.connection
    _ = carry_out(connection, "corrections/find_events")
    _ = carry_out(connection, "corrections/touch_events")
    dropped = "SELECT DISTINCT event_id FROM found_corrections WHERE action = 'drop' AND event_id IS NOT NULL"
    _ = make(connection, "dropped_events", dropped)
    _take_away(connection)


def _take_away(connection: duckdb.DuckDBPyConnection) -> None:
    """Rows of dropped events leave; `meta.excluded_mentions` lists the mentions, and the id resolves to no event."""
    of = "event_mention_id IN (SELECT event_mention_id FROM leaving_mentions)"
    _ = carry_out(connection, "corrections/find_leaving_mentions")
    _ = carry_out(connection, "corrections/exclude_leaving")
    for table, dropped in DROPPED_TABLES.items():
        _ = connection.execute(
            f"INSERT INTO {dropped.qualified_name} BY NAME SELECT * FROM {table.qualified_name} WHERE {of}"
        )
        _ = connection.execute(f"DELETE FROM {table.qualified_name} WHERE {of}")
    _ = carry_out(connection, "corrections/note_dropped")


def correct_events(connection: duckdb.DuckDBPyConnection, events: pl.DataFrame) -> pl.DataFrame:
    """Events as built from their reports, with the values that people set."""
    if connection.execute("FROM found_corrections LIMIT 1").fetchone() is None:
        return events
    _ = connection.register("uncorrected_events", events.select("event_id"))
    found = read_rows(connection, "corrections/values_to_set")
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


def settle_corrections(turn: Turn) -> None:
    """At a turn's end: `meta.corrections` says what each correction does now.

    What was not looked at in the turn does what it did, unless its target is gone.
    """
    connection = turn.connection
    _ = carry_out(connection, "corrections/note_drops")
    _ = carry_out(connection, "corrections/find_targets")
    columns = ", ".join(name for name in CORRECTIONS.column_names if name not in _changing())
    settled = read_frame(connection, "corrections/settled", columns=columns)
    _ = connection.register("settled_corrections", settled)
    _ = connection.execute("DELETE FROM meta.corrections WHERE status <> 'undone'")
    _ = connection.execute("INSERT INTO meta.corrections BY NAME SELECT * FROM settled_corrections")
    _ = connection.unregister("settled_corrections")


def _changing() -> Sequence[str]:
    return ("status", "applied_to", "old_value", "message")
