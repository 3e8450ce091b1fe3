"""How exact a span of days is, in UCDP's terms; for dates in a text and for those of an event alike.

What belongs here: arithmetic without tables. It stands apart from `transforms.dates`, which loads the language model's
library, so that a merge can do without.
"""

from __future__ import annotations

from datetime import date


def precision_of(span: tuple[date, date]) -> int:
    """UCDP date precision of a span of days: 1 day, 2 2-6 days, 3 week, 4 month, 5 longer (GED codebook, date_prec)."""
    days = (span[1] - span[0]).days + 1
    for precision, longest in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if days <= longest:
            return precision
    return 5
