# ruff: noqa: PLC0415 - Pillow is imported when something is drawn: start-up time
"""The picture of a run: a map of its events and a timeline, as a PNG for Prefect's artifacts.

What belongs here: what is asked of the warehouse for it, and the drawing. The run's events are in colour, by the kind
that most of them are; what the warehouse held before is grey. The page of `dateline report` is for looking into them.
"""

from __future__ import annotations

import base64
import io
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.asking import ask
from flows.page.base_map import Point, countries, project
from flows.wording import counted

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

Draw = Any  # Pillow's ImageDraw, whose stubs are partial

WIDTH, MAP_HEIGHT, TIME_HEIGHT, HEAD = 900, 430, 180, 34
SHARPER = 2  # drawn so many times as large, then made smaller: smooth edges
COLOURS = ("#8a929c", "#56b4e9", "#009e73", "#e69f00", "#d55e00")  # Okabe & Ito; by quad class, 0 not said
KINDS = ("not said", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
EARLIER, INK, QUIET, LINE, LAND, WATER = "#b4bac3", "#1d2430", "#565f6d", "#ccd3dc", "#ffffff", "#eaf0f5"
MOST_BARS = 60
MOST_COLOURS = 64

_PLACES = """
SELECT longitude, latitude, coalesce(where_precision, 1) <= 2 AS is_point, coalesce(quad_class, 0) AS quad,
       coalesce(_run_id = $run, false) AS is_new, count(*) AS events
FROM events WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND status IN ('actual', 'ongoing', 'claimed')
GROUP BY ALL ORDER BY ALL
"""
_DAYS = """
SELECT date_start, coalesce(quad_class, 0) AS quad, coalesce(_run_id = $run, false) AS is_new, count(*) AS events
FROM events WHERE date_start IS NOT NULL AND status IN ('actual', 'ongoing', 'claimed') GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one point of the map."""

    longitude: float
    latitude: float
    is_point: bool  # the place or near it; else the middle of a division or country
    quad: int
    is_new: bool
    events: int


@dataclass(frozen=True, slots=True)
class Day:
    """Events that began on one day."""

    day: date
    quad: int
    is_new: bool
    events: int


def picture_of(home: Path, run_id: str) -> bytes | None:
    """Map and timeline of what is said to have happened, a run's events in colour; None where there is nothing."""
    asked: dict[str, object] = {"run": run_id}
    spots = [Spot(*row) for row in ask(home, _PLACES, asked).iter_rows()]
    days = [Day(*row) for row in ask(home, _DAYS, asked).iter_rows()]
    return draw(spots, days) if spots or days else None


def data_uri(png: bytes) -> str:
    """A PNG as Prefect's image artifact takes it."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def draw(spots: Sequence[Spot], days: Sequence[Day]) -> bytes:
    """Map above, timeline below, as a PNG."""
    from PIL import Image, ImageDraw

    size = (WIDTH * SHARPER, (HEAD + MAP_HEIGHT + TIME_HEIGHT) * SHARPER)
    image = Image.new("RGB", size, "#ffffff")
    _draw_map(image, spots)
    pen = ImageDraw.Draw(image)
    _draw_head(pen, spots, days)
    _draw_timeline(pen, days)
    return _as_png(image)


def _as_png(image: Image.Image) -> bytes:
    from PIL import Image

    small = image.resize((image.width // SHARPER, image.height // SHARPER), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(MOST_COLOURS, Image.Quantize.MAXCOVERAGE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_head(pen: ImageDraw.ImageDraw, spots: Sequence[Spot], days: Sequence[Day]) -> None:
    """How many events there are, and what the colours mean."""
    new, on_map = sum(day.events for day in days if day.is_new), sum(spot.events for spot in spots)
    total = sum(day.events for day in days)
    _write(pen, 10, 9, f"{counted(total, 'dated event')}, {new} of this run (grey: earlier); {on_map} on the map", INK)
    left = WIDTH - 10
    for quad in (1, 2, 3, 4):
        left -= _width(pen, KINDS[quad])
        _write(pen, left, 10, KINDS[quad], QUIET, 11)
        left -= 15
        _circle(pen, (left + 5, 17), 4, COLOURS[quad])
        left -= 10


# the map


def _draw_map(image: Image.Image, spots: Sequence[Spot]) -> None:
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (WIDTH * SHARPER, MAP_HEIGHT * SHARPER), WATER)
    pen = ImageDraw.Draw(paper)
    window = _window(spots)
    for _, rings in countries():
        for ring in rings:
            for shift in _shifts(ring):
                corners = [_on_paper((longitude + shift, latitude), window) for longitude, latitude in ring]
                pen.polygon(_scaled(corners), fill=LAND, outline=LINE)
    for spot in sorted(spots, key=lambda spot: (spot.is_new, -spot.events)):
        _draw_spot(pen, spot, _on_paper((spot.longitude, spot.latitude), window))
    image.paste(paper, (0, HEAD * SHARPER))


def _draw_spot(pen: ImageDraw.ImageDraw, spot: Spot, at: Point) -> None:
    """A filled circle for a place, a ring for the middle of a division or country."""
    colour, size = COLOURS[spot.quad] if spot.is_new else EARLIER, 2.5 + 1.6 * math.sqrt(spot.events)
    if spot.is_point:
        _circle(pen, at, min(size, 18), colour, "#ffffff")
    else:
        _circle(pen, at, min(size + 1, 18), None, colour, 2)


Window = tuple[float, float, float]  # pixels a unit of the projection; its x and y in the middle


def _window(spots: Sequence[Spot]) -> Window:
    """What part of the world is drawn: where nearly all of the run's events lie, or all events, or the whole world."""
    shown = [spot for spot in spots if spot.is_new] or list(spots)
    points = [project(spot.longitude, spot.latitude) for spot in shown]
    left, right = _middle([x for x, _ in points], (-2.7, 2.7))
    low, high = _middle([y for _, y in points], (-1.0, 1.25))
    scale = min(0.8 * WIDTH / max(right - left, 0.35), 0.8 * MAP_HEIGHT / max(high - low, 0.2))
    return max(scale, WIDTH / 5.5), (left + right) / 2, (low + high) / 2


def _middle(values: list[float], otherwise: Point) -> Point:
    """The range of values without the outermost 2 percent at either end."""
    if not values:
        return otherwise
    ordered, cut = sorted(values), len(values) // 50
    return ordered[cut], ordered[-1 - cut]


def _on_paper(place: Point, window: Window) -> Point:
    scale, middle_x, middle_y = window
    x, y = project(*place)
    return WIDTH / 2 + (x - middle_x) * scale, MAP_HEIGHT / 2 - (y - middle_y) * scale


def _shifts(ring: tuple[Point, ...]) -> tuple[float, ...]:
    """A ring over the 180th meridian is drawn at both edges of the map."""
    if any(longitude > 180 for longitude, _ in ring):
        return (0.0, -360.0)
    return (0.0, 360.0) if any(longitude < -180 for longitude, _ in ring) else (0.0,)


# the timeline


def _draw_timeline(pen: ImageDraw.ImageDraw, days: Sequence[Day]) -> None:
    top, floor, left, right = HEAD + MAP_HEIGHT + 16, HEAD + MAP_HEIGHT + TIME_HEIGHT - 26, 46, WIDTH - 12
    edges, name = bars_of(days)
    if not edges:
        _write(pen, left, top, "no event has a date", QUIET)
        return
    stacks = stacks_of(days, edges)
    tallest = 4 * _step(max(sum(stack.values()) for stack in stacks))
    for step in range(5):
        level = floor - (floor - top) * step / 4
        _line(pen, (left, level), (right, level))
        label = str(tallest * step // 4)
        _write(pen, left - 6 - _width(pen, label), level - 8, label, QUIET, 11)
    slot = (right - left) / len(stacks)
    every = max(1, math.ceil(76 / slot))
    for number, (edge, stack) in enumerate(zip(edges, stacks, strict=False)):
        _draw_bar(pen, stack, (left + number * slot, floor), (max(slot - 1.5, 1), (floor - top) / tallest))
        if number % every == 0:
            _write(pen, left + number * slot, floor + 5, _label(edge, name), QUIET, 11)


def _draw_bar(pen: ImageDraw.ImageDraw, stack: Counter[tuple[bool, int]], at: Point, unit: Point) -> None:
    """One bar: the run's events by kind below, earlier ones in grey on top."""
    (left, level), (wide, tall) = at, unit
    for is_new, quad in sorted(stack, key=lambda part: (not part[0], -part[1])):
        height = stack[is_new, quad] * tall
        colour = COLOURS[quad] if is_new else EARLIER
        pen.rectangle(_scaled([(left, level - height), (left + wide, level)]), fill=colour)
        level -= height


def bars_of(days: Sequence[Day]) -> tuple[list[date], str]:
    """Where bars begin and the last one ends, and how long a bar is: days, months or years, as few as are drawn well.

    The outermost 2 percent of the events at either end are left out: one of 1911 would press 1987 into a bar.

    >>> bars_of([Day(date(2021, 8, 7), 4, True, 1), Day(date(2021, 8, 8), 4, True, 1)])
    ([datetime.date(2021, 8, 7), datetime.date(2021, 8, 8), datetime.date(2021, 8, 9)], 'day')
    """
    told = sorted(day.day for day in days for _ in range(min(day.events, 50)))
    if not told:
        return [], "day"
    first, last = told[len(told) // 50], told[-1 - len(told) // 50]
    if (last - first).days < MOST_BARS:
        return [first + timedelta(number) for number in range((last - first).days + 2)], "day"
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month
    if end - start <= MOST_BARS:
        return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)], "month"
    return [date(year, 1, 1) for year in range(max(first.year, last.year - MOST_BARS + 1), last.year + 2)], "year"


def stacks_of(days: Iterable[Day], edges: Sequence[date]) -> list[Counter[tuple[bool, int]]]:
    """Events of each bar by whether they are the run's and by kind; those before and after all bars are left out."""
    stacks: list[Counter[tuple[bool, int]]] = [Counter() for _ in edges[1:]]
    for day in days:
        number = bisect_right(edges, day.day) - 1
        if 0 <= number < len(stacks):
            stacks[number][day.is_new, day.quad] += day.events
    return stacks


def _step(most: int) -> int:
    """A quarter of the scale: the least round number of which four hold the tallest bar.

    >>> _step(56), _step(3), _step(2016)
    (20, 1, 1000)
    """
    rounds = (unit * 10**power for power in range(12) for unit in (1, 2, 5))
    return next(step for step in rounds if 4 * step >= most)


def _label(edge: date, name: str) -> str:
    return edge.isoformat()[: {"day": 10, "month": 7, "year": 4}[name]]


# ink


def _scaled(points: Iterable[Point]) -> list[Point]:
    return [(x * SHARPER, y * SHARPER) for x, y in points]


def _circle(  # noqa: PLR0917 - a pen's arguments
    pen: ImageDraw.ImageDraw, at: Point, radius: float, fill: str | None, outline: str | None = None, width: int = 1
) -> None:
    (x, y), r = at, radius
    box = _scaled([(x - r, y - r), (x + r, y + r)])
    pen.ellipse(box, fill=fill, outline=outline, width=width * SHARPER)


def _line(pen: ImageDraw.ImageDraw, start: Point, end: Point) -> None:
    pen.line(_scaled([start, end]), fill=LINE, width=SHARPER)


def _write(  # noqa: PLR0917 - as above
    pen: ImageDraw.ImageDraw, left: float, top: float, text: str, colour: str, size: int = 14
) -> None:
    pen.text((left * SHARPER, top * SHARPER), text, fill=colour, font=_font(size))


def _width(pen: ImageDraw.ImageDraw, text: str, size: int = 11) -> float:
    return float(pen.textlength(text, font=_font(size))) / SHARPER


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size * SHARPER)  # the font that Pillow brings
