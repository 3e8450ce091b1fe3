"""Splits a web archive (WARC, ISO 28500) into the pages it holds.

What belongs here: the record format and the HTTP answer inside. It is read here, and not by a library, because the fast
one aborts on streams that cannot seek, such as a member of an archive.
"""

from __future__ import annotations

import gzip
import http.client
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import IO

from warehouse.sources.containers import Member
from warehouse.sources.model import ReadLimits, head_of
from warehouse.sources.structured import BadRecord

_LONGEST_HEADER_LINE = 64 * 1024
_PAGE_TYPES = ("text/html", "application/xhtml")


@dataclass(frozen=True, slots=True)
class Page:
    """A page out of a web archive with the address it was served from."""

    number: int
    payload: bytes
    url: str | None


def read_warc(member: Member, limits: ReadLimits) -> Iterator[Page | BadRecord]:
    """HTML answers with status 200; other records (requests, images, redirects) are no articles and are passed over.

    The time of the crawl is not a publication date and is left out.
    """
    with member.open() as stream:
        for number, (headers, length) in enumerate(_records(stream), start=1):
            if headers.get("warc-type") not in ("response", "resource") or length > limits.max_document_bytes:
                if headers.get("warc-type") == "response":
                    message = f"the record is larger than {limits.max_document_bytes:,} bytes"
                    yield BadRecord(number, "record_too_large", message, headers.get("warc-target-uri"))
                _skip(stream, length)
                continue
            block = stream.read(length)
            if len(block) < length:
                raise EOFError(f"record {number} is cut off")
            page = _page(number, headers, block)
            if page is not None:
                yield page


def _records(stream: IO[bytes]) -> Iterator[tuple[dict[str, str], int]]:
    """Headers and block length of each record; the block has to be read before the next is asked for."""
    while line := stream.readline(_LONGEST_HEADER_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise ValueError(f"a record should begin with WARC/ and begins with {head_of(line)[:40]!r}")
        headers: dict[str, str] = {}
        while (line := stream.readline(_LONGEST_HEADER_LINE)).strip():
            name, _, value = line.decode("utf-8", "replace").partition(":")
            headers[name.strip().lower()] = value.strip().strip("<>")
        yield headers, int(headers.get("content-length", "0"))


def _skip(stream: IO[bytes], length: int) -> None:
    while length > 0 and (data := stream.read(min(length, 1024 * 1024))):
        length -= len(data)


def _page(number: int, headers: dict[str, str], block: bytes) -> Page | None:
    url = headers.get("warc-target-uri")
    if headers.get("warc-type") == "resource":
        is_page = headers.get("content-type", "").startswith(_PAGE_TYPES)
        return Page(number, block, url) if is_page else None
    answer = io.BytesIO(block)
    status = answer.readline(_LONGEST_HEADER_LINE).split()
    fields = http.client.parse_headers(answer)
    if status[1:2] != [b"200"] or not fields.get("Content-Type", "").lower().startswith(_PAGE_TYPES):
        return None
    return Page(number, _body(answer.read(), fields), url)


def _body(body: bytes, fields: Message) -> bytes:
    """The page without its transfer and content encoding; left as it is where it does not fit them.

    Crawlers often store the decoded page and leave the header that says it is encoded.
    """
    if fields.get("Transfer-Encoding", "").lower() == "chunked":
        body = _unchunked(body)
    try:
        encoding = fields.get("Content-Encoding", "").lower()
        if encoding in ("gzip", "x-gzip"):
            return gzip.decompress(body)
        return zlib.decompress(body) if encoding == "deflate" else body
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
