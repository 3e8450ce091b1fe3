"""What holds for any text: offsets slice right, nothing crashes, nothing relative is resolved without an anchor."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WORDS = st.sampled_from(
    "the a last next this that past early late mid of in by from to and or until since between May March August "
    "Friday Sunday weekend week month year years days hours quarter decade century spring fall 5 12 31 30th 1996 2021 "
    "99 '80s 10 p.m. noon night morning ago later earlier before after two several few first third twentieth half "
    "today tomorrow now recently Christmas Ramadan Easter Muharram BC AD 0 32 13/13/2021 2021-02-30 - "
    "– / , . ( ) ' \" İstanbul ß … \u00a0 said will fell over about nearly at least Q3 H1 FY22 February 29".split(" ")
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=120)
DAYS = st.none() | st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
RELAXED = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RELAXED
@given(body=TEXTS, title=TEXTS, published=DAYS)
def test_any_text_is_tagged_with_offsets_that_slice_right(tag, body: str, title: str, published: date | None) -> None:
    last: dict[str, int] = {}
    for timex in tag(body, published, title=title):
        stored = title if timex.field == "title" else body
        assert stored[timex.start_char : timex.end_char] == timex.text
        assert timex.text.strip()
        assert timex.start_char >= last.get(timex.field, 0), "expressions overlap"
        last[timex.field] = timex.end_char


@RELAXED
@given(body=TEXTS, published=DAYS)
def test_days_precision_and_anchor_agree(tag, body: str, published: date | None) -> None:
    for timex in tag(body, published):
        assert (timex.date_precision is not None) == (timex.date_start is not None and timex.date_end is not None)
        if timex.date_start and timex.date_end:
            assert timex.date_start <= timex.date_end
            assert timex.anchor is not None
            assert timex.date_precision in range(1, 6)
        if timex.anchor is None:
            assert timex.date_start is None
            assert timex.date_end is None


@RELAXED
@given(body=TEXTS)
def test_without_publication_date_nothing_hangs_on_it(tag, body: str) -> None:
    assert all(timex.anchor != "published" for timex in tag(body, None))


@RELAXED
@given(body=TEXTS, published=DAYS)
def test_the_same_text_gives_the_same_dates(tag, body: str, published: date | None) -> None:
    assert tag(body, published) == tag(body, published)


@pytest.mark.parametrize(
    "word", ["twenty", "1996", "May", "the", "1,", "Friday.", "and May", "last next this the following"]
)
def test_a_text_of_one_word_takes_no_longer_than_its_length_allows(tag, word: str) -> None:
    started = process_time()
    tag(f"{word} " * 5000 + "years ago", date(2021, 8, 8))
    assert process_time() - started < 3


@pytest.mark.parametrize("unit", ["seconds", "days", "weeks", "months", "quarters", "years", "decades", "centuries"])
def test_numbers_beyond_the_calendar_are_no_error(tag, unit: str) -> None:
    body = f"It was 9999999999999 {unit} ago, 99999 {unit} later, in the next 99999999 {unit}, over 999999 {unit} ago."
    assert tag(body, date(2021, 8, 8))
