"""Cuts an article into the windows that the reader's encoder reads: a few paragraphs, with the headline as context.

What belongs here: text to token ids with offsets. What the encoder makes of a window is in `encoder`. Training cuts
with the same code, so that the model sees at run time what it was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tokenizers import Tokenizer

WINDOW_PIECES = 144  # word pieces of text in a window; longer paragraphs are cut at sentence ends
REACH = 45  # word pieces on either side of a mention, in its paragraph, among which its parties are looked for
CONTEXT_PIECES = 24  # word pieces of the headline (or of the first words) that stand before the text
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])|\n+")
_CLS, _SEP = 101, 102  # of BERT's uncased vocabulary


class Piece(NamedTuple):  # made for each piece that is read: a third of a data class's cost
    """Where a word piece stands: the index of its paragraph and character offsets into that paragraph."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the encoder. `pieces` is None for context and separators."""

    ids: list[int]
    pieces: list[Piece | None]


def near_pieces(window: Window, first: int, last: int) -> list[int]:
    """The pieces around a mention, given by its first and last, where its parties can stand."""
    own = window.pieces[first]
    return [
        i
        for i in range(max(0, first - REACH), min(len(window.pieces), last + REACH + 1))
        if (piece := window.pieces[i]) is not None and own is not None and piece.paragraph == own.paragraph
    ]


def cut_windows(paragraphs: Sequence[str], wanted: Sequence[bool], tokenizer: Tokenizer) -> Iterator[Window]:
    """The windows of an article.

    Args:
        paragraphs: the headline first ("" where there is none), then the body's paragraphs.
        wanted: by paragraph, whether it is read. What is not read is left out, and does not part its neighbours.
        tokenizer: BERT's uncased word pieces, without added special tokens.
    """
    headline = paragraphs[0] or next((text for text in paragraphs[1:] if text), "")
    context = list(tokenizer.encode(headline, add_special_tokens=False).ids[:CONTEXT_PIECES])
    waiting: list[tuple[list[int], list[Piece]]] = []
    size = 0
    is_first = True
    for number, text in enumerate(paragraphs):
        if not wanted[number] or not text.strip():
            continue
        for ids, pieces in _parts(number, text, tokenizer):
            if waiting and size + len(ids) > WINDOW_PIECES:
                yield _window([] if is_first else context, waiting)
                waiting, size, is_first = [], 0, False
            waiting.append((ids, pieces))
            size += len(ids) + 1
    if waiting:
        yield _window([] if is_first else context, waiting)


def _parts(number: int, text: str, tokenizer: Tokenizer) -> Iterator[tuple[list[int], list[Piece]]]:
    """A paragraph's word pieces, in one part or, where it is long, in parts of whole sentences."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = encoding.ids, encoding.offsets
    ends = [match.end() for match in _SENTENCE_END.finditer(text)] if len(ids) > WINDOW_PIECES else []
    start = 0
    while start < len(ids):
        stop = len(ids)
        if stop - start > WINDOW_PIECES:
            stop = start + WINDOW_PIECES
            fitting = [end for end in ends if offsets[start][0] < end <= offsets[stop][0]]
            if fitting:
                stop = next(i for i in range(start, stop + 1) if offsets[i][0] >= fitting[-1])
        yield ids[start:stop], [Piece(number, a, b) for a, b in offsets[start:stop]]
        start = stop


def _window(context: Sequence[int], parts: Sequence[tuple[list[int], list[Piece]]]) -> Window:
    ids = [_CLS]
    pieces: list[Piece | None] = [None]
    if context:
        ids += [*context, _SEP]
        pieces += [None] * (len(context) + 1)
    for part, places in parts:
        ids += [*part, _SEP]
        pieces += [*places, None]
    return Window(ids, pieces)
