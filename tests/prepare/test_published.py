"""Dates of publication: read without guessing, and believed in the right order."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.prepare.published import PLACEHOLDERS, Published, is_only_date, local_day, parse_date


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2021-08-08", date(2021, 8, 8), "day"),
        ("20210808", date(2021, 8, 8), "day"),
        ("2021/8/8", date(2021, 8, 8), "day"),
        ("August 8, 2021", date(2021, 8, 8), "day"),
        ("Sunday, Aug. 8, 2021", date(2021, 8, 8), "day"),
        ("8th of August 2021", date(2021, 8, 8), "day"),
        ("8 Sept. 2021", date(2021, 9, 8), "day"),
        ("3 JAN 90", date(1990, 1, 3), "day"),
        ("26-FEB-1987", date(1987, 2, 26), "day"),
        ("08/13/2021", date(2021, 8, 13), "day"),
        ("13.08.2021", date(2021, 8, 13), "day"),
        ("08/08/2021", date(2021, 8, 8), "day"),
        ("August 2021", date(2021, 8, 1), "month"),
        ("2021-08", date(2021, 8, 1), "month"),
        ("2021", date(2021, 1, 1), "year"),
        ("8 août 2021", date(2021, 8, 8), "day"),
        ("8 серпня 2021", date(2021, 8, 8), "day"),
    ],
)
def test_dates(text: str, day: date, precision: str) -> None:
    assert parse_date(text) == Published(day, precision)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2021-08-08T23:30:00-05:00", date(2021, 8, 8), datetime(2021, 8, 9, 4, 30, tzinfo=UTC)),
        ("2021-08-08T06:30:00Z", date(2021, 8, 8), datetime(2021, 8, 8, 6, 30, tzinfo=UTC)),
        ("2021-08-08 06:30:00.123+04:30", date(2021, 8, 8), datetime(2021, 8, 8, 2, 0, tzinfo=UTC)),
        ("Sun, 08 Aug 2021 10:00:00 GMT", date(2021, 8, 8), datetime(2021, 8, 8, 10, tzinfo=UTC)),
        ("Aug 8, 2021 9:15 p.m. EDT", date(2021, 8, 8), datetime(2021, 8, 9, 1, 15, tzinfo=UTC)),
        ("26-FEB-1987 15:02:20.00", date(1987, 2, 26), datetime(1987, 2, 26, 15, 2, 20, tzinfo=UTC)),
        (1628416800, date(2021, 8, 8), datetime(2021, 8, 8, 10, tzinfo=UTC)),
        ("1628416800000", date(2021, 8, 8), datetime(2021, 8, 8, 10, tzinfo=UTC)),
    ],
)
def test_moments_keep_the_day_as_written(text: str | int, day: date, at: datetime) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.day, found.precision, found.at) == (day, "time", at)


@pytest.mark.parametrize(
    "text",
    ["03/04/2021", "yesterday", "Sunday", "today 10:00", "Aug. 8", "32 May 2021", "2021-13-01", "", None, 7],
)
def test_no_guess(text: object) -> None:
    assert parse_date(text) is None


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)).filter(lambda day: day not in PLACEHOLDERS))
def test_iso_round_trip(day: date) -> None:
    assert parse_date(day.isoformat()) == Published(day, "day")


@pytest.mark.parametrize("day", sorted(PLACEHOLDERS))
def test_what_programs_write_for_want_of_a_date_is_none(day: date) -> None:
    assert parse_date(day.isoformat()) is None


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    parse_date(text)
    is_only_date(text)


def test_the_publishers_own_day_wins_over_utc() -> None:
    stated = parse_date("2023-11-09T03:28:35Z")
    printed = parse_date("2023-11-08 22:28:35")
    assert stated is not None
    assert printed is not None
    assert local_day(stated, [printed]).day == date(2023, 11, 8)
    assert local_day(stated, [Published(date(2023, 11, 8), "day")]).day == date(2023, 11, 8)
    assert local_day(stated, [Published(date(2023, 11, 5), "day")]).day == date(2023, 11, 9)
    afternoon = parse_date("2023-11-09T15:00:00Z")
    assert afternoon is not None
    assert local_day(afternoon, [Published(date(2023, 11, 8), "day")]).day == date(2023, 11, 9)


@pytest.mark.parametrize("line", ["August 8, 2021", "Sunday, 8 August 2021, 10:20 GMT", "08.08.2021"])
def test_a_line_that_is_only_a_date(line: str) -> None:
    assert is_only_date(line)


def test_a_sentence_with_a_date_is_no_date_line() -> None:
    assert not is_only_date("On August 8, 2021 the town fell")
