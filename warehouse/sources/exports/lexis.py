"""A document of a LexisNexis export: source and date centred above the title, then labels in capitals, then the text.

What belongs here: the layout of "3 of 44 DOCUMENTS". The labels are in `articles/export_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from warehouse.sources.exports.dates import date_of_line, find_date, source_and_date
from warehouse.sources.exports.model import Block, Paragraph, join_body, one_line
from warehouse.sources.exports.words import Label, labels_of

_LABEL = re.compile(r"^([^\W\d_][^\W\d_ '/-]*(?:[ '/-][^\W\d_]+){0,3})\s?:(?:\s+(.*))?$")
_COPYRIGHT = re.compile(r"^(?:(?:copyright|©|\(c\))\W{0,9}(?:\(c\)|©|by)?.{0,60}?\b(?:19|20)\d{2}\b|©)", re.IGNORECASE)
_RIGHTS = re.compile(r"\b(?:all rights reserved|alle rechte vorbehalten|tous droits réservés)\b", re.IGNORECASE)
_EDITION = re.compile(
    r"\beditions?\b|^(?:late |early )?final$|^correction appended|\bcorrection appended$|^\d{1,2}[:.]\d{2}\b|"
    r"\b(?:GMT|EST|EDT|CET)$",
    re.IGNORECASE,
)
_HEAD_PARAGRAPHS = 8  # above the first label: source, date, edition, title and its parts
_LONGEST_EDITION = 60
_MOST_CONTINUED = 3  # lines that a wrapped value goes on for
_LONGEST_COPYRIGHT = 4  # lines
_LONGEST_NOTICE = 160  # signs of its first line
_PAGE = re.compile(r"^page \d+(?: of \d+)?$", re.IGNORECASE)


def read_lexis(block: Block) -> dict[str, Any]:
    """The fields of a document. What stands in no place that is known stays in the text."""
    record: dict[str, Any] = {}
    paragraphs = [left for one in block.paragraphs() for left in _labels_apart(_without_copyright(one, record))]
    rest = _take_source_and_date(paragraphs, record)
    rest = _take_title(rest, record)
    rest = _take_labelled(rest, record, "head")
    end = next((at for at in range(len(rest)) if _begins_foot(rest, at)), len(rest))
    body = record.pop("begun", []) + rest[:end]
    _take_labelled(rest[end:], record, "foot")
    record.pop("begun", None)
    record["text"] = join_body(body)
    return record


def _without_copyright(paragraph: Paragraph, record: dict[str, Any]) -> Paragraph:
    """A paragraph less the copyright, which fills it or goes to the line that reserves all rights."""
    if _PAGE.match(paragraph[0]):
        return paragraph[1:]
    is_notice = _COPYRIGHT.match(paragraph[0]) or _RIGHTS.match(paragraph[0])
    if not is_notice or len(paragraph) > _LONGEST_COPYRIGHT or len(paragraph[0]) > _LONGEST_NOTICE:
        return paragraph
    end = next((at + 1 for at, line in enumerate(paragraph) if _RIGHTS.search(line)), len(paragraph))
    record.setdefault("copyright", one_line(paragraph[:end]))
    return paragraph[end:]


def _labels_apart(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph parted before lines with labels, for exports that lost their blank lines."""
    starts = [at for at, line in enumerate(paragraph) if at and line[:2].isupper() and label_of(line)]
    parts = [paragraph[a:b] for a, b in zip([0, *starts], [*starts, len(paragraph)], strict=True)]
    return [part for part in parts if part]


def _take_source_and_date(paragraphs: Sequence[Paragraph], record: dict[str, Any]) -> list[Paragraph]:
    """Source and date off the top; lines below the date in its own paragraph are its edition or the title."""
    for at, paragraph in enumerate(paragraphs[:_HEAD_PARAGRAPHS]):
        if label_of(paragraph[0]) is not None:
            break
        for line_at, line in enumerate(paragraph):
            day, named = date_of_line(line), source_and_date(line)
            if day is None and named is None:
                continue
            record["published_at"] = day or (named[1] if named else None)
            above = list(paragraphs[:at]) + ([paragraph[:line_at]] if line_at else [])
            if named or above:
                record["source"] = named[0] if named else one_line(above.pop())
            if above:
                record["title"] = one_line(above[0])
            below = paragraph[line_at + 1 :]
            return ([below] if below else []) + list(paragraphs[at + 1 :])
    return list(paragraphs)


def _take_title(paragraphs: list[Paragraph], record: dict[str, Any]) -> list[Paragraph]:
    """The title: what stands between the date and the first label, without the name of an edition."""
    first = next((at for at, one in enumerate(paragraphs[:_HEAD_PARAGRAPHS]) if _is_head(one)), None)
    above = paragraphs[:first] if first is not None else paragraphs[: 0 if "title" in record else 1]
    rest = paragraphs[len(above) :]
    named = [one for one in above if not _is_edition(one, above)]
    editions = [one_line(one) for one in above if one not in named]
    if editions:
        record["edition"] = "; ".join(editions)
    if not record.get("published_at") and len(named) > 1:
        record["source"] = one_line(named.pop(0))
    if named and "title" not in record:
        record["title"] = one_line(named.pop(0))
    if named:
        record["subtitle"] = "; ".join(map(one_line, named))
    return rest


def _is_edition(paragraph: Paragraph, above: Sequence[Paragraph]) -> bool:
    text = one_line(paragraph)
    return len(above) > 1 and len(text) <= _LONGEST_EDITION and _EDITION.search(text) is not None


def label_of(line: str) -> tuple[str, Label, str] | None:
    """A line's label as the table has it, what it stands for, and the value after it."""
    found = _LABEL.match(line)
    if found is None:
        return None
    name = found.group(1).casefold()
    label = labels_of("lexis").get(name)
    is_written_so = found.group(1).isupper() or (found.group(1)[0].isupper() and label and label.place != "foot")
    return (name, label, found.group(2) or "") if label and is_written_so else None


def _is_head(paragraph: Paragraph) -> bool:
    found = label_of(paragraph[0])
    return found is not None and found[1].place != "foot"


def _begins_foot(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether the foot begins at a paragraph. A text may have lines such as "NAME: …" too: those need company."""
    found = label_of(paragraphs[at][0])
    if found is None or found[1].place != "foot":
        return False
    return bool(found[1].field) or at + 1 == len(paragraphs) or label_of(paragraphs[at + 1][0]) is not None


def _take_labelled(paragraphs: Sequence[Paragraph], record: dict[str, Any], place: str) -> list[Paragraph]:
    """Take labelled paragraphs off the top; gives the rest. In the foot, what has no label belongs to the last one."""
    for at, paragraph in enumerate(paragraphs):
        found = label_of(paragraph[0])
        if found is None and place == "foot":
            continue
        if found is None or (place == "head" and found[1].place == "foot"):
            return list(paragraphs[at:])
        if _take_lines(paragraph, record):
            return list(paragraphs[at + 1 :])
    return []


def _take_lines(paragraph: Paragraph, record: dict[str, Any]) -> bool:
    """Read the labels of a paragraph's lines; True where the text begins in it. Its lines are then in `begun`."""
    current, values = Label(None, "head"), list[str]()
    for at, line in enumerate(paragraph):
        found = label_of(line)
        if found is not None:
            _keep(record, current, values)
            _, current, value = found
            values = [value]
            if current.place == "text":
                record["begun"] = [body] if (body := [*([value] if value else []), *paragraph[at + 1 :]]) else []
                return True
        elif current.field == "length" or len(values) > _MOST_CONTINUED:
            _keep(record, current, values)
            record["begun"] = [list(paragraph[at:])]
            return current.place == "head"
        else:
            values.append(line)
    _keep(record, current, values)
    return False


def _keep(record: dict[str, Any], label: Label, values: Sequence[str]) -> None:
    value = one_line(values)
    if not label.field or not value:
        return
    if label.field in ("published_at", "load_date", "correction_date"):
        value = find_date(value) or value
    record.setdefault(label.field, value)
