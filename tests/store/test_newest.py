"""Of several texts of one article the same one counts in SQL and in frames."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from random import Random

import duckdb
import polars as pl

from warehouse.store.newest import ORDER_BY, newest_copies

_DAYS = (None, date(2024, 5, 1), date(2024, 5, 2))
_TIMES = (None, datetime(2024, 5, 1, 6, tzinfo=UTC), datetime(2024, 5, 2, 6, tzinfo=UTC))


def test_sql_and_frames_choose_the_same_text() -> None:
    """A thousand groups of texts that differ in any of the columns, and lack any of them."""
    texts = list(product(_TIMES, _DAYS, _TIMES, _DAYS, (None, 3, 4), "ab"))
    chance = Random(5)
    rows = [(f"a{number % 1000}", *chance.choice(texts), number) for number in range(4000)]
    columns = ["article_id", "published_at", "published_date", "updated_at", "updated_date", "word_count"]
    frame = pl.DataFrame(rows, schema=[*columns, "content_hash", "read_as"], orient="row")
    with duckdb.connect() as connection:
        _ = connection.register("texts", frame)
        choice = f"row_number() OVER (PARTITION BY article_id ORDER BY {ORDER_BY}, read_as)"
        chosen = connection.execute(f"FROM texts QUALIFY {choice} = 1 ORDER BY read_as").pl()
    assert newest_copies(frame).get_column("read_as").to_list() == chosen.get_column("read_as").to_list()


def test_the_later_published_counts_then_the_later_updated_then_the_longer() -> None:
    first, second = _TIMES[1:]
    frame = pl.DataFrame(
        {
            "article_id": ["a", "a", "b", "b", "c", "c"],
            "published_at": [first, second, first, first, None, None],
            "published_date": [None] * 6,
            "updated_at": [None, None, second, first, None, None],
            "updated_date": [None] * 6,
            "word_count": [9, 1, 1, 9, 8, 9],
            "content_hash": ["x"] * 6,
        }
    )
    assert newest_copies(frame).get_column("word_count").to_list() == [1, 1, 9]
