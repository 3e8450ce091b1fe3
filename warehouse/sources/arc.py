"""Splits a web archive in the older format (ARC, the Internet Archive's of 1996) into the pages it holds.

What belongs here: the record format; the HTTP answer inside is read as that of a WARC. A record begins with one line:
address, IP, time of the crawl, media type, length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.sources.containers import Member
from warehouse.sources.model import Page, ReadLimits
from warehouse.sources.structured import BadRecord
from warehouse.sources.warc import Rewindable, block_of, page_of_answer, passed_over

_RECORD_LINE = re.compile(rb"^(?:https?|ftp|dns|filedesc|whois):\S* \S+ \d{8,14} \S+(?: [^\r\n]*)? \d+\s*$")


def read_arc(member: Member, limits: ReadLimits) -> Iterator[Page | BadRecord]:
    """HTML answers with status 200; the time of the crawl is not a publication date and is left out."""
    with member.open() as opened:
        stream = Rewindable(opened)
        number = 0
        while line := stream.readline():
            if not line.strip():
                continue
            if not _RECORD_LINE.match(line):
                stream.unread(line)
                yield passed_over(number, stream, _RECORD_LINE)
                continue
            number += 1
            url, *_, length = line.decode("utf-8", "replace").split()
            block = block_of(stream, int(length), limits.max_document_bytes, _RECORD_LINE)
            if block is None:
                message = f"the record is larger than {limits.max_document_bytes:,} bytes"
                yield BadRecord(number, "record_too_large", message, url)
            elif url.startswith("http") and (page := page_of_answer(number, url, block, limits.max_document_bytes)):
                yield page
        stream.finish()
