"""Splits a web archive (WARC, ISO 28500) into the pages it holds.

What belongs here: the record format and the HTTP answer inside. It is read here, and not by a library, because the fast
one aborts on streams that cannot seek, such as a member of an archive.
"""

from __future__ import annotations

import gzip
import http.client
import io
import re
import zlib
from collections.abc import Iterator
from email.message import Message
from typing import IO

from warehouse.sources.containers import Member
from warehouse.sources.model import Page, ReadLimits, head_of
from warehouse.sources.structured import BadRecord

_LONGEST_HEADER_LINE = 64 * 1024
_LONGEST_GAP = 16  # bytes; a record is followed by two line ends
_RECORD_LINE = re.compile(rb"WARC/\d\.\d+\s*$")
_PAGE_TYPES = ("text/html", "application/xhtml")


def read_warc(member: Member, limits: ReadLimits) -> Iterator[Page | BadRecord]:
    """HTML answers with status 200; other records (requests, images, redirects) are no articles and are passed over.

    The time of the crawl is not a publication date and is left out.
    """
    with member.open() as opened:
        stream = _Rewindable(opened)
        for number, headers in enumerate(_headers(stream), start=1):
            is_answer = headers.get("warc-type") in ("response", "resource")
            block = _block(stream, _length(headers), limits.max_document_bytes)
            if block is None:
                if headers.get("warc-type") == "response":
                    message = f"the record is larger than {limits.max_document_bytes:,} bytes"
                    yield BadRecord(number, "record_too_large", message, headers.get("warc-target-uri"))
            elif is_answer and (page := _page(number, headers, block, limits.max_document_bytes)) is not None:
                yield page


def _headers(stream: _Rewindable) -> Iterator[dict[str, str]]:
    """Headers of each record; its block has to be read before the next is asked for."""
    is_first = True
    while line := stream.readline():
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            if is_first:
                raise ValueError(f"a record should begin with WARC/ and begins with {head_of(line)[:40]!r}")
            _ = _to_next_record(stream, 0)
            continue
        is_first = False
        headers: dict[str, str] = {}
        while (line := stream.readline()).strip():
            name, _, value = line.decode("utf-8", "replace").partition(":")
            headers[name.strip().lower()] = value.strip().strip("<>")
        yield headers


def _length(headers: dict[str, str]) -> int:
    """The stated length of a block; 0 where none can be read, so that the end of the record is looked for."""
    stated = headers.get("content-length", "")
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def _block(stream: _Rewindable, length: int, most: int) -> bytes | None:
    """The block of a record by its stated length, or up to the next record where that length is wrong.

    A tool that rewrites pages and keeps the header leaves lengths that are too short or run into the next record. A
    right length is followed by an empty line and the next record or the end of the file; where it is not, the next
    line "WARC/1.…" after a line end begins a record. None where the block is larger than `most`.

    Raises:
        EOFError: the file ends inside the block.
    """
    if length > most:
        return _to_next_record(stream, most)
    block = stream.read(length)
    if len(block) == length and _is_at_record(stream):
        return block
    stream.unread(block)
    found = _to_next_record(stream, most)
    if found is not None and len(block) < length and not stream.peek(1) and not found.endswith(b"\n\r\n"):
        raise EOFError(f"a record of {length:,} bytes is cut off after {len(block):,}")
    return found


def _is_at_record(stream: _Rewindable) -> bool:
    """Whether the stream is at the end of a block: before the next record, or at the end of the file."""
    ahead = stream.peek(_LONGEST_GAP).lstrip(b"\r\n")
    return not ahead or ahead.startswith(b"WARC/")


def _to_next_record(stream: _Rewindable, most: int) -> bytes | None:
    """What stands before the next record, which the stream is left at; None if that is more than `most`."""
    lines: list[bytes] = []
    size, ended = 0, True
    while line := stream.readline():
        if ended and _RECORD_LINE.match(line):
            stream.unread(line)
            break
        size += len(line)
        ended = line.endswith(b"\n")
        if size <= most:
            lines.append(line)
    return b"".join(lines) if size <= most else None


class _Rewindable:
    """A stream that what was read can be put back to: members of archives cannot seek."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._ahead = b""  # put back, of which the part up to `_at` was read again
        self._at = 0

    def unread(self, data: bytes) -> None:
        """Put bytes back in front of the stream."""
        self._ahead, self._at = data + self._ahead[self._at :], 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, fewer only at the end."""
        data = self._ahead[self._at : self._at + size]
        self._at += len(data)
        return data if len(data) == size else data + self._stream.read(size - len(data))

    def peek(self, size: int) -> bytes:
        """The next bytes, left where they are."""
        data = self.read(size)
        self.unread(data)
        return data

    def readline(self) -> bytes:
        """A line, or the first part of one that is very long."""
        end = self._ahead.find(b"\n", self._at, self._at + _LONGEST_HEADER_LINE) + 1
        if end or len(self._ahead) - self._at >= _LONGEST_HEADER_LINE:
            return self.read(end - self._at if end else _LONGEST_HEADER_LINE)
        ahead = self.read(len(self._ahead) - self._at)
        return ahead + self._stream.readline(_LONGEST_HEADER_LINE)


def _page(number: int, headers: dict[str, str], block: bytes, most: int) -> Page | BadRecord | None:
    url = headers.get("warc-target-uri")
    if headers.get("warc-type") == "resource":
        is_page = headers.get("content-type", "").startswith(_PAGE_TYPES)
        return Page(number, block, url) if is_page else None
    answer = io.BytesIO(block)
    status = answer.readline(_LONGEST_HEADER_LINE).split()
    fields = http.client.parse_headers(answer)
    if status[1:2] != [b"200"] or not fields.get("Content-Type", "").lower().startswith(_PAGE_TYPES):
        return None
    body = _body(answer.read(), fields, most)
    if len(body) > most:
        return BadRecord(number, "record_too_large", f"the page is larger than {most:,} bytes once unpacked", url)
    return Page(number, body, url)


def _body(body: bytes, fields: Message, most: int) -> bytes:
    """The page without its transfer and content encoding; left as it is where it does not fit them.

    Crawlers often store the decoded page and leave the header that says it is encoded. Of what unpacks to more than
    `most` bytes only so much is made, and a byte more.
    """
    if fields.get("Transfer-Encoding", "").lower() == "chunked":
        body = _unchunked(body)
    try:
        encoding = fields.get("Content-Encoding", "").lower()
        if encoding in ("gzip", "x-gzip"):
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
                return stream.read(most + 1)
        return zlib.decompressobj().decompress(body, most + 1) if encoding == "deflate" else body
    except (OSError, EOFError, zlib.error):
        return body


def _unchunked(body: bytes) -> bytes:
    out, stream = [], io.BytesIO(body)
    try:
        while size := int(stream.readline().split(b";")[0], 16):
            out.append(stream.read(size))
            stream.readline()
    except ValueError:
        return body
    return b"".join(out)
