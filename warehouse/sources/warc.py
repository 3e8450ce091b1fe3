"""Splits a web archive (WARC, ISO 28500) into the pages it holds, and the texts of one (WET).

What belongs here: the record format and the HTTP answer inside. It is read here, and not by a library, since those end
at damage or do not tell of it (docs/decisions.md).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from typing import IO, cast

from warehouse.sources.containers import Member
from warehouse.sources.failures import ReadLimitError
from warehouse.sources.model import Page, ReadLimits, head_of
from warehouse.sources.structured import BadRecord

_LONGEST_HEADER_LINE = 64 * 1024
_LONGEST_GAP = 16  # bytes; a record is followed by two line ends
_RECORD_LINE = re.compile(rb"WARC/\d\.\d+\s*$")
_HEAD_BYTES = 1024
_PIECE = 1024
_PAGE_BEGINS = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PAGE_TYPES = ("text/html", "application/xhtml")


def read_warc(member: Member, limits: ReadLimits) -> Iterator[Page | BadRecord]:
    """HTML answers with status 200, and texts that somebody made of pages (`conversion` records, as in WET files).

    Other records (requests, images, redirects) are no articles and are passed over. The time of the crawl is not a
    publication date and is left out.
    """
    with member.open() as opened:
        stream = Rewindable(opened)
        number = 0
        for headers in _headers(stream):
            if isinstance(headers, BadRecord):
                yield BadRecord(number, headers.rule, headers.message, headers.payload)
                continue
            number += 1
            is_answer = headers.get("warc-type") in ("response", "resource", "conversion")
            block = block_of(stream, _length(headers), limits.max_document_bytes)
            if block is None:
                if headers.get("warc-type") == "response":
                    message = f"the record is larger than {limits.max_document_bytes:,} bytes"
                    yield BadRecord(number, "record_too_large", message, headers.get("warc-target-uri"))
            elif is_answer and (page := _page(number, headers, block, limits.max_document_bytes)) is not None:
                yield page


def _headers(stream: Rewindable) -> Iterator[dict[str, str] | BadRecord]:
    """Headers of each record, whose block has to be read before the next is asked for; a reject for what is none.

    A beginning that is damaged costs what stands before the first record that is found.

    Raises:
        ValueError: there is no record at all.
    """
    is_first = True
    while line := stream.readline():
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            stream.unread(line)
            damage = passed_over(0, stream)
            if is_first and not stream.peek(1):
                raise ValueError(f"a record should begin with WARC/ and begins with {head_of(line)[:40]!r}")
            yield damage
            continue
        is_first = False
        headers: dict[str, str] = {}
        while (line := stream.readline()).strip():
            name, _, value = line.decode("utf-8", "replace").partition(":")
            headers[name.strip().lower()] = value.strip().strip("<>")
        yield headers
    stream.finish()


def _length(headers: dict[str, str]) -> int:
    """The stated length of a block; 0 where none can be read, so that the end of the record is looked for."""
    stated = headers.get("content-length", "")
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def passed_over(number: int, stream: Rewindable, begin: re.Pattern[bytes] = _RECORD_LINE) -> BadRecord:
    """Skip what stands between two records and belongs to none, and tell of it once."""
    head = stream.peek(60)
    size = _to_next_record(stream, 0, begin)[1]
    message = f"{size:,} bytes after record {number} are no record, what follows is read; fetch the archive anew"
    return BadRecord(number, "record_damaged", message, head_of(head))


def block_of(stream: Rewindable, length: int, most: int, begin: re.Pattern[bytes] = _RECORD_LINE) -> bytes | None:
    """The block of a record by its stated length, or up to the next record where that length is wrong.

    A tool that rewrites pages and keeps the header leaves lengths that are too short or run into the next record. A
    right length is followed by two line ends, or by the next record or the end of the file; where not, the next line
    "WARC/1.…" after a line end begins a record. None where the block is larger than `most`.

    Raises:
        EOFError: the file ends inside the block, or what it is packed in does.
    """
    if length > most:
        return _to_next_record(stream, most, begin)[0]
    block = stream.read(length)
    if len(block) == length and _is_at_record(stream, begin):
        return block
    stream.unread(block)
    found = _to_next_record(stream, most, begin)[0]
    if found is not None and len(block) < length and not stream.peek(1) and not found.endswith(b"\n\r\n"):
        stream.finish()
        raise EOFError(f"a record of {length:,} bytes is cut off after {len(block):,}")
    return found


def _is_at_record(stream: Rewindable, begin: re.Pattern[bytes]) -> bool:
    """Whether the stream is at the end of a block: before the next record, or at the end of the file."""
    gap = stream.peek(_LONGEST_GAP)
    ahead = gap.lstrip(b"\r\n")
    if not ahead or ahead.startswith(b"WARC/"):
        return True
    if begin is _RECORD_LINE:  # two line ends close a block, also where the next record is damaged
        return gap.startswith(b"\r\n\r\n")
    line = stream.peek(_LONGEST_HEADER_LINE).lstrip(b"\r\n").partition(b"\n")[0]
    return begin.match(line) is not None


def _to_next_record(stream: Rewindable, most: int, begin: re.Pattern[bytes] = _RECORD_LINE) -> tuple[bytes | None, int]:
    """What stands before the next record, which the stream is left at, and its size; None if that is over `most`."""
    block = bytearray()  # a list of lines would take a multiple where they are short
    size, ended = 0, True
    while line := stream.readline():
        if ended and begin.match(line):
            stream.unread(line)
            break
        size += len(line)
        ended = line.endswith(b"\n")
        if size <= most:
            block += line
    return (bytes(block) if size <= most else None), size


class Rewindable:
    """A stream that what was read can be put back to: members of archives cannot seek.

    One that fails ends where it fails, and `finish` tells: what came before the damage is read first.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = cast(io.BufferedReader, stream)
        self._ahead = b""  # of which the part up to `_at` was read
        self._at = 0
        self._failure: Exception | None = None

    def finish(self) -> None:
        """Raise what the stream failed with, if it did."""
        if self._failure is not None:
            raise self._failure

    def unread(self, data: bytes) -> None:
        """Put bytes back in front of the stream."""
        self._ahead, self._at = data + self._ahead[self._at :], 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, fewer only at the end."""
        parts = [self._ahead[self._at : self._at + size]]
        self._at += len(parts[0])
        left = size - len(parts[0])
        while left and (part := self._more(left)):
            parts.append(part)
            left -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def peek(self, size: int) -> bytes:
        """The next bytes, left where they are."""
        self._look_ahead(size)
        return self._ahead[self._at : self._at + size]

    def readline(self) -> bytes:
        """A line, or the first part of one that is very long."""
        end = self._ahead.find(b"\n", self._at, self._at + _LONGEST_HEADER_LINE) + 1
        if not end:
            self._look_ahead(_LONGEST_HEADER_LINE)
            end = self._ahead.find(b"\n", self._at, self._at + _LONGEST_HEADER_LINE) + 1
        return self.read(end - self._at if end else _LONGEST_HEADER_LINE)

    def _look_ahead(self, size: int) -> None:
        """Have as many bytes as are asked for, where there are."""
        while len(self._ahead) - self._at < size and (part := self._more(_LONGEST_HEADER_LINE)):
            self._ahead, self._at = self._ahead[self._at :] + part, 0

    def _more(self, size: int) -> bytes:
        """Some bytes of the stream, none at its end. `read` would lose what it has when the stream fails."""
        try:
            return b"" if self._failure else self._stream.read1(size)
        except ReadLimitError:
            raise
        except Exception as error:
            self._failure = error
            return b""


def _page(number: int, headers: dict[str, str], block: bytes, most: int) -> Page | BadRecord | None:
    url = headers.get("warc-target-uri")
    kind = headers.get("content-type", "").lower()
    if headers.get("warc-type") == "resource":
        return Page(number, block, url) if kind.startswith(_PAGE_TYPES) else None
    if headers.get("warc-type") == "conversion":
        return Page(number, block, url, "text") if kind.startswith("text/plain") else None
    return page_of_answer(number, url, block, most)


def page_of_answer(number: int, url: str | None, block: bytes, most: int) -> Page | BadRecord | None:
    """The page in a server's answer; None where it is none.

    An answer that does not say what it is is a page where it begins as one.
    """
    answer = io.BytesIO(block)
    status = answer.readline(_LONGEST_HEADER_LINE).split()
    if not status or not status[0].startswith(b"HTTP/"):
        is_http = url is None or url.lower().startswith("http")
        message = "what the server answered does not begin as an answer; fetch the archive anew"
        return BadRecord(number, "record_damaged", message, head_of(block[:60])) if is_http else None
    fields = _fields(answer)
    kind = fields.get("Content-Type", "").lower()
    if status[1:2] != [b"200"] or (kind and not kind.startswith(_PAGE_TYPES)):
        return None
    body = _body(answer.read(), fields, most)
    if not kind and _PAGE_BEGINS.search(body[:_HEAD_BYTES]) is None:
        return None
    if len(body) > most:
        return BadRecord(number, "record_too_large", f"the page is larger than {most:,} bytes once unpacked", url)
    return Page(number, body, url)


def _fields(answer: IO[bytes]) -> Message:
    """The headers of an answer, however many and long: `http.client` ends at a hundred, and the archive with it."""
    lines: list[bytes] = []
    while (line := answer.readline()).strip(b"\r\n"):
        lines.append(line)
    told = b"".join(lines)
    return HeaderParser().parsestr(told.decode("latin-1"))


def _body(body: bytes, fields: Message, most: int) -> bytes:
    """The page without its transfer and content encoding; left as it is where it does not fit them.

    Crawlers often store the decoded page and leave the header that says it is encoded. Of what unpacks to more than
    `most` bytes only so much is made, and a little more.
    """
    if fields.get("Transfer-Encoding", "").lower() == "chunked":
        body = _unchunked(body)
    encoding = fields.get("Content-Encoding", "").lower().replace("x-gzip", "gzip")
    encoding = encoding.encode("ascii", "ignore").decode("ascii")  # as httpx has headers
    return _decoded(body, encoding, most) if encoding else body


def _decoded(body: bytes, encoding: str, most: int) -> bytes:
    """A body by httpx's decoders, in pieces small enough that none unpacks to much."""
    import httpx  # noqa: PLC0415 - most archives hold pages without an encoding, and it takes its time

    pieces = (body[at : at + _PIECE] for at in range(0, len(body), _PIECE))
    decoded = bytearray()
    try:
        for part in httpx.Response(200, headers={"Content-Encoding": encoding}, content=pieces).iter_bytes():
            decoded += part
            if len(decoded) > most:
                break
    except httpx.DecodingError:
        return body
    return bytes(decoded)


def _unchunked(body: bytes) -> bytes:
    out, stream = [], io.BytesIO(body)
    try:
        while size := int(stream.readline().split(b";")[0], 16):
            out.append(stream.read(size))
            stream.readline()
    except ValueError:
        return body
    return b"".join(out)
