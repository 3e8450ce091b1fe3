"""Splits structured files into records: JSON lines, CSV, Parquet.

What belongs here: bytes to mappings, one at a time. What the keys mean is for `transforms.prepare`; only a table that
has no column of text at all is turned away here, once, rather than row by row.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow.parquet as pq

from warehouse.schema.record_keys import FieldNames
from warehouse.sources.containers import Member, seekable
from warehouse.sources.field_names import load_field_names
from warehouse.sources.json_shapes import records_in
from warehouse.sources.lines import LongLine, iter_lines, with_line_feeds
from warehouse.sources.model import ReadLimits, head_of
from warehouse.sources.table_heads import LINES, TableHead, find_table_head

_JSON_NAMES: dict[type, str] = {
    str: "a text", int: "a number", float: "a number", bool: "true or false", list: "a list", type(None): "null",
}  # fmt: skip
MOST_NESTED = 100  # lists and objects inside each other in one record
_PARQUET_BATCH = 256


@dataclass(frozen=True, slots=True)
class Record:
    """One record and its number in the file: the line of JSON lines, else the position, from 1.

    `said` is what the whole file shows of it, by the keys of a manifest.
    """

    number: int
    values: Mapping[str, Any]
    said: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record, or the rest of a file (number None), that could not be read."""

    number: int | None
    rule: str
    message: str
    payload: str | None = None


Parsed = Record | BadRecord


def read_jsonl(member: Member, limits: ReadLimits, names: FieldNames) -> Iterator[Parsed]:
    """One record a line; a broken line is told and the next one read."""
    with member.open() as stream:
        for number, line in enumerate(iter_lines(stream, limits.max_document_bytes), start=1):
            if isinstance(line, LongLine):
                yield BadRecord(number, "record_too_large", _too_large("the line", limits), line.head)
            elif line.strip():
                yield from _json_line(number, line, names)


def is_nested_deeper(value: object, most: int) -> bool:
    """Whether lists and objects stand deeper in each other: who walks through such a value runs out of stack."""
    level = [value]
    for _ in range(most + 1):
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for values in inner for one in values]
        if not level:
            return False
    return True


def _json_line(number: int, line: str, names: FieldNames) -> Iterator[Parsed]:
    """The record of a line, or the records where a line is a whole answer of a service."""
    try:
        value = json.loads(line)
        deep = is_nested_deeper(value, MOST_NESTED)
        records = (value,) if deep else records_in(value, names)
    except (ValueError, RecursionError) as error:
        message = f"the line is not valid JSON ({json_reason(error)}); write one whole JSON object on each line"
        records = ()
        yield BadRecord(number, "json_invalid", message, head_of(line))
    yield from (as_record(number, one) for one in records)


def json_reason(error: Exception) -> str:
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


def read_csv(member: Member, limits: ReadLimits, names: FieldNames) -> Iterator[Parsed]:
    """Rows by the names of the header line, wherever among the first lines it is; the separator is found from it."""
    csv.field_size_limit(limits.max_document_bytes)
    with member.open() as stream:
        found = iter_lines(with_line_feeds(stream), limits.max_document_bytes)
        lines = (line if isinstance(line, str) else "\n" for line in found)
        first = list(itertools.islice(lines, LINES))
        head = find_table_head(first, names)
        if (missing := missing_text_column(head.columns, names)) is not None:
            yield missing
            return
        yield from _csv_rows(_Replayed(itertools.chain(first[head.lines :], lines)), head)


def missing_text_column(columns: Sequence[str], names: FieldNames | None = None) -> BadRecord | None:
    """A table without any text is turned away as a whole."""
    if (names or load_field_names()).has_text(columns):
        return None
    named = ", ".join(columns[:12]) or "none"
    message = (
        f"no column is known to hold text (its columns: {named}); rename the one that holds the article to text, or "
        'name it in a manifest: map {"text": "…"}'
    )
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


def _csv_rows(lines: _Replayed, head: TableHead) -> Iterator[Parsed]:
    """The rows. Where a quote makes a row of several lines and is not closed as it should be, only its first line is
    given up; the others are read again as rows of their own. A file with many such quotes is read line by line.
    """
    header = head.columns
    reader, number = head.reader(lines), 0
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
        if (len(lines.taken) > 1 or is_by_line) and not _is_closed(lines.taken, head):
            message = "a quote opens in the row and is not closed before the end of its cell; close or double it"
            yield BadRecord(number, "csv_invalid", message, head_of(lines.taken[0]))
            lines.put_back(lines.taken[1:])
            is_by_line = is_by_line or lines.is_worn
            reader = _by_line(lines, head) if is_by_line else head.reader(lines)
        elif len(row) > len(header) and any(row[len(header) :]):
            message = f"the row has {len(row)} cells, the header {len(header)}; put quotes around cells with commas"
            yield BadRecord(number, "csv_invalid", message, head_of(",".join(row)))
        else:
            yield Record(number, dict(zip(header, row, strict=False)))


def _by_line(lines: Iterator[str], head: TableHead) -> Iterator[list[str]]:
    """Each line as a row."""
    return (row for line in lines for row in head.reader([line]))


def _is_closed(lines: Sequence[str], head: TableHead) -> bool:
    """Whether quotes open and close in a row of several lines as they should: the closing one ends its cell."""
    try:
        return sum(1 for _ in head.reader(lines, strict=True)) == 1
    except csv.Error:
        return False


def read_parquet(member: Member, limits: ReadLimits, names: FieldNames) -> Iterator[Parsed]:
    """Rows of a Parquet file, a small batch at a time."""
    del limits
    with seekable(member) as stream:
        table = pq.ParquetFile(stream)
        if (missing := missing_text_column(table.schema_arrow.names, names)) is not None:
            yield missing
            return
        number = 0
        for batch in table.iter_batches(batch_size=_PARQUET_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield Record(number, row)


def _too_large(what: str, limits: ReadLimits) -> str:
    return f"{what} is larger than {limits.max_document_bytes:,} bytes; split it"
