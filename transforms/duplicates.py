"""Finds copies: wire copies, reprints and light rewrites of one article.

What belongs here: signatures of texts, computed batch by batch, pairs of copies and groups of them. What does not:
whether two articles report the same event (see `grouping`); two reporters' texts on one event are not copies.

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


def find_copies(signatures: pl.DataFrame, others: pl.DataFrame | None = None) -> pl.DataFrame:
    """Pairs of copies that tie together what the articles of `signatures` are copies of.

    Of the pairs among some articles only as many are given as connect them, and pairs of two `others` are not looked
    for, so that new articles can be compared with a large stock a part at a time.

    Args:
        signatures: from `sign_articles`, one row per article.
        others: signatures of articles that are not in `signatures`.

    Returns:
        `article_id` (of `signatures`) and `copy_id` (of either).
    """
    both = signatures if others is None else pl.concat([signatures, others])
    ids = both.get_column("article_id").to_list()
    pairs = _pairs(_values(both.get_column("signature")), signatures.height)
    return pl.DataFrame(
        [(ids[row], ids[other]) for row, other in pairs],
        schema={"article_id": pl.String(), "copy_id": pl.String()},
        orient="row",
    )


def group_copies(copies: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Groups of articles that pairs of copies connect.

    Args:
        copies: from `find_copies`, all parts.
        articles: `article_id`, `published_at`, `published_date`, `word_count` of all articles that are in `copies`,
            and `known_group` (an article_id) where an article is known to be in a group.

    Returns:
        One row per article, by `article_id`: `duplicate_group_id` (the smallest article_id of the group) and
        `is_canonical` (the earliest published, then the longest, then the smallest article_id).
    """
    ids = articles.get_column("article_id").sort().to_list()
    rows = {article_id: row for row, article_id in enumerate(ids)}
    known = articles.filter(pl.col("known_group").is_not_null()).select("article_id", "known_group")
    parents = list(range(len(ids)))
    for one, other in [*copies.iter_rows(), *known.iter_rows()]:
        _join(rows[one], rows[other], parents)
    groups = pl.DataFrame(
        {"article_id": ids, "duplicate_group_id": [ids[_root(row, parents)] for row in range(len(ids))]},
        schema={"article_id": pl.String(), "duplicate_group_id": pl.String()},
    )
    return _mark_canonical(articles.join(groups, on="article_id"))


def group_duplicates(signatures: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Groups of copies over all articles at once, whatever order they come in: `find_copies`, then `group_copies`."""
    unknown = articles.with_columns(pl.lit(None, pl.String).alias("known_group"))
    return group_copies(find_copies(signatures), unknown)


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


def _pairs(values: np.ndarray, count: int) -> list[tuple[int, int]]:
    """Pairs of rows, the first among the first `count`, that connect all rows that are copies of those."""
    pairs: list[tuple[int, int]] = []
    if count:
        parents = list(range(len(values)))
        bands = np.ascontiguousarray(values).view(_BAND_BYTES)
        for band in range(bands.shape[1]):
            for bucket in _buckets(bands[:, band], count):
                pairs += _connect(bucket, count, values, parents)
    return pairs


def _buckets(column: np.ndarray, count: int) -> Iterator[np.ndarray]:
    """Rows that share a value with one of the first `count`, two or more at a time, in ascending order."""
    wanted = np.sort(column[:count])
    places = np.minimum(np.searchsorted(wanted, column[count:]), count - 1)
    rows = np.concatenate((np.arange(count), count + np.flatnonzero(wanted[places] == column[count:])))
    order = rows[np.argsort(column[rows], kind="stable")]
    ordered = column[order]
    edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
    shared = np.flatnonzero(np.diff(edges) > 1)
    for first, end in zip(edges[shared].tolist(), edges[shared + 1].tolist(), strict=True):
        yield order[first:end]


def _connect(bucket: np.ndarray, count: int, values: np.ndarray, parents: list[int]) -> list[tuple[int, int]]:
    """Join what are copies in a bucket. A copy of what is joined need not be compared, so a bucket of a thousand
    copies takes a thousand comparisons and not half a million.
    """
    pairs: list[tuple[int, int]] = []
    rows: list[int] = bucket.tolist()
    for place, row in enumerate(rows):
        others = [other for other in rows[place + 1 :] if _root(other, parents) != _root(row, parents)]
        if row >= count or not others:
            break
        agreement = (values[others] == values[row]).mean(axis=1)
        for other, share in zip(others, agreement.tolist(), strict=True):
            if share >= THRESHOLD and _root(other, parents) != _root(row, parents):
                _join(row, other, parents)
                pairs.append((row, other))
    return pairs


def _root(row: int, parents: list[int]) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def _join(row: int, other: int, parents: list[int]) -> None:
    """The smaller row becomes the root, so that a group's root is its smallest member."""
    low, high = sorted((_root(row, parents), _root(other, parents)))
    parents[high] = low
