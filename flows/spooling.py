"""Documents from the reader, spooled into batches of bounded size.

Reading is one stream in the parent, whatever the format: a record in the middle of a gzip file can't be reached but
through all that stands before it. A batch on disk makes each worker's input small and independent of the format, lets a
batch be halved when it dies, and makes it something that could be sent to another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows.jobs import BatchJob
from flows.settings import BATCH_BYTES
from flows.time_limits import reading_limit
from transforms.languages.chosen import DEFAULT
from transforms.limits import TOO_SLOW, OutOfTimeError
from warehouse.own_tables import own_tables
from warehouse.sources import Document, Rejected, SourceFile, Tally, documents_frame, read_documents
from warehouse.sources.discover import is_changing
from warehouse.sources.field_names import load_field_names
from warehouse.sources.remote import fetch_remote
from warehouse.sources.unread_keys import UnreadKeys
from warehouse.store.lake import open_store, share_file
from warehouse.store.readings import Kept

REFUSED_AT_ONCE = 1000
"""Records that are refused and held in memory, before they are written down."""
KNOWN_REJECTS = "known_rejects.parquet"
"""Beside the batches: what earlier runs had refused of the files that are read again."""
KNOWN_CONTENT = "known.parquet"
"""Beside the batches: article_id, content_hash and coder_version of all that the warehouse holds."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What one file gave: a row of the ledger in the making."""

    file: SourceFile
    documents: int
    rejected: int
    formats: frozenset[str] = frozenset()  # of its documents: text, html, markdown, record
    passed_over: int = 0  # files that are part of a saved page
    last_batch: int = 0  # none after it holds documents of the file


@dataclass
class Spool:
    """Reads files one after the other and writes their documents as batches into `folder`.

    While it is read from, `files_read` grows by each file that was read to its end and `refused` by what the reader
    could not read; whoever takes the batches empties both as he goes, and says which batches are done (`end`): these
    need no room on the disk any more.
    """

    files: Sequence[SourceFile]
    folder: Path
    home: str
    run_id: str
    batch_size: int
    batch_bytes: int = BATCH_BYTES
    coder_version: str = ""
    sequence: int = 0
    known: str = ""
    languages: tuple[str, ...] = (DEFAULT,)
    lake: str = ""  # URL of the store that packages go to
    kept: Kept = field(default_factory=Kept)  # what an earlier run, that ended early, brought of these files
    overflows: Callable[[], None] = lambda: None  # empties `refused`, of a file that may be nothing but broken records
    begins: Callable[[SourceFile], None] = lambda _: None  # hears of a file of which a batch holds the first part
    shared: bool = False  # whether batches go there too, for machines that do not see `folder`
    files_read: list[FileRead] = field(default_factory=list[FileRead])
    refused: list[Rejected] = field(default_factory=list[Rejected])
    refused_count: int = 0
    refused_documents: int = 0  # less than `refused_count` by what is wrong with manifests
    refusal_packages: int = 0
    kept_documents: int = 0  # of those that `kept` holds: read, and in no batch
    ledger_packages: int = 0
    _written: int = 0  # batches
    _left: dict[int, int] = field(default_factory=dict[int, int])  # documents of batches in hand that are not done
    unread: list[str] = field(default_factory=list[str])  # of keys that look like a date or a text and are not read

    def batches(self) -> Iterator[BatchJob]:
        """Write and yield one batch after the other; documents keep the order of their files."""
        waiting: list[Document] = []
        size = 0
        begun: SourceFile | None = None
        for file, document in self._documents():
            waiting.append(document)
            size += _size(document)
            if len(waiting) >= self.batch_size or size >= self.batch_bytes:
                if file is not begun:
                    self.begins(file)
                    begun = file
                yield self._write(waiting)
                waiting, size = [], 0
        if waiting:
            yield self._write(waiting)

    def end(self, batch: str, documents: int) -> None:
        """A batch, or a part of one that was cut (its name has letters behind its number), is done."""
        number = int(batch.rpartition("-")[2].rstrip("ab"))
        self._left[number] -= documents
        if self._left[number] <= 0:
            del self._left[number]
            (self.folder / f"{self.run_id}-{number:04d}.parquet").unlink(missing_ok=True)

    def settled(self) -> list[FileRead]:
        """The first of `files_read`: read to their end, and all their batches are done."""
        done = min(self._left, default=self._written + 1) - 1
        return [read for read in self.files_read if read.last_batch <= done]

    def _documents(self) -> Iterator[tuple[SourceFile, Document]]:
        for file in map(self._fetched, self.files):
            documents = rejected = 0
            formats: set[str] = set()
            tally = Tally()
            unread = UnreadKeys(load_field_names())
            for found in _within_time(file, tally):
                if isinstance(found, Rejected):
                    rejected += 1
                    self.refused.append(found)
                    if len(self.refused) >= REFUSED_AT_ONCE:
                        self.overflows()
                else:
                    documents += 1
                    formats.add(found.format)
                    if found.record is not None:
                        unread.count(found.record, load_field_names().told(found.manifest.get("map")))
                    if self.kept.holds(found.uri, found.record_number):
                        self.kept_documents += 1
                    else:
                        yield file, found
            self.unread.extend(unread.notes(file.uri))
            self.refused_count += rejected
            self.refused_documents += rejected if file.path or not file.sha256 else 0
            known = replace(file, sha256="") if is_changing(file) else file  # the next run reads it as it is then
            last = self._written + 1  # the batch that is being filled may hold the file's last documents
            self.files_read.append(FileRead(known, documents, rejected, frozenset(formats), tally.passed_over, last))
            if file.version and file.path is not None:
                file.path.unlink(missing_ok=True)

    def _fetched(self, file: SourceFile) -> SourceFile:
        """An object of a store as a file, which goes when it was read: one at a time, whatever they are together."""
        return fetch_remote(file, self.folder / "objects") if file.version else file

    def _write(self, documents: Sequence[Document]) -> BatchJob:
        self._written += 1
        self._left[self._written] = len(documents)
        name = f"{self.run_id}-{self._written:04d}"
        path = self.folder / f"{name}.parquet"
        self.folder.mkdir(parents=True, exist_ok=True)
        documents_frame(documents).write_parquet(path, compression="lz4")
        place = str(path)
        if self.shared:  # other machines read it, so it is not kept here
            place = share_file(open_store(self.lake), path, f"{self.run_id}/{path.name}")
            path.unlink()
        return BatchJob(
            name,
            place,
            0,
            len(documents),
            self.home,
            self.run_id,
            self.coder_version,
            self.sequence,
            lake=self.lake,
            reference=str(own_tables() or ""),
            known=self.known,
            languages=",".join(self.languages),
        )


def _within_time(file: SourceFile, tally: Tally) -> Iterator[Document | Rejected]:
    """What is read out of a file; a file that takes too long to go on with ends there, with a reject that says so."""
    documents = read_documents(file, tally=tally)
    try:
        while True:
            with reading_limit(file.size):
                found = next(documents, None)
            if found is None:
                return
            yield found
    except OutOfTimeError as error:
        message = f"the file could not be read on: {error}; what came before was read"
        yield Rejected(file.uri, None, "read", TOO_SLOW, message)


def _size(document: Document) -> int:
    if document.payload is not None:
        return len(document.payload)
    return sum(len(value) if isinstance(value, str) else 8 for value in (document.record or {}).values())
