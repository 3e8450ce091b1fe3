"""Which date of a printed line is the first publication, which an update, which neither."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.prepare.date_lines import read_date_line
from transforms.prepare.layout import authors_in_byline, cut_text
from transforms.prepare.published import parse_date

FIRST, LATER = date(2018, 3, 4), date(2018, 9, 21)


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Published 4 March 2018, last edited on 21 September 2018", ["published", "updated"]),
        ("March 4, 2018 (updated September 21, 2018)", ["plain", "updated"]),
        ("Posted: 2018-03-04 • Revised: 2018-09-21", ["published", "updated"]),
    ],
)
def test_first_and_update(line: str, kinds: list[str]) -> None:
    found = [(one.kind, one.when.day if one.when else None) for one in read_date_line(line)]
    assert found == list(zip(kinds, [FIRST, LATER], strict=True))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Updated 2 hours ago | 4 March 2018", "plain"),
        ("Published | 4 March 2018", "published"),
        ("Harvest fair: 4 March 2018", "other"),
        ("Page generated on 4 March 2018", "other"),
    ],
)
def test_the_label_nearest_to_the_date_counts(line: str, kind: str) -> None:
    assert [one.kind for one in read_date_line(line)] == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 4 March 2018 Harbour Media",
        "The bridge had been closed since a storm on 4 March 2018 tore away its rail.",
        "Rain and wind",
    ],
)
def test_no_line_of_dates(line: str) -> None:
    assert read_date_line(line) == []


@pytest.mark.parametrize(
    "text", ["1970-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "1969-12-31T19:00:00-05:00", "1900-01-01", "0001-01-01"]
)
def test_what_programs_write_for_want_of_a_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_day_after_the_zero_is_a_day() -> None:
    assert parse_date("1970-01-02") is not None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Friday 4 March 2018 7:15 pm GMT by Nora Quist", ["Nora Quist"]),
        ("By Nora Quist, March 4, 2018", ["Nora Quist"]),
        ("Posted on March 4, 2018 by Nora Quist and Per Holm", ["Nora Quist", "Per Holm"]),
        ("By April May", ["April May"]),
    ],
)
def test_a_date_in_a_byline_is_no_author(line: str, names: list[str]) -> None:
    assert authors_in_byline(line) == names


def test_a_text_with_both_dates() -> None:
    text = "Ferry sinks off Port Nova\n\nUpdated: 21 September 2018 | First published: 4 March 2018\n\nA ferry sank."
    layout = cut_text(text)
    assert (parse_date(layout.labelled_date), parse_date(layout.updated_date)) == (
        parse_date("2018-03-04"),
        parse_date("2018-09-21"),
    )
