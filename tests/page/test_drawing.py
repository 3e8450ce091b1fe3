from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from flows.page.base_map import countries, project
from flows.page.drawing import COLOURS, EARLIER, MOST_BARS, Day, Spot, bars_of, data_uri, draw, picture_of, stacks_of

DAYS = [Day(date(2021, 8, 7), 4, True, 3), Day(date(2021, 8, 9), 4, False, 1)]


def share(png: bytes, colour: str, box: tuple[int, int, int, int]) -> int:
    """Pixels in a part of the picture that are all but of a colour."""
    wanted = np.array(ImageColor.getrgb(colour)[:3])
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB").crop(box)).astype(int)
    return int((abs(pixels - wanted) < 12).all(axis=2).sum())


def test_the_runs_events_are_in_colour_and_earlier_ones_grey() -> None:
    spots = [Spot(69.2, 34.5, True, 4, True, 3), Spot(62.2, 34.3, True, 4, False, 1)]

    png = draw(spots, DAYS)

    for part in ((0, 40, 900, 464), (46, 470, 890, 618)):  # map, timeline
        assert share(png, COLOURS[4], part) > 20
        assert share(png, EARLIER, part) > 20


def test_nothing_to_draw_makes_an_empty_picture_and_not_an_error() -> None:
    assert Image.open(io.BytesIO(draw([], []))).size == (900, 644)


def test_a_home_with_events_has_a_picture(home: Path) -> None:
    png = picture_of(home, "r1")

    assert png is not None
    assert data_uri(png) == "data:image/png;base64," + base64.b64encode(png).decode()


def one_a_day(days: Sequence[date]) -> list[Day]:
    return [Day(day, 1, True, 1) for day in days]


def test_bars_are_days_months_or_years_and_leave_no_gap() -> None:
    days = one_a_day([date(2021, 8, 30), date(2021, 9, 1)])
    months = one_a_day([date(2020, 12, 5), date(2021, 2, 27)])
    years = one_a_day([date(1800, 1, 1), date(2021, 2, 27)])

    assert bars_of(days) == ([date(2021, 8, 30), date(2021, 8, 31), date(2021, 9, 1), date(2021, 9, 2)], "day")
    assert bars_of(months)[0] == [date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1)]
    assert bars_of(years)[0][::MOST_BARS] == [date(1962, 1, 1), date(2022, 1, 1)]


def test_events_before_the_first_bar_and_after_the_last_are_left_out() -> None:
    edges = [date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1)]
    days = one_a_day([date(2020, 11, 30), date(2020, 12, 31), date(2021, 1, 31), date(2021, 2, 1)])

    assert [sum(stack.values()) for stack in stacks_of(days, edges)] == [1, 1]


def test_every_country_of_the_map_has_a_code_and_lies_within_the_paper() -> None:
    rings = [(code, ring) for code, polygons in countries() for ring in polygons]

    assert len({code for code, _ in rings}) > 230
    assert {len(code) for code, _ in rings} == {3}
    assert max(abs(project(longitude, latitude)[1]) for _, ring in rings for longitude, latitude in ring) < 1.32
