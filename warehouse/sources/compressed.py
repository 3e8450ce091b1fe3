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
from contextlib import suppress
from typing import IO, cast

import zstandard

from warehouse.sources.failures import ReadLimitError

_CHUNK = 16 * 1024
_SMALL = 256 * 1024  # the member of a record
_MOST_WORDS = 16 * 1024 * 1024  # of a dictionary; a usual one has some 100 KB
_PIECE = 1024  # of Zstandard, which makes 32 MB of so much at most
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
    return cast(IO[bytes], ZstdFrames(stream))


def beginning(stream: IO[bytes], size: int) -> bytes:
    """The first bytes of a stream; of one that fails before so many, what it has, by which its format is told."""
    head, read = b"", getattr(stream, "read1", stream.read)
    try:
        while len(head) < size and (part := read(size - len(head))):
            head += part
    except ReadLimitError:
        raise
    except Exception:
        if not head:
            raise
    return head


class _Decompressed(io.RawIOBase):
    """A stream made of another, which is closed with it."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._next(len(view)) if len(view) else b""
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end of the file."""
        raise NotImplementedError


class ZstdFrames(_Decompressed):
    """The frames of a Zstandard file one after the other; that the last is cut off is raised.

    zstandard's own stream ends where the file does, whether or not its frame does.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        head = stream.read(len(ZSTD_DICTIONARY))
        words, head = (_dictionary(stream), b"") if head == ZSTD_DICTIONARY else (None, head)
        self._packer = zstandard.ZstdDecompressor(dict_data=words)
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed, self._made, self._at = head, b"", 0

    def _next(self, size: int) -> bytes:
        while self._at == len(self._made):
            self._packed = self._packed or self._stream.read(_PIECE)
            if not self._packed and self._frame is None:
                return b""
            if not self._packed:
                raise EOFError("Compressed file ended before the end of a frame was reached")
            self._frame = self._frame or self._packer.decompressobj()
            self._made, self._at = self._frame.decompress(self._packed), 0
            self._packed = self._frame.unused_data
            if self._frame.eof:
                self._frame = None
        data = self._made[self._at : self._at + size]
        self._at += len(data)
        return data


def _dictionary(stream: IO[bytes]) -> zstandard.ZstdCompressionDict:
    """The dictionary in the frame that a stream stands in, which may be compressed itself.

    Raises:
        ReadLimitError: it is larger than any dictionary.
        EOFError: the file ends within it.
    """
    size = int.from_bytes(stream.read(4), "little")
    data = stream.read(min(size, _MOST_WORDS + 1))
    if len(data) < size <= _MOST_WORDS:
        raise EOFError("Compressed file ended before the end of its dictionary was reached")
    if data.startswith(zstandard.FRAME_HEADER):
        data = zstandard.ZstdDecompressor().stream_reader(data).read(_MOST_WORDS + 1)
    if max(size, len(data)) > _MOST_WORDS:
        raise ReadLimitError(f"its dictionary is larger than {_MOST_WORDS:,} bytes; unpack it first")
    return zstandard.ZstdCompressionDict(data)


class GzipMembers(_Decompressed):
    """The members of a gzip file one after the other; a damaged one is left for the next that begins.

    The damage is raised when all others are read, so that it is told and costs no more than its member: the standard
    library's reader ends at the first. A member's checksum stands at its end, and damaged Deflate goes on as letters
    at random; so a small member is given when it has proved whole, and a damaged one that was given in part (a large
    one) ends with a line end. What the last member of a file gave before its damage is given, as there is nothing else.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        self._held = bytearray()  # of the file, read up to `_at`
        self._at = 0
        self._before = 0  # bytes of the file before these
        self._search = 0  # where the next member is looked for if the present one is damaged
        self._expand: zlib._Decompress | None = None  # pyright: ignore[reportPrivateUsage]
        self._made = bytearray()  # of the present member, not given yet
        self._ready = io.BytesIO()
        self._is_given = False  # whether anything was given of the present member
        self._is_lost = False  # between damage and the end of the next whole member
        self._damaged: list[int] = []
        self.reads_on = True
        """Whether the members behind damage are given, which those who count on places in the stream can't use."""

    def _next(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end of the file.

        Raises:
            BadGzipFile: it is at its end, and what came was not all of it.
            EOFError: its last member is cut off.
        """
        while not (data := self._ready.read(size)):
            if self._expand is None and not self._begin():
                if not self._made:
                    return self._ended()
                self._give()
            elif self._expand is not None and not self._read_on(self._expand):
                if _GZIP in self._held[self._search :]:  # damage that made sense and ran over the members behind it
                    self._lose()
                elif not self._made:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                else:
                    self._give()
        return data

    def _read_on(self, expand: zlib._Decompress) -> bool:  # pyright: ignore[reportPrivateUsage]
        """Make some bytes of the present member; whether it is not cut off."""
        is_more = self._at < len(self._held) or self._fill()
        try:
            data = expand.decompress(self._held[self._at :], _CHUNK)
        except zlib.error:
            if not self._is_given and not self._is_lost:
                self._made[:] = _before_damage(_GZIP[:1] + self._held[self._search :])
            self._lose()
            return True
        self._at = len(self._held) - len(expand.unused_data or expand.unconsumed_tail)
        self._made += data
        if expand.eof:
            self._expand, self._is_lost, self._search = None, False, self._at
        if expand.eof or len(self._made) > _SMALL:
            self._give()
        return is_more or bool(data) or expand.eof

    def _give(self) -> None:
        self._ready = io.BytesIO(bytes(self._made))
        self._made.clear()
        self._is_given = self._expand is not None

    def _ended(self) -> bytes:
        if not self._damaged:
            return b""
        places = f", and in {len(self._damaged) - 1} more places" if len(self._damaged) > 1 else ""
        raise gzip.BadGzipFile(f"compressed data is damaged from byte {self._damaged[0]:,} on{places}")

    def _lose(self) -> None:
        """Leave the member that is being read, to look for the next."""
        if not self._is_lost:
            self._damaged.append(self._before + max(self._search - 1, 0))
        self._expand, self._is_lost, self._at = None, True, self._search

    def _begin(self) -> bool:
        """Go to the next member; whether there is one."""
        while self.reads_on or not self._damaged:
            while len(self._held) - self._at < _HEADER and self._fill():
                pass
            if not self._is_lost:
                self._at = len(self._held) - len(self._held[self._at :].lstrip(b"\x00"))  # padding of tapes
            if self._is_at_member():
                self._ready = io.BytesIO(b"\n" if self._is_given else b"")
                self._made.clear()
                self._is_given = False
                self._expand, self._search = zlib.decompressobj(31), self._at + 1
                return True
            if self._at < len(self._held) and not self._is_lost:
                self._search = self._at + 1
                self._lose()
                continue
            found = self._held.find(_GZIP, self._at + 1)
            self._at = found if found >= 0 else max(self._at, len(self._held) - len(_GZIP) + 1)
            if found < 0 and not self._fill():
                return False
        return False

    def _is_at_member(self) -> bool:
        head = self._held[self._at : self._at + _HEADER]
        is_whole = len(head) == _HEADER and head.startswith(_GZIP) and head[3] < 32
        return is_whole and (not self._is_lost or (head[8] in _EXTRA_FLAGS and head[9] in _SYSTEMS))

    def _fill(self) -> bool:
        """Read on; whether there was more. The present member stays where it is small, to be looked through."""
        chunk = self._stream.read(_CHUNK)
        gone = self._search if self._at - self._search < _SMALL and self._expand else self._at
        del self._held[:gone]
        self._held += chunk
        self._before, self._search, self._at = self._before + gone, max(self._search - gone, 0), self._at - gone
        return bool(chunk)


def _before_damage(member: bytes) -> bytes:
    """What a small damaged member gives before zlib sees the damage; of a call that fails it gives nothing.

    Byte by byte, which takes its time: it is asked of the first of those that are damaged in a row.
    """
    expand, made = zlib.decompressobj(31), bytearray()
    with suppress(zlib.error):
        for byte in member:
            made += expand.decompress(bytes((byte,)))
            if len(made) > _SMALL + _CHUNK:
                break
    return bytes(made)
