from __future__ import annotations

import base64
import struct
import zlib

from flows.picture import PALETTE, Canvas, data_uri, draw_events


def pixels_of(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the rows of a PNG as we write it: one IDAT chunk, no filter."""
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    raw = zlib.decompress(png[start + 4 : start + 4 + length])
    stride = width * 3 + 1
    return width, height, b"".join(raw[row * stride + 1 : (row + 1) * stride] for row in range(height))


def count(png: bytes, colour: tuple[int, int, int]) -> int:
    _, _, pixels = pixels_of(png)
    return sum(pixels[at : at + 3] == bytes(colour) for at in range(0, len(pixels), 3))


def test_a_canvas_becomes_the_png_that_was_drawn() -> None:
    canvas = Canvas(4, 3)
    canvas.fill(1, 1, 2, 9, (1, 2, 3))

    width, height, pixels = pixels_of(canvas.png())

    assert (width, height) == (4, 3)
    blank, row = b"\xff" * 12, b"\xff" * 3 + b"\x01\x02\x03" * 2 + b"\xff" * 3
    assert pixels == blank + row + row


def test_bars_are_as_tall_as_their_counts() -> None:
    small = draw_events([("2021-08-07", "ASSAULT", 1), ("2021-08-08", "ASSAULT", 3)])
    large = draw_events([("2021-08-07", "ASSAULT", 3), ("2021-08-08", "ASSAULT", 3)])

    legend = 12 * 12
    assert round((count(large, PALETTE[0]) - legend) / (count(small, PALETTE[0]) - legend), 1) == 1.5


def test_the_ninth_type_is_drawn_as_other() -> None:
    png = draw_events([("2021-08-07", f"TYPE {number}", 20 - number) for number in range(10)])

    assert count(png, PALETTE[-1]) > 12 * 12


def test_no_events_make_an_empty_picture_and_not_an_error() -> None:
    assert pixels_of(draw_events([]))[:2] == (900, 360)


def test_the_artifact_takes_a_data_uri() -> None:
    kind, _, body = data_uri(b"png").partition(",")

    assert (kind, base64.b64decode(body)) == ("data:image/png;base64", b"png")
