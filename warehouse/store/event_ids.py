"""Ids of events that last: which event has which id, which ids became aliases, and the record of it in the lake.

What belongs here: giving groups of mentions their ids, and keeping word of every id that was published. What does not:
which mentions are one event (`linking`).

An id stands on one mention, its anchor: the earliest report when the id was first published. The event that the anchor
is in has the id. So more reports never change it; of two events that turn out to be one the id published first stays
and the other becomes an alias; of an event that is split the part with the earliest report keeps it. An id whose anchor
leaves stands on the next report of its event, whether its article left or a rebuild leaves the run out that brought it
(`former_ids`). Where nothing was published, ids follow from the reports alone, whatever order they came in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from warehouse.store.former_ids import UNITED_BY_REPORTS
from warehouse.store.home import Home, fsync_path
from warehouse.store.lake import keep
from warehouse.store.steps import carry_out, read_frame, read_rows

_ID_DIGITS = 16
_NEVER = datetime(9999, 12, 31)  # noqa: DTZ001 (stored times are UTC without a zone)
_RECORD = {
    "event_id": pl.String(),
    "event_mention_id": pl.String(),
    "article_id": pl.String(),
    "is_alias": pl.Boolean(),
    "alias_of": pl.String(),
    "since": pl.Datetime("us"),
    "run_id": pl.String(),
}


@dataclass(frozen=True, slots=True)
class _Mention:
    event_mention_id: str
    report_id: str
    event_key: str
    article_id: str
    event_id: str
    reported_at: datetime | None
    group_id: str

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Earliest report first."""
        return (self.reported_at or _NEVER, self.report_id, self.event_mention_id)


@dataclass(slots=True)
class _Id:
    """An id that was published."""

    event_id: str
    anchor: str | None
    since: datetime


def assign_event_ids(connection: duckdb.DuckDBPyConnection, mentions: pl.DataFrame) -> pl.DataFrame:
    """Give groups of mentions the ids of their events, and keep the record of ids and aliases.

    Args:
        connection: the build file, with the temporary tables `left_mentions` and `new_mentions`.
        mentions: `event_mention_id`, `report_id`, `event_key`, `article_id`, `event_id` (as it was), `reported_at` and
            `group_id` of all mentions whose group may have changed.

    Returns:
        `event_mention_id`, `old_id` and `event_id` of the mentions whose event has another id than before.
    """
    rows = [_Mention(**row) for row in mentions.iter_rows(named=True)]
    of_mention = {row.event_mention_id: row for row in rows}
    _ = connection.register("grouped_mentions", mentions.select("event_mention_id", "event_id"))
    published = _published_ids(connection)
    moved = _reanchor(connection, published, rows)
    ids = _choose_ids(connection, rows, of_mention, published)
    _record_new(connection, rows, ids, {known.event_id for known in published})
    _record_published(connection, published, moved, ids, of_mention)
    _ = connection.unregister("grouped_mentions")
    changed = [
        (row.event_mention_id, row.event_id, ids[row.group_id]) for row in rows if row.event_id != ids[row.group_id]
    ]
    schema = {"event_mention_id": pl.String(), "old_id": pl.String(), "event_id": pl.String()}
    return pl.DataFrame(changed, schema=schema, orient="row")


def _published_ids(connection: duckdb.DuckDBPyConnection) -> list[_Id]:
    """Published ids that stand on one of the mentions, or on one that left."""
    found = read_rows(connection, "event_ids/published")
    return [_Id(*row) for row in found]


def _reanchor(connection: duckdb.DuckDBPyConnection, published: list[_Id], rows: list[_Mention]) -> set[str]:
    """Let ids whose mention is gone stand on another of their event, else on what its article now says.

    The event of an alias is the one that it leads to, unless people united the two: that rests on their word for the
    report that left. Else the id stands on none, and on the mention that left should this come back. Gives the ids that
    moved.
    """
    present = {row.event_mention_id for row in rows}
    lost = [known for known in published if known.anchor not in present]
    if not lost:
        return set()
    heirs = _heirs(connection, lost, rows)
    moved: set[str] = set()
    for known in lost:
        found = heirs.get(known.event_id) or _retold(connection, known.anchor)
        if found is not None:
            known.anchor = found
            moved.add(known.event_id)
    return moved


def _heirs(connection: duckdb.DuckDBPyConnection, lost: list[_Id], rows: list[_Mention]) -> dict[str, str]:
    """The earliest mention that is left of the event of each id; in a rebuild's last turn, of the old build's."""
    new = {row[0] for row in connection.execute("FROM new_mentions").fetchall()}
    names = [known.event_id for known in lost]
    aliases = connection.execute(
        f"SELECT event_id, alias_id FROM event_aliases WHERE list_contains(?, alias_id) AND {UNITED_BY_REPORTS}",
        [names],
    ).fetchall()
    formerly = connection.execute("SELECT event_mention_id, event_id FROM former_members").fetchall()
    led = _gathered([*((name, name) for name in names), *aliases])
    belonging = _gathered(formerly)
    heirs: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.order):
        of = [] if row.event_mention_id in new else led.get(row.event_id, [])
        for name in (*of, *belonging.get(row.event_mention_id, ())):
            _ = heirs.setdefault(name, row.event_mention_id)
    return heirs


def _gathered(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _retold(connection: duckdb.DuckDBPyConnection, anchor: str | None) -> str | None:
    """The mention of the article's new text that is most like the one that left: of its type, and nearest to it."""
    rows = read_rows(connection, "event_ids/retold", {"anchor": anchor})
    return rows[0][0] if rows else None


def _choose_ids(
    connection: duckdb.DuckDBPyConnection, rows: list[_Mention], of_mention: dict[str, _Mention], published: list[_Id]
) -> dict[str, str]:
    """The id of each group: the first published of those that stand on its mentions, else one that its reports give."""
    ids: dict[str, str] = {}
    for known in sorted(published, key=lambda known: _age(known, of_mention)):
        if known.anchor in of_mention:
            ids.setdefault(of_mention[known.anchor].group_id, known.event_id)
    founders = _founders(rows)
    nameless = [founder for founder in founders if founder.group_id not in ids]
    taken = {*ids.values(), *_taken(connection, nameless)}
    for founder in nameless:
        ids[founder.group_id] = next(name for name in _names(founder) if name not in taken)
        taken.add(ids[founder.group_id])
    return ids


def _age(known: _Id, of_mention: dict[str, _Mention]) -> tuple[datetime, tuple[datetime, str, str], str]:
    anchor = of_mention.get(known.anchor or "")
    return (known.since, anchor.order if anchor else (_NEVER, "", ""), known.event_id)


def _founders(rows: list[_Mention]) -> list[_Mention]:
    """The earliest report of each group, the earliest group first."""
    founders: dict[str, _Mention] = {}
    for row in sorted(rows, key=lambda row: row.order):
        founders.setdefault(row.group_id, row)
    return sorted(founders.values(), key=lambda row: row.order)


def _names(founder: _Mention) -> Iterator[str]:
    """Ids for an event, the best first."""
    yield founder.event_key
    for number in range(1_000_000):
        yield hashlib.sha256(f"event|{founder.report_id}|{number}".encode()).hexdigest()[:_ID_DIGITS]


def _taken(connection: duckdb.DuckDBPyConnection, founders: list[_Mention]) -> set[str]:
    """Ids among the keys that events elsewhere have, or that were published once."""
    keys = pl.DataFrame({"event_id": [row.event_key for row in founders]}, schema={"event_id": pl.String()})
    _ = connection.register("wanted_ids", keys)
    found = read_rows(connection, "event_ids/taken")
    _ = connection.unregister("wanted_ids")
    return {row[0] for row in found}


def _record_new(
    connection: duckdb.DuckDBPyConnection, rows: list[_Mention], ids: dict[str, str], published: set[str]
) -> None:
    """Note the ids of these groups that are not published yet, in place of what was noted before."""
    _ = carry_out(connection, "event_ids/forget_unpublished")
    new = [
        (ids[row.group_id], row.event_mention_id, row.article_id)
        for row in _founders(rows)
        if ids[row.group_id] not in published
    ]
    columns = ("event_id", "event_mention_id", "article_id")
    frame_of_new = pl.DataFrame(new, schema=dict.fromkeys(columns, pl.String()), orient="row")
    _ = connection.register("new_ids", frame_of_new)
    _ = connection.execute("INSERT INTO meta.event_ids BY NAME SELECT * FROM new_ids")
    _ = connection.unregister("new_ids")


def _record_published(
    connection: duckdb.DuckDBPyConnection,
    published: list[_Id],
    moved: set[str],
    ids: dict[str, str],
    of_mention: dict[str, _Mention],
) -> None:
    """Note published ids that stand on another mention now, and those that became aliases."""
    if not published:
        return
    for known in published:
        anchor = of_mention.get(known.anchor or "")
        if known.event_id in moved:
            _ = connection.execute(
                "UPDATE meta.event_ids SET event_mention_id = ?, article_id = ?, run_id = NULL WHERE event_id = ?",
                [known.anchor, anchor.article_id if anchor else None, known.event_id],
            )
    wanted = [
        (known.event_id, ids[anchor.group_id] if (anchor := of_mention.get(known.anchor or "")) else None)
        for known in published
    ]
    targets = pl.DataFrame(wanted, schema={"alias_id": pl.String(), "event_id": pl.String()}, orient="row")
    _ = connection.register("wanted_targets", targets)
    _ = carry_out(connection, "event_ids/alias")
    _ = connection.unregister("wanted_targets")


def publish_ids(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Write to the lake which ids are published from now on, and note it in the build file.

    What was noted before but not written, as when a run was killed, is written by the next.
    """
    run = connection.execute("SELECT run_id FROM meta.packages ORDER BY merged_at DESC, package_id DESC LIMIT 1")
    row = run.fetchone()
    run_id = row[0] if row else None
    now = datetime.now(UTC).replace(tzinfo=None)
    unwritten = read_frame(connection, "event_ids/unwritten")
    new = unwritten.with_columns(pl.col("since").fill_null(now), pl.lit(run_id).alias("run_id"))
    if not new.height:
        return
    home.event_ids.mkdir(parents=True, exist_ok=True)
    target = home.event_ids / f"{now:%Y%m%dT%H%M%S%f}.parquet"
    _put_record(home, new, target)
    keep(home, target)
    _ = connection.execute("BEGIN")
    _ = connection.execute(
        "UPDATE meta.event_ids SET since = coalesce(since, ?), run_id = ? WHERE run_id IS NULL", [now, run_id]
    )
    _ = connection.execute("UPDATE event_aliases SET since = ?, _run_id = ? WHERE since IS NULL", [now, run_id])
    _ = connection.execute("COMMIT")


def unite_records(home: Home) -> None:
    """Make one record of all that the lake has, which says the same: of an id the newest counts.

    It takes the name of the newest, by a rename, and the older ones go after that: what a kill leaves of them counts
    for nothing beside it. The caller holds the writer's lock.
    """
    files = sorted(home.event_ids.glob("*.parquet"))
    if len(files) < 2:
        return
    rows = pl.concat(pl.read_parquet(path).cast(_RECORD) for path in files)  # pyright: ignore[reportArgumentType]
    kept = rows.unique(("event_id", "is_alias"), keep="last", maintain_order=True)
    _put_record(home, kept.sort("event_id", "is_alias"), files[-1])
    for path in files[:-1]:
        path.unlink()


def _put_record(home: Home, rows: pl.DataFrame, target: Path) -> None:
    aside = home.ensure().unfinished / target.name  # what a kill leaves there is cleared away
    rows.cast(_RECORD).write_parquet(aside, compression="zstd")  # pyright: ignore[reportArgumentType]
    fsync_path(aside)
    _ = aside.replace(target)
    fsync_path(target.parent)


def restore_ids(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Read the lake's record of published ids into a build file that has none yet."""
    known = connection.execute("SELECT count(*) FROM meta.event_ids").fetchone()
    files = sorted(str(path) for path in home.event_ids.glob("*.parquet"))
    if not files or (known and known[0]):
        return
    _ = carry_out(connection, "event_ids/restore", {"files": files})


def settle_ids(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """After a warehouse was made anew: ids that no mention carries any more, and since when aliases are aliases."""
    _ = carry_out(connection, "event_ids/alias_gone")
    files = sorted(str(path) for path in home.event_ids.glob("*.parquet"))
    if not files:
        return
    _ = carry_out(connection, "event_ids/restore_aliases", {"files": files})
