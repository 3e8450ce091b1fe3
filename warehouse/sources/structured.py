"""Splits structured files into records: JSON, JSON lines, CSV, Parquet.

What belongs here: bytes to mappings, one at a time. What the keys mean is for `transforms.prepare`; only a table that
has no column of text at all is turned away here, once, rather than row by row.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import pyarrow.parquet as pq

from warehouse.sources.containers import Member, seekable
from warehouse.sources.lines import LongLine, iter_lines
from warehouse.sources.model import ReadLimits, head_of

TEXT_COLUMNS = ("text", "body", "html", "content")
_LIST_KEYS = ("articles", "items", "documents", "docs", "records", "results", "entries", "data", "stories", "news")
_JSON_NAMES: dict[type, str] = {
    str: "a text", int: "a number", float: "a number", bool: "true or false", list: "a list", type(None): "null",
}  # fmt: skip
_CHUNK = 1024 * 1024
_PARQUET_BATCH = 256


@dataclass(frozen=True, slots=True)
class Record:
    """One record and its number in the file: the line of JSON lines, else the position, from 1."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record, or the rest of a file (number None), that could not be read."""

    number: int | None
    rule: str
    message: str
    payload: str | None = None


Parsed = Record | BadRecord


def read_jsonl(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """One record a line; a broken line is told and the next one read."""
    with member.open() as stream:
        for number, line in enumerate(iter_lines(stream, limits.max_document_bytes), start=1):
            if isinstance(line, LongLine):
                yield BadRecord(number, "record_too_large", _too_large("the line", limits), line.head)
            elif line.strip():
                yield _json_line(number, line)


def _json_line(number: int, line: str) -> Parsed:
    try:
        return as_record(number, json.loads(line))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        message = f"the line is not valid JSON ({reason}); write one whole JSON object on each line"
        return BadRecord(number, "json_invalid", message, head_of(line))


def as_record(number: int, value: object) -> Parsed:
    """A record if the value is a JSON object."""
    if isinstance(value, dict):
        return Record(number, {str(key): one for key, one in value.items()})
    message = (
        f"the value is {_JSON_NAMES.get(type(value), 'something else')}, not an object with keys such as title and text"
    )
    return BadRecord(number, "record_not_object", message, head_of(json.dumps(value, default=str)))


def read_json(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """One object, a list of them, an object that wraps a list, or objects one after the other.

    A list is read element by element, so that a file larger than the memory can be read.
    """
    with member.open() as stream:
        source = _JsonSource(stream, limits.max_document_bytes)
        number = 0
        try:
            for value in source.values():
                for one in _unwrapped(value):
                    number += 1
                    yield as_record(number, one)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            message = f"not valid JSON after record {number} ({reason}); mend the file, the records before were read"
            yield BadRecord(number + 1, "json_invalid", message, head_of(source.buffer.lstrip()))


def _unwrapped(value: object) -> Iterable[object]:
    """The list inside an answer of a news service (`{"status": "ok", "articles": [...]}`), else the value itself."""
    if isinstance(value, dict) and not any(key in value for key in TEXT_COLUMNS):
        for key in _LIST_KEYS:
            inside = value.get(key)
            if isinstance(inside, list) and inside and all(isinstance(one, dict) for one in inside):
                return inside
    return (value,)


class _JsonSource:
    """Reads the values of a JSON file one at a time, with no more than one of them (and a chunk) in memory."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._text = iter(_text_chunks(stream))
        self._most = most
        self._decoder = json.JSONDecoder()
        self._ended = False
        self.buffer = ""

    def values(self) -> Iterator[object]:
        """Top-level values; the elements of a top-level list count as such."""
        self._fill()
        in_list = self._skip("[")
        while True:
            self._skip(",")
            if in_list and self._skip("]"):
                in_list = False
            if not in_list and self._skip("["):
                in_list = True
            if not self.buffer and self._ended:
                if in_list:
                    raise ValueError("the list is not closed: the file is cut off")
                return
            yield self._value()

    def _fill(self) -> bool:
        chunk = next(self._text, None)
        if chunk is None:
            self._ended = True
            return False
        self.buffer += chunk
        return True

    def _skip(self, sign: str) -> bool:
        self.buffer = self.buffer.lstrip()
        while not self.buffer and self._fill():
            self.buffer = self.buffer.lstrip()
        if self.buffer.startswith(sign):
            self.buffer = self.buffer[1:].lstrip()
            return True
        return False

    def _value(self) -> object:
        """Decode one value, reading on as long as it might be cut off by the chunk's end (twice as much each time)."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self.buffer)
            except ValueError:
                if not self._grow():
                    raise
                continue
            if end == len(self.buffer) and not self._ended and self._fill():
                continue
            self.buffer = self.buffer[end:]
            return value

    def _grow(self) -> bool:
        if len(self.buffer) > self._most:
            raise ValueError(f"one record is larger than {self._most:,} bytes")
        wanted, grown = 2 * len(self.buffer), False
        while len(self.buffer) < wanted and self._fill():
            grown = True
        return grown


def _text_chunks(stream: IO[bytes]) -> Iterator[str]:
    encoding = "utf-8-sig"
    if isinstance(stream, io.BufferedReader) and stream.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")  # pyright: ignore[reportArgumentType]
    while chunk := reader.read(_CHUNK):
        chunk = chunk.replace("\0", "")  # no text has it, and no parser takes it
        yield chunk.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if _has_escapes(chunk) else chunk


def _has_escapes(chunk: str) -> bool:
    return not chunk.isascii() and any("\udc80" <= sign <= "\udcff" for sign in chunk)


def read_csv(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """Rows by the names of the header line; the separator is found from the header."""
    csv.field_size_limit(limits.max_document_bytes)
    with member.open() as stream:
        lines = (line if isinstance(line, str) else "\n" for line in iter_lines(stream, limits.max_document_bytes))
        header_line = next(lines, "")
        separator = max(",;\t|", key=lambda sign: (header_line.count(sign), sign == ","))
        header = [name.strip() for name in next(csv.reader([header_line], delimiter=separator), [])]
        if (missing := missing_text_column(header)) is not None:
            yield missing
            return
        yield from _csv_rows(csv.reader(lines, delimiter=separator), header)


def missing_text_column(columns: list[str]) -> BadRecord | None:
    """A table without any text is turned away as a whole."""
    if {name.lower() for name in columns} & set(TEXT_COLUMNS):
        return None
    named = ", ".join(columns[:12]) or "none"
    message = f"no column named text, body or html (its columns: {named}); rename the one that holds the article"
    return BadRecord(None, "no_text_column", message, named)


def _csv_rows(reader: Iterator[list[str]], header: list[str]) -> Iterator[Parsed]:
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            message = f"the row is not valid CSV ({error}); put quotes around cells with commas, quotes or line ends"
            yield BadRecord(number, "csv_invalid", message)
            continue
        if not any(row):
            continue
        number += 1
        if len(row) > len(header):
            message = f"the row has {len(row)} cells, the header {len(header)}; put quotes around cells with commas"
            yield BadRecord(number, "csv_invalid", message, head_of(",".join(row)))
        else:
            yield Record(number, dict(zip(header, row, strict=False)))


def read_parquet(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """Rows of a Parquet file, a small batch at a time."""
    del limits
    with seekable(member) as stream:
        table = pq.ParquetFile(stream)
        if (missing := missing_text_column(table.schema_arrow.names)) is not None:
            yield missing
            return
        number = 0
        for batch in table.iter_batches(batch_size=_PARQUET_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield Record(number, row)


def _too_large(what: str, limits: ReadLimits) -> str:
    return f"{what} is larger than {limits.max_document_bytes:,} bytes; split it"
