"""Texts that hold several articles without being an export that is known.

What belongs here: cutting where each article says that it begins ("Title: …"), or where the user named the separator;
and telling that a text must hold several where a line parts pieces that each have a date of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from warehouse.sources.exports.dates import date_of_line, find_date
from warehouse.sources.exports.words import any_month

_RULE = re.compile(r"^(?:([=*#~_+•—–-])(?:[ \t]*\1){3,}|(?:[*#•][ \t]*){3,}|\f)[ \t]*$")
_HEAD = re.compile(r"^(?:title|headline|titre|titel|título)[ \t]*:[ \t]*\S", re.IGNORECASE)
_LABELLED_DATE = re.compile(
    r"^(?:date|published|publication date|posted|pub(?:lished)? ?date|datum|fecha)\b[^:]{0,12}:\s*(.{6,60})$",
    re.IGNORECASE,
)
_BYLINE_DATE = re.compile(r"^(?:by|source|from)\s.{0,60}$", re.IGNORECASE)
_PARTED = re.compile(r"[|(–—]|,\s+(?:[^\W\d_]+\.?\s+\d{1,2},?|\d{1,2}\s+[^\W\d_]+)\s+\d{4}$|\s-\s")
_LONGEST_DATE_LINE = 120
_TEXT_LABEL = re.compile(r"^(?:full[ -]?text|text|body|content|article|volltext|texte?)[ \t]*:[ \t]*", re.IGNORECASE)
_HEAD_LINES = 8  # not blank, that a piece's date may stand in
_FEWEST_WORDS = 25
_DATED_SHARE = 0.8


def cut_at_titles(text: str) -> list[str] | None:
    """Pieces that each begin with "Title: …" and hold a date and a text; None where the text isn't made of such."""
    lines = text.replace("\f", "\n").splitlines()
    starts = [at for at, line in enumerate(lines) if _HEAD.match(line) and (at == 0 or _is_break(lines[at - 1]))]
    if len(starts) < 2 or any(line.strip() for line in lines[: starts[0]] if not _RULE.match(line.strip())):
        return None
    ends = [*starts[1:], len(lines)]
    pieces = [_without_rules(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    is_whole = all(_has_date(piece) and _words(piece) >= _FEWEST_WORDS for piece in pieces)
    return ["\n".join(map(_without_text_label, piece)) for piece in pieces] if is_whole else None


def _without_text_label(line: str) -> str:
    """A line less the word that says that the text begins, which stands on a paragraph of its own then."""
    return _TEXT_LABEL.sub("\n", line)


def _is_break(line: str) -> bool:
    return not line.strip() or _RULE.match(line.strip()) is not None


def _without_rules(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or _RULE.match(lines[end - 1].strip())):
        end -= 1
    return lines[:end]


def cut_at(text: str, separator: str) -> list[str]:
    r"""The pieces of a text between the lines that are the separator; `\f` is a form feed."""
    wanted = separator.replace("\\f", "\f").strip(" \t\r\n")
    pieces: list[list[str]] = [[]]
    for line in _lines_with_feeds(text):
        if line.strip(" \t\r\n") == wanted:
            pieces.append([])
        else:
            pieces[-1].append(line)
    joined = ["\n".join(piece) for piece in pieces]
    return [piece for piece in joined if piece.strip()]


def separator_of_several(text: str) -> str | None:
    """The line that parts a text into pieces with dates of their own; None where it is one article.

    A rule in an article parts notes from it, and has no date of its own below it. Pages of one print-out begin with
    the same line.
    """
    lines = _lines_with_feeds(text)
    rules = Counter(line.strip(" \t\r\n") for line in lines if len(line) < 200 and _RULE.match(line.strip(" \t\r\n")))
    for rule, _ in sorted(rules.items(), key=lambda one: (-one[1], one[0])):
        pieces = [piece.splitlines() for piece in cut_at(text, rule)]
        if len(pieces) > 1 and are_articles(pieces):
            return rule
    return None


def _lines_with_feeds(text: str) -> list[str]:
    """The lines of a text, a form feed on a line of its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f\n").split("\n")


def are_articles(pieces: Sequence[Sequence[str]]) -> bool:
    """Whether pieces are articles: two or more of some length, nearly all with a date, no two with the same head."""
    firsts = [next((line.strip() for line in piece if line.strip()), "") for piece in pieces]
    whole = [piece for piece in pieces if _words(piece) >= _FEWEST_WORDS]
    if len(whole) < 2 or len(set(firsts)) < len(firsts):
        return False
    dated = sum(_has_date(piece) for piece in whole)
    return dated >= 2 and dated >= _DATED_SHARE * len(whole)


def _has_date(piece: Sequence[str]) -> bool:
    """Whether a piece has a date of its own: in its head, or in the dateline of its text."""
    head = [line.strip() for line in piece if line.strip()][:_HEAD_LINES]
    return date_in_head(head) is not None or any(_dateline().match(line) for line in head)


def date_in_head(lines: Sequence[str]) -> str | None:
    """The date that lines of a head state: alone on a line, with a label, in a byline or beside a paper's name."""
    for line in lines:
        labelled = _LABELLED_DATE.match(line)
        if day := date_of_line(line) or (find_date(labelled.group(1)) if labelled else None):
            return day
        is_parted = _BYLINE_DATE.match(line) or _PARTED.search(line)
        if is_parted and len(line) < _LONGEST_DATE_LINE and not line.endswith(".") and (day := find_date(line)):
            return day
    return None


@lru_cache(maxsize=1)
def _dateline() -> re.Pattern[str]:
    """The dateline of a text with a day in it: "PORT NOVA, Aug. 8 (Wire) -"."""
    month = any_month()
    return re.compile(
        rf"^[^\W\d_a-z][^.!?]{{1,60}}?[,(]\s*(?:(?i:{month})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?i:{month}))\b\.?(?:,?\s+\d{{4}})?"
        r"\s*(?:\([^)]{1,30}\)\s*)?[)–—-]"
    )


def _words(piece: Sequence[str]) -> int:
    return sum(len(line.split()) for line in piece)
