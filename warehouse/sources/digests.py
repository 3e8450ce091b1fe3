"""Digests of files that were made before, so that a folder that is watched is not read anew each time.

What belongs here: which file on this disk has which digest. A file is known by the digest of its bytes, and that alone
decides whether it is new. It need not be made again where the system says that nobody has written to the file since:
same device and inode, size, time of writing and time of change, the last of which no program can set back. A file
that was written to within two seconds of when its digest was made is not remembered, since a clock that ticks slowly
would not show a later write.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

_SCHEMA = {
    "device": pl.UInt64(),
    "inode": pl.UInt64(),
    "size": pl.Int64(),
    "written_ns": pl.Int64(),
    "changed_ns": pl.Int64(),
    "sha256": pl.String(),
    "used_at": pl.Int64(),
}
_SETTLED_NS = 2_000_000_000
_KEPT_SECONDS = 30 * 24 * 3600  # what no run has looked at for so long is forgotten
_USED_AGAIN = 24 * 3600  # seconds after which it is noted that a digest was used
_Row = tuple[int, int, int, str, int]


@dataclass
class KnownDigests:
    """What earlier runs of this home have made; `path` is a Parquet file that may be deleted at any time."""

    path: Path | None = None
    _rows: dict[tuple[int, int], _Row] = field(default_factory=dict[tuple[int, int], _Row])
    _is_changed: bool = False

    @classmethod
    def load(cls, path: Path) -> KnownDigests:
        """Those of a file; none where it is not there or can't be read."""
        rows: dict[tuple[int, int], _Row] = {}
        with suppress(OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException):
            for device, inode, *rest in pl.read_parquet(path, schema=_SCHEMA).iter_rows():
                size, written, changed, sha256, used_at = rest
                rows[device, inode] = (size, written, changed, sha256, used_at)
        return cls(path, rows)

    def of(self, found: os.stat_result) -> str | None:
        """The digest of a file that is as it was."""
        key = (found.st_dev, found.st_ino)
        row = self._rows.get(key)
        if row is None or row[:3] != (found.st_size, found.st_mtime_ns, found.st_ctime_ns):
            return None
        now = int(time.time())
        if now - row[4] > _USED_AGAIN:
            self._rows[key] = (*row[:4], now)
            self._is_changed = True
        return row[3]

    def note(self, found: os.stat_result, sha256: str) -> None:
        """Remember a digest that was made after the file was as `found`."""
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _SETTLED_NS:
            return
        row = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, sha256, int(time.time()))
        self._rows[found.st_dev, found.st_ino] = row
        self._is_changed = True

    def save(self) -> None:
        """Keep them for the next run, whole or not at all; where that fails, the next run makes them again."""
        if self.path is None or not self._is_changed:
            return
        aside = self.path.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):
            pl.DataFrame(list(self._kept()), schema=_SCHEMA, orient="row").write_parquet(aside)
            _ = aside.replace(self.path)

    def _kept(self) -> Iterator[tuple[int, int, int, int, int, str, int]]:
        oldest = int(time.time()) - _KEPT_SECONDS
        for (device, inode), row in self._rows.items():
            if row[4] >= oldest:
                yield (device, inode, *row)
