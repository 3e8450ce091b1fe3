"""Reads the records of JSON files, one at a time, whatever is wrapped around them.

What belongs here: driving the incremental parser (ijson) over a file, and going on behind a record that is broken.
Where in the file the records are is told by `json_shapes`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, Final

import ijson
from ijson.common import JSONError, ObjectBuilder

from warehouse.schema.record_keys import FieldNames
from warehouse.sources.containers import Member
from warehouse.sources.json_shapes import ITEM, Shape, each, records_in, shape_of, source_of_all
from warehouse.sources.model import ReadLimits, head_of
from warehouse.sources.structured import BadRecord, Parsed, Record, as_record, json_reason

_HEAD: Final = 1024 * 1024  # bytes that the shape of a file is told from
_CHUNK: Final = 256 * 1024
_MOST_OPEN: Final = 1000
_PIECES: Final = re.compile(rb"[^}]*}|[^}]+")
_NEXT_RECORD: Final = re.compile(r"[}\]\"\w]\s*[,\n]\s*(?=\{\s*\")")
_BETWEEN: Final = re.compile(r"[\s,]*")


def read_json(member: Member, limits: ReadLimits, names: FieldNames) -> Iterator[Parsed]:
    """The records of a list, of a list in whatever is wrapped around it, or of objects one after the other.

    A broken record is told and the next one read; a file that is larger than the memory can be read.
    """
    with member.open() as stream:
        chunks = _utf8_chunks(stream)
        head = bytearray()
        for chunk in chunks:
            head += chunk
            if len(head) >= _HEAD:
                break
        if not head.strip():
            return
        begun = _value_begun(bytes(head))
        records = _JsonRecords(shape_of(begun, names), names, limits.max_document_bytes)
        source = source_of_all(begun, records.shape)
        for record in records.read(bytes(head), chunks):
            yield _with_source(record, source) if source else record


def _with_source(record: Parsed, source: str) -> Parsed:
    return replace(record, values={"source": source, **record.values}) if isinstance(record, Record) else record


def _value_begun(head: bytes) -> object:
    """What a file begins with, however it ends."""
    builder = ObjectBuilder()
    try:
        for event, value in ijson.basic_parse(io.BytesIO(head), use_float=True):
            builder.event(event, value)
    except (JSONError, ValueError):
        pass
    return getattr(builder, "value", None)


class _JsonRecords:
    """Feeds a file to the parser, up to the next brace each time: so the record that it stumbles over is known.

    `_held` is what was fed since the last record ended.
    """

    def __init__(self, shape: Shape, names: FieldNames, most: int) -> None:
        self.shape = shape
        self._names = names
        self._most = most
        self._number = 0
        self._held = bytearray()
        self._open = 0  # brackets in it that are not closed, those of its texts counted too
        self._is_lost = False  # whether the file ended in a search for the next record
        self._keys: frozenset[str] = frozenset()  # of the last good record

    def read(self, head: bytes, chunks: Iterator[bytes]) -> Iterator[Parsed]:
        """All records and what is wrong with the others."""
        found: Any = ijson.sendable_list()
        parser = self._parser(found)
        self._pieces = _before(head, (piece for chunk in chunks for piece in _PIECES.findall(chunk)))
        while (piece := next(self._pieces, None)) is not None:
            self._held += piece
            self._open += sum(map(piece.count, (b"[", b"{"))) - sum(map(piece.count, (b"]", b"}")))
            try:
                if self._open > _MOST_OPEN:  # the parser's time and memory grow with the square of the depth
                    raise ValueError("lists and objects stand too deep in each other")
                parser.send(piece)
                if len(self._held) > self._most:
                    raise ValueError(f"one record is larger than {self._most:,} bytes")
            except (JSONError, ValueError, OverflowError, RecursionError) as error:
                yield from self._taken(found)
                yield from self._after(error)
                self._open = 0
                found = ijson.sendable_list()
                parser = self._parser(found, self._opening())
                continue
            if found:
                yield from self._taken(found)
                self._held.clear()
                self._open = 0
        try:
            parser.close()
        except (JSONError, ValueError) as error:
            yield from self._taken(found)
            is_open = self.shape != Shape("one") or self._held.strip()
            if is_open and not self._is_lost:
                yield self._bad(_reason(error), self._held)
        else:
            yield from self._taken(found)

    def _parser(self, found: Any, opening: bytes = b"") -> Any:
        of = ijson.kvitems_coro if self.shape.kind == "map" else ijson.items_coro
        # with floats: numbers that no machine holds are an error then, where Decimal ends the process
        parser = of(found, self.shape.prefix, multiple_values=True, use_float=True)
        if opening:
            parser.send(opening)
        return parser

    def _taken(self, found: Any) -> Iterator[Parsed]:
        """What the parser found since; an element may be a whole answer with its own list."""
        values = [one for _, value in found for one in each(value)] if self.shape.kind == "map" else list(found)
        del found[:]
        for value in values:
            yield from self._records_of(value)

    def _records_of(self, value: object) -> Iterator[Parsed]:
        for one in records_in(value, self._names):
            self._number += 1
            if isinstance(one, dict):
                self._keys = frozenset(one)
            yield as_record(self._number, one)

    def _bad(self, reason: str, payload: bytes | bytearray | str) -> BadRecord:
        after = f" after record {self._number}" if self._number else ""
        rest = "; the records before and after it were read" if self._number else ""
        shown = payload if isinstance(payload, str) else bytes(payload[:4096]).decode("utf-8", "replace")
        message = f"not valid JSON{after} ({reason}); mend the file{rest}"
        return BadRecord(self._number + 1, "json_invalid", message, head_of(_BETWEEN.sub("", shown, count=1)))

    def _opening(self) -> bytes:
        """What has to stand before the next record, so that a new parser finds it where the old one did."""
        steps = (*self.shape.path, ITEM) if self.shape.kind == "list" else self.shape.path
        return b"".join(b"[" if step == ITEM else b"{" + json.dumps(step).encode() + b":" for step in steps)

    def _after(self, error: Exception) -> Iterator[Parsed]:
        """Get over what the parser stumbled on: Python's own reader takes more (NaN); else the next record is sought.

        What was fed to nobody is put back before the pieces to come.
        """
        text = bytes(self._held).decode("utf-8", "replace")
        self._held.clear()
        if not self.shape.is_resumable:
            yield self._bad(_reason(error), text)
            self._pieces = iter(())
            return
        start = self._start_of_record(text)
        while True:
            value, end, cut = _decoded(text, start)
            if not cut or len(text) > self._most or not (more := self._more(len(text))):
                break
            text += more
        if end is not None:
            yield from self._records_of(value)
        else:
            yield self._bad(_reason(error), text[start:])
            self._number += 1
            end, text = self._next_record(text, start + 1)
        rest = text[_BETWEEN.match(text, end).end() :].encode()  # pyright: ignore[reportOptionalMemberAccess]
        self._pieces = _before(rest, self._pieces)

    def _start_of_record(self, text: str) -> int:
        """Where the first record begins behind what is wrapped around it; later ones begin at once."""
        at = 0
        if not self._number:
            for step in (*self.shape.path, ITEM) if self.shape.kind == "list" else self.shape.path:
                wanted = r"\[" if step == ITEM else re.escape(json.dumps(step)) + r"\s*:"
                found = re.compile(wanted).search(text, at)
                at = found.end() if found else at
        return _BETWEEN.match(text, at).end()  # pyright: ignore[reportOptionalMemberAccess]

    def _next_record(self, text: str, at: int) -> tuple[int, str]:
        """Where the next object begins that has the keys of the records before, and the text read on up to it."""
        while True:
            for found in _NEXT_RECORD.finditer(text, max(0, at - 1)):
                value, _, cut = _decoded(text, found.end())
                while cut and len(text) - found.end() <= self._most and (more := self._more(len(text) - found.end())):
                    text += more
                    value, _, cut = _decoded(text, found.end())
                if self._is_record(value):
                    return found.end(), text
            at = max(at, len(text) - 64)
            text, at = text[at:], 0
            if not (more := self._more(_CHUNK)):
                self._is_lost = True
                return len(text), text
            text += more

    def _is_record(self, value: object) -> bool:
        if not isinstance(value, dict):
            return False
        if self._keys:
            return len(self._keys & set(value)) * 2 >= len(self._keys)
        return self._names.has_text(value)

    def _more(self, size: int) -> str:
        """Further text of about a size; "" at the end of the file."""
        taken = bytearray()
        for piece in self._pieces:
            taken += piece
            if len(taken) >= max(size, 1024):
                break
        return taken.decode("utf-8", "replace")


_TOKEN: Final = 12  # signs at the end of a text that may be half of something: an escape, a word, a comma
_LENIENT: Final = json.JSONDecoder(strict=False)  # line ends in texts


def _decoded(text: str, start: int) -> tuple[object, int | None, bool]:
    """The value that begins here and where it ends, None where it is broken; last, whether it may only be cut off."""
    try:
        value, end = _LENIENT.raw_decode(text, start)
    except json.JSONDecodeError as error:
        return None, None, error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip()) - _TOKEN
    except (ValueError, RecursionError):
        return None, None, False
    return value, end, False


def _before(rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from _PIECES.findall(rest)
    yield from pieces


def _reason(error: Exception) -> str:
    """Why it is no JSON, in a line: the parser's own words show the place with an arrow below it."""
    lines = json_reason(error).splitlines() or [type(error).__name__]
    return (
        "the file is cut off" if "incomplete" in lines[0].lower() or "premature" in lines[0] else lines[0].rstrip(". ")
    )


def _utf8_chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The text of a file as UTF-8; bytes that are not are taken for Windows-1252; NUL is left out."""
    encoding = "utf-8-sig"
    if isinstance(stream, io.BufferedReader) and stream.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")  # pyright: ignore[reportArgumentType]
    while chunk := reader.read(_CHUNK):
        if not chunk.isascii():
            chunk = _ESCAPED.sub(lambda found: bytes([ord(found.group()) - 0xDC00]).decode("cp1252", "replace"), chunk)
        yield chunk.replace("\0", "").encode("utf-8", "replace")


_ESCAPED: Final = re.compile("[\udc80-\udcff]")
