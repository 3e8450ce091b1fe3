"""What a zip archive still holds whose end is missing: a download that was cut off, a disk that was full.

What belongs here: the members before the cut. The list of a zip file's members stands at its end; without it they are
found one after the other by their own headers.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, cast

_HEADER = struct.Struct("<4s5H3I2H")
_BEGIN, _DESCRIPTOR = b"PK\x03\x04", b"PK\x07\x08"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 1, 8, 0x800
_CHUNK = 64 * 1024
_SPOOL_BYTES = 16 * 1024 * 1024


def members_before_the_cut(stream: IO[bytes], spend: Callable[[int], None]) -> Iterator[tuple[str, IO[bytes]]]:
    """Names and contents of the members that are whole, from the beginning up to the first that is not.

    Args:
        stream: the archive; it can seek.
        spend: told how many bytes were expanded; it raises where they are too many.
    """
    stream.seek(0)
    while len(head := stream.read(_HEADER.size)) == _HEADER.size:
        begin, _, flags, method, _, _, crc, size, _, name_length, extra_length = _HEADER.unpack(head)
        if begin != _BEGIN or flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
            return
        name = stream.read(name_length).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        stream.seek(extra_length, 1)
        with tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spool:
            content = cast(IO[bytes], spool)
            known = None if flags & _SIZES_FOLLOW else size
            found = _copied(stream, method, known, content, spend)
            if found is None or (known is not None and found != crc):
                return
            content.seek(0)
            after = stream.tell()
            yield name, content
        stream.seek(after)
        if known is None:
            _skip_descriptor(stream)


def _copied(
    stream: IO[bytes], method: int, size: int | None, out: IO[bytes], spend: Callable[[int], None]
) -> int | None:
    """Copy one member's content; its checksum, or None where it is cut off. The stream is left behind it."""
    if method == _STORED and size is None:  # nothing tells where it ends
        return None
    expand = zlib.decompressobj(-15) if method == _DEFLATED else None
    crc, left = 0, size
    while left is None or left:
        data = stream.read(_CHUNK if left is None else min(_CHUNK, left))
        if not data:
            return None
        left = None if left is None else left - len(data)
        try:
            expanded = expand.decompress(data) if expand else data
        except zlib.error:
            return None
        spend(len(expanded))
        out.write(expanded)
        crc = zlib.crc32(expanded, crc)
        if expand and expand.eof:
            stream.seek(-len(expand.unused_data), 1)
            break
    return None if expand and not expand.eof else crc


def _skip_descriptor(stream: IO[bytes]) -> None:
    """Skip the sizes that follow a member's content: with a mark of their own or without, of four bytes or eight."""
    at = stream.tell()
    ahead = stream.read(32)
    found = ahead.find(_BEGIN, 12)
    if found > 0:
        stream.seek(at + found)
    else:
        stream.seek(at + (16 if ahead.startswith(_DESCRIPTOR) else 12))
