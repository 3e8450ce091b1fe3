"""The reader over one article: asked about a span, it says what it takes it for; asked for mentions, finds them.

What belongs here: from windows to mentions of the article's paragraphs. How events are coded with it is in `events`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from transforms.reader.encoder import Reading
from transforms.reader.heads import Heads
from transforms.reader.windows import Piece, near_pieces

_NO_EVENT = 0  # the first tag


class PartsReading:
    """Who and where of a mention, read when it is first asked for: of each piece near it, which part it fills."""

    def __init__(self, reading: Reading, heads: Heads, inside: Sequence[int]) -> None:
        self._reading, self._heads, self._inside = reading, heads, inside
        self._shares: np.ndarray | None = None
        self._pieces: list[Piece] = []

    def shares(self, part: str) -> Iterator[tuple[Piece, float]]:
        """Each piece near the mention with the probability that it names the part."""
        pieces, shares = self._read(part)
        yield from zip(pieces, shares.tolist(), strict=True)

    def runs(self, part: str, least: float) -> Iterator[tuple[int, int, float]]:
        """Spans of neighbouring pieces that name the part with at least this probability, and the highest of each."""
        pieces, shares = self._read(part)
        likely = np.flatnonzero(shares.astype(np.float64) >= least)
        for run in np.split(likely, np.flatnonzero(np.diff(likely) > 1) + 1) if len(likely) else ():
            yield pieces[run[0]].start, pieces[run[-1]].end, float(shares[run].max())

    def _read(self, part: str) -> tuple[list[Piece], np.ndarray]:
        if self._shares is None:
            near = near_pieces(self._reading.window, self._inside[0], self._inside[-1])
            self._pieces = [piece for i in near if (piece := self._reading.window.pieces[i]) is not None]
            trigger = self._reading.states[self._inside].mean(0)
            self._shares = self._heads.roles_of(trigger, self._heads.keys(self._reading.states[near]))
        return self._pieces, self._shares[:, self._heads.roles.index(part)]


@dataclass(frozen=True, slots=True)
class ReadMention:
    """What the reader says of a span that may tell of an event. Distributions are in the order of `Heads`' names."""

    types: np.ndarray  # distribution over event types, the first of which is none
    status: np.ndarray
    sub_type: np.ndarray
    row: np.ndarray  # probabilities: some coders, surely a coder
    first: float
    side: np.ndarray
    parts: PartsReading

    @property
    def is_event(self) -> float:
        """Probability that the span tells of an event of any type."""
        return float(1.0 - self.types[_NO_EVENT])

    def part_share(self, part: str, start: int, end: int) -> float:
        """How far the reader takes the span, offsets into the mention's paragraph, for filling a part: 0 to 1."""
        found = [share for piece, share in self.parts.shares(part) if piece.start < end and piece.end > start]
        return max(found, default=0.0)

    def part_spans(self, part: str, least: float) -> list[tuple[int, int, float]]:
        """Spans of the mention's paragraph that fill a part with at least this probability, the surest first."""
        return sorted(self.parts.runs(part, least), key=lambda span: (-span[2], span[0]))


class ArticleReading:
    """The windows of an article as the encoder read them."""

    def __init__(self, readings: Sequence[Reading], heads: Heads) -> None:
        self._readings = readings
        self.heads = heads
        self._at: dict[tuple[int, int, int], ReadMention | None] = {}
        self._found: dict[float, defaultdict[int, list[tuple[int, int]]]] = {}
        self._of_paragraph: defaultdict[int, list[Reading]] = defaultdict(list)
        for reading in readings:
            for number in dict.fromkeys(piece.paragraph for piece in reading.window.pieces if piece is not None):
                self._of_paragraph[number].append(reading)

    def at(self, paragraph: int, start: int, end: int) -> ReadMention | None:
        """The reader's word on a span, offsets into the paragraph; None where the paragraph was not read."""
        key = (paragraph, start, end)
        if key not in self._at:
            self._at[key] = self._read(paragraph, start, end)
        return self._at[key]

    def found_in(self, paragraph: int, least: float) -> list[tuple[int, int]]:
        """Start and end of what `found` gives in a paragraph."""
        if least not in self._found:  # once an article, not once a paragraph
            by_number: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
            for number, start, end in self.found(least):
                by_number[number].append((start, end))
            self._found[least] = by_number
        return self._found[least][paragraph]

    def found(self, least: float) -> Iterator[tuple[int, int, int]]:
        """Paragraph, start and end of each run of pieces of one type that are an event, this sure at least."""
        for reading in self._readings:
            run: list[tuple[int, int, int]] = []
            kind = last = -1
            for i, piece in enumerate(reading.window.pieces):
                is_event = piece is not None and 1.0 - float(reading.tags[i, _NO_EVENT]) >= least
                best = int(reading.tags[i, 1:].argmax()) if is_event else -1
                if run and (
                    not is_event or best != kind or last != i - 1 or piece is None or piece.paragraph != run[0][0]
                ):
                    yield run[0][0], run[0][1], run[-1][2]
                    run = []
                if is_event and piece is not None:
                    run.append((piece.paragraph, piece.start, piece.end))
                    kind, last = best, i
            if run:
                yield run[0][0], run[0][1], run[-1][2]

    def _read(self, paragraph: int, start: int, end: int) -> ReadMention | None:
        for reading in self._of_paragraph[paragraph]:
            inside = [
                i
                for i, piece in enumerate(reading.window.pieces)
                if piece is not None and piece.paragraph == paragraph and piece.start < end and piece.end > start
            ]
            if inside:
                return self._mention(reading, inside)
        return None

    def _mention(self, reading: Reading, inside: Sequence[int]) -> ReadMention:
        heads = self.heads
        trigger = reading.states[inside].mean(0)
        types = reading.tags[max(inside, key=lambda i: 1.0 - float(reading.tags[i, _NO_EVENT]))]
        mention = heads.mention(trigger, reading.states[0])
        return ReadMention(
            types,
            heads.status(mention),
            heads.sub_type(mention),
            heads.row(mention),
            heads.first(mention),
            heads.side(trigger),
            PartsReading(reading, heads, inside),
        )
