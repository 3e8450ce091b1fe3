"""Column maps that manifests told: kept for the source, and used by runs that come without the manifest.

What belongs here: what is new is remembered, what is remembered is given to the files that it speaks of. The record is
`warehouse.store.column_maps`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from warehouse.sources import SourceFile
from warehouse.store.column_maps import ColumnMap, column_maps, forget_map, remember_map
from warehouse.store.home import Home


def with_remembered_maps(
    home: Home, files: Sequence[SourceFile], now: datetime, tell: Callable[[str], None]
) -> list[SourceFile]:
    """Keep what manifests of this run tell of columns, and give files of which none tells it what was told last.

    A row whose `map` is empty forgets what was told of its files. `tell` hears which maps are used without a manifest.
    """
    _keep_new(home, files, now)
    known = column_maps(home)
    used: dict[tuple[str, str], ColumnMap] = {}
    given = [_with_maps(file, known, used) for file in files] if known else list(files)
    for one in used.values():
        tell(_note(one))
    return given


def _keep_new(home: Home, files: Sequence[SourceFile], now: datetime) -> None:
    """Remember each thing that was told and is not what was told before."""
    said = {key: dict(told) for file in files for key, told in file.ways.items()}
    known = {(one.files, one.member): dict(one.told) for one in column_maps(home)} if said else {}
    for (path, member), told in sorted(said.items()):
        if _is_empty(told["map"]):
            if (path, member) in known:
                forget_map(home, path, member, now)
        elif known.get((path, member)) != told:
            remember_map(home, path, member, told, now)


def _is_empty(told: str) -> bool:
    return told.strip() in ("{}", "null")


def _with_maps(file: SourceFile, known: Sequence[ColumnMap], used: dict[tuple[str, str], ColumnMap]) -> SourceFile:
    """The file with the newest map for it, and for each member, where its manifests have none."""
    if file.path is None and not file.version:
        return file
    path = file.uri if file.path is None else os.path.realpath(file.path)
    rows: dict[str, Mapping[str, str]] = dict(file.manifest)
    for one in known:
        is_told = "map" in file.manifest.get(one.member, {})
        if not is_told and fnmatchcase(path, one.files):
            rows[one.member] = {**one.told, **file.manifest.get(one.member, {})}
            used[one.files, one.member] = one
    return replace(file, manifest=rows) if rows != file.manifest else file


def _note(one: ColumnMap) -> str:
    """What is used, since when, and how to be rid of it."""
    try:
        told = json.loads(one.told["map"])
    except ValueError:
        told = None
    columns = (
        ", ".join(f"{name} from {key}" for name, key in told.items()) if isinstance(told, dict) else one.told["map"]
    )
    where = _plain(one.files) + (f"!{one.member}" if one.member else "")
    return (
        f"{where}: {columns}, as a manifest told on {one.made_at:%Y-%m-%d}; "
        "a manifest row with an empty map ({}) forgets it"
    )


def _plain(pattern: str) -> str:
    """A pattern without what guards the signs that stand for themselves (`glob.escape`)."""
    return pattern.replace("[[]", "[").replace("[*]", "*").replace("[?]", "?")
