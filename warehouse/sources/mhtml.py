"""Reads a page that a browser saved as one file (MHTML, RFC 2557): the page itself and its address.

What belongs here: which part of the file is the page. Pictures, styles and frames are passed over. The file's own date
is that of saving, which is none of the article's.
"""

from __future__ import annotations

import email
import email.policy
from codecs import BOM_UTF8
from collections.abc import Iterator
from email.message import Message

from warehouse.sources.containers import Member
from warehouse.sources.messages import read_whole
from warehouse.sources.model import Page, ReadLimits, head_of
from warehouse.sources.structured import BadRecord

_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def read_mhtml(member: Member, limits: ReadLimits) -> Iterator[Page | BadRecord]:
    """The page of the file; a reject where no part is one."""
    data = read_whole(member, limits)
    if isinstance(data, BadRecord):
        yield data
        return
    saved = email.message_from_bytes(data, policy=email.policy.compat32)
    page = _page_part(saved)
    if page is None:
        message = "no part of the saved page is HTML; save the page again, as HTML"
        yield BadRecord(None, "page_missing", message, head_of(data))
        return
    yield Page(None, _as_utf8(page), _address(saved, page))


def _page_part(saved: Message) -> Message | None:
    """The part named as the start, else that of the address saved, else the first page; frames follow it."""
    pages = [part for part in saved.walk() if part.get_content_type() in _PAGE_TYPES]
    address = _field(saved, "Snapshot-Content-Location")
    start = saved.get_param("start")
    for part in pages:
        if isinstance(start, str) and _field(part, "Content-ID") == start.strip():
            return part
    return next(
        (part for part in pages if address and _field(part, "Content-Location") == address), next(iter(pages), None)
    )


def _as_utf8(page: Message) -> bytes:
    """The part's bytes, as UTF-8 with its mark where the charset stated is right: the mark wins over the page's own."""
    payload = page.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = page.get_content_charset()
    try:
        return BOM_UTF8 + data.decode(charset).encode() if charset else data
    except (LookupError, UnicodeError):
        return data


def _address(saved: Message, page: Message) -> str | None:
    """The address that the page was saved from; that of a file on somebody's disk is none."""
    named = (_field(saved, "Snapshot-Content-Location"), _field(page, "Content-Location"))
    named = (*named, _field(saved, "Content-Location"))
    return next((one for one in named if one.lower().startswith(("http://", "https://"))), None)


def _field(part: Message, name: str) -> str:
    """A header without line breaks; addresses are folded without a blank of their own."""
    return "".join(str(part.get(name) or "").split())
