"""What the reader could not read, and what it did read, as packages of the lake."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from flows.run_records import RunStamp
from flows.spooling import FileRead, Spool
from flows.versions import coder_version
from transforms.languages.chosen import file_version
from warehouse.schema.meta import REJECTED_RECORDS
from warehouse.sources import Rejected
from warehouse.store.home import Home
from warehouse.store.packages import write_package
from warehouse.store.readings import forget_readings, kept_sources

_STAMPS = ("rejected_id", "run_id", "rejected_at")
_COLUMNS = [column.name for column in REJECTED_RECORDS.columns if column.name not in _STAMPS]


def write_refusals(home: Home, stamp: RunStamp, spool: Spool, at_least: int = 1) -> None:
    """Commit what the reader refused since the last call, once there are `at_least` such records, and forget it.

    A file of a million bad lines must not fill the memory, nor make a package of each line.
    """
    if len(spool.refused) < at_least:
        return
    number = spool.refused_count
    package = f"{stamp.run_id}-refused-{number:06d}-{spool.refusal_packages}"
    spool.refusal_packages += 1
    write_package(
        home, package, {"rejected_records": refusals_frame(spool.refused)}, run_id=stamp.run_id, sequence=spool.sequence
    )
    spool.refused.clear()


def refusals_frame(refused: Sequence[Rejected]) -> pl.DataFrame:
    """Rows of `meta.rejected_records`."""
    rows = [
        {
            "stage": one.stage,
            "rule": one.rule,
            "message": one.message,
            "raw_uri": one.uri,
            "raw_locator": locator(one.record_number),
            "payload": one.payload,
        }
        for one in refused
    ]
    return complete(pl.DataFrame(rows, infer_schema_length=None))


def complete(rejected: pl.DataFrame) -> pl.DataFrame:
    """All columns of `meta.rejected_records` that say what was refused, NULL where a stage does not know them.

    A reject's id is a digest of them, so whether a frame happens to have a column must not matter.
    """
    filled = [name for name in _COLUMNS if name not in rejected.columns]
    return rejected.with_columns(pl.lit(None, pl.String).alias(name) for name in filled).select(_COLUMNS)


def locator(record_number: int | None) -> str | None:
    """A record's place in its file, in words."""
    return None if record_number is None else f"record {record_number}"


def write_settled(home: Home, stamp: RunStamp, spool: Spool, at_least: int) -> None:
    """Commit the ledger of files whose documents are all in the lake, while others are still read.

    So a run over a million small files that is killed has not to read all of them again.
    """
    if len(spool.files_read) >= at_least and len(settled := spool.settled()) >= at_least:
        write_refusals(home, stamp, spool)
        _enter(home, stamp, spool, settled)


def write_ledger(home: Home, stamp: RunStamp, spool: Spool) -> None:
    """Commit the ledger of all files that were read to their end, when all batches are done.

    It comes last: a run that is killed before reads what is left again, and finds most of it known. A download that
    failed is not entered, so that it is tried again.
    """
    _enter(home, stamp, spool, list(spool.files_read))


def _enter(home: Home, stamp: RunStamp, spool: Spool, files: Sequence[FileRead]) -> None:
    rows = [_ledger_row(read, spool.languages) for read in files if read.file.sha256]
    if rows:
        package = f"{stamp.run_id}-files-{spool.ledger_packages}"
        spool.ledger_packages += 1
        of_run = partial(write_package, home, run_id=stamp.run_id, sequence=spool.sequence)
        for number, sources in enumerate(kept_sources(home, spool.kept, {str(row["uri"]) for row in rows})):
            of_run(f"{package}-kept-{number}", {"article_sources": sources})
        of_run(package, {"source_files": pl.DataFrame(rows, infer_schema_length=None)})
    forget_readings(home, {read.file.uri for read in files})
    del spool.files_read[: len(files)]


def _ledger_row(read: FileRead, languages: Sequence[str]) -> dict[str, object]:
    return {
        "uri": read.file.uri,
        "sha256": read.file.sha256,
        "context_sha256": read.file.fingerprint,
        "size_bytes": read.file.size,
        "format": "+".join(sorted(read.formats)) or None,
        "document_count": read.documents,
        "rejected_count": read.rejected,
        "passed_over_count": read.passed_over,
        "coder_version": file_version(coder_version(), languages),
    }
