"""A small picture of a run, drawn without a plotting library: events by day and type as stacked bars.

Prefect's UI shows PNG data URIs and nothing else that we could make offline; matplotlib would add 60 MB and a second of
start-up for one chart. Letters are a 3x5 dot font.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (55, 60, 70)
GRID: Colour = (225, 228, 232)
PALETTE: tuple[Colour, ...] = (  # Okabe & Ito (2008), told apart by colour-blind readers too
    (0, 114, 178),
    (213, 94, 0),
    (0, 158, 115),
    (230, 159, 0),
    (204, 121, 167),
    (86, 180, 233),
    (240, 228, 66),
    (120, 120, 120),
)
_DOTS = 2  # pixels a dot of the font
_ROWS = {  # each glyph: five rows of three dots as an octal digit each, 4 2 1 from left to right
    "A": "25755", "B": "65656", "C": "34443", "D": "65556", "E": "74647", "F": "74644", "G": "34553", "H": "55755",
    "I": "72227", "J": "11152", "K": "55655", "L": "44447", "M": "57755", "N": "65555", "O": "25552", "P": "65644",
    "Q": "25563", "R": "65655", "S": "34216", "T": "72222", "U": "55557", "V": "55552", "W": "55775", "X": "55255",
    "Y": "55222", "Z": "71247", "0": "75557", "1": "26227", "2": "61247", "3": "61216", "4": "55711", "5": "74616",
    "6": "34757", "7": "71122", "8": "75757", "9": "75716", "-": "00700", ".": "00002", "/": "11244", ":": "02020",
    "+": "02720", " ": "00000",
}  # fmt: skip


@dataclass
class Canvas:
    """Pixels to draw on, row by row."""

    width: int
    height: int
    pixels: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        if not self.pixels:
            self.pixels = bytearray(bytes(WHITE) * (self.width * self.height))

    def fill(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        """A filled rectangle, cut at the edges."""
        left, right = max(left, 0), min(left + width, self.width)
        for row in range(max(top, 0), min(top + height, self.height)):
            start = (row * self.width + left) * 3
            self.pixels[start : start + max(right - left, 0) * 3] = bytes(colour) * max(right - left, 0)

    def write(self, left: int, top: int, text: str, colour: Colour = INK) -> None:
        """Capitals, digits and a few signs; other characters are left blank."""
        for character in text.upper():
            for row, digit in enumerate(_ROWS.get(character, _ROWS[" "])):
                for column in range(3):
                    if int(digit) & (4 >> column):
                        self.fill(left + column * _DOTS, top + row * _DOTS, _DOTS, _DOTS, colour)
            left += 4 * _DOTS

    def png(self) -> bytes:
        """The picture as a PNG file: 8-bit RGB, no filter."""
        stride = self.width * 3
        rows = b"".join(
            b"\0" + bytes(self.pixels[start : start + stride]) for start in range(0, len(self.pixels), stride)
        )
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(rows, 9))
            + _chunk(b"IEND", b"")
        )


def draw_events(counts: Sequence[tuple[str, str, int]], width: int = 900, height: int = 360) -> bytes:
    """Stacked bars of `(day or month, event type, events)`; the eight commonest types have colours of their own.

    Returns:
        A PNG file.
    """
    canvas = Canvas(width, height)
    colours = _colours(counts)
    columns: dict[str, dict[str, int]] = {}
    for period, kind, events in counts:
        column = columns.setdefault(period, {})
        shown = kind if kind in colours else "OTHER"
        column[shown] = column.get(shown, 0) + events
    left, top, floor = 60, 20, height - 40
    _draw_scale(canvas, _scale_of(columns), (left, top, floor))
    _draw_bars(canvas, columns, colours, (left, top, floor))
    _draw_legend(canvas, colours)
    return canvas.png()


def data_uri(png: bytes) -> str:
    """A PNG as Prefect's image artifact takes it."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def _colours(counts: Sequence[tuple[str, str, int]]) -> dict[str, Colour]:
    sums: dict[str, int] = {}
    for _, kind, events in counts:
        sums[kind] = sums.get(kind, 0) + events
    ranked = sorted(sums, key=lambda kind: (-sums[kind], kind))
    named = ranked if len(ranked) <= len(PALETTE) else [*ranked[: len(PALETTE) - 1], "OTHER"]
    return dict(zip(named, PALETTE, strict=False))


def _scale_of(columns: Mapping[str, Mapping[str, int]]) -> int:
    """The top of the scale: the tallest bar, rounded up so that its quarters are whole numbers."""
    tallest = max((sum(column.values()) for column in columns.values()), default=0)
    return max(4, -(-tallest // 4) * 4)


def _draw_scale(canvas: Canvas, most: int, frame: tuple[int, int, int]) -> None:
    left, top, floor = frame
    for step in range(5):
        level = floor - (floor - top) * step // 4
        canvas.fill(left, level, canvas.width - left - 180, 1, GRID if step else INK)
        label = f"{most * step // 4}"
        canvas.write(left - 8 - len(label) * 8, level - 5, label)


def _draw_bars(
    canvas: Canvas, columns: Mapping[str, Mapping[str, int]], colours: Mapping[str, Colour], frame: tuple[int, int, int]
) -> None:
    left, top, floor = frame
    most = _scale_of(columns)
    room = canvas.width - left - 190
    slot = max(room // max(len(columns), 1), 1)
    spacing = max(1, -(-len(columns) * 92 // max(room, 1)))  # a label is 80 pixels wide
    for number, period in enumerate(sorted(columns)):
        x, level = left + 5 + number * slot, floor
        for kind in colours:
            tall = round(columns[period].get(kind, 0) * (floor - top) / most)
            level -= tall
            canvas.fill(x, level, max(min(slot - 2, 60), 1), tall, colours[kind])
        if number % spacing == 0:
            canvas.write(x, floor + 8, period)


def _draw_legend(canvas: Canvas, colours: Mapping[str, Colour]) -> None:
    for row, (kind, colour) in enumerate(colours.items()):
        top = 20 + row * 22
        canvas.fill(canvas.width - 165, top, 12, 12, colour)
        canvas.write(canvas.width - 147, top + 1, kind[:18])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
