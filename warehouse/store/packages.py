"""Load packages: what one batch found, as one Parquet file per table, there whole or not at all.

What belongs here: writing, listing and taking out packages, those in packs too. What does not: how they get into the
warehouse (`merge`), and how packs are made (`compacting`).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from warehouse.schema.frames import broken_rules, broken_spans, conform
from warehouse.schema.model import Table
from warehouse.schema.tables import PACKAGE_TABLES
from warehouse.store.home import Home, StoreError, fsync_path
from warehouse.store.lake import (
    MANIFEST,
    fetch_packages,
    holds_package,
    lake_of,
    open_store,
    send_package,
    set_package_aside,
)
from warehouse.store.packs import (
    PackDamagedError,
    damage_of_pack,
    frames_of,
    lines_of,
    pack_folders,
    write_lines,
)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_RUN_OF_NAME = re.compile(r"\d{8}T\d{6}-[0-9a-f]{4}(?=-)")
_WRITTEN_ASIDE = ("warehouse", "build", "published", "digests", "readings", "replica")
"""Files of a home that are written as `.NAME.PID.tmp` and then take their place."""


class PackageDamagedError(StoreError):
    """A committed package can't be read; the message says which, and what heals it."""


class PackageError(StoreError):
    """Frames that may not go into the lake; the message lists every rule that rows break."""


@dataclass(frozen=True, slots=True)
class Package:
    """A committed load package; one that lies in a pack shares its folder, and its files, with others."""

    package_id: str
    run_id: str
    written_at: datetime
    folder: Path
    rows: dict[str, int]
    sequence: int = 0
    is_packed: bool = False

    def file(self, table: Table) -> Path | None:
        """The Parquet file of a table, where the package has rows of it."""
        return self.folder / f"{table.name}.parquet" if self.rows.get(table.name) else None


def write_package(
    home: Home,
    package_id: str,
    frames: Mapping[str, pl.DataFrame],
    *,
    run_id: str,
    written_at: datetime | None = None,
    sequence: int = 0,
    lake: str | None = None,
) -> Path:
    """Check a batch's frames and commit them to the lake as one package.

    Args:
        home: where the lake is.
        package_id: name of the package, unique in the lake; one that is committed already is left as it is, so that a
            batch tried again does no harm.
        frames: by table name (`articles`, `event_mentions`, ..., `rejected_records`, `source_files`); columns may be
            left out where they may be NULL. `run_id`, `rejected_id` and times of meta tables are filled in.
        run_id: the run that writes it.
        written_at: when; now where not given.
        sequence: the run's number in the order of runs (`sequence.next_run`); packages without one are the oldest, in
            the order of their times.
        lake: URL of the object store that holds the lake; where not given, the home knows whether there is one. A
            machine that has no home of its own needs it.

    Returns:
        The package's folder; where the lake is on a store, the one that it will have when it is fetched.

    Raises:
        PackageError: rows break the declarations, or a mention's text is not at its offsets. Nothing is written.
        FrameError: a frame has unknown columns, lacks required ones, or values that cannot be cast.
    """
    if not _NAME.fullmatch(package_id):
        raise PackageError(f"{package_id!r} is no package name: letters, digits, dot, dash and underscore only")
    store = open_store(lake) if lake else lake_of(home)
    target = home.packages / package_id
    if target.exists() or (store and holds_package(store, package_id)):
        return target
    moment = written_at or datetime.now(UTC)
    ready = checked_frames(frames, run_id=run_id, written_at=moment)
    manifest = {
        "package_id": package_id,
        "run_id": run_id,
        "sequence": sequence,
        "written_at": moment.astimezone(UTC).isoformat(),
        "rows": {name: frame.height for name, frame in ready.items()},
    }
    if store:
        with TemporaryDirectory(prefix="dateline-") as folder:
            _write_files(Path(folder), ready, manifest)
            send_package(store, package_id, Path(folder))
        return target
    folder = home.ensure().unfinished / f"{package_id}.{os.getpid()}.{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    _write_files(folder, ready, manifest)
    return _commit(folder, target)


def checked_frames(frames: Mapping[str, pl.DataFrame], *, run_id: str, written_at: datetime) -> dict[str, pl.DataFrame]:
    """The frames as their tables want them, each row checked against the declarations.

    Raises:
        PackageError: rows break the declarations, or a mention's text is not at its offsets.
        FrameError: a frame does not fit its table.
    """
    unknown = sorted(set(frames) - set(PACKAGE_TABLES))
    if unknown:
        raise PackageError(f"no package table is called {', '.join(unknown)}; there are {', '.join(PACKAGE_TABLES)}")
    ready = {
        name: conform(_stamped(frame, name, run_id, written_at), PACKAGE_TABLES[name]) for name, frame in frames.items()
    }
    problems = [problem for name, frame in ready.items() for problem in broken_rules(frame, PACKAGE_TABLES[name])]
    articles = ready.get("articles")
    for name, frame in ready.items():
        if PACKAGE_TABLES[name].spans and frame.height:
            if articles is None:
                raise PackageError(f"{name} without the articles that it points into")
            problems += broken_spans(frame, articles, PACKAGE_TABLES[name])
    if problems:
        raise PackageError("the package breaks its declarations: " + "; ".join(problems))
    return {name: frame for name, frame in ready.items() if frame.height}


def _stamped(frame: pl.DataFrame, name: str, run_id: str, written_at: datetime) -> pl.DataFrame:
    """Fill in what a meta table's rows say of the run."""
    stamps: dict[str, pl.Expr] = {}
    if name in ("rejected_records", "source_files"):
        stamps["run_id"] = pl.lit(run_id)
        moment = {"rejected_records": "rejected_at", "source_files": "read_at"}[name]
        stamps[moment] = pl.lit(written_at).cast(pl.Datetime("us", "UTC"))
    new = frame.with_columns(value.alias(column) for column, value in stamps.items() if column not in frame.columns)
    if name == "rejected_records" and "rejected_id" not in frame.columns:
        new = new.with_columns(_rejected_ids(new)).unique("rejected_id", keep="first", maintain_order=True)
    return new


def _rejected_ids(frame: pl.DataFrame) -> pl.Series:
    """Where it stood, what it was and the rule it broke: the same refusal has the same id in every run."""
    columns = ("raw_uri", "raw_locator", "raw_sha256", "external_id", "article_id", "stage", "rule", "message")
    parts = frame.select(name for name in columns if name in frame.columns)
    ids = [hashlib.sha256(repr(row).encode()).hexdigest()[:16] for row in parts.iter_rows()]
    return pl.Series("rejected_id", ids, dtype=pl.String())


def _write_files(folder: Path, frames: Mapping[str, pl.DataFrame], manifest: Mapping[str, object]) -> None:
    for name, frame in frames.items():
        path = folder / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd")
        fsync_path(path)
    path = folder / MANIFEST
    _ = path.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    fsync_path(path)
    fsync_path(folder)


def _commit(folder: Path, target: Path) -> Path:
    """The rename is the commit: readers of the lake see the folder whole or not at all."""
    try:
        folder.rename(target)
    except OSError:
        if not target.exists():
            raise
        shutil.rmtree(folder, ignore_errors=True)  # another worker committed the same batch first
    fsync_path(target.parent)
    return target


def committed_packages(home: Home, leaving_out: Container[str] = ()) -> list[Package]:
    """Packages of the lake, oldest first; those that other machines committed to a store are fetched.

    Args:
        home: where the lake is.
        leaving_out: ids of packages that are not asked for; their folders are listed and not looked into, so a lake of
            thousands of merged packages costs no more than the listing.
    """
    fetch_packages(home, leaving_out)
    packages = {
        package.package_id: package for pack in pack_folders(home) for package in _packages_in(pack, leaving_out)
    }
    for folder in loose_folders(home):
        if folder.name not in leaving_out and folder.name not in packages and _is_package(folder):
            packages[folder.name] = _read_package(folder)
    return sorted(packages.values(), key=lambda package: (package.sequence, package.written_at, package.package_id))


def loose_folders(home: Home) -> list[Path]:
    """The folders of packages that lie by themselves. One of a package that is in a pack too is to be removed."""
    if not home.packages.is_dir():
        return []
    with os.scandir(home.packages) as entries:
        return [home.packages / entry.name for entry in entries]


def holds_packages(home: Home) -> bool:
    """Whether there is anything to make a warehouse of."""
    return bool(loose_folders(home) or pack_folders(home))


def package_names(home: Home) -> set[str]:
    """The ids of all packages, of damaged ones too."""
    packed = {package_id for pack in pack_folders(home) for package_id in lines_of(pack)}
    return packed | {folder.name for folder in loose_folders(home)}


def _is_package(folder: Path) -> bool:
    """Whether a folder of the lake is a package, whole or damaged, and not something that lies there by chance."""
    return folder.is_dir() and ((folder / MANIFEST).is_file() or any(folder.glob("*.parquet")))


def _read_package(folder: Path) -> Package:
    try:
        return _package_of(json.loads((folder / MANIFEST).read_text(encoding="utf-8")), folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"its {MANIFEST} can't be read: {' '.join(str(error).split())[:200]}"
        raise PackageDamagedError(damage_of(folder, _run_of(folder.name), reason)) from error


def _package_of(found: dict[str, Any], folder: Path, *, is_packed: bool = False) -> Package:
    moment = datetime.fromisoformat(found["written_at"])
    rows = {str(name): int(count) for name, count in found["rows"].items()}
    sequence = int(found.get("sequence") or 0)
    return Package(found["package_id"], found["run_id"], moment, folder, rows, sequence, is_packed)


def damage_of(folder: Path, run_id: str, reason: str) -> str:
    """What to say of a damaged package."""
    return (
        f"the package {folder} is damaged ({reason}): bring it back from a backup, or take its run out with "
        f"`dateline rebuild --without {run_id}`; a run over the same sources then reads their files again"
    )


def _run_of(package_id: str) -> str:
    """The run of a package by the package's name, where nothing else tells it."""
    named = _RUN_OF_NAME.match(package_id)
    return named[0] if named else package_id


def lake_runs(home: Home) -> Iterator[tuple[Path, str | None]]:
    """The folder of each package with the run that wrote it; None of a package or a pack that is damaged."""
    for pack in pack_folders(home):
        try:
            for run_id in sorted({package.run_id for package in _packages_in(pack)}):
                yield pack, run_id
        except PackDamagedError:
            yield pack, None
    for folder in sorted(loose_folders(home)):
        if _is_package(folder):
            try:
                yield folder, _read_package(folder).run_id
            except PackageDamagedError:
                yield folder, None


def _packages_in(pack: Path, leaving_out: Container[str] = ()) -> list[Package]:
    """The packages of a pack; of those that are not asked for nothing but the id is read."""
    told = [told for package_id, told in lines_of(pack).items() if package_id not in leaving_out]
    try:
        return [_package_of(json.loads(one), pack, is_packed=True) for one in told]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackDamagedError(damage_of_pack(pack, "its list of packages is cut or overwritten")) from error


def quarantine_run(home: Home, run_id: str) -> int:
    """Take a run's packages out of the lake, damaged ones too; `rebuild` then makes the warehouse without them.

    Returns:
        How many packages were moved to `lake/quarantine`.
    """
    home.quarantine.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for pack in pack_folders(home):
        taken |= take_out_of_pack(home, pack, home.quarantine, run_id)
    bad = [folder for folder, run in lake_runs(home) if (run or _run_of(folder.name)) == run_id]
    for folder in bad:
        set_package_aside(home, folder.name)
        if folder.name in taken:  # a kill has left it beside its pack
            remove_folder(home, folder)
        else:
            _ = folder.rename(home.quarantine / folder.name)
    return len(taken | {folder.name for folder in bad})


def take_out_of_pack(home: Home, pack: Path, target: Path, run_id: str | None = None) -> set[str]:
    """Write packages of a pack, a run's or all, as folders of their own to `target`; then the pack has them no more.

    A kill leaves them in the pack, and some in `target` too; a pack counts before the folders of `lake/packages`.

    Raises:
        PackDamagedError: the pack can't be read.
    """
    lines = lines_of(pack)
    wanted = [package.package_id for package in _packages_in(pack) if run_id is None or package.run_id == run_id]
    if not wanted:
        return set()
    try:
        found = frames_of(pack, wanted)
    except (Exception, pl.exceptions.PanicException) as error:  # Polars has many
        raise PackDamagedError(damage_of_pack(pack, " ".join(str(error).split())[:200])) from error
    for package_id in wanted:
        if not (target / package_id).exists():
            folder = home.ensure().unfinished / f"{package_id}.{os.getpid()}.{secrets.token_hex(4)}"
            folder.mkdir(parents=True)
            _write_files(folder, found[package_id], json.loads(lines[package_id]))
            _ = _commit(folder, target / package_id)
    left = {package_id: told for package_id, told in lines.items() if package_id not in set(wanted)}
    if left:
        write_lines(pack, left)
    else:
        remove_folder(home, pack)
    return set(wanted)


def remove_folder(home: Home, folder: Path) -> None:
    """Remove a package or a pack from the lake; it is gone at once, or not at all."""
    aside = home.ensure().unfinished / f"{folder.name}.{os.getpid()}.{secrets.token_hex(4)}"
    _ = folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)


def runs_of_lake(home: Home) -> set[str]:
    """The runs that have packages in the lake, those of damaged packages by their names."""
    return {run or _run_of(folder.name) for folder, run in lake_runs(home) if run or folder.parent == home.packages}


def remove_unfinished(home: Home) -> None:
    """Remove what killed runs left half-written. Only the holder of the writer's lock may call this."""
    in_home = (path for name in _WRITTEN_ASIDE for path in home.root.glob(f".{name}.*.tmp*"))
    for path in (home.unfinished, *in_home, *home.retained.glob("*.tmp")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    _ = home.ensure()
