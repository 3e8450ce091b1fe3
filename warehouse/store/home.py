"""The folder that holds everything a user's warehouse consists of, and the lock that one writer at a time holds.

What belongs here: paths below `--home` and the writer's lock.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path


class StoreError(Exception):
    """Something about the store that the operator can put right; the message says what and how."""


class WarehouseMissingError(StoreError):
    """There is no published warehouse yet."""


class WarehouseBusyError(StoreError):
    """Another run is writing to this home."""


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below the home folder.

    `lake/packages/<package_id>/` holds a load package each, `lake/packs/` many in one folder, `lake/runs/<run_id>.json`
    the record of a run, `lake/event_ids/` the ids of events that were published, `lake/corrections/` and
    `lake/withdrawals/` what people decided, `lake/column_maps/` what manifests told of columns, `lake/fetched/` what
    came from the web, `build.duckdb` the private build file, `warehouse.duckdb` what readers open, and `set_aside/`
    files that a run found in its way.
    """

    root: Path

    @property
    def packages(self) -> Path:
        """Committed load packages, a folder each."""
        return self.root / "lake" / "packages"

    @property
    def packs(self) -> Path:
        """Folders that hold many packages each (`dateline compact`)."""
        return self.root / "lake" / "packs"

    @property
    def quarantine(self) -> Path:
        """Packages that were taken out of the warehouse."""
        return self.root / "lake" / "quarantine"

    @property
    def runs(self) -> Path:
        """Records of runs, a JSON file each."""
        return self.root / "lake" / "runs"

    @property
    def event_ids(self) -> Path:
        """Records of the event ids that were published, a Parquet file for each time."""
        return self.root / "lake" / "event_ids"

    @property
    def corrections(self) -> Path:
        """Corrections that were made by command, a JSON file each."""
        return self.root / "lake" / "corrections"

    @property
    def withdrawals(self) -> Path:
        """Articles that were withdrawn, a JSON file for each time."""
        return self.root / "lake" / "withdrawals"

    @property
    def fetched(self) -> Path:
        """What was fetched from the web: the bytes once for each content, and what each address has now."""
        return self.root / "lake" / "fetched"

    @property
    def column_maps(self) -> Path:
        """How the records of sources are read, as manifests told it, a JSON file for each time."""
        return self.root / "lake" / "column_maps"

    @property
    def unfinished(self) -> Path:
        """Packages that are being written; what a killed run left here is removed by the next."""
        return self.root / "lake" / "unfinished"

    @property
    def readings(self) -> Path:
        """Files that a run began to read (`warehouse.store.readings`), while it is at work or once it was killed."""
        return self.root / ".readings.jsonl"

    @property
    def build(self) -> Path:
        """The private build file; only the writer opens it."""
        return self.root / "build.duckdb"

    @property
    def published(self) -> Path:
        """The warehouse that readers open."""
        return self.root / "warehouse.duckdb"

    @property
    def retained(self) -> Path:
        """Former published files (`dateline rollback`)."""
        return self.root / "published"

    @property
    def publication(self) -> Path:
        """Which build was published last, and what its file looked like then."""
        return self.root / ".published.json"

    @property
    def checks(self) -> Path:
        """The analyst's own checks, a `.sql` file each; mostly there is no such folder."""
        return self.root / "checks"

    @property
    def aside(self) -> Path:
        """Files that were moved out of the way: damaged ones, and what other programs wrote. Nothing reads them."""
        return self.root / "set_aside"

    @property
    def sharing(self) -> Path:
        """What the home shares with other machines (`warehouse.store.sharing`); mostly there is no such file."""
        return self.root / "sharing.json"

    @property
    def replica(self) -> Path:
        """What the copy in DuckLake was when the warehouse was published last."""
        return self.root / ".replica.json"

    @property
    def digests(self) -> Path:
        """Digests of files as this machine's disks have them (`warehouse.sources.digests`); may be deleted."""
        return self.root / ".digests.parquet"

    @property
    def lock(self) -> Path:
        """The writer's lock file."""
        return self.root / ".writer.lock"

    def ensure(self) -> Home:
        """Make the folders that are not there yet."""
        for folder in (self.packages, self.runs, self.unfinished):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def set_aside(home: Home, path: Path) -> Path | None:
    """Move a file that is in the way to `set_aside/`, under its name and the time; where it lies now.

    None where there is no such file.
    """
    if not path.exists():
        return None
    home.aside.mkdir(parents=True, exist_ok=True)
    moment = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    target = next(free for number in count(1) if not (free := home.aside / f"{path.name}.{moment}-{number}").exists())
    return path.rename(target)


def fsync_path(path: Path) -> None:
    """Bring a file or a folder's entries to disk, so that a rename is not ahead of its content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
