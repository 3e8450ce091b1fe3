"""The names of the months, made of the table `dates/months`.

What belongs here: which names are read where. Who cuts exports, who prepares articles, and the grammars of dates ask
it. What a name beside a number means is theirs.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

ReadIn = Literal["text", "dateline", "own_dateline", "page", "export"]
"""Where a name is read: a text of its language, the dateline of any article or of one of its language alone, a date
that a page or record prints, a line of a database's export.
"""


def rows_read_in(table: pl.DataFrame, read_in: ReadIn, language: str | None = None) -> pl.DataFrame:
    """The rows of `dates/months` that are read there, of one language or of all, in the order of the table."""
    is_read = pl.col("read_in").str.split("|").list.contains(read_in)
    return table.filter(is_read if language is None else is_read & (pl.col("language") == language))


def month_names(table: pl.DataFrame, read_in: ReadIn, language: str | None = None) -> dict[str, int]:
    """The number of each month by its names in lower case: `{"january": 1, "jan": 1, …}`."""
    return dict(rows_read_in(table, read_in, language).select("form", "month").iter_rows())
