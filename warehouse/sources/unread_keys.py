"""Keys of a file's records that look like a date or a text and are read as nothing.

What belongs here: counting them, so that a user learns in the run what a map in the manifest should name. The articles
are read all the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from warehouse.schema.record_keys import TEXT_FIELDS, FieldNames, flat_record

Kind = Literal["date", "text"]

_DATE: Final = re.compile(
    r"\s*(?:(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\d{1,2}[./-]\d{1,2}[./-](?:\d{2}){1,2}\b|(?:19|20)\d{6}\b|"
    r"(?:[^\W\d_]{3,9}[.,]?\s+)?\d{1,2}[.\s]+[^\W\d_]{3,9}[.,]?\s+\d{4}\b|[^\W\d_]{3,9}\.?\s+\d{1,2},\s+\d{4}\b)"
)
_LONGEST_DATE: Final = 40
_SHORTEST_TEXT: Final = 150
_MOST_KEYS: Final = 1000  # of a file; where each record has keys of its own they are no columns
_LEAST_SHARE: Final = 0.5  # of a file's records: what few have is no column
_NOT_PUBLICATION: Final = re.compile(r"crawl|download|index|scrape|seen|fetch|load|access|retriev|import|expir|event")


class UnreadKeys:
    """Counts, over the records of one file, the keys that are not read where their kind of value is missing.

    A date counts where a record has no date that is read, a text where it has no text.
    """

    def __init__(self, names: FieldNames) -> None:
        self._names = names
        self._records = 0
        self._found: Counter[tuple[str, Kind]] = Counter()

    def count(self, record: Mapping[str, Any], names: FieldNames | None = None) -> None:
        """Take a record in."""
        self._records += 1
        names = names or self._names
        read = {field for key, value in record.items() if not _is_blank(value) for field in names.read_as(key)}
        unread = [key for key in record if not names.read_as(key)]
        has_date, has_text = "published" in read, any(field in read for field in TEXT_FIELDS)
        if (has_date and has_text) or not unread:
            return
        if any(isinstance(value, dict | list) for value in record.values()):
            inside = {field for name in flat_record(record, names) for field in names.fields.get(name, ())}
            has_date, has_text = has_date or "published" in inside, has_text or bool(inside & set(TEXT_FIELDS))
        for key in unread:
            kind = _kind_of(key, record[key])
            if kind is None or (has_date if kind == "date" else has_text):
                continue
            if (key, kind) in self._found or len(self._found) < _MOST_KEYS:
                self._found[key, kind] += 1

    def notes(self, uri: str) -> Iterator[str]:
        """What to tell of the file: "a.csv: 42 of 42 records have `dag`, which looks like a date and is not read"."""
        for (key, kind), count in sorted(self._found.items()):
            if count >= _LEAST_SHARE * self._records:
                field = "published_at" if kind == "date" else "text"
                yield (
                    f"{uri}: {count:,} of {self._records:,} records have `{key}`, which looks like a {kind} and is not "
                    f'read; if it is theirs, name it in a manifest: map {{"{field}": "{key}"}}'
                )


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _kind_of(key: str, value: Any) -> Kind | None:
    if not isinstance(value, str):
        return None
    if len(value) <= _LONGEST_DATE and _DATE.match(value):
        return None if _NOT_PUBLICATION.search(key.lower()) else "date"
    return "text" if len(value) >= _SHORTEST_TEXT and value.count(" ") > len(value) // 20 else None
