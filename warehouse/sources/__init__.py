"""From what the user names to raw documents: find files, open archives, split files into records.

What belongs here: everything about files, formats and compression. What a document says is for `transforms.prepare`.
"""

from warehouse.sources.discover import discover
from warehouse.sources.frames import DOCUMENT_SCHEMA, REJECTED_SCHEMA, documents_frame, rejected_frame
from warehouse.sources.model import Document, ReadLimits, Rejected, SourceError, SourceFile, Tally
from warehouse.sources.read import read_documents

__all__ = [
    "DOCUMENT_SCHEMA",
    "REJECTED_SCHEMA",
    "Document",
    "ReadLimits",
    "Rejected",
    "SourceError",
    "SourceFile",
    "Tally",
    "discover",
    "documents_frame",
    "read_documents",
    "rejected_frame",
]
