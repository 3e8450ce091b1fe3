"""Rows on a terminal: a table as wide as it, or a column a line.

What belongs here: which columns a table shows, how wide they are, and how a value is written. What does not: whose rows
they are (`published`), and who turns the pages (`pager`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from flows.console import Console

if TYPE_CHECKING:
    import polars as pl

GAP = 2
LEAST = 16
"""Columns of text that a longer value is cut or folded to, where the terminal has no more room."""
LONGEST = 300
"""Signs of a value that a table shows; `--vertical`, `--csv` and `--json` have all."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that a table shows, the first ones, with their widths, and whether longer values are cut."""

    widths: tuple[int, ...]
    cut: bool


def lay_out(wanted: Sequence[int], least: Sequence[int], width: int) -> Layout:
    """As many columns from the left as fit with their least widths; what room is left goes to those that want more.

    Where all columns are there, long values are folded, so that they can be read to their end; where some are left out,
    they are cut, a row a line.

    Args:
        wanted: how wide each column is with every value in one line.
        least: how narrow it may get.
        width: of the terminal.

    >>> lay_out([5, 40, 60], [5, 16, 16], 60)
    Layout(widths=(5, 24, 27), cut=False)
    >>> lay_out([5, 40, 60], [5, 16, 16], 30)
    Layout(widths=(5, 23), cut=True)
    """
    count = 1
    while count < len(least) and sum(least[: count + 1]) + GAP * count <= width:
        count += 1
    widths = [min(size, width) for size in least[:count]]
    spare = width - sum(widths) - GAP * (count - 1)
    growing = sorted(range(count), key=lambda column: wanted[column] - widths[column])
    for place, column in enumerate(growing):
        more = min(wanted[column] - widths[column], spare // (count - place))
        widths[column] += max(more, 0)
        spare -= max(more, 0)
    return Layout(tuple(widths), cut=count < len(wanted))


def table_console() -> Console:
    """A console as wide as the terminal; a file or a pipe has no edge to fold at."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 10_000
    return console


def print_table(rows: pl.DataFrame, console: Console, to_see_all: str = "--vertical") -> None:
    """Rows as a table that is no wider than the terminal; what it leaves out is told, and the option that shows it."""
    names = rows.columns
    cells = [[_cell(value) for value in row] for row in rows.iter_rows()]
    wanted = [max(map(cell_len, (name, *(row[place] for row in cells)))) for place, name in enumerate(names)]
    is_text = [not dtype.is_numeric() and not dtype.is_temporal() for dtype in rows.dtypes]
    least = [
        max(cell_len(name), min(size, LEAST)) if text else size
        for name, size, text in zip(names, wanted, is_text, strict=True)
    ]
    layout = lay_out(wanted, least, console.width) if names else Layout((), cut=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, width, dtype in zip(names, layout.widths, rows.dtypes, strict=False):
        table.add_column(
            Text(name),
            justify="right" if dtype.is_numeric() else "left",
            overflow="ellipsis" if layout.cut else "fold",
            no_wrap=layout.cut,
            width=width,
        )
    for row, values in zip(cells, rows.iter_rows(), strict=True):
        texts = zip(row, values, layout.widths, strict=False)
        table.add_row(*(Text(text, style="dim" if value is None else "") for text, value, _ in texts))
    console.print(table)
    if layout.cut:
        console.print(_left_out(names[len(layout.widths) :], console.width, to_see_all), style="dim", markup=False)


def _left_out(names: Sequence[str], width: int, to_see_all: str) -> str:
    """How many columns there was no room for, their names as far as they fit into a line, and how to see them."""
    plural = "columns" if len(names) > 1 else "column"
    listed = Text(", ".join(names))
    listed.truncate(max(width - 4, 10), overflow="ellipsis")
    return f"… {len(names)} more {plural}; {to_see_all} shows all of them:\n    {listed.plain}"


def print_vertical(rows: pl.DataFrame, console: Console) -> None:
    """Each row as a block with a column a line and values to their end."""
    label = max(map(cell_len, rows.columns), default=0)
    for number, row in enumerate(rows.iter_rows(), start=1):
        console.print(f"── {number} ──", style="bold", markup=False)
        grid = Table(box=None, pad_edge=False, show_header=False)
        grid.add_column(width=label, no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in zip(rows.columns, row, strict=True):
            grid.add_row(Text(name, style="bold"), Text(_text(value), style="dim" if value is None else ""))
        console.print(grid)


def _cell(value: object) -> str:
    """A value in one line."""
    text = " ↵ ".join(value.split("\n")).replace("\t", " ") if isinstance(value, str) else _text(value, digits=".6g")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _text(value: object, digits: str = "") -> str:
    """A value, with all digits of a number where none are asked for."""
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return "[" + ", ".join(_text(one, digits) for one in value) + "]"
    return format(value, digits) if isinstance(value, float) else str(value)
