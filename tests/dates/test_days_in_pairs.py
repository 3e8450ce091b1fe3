"""Days told in pairs and nights told by two days, the tense that places them, and the periods of business reports."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import transforms

WEDNESDAY = date(2022, 6, 15)


def days(found: list) -> list[tuple[str, str]]:
    return [(str(timex.date_start), str(timex.date_end)) for timex in found]


def values(found: list) -> list[str]:
    return [timex.timex_value for timex in found]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The ferries stood idle from Tuesday to Friday.", "2022-06-07", "2022-06-10"),
        ("The ferries stood idle Tuesday through Friday.", "2022-06-07", "2022-06-10"),
        ("The ferries stood idle between Saturday and Monday.", "2022-06-11", "2022-06-13"),
        ("The Thursday-Sunday fair drew nobody, vendors said.", "2022-06-09", "2022-06-12"),
        ("The ferries stood idle from Monday until Thursday of last week.", "2022-06-06", "2022-06-09"),
        ("The fair will run from Tuesday to Friday.", "2022-06-21", "2022-06-24"),
        ("The fair will run from Saturday to Monday.", "2022-06-18", "2022-06-20"),
        ("The fair will run from Monday to Thursday next week.", "2022-06-20", "2022-06-23"),
        ("Nine cases were found in weeks 20-22.", "2022-05-16", "2022-05-30"),
        ("Nine cases were found in weeks 3 and 4 of 2021.", "2021-01-18", "2021-01-25"),
    ],
)
def test_the_second_of_two_is_counted_from_the_first(tag, text: str, first: str, second: str) -> None:
    assert [start for start, _ in days(tag(text, WEDNESDAY))] == [first, second]


def test_a_range_of_weekdays_without_a_day_to_count_from_stays_open(tag) -> None:
    assert values(tag("The ferries stood idle from Tuesday to Friday.")) == ["XXXX-WXX-2", "XXXX-WXX-5"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The depot burned on Thursday of last week.", "2022-06-09", "2022-06-09"),
        ("The depot burned on Thursday last week.", "2022-06-09", "2022-06-09"),
        ("The depot reopens on Wednesday next week.", "2022-06-22", "2022-06-22"),
        ("The depot burned on Thursday the 9th.", "2022-06-09", "2022-06-09"),
        ("The depot burned on Friday the 13th.", "2022-05-13", "2022-05-13"),
        ("The depot burned last Friday, June 10.", "2022-06-10", "2022-06-10"),
        ("The depot burned in mid-week.", "2022-06-14", "2022-06-15"),
        ("The depot burned overnight on Sunday.", "2022-06-12", "2022-06-13"),
        ("The depot burned overnight Sunday into Monday.", "2022-06-12", "2022-06-13"),
        ("The depot burned overnight from Sunday to Monday.", "2022-06-12", "2022-06-13"),
        ("The depot burned overnight into Monday.", "2022-06-12", "2022-06-13"),
        ("The depot burned on Sunday night into Monday morning.", "2022-06-12", "2022-06-13"),
        ("The depot burned in the night from Sunday to Monday.", "2022-06-12", "2022-06-13"),
        ("The depot burned on the night of 7-8 May.", "2022-05-07", "2022-05-08"),
        ("The depot burned on the night of May 7-8, 2020.", "2020-05-07", "2020-05-08"),
        ("The depot burned in the night between 7 and 8 May.", "2022-05-07", "2022-05-08"),
        ("The depot burned the night before last.", "2022-06-13", "2022-06-13"),
        ("The depot burned on May's second Tuesday.", "2022-05-10", "2022-05-10"),
        ("The depot burned at the end of the month.", "2022-05-21", "2022-05-31"),
        ("The depot will open at the end of the month.", "2022-06-21", "2022-06-30"),
    ],
)
def test_one_time_told_by_two_words(tag, text: str, first: str, last: str) -> None:
    assert days(tag(text, WEDNESDAY)) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "The depot burned on 7, 8 and 9 May 2020.",
        "The depot burned on May 7, 8 and 9, 2020.",
    ],
)
def test_each_day_of_a_list(tag, text: str) -> None:
    assert values(tag(text, WEDNESDAY)) == ["2020-05-07", "2020-05-08", "2020-05-09"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On May 7, 10 and 12 men were held.", ["2022-05-07"]),
        ("He fishes on a quiet Sunday and did so one Friday.", ["XXXX-WXX-7", "XXXX-WXX-5"]),
        ("They have until Friday.", ["2022-06-17"]),
        ("The ban will end on Feb. 1.", ["2023-02-01"]),
        ("They were held on the eve of the 8 May parade.", ["2022-05-07", "2022-05-08"]),
        ("They were held on the eve of Sunday's parade.", ["2022-06-11", "2022-06-12"]),
        ("They were held on the eve of the parade.", ["XXXX-XX-XX"]),
        ("The parade was on 8 May. On the eve of the parade two were held.", ["2022-05-08", "2022-05-07"]),
        ("The bar is open on Friday and Saturday nights.", ["XXXX-WXX-5TNI", "XXXX-WXX-6TNI"]),
        ("It lasted for weeks or months and ended within days.", ["PXW", "PXD"]),
        ("Prices rose over the years and may fall in the months ahead.", ["PXY", "PXM"]),
        ("The pact ends on 8 July. Until then nothing changes.", ["2022-07-08", "2022-07-08"]),
        ("They cut it as soon as it rained.", []),
        ("They will go as soon as possible.", ["FUTURE_REF"]),
    ],
)
def test_values(tag, text: str, expected: list[str]) -> None:
    assert values(tag(text, WEDNESDAY)) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The envoy will visit the disputed valley on Friday.", "2022-06-17"),
        ("The envoy will address the United Nations on Friday.", "2022-06-17"),
        ("The envoy will see the Geneva-based agency on Friday.", "2022-06-17"),
        ("The two presidents meet again on Friday.", "2022-06-17"),
        ("She quit as chair effective Friday.", "2022-06-17"),
        ("The envoy visited the valley on Friday.", "2022-06-10"),
        ("The two presidents did not meet on Friday.", "2022-06-10"),
        ("Troops retook the valley on Friday.", "2022-06-10"),
    ],
)
def test_tense_is_told_by_verbs_alone(tag, text: str, day: str) -> None:
    assert [start for start, _ in days(tag(text, WEDNESDAY))] == [day]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Net rose in the first quarter. After a weak third quarter, sales beat a year ago.", "2021-Q1"),
        ("Profit for the quarter ended April 30 doubled.", "2022-Q1"),
        ("Profit for the quarter ended March 31 doubled.", "2022-Q1"),
        ("Profit doubled in the latest fiscal year.", "2021"),
        ("The sale should be done by year-end.", "2022-12-31"),
    ],
)
def test_periods_of_reports(tag, text: str, expected: str) -> None:
    assert expected in values(tag(text, WEDNESDAY))


def test_the_length_of_a_video_is_no_time_of_day(tag) -> None:
    assert tag("Mayor opens bridge | 1:06", WEDNESDAY) == []


def test_nothing_that_reads_texts_looks_at_the_clock() -> None:
    """What is read must be the same tomorrow: no `now()`, `today()` or `time.time()` in any module of `transforms`."""
    found = []
    for path in Path(str(transforms.__path__[0])).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.split(".")[-1] in ("now", "utcnow", "today", "localtime", "gmtime") or name == "time.time":
                found.append((path.name, name))
    assert not found
