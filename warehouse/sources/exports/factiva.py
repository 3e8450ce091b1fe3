"""A document of a Factiva export: with its codes of two letters (HD, BY, LP …) or without them.

What belongs here: both layouts. Each document ends in its accession number, "Document XXXX000020240301ek3100001".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from warehouse.sources.exports.dates import date_of_line, find_date
from warehouse.sources.exports.model import Block, Paragraph, join_body, one_line, split_at_blanks
from warehouse.sources.exports.words import Label, any_of, labels_of

_CODE = re.compile(r"^([A-Z]{2,4})(?:(\t|\s{2,}|\s*\|\s*|\s)(.*?)\|?)?$")  # bars part the cells of an RTF's table
_COPYRIGHT = re.compile(r"^(?:\(?copyright\b|\(?©|\(c\))", re.IGNORECASE)
_TIME = re.compile(r"^\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]m)?(?:\s+\w{2,4})?$", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"^[A-Z][A-Z0-9]{1,11}$")
_BYLINE = re.compile(r"^(?:by|par|von|por|da|di|door)\s", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:factiva|dow jones|headlines?|search results|article \d+|page \d+ of \d+.*|.{0,40}\bfactiva,? inc\b.*|"
    r"[\s_=*-]*)$",
    re.IGNORECASE,
)
_HEAD_LINES = 16  # from the title to the copyright line
_RUBRIC_WORDS = 3
_TITLE_WORDS = 5
_LONGEST_NOTE = 120
_WRAPPED = 60  # signs of a line of a head that was wrapped
_NAMES = re.compile(
    r"^[^\W\d_a-z][\w.'’-]*(?:(?:,| and| et| und| y|) [^\W\d_a-z][\w.'’-]*){1,7}(?: (?:in|at) .{2,30})?$"
)


@lru_cache(maxsize=1)
def length_line() -> re.Pattern[str]:
    """A line that is the number of words: "1,204 words"."""
    return re.compile(rf"^\d[\d., ]*\s*{any_of('length')}$", re.IGNORECASE)


def read_factiva(block: Block) -> dict[str, Any]:
    """The fields of a document in whichever of the two layouts it has."""
    lines = [line.strip(" \r\n") for line in block.lines]
    is_coded = any((found := code_of(line, in_text=True)) and found[0] == "HD" for line in lines)
    record = _read_coded(lines) if is_coded else _read_plain(block, lines)
    return {**record, "title": block.title} if block.title else record


def code_of(line: str, *, in_text: bool = False) -> tuple[str, Label, str] | None:
    """A line's code, what it stands for and the value after it.

    A code stands alone on its line or has a wide gap after it. A single blank will do in the head; in the text it
    would make a code of the "IN" of a line in capitals, and there only the accession number may have it.
    """
    found = _CODE.match(line)
    label = labels_of("factiva").get(found.group(1)) if found else None
    if found is None or label is None:
        return None
    value = (found.group(3) or "").strip()
    is_narrow = found.group(2) == " " and value
    if is_narrow and in_text and not (label.field in ("id", "title") or label.place == "text"):
        return None
    return found.group(1), label, value


def _read_coded(lines: Sequence[str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    body: list[str] = []
    current, place = Label(None, "head"), "head"
    for line in lines:
        found, value = code_of(line, in_text=place != "head"), line
        if found is not None and not (place == "text" and found[1].place == "head"):
            _, current, value = found
            place = current.place
            if place == "text":
                body.append("")
        if place == "text":
            body.append(value)
        elif current.field and value:
            record[current.field] = one_line([record.get(current.field, ""), value])
    record["text"] = join_body(split_at_blanks(body))
    if "published_at" in record:
        record["published_at"] = find_date(record["published_at"]) or record["published_at"]
    return _with_id(record)


def _with_id(record: dict[str, Any]) -> dict[str, Any]:
    """The accession number without the word before it."""
    if "id" in record:
        record["id"] = str(record["id"]).split()[-1]
    return record


def _read_plain(block: Block, lines: Sequence[str]) -> dict[str, Any]:
    """Title, byline, number of words, date, time, source, code, page, language, copyright, text."""
    accession = lines[-1] if lines else ""
    lines = [line for line in lines[:-1] if not (line and _FURNITURE.match(line))]
    record: dict[str, Any] = {"id": accession.split()[-1]} if accession else {}
    words_at = next((at for at, line in enumerate(lines) if length_line().match(line)), None)
    if words_at is None:
        return record | _read_without_length(lines)
    record["length"] = lines[words_at]
    _take_title(split_at_blanks(lines[:words_at]), record, is_first=block.is_first)
    start = _take_head(lines, words_at + 1, record)
    record["text"] = join_body(_without_notes(split_at_blanks(lines[start:]), record))
    return record


def _read_without_length(lines: Sequence[str]) -> dict[str, Any]:
    """A document without its number of words: the date is the landmark then."""
    record: dict[str, Any] = {}
    day_at = next((at for at, line in enumerate(lines[: _HEAD_LINES * 2]) if date_of_line(line)), None)
    if day_at is not None:
        _take_title(split_at_blanks(lines[:day_at]), record, is_first=False)
    start = _take_head(lines, day_at or 0, record)
    record["text"] = join_body(split_at_blanks(lines[start:]))
    return record


def _take_title(paragraphs: list[Paragraph], record: dict[str, Any], *, is_first: bool) -> None:
    """The title, the byline below it and the rubric above it.

    A byline without "By" has a paragraph of its own, the last one. Of what stands above the first document of a page
    only the nearest paragraphs count.
    """
    lines = [line for paragraph in paragraphs for line in paragraph]
    bylines = [line for line in lines if _BYLINE.match(line)]
    if len(paragraphs) == 1:
        paragraphs = _lines_apart(paragraphs[0])
    if bylines:
        record["authors"] = _BYLINE.sub("", bylines[-1])
        paragraphs = split_at_blanks("" if line is bylines[-1] else line for line in _with_blanks(paragraphs))
    elif len(paragraphs) > 1 and (len(lines) != len(paragraphs) or _NAMES.match(lines[-1]) or len(lines) == 2):
        record["authors"] = one_line(paragraphs.pop())
    paragraphs = paragraphs[-2:] if is_first else paragraphs
    texts = [one_line(paragraph) for paragraph in paragraphs]
    if len(texts) > 1 and len(texts[0].split()) <= _RUBRIC_WORDS and len(texts[1].split()) >= _TITLE_WORDS:
        record["section"] = texts.pop(0)
    if is_first and len(texts) > 1 and bylines:
        texts = texts[-1:]
    if texts:
        record["title"] = texts[0]
    if len(texts) > 1:
        record["subtitle"] = "; ".join(texts[1:])


def _lines_apart(paragraph: Paragraph) -> list[Paragraph]:
    """The lines of a head without blank lines, each for itself; a long one goes on in the next."""
    out: list[Paragraph] = []
    for line in paragraph:
        if out and len(out[-1][-1]) >= _WRAPPED and not _BYLINE.match(line):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def _with_blanks(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [line for paragraph in paragraphs for line in [*paragraph, ""]]


def _take_head(lines: Sequence[str], start: int, record: dict[str, Any]) -> int:
    """Read the lines below the number of words up to the copyright; gives where the text begins."""
    other: list[str] = []
    at = start
    blanks = 0
    while at < min(len(lines), start + 2 * _HEAD_LINES):
        line = lines[at]
        if not line:
            blanks += 1
        elif _COPYRIGHT.match(line):
            return _take_copyright(lines, at, record, other)
        elif "published_at" not in record and (day := date_of_line(line)):
            record["published_at"] = day
        elif _TIME.match(line):
            record["time_of_day"] = line
        elif len(line) > _LONGEST_NOTE or len(other) >= 6:
            break
        else:
            other.append(line)
        at += 1
    _name_others(other, record)
    return _text_without_copyright(lines, start)


def _take_copyright(lines: Sequence[str], at: int, record: dict[str, Any], other: list[str]) -> int:
    """The copyright goes on to the next blank line, or is the one line where paragraphs follow each other."""
    end = at + 1
    while end < len(lines) and lines[end] and len(lines[end]) <= _LONGEST_NOTE and "ights" in lines[end]:
        end += 1
    record["copyright"] = one_line(lines[at:end])
    _name_others(other, record)
    return end


def _text_without_copyright(lines: Sequence[str], start: int) -> int:
    """Where no copyright parts the head from the text, its language or the first blank line does."""
    language = re.compile(rf"^{any_of('language')}$", re.IGNORECASE)
    head = lines[start : start + _HEAD_LINES]
    named = next((at for at, line in enumerate(head) if language.match(line)), None)
    if named is not None:
        return start + named + 1
    return start + next((at for at, line in enumerate(head) if not line and at > 0), 0)


def _name_others(other: Sequence[str], record: dict[str, Any]) -> None:
    """Source, its code, page and language: the first line is the source."""
    language = re.compile(rf"^{any_of('language')}$", re.IGNORECASE)
    for at, line in enumerate(other):
        if at == 0:
            record["source"] = line
        elif language.match(line):
            record["language"] = line
        elif _SOURCE_CODE.match(line) and "source_code" not in record:
            record["source_code"] = line
        else:
            record.setdefault("page", line)


def _without_notes(paragraphs: list[Paragraph], record: dict[str, Any]) -> list[Paragraph]:
    """The text without the name of its publisher below it."""
    if not paragraphs or paragraphs[-1][-1].casefold() not in {str(record.get("source", "")).casefold(), "factiva"}:
        return paragraphs
    return [*paragraphs[:-1], *([paragraphs[-1][:-1]] if paragraphs[-1][:-1] else [])]
