"""The reference tables, one module a domain (dates, places, actors, events), each of which declares `TABLES`."""

from __future__ import annotations

import importlib
import pkgutil

from warehouse.schema.reference import ReferenceTable


def all_reference_tables() -> dict[str, ReferenceTable]:
    """Every declared reference table by name, in the order of the domains' names."""
    tables: dict[str, ReferenceTable] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        declared = importlib.import_module(f"{__name__}.{module.name}")
        tables |= {table.name: table for table in declared.TABLES}
    return tables
