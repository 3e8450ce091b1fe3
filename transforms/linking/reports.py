"""What a report of an event is, what is kept of it for comparison, and the blocks in which its like can be found.

What belongs here: columns that follow from one mention and its article. What does not: anything about two reports.

A *report* is one wording of an event: copies of a sentence that say the same of the same day and place are one report,
however many articles print it. A *block* is a country and some days; only reports that share a block are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Final

import polars as pl

from warehouse.schema.vocabularies import HAPPENED

SENTENCE_WORDS: Final = 8
"""A shorter sentence is common to unrelated articles, so it is a report of its own in each."""
EXACT_PLACE: Final = 3
"""Worst UCDP where_prec of a place that identifies an event: second-level division."""
EXACT_DATE: Final = 2
"""Worst UCDP date precision of a day that identifies an event: two to six days."""
BLOCK_DAYS: Final = 8
LONGEST_DAYS: Final = 7
"""A report that is dated to more than a week is not compared by its days: a month has too many talks and attacks."""
EARLIER: Final = 3
"""Days by which an event may precede the publication that dates it."""
_STEM: Final = 5
_REALIS: Final = {
    **dict.fromkeys((*HAPPENED, "historical"), "told"),
    "planned": "to come",
    "hypothetical": "to come",
    "negated": "denied",
}
_DESCRIBED: Final = (
    "report_id",
    "event_key",
    "article_id",
    "event_type",
    "acled_sub_event_type",
    "quad_class",
    "status",
    "date_start",
    "date_end",
    "date_precision",
    "date_from",
    "location_id",
    "admin1_name",
    "country_iso3",
    "latitude",
    "longitude",
    "where_precision",
    "place_from",
    *(f"{role}_{part}" for role in ("actor", "recipient") for part in ("entity_id", "name", "country_iso3", "sector")),
    "fatalities_best",
    "fatalities_high",
    "vector",
)


def identify_reports(mentions: pl.DataFrame) -> pl.DataFrame:
    """The report that each mention is, and the key that identifies its event where place and day are exact.

    Args:
        mentions: rows of `event_mentions`; all of an article's mentions together.

    Returns:
        `event_mention_id`, `report_id` and `event_key`, one row per mention, by `event_mention_id`. Mentions of one
        article never share either.
    """
    said = mentions.with_columns(_wording().alias("wording"), _identity().alias("identity")).sort(
        "article_id", pl.col("field") != "title", "start_char", "trigger_start_char", "event_mention_id"
    )
    numbered = said.select(
        "event_mention_id",
        report_id=pl.format("{}|{}", "wording", pl.int_range(pl.len()).over("wording", "article_id")),
        event_key=pl.format(
            "{}|{}",
            pl.coalesce("identity", "wording"),
            pl.int_range(pl.len()).over(pl.coalesce("identity", "wording"), "article_id"),
        ),
    )
    return numbered.with_columns(_digests(numbered, "report_id"), _digests(numbered, "event_key")).sort(
        "event_mention_id"
    )


def _digests(frame: pl.DataFrame, column: str) -> pl.Series:
    texts = frame.get_column(column).to_list()
    return pl.Series(column, [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts], dtype=pl.String())


def _wording() -> pl.Expr:
    """The sentence with all that is coded of it."""
    sentence = _normalised_sentence()
    short = sentence.str.count_matches(" ") < SENTENCE_WORDS - 1
    own = pl.when(short).then(pl.col("article_id")).otherwise(pl.lit(""))
    coded = [
        _text(name)
        for name in (
            "event_type",
            "event_mode",
            "acled_sub_event_type",
            "status",
            "date_start",
            "date_end",
            "location_id",
            "fatalities_best",
        )
    ]
    names = [pl.coalesce(f"{role}_entity_id", _text(f"{role}_name")) for role in ("actor", "recipient")]
    return pl.concat_str([pl.lit("report"), sentence, own, *coded, *names], separator="|")


def _identity() -> pl.Expr:
    """Type, place and first day, where all are exact; NULL elsewhere.

    The parties are left out: many reports do not name them, and an id should not depend on which report came first.
    """
    kind = pl.coalesce("acled_sub_event_type", pl.format("{}:{}", "event_type", _text("event_mode")))
    parts = [kind, _text("location_id"), _text("date_start")]
    exact = (
        pl.col("location_id").is_not_null()
        & (pl.col("where_precision") <= EXACT_PLACE)
        & pl.col("date_start").is_not_null()
        & (pl.col("date_precision") <= EXACT_DATE)
        & pl.col("status").is_in(HAPPENED)
    )
    return pl.when(exact.fill_null(value=False)).then(pl.concat_str([pl.lit("exact"), *parts], separator="|"))


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String()).fill_null("")


def _normalised_sentence() -> pl.Expr:
    """The evidence without case, punctuation and spacing, in which copies of a sentence often differ."""
    words = pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return words.str.strip_chars()


def describe_reports(mentions: pl.DataFrame, articles: pl.DataFrame, common: Collection[str]) -> pl.DataFrame:
    """What comparison asks of each report.

    Args:
        mentions: rows of `event_mentions` with `report_id`, `event_key` and the reader's `vector`, one per report.
        articles: `article_id`, `published_at`, `published_date` and `main_country` (ISO 3166-1 alpha-3 of the country
            that most of its places are in).
        common: words that say nothing of an event (`events/common_words`).

    Returns:
        One row per report, by `report_id`: the coded columns, and `realis` (told, to come, denied), `day_from` and
        `day_to` (the days that it can be, NULL where that is more than a week), `countries`, `words` (stems of the
        sentence's content words), `figures` (its numbers), `proper` (capitalised words), `trigger` (its stem),
        `reported_on`.
    """
    published = pl.coalesce(pl.col("published_at").cast(pl.Date()), pl.col("published_date"))
    about = articles.select("article_id", "main_country", published.alias("reported_on"))
    joined = mentions.select(*_DESCRIBED, "text", "trigger_text").join(about, on="article_id", how="left")
    return joined.select(
        *_DESCRIBED,
        "reported_on",
        pl.col("status").replace_strict(_REALIS, default="told").alias("realis"),
        *_days(),
        _countries().alias("countries"),
        _stems(common).alias("words"),
        _figures().alias("figures"),
        pl.col("trigger_text").str.to_lowercase().str.slice(0, _STEM).alias("trigger"),
        pl.col("text").str.extract_all(r"\p{Lu}[\p{L}\p{N}’'-]+").list.unique().list.sort().alias("proper"),
    ).sort("report_id")


def _stems(common: Collection[str]) -> pl.Expr:
    """The content words of the sentence, cut to a stem."""
    words = pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]{3,}")
    stems = words.list.eval(pl.element().filter(~pl.element().is_in(sorted(common))).str.slice(0, _STEM))
    return stems.list.unique().list.sort()


def _figures() -> pl.Expr:
    """The numbers of two or more digits that are no years: "186 mln", "$2.5 billion"."""
    numbers = pl.col("text").str.extract_all(r"\d[\d,.]*\d")
    years = pl.element().str.contains(r"^(?:19|20)\d\d$")
    return numbers.list.eval(pl.element().filter(~years)).list.unique().list.sort()


def _days() -> tuple[pl.Expr, pl.Expr]:
    """The days that it can have been; one dated by its publication can be some days older."""
    by_report = (pl.col("date_from") == "published").fill_null(value=False)
    start = pl.when(by_report).then(pl.col("date_start").dt.offset_by(f"-{EARLIER}d")).otherwise(pl.col("date_start"))
    end = pl.coalesce("date_end", "date_start")
    known = (end - pl.col("date_start")).dt.total_days() < LONGEST_DAYS
    return pl.when(known).then(start).alias("day_from"), pl.when(known).then(end).alias("day_to")


def _countries() -> pl.Expr:
    """The countries under which it can be found: of the event and its parties, else of its article."""
    of_event = pl.concat_list("country_iso3", "actor_country_iso3", "recipient_country_iso3").list.drop_nulls()
    of_article = pl.concat_list("main_country").list.drop_nulls()
    return pl.when(of_event.list.len() > 0).then(of_event).otherwise(of_article).list.unique().list.sort()


def block_reports(reports: pl.DataFrame) -> pl.DataFrame:
    """The blocks of each report.

    Args:
        reports: from `describe_reports`.

    Returns:
        `report_id`, `block` (country and number of the eight days), and what decides whether two reports of a block
        are compared: `realis`, `event_type`, `day_from`, `day_to`, `latitude`, `longitude` (of exact places only).
        A report without days or country has none.
    """
    epoch = [pl.col(day).cast(pl.Int32()) for day in ("day_from", "day_to")]
    exact = (pl.col("where_precision") <= EXACT_PLACE).fill_null(value=False)
    dated = reports.filter(pl.col("day_from").is_not_null() & (pl.col("countries").list.len() > 0))
    spans = dated.select(
        "report_id",
        "event_key",
        "countries",
        "realis",
        "event_type",
        "day_from",
        "day_to",
        pl.when(exact).then(pl.col("latitude")).alias("latitude"),
        pl.when(exact).then(pl.col("longitude")).alias("longitude"),
        pl.int_ranges((epoch[0] - 1) // BLOCK_DAYS, (epoch[1] + 1) // BLOCK_DAYS + 1).alias("number"),
    )
    blocks = spans.explode("countries").explode("number")
    return blocks.select(
        "report_id",
        pl.format("{}|{}", "countries", "number").alias("block"),
        "event_key",
        "realis",
        "event_type",
        "day_from",
        "day_to",
        "latitude",
        "longitude",
    ).sort("report_id", "block")
