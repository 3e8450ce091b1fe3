"""The base map in Python: countries as rings of degrees, and where a point lies on paper.

The file is `assets/world.json`, which the page draws too (TopoJSON; its README says whence). Equal Earth (Šavrič,
Patterson and Jenny 2018) keeps areas, and is linear in the longitude, so that a ring over the 180th meridian is drawn
twice, shifted.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

Point = tuple[float, float]
WORLD = Path(__file__).parent / "assets" / "world.json"
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796


def project(longitude: float, latitude: float) -> Point:
    """A point on the Equal Earth map, x to the right and y upwards.

    >>> project(0, 0)
    (0.0, 0.0)
    """
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = 3 * (9 * _A4 * square * sixth + 7 * _A3 * sixth + 3 * _A2 * square + _A1)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / slope
    return x, theta * (_A4 * square * sixth + _A3 * sixth + _A2 * square + _A1)


@cache
def countries() -> tuple[tuple[str, tuple[tuple[Point, ...], ...]], ...]:
    """ISO code and outer rings of every country but Antarctica; longitudes run on over the 180th meridian."""
    world: Any = json.loads(WORLD.read_text(encoding="utf-8"))
    arcs = _arcs(world)
    drawn: list[tuple[str, tuple[tuple[Point, ...], ...]]] = []
    for shape in world["objects"]["countries"]["geometries"]:
        rings = (_ring(polygon[0], arcs) for polygon in _polygons(shape))
        if shape["id"] != "ATA":
            drawn.append((str(shape["id"]), tuple(ring for ring in rings if len(ring) > 3)))  # others are no areas
    return tuple(drawn)


def _polygons(shape: Any) -> list[Any]:
    return list(shape["arcs"]) if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def _arcs(world: Any) -> list[list[Point]]:
    """Lines of degrees: each stored point is the step from the one before, in units of the file's grid."""
    (across, up), (left, bottom) = world["transform"]["scale"], world["transform"]["translate"]
    lines: list[list[Point]] = []
    for steps in world["arcs"]:
        x = y = 0
        line: list[Point] = []
        for right, above in steps:
            x, y = x + right, y + above
            line.append((x * across + left, y * up + bottom))
        lines.append(line)
    return lines


def _ring(numbers: list[int], arcs: list[list[Point]]) -> tuple[Point, ...]:
    """Lines put end to end; a negative number is the line ~number from its end."""
    points: list[Point] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return tuple(_unbroken(points))


def _unbroken(points: list[Point]) -> list[Point]:
    """A ring that jumps from 180 to -180 degrees runs on to 181 instead."""
    kept: list[Point] = []
    turn = 0.0
    before = points[0][0]
    for longitude, latitude in points:
        if abs(longitude - before) > 180:
            turn += 360 if longitude < before else -360
        before = longitude
        kept.append((longitude + turn, latitude))
    return kept
