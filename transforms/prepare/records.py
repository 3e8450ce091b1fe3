"""The keys of structured records and manifests, under whatever name they come.

What belongs here: which key means what. Values are repaired and typed in `articles`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# in the order of trust: the first that holds something counts
_KEYS: dict[str, tuple[str, ...]] = {
    "id": ("id", "external_id", "guid", "article_id", "doc_id", "uuid"),
    "title": ("title", "headline"),
    "subtitle": ("subtitle", "subheadline", "standfirst", "deck"),
    "text": ("text", "body", "content"),
    "html": ("html", "body_html", "content_html"),
    "authors": ("authors", "author", "byline"),
    "published": ("published_at", "date", "published", "publication_date", "pubdate", "published_date", "publishedat"),
    "updated": (
        "updated_at", "updated", "modified_at", "modified", "date_modified", "datemodified", "last_modified",
        "lastmod", "last_updated", "updated_date", "updatedat",
    ),
    "url": ("url", "link", "canonical_url"),
    "source": ("source", "source_name", "publisher"),
    "language": ("language", "lang"),
    "dateline": ("dateline",),
    "author_bio": ("author_bio",),
}  # fmt: skip


@dataclass(slots=True)
class RecordFields:
    """What a record says, by our names; `other` holds the keys that we have no name for."""

    values: dict[str, Any]
    other: dict[str, Any] = field(default_factory=dict[str, Any])

    def text(self, name: str) -> str | None:
        """A value as text; None where it is empty or not a single value."""
        value = self.values.get(name)
        if isinstance(value, Mapping):  # {"id": "bbc", "name": "BBC News"}, as news services write a source
            value = value.get("name") or value.get("title") or value.get("id")
        if isinstance(value, list):
            value = "\n\n".join(str(one) for one in value if one)
        text = "" if value is None or isinstance(value, bool) else str(value)
        return text if text.strip() else None


def record_fields(record: Mapping[str, Any]) -> RecordFields:
    """Sort a record's keys into known ones and the rest; case does not count."""
    by_name = {str(key).strip().lower(): key for key in reversed(list(record))}
    values: dict[str, Any] = {}
    used: set[str] = set()
    for name, keys in _KEYS.items():
        for key in keys:
            if key in by_name and not _is_empty(record[by_name[key]]):
                values[name] = record[by_name[key]]
                used.add(by_name[key])
                break
    other = {key: value for key, value in record.items() if key not in used and not _is_empty(value)}
    return RecordFields(values, other)


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def names_in(value: Any) -> list[str]:
    """Author names out of a text, a list of texts, a list of objects with a name, or such a list written as JSON."""
    if isinstance(value, str) and value.strip().startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    if isinstance(value, Mapping):
        value = value.get("name") or " ".join(str(value[key]) for key in ("first_name", "last_name") if value.get(key))
    if isinstance(value, list | tuple):
        return [name for one in value for name in names_in(one)]
    return [str(value)] if value else []
