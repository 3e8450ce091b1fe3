"""Splits feeds and mailboxes into records.

What belongs here: RSS/Atom, mbox, single e-mails. Each gives the keys of a structured record.
"""

from __future__ import annotations

import email
import email.policy
import email.utils
import io
from collections.abc import Iterable, Iterator
from email.message import MIMEPart
from typing import IO, Any, cast

import feedparser

from warehouse.sources.containers import Member
from warehouse.sources.model import ReadLimits, head_of
from warehouse.sources.structured import BadRecord, Parsed, Record


def read_feed(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """The entries of an RSS or Atom feed."""
    data = read_whole(member, limits)
    if isinstance(data, BadRecord):
        yield data
        return
    # as a stream: of bytes feedparser thinks they may be the name of a file
    feed = cast(Any, feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False))
    if not feed.entries:
        reason = feed.get("bozo_exception", "it has no entries")
        message = f"no entry could be read from the feed ({reason}); check that the file is whole"
        yield BadRecord(None, "feed_without_entries", message, head_of(data))
        return
    for number, entry in enumerate(feed.entries, start=1):
        yield Record(number, _feed_record(entry, feed.feed | {"version": feed.version}))


def _feed_record(entry: Any, feed: Any) -> dict[str, Any]:
    """An entry by the keys of records. Where it states no publication its update stands in, as most Atom feeds mean it.

    feedparser calls the `dc:date` of RSS an update; it only counts as one beside a date of publication.
    """
    updated = entry["updated"] if "updated" in entry else None  # noqa: SIM401 - its get() gives the publication instead
    is_update = bool(entry.get("published")) or str(feed.get("version", "")).startswith("atom")
    contents = [one.get("value", "") for one in entry.get("content", [])] + [entry.get("summary", "")]
    authors = [one.get("name") for one in entry.get("authors", []) if one.get("name")] or [entry.get("author")]
    source = entry.get("source", {}).get("title") or feed.get("title")
    record = {
        "id": entry.get("id"),
        "title": entry.get("title"),
        "html": max(contents, key=len),
        "authors": [name for name in authors if name],
        "published_at": entry.get("published") or updated,
        "updated_at": updated if is_update else None,
        "url": entry.get("link"),
        "source": source,
        "language": entry.get("language") or feed.get("language"),
        "tags": [tag.get("term") for tag in entry.get("tags", [])],
    }
    return {key: value for key, value in record.items() if value}


def read_whole(member: Member, limits: ReadLimits) -> bytes | BadRecord:
    """All bytes of a member that has to be held as a whole, up to the limit."""
    with member.open() as stream:
        data = stream.read(limits.max_document_bytes + 1)
    if len(data) > limits.max_document_bytes:
        message = f"the file is larger than {limits.max_document_bytes:,} bytes; split it"
        return BadRecord(None, "file_too_large", message, head_of(data))
    return data


def read_mbox(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """The messages of a mailbox, one at a time."""
    with member.open() as stream:
        for number, message in enumerate(_mbox_messages(stream, limits.max_document_bytes), start=1):
            yield _mail_record(number, message) if message else _large_mail(number, limits)


def _large_mail(number: int, limits: ReadLimits) -> BadRecord:
    return BadRecord(number, "record_too_large", f"the message is larger than {limits.max_document_bytes:,} bytes")


def _mbox_messages(stream: IO[bytes], most: int) -> Iterator[bytes]:
    """Cut at lines that begin with "From " after an empty line; a message over the limit comes as no bytes."""
    message = bytearray()  # a list of lines would take a multiple where they are short
    size, empty_before, begun = 0, True, False
    for line in _bounded_lines(stream, most):
        if line.startswith(b"From ") and empty_before:
            if begun:
                yield bytes(message) if size <= most else b""
            message, size, begun = bytearray(), 0, True
        else:
            size += len(line)
            unquoted = line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line
            if size <= most:
                message += unquoted
        empty_before = not line.strip()
    if begun or message:
        yield bytes(message) if size <= most else b""


def _bounded_lines(stream: IO[bytes], most: int) -> Iterable[bytes]:
    return iter(lambda: stream.readline(most), b"")


def read_eml(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """One e-mail."""
    data = read_whole(member, limits)
    yield data if isinstance(data, BadRecord) else _mail_record(None, data)


def _mail_record(number: int | None, data: bytes) -> Parsed:
    """A message as a record; one that the library stumbles over is told, and the next one read."""
    try:
        return _read_mail(number, data)
    except Exception as error:
        reason = f"the message cannot be read ({type(error).__name__}); save its text as a file of its own"
        return BadRecord(number, "mail_invalid", reason, head_of(data))


def _read_mail(number: int | None, data: bytes) -> Parsed:
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        reason = "the message has no text part; save what it carries as a file of its own"
        return BadRecord(number, "mail_without_text", reason, head_of(data))
    key = "html" if body.get_content_type() == "text/html" else "text"
    names = [name or address for name, address in email.utils.getaddresses([str(message.get("From", ""))])]
    record = {
        "id": str(message.get("Message-ID", "")).strip("<> ") or None,
        "title": str(message.get("Subject", "")) or None,
        key: _mail_text(body),
        "authors": [name for name in names if name],
        "published_at": str(message.get("Date", "")) or None,
        "list": str(message.get("List-Id", "")) or None,
    }
    return Record(number or 1, {name: value for name, value in record.items() if value})


def _mail_text(body: MIMEPart) -> str:
    """The part's text; where its declared charset is unknown or wrong, bytes are kept one to one for the repair."""
    try:
        return str(body.get_content())
    except (LookupError, UnicodeError):
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(payload)
