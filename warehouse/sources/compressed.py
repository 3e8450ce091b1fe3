"""Decompressors that lose to damage what is damaged, and no more.

What belongs here: gzip in members (one a record, as web archives have them, one a block, one an hour of a log) and
Zstandard with a dictionary of its own. The formats themselves are zlib's and zstandard's.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from typing import IO, BinaryIO, cast

import zstandard

_CHUNK = 16 * 1024
_GZIP, _HEADER = b"\x1f\x8b\x08", 10
_EXTRA_FLAGS, _SYSTEMS = frozenset({0, 2, 4}), frozenset({*range(14), 255})  # RFC 1952
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""What a file begins with that brings its dictionary: a frame to be skipped, as in `.warc.zst`."""


def decompressor(kind: str, stream: IO[bytes]) -> IO[bytes]:
    """What a compressed stream holds, as a stream."""
    if kind == "gzip":
        return cast(IO[bytes], GzipMembers(stream))
    if kind == "bzip2":
        return bz2.BZ2File(stream)
    if kind == "xz":
        return lzma.LZMAFile(stream)
    head = stream.read(len(ZSTD_DICTIONARY))
    words = _dictionary(stream) if head == ZSTD_DICTIONARY else None
    rest = stream if words else _after(head, stream)
    packer = zstandard.ZstdDecompressor(dict_data=words)
    return cast(IO[bytes], packer.stream_reader(cast(BinaryIO, rest), read_across_frames=True))


def _dictionary(stream: IO[bytes]) -> zstandard.ZstdCompressionDict:
    """The dictionary in the frame that a stream stands in, which may be compressed itself."""
    data = stream.read(int.from_bytes(stream.read(4), "little"))
    if data.startswith(zstandard.FRAME_HEADER):
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return zstandard.ZstdCompressionDict(data)


def _after(head: bytes, stream: IO[bytes]) -> IO[bytes]:
    return io.BufferedReader(_Continued(head, stream))


class _Continued(io.RawIOBase):
    """Bytes that were read ahead, then their stream."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._head[: len(view)] or self._stream.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class GzipMembers(io.RawIOBase):
    """The members of a gzip file one after the other; a damaged one is left for the next that begins.

    The damage is raised when all others are read, so that it is told and costs no more than its member: the standard
    library's reader ends at the first. A line end stands in the place of what is missing, so that the first line after
    it is one.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream
        self._held = b""  # of the file, read up to `_at`
        self._at = 0
        self._before = 0  # bytes of the file before these
        self._search = 0  # where the next member is looked for if the present one is damaged
        self._expand: zlib._Decompress | None = None  # pyright: ignore[reportPrivateUsage]
        self._is_lost = False  # between damage and the end of the next whole member
        self._damaged: list[int] = []

    def readable(self) -> bool:
        """It is read, and neither written nor gone back in."""
        return True

    def close(self) -> None:
        """Let go of the file as well."""
        self._stream.close()
        super().close()

    def readinto(self, buffer: object) -> int:
        """As `io` asks for bytes."""
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._next(len(view)) if len(view) else b""
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end of the file.

        Raises:
            BadGzipFile: it is at its end, and what came was not all of it.
        """
        while self._expand or self._begin():
            expand = cast("zlib._Decompress", self._expand)  # pyright: ignore[reportPrivateUsage]
            is_more = self._at < len(self._held) or self._fill()
            try:
                data = expand.decompress(self._held[self._at :], size)
            except zlib.error:
                self._lose()
                return b"\n"
            self._at = len(self._held) - len(expand.unused_data or expand.unconsumed_tail)
            if expand.eof:
                self._expand, self._is_lost, self._search = None, False, self._at
            elif not data and not is_more:
                raise EOFError("Compressed file ended before the end-of-stream marker was reached")
            if data:
                return data
        if self._damaged:
            places = f", and in {len(self._damaged) - 1} places more" if len(self._damaged) > 1 else ""
            raise gzip.BadGzipFile(f"compressed data is damaged from byte {self._damaged[0]:,} on{places}")
        return b""

    def _lose(self) -> None:
        """Leave the member that is being read, to look for the next."""
        if not self._is_lost:
            self._damaged.append(self._before + max(self._search - 1, 0))
        self._expand, self._is_lost, self._at = None, True, self._search

    def _begin(self) -> bool:
        """Go to the next member; whether there is one."""
        while True:
            while len(self._held) - self._at < _HEADER and self._fill():
                pass
            if not self._is_lost:
                self._at = len(self._held) - len(self._held[self._at :].lstrip(b"\x00"))  # padding of tapes
            if self._is_at_member():
                self._expand, self._search = zlib.decompressobj(31), self._at + 1
                return True
            if self._at < len(self._held) and not self._is_lost:
                self._search = self._at
                self._lose()
            found = self._held.find(_GZIP, self._at + 1)
            self._at = found if found >= 0 else max(self._at, len(self._held) - len(_GZIP) + 1)
            if found < 0 and not self._fill():
                return False

    def _is_at_member(self) -> bool:
        head = self._held[self._at : self._at + _HEADER]
        is_whole = len(head) == _HEADER and head.startswith(_GZIP) and head[3] < 32
        return is_whole and (not self._is_lost or (head[8] in _EXTRA_FLAGS and head[9] in _SYSTEMS))

    def _fill(self) -> bool:
        """Read on; whether there was more."""
        chunk = self._stream.read(_CHUNK)
        self._held = self._held[self._at :] + chunk
        self._before, self._search, self._at = self._before + self._at, max(self._search - self._at, 0), 0
        return bool(chunk)
