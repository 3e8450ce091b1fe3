"""How the records of a source are read, as a manifest told it once: remembered for runs that have no manifest.

What belongs here: the record of it in the lake. What does not: reading manifests (`warehouse.sources.manifest`), and
giving files what was remembered (`flows.remembering`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from warehouse.store.decisions import read_decisions, write_decision
from warehouse.store.home import Home


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What was told last of some files: an absolute path or a pattern, and the member where they are archives."""

    files: str
    member: str
    told: Mapping[str, str]  # `map` as JSON, `date_order`, `updated_order`
    made_at: datetime


def column_maps(home: Home) -> list[ColumnMap]:
    """What is remembered, the newest last; what was forgotten is not there."""
    held: dict[tuple[str, str], ColumnMap] = {}
    for record in read_decisions(home.column_maps):
        files, member = str(record["files"]), str(record["member"])
        told: dict[str, str] = record["told"]  # pyright: ignore[reportAssignmentType]
        made_at: datetime = record["made_at"]  # pyright: ignore[reportAssignmentType]
        _ = held.pop((files, member), None)
        if record["action"] == "remember":
            held[files, member] = ColumnMap(files, member, told, made_at)
    return list(held.values())


def remember_map(home: Home, files: str, member: str, told: Mapping[str, str], made_at: datetime) -> None:
    """Write to the lake how files are read from now on; the caller holds the writer's lock."""
    said = {"files": files, "member": member, "told": dict(told)}
    _ = write_decision(home, home.column_maps, "remember", said, made_at)


def forget_map(home: Home, files: str, member: str, made_at: datetime) -> None:
    """Write to the lake that nothing is remembered of files any more."""
    said = {"files": files, "member": member, "told": {}}
    _ = write_decision(home, home.column_maps, "forget", said, made_at)
