"""What became of the events of one warehouse in a later one: kept, merged, split, renamed, gone.

What belongs here: following an event by its evidence (the mentions that both files have) and by the later file's
`event_aliases`, which says into which event an id that is no longer used went.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from warehouse.store.pair import Pair, about_row

ALIASES = "event_aliases"
FATES = ("merged", "split", "renamed", "moved", "gone")
"""Of an old event: its id is gone and it is part of an event that has more; its mentions now belong to several events;
its id is gone and one event with a new id has taken its place; its id stays but all its mentions that are left belong
to another event; its id is gone and nothing is left of it."""
ORIGINS = ("new", "renamed", "merged", "split")
"""Of an id that came: nothing of an old event is in it; it took the place of one; several went into it; it is a part
of one that was split."""


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An id, and for people what the event is about."""

    event_id: str
    about: str


@dataclass(frozen=True, slots=True)
class EventFate:
    """An event, and the events it went into (of an old one) or came from (of a new one)."""

    event_id: str
    about: str
    others: list[NamedEvent]


@dataclass(frozen=True, slots=True)
class Lineage:
    """How many events had which fate and origin, with examples of each."""

    came: int
    went: int
    has_aliases: bool  # whether the new file has a table `event_aliases`
    fates: dict[str, int]
    origins: dict[str, int]
    fate_examples: dict[str, list[EventFate]] = field(default_factory=dict)
    origin_examples: dict[str, list[EventFate]] = field(default_factory=dict)


def trace_events(pair: Pair, examples: int) -> Lineage:
    """Follow every event of the old file into the new one."""
    has_aliases = _find_aliases(pair)
    _find_heirs(pair)
    _find_fates(pair)
    _find_origins(pair)
    return Lineage(
        pair.count("SELECT count(*) FROM event_origins"),
        pair.count("SELECT count(*) FROM event_fates WHERE NOT stays"),
        has_aliases,
        {fate: pair.count(f"SELECT count(*) FROM event_fates WHERE fate = '{fate}'") for fate in FATES},
        {origin: pair.count(f"SELECT count(*) FROM event_origins WHERE origin = '{origin}'") for origin in ORIGINS},
        {fate: _fate_examples(pair, fate, examples) for fate in FATES},
        {origin: _origin_examples(pair, origin, examples) for origin in ORIGINS},
    )


def _find_aliases(pair: Pair) -> bool:
    """Into `resolved_aliases`: of each old id that is gone, the event that the new file's aliases lead to.

    An alias may lead to an id that was itself given up later, so they are followed to an event that is there.
    """
    table = pair.new.get(ALIASES)
    known = table is not None and not table.is_view and {"alias_id", "event_id"} <= set(table.columns)
    if not known:
        pair.make("resolved_aliases", "SELECT NULL::VARCHAR AS old_id, NULL::VARCHAR AS new_id WHERE false")
        return False
    pair.make(
        "resolved_aliases",
        f"""
        WITH RECURSIVE steps AS (
            SELECT alias_id AS old_id, event_id AS new_id FROM new.main.{ALIASES}
            WHERE alias_id IN (SELECT event_id FROM old.main.events)
              AND alias_id NOT IN (SELECT event_id FROM new.main.events)
            UNION
            SELECT steps.old_id, next.event_id FROM steps JOIN new.main.{ALIASES} AS next
                ON next.alias_id = steps.new_id
        )
        SELECT old_id, min(new_id) AS new_id FROM steps
        WHERE new_id IN (SELECT event_id FROM new.main.events) GROUP BY old_id
        """,
    )
    return True


def _find_heirs(pair: Pair) -> None:
    """Into `heirs`: pairs of an old event and a new one that shares a mention with it."""
    pair.make(
        "heirs",
        """
        SELECT DISTINCT o.event_id AS old_id, n.event_id AS new_id
        FROM old.main.event_mentions AS o JOIN new.main.event_mentions AS n USING (event_mention_id)
        WHERE o.event_id IN (SELECT event_id FROM old.main.events)
          AND n.event_id IN (SELECT event_id FROM new.main.events)
        """,
    )


def _find_fates(pair: Pair) -> None:
    """Into `event_fates`: every old event that did not simply stay, or that is gone, with the one it went into."""
    pair.make(
        "event_fates",
        """
        WITH followed AS (
            SELECT event_id AS old_id, coalesce(heir_count, 0) AS heir_count,
                   coalesce(alias.new_id, only_heir) AS target,
                   event_id IN (SELECT event_id FROM new.main.events) AS stays
            FROM old.main.events
            LEFT JOIN (SELECT old_id, count(*) AS heir_count, min(new_id) AS only_heir FROM heirs GROUP BY old_id)
                AS inherited ON inherited.old_id = event_id
            LEFT JOIN resolved_aliases AS alias ON alias.old_id = event_id
        ),
        entered AS (
            SELECT new_id, count(DISTINCT old_id) AS sources
            FROM (FROM heirs UNION ALL SELECT old_id, new_id FROM resolved_aliases) GROUP BY new_id
        )
        SELECT old_id, stays, target, CASE
            WHEN heir_count > 1 THEN 'split'
            WHEN stays THEN 'moved'
            WHEN target IS NULL THEN 'gone'
            WHEN target IN (SELECT event_id FROM old.main.events) OR sources > 1 THEN 'merged'
            ELSE 'renamed' END AS fate
        FROM followed LEFT JOIN entered ON new_id = target
        WHERE heir_count > 1 OR NOT stays OR (heir_count = 1 AND target <> old_id)
        """,
    )


def _find_origins(pair: Pair) -> None:
    """Into `event_origins`: every id that came."""
    pair.make(
        "id_origins",
        """
        SELECT DISTINCT new_id, old_id, fate
        FROM (FROM heirs UNION ALL SELECT old_id, new_id FROM resolved_aliases) LEFT JOIN event_fates USING (old_id)
        """,
    )
    pair.make(
        "event_origins",
        """
        SELECT event_id AS new_id, CASE
            WHEN sources IS NULL THEN 'new' WHEN splits > 0 THEN 'split' WHEN sources > 1 THEN 'merged'
            ELSE 'renamed' END AS origin
        FROM new.main.events LEFT JOIN (
            SELECT new_id, count(*) AS sources, count(*) FILTER (fate = 'split') AS splits
            FROM id_origins GROUP BY new_id) AS counted ON new_id = event_id
        WHERE event_id NOT IN (SELECT event_id FROM old.main.events)
        """,
    )


def _fate_examples(pair: Pair, fate: str, examples: int) -> list[EventFate]:
    heirs = "FROM heirs" if fate == "split" else "SELECT old_id, target AS new_id FROM event_fates"
    return _told(pair, "old", f"SELECT old_id AS event_id FROM event_fates WHERE fate = '{fate}'", heirs, examples)


def _origin_examples(pair: Pair, origin: str, examples: int) -> list[EventFate]:
    heirs = "SELECT new_id AS old_id, old_id AS new_id FROM id_origins"
    chosen = f"SELECT new_id AS event_id FROM event_origins WHERE origin = '{origin}'"
    return _told(pair, "new", chosen, heirs, examples)


def _told(pair: Pair, side: str, chosen: str, others: str, examples: int) -> list[EventFate]:
    """The first of the chosen events of one file, each with its `others` (old_id, new_id) of the other file."""
    near, far, other = (pair.old, pair.new, "new") if side == "old" else (pair.new, pair.old, "old")
    rows = pair.rows(f"""
        WITH chosen AS ({chosen} ORDER BY event_id LIMIT {examples}),
        near AS (SELECT event_id, {about_row(near["events"])} AS about FROM {side}.main.events SEMI JOIN chosen
                 USING (event_id)),
        links AS (SELECT DISTINCT old_id, new_id FROM ({others}) WHERE old_id IN (FROM chosen)),
        far AS (SELECT event_id, {about_row(far["events"])} AS about FROM {other}.main.events
                WHERE event_id IN (SELECT new_id FROM links))
        SELECT near.event_id, near.about, far.event_id, far.about
        FROM near LEFT JOIN links ON old_id = near.event_id LEFT JOIN far ON far.event_id = new_id
        ORDER BY near.event_id, far.event_id
    """)
    told: dict[str, EventFate] = {}
    for event_id, about, other_id, other_about in rows:
        fate = told.setdefault(str(event_id), EventFate(str(event_id), str(about or ""), []))
        if other_id is not None:
            fate.others.append(NamedEvent(str(other_id), str(other_about or "")))
    return list(told.values())
