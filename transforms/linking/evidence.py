"""What speaks for and against two reports telling of one happening, and how likely it makes it.

What belongs here: observations of a pair, each with its meaning; their weights are in `events/link_weights`. What does
not: which pairs are looked at (`reports.block_reports`), and what follows for events (`clusters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from transforms.linking.reports import EXACT_PLACE
from transforms.reader.heads import Heads, unpack_sides

KEPT: Final = 0.15
"""A pair less likely than this speaks against a common event and is not kept."""
NEAR_KM: Final = 25.0
"""Within this two exact places can be one: a town and its suburb, a village and the town it is named by."""
_EARTH_KM: Final = 6371.0
_WORDS: Final = 3
"""Content words below which a sentence shares nothing that counts."""
_VERBAL: Final = (1, 3)  # quad classes
_SURE: Final = 7.0
_REASONS: Final = 3

MEANINGS: Final = {
    "base": "always",
    "read_same": "log odds by the reader that both tell of one happening; none where it read only one of them",
    "same_type": "one PLOVER type",
    "sub_types_differ": "two ACLED sub-event types",
    "same_trigger": "the deed is named by one word",
    "same_place": "one place, exact in both",
    "near": "two exact places within 25 km",
    "apart": "two exact places further apart, both named in the report's own sentence",
    "divisions_differ": "two first-order divisions, at least one place not exact",
    "place_open": "one of them has no place",
    "days_apart": "both name one day, and the two are not neighbours",
    "next_day": "both are dated to one day, and the days are neighbours",
    "by_report": "one is dated by its publication",
    "actors_differ": "two actors of different kind or country",
    "words_only": "two acts of words: a day has many on one matter",
    "speakers_differ": "two acts of words, by two who are named otherwise",
    "same_recipient": "one recipient",
    "recipients_differ": "two recipients of different kind or country",
    "same_toll": "one number of deaths: logarithm of one and the number",
    "tolls_grow": "two numbers of deaths, the higher less than twice the lower: logarithm of one and the lower",
    "tolls_differ": "two numbers of deaths, the higher at least twice the lower, and the lower has an upper bound",
    "words": "share of the shorter sentence's content words that the other has",
    "proper": "logarithm of one and the capitalised words in common",
    "figures_differ": "both sentences hold figures of two or more digits, none in common, and no deaths are told",
    "reported_apart": "logarithm of one and the days between the publications",
    "same_article": "both stand in one article, which took them for two",
    "old_news": "one of them tells of it as history",
}

_FOR: Final = (
    *("read_same", "same_type", "same_trigger", "same_place", "near", "same_recipient"),
    *("same_toll", "tolls_grow", "words", "proper"),
)
_AGAINST: Final = (
    *("sub_types_differ", "apart", "divisions_differ", "days_apart", "actors_differ", "recipients_differ"),
    *("words_only", "speakers_differ", "tolls_differ", "reported_apart", "same_article"),
    *("next_day", "figures_differ"),
)
SPEAKS: Final = {**dict.fromkeys(_FOR, 1), **dict.fromkeys(_AGAINST, -1)}
"""Whether an observation can speak for (1) or only against (-1) one happening; a fit may not turn it round."""


def observe_pairs(pairs: pl.DataFrame, reports: pl.DataFrame, heads: Heads) -> pl.DataFrame:
    """The observations of `MEANINGS` for each pair.

    Args:
        pairs: `report_a`, `report_b`.
        reports: from `describe_reports`, all reports of the pairs.
        heads: the reader's, of which the pair head is asked.

    Returns:
        `report_a`, `report_b` and one number per observation, in the order of `pairs`.
    """
    one = reports.rename({name: f"{name}_a" for name in reports.columns if name != "report_id"})
    two = reports.rename({name: f"{name}_b" for name in reports.columns if name != "report_id"})
    both = pairs.join(one, left_on="report_a", right_on="report_id", maintain_order="left").join(
        two, left_on="report_b", right_on="report_id", maintain_order="left"
    )
    seen = {
        "base": pl.lit(1.0),
        "read_same": _read_same(both, heads),
        **_kinds(),
        **_places(),
        **_days(),
        **_parties(),
        **_tolls(),
        **_texts(),
        "same_article": _equal("article_id"),
        "old_news": (pl.col("status_a") == "historical") | (pl.col("status_b") == "historical"),
    }
    observed = [
        (pl.lit(value) if isinstance(value, pl.Series) else value).cast(pl.Float64()).fill_null(0.0).alias(name)
        for name, value in seen.items()
    ]
    return both.select("report_a", "report_b", *observed)


def score_pairs(pairs: pl.DataFrame, reports: pl.DataFrame, weights: Mapping[str, float], heads: Heads) -> pl.DataFrame:
    """How likely each pair tells of one happening, with the observations that count most.

    Args:
        pairs: `report_a`, `report_b`.
        reports: from `describe_reports`.
        weights: of `MEANINGS`, from `events/link_weights`.
        heads: the reader's.

    Returns:
        `report_a`, `report_b`, `probability` and `reasons` (the three observations that speak most for it), rows of
        at least `KEPT`, by the pair.
    """
    observed = observe_pairs(pairs, reports, heads)
    parts = [(pl.col(name) * weights[name]).alias(name) for name in MEANINGS]
    weighed = observed.select("report_a", "report_b", *parts)
    total = pl.sum_horizontal(*MEANINGS)
    scored = weighed.with_columns((1 / (1 + (-total).exp())).round(6).alias("probability")).filter(
        pl.col("probability") >= KEPT
    )
    return scored.select("report_a", "report_b", "probability", reasons=_strongest(scored)).sort("report_a", "report_b")


def _strongest(weighed: pl.DataFrame) -> pl.Series:
    """The names of the three observations that speak most for each pair, of equal ones the first in `MEANINGS`."""
    names = [name for name in MEANINGS if name != "base"]
    weights = weighed.select(names).to_numpy()
    order = np.argsort(-weights, axis=1, kind="stable")[:, :_REASONS]
    speaks = np.take_along_axis(weights, order, axis=1) > 0
    ranked = pl.DataFrame(np.where(speaks, order, -1), schema=[f"{rank}" for rank in range(_REASONS)])
    named = ranked.select(pl.all().replace_strict(range(len(names)), names, default=None, return_dtype=pl.String()))
    return named.select(reasons=pl.concat_list(pl.all()).list.drop_nulls()).to_series()


def _read_same(both: pl.DataFrame, heads: Heads) -> pl.Series:
    """What the reader's pair head says of the mentions behind the reports."""
    read = both.with_row_index("row").filter(_both("vector"))
    odds = np.zeros(both.height)
    if read.height:
        sides = [unpack_sides(read.get_column(f"vector_{side}").to_list()) for side in ("a", "b")]
        odds[read.get_column("row").to_numpy()] = heads.same_odds(*sides).clip(-_SURE, _SURE).round(3)
    return pl.Series("read_same", odds)


def _equal(column: str) -> pl.Expr:
    return pl.col(f"{column}_a") == pl.col(f"{column}_b")


def _both(column: str) -> pl.Expr:
    return pl.col(f"{column}_a").is_not_null() & pl.col(f"{column}_b").is_not_null()


def _kinds() -> dict[str, pl.Expr]:
    return {
        "same_type": _equal("event_type"),
        "sub_types_differ": _both("acled_sub_event_type") & ~_equal("acled_sub_event_type"),
        "same_trigger": _equal("trigger"),
    }


def kilometres() -> pl.Expr:
    """Great-circle distance of the two places (haversine)."""
    lat_a, lat_b = (pl.col(f"latitude_{side}").radians() for side in ("a", "b"))
    half = (((lat_b - lat_a) / 2).sin()).pow(2) + lat_a.cos() * lat_b.cos() * (
        ((pl.col("longitude_b") - pl.col("longitude_a")).radians() / 2).sin()
    ).pow(2)
    return 2 * _EARTH_KM * half.clip(0, 1).sqrt().arcsin()


def _places() -> dict[str, pl.Expr]:
    exact = [(pl.col(f"where_precision_{side}") <= EXACT_PLACE).fill_null(value=False) for side in ("a", "b")]
    both_exact = exact[0] & exact[1]
    same = _equal("location_id").fill_null(value=False)
    known = _both("location_id")
    divided = _both("admin1_name") & ~_equal("admin1_name")
    abroad = ~_equal("country_iso3").fill_null(value=False)
    named = (pl.col("place_from_a") == "sentence") & (pl.col("place_from_b") == "sentence")
    return {
        "same_place": both_exact & same,
        "near": both_exact & ~same & (kilometres() <= NEAR_KM),
        "apart": both_exact & named & (kilometres() > NEAR_KM),
        "divisions_differ": known & ~both_exact & (divided | abroad),
        "place_open": ~known,
    }


def _days() -> dict[str, pl.Expr]:
    by_report = [(pl.col(f"date_from_{side}") == "published").fill_null(value=False) for side in ("a", "b")]
    said = ~by_report[0] & ~by_report[1]
    gap = pl.max_horizontal(
        (pl.col("date_start_a") - pl.col("date_end_b")).dt.total_days(),
        (pl.col("date_start_b") - pl.col("date_end_a")).dt.total_days(),
        pl.lit(0),
    )
    day = (pl.col("date_precision_a") == 1) & (pl.col("date_precision_b") == 1)
    apart = (pl.col("reported_on_a") - pl.col("reported_on_b")).dt.total_days().abs()
    return {
        "days_apart": said & day & (gap > 1),
        "next_day": day & (gap == 1),
        "by_report": by_report[0] | by_report[1],
        "reported_apart": apart.log1p(),
    }


def _parties() -> dict[str, pl.Expr]:
    verbal = pl.col("quad_class_a").is_in(_VERBAL) & pl.col("quad_class_b").is_in(_VERBAL)
    return {
        "actors_differ": _differ("actor"),
        "words_only": verbal,
        "speakers_differ": verbal & _both("actor_name") & ~_same("actor"),
        "same_recipient": _same("recipient"),
        "recipients_differ": _differ("recipient"),
    }


def _same(role: str) -> pl.Expr:
    """One entity, or one name where none is known."""
    by_entity, by_name = (pl.col(f"{role}_{part}_a") == pl.col(f"{role}_{part}_b") for part in ("entity_id", "name"))
    return pl.coalesce(by_entity, by_name).fill_null(value=False)


def _differ(role: str) -> pl.Expr:
    """Two parties of different kind or country."""
    apart = [_both(f"{role}_{part}") & ~_equal(f"{role}_{part}") for part in ("sector", "country_iso3")]
    return _both(f"{role}_name") & ~_same(role) & (apart[0] | apart[1])


def _tolls() -> dict[str, pl.Expr]:
    one, two = pl.col("fatalities_best_a"), pl.col("fatalities_best_b")
    low, high = pl.min_horizontal(one, two), pl.max_horizontal(one, two)
    # "dozens" and "at least twenty" leave room for any higher number
    bounded = pl.when(one < two).then(pl.col("fatalities_high_a")).otherwise(pl.col("fatalities_high_b")).is_not_null()
    said = _both("fatalities_best") & (low != high)
    return {
        "same_toll": pl.when(one == two).then(high.log1p()),
        "tolls_grow": pl.when(said & (high < 2 * low)).then(low.log1p()),
        "tolls_differ": said & (high >= 2 * low) & bounded,
    }


def _texts() -> dict[str, pl.Expr]:
    common = pl.col("words_a").list.set_intersection("words_b").list.len()
    shorter = pl.min_horizontal(pl.col("words_a").list.len(), pl.col("words_b").list.len())
    proper = pl.col("proper_a").list.set_intersection("proper_b").list.len()
    figures = pl.col("figures_a").list.set_intersection("figures_b").list.len()
    dead = pl.col("fatalities_best_a").is_not_null() | pl.col("fatalities_best_b").is_not_null()
    counted = ~dead & (pl.col("figures_a").list.len() > 0) & (pl.col("figures_b").list.len() > 0)
    return {
        "words": pl.when(shorter >= _WORDS).then(common / shorter),
        "proper": proper.log1p(),
        "figures_differ": counted & (figures == 0),
    }
