"""Splits structured files into records: JSON, JSON lines, CSV, Parquet.

What belongs here: bytes to mappings, one at a time. What the keys mean is for `transforms.prepare`; only a table that
has no column of text at all is turned away here, once, rather than row by row.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import pyarrow.parquet as pq

from warehouse.sources.containers import Member, seekable
from warehouse.sources.lines import LongLine, iter_lines
from warehouse.sources.model import PAYLOAD_HEAD, ReadLimits, head_of

TEXT_COLUMNS = ("text", "body", "html", "content")
_LIST_KEYS = ("articles", "items", "documents", "docs", "records", "results", "entries", "data", "stories", "news")
_JSON_NAMES: dict[type, str] = {
    str: "a text", int: "a number", float: "a number", bool: "true or false", list: "a list", type(None): "null",
}  # fmt: skip
_CHUNK = 1024 * 1024
MOST_NESTED = 100  # lists and objects inside each other in one record
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


def is_nested_deeper(value: object, most: int) -> bool:
    """Whether lists and objects stand deeper in each other: who walks through such a value runs out of stack."""
    level = [value]
    for _ in range(most + 1):
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for values in inner for one in values]
        if not level:
            return False
    return True


def _json_line(number: int, line: str) -> Parsed:
    try:
        return as_record(number, json.loads(line))
    except (ValueError, RecursionError) as error:
        message = f"the line is not valid JSON ({_reason(error)}); write one whole JSON object on each line"
        return BadRecord(number, "json_invalid", message, head_of(line))


def _reason(error: Exception) -> str:
    """Why a text is no JSON. Python's words point at a place that is told otherwise: "Invalid control character at"."""
    words = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    return words.removesuffix(" at").removesuffix(" starting")


def as_record(number: int, value: object) -> Parsed:
    """A record if the value is a JSON object."""
    if is_nested_deeper(value, MOST_NESTED):
        message = f"lists and objects stand more than {MOST_NESTED} deep in each other; write it flatter"
        return BadRecord(number, "json_invalid", message)
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
            after, before = (f" after record {number}", ", the records before were read") if number else ("", "")
            message = f"not valid JSON{after} ({_reason(error)}); mend the file{before}"
            yield BadRecord(number + 1, "json_invalid", message, head_of(source.rest[:PAYLOAD_HEAD].lstrip()))


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
        self._buffer = ""
        self._at = 0  # up to where the buffer is done with: cut off for each value, it would be copied for each

    @property
    def rest(self) -> str:
        """What was read and not yet decoded."""
        return self._buffer[self._at :]

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
            if self._at == len(self._buffer) and self._ended:
                if in_list:
                    raise ValueError("the list is not closed: the file is cut off")
                return
            yield self._value()

    def _fill(self) -> bool:
        chunk = next(self._text, None)
        if chunk is None:
            self._ended = True
            return False
        self._buffer = self._buffer[self._at :] + chunk
        self._at = 0
        return True

    def _skip(self, sign: str) -> bool:
        self._skip_blanks()
        if self._buffer.startswith(sign, self._at):
            self._at += 1
            return True
        return False

    def _skip_blanks(self) -> None:
        while True:
            found = _BLANKS.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer) or not self._fill():
                return

    def _value(self) -> object:
        """Decode one value, reading on as long as it might be cut off by the chunk's end (twice as much each time)."""
        self._skip_blanks()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except ValueError:
                if not self._grow():
                    raise
                continue
            if end == len(self._buffer) and not self._ended and self._fill():
                continue
            self._at = end
            return value

    def _grow(self) -> bool:
        held = len(self._buffer) - self._at
        if held > self._most:
            raise ValueError(f"one record is larger than {self._most:,} bytes")
        wanted, grown = 2 * held, False
        while len(self._buffer) - self._at < wanted and self._fill():
            grown = True
        return grown


_BLANKS = re.compile(r"\s*")


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
        yield from _csv_rows(_Replayed(lines), separator, header)


def missing_text_column(columns: list[str]) -> BadRecord | None:
    """A table without any text is turned away as a whole."""
    if {name.lower() for name in columns} & set(TEXT_COLUMNS):
        return None
    named = ", ".join(columns[:12]) or "none"
    message = f"no column named text, body or html (its columns: {named}); rename the one that holds the article"
    return BadRecord(None, "no_text_column", message, named)


_REPEATS = 10
"""Times that the lines of a file may be read again on the mean, before it is read line by line."""


class _Replayed:
    """Lines, of which the last taken can be put back: a quote that is never closed takes all the rest for its cell."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: list[str] = []  # put back, the next last
        self._given = self._repeated = 0
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._back:
            line = self._back.pop()
            self._repeated += 1
        else:
            line = next(self._lines)
            self._given += 1
        self.taken.append(line)
        return line

    @property
    def is_worn(self) -> bool:
        """Whether lines were given again so often that quotes can't be what they seem."""
        return self._repeated > _REPEATS * (self._given + _REPEATS)

    def put_back(self, lines: list[str]) -> None:
        """Give lines once more."""
        self._back.extend(reversed(lines))


def _csv_rows(lines: _Replayed, separator: str, header: list[str]) -> Iterator[Parsed]:
    """The rows. Where a quote makes a row of several lines and is not closed as it should be, only its first line is
    given up; the others are read again as rows of their own. A file with many such quotes is read line by line.
    """
    reader, number = csv.reader(lines, delimiter=separator), 0
    is_by_line = False
    while True:
        lines.taken.clear()
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
        if (len(lines.taken) > 1 or is_by_line) and not _is_closed(lines.taken, separator):
            message = "a quote opens in the row and is not closed before the end of its cell; close or double it"
            yield BadRecord(number, "csv_invalid", message, head_of(lines.taken[0]))
            lines.put_back(lines.taken[1:])
            is_by_line = is_by_line or lines.is_worn
            reader = _by_line(lines, separator) if is_by_line else csv.reader(lines, delimiter=separator)
        elif len(row) > len(header):
            message = f"the row has {len(row)} cells, the header {len(header)}; put quotes around cells with commas"
            yield BadRecord(number, "csv_invalid", message, head_of(",".join(row)))
        else:
            yield Record(number, dict(zip(header, row, strict=False)))


def _by_line(lines: Iterator[str], separator: str) -> Iterator[list[str]]:
    """Each line as a row."""
    return (row for line in lines for row in csv.reader([line], delimiter=separator))


def _is_closed(lines: Sequence[str], separator: str) -> bool:
    """Whether quotes open and close in a row of several lines as they should: the closing one ends its cell."""
    try:
        return sum(1 for _ in csv.reader(lines, delimiter=separator, strict=True)) == 1
    except csv.Error:
        return False


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
