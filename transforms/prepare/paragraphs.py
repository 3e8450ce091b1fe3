"""Lines to paragraphs: hard-wrapped lines joined, one blank line between paragraphs, no line end inside one.

What belongs here: the reading of line ends, indentation and hyphens. Wire copy is wrapped at 60 to 80 characters and
marks a new paragraph by a blank line or by indenting its first line; text from the web has a paragraph on each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from transforms.wording import Phrase, listed

PARAGRAPH_BREAK = "\n\n"

_WIDEST_WRAP = 132  # the widest terminal and printer line
_INDENT = 2  # blanks more than the line before that begin a paragraph
_TERMINAL = re.compile(r"""[.!?:;…。؟۔]["'”’»)\]]*$""")
_BULLET = re.compile(r"[•▪‣◦·●■*][ \t]|\d{1,2}[.)][ \t]+[A-Z]|--?[ \t]+[A-Z]")
_TABLE_ROW = re.compile(r"\S[ \t]{3,}\S|\.{4,}")
# what agencies close a story with stands on a line of its own
_SIGN_OFF = Phrase(r"\s*{sign_off}$")
_SHORTEST_STEM = 3
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """Paragraphs as a stored body."""
    return PARAGRAPH_BREAK.join(paragraph for paragraph in paragraphs if paragraph)


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text whose characters are repaired, each on one line with single blanks."""
    lines = [line.rstrip().expandtabs(4) for line in text.split("\n")]
    width = wrap_width(lines)
    words = frozenset(_WORD.findall(text.lower())) if "-\n" in text else frozenset[str]()
    paragraphs: list[str] = []
    for block in _blocks(lines):
        paragraphs.extend(_split_block(_dedent(block), width, words))
    return [tidy for tidy in (" ".join(paragraph.split()) for paragraph in paragraphs) if tidy]


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width that a text was wrapped at, None where its line ends are ends of paragraphs.

    In wrapped text most lines stop in the midst of a sentence, and none is long.
    """
    inner = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if not inner:
        return None
    width = max(len(line) for line in lines)
    if width > _WIDEST_WRAP:
        lengths = sorted(len(line) for line in lines if line.strip())
        width = lengths[int(0.98 * (len(lengths) - 1))]
    if width > _WIDEST_WRAP or width < 30:
        return None
    mid_sentence = sum(not _TERMINAL.search(line) for line, _ in inner)
    filled = sum(len(line) + 1 + len(first_word(after)) > 0.85 * width for line, after in inner)
    return width if mid_sentence >= 0.4 * len(inner) and filled >= 0.3 * len(inner) else None


def first_word(line: str) -> str:
    """The first word of a line, which a wrap would have kept on the line before had there been room."""
    return next(iter(line.split()), "")


def is_full(line: str, after: str, width: int) -> bool:
    """Whether a wrap at `width` explains why `line` ends where it does."""
    return len(line) + 1 + len(first_word(after)) > 0.92 * width


def _blocks(lines: Iterable[str]) -> Iterable[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _dedent(block: list[str]) -> list[str]:
    """Take off what all lines after the first are indented by."""
    common = min((_indent(line) for line in block[1:]), default=0)
    return [line[min(common, _indent(line)) :] for line in block]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _split_block(block: list[str], width: int | None, words: frozenset[str]) -> Iterable[str]:
    """The paragraphs of a block. Lines are gathered and joined once: a line must not cost as much as all before it."""
    pieces = [block[0]]
    stem = _broken_stem(block[0])
    for line, after in pairwise(block):
        if _is_joined(line, after, width):
            stem = _add_line(pieces, after.lstrip(), stem, words)
        else:
            yield "".join(pieces)
            pieces, stem = [after], _broken_stem(after)
    yield "".join(pieces)


def _is_joined(line: str, after: str, width: int | None) -> bool:
    if _indent(after) >= _indent(line) + _INDENT and _indent(after) >= _INDENT:
        return False
    if _TABLE_ROW.search(line) or _TABLE_ROW.search(after) or _BULLET.match(after.lstrip()) or _SIGN_OFF.match(after):
        return False
    ended = _TERMINAL.search(line) is not None
    if not ended and after.lstrip()[:1].islower():
        return True
    if width is None:
        return False
    return is_full(line, after, width) or not ended


def _add_line(pieces: list[str], after: str, stem: str, words: frozenset[str]) -> str:
    """Add a wrapped line; a hyphen before it stays unless the word is surely one.

    A line end after a hyphen is as often a compound ("cease-" "fire talks") as a broken word, so the text decides,
    which may have the word in one piece, or the second part, an ending that no compound has ("govern-" "ment").

    Args:
        pieces: what makes the paragraph so far, with blanks and hyphens as they will stand.
        after: the line to add.
        stem: the letters before a hyphen that the paragraph so far ends in, "" where it ends in none.
        words: the words of the whole text, in small letters.

    Returns:
        The stem of the paragraph with the line.
    """
    if not stem or not after[:1].isalpha():
        pieces += [" ", after]
        return _broken_stem(after)
    found = _WORD.match(after)
    second = found.group() if found else ""
    is_known = (stem + second).lower() in words or (second in listed("word_ending") and len(stem) >= _SHORTEST_STEM)
    is_whole = is_known and f"{stem}-{second}".lower() not in words
    if is_whole:
        pieces[-1] = pieces[-1][:-1]
    pieces.append(after)
    begun = _broken_stem(after)
    return stem + begun if is_whole and begun and len(begun) + 1 == len(after) else begun


def _broken_stem(line: str) -> str:
    """The letters before the hyphen at a line's end: "ceas" of "talks on a ceas-"."""
    if not line.endswith("-"):
        return ""
    found = _BROKEN_WORD.search(line)
    return found.group(1) if found else ""
