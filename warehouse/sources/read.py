"""Reads source files into raw documents, a stream with bounded memory.

What belongs here: which reader a format needs, and the promise that nothing is lost or thrown: what cannot be read,
be it a file, a member of an archive or one record, comes out as a `Rejected`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from warehouse.schema.record_keys import FieldNames, flat_record
from warehouse.sources.arc import read_arc
from warehouse.sources.column_dates import with_date_orders
from warehouse.sources.compressed import beginning
from warehouse.sources.containers import Budget, Member, iter_members
from warehouse.sources.epub import read_epub
from warehouse.sources.failures import ReadLimitError, rejected_for
from warehouse.sources.field_names import load_field_names
from warehouse.sources.flat_values import url_of
from warehouse.sources.formats import FileFormat, detect_format, is_binary
from warehouse.sources.json_records import read_json
from warehouse.sources.manifest import Manifest, is_manifest_name, normalise_name, parse_manifest
from warehouse.sources.messages import read_eml, read_feed, read_mbox, read_whole
from warehouse.sources.mhtml import read_mhtml
from warehouse.sources.model import (
    Document,
    DocumentFormat,
    ManifestRow,
    Page,
    Piece,
    ReadLimits,
    Rejected,
    SourceFile,
    Tally,
    head_of,
)
from warehouse.sources.newsxml import read_news_xml
from warehouse.sources.office import text_of_docx, text_of_odt, text_of_rtf
from warehouse.sources.pdf import text_of_pdf
from warehouse.sources.pieces import split_document
from warehouse.sources.sheets import read_sheets
from warehouse.sources.structured import (
    BadRecord,
    Record,
    read_csv,
    read_jsonl,
    read_parquet,
)
from warehouse.sources.warc import read_warc

_HEAD_BYTES = 4096
_Parsed = Record | BadRecord | Page | Piece
#: What a manifest may name the columns of, and whose dates are written as their programs are set.
_OF_DATED_RECORDS: dict[FileFormat, Callable[[Member, ReadLimits, FieldNames], Iterator[Record | BadRecord]]] = {
    "json": read_json,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "parquet": read_parquet,
    "sheets": read_sheets,
}
_READERS: dict[FileFormat, Callable[[Member, ReadLimits], Iterator[Record | BadRecord | Page]]] = {
    "feed": read_feed,
    "mbox": read_mbox,
    "eml": read_eml,
    "xml": read_news_xml,
    "mhtml": read_mhtml,
    "warc": read_warc,
    "arc": read_arc,
    "epub": read_epub,
}
_TEXT_OF: dict[FileFormat, Callable[[bytes, ReadLimits], str | BadRecord]] = {
    "docx": text_of_docx,
    "odt": text_of_odt,
    "rtf": lambda data, _: text_of_rtf(data),
    "pdf": lambda data, _: text_of_pdf(data),
}
_ONE_DOCUMENT: dict[FileFormat, DocumentFormat] = {"text": "text", "html": "html", "markdown": "markdown"}


def read_documents(
    source: SourceFile, limits: ReadLimits | None = None, tally: Tally | None = None
) -> Iterator[Document | Rejected]:
    """Every document of a source file, in the file's order; what cannot be read is a `Rejected` in its place.

    `tally` counts what is neither, the files that are part of a saved page.
    """
    yield from source.problems
    tally = tally or Tally()
    tally.passed_over += source.passed_over
    path = source.path
    if path is None:
        return
    budget = Budget(source.size, limits or ReadLimits(), tally=tally)
    whole = Member(source.uri, source.name or path.name, "", partial(path.open, "rb"))
    try:
        rows = {**_inner_manifest_rows(whole, Budget(source.size, budget.limits)), **source.manifest}
        found = 0
        for member in iter_members(whole, budget):
            found += 1
            if isinstance(member, Rejected):
                yield member
            elif not (member.inner and is_manifest_name(member.name)):
                yield from _read_member(member, source, rows, budget.limits)
        if not found:
            yield Rejected(source.uri, None, "read", "empty_file", "the archive holds no file; remove it or fill it")
    except Exception as error:
        yield rejected_for(error, source.uri)


def _inner_manifest_rows(whole: Member, budget: Budget) -> dict[str, ManifestRow]:
    """What manifests inside an archive say of its members. They may come last, so the archive is walked twice."""
    if not whole.name.lower().endswith((".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.zst", ".tar.xz")):
        return {}
    rows: dict[str, ManifestRow] = {}
    try:
        for member in iter_members(whole, budget):
            if isinstance(member, Member) and is_manifest_name(member.name):
                data = read_whole(member, budget.limits)
                manifest = parse_manifest(data, member.uri) if isinstance(data, bytes) else Manifest(member.uri)
                folder = member.inner[: -len(PurePosixPath(member.inner).name)]
                rows.update({normalise_name(folder + name): row for name, row in manifest.rows.items()})
    except Exception:
        return rows
    return rows


def _read_member(
    member: Member, source: SourceFile, rows: dict[str, ManifestRow], limits: ReadLimits
) -> Iterator[Document | Rejected]:
    said = {**rows.get("", {}), **rows.get(member.inner, {})} if member.inner else rows.get("", {})
    separator = said.get("separator")
    said = {key: value for key, value in said.items() if key != "separator"}
    found = 0
    try:
        for parsed, is_only in _told_apart(_parse_member(member, limits, said, separator)):
            found += 1
            if isinstance(parsed, BadRecord):
                yield Rejected(member.uri, parsed.number, "read", parsed.rule, parsed.message, parsed.payload)
            elif not _is_followed(parsed, source):
                yield _document(parsed, member, source, said if is_only else _said_of_all(said))
    except ReadLimitError:
        raise
    except Exception as error:
        yield rejected_for(error, member.uri)
    else:
        if not found:
            yield Rejected(member.uri, None, "read", "no_documents", "the file holds no article; remove it or fill it")


def _is_followed(parsed: Record | Page | Piece, source: SourceFile) -> bool:
    """Whether a record is only the beginning of an article whose page is read instead."""
    if not source.followed or not isinstance(parsed, Record):
        return False
    names = load_field_names()
    return url_of(flat_record(parsed.values, names), names) in source.followed


_OF_ONE = {"id", "url", "title", "subtitle", "text", "html", "teaser"}


def _said_of_all(said: ManifestRow) -> ManifestRow:
    """What a manifest says of a file holds for each of its records, but for what only one of them can be."""
    names = load_field_names()
    return {key: value for key, value in said.items() if not _OF_ONE.intersection(names.read_as(key)[:1])}


def _told_apart(parsed: Iterator[_Parsed]) -> Iterator[tuple[_Parsed, bool]]:
    """Each item, and whether it is the file's only one; it takes one look ahead."""
    first = next(parsed, None)
    if first is None:
        return
    try:
        second = next(parsed, None)
    except Exception:
        yield first, False
        raise
    yield first, second is None
    if second is not None:
        yield second, False
        yield from ((one, False) for one in parsed)


def _parse_member(member: Member, limits: ReadLimits, said: ManifestRow, separator: str | None) -> Iterator[_Parsed]:
    with member.open() as stream:
        head = beginning(stream, _HEAD_BYTES)
    if not head.strip():
        yield BadRecord(None, "empty_file", "the file is empty; remove it or fill it")
        return
    kind = detect_format(member.name, head)
    if kind in _OF_DATED_RECORDS:
        names = load_field_names().told(said.get("map"))
        yield from with_date_orders(partial(_OF_DATED_RECORDS[kind], member, limits, names), names)
    elif kind in _READERS:
        yield from _READERS[kind](member, limits)
    elif kind in _ONE_DOCUMENT:
        data = read_whole(member, limits)
        if isinstance(data, BadRecord) or _turns_binary(data):
            yield data if isinstance(data, BadRecord) else _unsupported(head)
        else:
            yield from split_document(_ONE_DOCUMENT[kind], data, separator)
    elif kind in _TEXT_OF:
        data = read_whole(member, limits)
        text = data if isinstance(data, BadRecord) else _TEXT_OF[kind](data, limits)
        if isinstance(text, BadRecord):
            yield text
        else:
            yield from split_document("text", text.encode("utf-8", "replace"), separator)
    else:
        yield _unsupported(head)


def _unsupported(head: bytes) -> BadRecord:
    message = "not a format that can be read; save it as text, HTML, DOCX, PDF, JSON, CSV or Parquet"
    return BadRecord(None, "unsupported_format", message, head_of(head[:60]))


def _turns_binary(data: bytes) -> bool:
    """Whether a file that begins as text goes on as something else, by samples of its middle and its end."""
    if len(data) <= 2 * _HEAD_BYTES or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    places = (len(data) // 4 * 2, len(data) // 2 * 2 - _HEAD_BYTES)
    return any(is_binary(data[place : place + _HEAD_BYTES]) for place in places)


def _document(parsed: Record | Page | Piece, member: Member, source: SourceFile, said: ManifestRow) -> Document:
    if isinstance(parsed, Record):
        return Document(
            member.uri, parsed.number, "record", source.sha256, record=parsed.values, manifest={**parsed.said, **said}
        )
    if isinstance(parsed, Page):
        rows = {**said, "url": parsed.url} if parsed.url else said
        return Document(member.uri, parsed.number, parsed.format, source.sha256, payload=parsed.payload, manifest=rows)
    return Document(member.uri, parsed.number, parsed.format, source.sha256, payload=parsed.payload, manifest=said)
