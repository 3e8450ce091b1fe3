"""A picture of what adding 1 % costs against the size of the archive.

What belongs here: drawing. The timing is in `archive`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 460, 260, 56, 16, 44


@dataclass(frozen=True, slots=True)
class Point:
    """At a size of the archive: how many articles were added, in how many seconds; what building it had cost."""

    articles: int
    added: int
    seconds: float
    build_seconds: float
    peak_mb: float
    steps: Mapping[str, float]

    @property
    def seconds_a_thousand(self) -> float:
        """Seconds for a thousand of the added articles."""
        return 1000 * self.seconds / self.added

    @property
    def build_a_thousand(self) -> float:
        """Seconds for a thousand articles of the build."""
        return 1000 * self.build_seconds / (self.articles - self.added)


def picture(points: Sequence[Point]) -> str:
    """An SVG: seconds for a thousand articles, added (dots) and on the average of the build (dashes), by size."""
    highest = 1.2 * max(max(point.seconds_a_thousand, point.build_a_thousand) for point in points)
    sizes = [math.log10(point.articles) for point in points]
    low, high = min(sizes) - 0.1, max(sizes) + 0.1

    def x(size: float) -> float:
        return _LEFT + _WIDTH * (size - low) / (high - low)

    def y(seconds: float) -> float:
        return _TOP + _HEIGHT * (1 - seconds / highest)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 16} {_TOP + _HEIGHT + _BOTTOM}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<path d="M{_LEFT} {_TOP}V{_TOP + _HEIGHT}H{_LEFT + _WIDTH}" fill="none" stroke="#444"/>',
    ]
    for step in range(5):
        seconds = highest * step / 5
        parts.append(f'<text x="{_LEFT - 6}" y="{y(seconds) + 4:.0f}" text-anchor="end">{seconds:.1f}</text>')
    for values, style in (
        ([point.build_a_thousand for point in points], 'stroke="#999" stroke-dasharray="4 3"'),
        ([point.seconds_a_thousand for point in points], 'stroke="#2a6fb0"'),
    ):
        line = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in zip(sizes, values, strict=True))
        parts.append(f'<polyline points="{line}" fill="none" {style}/>')
    for size, point in zip(sizes, points, strict=True):
        parts.append(f'<circle cx="{x(size):.1f}" cy="{y(point.seconds_a_thousand):.1f}" r="4" fill="#2a6fb0"/>')
        label = f"{point.articles // 1000}k" if point.articles < 10**6 else f"{point.articles / 10**6:g}M"
        parts.append(f'<text x="{x(size):.0f}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">{label}</text>')
    middle = _TOP + _HEIGHT / 2
    below = f'x="{_LEFT + _WIDTH / 2:.0f}" y="{_TOP + _HEIGHT + 36}" text-anchor="middle"'
    parts.append(f"<text {below}>articles in the archive</text>")
    turned = f'x="14" y="{middle:.0f}" text-anchor="middle" transform="rotate(-90 14 {middle:.0f})"'
    parts.append(f"<text {turned}>seconds for 1,000 articles</text></svg>")
    return "\n".join(parts) + "\n"
