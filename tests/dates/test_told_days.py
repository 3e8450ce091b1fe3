"""Days told by weekdays, weeks, parts of months, joined dates and round spans: what is read, and what is not."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.dates.rules_joined import writes_day_first

WEDNESDAY = date(2022, 6, 15)


def days(found: list) -> list[tuple[str, str]]:
    return [(str(timex.date_start), str(timex.date_end)) for timex in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The bridge fell on the third Tuesday of May.", "2022-05-17", "2022-05-17"),
        ("The bridge fell on the last Sunday in May 2020.", "2020-05-31", "2020-05-31"),
        ("The bridge fell on the 1st Monday of last month.", "2022-05-02", "2022-05-02"),
        ("The bridge fell on the last Saturday of June.", "2021-06-26", "2021-06-26"),
        ("The bridge will open on the last Saturday of June.", "2022-06-25", "2022-06-25"),
        ("The bridge fell on the penultimate Friday of May.", "2022-05-20", "2022-05-20"),
        ("The bridge fell on April's first Monday.", "2022-04-04", "2022-04-04"),
        ("The mill burned in the week of 6 June.", "2022-06-06", "2022-06-12"),
        ("The mill burned in the week of 9 June.", "2022-06-06", "2022-06-12"),
        ("The mill burned in the week of June 5.", "2022-06-05", "2022-06-11"),
        ("The mill burned in the week ended on 10 June.", "2022-06-04", "2022-06-10"),
        ("The mill burned in the week starting Monday, 6 June.", "2022-06-06", "2022-06-12"),
        ("The mill burned in the week to 12 June.", "2022-06-06", "2022-06-12"),
        ("The mill burned in the week before 6 June.", "2022-05-30", "2022-06-05"),
        ("The mill burned in the week of June 6-12.", "2022-06-06", "2022-06-12"),
        ("The mill burned in week 20.", "2022-05-16", "2022-05-22"),
        ("The mill burned in week 40.", "2021-10-04", "2021-10-10"),
        ("The mill will open in week 40.", "2022-10-03", "2022-10-09"),
        ("The mill burned in epidemiological week 5 of 2021.", "2021-02-01", "2021-02-07"),
        ("Half of it was lost a year and a half ago.", "2020-10-16", "2021-02-13"),
        ("Half of it was lost one and a half months ago.", "2022-04-20", "2022-05-10"),
        ("Half of it was lost 1½ weeks ago.", "2022-06-03", "2022-06-07"),
        ("Half of it was lost half a year ago.", "2021-10-16", "2022-02-13"),
        ("Half of it was lost a year and four months ago.", "2021-02-01", "2021-02-28"),
        ("Half of it was lost a month and three days ago.", "2022-05-12", "2022-05-12"),
        ("The entry of 4-Feb-2019 is torn.", "2019-02-04", "2019-02-04"),
        ("The entry of 04/February/2019 is torn.", "2019-02-04", "2019-02-04"),
        ("The entry of 4.Feb.19 is torn.", "2019-02-04", "2019-02-04"),
        ("The entry of Feb-04-2019 is torn.", "2019-02-04", "2019-02-04"),
        ("The entry of 2019-Feb-04 is torn.", "2019-02-04", "2019-02-04"),
        ("The entry of 2019/02/04 is torn.", "2019-02-04", "2019-02-04"),
        ("The entry of Feb-2019 is torn.", "2019-02-01", "2019-02-28"),
        ("Rain fell in the first week of last month.", "2022-05-01", "2022-05-07"),
        ("Rain fell in the first half of April.", "2022-04-01", "2022-04-15"),
        ("Rain fell on the first weekend of May.", "2022-05-07", "2022-05-08"),
        ("Rain fell in the first five days of this month.", "2022-06-01", "2022-06-05"),
        ("Rain fell in the last two weeks of February 2020.", "2020-02-16", "2020-02-29"),
        ("Rain fell on the ninth of this month.", "2022-06-09", "2022-06-09"),
        ("Rain fell on the 30th of last month.", "2022-05-30", "2022-05-30"),
        ("The hearing is a fortnight on Friday.", "2022-07-01", "2022-07-01"),
        ("The hearing opens Thursday week.", "2022-06-23", "2022-06-23"),
        ("The hearing opens three weeks from Monday.", "2022-07-11", "2022-07-11"),
        ("The hearing opens a week today.", "2022-06-22", "2022-06-22"),
        ("He was seen two weeks ago yesterday.", "2022-05-31", "2022-05-31"),
        ("He was seen the week before last.", "2022-05-30", "2022-06-05"),
        ("He was seen on the Sunday before last.", "2022-06-05", "2022-06-05"),
        ("He was seen in the early hours of 4 June.", "2022-06-04", "2022-06-04"),
    ],
)
def test_the_days_of_one_expression(tag, text: str, first: str, last: str) -> None:
    assert days(tag(text, WEDNESDAY)) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "They fast on the second Friday of Lent.",
        "They meet on the first Sunday of each month.",
        "They met on the fifth Monday of April.",
        "They meet every third Thursday.",
    ],
)
def test_a_weekday_that_no_month_holds_is_open(tag, text: str) -> None:
    assert {timex.date_start for timex in tag(text, WEDNESDAY)} == {None}


@pytest.mark.parametrize("text", ["They lost in Week 3.", "He spoke in week 2 of the trial."])
def test_weeks_of_a_season_are_none_of_the_calendar(tag, text: str) -> None:
    assert tag(text, WEDNESDAY) == []


def test_a_length_up_on_a_weekday_is_no_day_to_come(tag) -> None:
    found = tag("He had been held for a week on Monday.", WEDNESDAY)
    assert [timex.timex_value for timex in found] == ["P1W", "2022-06-13"]


def test_nothing_is_counted_without_a_publication_date(tag) -> None:
    text = "It opens Monday week. It fell a year and a half ago, in the first week of last month, in week 20."
    assert {timex.date_start for timex in tag(text)} == {None}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Forms of 25/12/2021 and 3/4/2022.", ["2021-12-25", "2022-04-03"]),
        ("Forms of 12/25/2021 and 3/4/2022.", ["2021-12-25", "2022-03-04"]),
        ("Forms of 3.4.2022 and 25.12.2021.", ["2022-04-03", "2021-12-25"]),
    ],
)
def test_ambiguous_dates_follow_the_habit_of_the_article(tag, text: str, values: list[str]) -> None:
    assert [timex.timex_value for timex in tag(text, WEDNESDAY)] == values


@pytest.mark.parametrize(
    ("texts", "habit"),
    [(["31/1/2020"], True), (["1/31/2020"], False), (["1/2/2020"], None), (["31/1/2020", "1/31/2020"], None)],
)
def test_the_habit_of_an_article(texts: list[str], habit: bool | None) -> None:
    assert writes_day_first(texts) is habit


@pytest.mark.parametrize(
    "text",
    [
        "The map is at https://atlas.example.org/glaciers_2011_v2.pdf and in print.",
        "The map is at www.example.org/2011/may and in print.",
        "The map is at maps2011.example.com and in print.",
        "Write to vote2011@example.org for the map.",
        "The map lies in /srv/maps/2011 on the disk.",
        r"The map lies in C:\maps\May\2011 on the disk.",
        "The map is called flood_march-2011.xlsx there.",
        "The map was shared as #Flood2011 by @march2011.",
    ],
)
def test_addresses_and_file_names_hold_no_dates(tag, text: str) -> None:
    assert tag(text, WEDNESDAY) == []


@pytest.mark.parametrize("text", ["It closed in 2011.", "It closed in May/June 2011.", "It closed in 2011/12."])
def test_what_only_looks_like_a_path_keeps_its_date(tag, text: str) -> None:
    assert "2011" in tag(text, WEDNESDAY)[-1].text or tag(text, WEDNESDAY)[0].text == "2011"


@pytest.mark.parametrize(("text", "year"), [("It is dated 3-Mar-29.", 2029), ("It is dated 3-Mar-62.", 1962)])
def test_two_digits_of_a_year_are_read_without_a_clock(tag, text: str, year: int) -> None:
    assert tag(text)[0].date_start == date(year, 3, 3)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Two days after the raid on 3 June he fled.", ["2022-06-05", "2022-06-03"]),
        ("He fled the day before Friday's raid.", ["2022-06-09", "2022-06-10"]),
        ("The raid came on 3 June. The day after the raid he fled.", ["2022-06-03", "2022-06-04"]),
        ("He fled on 3 June, the day after the raid.", ["2022-06-03", "2022-06-03"]),
        ("He fled the day after the raid.", ["XXXX-XX-XX"]),
    ],
)
def test_a_day_after_an_event_counts_from_where_it_is_told(tag, text: str, values: list[str]) -> None:
    assert [timex.timex_value for timex in tag(text, WEDNESDAY)] == values


def test_the_past_decade_ends_with_publication(tag) -> None:
    (found,) = tag("It has grown over the past decade.", WEDNESDAY)
    assert (found.timex_type, str(found.date_start), str(found.date_end)) == ("DURATION", "2012-06-15", "2022-06-15")
