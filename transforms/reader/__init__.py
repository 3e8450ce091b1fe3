"""The trained reader: a small encoder that sees events, their status, their parties and what a coder would keep.

`Reader.load()` gives it with the weights that ship; `training/` makes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.reader.article import ArticleReading
from transforms.reader.encoder import WEIGHTS_FOLDER, Encoder
from transforms.reader.heads import Heads
from transforms.reader.windows import cut_windows


@dataclass(frozen=True, slots=True)
class Reader:
    """Encoder and heads. It holds no state between articles."""

    encoder: Encoder
    heads: Heads

    @classmethod
    def load(cls, folder: Path = WEIGHTS_FOLDER) -> Reader:
        """The reader with the weights of a folder; takes some tenths of a second."""
        return cls(Encoder(folder), Heads(folder))

    def read(self, paragraphs: Sequence[str], wanted: Sequence[bool]) -> ArticleReading:
        """Read the wanted paragraphs of an article; see `windows.cut_windows` for the arguments."""
        windows = cut_windows(paragraphs, wanted, self.encoder.tokenizer)
        return ArticleReading([self.encoder.read(window) for window in windows], self.heads)
