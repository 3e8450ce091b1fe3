"""Opens compressed files and archives, down to the plain members inside, with a guard against decompression bombs.

What belongs here: .gz .bz2 .zst (and .xz), .zip and .tar, nested or not, recognised by their first bytes. Members are
streamed: nothing is unpacked into memory as a whole. What a member holds is for `formats`.
"""

from __future__ import annotations

import io
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from tarfile import (
    InvalidHeaderError,  # pyright: ignore[reportAttributeAccessIssue]
    SubsequentHeaderError,  # pyright: ignore[reportAttributeAccessIssue]
    TruncatedHeaderError,  # pyright: ignore[reportAttributeAccessIssue]
)
from types import SimpleNamespace
from typing import IO, Self, cast

from warehouse.sources.compressed import ZSTD_DICTIONARY, GzipMembers, beginning, decompressor
from warehouse.sources.failures import ReadLimitError, rejected_for
from warehouse.sources.hidden import is_hidden
from warehouse.sources.model import ReadLimits, Rejected, Tally
from warehouse.sources.salvage import members_before_the_cut
from warehouse.sources.saved_pages import assets_among, may_be_asset, refers_to

_SPOOL_BYTES = 16 * 1024 * 1024
_HEAD_BYTES = 4096

_ENDINGS = {
    "gzip": (".gz", ".gzip"),
    "bzip2": (".bz2",),
    "zstd": (".zst", ".zstd"),
    "xz": (".xz",),
    "tar": (".tar",),
    "zip": (".zip",),
}
_SHORT_ENDINGS = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (ZSTD_DICTIONARY, "zstd"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
# zip files by their bytes, but documents of an office program to their reader
_OFFICE_ENDINGS = (".docx", ".docm", ".xlsx", ".xlsm", ".xlsb", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar")


@dataclass(slots=True)
class Budget:
    """Counts what a source file expands to, over all of its members."""

    size_on_disk: int
    limits: ReadLimits
    expanded: int = 0
    tally: Tally = field(default_factory=Tally)

    def spend(self, count: int) -> None:
        """Count expanded bytes; stop where no honest archive would be so large."""
        self.expanded += count
        allowed = max(self.limits.max_document_bytes, self.size_on_disk * self.limits.max_expansion_ratio)
        if self.expanded > allowed:
            raise ReadLimitError(
                f"it expands to more than {allowed:,} bytes from {self.size_on_disk:,} on disk, as a decompression "
                "bomb does; if it is honest, unpack it first"
            )


@dataclass(frozen=True, slots=True)
class Member:
    """A plain file, on disk or inside archives. `open` gives a fresh stream each time it is called.

    `name` is what its ending is read from (compression endings taken off); `inner` is its name inside the outermost
    archive, by which a manifest may name it ("" for the file itself).
    """

    uri: str
    name: str
    inner: str
    open: Callable[[], IO[bytes]]


class _Counted(io.RawIOBase):
    """A stream that charges what is read from it to a budget.

    It is read in the pieces that it comes in (`read1`): one that fails then gives what it had before.
    """

    def __init__(self, stream: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self._stream = stream
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._read(len(view))
        self._budget.spend(len(data))
        view[: len(data)] = data
        return len(data)

    def end_at_damage(self) -> None:
        """Give nothing from behind damage, as if all that is missing there had never been."""
        if isinstance(self._stream, GzipMembers):
            self._stream.reads_on = False

    def close(self) -> None:
        self._stream.close()
        super().close()


def iter_members(member: Member, budget: Budget, depth: int = 0) -> Iterator[Member | Rejected]:
    """The plain files inside `member`: itself where it is neither compressed nor an archive.

    Damage is told in place, so that the members before it are kept.
    """
    try:
        kind = _container_kind(member)
        if kind is None:
            yield member
        elif depth >= budget.limits.max_depth:
            message = f"archives are nested deeper than {budget.limits.max_depth}; unpack it first"
            yield Rejected(member.uri, None, "read", "nested_too_deep", message)
        else:
            for one in _members_inside(member, kind, budget):
                yield from iter_members(one, budget, depth + 1)
    except ReadLimitError:
        raise
    except Exception as error:
        yield rejected_for(error, member.uri)


def _members_inside(member: Member, kind: str, budget: Budget) -> Iterator[Member]:
    if kind == "zip":
        return _zip_members(member, budget)
    return _tar_members(member, budget) if kind == "tar" else iter((_decompressed(member, kind, budget),))


def _container_kind(member: Member) -> str | None:
    with member.open() as stream:
        head = beginning(stream, _HEAD_BYTES)
    if head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bzip2"
    for magic, kind in _MAGIC:
        if head.startswith(magic) and not (kind == "zip" and member.name.lower().endswith(_OFFICE_ENDINGS)):
            return kind
    return "tar" if head[257:262] == b"ustar" else _kind_by_ending(member.name)


def _kind_by_ending(name: str) -> str | None:
    """A damaged archive has no magic bytes left; its name still says what it was meant to be."""
    name = name.lower()
    for kind, endings in _ENDINGS.items():
        if name.endswith(endings):
            return kind
    return "gzip" if name.endswith(".tgz") else None


def _plain_name(name: str) -> str:
    path = PurePosixPath(name)
    if path.suffix.lower() in _SHORT_ENDINGS:
        return str(path.with_suffix(_SHORT_ENDINGS[path.suffix.lower()]))
    compressions = [ending for kind in ("gzip", "bzip2", "zstd", "xz") for ending in _ENDINGS[kind]]
    return str(path.with_suffix("")) if path.suffix.lower() in compressions else name


def _decompressed(member: Member, kind: str, budget: Budget) -> Member:
    def opened() -> IO[bytes]:
        return io.BufferedReader(_Counted(decompressor(kind, member.open()), budget))

    return Member(member.uri, _plain_name(member.name), member.inner, opened)


def _inside(member: Member, name: str, opened: Callable[[], IO[bytes]]) -> Member:
    """A member's uri and inner name: `folder/a.zip!inner/b.txt`, and `c.zip!d.txt` for one archive in another."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")  # as tar has any bytes
    inner = f"{member.inner}!{name}" if member.inner else name
    return Member(f"{member.uri}!{name}", name, inner, opened)


def _is_wanted(name: str) -> bool:
    """A name that climbs out (`../a.txt`) is read like any other: nothing is unpacked to where it points."""
    return not name.endswith("/") and not any(is_hidden(part) for part in PurePosixPath(name).parts if part != "..")


def _zip_members(member: Member, budget: Budget) -> Iterator[Member]:
    """The members of a zip file by their names; of one that is cut off those before the cut, and then the damage."""
    try:
        yield from _listed_members(member, budget)
    except zipfile.BadZipFile as error:
        if "central directory" not in str(error) and "not a zip file" not in str(error):
            raise
        with seekable(member) as stream:
            for name, content in members_before_the_cut(stream, budget.spend):
                if _is_wanted(name):
                    yield _inside(member, name, lambda content=content: _rewound(content))
        raise


def _listed_members(member: Member, budget: Budget) -> Iterator[Member]:
    with seekable(member) as stream, zipfile.ZipFile(stream) as archive:
        entries = {entry.filename: entry for entry in archive.infolist() if _is_wanted(entry.filename)}

        def is_used(page: str, folder: str) -> bool:
            try:
                with _zip_opener(archive, entries[page], budget)() as opened:
                    return refers_to(opened.read(budget.limits.max_document_bytes), folder)
            except ReadLimitError:
                raise
            except Exception:  # told where the page is read
                return False

        assets = assets_among(entries, is_used)
        budget.tally.passed_over += len(assets)
        for entry in sorted(archive.infolist(), key=lambda entry: (entry.filename, entry.header_offset)):
            if _is_wanted(entry.filename) and entry.filename not in assets:
                yield _inside(member, entry.filename, _zip_opener(archive, entry, budget))


def _zip_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Callable[[], IO[bytes]]:
    return lambda: io.BufferedReader(_Counted(archive.open(entry), budget))


class _TarHeader(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except (InvalidHeaderError, TruncatedHeaderError):
            cast(_Tar, tarfile).is_damaged = True
            raise
        except SubsequentHeaderError as error:  # of itself the end of all, not of one: the one behind a long name
            cast(_Tar, tarfile).is_damaged = True
            raise InvalidHeaderError(str(error)) from error


class _Tar(tarfile.TarFile):
    """A tar that is read on from the next header where one is damaged; of itself it would end there without a word."""

    tarinfo = _TarHeader
    is_damaged = False


@contextmanager
def _opened_tar(member: Member) -> Generator[_Tar]:
    with member.open() as stream:
        if isinstance(raw := getattr(stream, "raw", None), _Counted):
            raw.end_at_damage()  # a file would be made of what stands before and behind it
        # in the pieces that it comes in: a stream that fails then gives what it had before
        pieces = cast(IO[bytes], SimpleNamespace(read=getattr(stream, "read1", stream.read)))
        with _Tar.open(fileobj=pieces, mode="r|", ignore_zeros=True) as archive:
            yield archive


def _tar_members(member: Member, budget: Budget) -> Iterator[Member]:
    """Files of a tar in its own order (it can only be streamed), each spooled so that it can be opened again.

    Raises:
        tarfile.ReadError: a header was damaged, and its member is missing among those that came.
    """
    assets: Mapping[str, str] | None = None
    with _opened_tar(member) as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.isfile() else None
            if content is None or not _is_wanted(entry.name):
                continue
            if assets is None and may_be_asset(entry.name):
                assets = assets_among(_tar_names(member))
            if assets and _plain(entry.name) in assets:
                budget.tally.passed_over += 1
                continue
            if entry.issparse():  # a terabyte of holes takes no room in the archive
                budget.spend(entry.size)
            with _spooled(content) as spool:
                yield _inside(member, _plain(entry.name), lambda spool=spool: _rewound(spool))
        if archive.is_damaged:
            raise tarfile.ReadError("the head of a file in it is damaged, so that this file is missing")


def _plain(name: str) -> str:
    """A member's name without the folder that `tar c .` puts before it."""
    return name.removeprefix("./")


def _tar_names(member: Member) -> list[str]:
    """All names of a tar, of which the page may come after its folder; up to where it is damaged."""
    names: list[str] = []
    try:
        with _opened_tar(member) as archive:
            names.extend(_plain(entry.name) for entry in archive)
    except ReadLimitError:
        raise
    except Exception:
        return names
    return names


@contextmanager
def seekable(member: Member) -> Generator[IO[bytes]]:
    """The member's stream where it can seek, else a copy of it in a temporary file."""
    with member.open() as stream:
        if stream.seekable() and not isinstance(getattr(stream, "raw", None), _Counted):
            yield stream
            return
        with _spooled(stream) as spool:
            yield spool


@contextmanager
def _spooled(stream: IO[bytes]) -> Generator[IO[bytes]]:
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
        shutil.copyfileobj(stream, spool, 1024 * 1024)
        spool.seek(0)
        yield cast(IO[bytes], spool)


class _KeptOpen(io.RawIOBase):
    """A view of a spooled file with a place of its own, from its start, that leaves it open when it is closed."""

    def __init__(self, spool: IO[bytes]) -> None:
        super().__init__()
        self._spool = spool
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = self._at + offset, io.SEEK_SET
        self._at = self._spool.seek(offset, whence)
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        self._spool.seek(self._at)
        data = self._spool.read(len(view))
        self._at += len(data)
        view[: len(data)] = data
        return len(data)


def _rewound(spool: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(_KeptOpen(spool))
