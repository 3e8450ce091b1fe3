"""The differences between two warehouses as lines for a terminal.

What belongs here: pure text, made from what `warehouse.store.compare` found; no line is wider than asked for, save
where a name is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.store.differences import CellChange, Comparison, RowExample, SchemaChange, Side, TableChange
    from warehouse.store.lineage import EventFate, Lineage

Line = tuple[str, str]  # text and style
PLAIN, BOLD, DIM = "", "bold", "dim"
SIGNS = {"came": "+", "went": "-", "type": "~"}
FATES = {
    "new": "new (nothing of an old event is in them)",
    "gone": "gone",
    "merged": "merged into another event",
    "split": "split into several events",
    "renamed": "renamed (another id took their place)",
    "moved": "id kept, but all mentions went to another event",
}
_KEY = 18
_BEFORE_DIFFERENCE = 12


def comparison_lines(found: Comparison, width: int) -> Iterator[Line]:
    """All lines of the report, with a style each."""
    yield from _side_lines("old", found.old)
    yield from _side_lines("new", found.new)
    yield from _schema_lines(found.schema)
    yield from _count_lines(found.tables)
    told = {table.table: table for table in found.tables if table.columns or table.came_examples or table.went_examples}
    if found.events and (found.events.came or any(found.events.fates.values())):
        yield from _event_lines(found.events, width)
    for table in told.values():
        yield from _table_lines(table, width, with_rows=table.table != "events")
    yield from _last_lines(found, told)


def _side_lines(name: str, side: Side) -> Iterator[Line]:
    coders = ", ".join(side.coder_versions) or "not known"
    yield f"{name}  {side.file}", BOLD
    yield f"     last run {side.last_run or 'not known'}, coder {coders}", DIM


def _schema_lines(changes: list[SchemaChange]) -> Iterator[Line]:
    if not changes:
        return
    yield "", PLAIN
    yield f"schema: {len(changes)} {'difference' if len(changes) == 1 else 'differences'}", BOLD
    for change in changes:
        name = change.relation if change.column is None else f"{change.relation}.{change.column}"
        kinds = " → ".join(kind for kind in (change.old, change.new) if kind)
        yield f"  {SIGNS[change.change]} {name} {kinds}", PLAIN


def _count_lines(tables: list[TableChange]) -> Iterator[Line]:
    rows = [("table", *_COUNTED), *(_count_cells(table) for table in tables)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        f"{row[0]:{widths[0]}}" + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    yield "", PLAIN
    yield lines[0], BOLD
    for table, line in zip(tables, lines[1:], strict=True):
        yield line, PLAIN if table.differs or table.delta != 0 else DIM


_COUNTED = ("old", "new", "delta", "came", "went", "changed")


def _count_cells(table: TableChange) -> tuple[str, ...]:
    delta = "-" if table.delta is None else f"{table.delta:+d}" if table.delta else "0"
    counts = (table.old, table.new, delta, table.came, table.went, table.changed)
    return (table.table, *("-" if count is None else str(count) for count in counts))


def _event_lines(events: Lineage, width: int) -> Iterator[Line]:
    yield "", PLAIN
    yield f"events: {events.came} ids came, {events.went} went", BOLD
    if events.went and not events.has_aliases:
        yield "  followed by their mentions alone: the new file has no event_aliases", DIM
    counts = {"new": events.origins["new"], **events.fates}
    examples = {"new": events.origin_examples["new"], **events.fate_examples}
    for name, words in FATES.items():
        if counts[name]:
            yield f"  {counts[name]} {words}", PLAIN
            for event in examples[name]:
                yield from _fate_lines(event, width)


def _fate_lines(event: EventFate, width: int) -> Iterator[Line]:
    yield f"    {event.event_id:{_KEY}} {shorten(event.about, width - 5 - _KEY)}".rstrip(), PLAIN
    for other in event.others:
        yield f"    → {other.event_id:{_KEY - 2}}{' ' + shorten(other.about, width - 5 - _KEY)}".rstrip(), PLAIN


def _table_lines(table: TableChange, width: int, *, with_rows: bool) -> Iterator[Line]:
    if with_rows:
        yield "", PLAIN
        yield f"{table.table}: {table.came} came, {table.went} went, {table.changed} changed{_texts(table)}", BOLD
        yield from _row_lines("came", table.came or 0, table.came_examples, width)
        yield from _row_lines("went", table.went or 0, table.went_examples, width)
    if table.columns:
        yield "", PLAIN
        yield f"{table.table}: columns that changed, of {table.common} rows in both files", BOLD
    for column in table.columns:
        yield f"  {column.column}: {column.changed}", PLAIN
        for change in column.examples:
            yield f"    {change.key:{_KEY - 2}}  {_change(change, width - 4 - max(_KEY, len(change.key) + 2))}", PLAIN


def _texts(table: TableChange) -> str:
    texts = sum(column.changed for column in table.columns if column.column == "content_hash")
    return f" (of {texts} the text)" if texts and table.table == "articles" else ""


def _row_lines(name: str, count: int, examples: list[RowExample], width: int) -> Iterator[Line]:
    if not count:
        return
    yield f"  {name}: {count}", PLAIN
    for row in examples:
        yield f"    {row.key:{_KEY - 2}}  {shorten(row.about or '', width - 4 - _KEY)}".rstrip(), PLAIN


def _change(change: CellChange, room: int) -> str:
    more = f"  ({change.rows} rows)" if change.rows > 1 else ""
    old, new = shorten_pair(_text(change.old), _text(change.new), room - len(more))
    return f"{old} → {new}{more}"


def _text(value: object) -> str:
    """A value on one line; characters that can't be seen are written as Python escapes them."""
    if value is None:
        return "NULL"
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in str(value))


def shorten(text: str, room: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= room else text[: max(room - 1, 1)] + "…"


def shorten_pair(old: str, new: str, room: int) -> tuple[str, str]:
    """Both texts so that they and an arrow fit, from shortly before the place where they part.

    Example:
        `shorten_pair("a long way home", "a long day home", 23)` gives `("a long wa…", "a long da…")`.
    """
    room -= len(" → ")
    if len(old) + len(new) <= room:
        return old, new
    skipped = max(_common(old, new) - _BEFORE_DIFFERENCE, 0)
    if skipped:
        old, new = "…" + old[skipped:], "…" + new[skipped:]
    half = room // 2
    if len(old) <= half:
        return old, shorten(new, room - len(old))
    return (shorten(old, room - len(new)), new) if len(new) <= half else (shorten(old, half), shorten(new, half))


def _common(old: str, new: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))


def _last_lines(found: Comparison, told: dict[str, TableChange]) -> Iterator[Line]:
    silent = [table.table for table in found.tables if table.differs and table.table not in told]
    yield "", PLAIN
    if found.same:
        yield "no differences", BOLD
    elif silent:
        yield f"other tables in full: --table {silent[0]}; all that differs: --out FILE.csv", DIM
