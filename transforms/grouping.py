"""Groups event mentions of many articles into events.

What belongs here: which mentions are one real-world event, and what the event's row says when its mentions differ.
What does not: merging the mentions of one article, which the coder has done.

An event's id is a digest of what identifies it, computed from the mentions of one article alone. So more reports never
change it, and neither order nor batches matter. Two keys exist:

- *exact*: where the place is known to a district and the day to a week's part, two reports of one type of event, one
  place, the same days and the same actor are one event. Where a type happens hardly twice in a place and day, as the
  fall of a town does, the actor is left out, since many reports don't name it ("the town fell");
- *vague*: elsewhere only a copy of the same sentence is taken for the same event.
"""

from __future__ import annotations

import hashlib

import polars as pl

from transforms.event_values import COUNTS, VALUE_BLOCKS, ValueBlock
from warehouse.schema.events import EVENTS
from warehouse.schema.frames import polars_schema
from warehouse.schema.vocabularies import HAPPENED

EXACT_PLACE = 3
"""Worst UCDP where_prec of an exact key: second-level division."""
EXACT_DATE = 2
"""Worst UCDP date precision of an exact key: two to six days."""
SENTENCE_WORDS = 8
"""A shorter sentence is common to unrelated articles, so it identifies an event only within its article."""
ONCE_A_DAY = (
    "Non-state actor overtakes territory",
    "Government regains territory",
    "Non-violent transfer of territory",
    "Headquarters or base established",
    "Suicide bomb",
    "Chemical weapon",
)
"""ACLED sub-event types that place and day identify without the actor."""
MOST_CONFIDENCE = 0.99


def assign_event_ids(mentions: pl.DataFrame) -> pl.DataFrame:
    """The event that each mention reports.

    Args:
        mentions: rows of `event_mentions`; all of an article's mentions together.

    Returns:
        `event_mention_id` and `event_id`, one row per mention, by `event_mention_id`.
    """
    keyed = mentions.with_columns(_key().alias("key")).sort(
        "key", "article_id", pl.col("field") != "title", "start_char", "trigger_start_char", "event_mention_id"
    )
    ordinal = pl.int_range(pl.len()).over("key", "article_id")
    numbered = keyed.select("event_mention_id", pl.format("{}|{}", "key", ordinal).alias("key"))
    ids = [hashlib.sha256(key.encode()).hexdigest()[:16] for key in numbered.get_column("key").to_list()]
    return numbered.select("event_mention_id", pl.Series("event_id", ids, dtype=pl.String())).sort("event_mention_id")


def _key() -> pl.Expr:
    return pl.when(_is_exact()).then(_exact_key()).otherwise(_vague_key())


def _is_exact() -> pl.Expr:
    return (
        pl.col("location_id").is_not_null()
        & (pl.col("where_precision") <= EXACT_PLACE)
        & pl.col("date_start").is_not_null()
        & (pl.col("date_precision") <= EXACT_DATE)
        & pl.col("status").is_in(HAPPENED)
    ).fill_null(value=False)


def _exact_key() -> pl.Expr:
    kind = pl.coalesce("acled_sub_event_type", pl.format("{}:{}", "event_type", _text("event_mode")))
    once = pl.col("acled_sub_event_type").is_in(ONCE_A_DAY).fill_null(value=False)
    actor = pl.when(once).then(pl.lit("")).otherwise(_text("actor_entity_id"))
    parts = [kind, _text("location_id"), _text("date_start"), _text("date_end"), actor]
    return pl.concat_str([pl.lit("exact"), *parts], separator="|")


def _vague_key() -> pl.Expr:
    sentence = normalised_sentence()
    short = sentence.str.count_matches(" ") < SENTENCE_WORDS - 1
    own = pl.when(short).then(pl.col("article_id")).otherwise(pl.lit(""))
    month = pl.col("date_start").dt.strftime("%Y-%m").fill_null("")  # a standing sentence comes back every year
    names = [pl.coalesce(f"{role}_entity_id", _text(f"{role}_name")) for role in ("actor", "recipient")]
    parts = [
        sentence,
        own,
        month,
        _text("event_type"),
        _text("event_mode"),
        _text("acled_sub_event_type"),
        _text("status"),
    ]
    return pl.concat_str([pl.lit("vague"), *parts, *names], separator="|")


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String()).fill_null("")


def normalised_sentence() -> pl.Expr:
    """The evidence without case, punctuation and spacing, in which copies of a sentence often differ."""
    words = pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return words.str.strip_chars()


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
