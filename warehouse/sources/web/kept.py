"""What was fetched, kept in the lake: the bytes once for each content, and of each address what its server said of it.

What belongs here: `lake/fetched`, its two folders and its records. A run that fails half way, a replay of rejects and
a server that answers "not modified" all read from here. Addresses stand here as they are shown, without passwords and
keys.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

import zstandard

from warehouse.sources.model import Remote

_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\x00", b"PK\x03\x04", b"BZh", b"PAR1", b"%PDF")
_STORED = re.compile(r"(?:[0-9a-f]{2}/[0-9a-f]{64}(?:\.zst)?)?")
"""Where bytes lie; a forged record on a shared store must not lead elsewhere."""
_CHUNK = 1024 * 1024
_FOLDER = "fetched"  # of the lake, in a home and on an object store


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an address: which content it had last, and by what it is asked whether it has another.

    `name` is what the format is told by, `stamp` what led to the address said of its last change (a feed's entry),
    `said` what it said of the page besides, so that a replay reads the page as the run did. `is_found` is a page that a
    feed led to, whoever names it later; `is_in_trouble` says that it could not be had the last time. Of a found page
    that was never had there is a record without bytes, so that a replay still knows what it is.
    """

    url: str
    sha256: str = ""
    size: int = 0
    name: str = ""
    stored: str = ""  # below the folder of bodies
    etag: str | None = None
    last_modified: str | None = None
    next_url: str | None = None  # the page that follows, by the header `Link`
    stamp: str | None = None
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    is_found: bool = False
    is_in_trouble: bool = False


class Body:
    """Bytes on their way to the lake; they are hashed and compressed as they come."""

    def __init__(self, part: Path, out: IO[bytes]) -> None:
        self.size = 0
        self.head = b""
        self._part = part
        self._file = out
        self._out: IO[bytes] | zstandard.ZstdCompressionWriter | None = None
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The digest of what was written so far."""
        return self._digest.hexdigest()

    @property
    def is_compressed_here(self) -> bool:
        """Whether the file is compressed by us; what comes compressed is kept as it is."""
        return not self.head.startswith(_COMPRESSED)

    def write(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if not chunk:
            return
        if self._out is None:
            self.head = chunk[:16]
            packer = zstandard.ZstdCompressor(level=6)
            self._out = packer.stream_writer(self._file, closefd=False) if self.is_compressed_here else self._file
        self._digest.update(chunk)
        self.size += len(chunk)
        _ = self._out.write(chunk)

    def finish(self, bodies: Path) -> str:
        """Put the bytes in their place, unless they are there; where that is, below `bodies`."""
        if isinstance(self._out, zstandard.ZstdCompressionWriter):
            self._out.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        ending = ".zst" if self.size and self.is_compressed_here else ""
        stored = f"{self.sha256[:2]}/{self.sha256}{ending}"
        target = bodies / stored
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _ = self._part.replace(target)
        return stored


class KeptFetches:
    """What is kept in a folder `fetched`, and on the object store that holds the lake, where there is one."""

    def __init__(self, folder: Path, remote: Remote | None = None) -> None:
        self._folder = folder
        self._remote = remote
        self._whole: set[str] = set()
        self._looking = threading.Lock()
        self.damaged: list[str] = []
        """Addresses whose bytes were there and are no longer what was fetched."""

    @property
    def _bodies(self) -> Path:
        return self._folder / "bodies"

    @property
    def _unfinished(self) -> Path:
        return self._folder / "unfinished"

    def tidy(self) -> None:
        """Remove what a killed run left half written; nobody else may be fetching."""
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def _aside(self, name: str) -> Path:
        """A place to write a file before it is put in its own, apart from what a backup copies."""
        self._unfinished.mkdir(parents=True, exist_ok=True)
        return self._unfinished / f"{name}.{os.getpid()}-{os.urandom(6).hex()}"

    def path_of(self, kept: Kept) -> Path:
        """Where the bytes of an address lie."""
        return self._bodies / kept.stored

    def name_of(self, kept: Kept) -> str:
        """The name that the format of that file is told by: `feed.xml.zst`."""
        return kept.name + (".zst" if kept.stored.endswith(".zst") else "")

    def recall(self, url: str) -> Kept | None:
        """What is known of an address, also where its bytes are not there."""
        path = self._record(url)
        with suppress(OSError, ValueError, TypeError):
            if not path.is_file():
                self._bring(path)
            kept = Kept(**json.loads(path.read_text(encoding="utf-8")))
            return kept if kept.url == url and _STORED.fullmatch(kept.stored) else None
        return None

    def find(self, url: str) -> Kept | None:
        """What is kept of an address, where its bytes are there too and are those that were fetched.

        Damaged bytes are as good as none, so that they are had anew: from the store, else from the server.
        """
        kept = self.recall(url)
        if kept is None or not kept.stored:
            return None
        if not self._has_bytes(kept):
            self._bring(self.path_of(kept))
        return kept if self._has_bytes(kept) else None

    def _has_bytes(self, kept: Kept) -> bool:
        """Whether the bytes of an address are there and whole; damaged ones are put aside under `.damaged` and told."""
        path = self.path_of(kept)
        with self._looking:  # two addresses may have the same bytes
            if not path.is_file() or kept.stored in self._whole:
                return path.is_file()
            if _digest(path) == kept.sha256:
                self._whole.add(kept.stored)
                return True
            self.damaged.append(kept.url)
            _ = path.replace(path.with_name(f"{path.name}.damaged"))
            return False

    @contextmanager
    def body(self) -> Generator[Body]:
        """A body to write; what is not finished leaves nothing."""
        part = self._aside("body")
        try:
            with part.open("wb") as out:
                yield Body(part, out)
        finally:
            part.unlink(missing_ok=True)

    def finish(self, body: Body) -> str:
        """Keep the bytes of a body; where they lie."""
        stored = body.finish(self._bodies)
        self._send(self._bodies / stored)
        return stored

    def note(self, kept: Kept) -> None:
        """Keep what is known of an address, in place of what was, whole or not at all."""
        path = self._record(kept.url)
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._aside(path.name)
        _ = aside.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        _ = aside.replace(path)
        self._send(path)

    def _record(self, url: str) -> Path:
        key = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:32]
        return self._folder / "addresses" / key[:2] / f"{key}.json"

    def _send(self, path: Path) -> None:
        if self._remote is not None:
            self._remote.write(self._key(path), path)

    def _bring(self, path: Path) -> None:
        content = self._remote.read(self._key(path)) if self._remote is not None else None
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = self._aside(path.name)
            _ = aside.write_bytes(content)
            _ = aside.replace(path)

    def _key(self, path: Path) -> str:
        return f"{_FOLDER}/{path.relative_to(self._folder).as_posix()}"


def _digest(path: Path) -> str:
    """SHA-256 of the bytes as they were fetched; empty where they can't be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            packed = zstandard.ZstdDecompressor().stream_reader(stream) if path.suffix == ".zst" else stream
            while chunk := packed.read(_CHUNK):
                digest.update(chunk)
    except (OSError, zstandard.ZstdError):
        return ""
    return digest.hexdigest()
