"""The order of day and month in a file's columns of dates.

What belongs here: asking all records of a file, as one alone (03/02/2024) can't tell. What to do with the order is for
`transforms.prepare`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from warehouse.schema.date_orders import orders_of
from warehouse.schema.record_keys import FieldNames, flat_record
from warehouse.sources.structured import Parsed, Record

_ASKED: Final = {"published": "date_order", "updated": "updated_order"}  # a field, and what a manifest calls its order
_LOOKED_AT: Final = 20  # records, of which the first with a date shows how dates are written


def with_date_orders(read: Callable[[], Iterator[Parsed]], names: FieldNames) -> Iterator[Parsed]:
    """The records of a file, each with the order of its dates where the file shows one.

    A file whose first date is written as 03/02/2024 is read twice, any other once.

    Args:
        read: gives the file's records anew at each call.
        names: the names of fields.
    """
    records = read()
    first: list[Parsed] = []
    for _ in range(_LOOKED_AT):
        try:
            record = next(records, None)
        except Exception as error:  # told after the records that stand before it
            return itertools.chain(first, _failing(error))
        if record is None:
            break
        first.append(record)
        if isinstance(record, Record) and (written := list(_dates(record.values, names))):
            if any(orders_of(text) is not None for _, text in written):
                orders = date_orders(_up_to_damage(read()), names)
                return _told(itertools.chain(first, records), orders) if orders else itertools.chain(first, records)
            break
    return itertools.chain(first, records)


def _failing(error: Exception) -> Iterator[Parsed]:
    raise error
    yield


def _up_to_damage(records: Iterator[Parsed]) -> Iterator[Parsed]:
    """What is whole of a file; its damage is told when it is read for its records."""
    with suppress(Exception):
        yield from records


def _told(records: Iterable[Parsed], orders: Mapping[str, str]) -> Iterator[Parsed]:
    for record in records:
        yield replace(record, said=orders) if isinstance(record, Record) else record


def date_orders(records: Iterable[Parsed], names: FieldNames) -> dict[str, str]:
    """The one order that fits all dates of a field: `{"date_order": "day_first"}`; none where all or no order fits."""
    fitting: dict[str, frozenset[str]] = {}
    for record in records:
        if isinstance(record, Record):
            for field, text in _dates(record.values, names):
                if (orders := orders_of(text)) is not None:
                    fitting[field] = fitting.get(field, orders) & orders
    return {_ASKED[field]: next(iter(orders)) for field, orders in fitting.items() if len(orders) == 1}


def _dates(values: Mapping[str, Any], names: FieldNames) -> Iterator[tuple[str, str]]:
    """The dates of a record, each with its field; the first name counts that is filled, as when it is read."""
    flat = flat_record(values, names)
    for field in _ASKED:
        found = (value for name in names.names[field] for _, value in flat.get(name, ()))
        written = next((value for value in found if isinstance(value, str) and value.strip()), None)
        if written is not None:
            yield field, written
