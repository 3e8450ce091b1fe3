"""What a flat record has under the names of a field.

What belongs here: reading values. Which names stand for which field is `warehouse.schema.record_keys`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from warehouse.schema.record_keys import FieldNames
from warehouse.sources.addresses import is_url, told_by_server

FlatRecord = Mapping[str, list[tuple[tuple[str, ...], Any]]]
"""A record's values by the name at their end, each with the names on the way to it."""


def values_of(values: FlatRecord, names: FieldNames, *fields: str) -> Iterator[str]:
    """The texts of a flat record that may be read as one of the fields, in the order of trust."""
    for field in fields:
        for name in names.names[field]:
            yield from (text for _, value in values.get(name, ()) if isinstance(value, str) and (text := value.strip()))


def url_of(values: FlatRecord, names: FieldNames) -> str | None:
    """The first value under a name for addresses that is one."""
    return next((told_by_server(text) for text in values_of(values, names, "url") if is_url(text)), None)
