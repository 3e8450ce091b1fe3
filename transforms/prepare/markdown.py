"""Markdown to paragraphs, with the values of its front matter.

What belongs here: the reading of the markup. What the paragraphs are is for `layout`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A\s*(?:---|\+\+\+)[ \t]*\n(.*?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*)$")
_ITEM = re.compile(r"^\s*-\s+(.+)$")


@dataclass(slots=True)
class MarkdownText:
    """The first heading, the paragraphs after it as plain text, and the front matter."""

    title: str | None = None
    paragraphs: list[str] = field(default_factory=list[str])
    values: dict[str, str | list[str]] = field(default_factory=dict[str, "str | list[str]"])


def read_markdown(text: str) -> MarkdownText:
    """Take the markup off; a first-level heading at the top is the title."""
    result = MarkdownText()
    matter = _FRONT_MATTER.match(text)
    if matter and any(_PAIR.match(line) for line in matter.group(1).split("\n")):
        result.values = _front_matter(matter.group(1))
        text = text[matter.end() :]
    for level, paragraph in _blocks(_parser().parse(text)):
        if result.title is None and level == 1 and len(result.paragraphs) <= 1:
            result.title = paragraph
        else:
            result.paragraphs.append(paragraph)
    return result


def _front_matter(matter: str) -> dict[str, str | list[str]]:
    """The flat part of YAML and TOML that front matter is made of: `key: value`, and lists."""
    values: dict[str, str | list[str]] = {}
    key = ""
    for line in matter.split("\n"):
        if pair := _PAIR.match(line):
            key = pair.group(1).lower()
            values[key] = _value(pair.group(2).strip())
        elif key and (item := _ITEM.match(line)):
            so_far = values[key]
            values[key] = [*(so_far if isinstance(so_far, list) else []), _unquoted(item.group(1))]
    return {key: value for key, value in values.items() if value}


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [_unquoted(one) for one in text[1:-1].split(",") if one.strip()]
    return _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'" else text


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
