"""The text of a PDF, as a program: the file comes in on standard input, its text goes out as JSON.

What belongs here: lines of pages to paragraphs. It is run as a process of its own (`pdf`), since the library is machine
code that reads whatever strangers wrote; it imports nothing of ours, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import itertools
import json
import re
import statistics
import sys
from collections import Counter
from dataclasses import dataclass

import pypdfium2

_GAP = 1.35  # times the usual distance of lines; a wider one parts paragraphs
_OTHER_SIZE = 0.15  # lines whose height differs by more are not of one paragraph
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|seite|p\.|página)?\s*\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)]?$")
_HYPHEN = "\ufffe"  # how the library gives the hyphen of a word that a line's end parts
_EDGE_LINES = 2  # at the head and foot of a page that may be its running title


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its upper and lower edge and its left one, in points from below."""

    text: str
    top: float
    bottom: float
    left: float

    @property
    def height(self) -> float:
        """Of its letters, which tells headings."""
        return self.top - self.bottom


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page in the order of the file; runs of text side by side are one line."""
    text = page.get_textpage()
    lines: list[Line] = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        words = text.get_text_bounded(left, bottom, right, top).replace("\r\n", " ").strip("\r\n")
        if not words.strip() or top <= bottom:
            continue
        last = lines[-1] if lines else None
        if last and min(top, last.top) - max(bottom, last.bottom) > 0.5 * min(top - bottom, last.height):
            joined = f"{last.text.rstrip()} {words.strip()}" if not last.text.endswith(_HYPHEN) else last.text + words
            lines[-1] = Line(joined, max(top, last.top), min(bottom, last.bottom), last.left)
        else:
            lines.append(Line(words.strip(), top, bottom, left))
    return lines


def paragraphs_of(lines: list[Line]) -> list[str]:
    """Lines joined to paragraphs: a wide gap, another size or a jump to another column parts them."""
    steps = [before.bottom - after.bottom for before, after in itertools.pairwise(lines)]
    usual = statistics.median([step for step in steps if step > 0] or [0])
    paragraphs: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or _parts(before, line, usual):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _continued(paragraphs[-1], line.text)
    return paragraphs


def _parts(before: Line, line: Line, usual: float) -> bool:
    step = before.bottom - line.bottom
    if abs(before.height - line.height) > _OTHER_SIZE * max(before.height, line.height) and abs(step) > 1.1 * usual:
        return True
    if step < 0:  # another column
        return bool(_SENTENCE_END.search(before.text))
    return step > _GAP * usual


def _continued(text: str, more: str) -> str:
    return text[:-1] + more if text.endswith(_HYPHEN) else f"{text} {more}"


def without_running_titles(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without their numbers and what stands at the head or foot of most of them."""
    edges = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    running = {key for key, count in edges.items() if count > 1 and count >= len(pages) / 2}
    return [
        [
            line
            for line in lines
            if not (line in _edges(lines) and (_key(line) in running or _PAGE_NUMBER.match(line.text)))
        ]
        for lines in pages
    ]


def _edges(lines: list[Line]) -> list[Line]:
    ordered = sorted(lines, key=lambda line: -line.top)
    return ordered[:_EDGE_LINES] + ordered[-_EDGE_LINES:]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def text_of(pages: list[list[Line]]) -> str:
    """The paragraphs of all pages; one that a page's end cuts is joined again."""
    out: list[str] = []
    for lines in without_running_titles(pages):
        for number, paragraph in enumerate(paragraphs_of(lines)):
            goes_on = number == 0 and out and not _SENTENCE_END.search(out[-1]) and paragraph[:1].islower()
            if goes_on or (out and out[-1].endswith(_HYPHEN)):
                out[-1] = _continued(out[-1], paragraph)
            else:
                out.append(paragraph)
    return "\n\n".join(" ".join(one.replace(_HYPHEN, "-").split()) for one in out)


def _limit() -> None:
    """Bound what a hostile file may take: the numbers come as arguments, seconds and bytes."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    seconds, size = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def main() -> None:
    """Read, and write one JSON object: `text` and `pages`, or `error`."""
    _limit()
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        pages = [lines_of(page) for page in document]
        answer = {"text": text_of(pages), "pages": len(pages)}
    except pypdfium2.PdfiumError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
