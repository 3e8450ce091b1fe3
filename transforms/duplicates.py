"""Finds copies: wire copies, reprints and light rewrites of one article.

What belongs here: signatures of texts, computed batch by batch, and groups over all signatures. What does not: whether
two articles report the same event (see `grouping`); two reporters' texts on one event are not copies.

A signature holds 256 MinHash values (Broder 1997) of the distinct 5-word shingles of the body, each cut to 16 bits.
Two signatures agree in about as large a share of their values as the texts share of their shingles (Jaccard), give or
take 0.03. Four values in a row make a band; articles that agree in a whole band are compared, which finds 98 % of the
pairs at Jaccard 0.5 and nearly all above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import polars as pl
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]

SHINGLE_WORDS = 5
MINIMUM_WORDS = 8
"""Shorter texts are not compared: their agreement says nothing."""
PERMUTATIONS = 256
SEED = 20210808
THRESHOLD = 0.5
"""Estimated Jaccard from which two articles are copies."""

_WORD = re.compile(r"\w+")
_BAND_BYTES = "<u8"  # four 16-bit values read as one number
_VALUE_BYTES = "<u2"


def keep_newest_texts(articles: pl.DataFrame) -> pl.DataFrame:
    """One row per article where a batch brings several texts of it, as files that repeat one address do.

    The later published counts, then the longer, then the smaller digest: the same rule as between batches, which does
    not ask what was read first.
    """
    order = ["article_id", "published_at", "published_date", "word_count", "content_hash"]
    ranked = articles.with_row_index("_row").sort(
        order, descending=[False, True, True, True, False], nulls_last=True, maintain_order=True
    )
    return ranked.unique("article_id", keep="first", maintain_order=True).sort("_row").drop("_row")


def sign_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """MinHash signatures of the bodies.

    Args:
        articles: one row per article, with `article_id` and `body`.

    Returns:
        `article_id` and `signature` (512 bytes), rows of too short texts left out; the `article_signatures` table.
    """
    ids: list[str] = []
    signatures: list[bytes] = []
    for article_id, body in articles.select("article_id", "body").iter_rows():
        words = _WORD.findall((body or "").lower())
        if len(words) >= MINIMUM_WORDS:
            ids.append(article_id)
            signatures.append(_signature(words))
    return pl.DataFrame(
        {"article_id": ids, "signature": signatures}, schema={"article_id": pl.String(), "signature": pl.Binary()}
    )


def _signature(words: list[str]) -> bytes:
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(shingles))
    return np.asarray(sketch.digest(), dtype=np.uint64).astype(_VALUE_BYTES).tobytes()


def group_duplicates(signatures: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Groups of copies over all articles, whatever order they came in.

    Args:
        signatures: from `sign_articles`, of all articles.
        articles: all articles: `article_id`, `published_at`, `published_date`, `word_count`; and `body` for those
            that have no signature yet.

    Returns:
        One row per article, by `article_id`: `duplicate_group_id` (the smallest article_id of the group) and
        `is_canonical` (the earliest published, then the longest, then the smallest article_id).
    """
    signed = signatures.unique("article_id").sort("article_id")
    if "body" in articles.columns:
        unsigned = articles.filter(pl.col("body").is_not_null()).join(signed, on="article_id", how="anti")
        signed = pl.concat([signed, sign_articles(unsigned)]).sort("article_id")
    ids = signed.get_column("article_id").to_list()
    roots = _components(_values(signed.get_column("signature")))
    groups = pl.DataFrame(
        {"article_id": ids, "duplicate_group_id": [ids[root] for root in roots]},
        schema={"article_id": pl.String(), "duplicate_group_id": pl.String()},
    )
    joined = articles.join(groups, on="article_id", how="left").with_columns(
        pl.col("duplicate_group_id").fill_null(pl.col("article_id"))
    )
    return _mark_canonical(joined)


def _mark_canonical(articles: pl.DataFrame) -> pl.DataFrame:
    moment = pl.coalesce(
        pl.col("published_at").cast(pl.Datetime("us")), pl.col("published_date").cast(pl.Datetime("us"))
    )
    ordered = articles.with_columns(moment.alias("moment")).sort(
        ["duplicate_group_id", "moment", "word_count", "article_id"],
        descending=[False, False, True, False],
        nulls_last=True,
    )
    return ordered.select(
        "article_id",
        "duplicate_group_id",
        (pl.col("article_id") == pl.col("article_id").first().over("duplicate_group_id")).alias("is_canonical"),
    ).sort("article_id")


def _values(signatures: pl.Series) -> np.ndarray:
    """All signatures as one matrix, a row each, without a Python object for each."""
    packed = signatures.bin.reinterpret(dtype=pl.Array(pl.UInt16, PERMUTATIONS), endianness="little")
    return packed.to_numpy().reshape(len(signatures), PERMUTATIONS)


def _components(values: np.ndarray) -> list[int]:
    """For each row the smallest row that it is connected with through pairs of copies."""
    parents = list(range(len(values)))
    if len(values):
        bands = np.ascontiguousarray(values).view(_BAND_BYTES)
        for band in range(bands.shape[1]):
            for bucket in _buckets(bands[:, band]):
                _connect(bucket, values, parents)
    return [_root(row, parents) for row in range(len(parents))]


def _buckets(column: np.ndarray) -> Iterator[np.ndarray]:
    """Rows that share a value, two or more at a time, in ascending order."""
    order = np.argsort(column, kind="stable")
    ordered = column[order]
    edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
    shared = np.flatnonzero(np.diff(edges) > 1)
    for first, end in zip(edges[shared].tolist(), edges[shared + 1].tolist(), strict=True):
        yield order[first:end]


def _connect(bucket: np.ndarray, values: np.ndarray, parents: list[int]) -> None:
    for place, row in enumerate(bucket[:-1].tolist()):
        others = [other for other in bucket[place + 1 :].tolist() if _root(other, parents) != _root(row, parents)]
        if not others:
            continue
        agreement = (values[others] == values[row]).mean(axis=1)
        for other, share in zip(others, agreement.tolist(), strict=True):
            if share >= THRESHOLD:
                _join(row, other, parents)


def _root(row: int, parents: list[int]) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def _join(row: int, other: int, parents: list[int]) -> None:
    """The smaller row becomes the root, so that a group's root is its smallest member."""
    low, high = sorted((_root(row, parents), _root(other, parents)))
    parents[high] = low
