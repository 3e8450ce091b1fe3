"""Which columns of an event are chosen together when its reports differ.

What belongs here: the blocks of columns, so that an event never has the province of one report and the city of
another.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.schema.events import (
    ACTOR_COLUMNS,
    DATE_COLUMNS,
    NUMBER_COLUMNS,
    PLACE_COLUMNS,
    RECIPIENT_COLUMNS,
    TYPE_COLUMNS,
)
from warehouse.schema.model import Column


@dataclass(frozen=True, slots=True)
class ValueBlock:
    """Columns that an event takes from one report, and what reports have to share to be counted together."""

    columns: tuple[str, ...]
    votes: tuple[str, ...]
    filled_by: str
    known_by: str | None = None  # filled where somebody known is named


def _names(columns: tuple[Column, ...], *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(column.name for column in columns if column.name not in without)


VALUE_BLOCKS: tuple[ValueBlock, ...] = (
    ValueBlock(
        _names(TYPE_COLUMNS, without=("status",)), ("event_type", "event_mode", "acled_sub_event_type"), "event_type"
    ),
    ValueBlock(_names(ACTOR_COLUMNS), ("actor_entity_id", "actor_name"), "actor_text", "actor_entity_id"),
    ValueBlock(
        _names(RECIPIENT_COLUMNS), ("recipient_entity_id", "recipient_name"), "recipient_text", "recipient_entity_id"
    ),
)
DATE_BLOCK = _names(DATE_COLUMNS)
PLACE_BLOCK = _names(PLACE_COLUMNS)
COUNTS: tuple[str, ...] = tuple(c.name for c in NUMBER_COLUMNS if not c.name.startswith("fatalities_"))
