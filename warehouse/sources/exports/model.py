"""What passes between cutting an export and reading its blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Paragraph = list[str]
"""Lines that stand together, without blanks at their ends."""


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one article. `number` and `total` are what the export says: article 3 of 44.

    `is_first` tells that what stands before the first article, a cover page or a list of hits, may stand in it too;
    `title` is set where the markup names it.
    """

    lines: Sequence[str]
    number: int | None = None
    total: int | None = None
    is_first: bool = False
    title: str | None = None

    def paragraphs(self) -> list[Paragraph]:
        """The block's paragraphs: runs of lines that are not blank."""
        return split_at_blanks(self.lines)


@dataclass(slots=True)
class Export:
    """An export cut into blocks, and how a block of it is read.

    `total` is the number of articles that the export says it holds; `rest` what follows its last article.
    """

    service: str
    blocks: list[Block]
    read: Callable[[Block], dict[str, Any]]
    total: int | None = None
    rest: list[str] = field(default_factory=list[str])


def split_at_blanks(lines: Iterable[str]) -> list[Paragraph]:
    """Runs of lines that are not blank."""
    paragraphs: list[Paragraph] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line.strip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return paragraphs if paragraphs[-1] else paragraphs[:-1]


def join_body(paragraphs: Iterable[Sequence[str]]) -> str:
    """A body as records have it: a blank line between paragraphs. Wrapped lines are joined when it is prepared."""
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs)


def one_line(lines: Iterable[str]) -> str:
    """Lines of a value on one."""
    return " ".join(" ".join(lines).split())
