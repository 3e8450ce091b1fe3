"""A document of Nexis Uni (Lexis Advance, Nexis Newsdesk): title, source, date, labels, "Body", text, classification.

What belongs here: the layout of what ends in "End of Document", and the cover page before the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from warehouse.sources.exports.dates import date_of_line, find_date
from warehouse.sources.exports.model import Block, join_body, one_line, split_at_blanks
from warehouse.sources.exports.words import Label, labels_of

_LABEL = re.compile(r"^([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,3}):(?:\s+(.*))?$")
_COPYRIGHT = re.compile(r"^(?:copyright\b|©|\(c\)\s)", re.IGNORECASE)
_RIGHTS = re.compile(r"\ball rights reserved\b|^alle rechte vorbehalten|^tous droits réservés", re.IGNORECASE)
_PAGE = re.compile(r"^(?:(?:page|seite) \d+(?: (?:of|von) \d+)?|[_=*-]{5,})$", re.IGNORECASE)
_TOTAL = re.compile(r"^documents? \((\d+)\)$", re.IGNORECASE)
_HIT = re.compile(r"^\d+\.\s+(\S.*)$")
_SURE_FOOT = ("language", "publication_type", "load_date", "journal_code")
_LONGEST_LINE = 200


def total_of(lines: Sequence[str]) -> int | None:
    """The number of documents that a cover page states: "Documents (44)"."""
    found = next((one for one in map(_TOTAL.match, (line.strip() for line in lines)) if one), None)
    return int(found.group(1)) if found else None


def read_nexis_uni(block: Block) -> dict[str, Any]:
    """The fields of a document; a cover page above the first one is left out."""
    lines = [line.strip() for line in block.lines if not _PAGE.match(line.strip())]
    body = next((at for at, line in enumerate(lines) if _is_body_heading(line)), None)
    first = _first_label(lines, body)
    record: dict[str, Any] = {}
    day_at = next((at for at in reversed(range(first)) if date_of_line(lines[at])), None)
    above = lines[: first if day_at is None else day_at]
    if day_at is not None:
        record["published_at"] = date_of_line(lines[day_at])
        edition = one_line(line for line in lines[day_at + 1 : first] if line)
        record |= {"edition": edition} if edition else {}
    _take_title(above, record, is_first=block.is_first)
    start = _take_head(lines, first, body, record)
    end = _take_foot(lines, start, record)
    record["text"] = join_body(split_at_blanks(lines[start:end]))
    return record


def _is_body_heading(line: str) -> bool:
    label = labels_of("nexis_uni").get(line.rstrip(":").casefold())
    return label is not None and label.place == "text"


def _label_of(line: str) -> tuple[Label, str] | None:
    """A line's label and the value after its colon; a heading of the foot needs none."""
    labels = labels_of("nexis_uni")
    if (alone := labels.get(line.casefold())) and alone.place == "foot":
        return alone, ""
    found = _LABEL.match(line) if len(line) <= _LONGEST_LINE * 10 else None
    label = labels.get(found.group(1).casefold()) if found else None
    return (label, found.group(2) or "") if label and found else None


def _first_label(lines: Sequence[str], body: int | None) -> int:
    """Where the head's labels or the copyright begin: what stands above is title, source, date and edition."""
    reach = len(lines) if body is None else body
    for at, line in enumerate(lines[:reach]):
        found = _label_of(line)
        is_below_date = any(date_of_line(one) for one in lines[:at])
        if is_below_date and (_COPYRIGHT.match(line) or (found and found[0].place == "head")):
            return at
    return reach if body is not None else min(reach, _below_date(lines))


def _below_date(lines: Sequence[str]) -> int:
    """Without any label the text begins below the date."""
    return next((at + 1 for at, line in enumerate(lines[:40]) if date_of_line(line)), 0)


def _take_title(above: Sequence[str], record: dict[str, Any], *, is_first: bool) -> None:
    """Title and source, the last of the lines above the date; on a cover page the list of hits knows the title."""
    lines = list(above)
    while lines and not lines[-1]:
        lines.pop()
    if len([line for line in lines if line]) > 1:
        record["source"] = lines.pop()
    while lines and not lines[-1]:
        lines.pop()
    if is_first:
        lines = _without_cover(lines)
    title = one_line(line for line in lines if line)
    if title:
        record["title"] = title


def _without_cover(lines: list[str]) -> list[str]:
    hits = {one_line([found.group(1)]) for line in lines if (found := _HIT.match(line))}
    named = [at for at, line in enumerate(lines) if one_line([line]) in hits]
    if named:
        return lines[named[-1] :]
    if any(_TOTAL.match(line) for line in lines):
        return (split_at_blanks(lines) or [[]])[-1][-1:]
    return (split_at_blanks(lines) or [[]])[-1]


def _take_head(lines: Sequence[str], first: int, body: int | None, record: dict[str, Any]) -> int:
    """Read copyright and labels from `first` on; gives where the text begins."""
    current: str | None = None
    for at in range(first, len(lines) if body is None else body):
        line, found = lines[at], _label_of(lines[at])
        if found and found[0].place == "head":
            current = found[0].field
            record.setdefault(current or "", one_line([found[1]]))
        elif _COPYRIGHT.match(line) or _RIGHTS.search(line):
            record.setdefault("copyright", one_line([line]))
            current = None
        elif body is None and (not line or current in (None, "length")) and (current or not line or at > first):
            return at
        elif line and current and current != "length":
            record[current] = one_line([record[current], line])
    return len(lines) if body is None else body + 1


def _take_foot(lines: Sequence[str], start: int, record: dict[str, Any]) -> int:
    """Read the labels below the text; gives where it ends."""
    end = next((at for at in range(start, len(lines)) if _begins_foot(lines[at])), len(lines))
    for line in lines[end:]:
        found = _label_of(line)
        if found and found[0].field and found[1]:
            value = one_line([found[1]])
            if found[0].field in ("load_date", "correction_date"):
                value = find_date(value) or value
            record.setdefault(found[0].field, value)
    return end


def _begins_foot(line: str) -> bool:
    found = _label_of(line)
    if found is None or found[0].place != "foot":
        return False
    return not found[1] or found[0].field in _SURE_FOOT
