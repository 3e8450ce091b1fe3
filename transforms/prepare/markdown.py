"""Markdown to paragraphs, with the values of its front matter.

What belongs here: the reading of the markup. Front matter is for `front_matter`, what the paragraphs are for `layout`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from transforms.prepare.front_matter import cut_front_matter


@dataclass(slots=True)
class MarkdownText:
    """The first heading, the paragraphs after it as plain text, and the front matter."""

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list[str])
    values: dict[str, Any] = field(default_factory=dict[str, Any])


def read_markdown(text: str) -> MarkdownText:
    """Take the markup off; a first-level heading at the top is the title."""
    result = MarkdownText()
    result.values, text = cut_front_matter(text)
    for level, paragraph in _blocks(_parser().parse(text)):
        if result.title is None and level == 1 and len(result.paragraphs) <= 1:
            result.title = paragraph
        else:
            result.paragraphs.append(paragraph)
    return result


def _blocks(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Plain text of each block with the level of its heading, 0 for a paragraph."""
    level = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type in ("fence", "code_block", "html_block"):
            text = re.sub(r"<[^>]+>", " ", token.content) if token.type == "html_block" else token.content
            yield from ((0, part) for part in re.split(r"\n\s*\n", text) if part.strip())
        elif token.type == "inline":
            text = "".join(_inline_text(token.children or []))
            if text.strip():
                yield level, text


def _inline_text(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "html_inline":
            yield " " if token.content.lower().startswith("<br") else ""


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")
