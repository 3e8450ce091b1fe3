"""A picture of what confidence means: for each tenth of it, how many rows there are and what share of them is right.

What belongs here: drawing. The counting is in `rows`.
"""

from __future__ import annotations

from collections.abc import Sequence

_SIZE, _LEFT, _TOP, _BOTTOM = 320, 48, 16, 44
_TENTHS = 10
_WIDEST = 9.0  # radius of the tenth with most rows


def auc(judged: Sequence[tuple[float, bool]]) -> float:
    """How often a right row has more confidence than a wrong one, ties counted half; 0.5 where one kind is missing.

    Args:
        judged: confidence and whether right, a row each.
    """
    right = [confidence for confidence, is_right in judged if is_right]
    wrong = [confidence for confidence, is_right in judged if not is_right]
    if not right or not wrong:
        return 0.5
    won = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return won / (len(right) * len(wrong))


def picture(judged: Sequence[tuple[float, bool]]) -> str:
    """An SVG: a dot for each tenth of confidence, its area the number of rows, over the diagonal of perfect meaning."""
    tenths: dict[int, list[bool]] = {}
    for confidence, is_right in judged:
        tenths.setdefault(min(int(confidence * _TENTHS), _TENTHS - 1), []).append(is_right)
    most = max((len(rows) for rows in tenths.values()), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _SIZE + 16} {_TOP + _SIZE + _BOTTOM}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#bbb" stroke-dasharray="4 3"/>',
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" fill="none" stroke="#444"/>',
    ]
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        parts.append(f'<text x="{_x(share):.0f}" y="{_y(0) + 16:.0f}" text-anchor="middle">{share:.1f}</text>')
        parts.append(f'<text x="{_LEFT - 6}" y="{_y(share) + 4:.0f}" text-anchor="end">{share:.1f}</text>')
    for tenth, rows in sorted(tenths.items()):
        x, y = _x((tenth + 0.5) / _TENTHS), _y(sum(rows) / len(rows))
        radius = max(2.0, _WIDEST * (len(rows) / most) ** 0.5)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#2a6fb0"/>')
        parts.append(f'<text x="{x + radius + 3:.1f}" y="{y + 4:.1f}" fill="#555" font-size="10">{len(rows)}</text>')
    parts.append(f'<text x="{_x(0.5):.0f}" y="{_y(0) + 36:.0f}" text-anchor="middle">confidence of the row</text>')
    middle = f"{14} {_y(0.5):.0f}"
    turned = f'x="14" y="{_y(0.5):.0f}" text-anchor="middle" transform="rotate(-90 {middle})"'
    parts.append(f"<text {turned}>share that is right</text></svg>")
    return "\n".join(parts) + "\n"


def _x(share: float) -> float:
    return _LEFT + share * _SIZE


def _y(share: float) -> float:
    return _TOP + (1 - share) * _SIZE
