"""Finds copies: wire copies, reprints and light rewrites of one article.

What belongs here: signatures of texts, computed batch by batch, pairs of copies and groups of them. What does not:
whether two articles report the same event (see `grouping`); two reporters' texts on one event are not copies. Nor are
two reports on one template (see `facts`).

A signature holds 256 MinHash values (Broder 1997) of the distinct 5-word shingles of the body, each cut to 16 bits.
Two signatures agree in about as large a share of their values as the texts share of their shingles (Jaccard), give or
take 0.03. Three values in a row make a band; of 36 bands a pair at Jaccard 0.5 shares one in 99 of 100 cases. Three
more bands are made of the facts. Articles that share a band meet in its bucket.

In a bucket of thousands not all are compared with all, but all with the bucket's representatives: those with the
smallest article_id. Which pairs are compared so follows from the articles alone, not from when they came, and a bucket
costs as many comparisons as it has articles, times 8. Copies in so large a bucket still meet, if not by a
representative, then in a smaller bucket, such as that of the articles with the same facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import polars as pl
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]

from transforms.facts import SLOTS, FactWords, Slot, find_slots, sketch, tell_different_facts
from transforms.limits import Limit, OutOfTimeError, unlimited

SHINGLE_WORDS = 5
MINIMUM_WORDS = 8
"""Shorter texts are not compared: their agreement says nothing."""
PERMUTATIONS = 256
SEED = 20210808
THRESHOLD = 0.5
"""Estimated Jaccard from which two articles are copies."""
REPRESENTATIVES = 8
"""Articles of a bucket that all others in it are compared with."""

_WORD = re.compile(r"\w+")
_VALUE_BYTES = "<u2"
_BAND_VALUES = 3
_BANDS = 36
_FACTS_OF_BAND = 4  # facts at the beginning or the end of a text that make a band
_PAIRS_AT_A_TIME = 50_000

_SIGNATURES = {"article_id": pl.String(), "signature": pl.Binary(), "facts": pl.Binary()}
_BAND_ROWS = {"article_id": pl.String(), "band": pl.Int64()}
_PAIRS = {"article_id": pl.String(), "copy_id": pl.String()}


@dataclass(frozen=True, slots=True)
class Signed:
    """What finds the copies of articles, rows of too short texts left out.

    Attributes:
        signatures: one row per article: `article_id`, `signature` (512 bytes), `facts` (256 bytes).
        bands: one row per article and band: `article_id`, `band`.
    """

    signatures: pl.DataFrame
    bands: pl.DataFrame


def sign_articles(articles: pl.DataFrame, words: FactWords, limit: Limit = unlimited) -> Signed:
    """Signatures and bands of the bodies.

    Args:
        articles: one row per article, with `article_id` and `body`.
        words: what numbers and days are called.
        limit: how long one article may take; what takes longer is left out, as too short ones are.
    """
    signatures: list[tuple[str, bytes, bytes]] = []
    bands: list[tuple[str, int]] = []
    for article_id, body in articles.select("article_id", "body").iter_rows():
        try:
            with limit(len(body or "")):
                tokens = _WORD.findall((body or "").lower())
                values, slots = (
                    (_minima(tokens), find_slots(body, words)) if len(tokens) >= MINIMUM_WORDS else (None, [])
                )
        except OutOfTimeError:
            continue
        if values is not None:
            signatures.append((article_id, values.tobytes(), sketch(slots).tobytes()))
            bands += [(article_id, band) for band in [*_word_bands(values), *_fact_bands(slots)]]
    return Signed(
        pl.DataFrame(signatures, schema=_SIGNATURES, orient="row"), pl.DataFrame(bands, schema=_BAND_ROWS, orient="row")
    )


def band_signatures(signatures: pl.DataFrame) -> pl.DataFrame:
    """Bands of signatures that came without, from packages of older versions; those of facts cannot be told.

    Args:
        signatures: `article_id` and `signature`.

    Returns:
        `article_id` and `band`.
    """
    bands = [
        (article_id, band)
        for article_id, signature in signatures.select("article_id", "signature").iter_rows()
        for band in _word_bands(np.frombuffer(signature, _VALUE_BYTES))
    ]
    return pl.DataFrame(bands, schema=_BAND_ROWS, orient="row")


def _minima(words: list[str]) -> np.ndarray:
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    hashes = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    hashes.update(sorted(shingles))
    return np.asarray(hashes.digest(), dtype=np.uint64).astype(_VALUE_BYTES)


def _word_bands(values: np.ndarray) -> list[int]:
    """Three values and the number of the band, in one number."""
    rows = values[: _BANDS * _BAND_VALUES].astype(np.int64).reshape(_BANDS, _BAND_VALUES)
    return ((np.arange(_BANDS) << 48) | (rows[:, 0] << 32) | (rows[:, 1] << 16) | rows[:, 2]).tolist()


def _fact_bands(slots: list[Slot]) -> list[int]:
    """All facts, the first and the last: what finds a reprint, cut or lengthened, among thousands on its template."""
    facts = [(slot.kind, slot.value) for slot in slots]
    if len(facts) < _FACTS_OF_BAND:
        return []
    chosen = (sorted((slot.place, slot.value) for slot in slots), facts[:_FACTS_OF_BAND], facts[-_FACTS_OF_BAND:])
    digests = (blake2b(repr(part).encode(), digest_size=7).digest() for part in chosen)
    return [(_BANDS + at) << 56 | int.from_bytes(digest) for at, digest in enumerate(digests)]


_NO_FACTS = bytes(8 * SLOTS)


def find_candidates(bands: pl.DataFrame) -> pl.DataFrame:
    """Pairs that are compared: of each band its representatives with all of it. `warehouse.store.copies` asks the same
    of the stored bands, of some articles only.

    Args:
        bands: `article_id` and `band`.

    Returns:
        `article_id` and `copy_id`, the smaller first.
    """
    ranked = bands.with_columns(pl.col("article_id").rank("ordinal").over("band").alias("rank"))
    heads = ranked.filter(pl.col("rank") <= REPRESENTATIVES).select("band", "article_id")
    pairs = heads.join(bands.select("band", copy_id="article_id"), on="band")
    return pairs.filter(pl.col("article_id") < pl.col("copy_id")).select(*_PAIRS).unique().sort(*_PAIRS)


def find_copies(candidates: pl.DataFrame, signatures: pl.DataFrame) -> pl.DataFrame:
    """The candidates that are copies.

    Args:
        candidates: pairs of articles, `article_id` and `copy_id`.
        signatures: from `sign_articles`, of all articles in `candidates`.
    """
    values = _matrix(signatures.get_column("signature"), pl.UInt16(), PERMUTATIONS)
    facts = _matrix(signatures.get_column("facts").fill_null(_NO_FACTS), pl.UInt64(), SLOTS)
    places = signatures.select("article_id").with_row_index("row")
    rows = candidates.join(places.rename({"row": "one"}), "article_id", maintain_order="left").join(
        places.rename({"article_id": "copy_id", "row": "other"}), "copy_id", maintain_order="left"
    )
    ones, others = rows.get_column("one").to_numpy(), rows.get_column("other").to_numpy()
    found: list[np.ndarray] = [np.zeros(0, dtype=np.int64)]
    for at in range(0, len(ones), _PAIRS_AT_A_TIME):
        one, other = ones[at : at + _PAIRS_AT_A_TIME], others[at : at + _PAIRS_AT_A_TIME]
        alike = np.flatnonzero((values[one] == values[other]).mean(axis=1) >= THRESHOLD)
        different = tell_different_facts(facts[one[alike]], facts[other[alike]])
        found.append(at + alike[~different])
    return rows.select(*_PAIRS)[np.concatenate(found)]


def group_copies(copies: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Groups of articles that pairs of copies connect.

    Args:
        copies: from `find_copies`.
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


def group_duplicates(signed: Signed, articles: pl.DataFrame) -> pl.DataFrame:
    """Groups of copies over all articles at once, whatever order they come in: what the store keeps up to date."""
    unknown = articles.with_columns(pl.lit(None, pl.String).alias("known_group"))
    return group_copies(find_copies(find_candidates(signed.bands), signed.signatures), unknown)


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


def _matrix(packed: pl.Series, dtype: pl.DataType, width: int) -> np.ndarray:
    """Byte strings as one matrix, a row each, without a Python object for each."""
    numbers = packed.bin.reinterpret(dtype=pl.Array(dtype, width), endianness="little")
    return numbers.to_numpy().reshape(len(packed), width)


def _root(row: int, parents: list[int]) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row


def _join(row: int, other: int, parents: list[int]) -> None:
    """The smaller row becomes the root, so that a group's root is its smallest member."""
    low, high = sorted((_root(row, parents), _root(other, parents)))
    parents[high] = low
