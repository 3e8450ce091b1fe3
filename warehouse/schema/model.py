"""How a table and a column of the warehouse are declared.

What belongs here: the declaration classes and the rules that each column carries. The tables themselves are declared
by subject (`articles`, `mentions`, `events`, `locations`, `meta`) and rendered by `render` and `frames`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

ColumnType = Literal["text", "integer", "number", "boolean", "date", "timestamp", "text_list", "bytes"]
Schema = Literal["main", "meta"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds and what may stand in it.

    `derived` columns are filled when packages are merged, so a load package need not carry them.
    """

    name: str
    type: ColumnType
    description: str
    example: str
    nullable: bool = True
    unit: str | None = None
    allowed: tuple[str | int, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    derived: bool = False

    def but(self, **changes: object) -> Column:
        """The same column with some of its declaration changed."""
        return replace(self, **changes)  # pyright: ignore[reportArgumentType]


@dataclass(frozen=True, slots=True)
class Reference:
    """Values of `column` must stand in `table.target`; a NULL points nowhere."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its grain, its key and its columns in order."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    schema: Schema = "main"
    references: tuple[Reference, ...] = field(default=())
    packaged: bool = True  # whether load packages carry it
    spans: tuple[tuple[str, str, str], ...] = ()  # (start, end, text) columns that point into the article's field

    @property
    def qualified_name(self) -> str:
        """The name with its schema, as SQL writes it."""
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> list[str]:
        """The columns' names in declared order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.qualified_name} has no column {name}")
