"""Corrections and withdrawals as the commands make them: checked, written to the lake, merged and published at once."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flows.asking import ask
from flows.errors import NothingPublished, UserMistake, told_to_the_user
from flows.loading import load_packages, make_ready, publish_warehouse, rebuild_from_lake
from flows.run_records import RunStamp, mark_crashed_runs, new_run_id, record, record_when_published
from flows.settings import RunSettings
from flows.wording import counted
from warehouse.schema.meta import RUNS
from warehouse.store.corrected_values import CorrectionError, fills, parse_value
from warehouse.store.corrections import Correction, add_correction, undo_correction
from warehouse.store.database import open_build
from warehouse.store.home import Home
from warehouse.store.locking import writer_lock
from warehouse.store.withdrawals import WithdrawalError, bring_back_articles, withdraw_articles

_COLUMNS = (
    "correction_id, action, targets, column_name, value, old_value, status, applied_to, message, reason, who, made_at"
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: the rows of `meta.corrections`, or the articles; and checks that warn."""

    corrections: tuple[dict[str, object], ...] = ()
    articles: tuple[str, ...] = ()
    events: int = 0
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return asdict(self)


def login_name(given: str | None) -> str:
    """Who decides: as given, else who is logged in."""
    if given and given.strip():
        return given.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise UserMistake("nobody is logged in by name; say who you are with --who") from None


def list_corrections(root: Path) -> list[dict[str, object]]:
    """All corrections as of the last time that something was published."""
    return ask(root, f"SELECT {_COLUMNS} FROM meta.corrections ORDER BY made_at, correction_id").to_dicts()


def correct(
    root: Path,
    action: str,
    targets: Sequence[str],
    *,
    column: str | None = None,
    value: str | None = None,
    reason: str,
    who: str,
) -> Decided:
    """Make a correction and publish what comes of it.

    Raises:
        UserMistake: an event, mention, column or value is not known or not allowed.
    """
    _refuse_empty(reason)
    said = value.strip() if value and value.strip() else None

    def decide(home: Home, stamp: RunStamp) -> tuple[str, str]:
        with open_build(home) as connection:
            held = _mentions(connection, action, list(dict.fromkeys(targets)))
            if action == "set":
                _check_value(connection, column or "", said)
        moment = stamp.started_at.replace(tzinfo=None)
        given = Correction("", action, tuple(dict.fromkeys(targets)), column, held or said, reason, who, moment)
        made = add_correction(home, given)
        return f"correction {made}: {action} {' '.join(targets)}", made

    return _decide(root, decide)


def undo(root: Path, correction_id: str, *, reason: str, who: str) -> Decided:
    """Undo a correction and publish what comes of it."""
    _refuse_empty(reason)

    def decide(home: Home, stamp: RunStamp) -> tuple[str, str]:
        undo_correction(home, correction_id, who, reason, stamp.started_at)
        return f"correction {correction_id}: undone", correction_id

    return _decide(root, decide)


def withdraw(root: Path, articles: Sequence[str], run: str | None, *, reason: str, who: str) -> Decided:
    """Withdraw articles, or all whose present text a run brought, and publish what is left."""
    _refuse_empty(reason)
    wanted = list(dict.fromkeys(articles))

    def decide(home: Home, stamp: RunStamp) -> tuple[str, None]:
        with open_build(home) as connection:
            if run is not None:
                wanted.extend(_articles_of(connection, run))
            withdraw_articles(
                home, connection, wanted, who=who, reason=reason, run_id=stamp.run_id, made_at=stamp.started_at
            )
        return f"withdrew {counted(len(wanted), 'article')}" + (f", with those of run {run}" if run else ""), None

    return _decide(root, decide, wanted)


def bring_back(root: Path, articles: Sequence[str], *, reason: str, who: str) -> Decided:
    """Undo withdrawals: the warehouse is made anew from the lake, with these articles."""
    _refuse_empty(reason)

    def decide(home: Home, stamp: RunStamp) -> tuple[str, None]:
        bring_back_articles(home, articles, who=who, reason=reason, made_at=stamp.started_at)
        return f"brought back {counted(len(articles), 'article')}", None

    return _decide(root, decide, articles, anew=True)


def _decide(
    root: Path,
    decide: Callable[[Home, RunStamp], tuple[str, str | None]],
    articles: Sequence[str] = (),
    *,
    anew: bool = False,
) -> Decided:
    """Write a decision, and merge and publish it as a run of its own."""
    home = Home(root)
    if not home.published.exists():
        raise NothingPublished(f"there is no warehouse at {home.published} yet; `dateline run SOURCE` makes it")
    with told_to_the_user(), _mistakes_told(), writer_lock(home):
        stamp = RunStamp(new_run_id(), datetime.now(UTC), RunSettings(sources=(), home=root))
        notes: list[str] = []
        make_ready(home, stamp.run_id, notes.append)
        mark_crashed_runs(home)
        message, made = decide(home, stamp)
        try:
            loaded = rebuild_from_lake(home, stamp.run_id) if anew else load_packages(home, stamp.run_id)
            _ = record_when_published(
                home,
                stamp,
                "completed",
                lambda: publish_warehouse(home, notes.append),
                events=loaded.events,
                message=message,
            )
        except Exception as error:
            record(home, stamp, "failed", message=f"{message}: {error}"[:1000])
            raise
    rows = [row for row in list_corrections(root) if row["correction_id"] == made] if made else []
    return Decided(tuple(rows), tuple(articles), loaded.events, (*notes, *loaded.failed_checks))


@contextmanager
def _mistakes_told() -> Generator[None]:
    try:
        yield
    except (CorrectionError, WithdrawalError) as error:
        raise UserMistake(str(error)) from error


def _refuse_empty(reason: str) -> None:
    if not reason.strip():
        raise UserMistake("say why with --reason: who reads it later has nothing else to go by")


def _mentions(connection: duckdb.DuckDBPyConnection, action: str, targets: Sequence[str]) -> str | None:
    """Check that all targets are there; for `merge` the mentions of the events, for `split` those that are left."""
    if action == "split":
        return _rest(connection, targets)
    found: list[str] = []
    for target in targets:
        rows = connection.execute(
            "SELECT event_mention_id FROM event_mentions WHERE event_id = ? ORDER BY 1", [target]
        ).fetchall()
        if not rows:
            alias = connection.execute(
                "SELECT event_id, since FROM event_aliases WHERE alias_id = ?", [target]
            ).fetchone()
            if alias is None:
                raise UserMistake(f'no event {target!r}; `dateline sql "SELECT event_id, * FROM events"` lists them')
            if alias[0] is None:
                raise UserMistake(f"event {target} is not there any more: no article reports it, or it was dropped")
            raise UserMistake(f"event {target} is now called {alias[0]}; give that id")
        found += [row[0] for row in rows]
    return "|".join(sorted(found)) if action == "merge" else None


def _rest(connection: duckdb.DuckDBPyConnection, targets: Sequence[str]) -> str:
    rows = connection.execute(
        "SELECT event_mention_id, event_id, report_id FROM event_mentions WHERE list_contains(?, event_mention_id)",
        [list(targets)],
    ).fetchall()
    unknown = sorted(set(targets) - {row[0] for row in rows})
    if unknown:
        raise UserMistake(f'no event mention {", ".join(unknown)}; `dateline sql "FROM event_mentions"` lists them')
    events = sorted({row[1] for row in rows})
    if len(events) > 1:
        raise UserMistake(f"these mentions are of {len(events)} events, {', '.join(events)}; split one at a time")
    left = connection.execute(
        "SELECT event_mention_id FROM event_mentions WHERE event_id = ? AND NOT list_contains(?, report_id) ORDER BY 1",
        [events[0], [row[2] for row in rows]],
    ).fetchall()
    if not left:
        raise UserMistake(_why_whole(connection, events[0], {row[0] for row in rows}))
    return "|".join(row[0] for row in left)


def _why_whole(connection: duckdb.DuckDBPyConnection, event: str, named: set[str]) -> str:
    """Why some mentions of an event can't be split from it."""
    held = connection.execute(
        "SELECT event_mention_id, article_id FROM event_mentions WHERE event_id = ? ORDER BY 2, 1", [event]
    ).fetchall()
    copies = sorted({article for mention, article in held if mention not in named})
    if not copies:
        return f"nothing of event {event} would be left: these are all its mentions; `dateline correct drop` removes it"
    shown = ", ".join(copies[:3]) + (", …" if len(copies) > 3 else "")
    return (
        f"event {event} can't be split here: its other mentions, in {shown}, are the same sentence, told alike. That "
        "is one report, which goes along whole; to be rid of what one of the articles says, withdraw that article"
    )


def _check_value(connection: duckdb.DuckDBPyConnection, column: str, value: str | None) -> None:
    _ = parse_value(column, value)
    if fills(connection, column, value) is None:
        table = "locations" if column == "location_id" else "entities"
        raise UserMistake(f'no {value!r} in the warehouse; `dateline sql "FROM {table}"` lists what there is')


def _articles_of(connection: duckdb.DuckDBPyConnection, run: str) -> list[str]:
    rows = connection.execute("SELECT article_id FROM articles WHERE _run_id = ? ORDER BY 1", [run]).fetchall()
    if not rows:
        known = connection.execute(f"SELECT count(*) FROM {RUNS.qualified_name} WHERE run_id = ?", [run]).fetchone()
        if not known or not known[0]:
            raise UserMistake(f"no run {run}; `dateline status` lists the runs")
        raise UserMistake(f"no article has its present text of run {run}")
    return [row[0] for row in rows]
