"""Streams lines of text out of bytes, whatever their encoding, with a limit on the length of one.

What belongs here: the little decoding that splitting a structured file needs. Texts and pages keep their bytes: they
are decoded with more care when they are prepared.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO

_HEAD = 4096


class LongLine:
    """Stands for a line that is longer than allowed; its head is kept to show."""

    def __init__(self, head: str) -> None:
        self.head = head


def iter_lines(stream: IO[bytes], most: int) -> Iterator[str | LongLine]:
    """Lines with their line ends. A line over `most` bytes is skipped to its end and stands as a `LongLine`."""
    mark = _utf16_mark(stream)
    if mark is not None:
        text = io.TextIOWrapper(_Rest(mark, stream), encoding="utf-16", errors="replace", newline="")  # pyright: ignore[reportArgumentType]
        yield from _wide_lines(text, most // 2)
        return
    first = True
    while line := stream.readline(most + 1):
        if len(line) > most:
            head = line[:500]
            while line and not line.endswith(b"\n"):
                line = stream.readline(most)
            yield LongLine(decode_line(head))
        else:
            yield decode_line(line.removeprefix(codecs.BOM_UTF8) if first else line)
        first = False


def _wide_lines(text: io.TextIOWrapper, most: int) -> Iterator[str | LongLine]:
    while line := text.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        head = line[:500]
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(most)
        yield LongLine(head)


def with_line_feeds(stream: IO[bytes]) -> IO[bytes]:
    """A stream whose lines end as lines do; old Macs, and Excel's "CSV (Macintosh)", end them with a return alone."""
    head = stream.peek(_HEAD)[:_HEAD] if isinstance(stream, io.BufferedReader) else b""
    if b"\r" not in head or b"\n" in head:
        return stream
    return io.BufferedReader(_Returned(stream))


def decode_line(line: bytes) -> str:
    """A line as UTF-8, and where it is not that, as the Windows code page that such files are saved in.

    NUL bytes are left out: no text has them, and parsers stumble over one that a crash or a database left behind.
    """
    line = line.replace(b"\x00", b"")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            return line.decode("latin-1")


def _utf16_mark(stream: IO[bytes]) -> bytes | None:
    head = stream.peek(2)[:2] if isinstance(stream, io.BufferedReader) else b""
    return stream.read(2) if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else None


class _Rest(io.RawIOBase):
    """Some bytes already read, then the rest of their stream."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # pyright: ignore[reportArgumentType]
        data, self._head = (self._head, b"") if self._head else (self._stream.read(len(view)), b"")
        view[: len(data)] = data
        return len(data)


class _Returned(io.RawIOBase):
    """A stream with line feeds in the place of returns."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # pyright: ignore[reportArgumentType]
        data = self._stream.read(len(view)).replace(b"\r", b"\n")
        view[: len(data)] = data
        return len(data)
