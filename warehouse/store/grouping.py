"""How copies and events are grouped: pure functions that a merge is handed, since the warehouse does not code articles.

What belongs here: which functions, and what each takes and gives. What does not: the functions (`transforms`), and
which are handed in (`flows.grouping`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from warehouse.store.ties import ClusterReports


@dataclass(frozen=True, slots=True)
class Grouping:
    """The pure functions that make groups of copies and events: `transforms.duplicates`, `linking` and `grouping`.

    Attributes:
        find_copies: (pairs to compare, signatures) -> the pairs that are copies, article_id, copy_id.
        band_signatures: (signatures) -> their bands, for those that came without.
        representatives: articles of a band that the others in it are compared with.
        group_copies: (copies, articles) -> article_id, duplicate_group_id, is_canonical.
        identify_reports: (event mentions) -> event_mention_id, report_id, event_key.
        describe_reports: (event mentions, articles) -> what comparison asks of each report.
        block_reports: (described reports) -> where neighbours are looked for.
        score_pairs: (pairs of reports, described reports) -> links.
        cluster_reports: (links, articles of each report, what people tied and parted) -> the group of each report.
        least_probability: from which `cluster_reports` unites.
        kin_types: different event types that can be one happening.
        build_events: (event mentions with event_id, articles) -> events.
    """

    find_copies: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    group_copies: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    band_signatures: Callable[[pl.DataFrame], pl.DataFrame]
    identify_reports: Callable[[pl.DataFrame], pl.DataFrame]
    describe_reports: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    block_reports: Callable[[pl.DataFrame], pl.DataFrame]
    score_pairs: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    cluster_reports: ClusterReports
    least_probability: float
    kin_types: tuple[tuple[str, str], ...]
    build_events: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
    representatives: int
