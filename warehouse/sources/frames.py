"""Raw documents and rejects as Polars frames: what one batch hands to `transforms.prepare` and to the store."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import polars as pl

from warehouse.sources.model import Document, Rejected

#: One row a document. `payload` is set for text, html and markdown, `record` (a JSON object) for records.
DOCUMENT_SCHEMA = pl.Schema(
    {
        "uri": pl.String(),  # folder/a.zip!inner/b.txt
        "record_number": pl.Int64(),  # position in a file of many records, from 1; NULL where the file is one document
        "format": pl.String(),  # text, html, markdown, record
        "payload": pl.Binary(),
        "record": pl.String(),
        "raw_sha256": pl.String(),  # of the source file on disk, as in meta.source_files
        "manifest": pl.String(),  # JSON object: the manifest's row for this document, {} where there is none
    }
)

#: One row a reject, as `meta.rejected_records` takes it (the run is added there).
REJECTED_SCHEMA = pl.Schema(
    {
        "uri": pl.String(),
        "record_number": pl.Int64(),
        "stage": pl.String(),
        "rule": pl.String(),
        "message": pl.String(),
        "payload": pl.String(),
    }
)


def documents_frame(documents: Iterable[Document]) -> pl.DataFrame:
    """Documents as a frame of `DOCUMENT_SCHEMA`, in their order."""
    rows = [
        {
            "uri": document.uri,
            "record_number": document.record_number,
            "format": document.format,
            "payload": document.payload,
            "record": None if document.record is None else to_json(document.record),
            "raw_sha256": document.raw_sha256,
            "manifest": to_json(document.manifest),
        }
        for document in documents
    ]
    return pl.DataFrame(rows, schema=DOCUMENT_SCHEMA)


def rejected_frame(rejected: Iterable[Rejected]) -> pl.DataFrame:
    """Rejects as a frame of `REJECTED_SCHEMA`, in their order."""
    rows = [(one.uri, one.record_number, one.stage, one.rule, one.message, one.payload) for one in rejected]
    return pl.DataFrame(rows, schema=REJECTED_SCHEMA, orient="row")


def to_json(value: object) -> str:
    """JSON that keeps the order of keys; what JSON has no type for is written as text."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored


def _plain(value: Any) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode("ascii")
    return str(value)
