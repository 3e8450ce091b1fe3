"""What passes between finding, opening and splitting source files.

What belongs here: small immutable records, and the limits that keep a hostile or broken file from filling the memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

DocumentFormat = Literal["text", "html", "markdown", "record"]
ManifestRow = Mapping[str, str]

PAYLOAD_HEAD = 500  # bytes of a rejected payload that are kept to look at


class SourceError(Exception):
    """A source that the user named cannot be used at all; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much one input may cost. The defaults let any archive of news through and stop decompression bombs."""

    max_document_bytes: int = 64 * 1024 * 1024  # one text, page, line or record
    max_expansion_ratio: int = 250  # expanded bytes for each byte on disk, counted once past max_document_bytes
    max_depth: int = 4  # archives inside archives
    fetch_timeout_seconds: float = 60.0  # without a sign of life
    fetch_total_seconds: float = 900.0  # for all of it, so that a server that sends a byte a minute holds up no run
    max_fetch_bytes: int = 4 * 1024 * 1024 * 1024


class Remote(Protocol):
    """An object store that holds the lake (`warehouse.store.lake.Store`)."""

    def read(self, key: str) -> bytes | None:
        """An object's bytes, None where there is none."""
        ...

    def write(self, key: str, content: bytes | Path) -> None:
        """Put an object, in place of what was there."""
        ...


@dataclass(frozen=True, slots=True)
class Fetching:
    """How addresses are fetched, and where what was fetched is kept.

    `folder` is `lake/fetched`, a temporary one where none is given; `follow` has the pages of teasers fetched too;
    `rather_kept` reads what was fetched before, and the net only for what was not; `tell` hears what came of it.
    """

    folder: Path | None = None
    remote: Remote | None = None
    follow: bool = False
    rather_kept: bool = False
    tell: Callable[[str], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be read: where, which rule, what to do, and enough of it to find it again."""

    uri: str
    record_number: int | None
    stage: str
    rule: str
    message: str
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read.

    `path` is None where there is nothing to open (a manifest, a failed download): then only `problems` are read.
    `manifest` holds the manifest rows that name this file (key "") or a member of it (key "inner/b.txt"). `passed_over`
    counts the files beside a saved page that are part of it. `ways` is what manifests say of how its records are read,
    by the files that they say it of (an absolute path or pattern) and the member. `version` is what an object store
    says of its content: such a file has no path and no digest until it is fetched (`remote.fetch_remote`). `name` is
    what the format is told by, where the file on disk is called otherwise; `followed` are addresses of records that are
    not read here, since their pages are.
    """

    uri: str
    path: Path | None
    sha256: str
    size: int
    manifest: Mapping[str, ManifestRow] = field(default_factory=dict[str, ManifestRow])
    problems: tuple[Rejected, ...] = ()
    passed_over: int = 0
    name: str = ""
    followed: frozenset[str] = frozenset()
    version: str = ""
    ways: Mapping[tuple[str, str], ManifestRow] = field(default_factory=dict[tuple[str, str], ManifestRow])

    @property
    def fingerprint(self) -> str:
        """Changes when the file or what a manifest says about it changes: what a ledger must compare."""
        said = json.dumps({key: dict(row) for key, row in self.manifest.items()}, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{self.version or self.sha256}\n{said}".encode()).hexdigest()


@dataclass(slots=True)
class Tally:
    """What reading a file counts besides documents and rejects: files that are part of a saved page."""

    passed_over: int = 0


@dataclass(slots=True)
class LeftAlone:
    """Files of a source that are not read now: named as unfinished, or written to just now. Their uris."""

    unfinished: list[str] = field(default_factory=list[str])
    unsettled: list[str] = field(default_factory=list[str])

    @property
    def uris(self) -> list[str]:
        """All of them."""
        return [*self.unfinished, *self.unsettled]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text or page to be prepared as one article; `number` counts those of one file, None for an only one."""

    number: int | None
    format: DocumentFormat
    payload: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One raw document: bytes of a text or page, or the mapping of a structured record.

    `raw_sha256` is that of the source file on disk, the same as in the ledger, so that the two join.
    """

    uri: str
    record_number: int | None
    format: DocumentFormat
    raw_sha256: str
    payload: bytes | None = None
    record: Mapping[str, Any] | None = None
    manifest: ManifestRow = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or the text of one, with the address it was served from; its number in a file of many, from 1."""

    number: int | None
    payload: bytes
    url: str | None
    format: DocumentFormat = "html"


def head_of(payload: bytes | str) -> str:
    """The first bytes of a payload as printable text, to show in a reject."""
    if isinstance(payload, str):
        payload = payload[:PAYLOAD_HEAD].encode("utf-8", "replace")
    return payload[:PAYLOAD_HEAD].decode("utf-8", "backslashreplace").replace("\x00", "\\x00")
