"""The transforms that the store calls, with the tables they need."""

from __future__ import annotations

from functools import lru_cache, partial

from transforms.duplicates import REPRESENTATIVES, band_signatures, find_copies, group_copies
from transforms.grouping import build_events
from transforms.linking import block_reports, cluster_reports, describe_reports, identify_reports, score_pairs
from transforms.linking.clusters import LEAST
from transforms.reader.heads import Heads
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables.events import COMMON_WORDS, LINK_TYPES, LINK_WEIGHTS
from warehouse.store.grouping import Grouping


def common_words() -> frozenset[str]:
    """Words that say nothing of an event."""
    return frozenset(read_reference_table(COMMON_WORDS).get_column("word"))


@lru_cache(maxsize=1)
def grouping() -> Grouping:
    """What makes groups of copies, and events.

    Raises:
        ReferenceTableError: a table of links breaks its declaration.
    """
    weights = dict(read_reference_table(LINK_WEIGHTS).select("observation", "weight").iter_rows())
    return Grouping(
        find_copies=find_copies,
        group_copies=group_copies,
        band_signatures=band_signatures,
        identify_reports=identify_reports,
        describe_reports=partial(describe_reports, common=common_words()),
        block_reports=block_reports,
        score_pairs=partial(score_pairs, weights=weights, heads=Heads()),
        cluster_reports=cluster_reports,
        least_probability=LEAST,
        build_events=build_events,
        representatives=REPRESENTATIVES,
        kin_types=tuple(read_reference_table(LINK_TYPES).select("one", "two").iter_rows()),
    )
