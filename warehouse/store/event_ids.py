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

from warehouse.store.database import frame
from warehouse.store.former_ids import UNITED_BY_REPORTS, start_former_ids
from warehouse.store.home import Home, fsync_path
from warehouse.store.lake import keep

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


def start_ids(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables of a turn: mentions that come, and what lost ids may stand on."""
    _ = connection.execute("CREATE OR REPLACE TEMP TABLE new_mentions (event_mention_id VARCHAR)")
    start_former_ids(connection)


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
    found = connection.execute("""
        SELECT event_id, event_mention_id, since FROM meta.event_ids
        WHERE since IS NOT NULL AND (event_mention_id IN (SELECT event_mention_id FROM grouped_mentions)
                                     OR event_mention_id IN (SELECT event_mention_id FROM left_mentions))
        ORDER BY event_id
    """).fetchall()
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
    row = connection.execute(
        """SELECT m.event_mention_id FROM left_mentions l
           JOIN event_mentions m ON m.article_id = l.article_id AND m.event_type = l.event_type
           WHERE l.event_mention_id = ?
           ORDER BY m.field <> l.field, abs(m.start_char - l.start_char), m.event_mention_id LIMIT 1""",
        [anchor],
    ).fetchone()
    return row[0] if row else None


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
    found = connection.execute("""
        SELECT event_id FROM meta.event_ids WHERE event_id IN (FROM wanted_ids) AND (since IS NOT NULL
            OR event_mention_id NOT IN (SELECT event_mention_id FROM grouped_mentions)
           AND event_mention_id NOT IN (SELECT event_mention_id FROM left_mentions))
    """).fetchall()
    _ = connection.unregister("wanted_ids")
    return {row[0] for row in found}


def _record_new(
    connection: duckdb.DuckDBPyConnection, rows: list[_Mention], ids: dict[str, str], published: set[str]
) -> None:
    """Note the ids of these groups that are not published yet, in place of what was noted before."""
    _ = connection.execute("""
        DELETE FROM meta.event_ids WHERE since IS NULL
           AND (event_mention_id IN (SELECT event_mention_id FROM grouped_mentions)
                OR event_mention_id IN (SELECT event_mention_id FROM left_mentions))
    """)
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
    _ = connection.execute("""
        DELETE FROM event_aliases USING wanted_targets w WHERE event_aliases.alias_id = w.alias_id
            AND event_aliases.event_id IS DISTINCT FROM w.event_id
    """)
    _ = connection.execute("""
        INSERT INTO event_aliases (alias_id, event_id)
        SELECT alias_id, event_id FROM wanted_targets
        WHERE alias_id IS DISTINCT FROM event_id AND alias_id NOT IN (SELECT alias_id FROM event_aliases)
    """)
    _ = connection.unregister("wanted_targets")


def publish_ids(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """Write to the lake which ids are published from now on, and note it in the build file.

    What was noted before but not written, as when a run was killed, is written by the next.
    """
    run = connection.execute("SELECT run_id FROM meta.packages ORDER BY merged_at DESC, package_id DESC LIMIT 1")
    row = run.fetchone()
    run_id = row[0] if row else None
    now = datetime.now(UTC).replace(tzinfo=None)
    new = frame(
        connection,
        """SELECT event_id, event_mention_id, article_id, false AS is_alias, NULL::VARCHAR AS alias_of, since
           FROM meta.event_ids WHERE run_id IS NULL
           UNION ALL
           SELECT alias_id, NULL, NULL, true, event_id, since FROM event_aliases WHERE since IS NULL
           ORDER BY event_id, is_alias""",
    ).with_columns(pl.col("since").fill_null(now), pl.lit(run_id).alias("run_id"))
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
    _ = connection.execute(
        """INSERT INTO meta.event_ids BY NAME
           SELECT event_id, event_mention_id, article_id, since, run_id FROM read_parquet(?, filename = true)
           WHERE NOT is_alias
           QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY filename DESC) = 1""",
        [files],
    )


def settle_ids(home: Home, connection: duckdb.DuckDBPyConnection) -> None:
    """After a warehouse was made anew: ids that no mention carries any more, and since when aliases are aliases."""
    _ = connection.execute("""
        INSERT INTO event_aliases (alias_id)
        SELECT event_id FROM meta.event_ids WHERE since IS NOT NULL
           AND event_id NOT IN (SELECT event_id FROM event_mentions)
           AND event_id NOT IN (SELECT alias_id FROM event_aliases)
    """)
    files = sorted(str(path) for path in home.event_ids.glob("*.parquet"))
    if not files:
        return
    _ = connection.execute(
        """UPDATE event_aliases SET since = r.since, _run_id = r.run_id
           FROM (SELECT event_id AS alias_id, alias_of, since, run_id FROM read_parquet(?, filename = true)
                 WHERE is_alias
                 QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY filename DESC) = 1) r
           WHERE r.alias_id = event_aliases.alias_id AND r.alias_of IS NOT DISTINCT FROM event_aliases.event_id""",
        [files],
    )
