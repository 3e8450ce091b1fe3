"""Which of several texts of one article counts: the rule, as an order of columns, for SQL and for frames.

What belongs here: the rule alone. Where texts of one article meet is for those who ask: a batch before it is coded
(`flows.ingest`), the merge (`incoming`), the ledger of files that were begun (`ledger`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

_NEWEST_FIRST: Final = {
    "published_at": True,
    "published_date": True,
    "updated_at": True,
    "updated_date": True,
    "word_count": True,
    "content_hash": False,
}
"""Of two texts of one article that one run brings, the later published counts, then the later updated, then the longer,
then the smaller hash: a rule that does not ask which was read first. True where the greater counts; no value counts
least."""

RANKED_BY: Final = tuple(_NEWEST_FIRST)
"""The columns that the rule asks for."""

ORDER_BY: Final = ", ".join(f"{name}{' DESC' * greatest} NULLS LAST" for name, greatest in _NEWEST_FIRST.items())
"""The rule as an order of SQL, the text that counts first."""


def newest_copies(articles: pl.DataFrame) -> pl.DataFrame:
    """One row an article, in the order of the frame; of equal texts the first counts."""
    ranked = articles.with_row_index("_row").sort(
        [*RANKED_BY, "_row"], descending=[*_NEWEST_FIRST.values(), False], nulls_last=True
    )
    return ranked.unique("article_id", keep="first").sort("_row").drop("_row")
