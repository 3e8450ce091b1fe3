"""The pages that feeds and answers of APIs lead to, where these hold only the beginning of an article.

What belongs here: which records are such, and what is said of the page by the record. The page is then a source like
any other, under the id, source and date that the record gave, so that it takes the place of the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from warehouse.schema.record_keys import TEXT_FIELDS, FieldNames, flat_record
from warehouse.sources.flat_values import FlatRecord, url_of, values_of
from warehouse.sources.model import Document, Rejected
from warehouse.sources.web.addressed import Address

_FEW_WORDS = 120  # a shorter text is taken for a teaser; where it was none, its page says the same
_TAG = re.compile(r"<[^>]*>")
_GOES_ON = re.compile(
    r"(?:…|\.\.\.|&#8230;|&hellip;|&#x2026;|\[\+?\d* ?chars?\])\W*$|\[(?:…|\.\.\.)\]|"
    r"\b(?:read|continue|see|full)\s+(?:more|reading|(?:the\s+)?(?:full\s+)?(?:story|article))\W*$",
    re.IGNORECASE,
)
_SAID = (
    ("id", "id"),
    ("title", "title"),
    ("published", "published_at"),
    ("updated", "updated_at"),
    ("source", "source_name"),
    ("language", "language"),
)


def pages_behind(documents: Iterable[Document | Rejected], names: FieldNames) -> Iterator[Address]:
    """The pages of those records that are only beginnings, each once, with what the record says of it."""
    seen: set[str] = set()
    for document in documents:
        if isinstance(document, Rejected) or document.record is None:
            continue
        values = flat_record(document.record, names)
        url = url_of(values, names)
        if url is None or url in seen or not _is_teaser(values, names):
            continue
        seen.add(url)
        said = {key: text for field, key in _SAID if (text := next(values_of(values, names, field), ""))}
        kept = {**document.manifest, **said, "url": url}
        yield Address(url, is_found=True, stamp=said.get("updated_at"), said=kept)


def has_article(document: Document | Rejected, names: FieldNames) -> bool:
    """Whether something was read: an answer without records is read as one that has neither a text nor a title."""
    if isinstance(document, Rejected):
        return False
    if document.record is None:
        return True
    return next(values_of(flat_record(document.record, names), names, *TEXT_FIELDS, "title"), None) is not None


def _is_teaser(values: FlatRecord, names: FieldNames) -> bool:
    """Whether the longest text of a record is short, or says that it goes on elsewhere."""
    texts = (_TAG.sub(" ", text).strip() for text in values_of(values, names, *TEXT_FIELDS))
    longest = max(texts, key=len, default="")
    return len(longest.split()) < _FEW_WORDS or _GOES_ON.search(longest[-80:]) is not None
