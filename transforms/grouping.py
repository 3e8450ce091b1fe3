"""What an event's row says when its reports differ.

What belongs here: from the mentions of an event, in one article or many, to its row. What does not: which mentions are
one event (`linking`), and merging the mentions of one article, which the coder has done. The view `event_values` says
for each column of an event by which rule it was chosen, which reports gave it and which say otherwise.
"""

from __future__ import annotations

import polars as pl

from transforms.date_precision import precision_of
from transforms.event_values import COUNTS, DATE_BLOCK, PLACE_BLOCK, VALUE_BLOCKS, ValueBlock
from warehouse.schema.events import EVENTS
from warehouse.schema.frames import polars_schema
from warehouse.schema.vocabularies import HAPPENED

MOST_CONFIDENCE = 0.99
_POINT = 3
"""Worst UCDP where_prec of a place that is a town, a spot or a district."""
_COUNTRY_ONLY = 6
_DAY = 1


def build_events(mentions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """One row per event from all its reports.

    Args:
        mentions: rows of `event_mentions` with `event_id`; all mentions of each event.
        articles: their `article_id`, `duplicate_group_id`, `is_canonical`, `source_family`, `published_at`,
            `published_date`.

    Returns:
        Rows of `events` by `event_id`, without `_run_id`.
    """
    reports = _reports(mentions, articles)
    events = _counts(reports)
    for block in VALUE_BLOCKS:
        events = events.join(_majority(reports, block), on="event_id", how="left")
    for chosen in (_places(reports), _dates(reports), _statuses(reports), _fatalities(reports)):
        events = events.join(chosen, on="event_id", how="left")
    for column in COUNTS:
        best = _tolls(reports, column).select("event_id", column)
        events = events.join(best, on="event_id", how="left")
    return events.select(list(polars_schema(EVENTS, with_derived=False))).sort("event_id")


def _reports(mentions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The mentions with the `source` that stands behind each, and when it reported.

    Copies of one article are one source, and so is what one agency or one outlet says in several articles.
    """
    about = articles.select(
        "article_id",
        "source_family",
        pl.coalesce("duplicate_group_id", "article_id").alias("copies"),
        pl.col("is_canonical").fill_null(value=True),
        pl.coalesce(pl.col("published_at", "published_date").cast(pl.Datetime("us"))).alias("reported_at"),
    )
    family = (
        pl.col("source_family")
        .sort_by(pl.col("source_family").is_null(), ~pl.col("is_canonical"), "article_id")
        .first()
        .over("copies")
    )
    sources = about.with_columns(pl.coalesce(family, "copies").alias("source")).drop("copies", "source_family")
    return mentions.join(sources, on="article_id", how="left").with_columns(pl.col("confidence").fill_null(0.5))


def _counts(reports: pl.DataFrame) -> pl.DataFrame:
    """Counts, first report and confidence; confidence is a noisy-or over independent sources."""
    doubt = reports.group_by("event_id", "source").agg((1 - pl.col("confidence").max()).alias("doubt"))
    confidence = (
        doubt.sort("event_id", "doubt", "source")
        .group_by("event_id")
        .agg((1 - pl.col("doubt").product()).clip(0, MOST_CONFIDENCE).round(4).alias("confidence"))
    )
    counts = reports.group_by("event_id").agg(
        pl.col("article_id").n_unique().cast(pl.Int64()).alias("article_count"),
        pl.col("source").n_unique().cast(pl.Int64()).alias("source_count"),
        pl.col("reported_at").min().alias("first_reported_at"),
        pl.col("coder_version").max(),
    )
    return counts.join(confidence, on="event_id")


def _first(reports: pl.DataFrame, order: dict[str, bool]) -> pl.DataFrame:
    """Of each event the report that comes first.

    By the columns of `order` (true: the highest first), then the copy that counts, then the surest.
    """
    by = {"event_id": False, **order, "is_canonical": True, "confidence": True, "event_mention_id": False}
    ranked = reports.sort(list(by), descending=list(by.values()), nulls_last=True)
    return ranked.unique("event_id", keep="first", maintain_order=True)


def _sources(*over: str) -> pl.Expr:
    """How many sources share the values of some columns within an event."""
    return pl.col("source").n_unique().over("event_id", *over)


def _majority(reports: pl.DataFrame, block: ValueBlock) -> pl.DataFrame:
    """The values of columns that belong together, from one of the reports that most sources agree with.

    A report that leaves the block empty is heard only where none fills it, and one that names somebody unknown
    ("gunmen") only where none names somebody known.
    """
    unknown = pl.col(block.known_by).is_null() if block.known_by else pl.lit(value=False)
    ranked = reports.with_columns(
        _empty=pl.col(block.filled_by).is_null(), _unknown=unknown, _support=_sources(*block.votes)
    )
    first = _first(ranked, {"_empty": False, "_unknown": False, "_support": True})
    return first.select("event_id", *block.columns)


def _places(reports: pl.DataFrame) -> pl.DataFrame:
    """The most precise place that the reports support.

    The country that most sources name, in it the division that most name, in it the point that most name; a report of a
    province speaks for every town in it.
    """
    precision = pl.col("where_precision").fill_null(_COUNTRY_ONLY)
    placed = reports.filter(pl.col("location_id").is_not_null()).with_columns(
        _of_country=_sources("country_iso3"),
        _coarse=precision >= _COUNTRY_ONLY,
        _of_division=_sources("country_iso3", "admin1_name"),
        _point=precision <= _POINT,
        _of_place=_sources("location_id"),
    )
    order = {"_of_country": True, "_coarse": False, "_of_division": True, "_point": True, "_of_place": True}
    first = _first(placed, {**order, "where_precision": False})
    return first.select("event_id", *PLACE_BLOCK)


def _dates(reports: pl.DataFrame) -> pl.DataFrame:
    """The earliest certain day, else the days that the reports share.

    What a text says beats the day of publication, a day beats a span, and of days the one that most sources name.
    A span is cut to what it has in common with the spans of the other texts.
    """
    dated = reports.filter(pl.col("date_start").is_not_null()).with_columns(
        _said=pl.col("date_from") == "text", _support=_sources("date_start", "date_end")
    )
    order = {"_said": True, "date_precision": False, "_support": True, "date_start": False}
    first = _first(dated, order).select("event_id", *DATE_BLOCK)
    return _cut_spans(first, dated.filter(pl.col("_said")))


def _cut_spans(first: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    spans = first.filter((pl.col("date_from") == "text") & (pl.col("date_precision") > _DAY))
    if not spans.height:
        return first
    other = said.select("event_id", pl.col("date_start").alias("_start"), pl.col("date_end").alias("_end"))
    common = (
        spans.join(other, on="event_id")
        .filter((pl.col("_start") <= pl.col("date_end")) & (pl.col("_end") >= pl.col("date_start")))
        .group_by("event_id", maintain_order=True)
        .agg(pl.col("_start").max(), pl.col("_end").min())
        .filter(pl.col("_start") <= pl.col("_end"))
    )
    precisions = [precision_of((start, end)) for _, start, end in common.iter_rows()]
    cut = common.with_columns(pl.Series("_precision", precisions, pl.Int64()))
    joined = first.join(cut, on="event_id", how="left")
    narrower = (pl.col("_end") - pl.col("_start")) < (pl.col("date_end") - pl.col("date_start"))
    replaced = [
        pl.when(narrower.fill_null(value=False)).then(new).otherwise(old).alias(old)
        for old, new in (("date_start", "_start"), ("date_end", "_end"), ("date_precision", "_precision"))
    ]
    return joined.with_columns(replaced).select(first.columns)


def _statuses(reports: pl.DataFrame) -> pl.DataFrame:
    """What most sources say; what one side claims is actual where another source tells it as a fact."""
    ranked = reports.with_columns(_support=_sources("status"))
    most = _first(ranked, {"_support": True}).select("event_id", "status")
    facts = _first(ranked.filter(pl.col("status").is_in(("actual", "ongoing"))), {"_support": True})
    both = most.join(facts.select("event_id", pl.col("status").alias("_fact")), on="event_id", how="left")
    is_claim = pl.col("status").is_in([*HAPPENED, "historical"])
    status = pl.when(is_claim).then(pl.coalesce("_fact", "status")).otherwise("status")
    return both.select("event_id", status.alias("status"))


def _tolls(reports: pl.DataFrame, column: str) -> pl.DataFrame:
    """The count that most sources give, each with its latest; of counts that as many give the latest.

    An article that gives several counts of one event gives the whole and its parts: the highest is the whole.
    """
    said = reports.filter(pl.col(column).is_not_null())
    counted = said.filter(pl.col("is_canonical") | ~pl.col("is_canonical").any().over("event_id"))
    latest = _latest(counted, column).with_columns(_support=_sources(column))
    return _first(latest, {"_support": True, "reported_at": True, column: True})


def _latest(counted: pl.DataFrame, column: str) -> pl.DataFrame:
    """The newest count of each source."""
    by = ["event_id", "source", "reported_at", column, "confidence", "event_mention_id"]
    ranked = counted.sort(by, descending=[False, False, True, True, True, False], nulls_last=True)
    return ranked.unique(["event_id", "source"], keep="first", maintain_order=True)


def _fatalities(reports: pl.DataFrame) -> pl.DataFrame:
    """Low, best and high. Counts that a later, higher one has overtaken bound nothing."""
    bare = _bounds_without_best(reports)
    best = _tolls(reports, "fatalities_best").select(
        "event_id", "fatalities_best", pl.col("reported_at").alias("_since")
    )
    said = reports.filter(pl.col("fatalities_best").is_not_null()).filter(
        pl.col("is_canonical") | ~pl.col("is_canonical").any().over("event_id")
    )
    latest = _latest(said, "fatalities_best").join(best, on="event_id", suffix="_chosen")
    overtaken = (pl.col("reported_at") < pl.col("_since")) & (
        pl.col("fatalities_best") < pl.col("fatalities_best_chosen")
    )
    standing = latest.filter(~overtaken.fill_null(value=False))
    low, count, high = (pl.col(f"fatalities_{name}") for name in ("low", "best", "high"))
    bounds = standing.group_by("event_id", maintain_order=True).agg(
        pl.coalesce(low, count).min().alias("fatalities_low"),
        pl.when(count.n_unique() > 1)
        .then(pl.max_horizontal(high, count).max())
        .otherwise(high.max())
        .alias("fatalities_high"),
    )
    counted = best.select("event_id", "fatalities_best").join(bounds, on="event_id", how="left")
    return pl.concat([counted, bare.join(counted, on="event_id", how="anti")], how="diagonal")


def _bounds_without_best(reports: pl.DataFrame) -> pl.DataFrame:
    """Events of which only bounds are told ("up to 40")."""
    low, high = pl.col("fatalities_low"), pl.col("fatalities_high")
    said = reports.filter(low.is_not_null() | high.is_not_null())
    return said.group_by("event_id", maintain_order=True).agg(low.min(), high.max())
