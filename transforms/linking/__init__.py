"""One event, many reports: which reports of different articles tell of one happening.

`reports` says what a report is and where its like can be found, `evidence` what is seen of two reports, `clusters`
which reports make an event. What an event's row says is in `transforms.grouping`; finding the neighbours in the store,
and the ids that last, in `warehouse.store.linking` and `event_ids`.
"""

from transforms.linking.clusters import cluster_reports
from transforms.linking.evidence import score_pairs
from transforms.linking.reports import block_reports, describe_reports, identify_reports

__all__ = ["block_reports", "cluster_reports", "describe_reports", "identify_reports", "score_pairs"]
