"""Copies of articles."""

from __future__ import annotations

import random
from datetime import date, datetime

import polars as pl

from transforms.duplicates import (
    MINIMUM_WORDS,
    PERMUTATIONS,
    group_duplicates,
    sign_articles,
)
from transforms.facts import FACT_TABLES, fact_words
from warehouse.reference import read_reference

WORDS = "river bridge market council soldier road school harvest train station winter border valley minister".split()

WORDS_OF_FACTS = fact_words({name: read_reference()[name] for name in FACT_TABLES})


def text(seed: int, words: int = 200) -> str:
    chooser = random.Random(seed)
    return " ".join(f"{chooser.choice(WORDS)}{chooser.randrange(60)}" for _ in range(words))


def frame(bodies: dict[str, str | None], dates: dict[str, date] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "article_id": list(bodies),
            "body": list(bodies.values()),
            "published_at": [None] * len(bodies),
            "published_date": [(dates or {}).get(name) for name in bodies],
            "word_count": [len((body or "").split()) for body in bodies.values()],
        },
        schema_overrides={
            "published_at": pl.Datetime("us", "UTC"),
            "published_date": pl.Date,
            "body": pl.String,
            "article_id": pl.String,
        },
    )


def groups(articles: pl.DataFrame) -> dict[str, tuple[str, bool]]:
    found = group_duplicates(sign_articles(articles, WORDS_OF_FACTS), articles.drop("body"))
    return {row[0]: (row[1], row[2]) for row in found.iter_rows()}


def test_copies_share_the_smallest_id_and_others_stand_alone() -> None:
    wire = text(1)
    found = groups(frame({"c": wire, "b": wire + " " + text(2, 20), "a": text(3)}))
    assert found == {"a": ("a", True), "b": ("b", True), "c": ("b", False)}


def test_the_earliest_counts_then_the_longest_then_the_smallest_id() -> None:
    wire = text(1)
    bodies = {"a": wire, "b": wire, "c": wire + " more words here", "d": wire}
    assert groups(frame(bodies))["c"] == ("a", True)
    dates = {"a": date(2021, 8, 9), "b": date(2021, 8, 8), "c": date(2021, 8, 9)}
    assert [name for name, (_, first) in groups(frame(bodies, dates)).items() if first] == ["b"]


def test_half_of_the_shingles_is_a_copy_and_a_third_is_not() -> None:
    base = text(5, 300).split()
    half = [*base[:230], *text(6, 70).split()]
    third = [*base[:130], *text(7, 170).split()]
    found = groups(frame({"base": " ".join(base), "half": " ".join(half), "third": " ".join(third)}))
    assert found["half"][0] == found["base"][0]
    assert found["third"][0] == "third"


def test_case_and_punctuation_do_not_matter() -> None:
    wire = text(8)
    assert groups(frame({"a": wire, "b": wire.upper().replace(" ", ", ")}))["b"] == ("a", False)


def test_order_of_articles_does_not_matter() -> None:
    bodies: dict[str, str | None] = {f"{n:02d}": text(n // 3) + " " + text(100 + n, 10) for n in range(30)}
    wanted = groups(frame(bodies))
    names = list(bodies)
    random.Random(0).shuffle(names)
    assert groups(frame({name: bodies[name] for name in names})) == wanted
    assert len({group for group, _ in wanted.values()}) == 10


def test_short_and_empty_texts_are_never_copies() -> None:
    assert MINIMUM_WORDS == 8
    bodies: dict[str, str | None] = {"a": "Subscribe to read on", "b": "Subscribe to read on", "c": "", "d": None}
    articles = frame(bodies)
    assert sign_articles(articles, WORDS_OF_FACTS).signatures.height == 0
    assert {group for group, _ in groups(articles).values()} == {"a", "b", "c", "d"}


def test_signatures_do_not_depend_on_the_batch() -> None:
    articles = frame({"a": text(1), "b": text(2), "c": text(3)})
    signed = sign_articles(articles, WORDS_OF_FACTS)
    parts = [sign_articles(part, WORDS_OF_FACTS) for part in (articles[:1], articles[1:])]
    assert pl.concat([part.signatures for part in parts]).equals(signed.signatures)
    assert pl.concat([part.bands for part in parts]).equals(signed.bands)
    assert all(len(value) == 2 * PERMUTATIONS for value in signed.signatures["signature"])


def test_no_articles_give_no_groups() -> None:
    assert group_duplicates(sign_articles(frame({}), WORDS_OF_FACTS), frame({}).drop("body")).height == 0


def test_time_of_day_is_earlier_than_no_date() -> None:
    articles = frame({"a": text(1), "b": text(1)}).with_columns(
        pl.Series("published_at", [None, datetime(2021, 8, 8, 6)]).dt.replace_time_zone("UTC")  # noqa: DTZ001
    )
    assert groups(articles)["b"] == ("a", True)
