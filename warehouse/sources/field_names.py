"""The names of fields, for those who cut files into records: a header line, a list of articles in a JSON file."""

from __future__ import annotations

from functools import lru_cache

from warehouse.reference import read_reference_table
from warehouse.schema.record_keys import FieldNames
from warehouse.schema.reference_tables.articles import FIELD_NAMES


@lru_cache(maxsize=1)
def load_field_names() -> FieldNames:
    """The table `articles/field_names`, read once a process.

    Raises:
        ReferenceTableError: it is missing or broken.
    """
    return FieldNames.of(read_reference_table(FIELD_NAMES).select("field", "name").iter_rows())
