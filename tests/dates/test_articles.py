"""Whole articles: what one date says of the next, and what is left open."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.dates.dateline import dateline_date

SUNDAY = date(2021, 8, 8)


def test_no_relative_date_is_resolved_without_a_publication_date(tag) -> None:
    body = (
        "The rebels took the town this weekend. On Friday they had shelled it; last week the army left.\n\n"
        "Yesterday a spokesman said that two days ago nobody had been there. Talks begin next month."
    )
    found = tag(body)
    assert len(found) == 6
    assert all(timex.anchor is None and timex.date_start is None and timex.date_end is None for timex in found)


def test_a_year_of_publication_is_no_day_to_count_from(tag) -> None:
    (found,) = tag("He fled yesterday.", date(2021, 1, 1), published_precision="year")
    assert found.anchor is None
    assert found.timex_value == "XXXX-XX-XX"


def test_a_month_of_publication_is_no_day_to_count_from(tag) -> None:
    (found,) = tag("He fled yesterday.", date(2021, 8, 1), published_precision="month")
    assert found.anchor is None


def test_the_year_of_a_past_story_carries_over_paragraphs(tag) -> None:
    found = tag("In May 1937 the north fell.\n\nOn 3 June the general died in a crash. In July the army moved.")
    assert [timex.timex_value for timex in found] == ["1937-05", "1937-06-03", "1937-07"]
    assert [timex.anchor for timex in found] == ["absolute", "previous", "previous"]


def test_a_year_in_passing_does_not_move_the_story(tag) -> None:
    found = tag("In May 1937 the north fell. A law in force until 1978 was passed. In June the army moved.")
    assert [timex.timex_value for timex in found] == ["1937-05", "1978", "1937-06"]


def test_a_heading_moves_the_story(tag) -> None:
    found = tag("In May 1937 the north fell.\n\n1939\n\nIn January the army moved.")
    assert found[-1].timex_value == "1939-01"


def test_a_date_in_the_title_counts_from_publication_too(tag) -> None:
    found = tag("Nothing else was known.", SUNDAY, title="Five capitals fall in weekend of losses")
    assert [(t.field, t.timex_value) for t in found] == [("title", "2021-W31-WE")]


def test_news_dates_stay_with_publication_after_history(tag) -> None:
    found = tag("The war began in 1979.\n\nOn Friday the army withdrew. In July it had promised to.", SUNDAY)
    assert [timex.timex_value for timex in found] == ["1979", "2021-08-06", "2021-07"]


def test_a_published_article_that_tells_history_hangs_on_its_own_dates(tag) -> None:
    body = (
        "War came in March 1936. The port fell in October 1936 and the capital in March 1939. "
        "Peace was signed in April 1939. In May the prisoners went home."
    )
    found = tag(body, SUNDAY)
    assert found[-1].timex_value == "1939-05"
    assert found[-1].anchor == "previous"


def test_that_year_may_be_a_year_in_passing(tag) -> None:
    found = tag("In November 1941 it snowed. The front had been still since 1939. In August of that year it moved.")
    assert found[-1].timex_value == "1939-08"


def test_a_quarter_is_what_a_year_ago_compares_with(tag) -> None:
    found = tag("Third-quarter profit rose to $12 million from $9 million a year ago.", date(2021, 10, 27))
    assert [timex.timex_value for timex in found] == ["2021-Q3", "2020-Q3"]


@pytest.mark.parametrize(
    "text",
    [
        "He may march on the capital and fall.",
        "May he rest in peace; March on, said April Jones.",
        "A force of 1500 soldiers took Route 1966 and Resolution 1973.",
        "The second man sat in the sun.",
        "He paid $2000 for 1980 tons of grain.",
        "The fall of the city was a shock.",
        "They scored 3:2 and drew 12-10.",
        "A 36-year-old man and a girl, 12 years old, were hurt.",
        "He told the programme This Week that more than a quarter of the fleet was lost.",
        "See https://example.org/2022/07/25/story for more.",
        "The fall in prices was a shock.",
    ],
)
def test_what_is_no_date(tag, text: str) -> None:
    assert tag(text, SUNDAY) == []


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("KABUL, Aug. 8 (Reuters) -", date(2021, 8, 8), date(2021, 8, 8)),
        ("GAO, Mali, Dec. 30 (AP) —", date(2022, 1, 2), date(2021, 12, 30)),
        ("LONDON (Reuters), 3 January 2020 -", date(2020, 1, 3), date(2020, 1, 3)),
        ("Antananarivo, 5 Jan 89 (Taratra) --", date(1989, 1, 6), date(1989, 1, 5)),
        ("KABUL, Aug. 8, 2021 (Reuters) -", None, date(2021, 8, 8)),
        ("KABUL, Aug. 8 (Reuters) -", None, None),
        ("KABUL (Reuters) -", date(2021, 8, 8), None),
        ("PARIS, Feb. 29 (AFP) -", date(2021, 3, 1), date(2020, 2, 29)),
        ("PARIS, Feb. 30 (AFP) -", date(2021, 3, 1), None),
    ],
)
def test_the_date_of_a_dateline(tables: dict, text: str, published: date | None, day: date | None) -> None:
    assert dateline_date(text, published, tables) == day


def test_a_dateline_with_a_year_stands_in_for_the_publication_date(tag) -> None:
    found = tag("KABUL, Aug. 8, 2021 (Reuters) - The city was shelled yesterday.")
    assert [timex.timex_value for timex in found] == ["2021-08-08", "2021-08-07"]
    assert found[1].date_start == date(2021, 8, 7)
