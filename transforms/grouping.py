"""What an event's row says when its reports differ.

What belongs here: from the mentions of an event, in one article or many, to its row. What does not: which mentions are
one event (`linking`), and merging the mentions of one article, which the coder has done.
"""

from __future__ import annotations

import polars as pl

from transforms.event_values import COUNTS, VALUE_BLOCKS, ValueBlock
from warehouse.schema.events import EVENTS
from warehouse.schema.frames import polars_schema

MOST_CONFIDENCE = 0.99


def build_events(mentions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """One row per event from all mentions of it.

    Values go by majority over independent reports, so that a wire story's forty copies have one vote, then by
    confidence. Deaths: the best number is that of the most confident report that counts, low and high span them all.

    Args:
        mentions: rows of `event_mentions` with `event_id`; all mentions of each event.
        articles: their `article_id`, `duplicate_group_id`, `is_canonical`, `published_at`, `published_date`.

    Returns:
        Rows of `events` by `event_id`, without `_run_id`.
    """
    reports = _reports(mentions, articles)
    events = _counts(reports)
    for block in VALUE_BLOCKS:
        events = events.join(_majority(reports, block), on="event_id", how="left")
    events = events.join(_fatalities(reports), on="event_id", how="left")
    for column in COUNTS:
        events = events.join(_best(reports, column), on="event_id", how="left")
    return events.select(list(polars_schema(EVENTS, with_derived=False))).sort("event_id")


def _reports(mentions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    about = articles.select(
        "article_id",
        pl.coalesce("duplicate_group_id", "article_id").alias("report"),
        pl.col("is_canonical").fill_null(value=True),
        pl.coalesce(pl.col("published_at", "published_date").cast(pl.Datetime("us"))).alias("reported_at"),
    )
    return mentions.join(about, on="article_id", how="left").with_columns(pl.col("confidence").fill_null(0.5))


def _counts(reports: pl.DataFrame) -> pl.DataFrame:
    """Counts, first report and confidence; confidence is a noisy-or over independent reports."""
    doubt = reports.group_by("event_id", "report").agg((1 - pl.col("confidence").max()).alias("doubt"))
    confidence = (
        doubt.sort("event_id", "doubt", "report")
        .group_by("event_id")
        .agg((1 - pl.col("doubt").product()).clip(0, MOST_CONFIDENCE).round(4).alias("confidence"))
    )
    counts = reports.group_by("event_id").agg(
        pl.col("article_id").n_unique().cast(pl.Int64()).alias("article_count"),
        pl.col("report").n_unique().cast(pl.Int64()).alias("source_count"),
        pl.col("reported_at").min().alias("first_reported_at"),
        pl.col("coder_version").max(),
    )
    return counts.join(confidence, on="event_id")


def _majority(reports: pl.DataFrame, block: ValueBlock) -> pl.DataFrame:
    """The values of columns that belong together, from one of the reports that most agree on what the block says.

    A report that leaves the block empty is heard only where no report fills it.
    """
    support = pl.col("report").n_unique().over("event_id", *block.votes)
    ranked = reports.with_columns(support.alias("_support"), pl.col(block.filled_by).is_null().alias("_empty")).sort(
        ["event_id", "_empty", "_support", "is_canonical", "confidence", "event_mention_id"],
        descending=[False, False, True, True, True, False],
    )
    return ranked.unique("event_id", keep="first", maintain_order=True).select("event_id", *block.columns)


def _by_weight(reports: pl.DataFrame) -> pl.DataFrame:
    """Reports of each event, the one to trust first: the copy that counts, then the most confident."""
    return reports.sort(
        ["event_id", "is_canonical", "confidence", "event_mention_id"], descending=[False, True, True, False]
    )


def _best(reports: pl.DataFrame, column: str) -> pl.DataFrame:
    said = _by_weight(reports.filter(pl.col(column).is_not_null()))
    return said.unique("event_id", keep="first", maintain_order=True).select("event_id", column)


def _fatalities(reports: pl.DataFrame) -> pl.DataFrame:
    """Low, best and high over the reports that count; where best numbers differ, the highest bounds the range."""
    low, best, high = (pl.col(f"fatalities_{name}") for name in ("low", "best", "high"))
    said = _by_weight(reports.filter(pl.any_horizontal(low.is_not_null(), best.is_not_null(), high.is_not_null())))
    counted = said.filter(pl.col("is_canonical") | ~pl.col("is_canonical").any().over("event_id"))
    differ = best.drop_nulls().n_unique() > 1
    return counted.group_by("event_id", maintain_order=True).agg(
        pl.coalesce(low, best).min().alias("fatalities_low"),
        best.drop_nulls().first().alias("fatalities_best"),
        pl.when(differ).then(pl.max_horizontal(high, best).max()).otherwise(high.max()).alias("fatalities_high"),
    )
