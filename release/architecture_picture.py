"""Draws docs/images/architecture.svg: the parts of the code, and an arrow for each that imports another.

`make docs` draws it anew after a part began or ceased to import another. The arrows come from the imports (grimp, which
import-linter uses too); which modules make a part, and where it stands, is said in `PARTS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "architecture.svg"
PACKAGES = ("flows", "transforms", "warehouse")
PROGRAMS = ("warehouse.schema.__main__", "transforms.events.tables.codebook", "warehouse.store.checks.asking")
"""Programs of their own, which write pages of the docs or answer a check; no part imports them."""

WIDTH, HEIGHT = 1226, 850
BOX_HEIGHT = 58
COLOURS = {"flows": ("#fdf1dc", "#b7791f"), "transforms": ("#e3f0fb", "#2b6cb0"), "warehouse": ("#e6f4ea", "#2f855a")}


@dataclass(frozen=True, slots=True)
class Part:
    """A box: its title, what it does, the modules in it (a name covers what lies below), and where it stands."""

    title: str
    does: str
    modules: tuple[str, ...]
    x: int
    y: int
    width: int

    @property
    def package(self) -> str:
        """The package whose colour it has."""
        return self.modules[0].partition(".")[0]


def _of(package: str, names: str) -> tuple[str, ...]:
    return tuple(f"{package}.{name}" for name in names.split())


_BETWEEN = "linking duplicates families grouping event_values"
PARTS = (
    Part("command line", "one module a command", _of("flows", "cli commands diagnosis"), 340, 40, 500),
    Part("flows", "the run and its steps, Prefect's flows, serving, the page", ("flows",), 340, 155, 500),
    Part("prepare", "repairs and parts the text", _of("transforms", "prepare"), 40, 300, 190),
    Part("annotator", "one article, all annotations", _of("transforms", "annotator annotation_frames"), 255, 300, 205),
    Part("between articles", "copies, agencies, links, groups", _of("transforms", _BETWEEN), 485, 300, 215),
    Part("languages", "English, Spanish: how each is coded", _of("transforms", "languages"), 225, 386, 265),
    Part("events", "who did what to whom", _of("transforms", "events"), 255, 472, 205),
    Part("dates", "TIMEX3, resolved", _of("transforms", "dates"), 40, 560, 150),
    Part("places", "names to places", _of("transforms", "places"), 210, 560, 150),
    Part("actors", "names to actors", _of("transforms", "actors"), 380, 560, 150),
    Part("reader", "small trained model", _of("transforms", "reader"), 550, 560, 150),
    Part("text", "words, numbers, parses, datelines, limits", ("transforms",), 40, 648, 660),
    Part("sources", "files to records", _of("warehouse", "sources"), 766, 300, 122),
    Part("store", "lake, merge, checks", _of("warehouse", "store"), 900, 300, 146),
    Part("gazetteer", "the world's places", _of("warehouse", "gazetteer"), 1058, 300, 132),
    Part("tables", "reads and checks reference tables", ("warehouse",), 830, 460, 286),
    Part("schema", "declares every table, view and reference table", _of("warehouse", "schema"), 40, 770, 1150),
)


def part_of(module: str) -> Part:
    """The part with the longest name that covers the module."""
    fitting = [(len(name), part) for part in PARTS for name in part.modules if f"{module}.".startswith(f"{name}.")]
    return max(fitting, key=lambda found: found[0])[1]


def arrows() -> list[tuple[Part, Part]]:
    """Which part imports which, in the order of the parts, without what a longer way says already."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    found = {
        (part_of(module), part_of(other))
        for module in graph.modules - set(PROGRAMS)
        for other in graph.find_modules_directly_imported_by(module) - set(PROGRAMS)
    }
    pairs = {pair for pair in found if pair[0] != pair[1]}
    shortest = [pair for pair in pairs if not _is_said_by_others(pair, pairs)]
    return sorted(shortest, key=lambda pair: (PARTS.index(pair[0]), PARTS.index(pair[1])))


def _is_said_by_others(pair: tuple[Part, Part], pairs: set[tuple[Part, Part]]) -> bool:
    """Whether other arrows lead from the one to the other."""
    reached, waiting = set[Part](), [pair[0]]
    while waiting:
        at = waiting.pop()
        further = {other for one, other in pairs if one == at and (one, other) != pair} - reached
        reached |= further
        waiting += further
    return pair[1] in reached


def draw(pairs: Iterable[tuple[Part, Part]]) -> str:
    """The picture as SVG."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        "<title>The parts of Dateline, and which imports which</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#718096"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *(_arrow(one, other) for one, other in pairs),
        *(_frame(*frame) for frame in FRAMES),
        *(_box(part) for part in PARTS),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


FRAMES = (
    ("flows", "flows: what runs when, and what the user sees (Prefect only here)", 20, 12, 1186, 222),
    ("transforms", "transforms: pure functions from frames to frames", 20, 272, 700, 446),
    ("warehouse", "warehouse: files and DuckDB", 750, 272, 456, 276),
)


def _frame(package: str, title: str, x: int, y: int, width: int, height: int) -> str:  # noqa: PLR0917 - a rectangle
    stroke = COLOURS[package][1]
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="10" fill="none" stroke="{stroke}" '
        f'stroke-dasharray="3 4"/><text x="{x + 14}" y="{y + 19}" font-size="13" fill="{stroke}" '
        f'stroke="#ffffff" stroke-width="4" paint-order="stroke">{escape(title)}</text>'
    )


def _box(part: Part) -> str:
    fill, stroke = COLOURS[part.package]
    middle = part.x + part.width / 2
    title_at = part.y + (25 if part.does else 35)
    does = f'<text x="{middle:g}" y="{part.y + 45}" font-size="13" fill="#4a5568">{escape(part.does)}</text>'
    return (
        f'<g text-anchor="middle"><rect x="{part.x}" y="{part.y}" width="{part.width}" height="{BOX_HEIGHT}" rx="6" '
        f'fill="{fill}" stroke="{stroke}"/><text x="{middle:g}" y="{title_at}" font-size="16" font-weight="bold" '
        f'fill="#1a202c">{escape(part.title)}</text>{does if part.does else ""}</g>'
    )


def _arrow(one: Part, other: Part) -> str:
    x, y = _towards(one, other), one.y + BOX_HEIGHT
    to_x, to_y = _towards(other, one), other.y
    if other.y <= one.y:  # beside it, or above
        x, y = (one.x + one.width, one.y + 29) if one.x < other.x else (one.x, one.y + 29)
        to_x, to_y = (other.x, other.y + 29) if one.x < other.x else (other.x + other.width, other.y + 29)
        bend = (x + to_x) / 2
        path = f"M{x:g} {y:g}C{bend:g} {y:g} {bend:g} {to_y:g} {to_x:g} {to_y:g}"
    else:
        bend = (to_y - y) / 2
        path = f"M{x:g} {y:g}C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}"
    return f'<path d="{path}" fill="none" stroke="#718096" stroke-width="1.3" marker-end="url(#head)"/>'


def _towards(part: Part, other: Part) -> float:
    """Where on the part's edge an arrow to the other begins: between the middle and the side that it lies on."""
    middle, theirs = part.x + part.width / 2, other.x + other.width / 2
    reach = part.width / 2 - 18
    return middle + max(-reach, min(reach, (theirs - middle) * 0.45))


def main() -> None:
    """Write the picture."""
    PICTURE.write_text(draw(arrows()), encoding="utf-8")


if __name__ == "__main__":
    main()
