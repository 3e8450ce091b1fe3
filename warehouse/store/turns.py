"""A turn of a merge: what one transaction takes in, and all that its steps hand on beside the tables.

What belongs here: the object, and how packages are cut into turns. What does not: rows, which stand in the temporary
tables of `scratch`, and what is done in a turn (`merge`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.store.grouping import Grouping
from warehouse.store.packages import Package

ARTICLES_AT_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Turn:
    """What the steps of a turn work with.

    Attributes:
        connection: the build file, within the turn's transaction.
        run_id: the run that merges; derived rows that change carry it.
        grouping: how copies and events are grouped.
        times: when each run wrote its first package.
        is_whole: whether the merge works on the whole archive, not on what it touched (`touched`).
        corrects: whether there are corrections, or were, to bring up to date with it.
        packages: what the turn takes in.
        is_settled: whether articles may leave at its end (`superseded`).
        is_first: whether it is the merge's first.
        is_last: whether it is the merge's last.
    """

    connection: duckdb.DuckDBPyConnection
    run_id: str
    grouping: Grouping
    times: Mapping[str, datetime]
    is_whole: bool
    corrects: bool
    packages: tuple[Package, ...]
    is_settled: bool
    is_first: bool
    is_last: bool


def cut_packages(
    pending: Sequence[Package], superseding: Collection[str] = ()
) -> Iterator[tuple[tuple[Package, ...], bool]]:
    """Packages in parts of some 5,000 articles, each with whether it is settled; there is always one part.

    A part ends with each run of `superseding`.
    """
    if not pending:
        yield (), False
        return
    part: list[Package] = []
    articles = 0
    for package, after in zip(pending, [*pending[1:], None], strict=True):
        part.append(package)
        articles += package.rows.get("articles", 0)
        is_last = after is None or after.run_id != package.run_id
        is_settled = after is None or (is_last and package.run_id in superseding)
        if is_settled or articles >= ARTICLES_AT_A_TIME:
            yield tuple(part), is_settled
            part, articles = [], 0
