"""The answer to the question what differs between two warehouses.

What belongs here: plain values, for text and for JSON; `compare` and `lineage` fill them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from warehouse.store.lineage import Lineage


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files: where it lies and what made it."""

    file: str
    schema_version: str | None
    coder_versions: list[str]
    last_run: str | None


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """A table, view or column (`column` is None for a whole table or view) that came, went or changed its type."""

    relation: str
    column: str | None
    change: str  # came, went, type
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A value that took another's place in `rows` rows, the first of which has the key `key`."""

    key: str
    old: object
    new: object
    rows: int


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column whose value differs in `changed` of the rows that both files have."""

    column: str
    changed: int
    examples: list[CellChange]


@dataclass(frozen=True, slots=True)
class RowExample:
    """A row that came or went: its key, and for people what it is about."""

    key: str
    about: str | None


@dataclass(frozen=True, slots=True)
class TableChange:
    """Rows of a table: how many, and how many came, went and changed; None where they were only counted."""

    table: str
    old: int | None
    new: int | None
    came: int | None = None
    went: int | None = None
    changed: int | None = None
    columns: list[ColumnChange] = field(default_factory=list)
    came_examples: list[RowExample] = field(default_factory=list)
    went_examples: list[RowExample] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether any row does."""
        return bool(self.came or self.went or self.changed)

    @property
    def delta(self) -> int | None:
        """Rows more or less in the new file; None where only one file has the table."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def common(self) -> int | None:
        """Rows whose key both files have."""
        return None if self.old is None or self.went is None else self.old - self.went


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two warehouses."""

    same: bool
    old: Side
    new: Side
    schema: list[SchemaChange]
    tables: list[TableChange]
    events: Lineage | None  # None where the table was not asked for

    def as_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        plain: dict[str, object] = asdict(self)
        plain["tables"] = [asdict(table) | {"delta": table.delta} for table in self.tables]
        return plain
