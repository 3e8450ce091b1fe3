"""A document of a Europresse (Eureka.cc) export as text.

What belongs here: the layout that ends in its number, "news·20060315·LM·0q1503". Pages of it, whose markup names each
field, are read in `pages`.
"""

from __future__ import annotations

import re
from typing import Any

from warehouse.sources.exports.dates import find_date
from warehouse.sources.exports.model import Block, Paragraph, join_body, one_line

#: The number of a document: its kind, day, source and running number.
NUMBER = re.compile(r"\bnews[·.•]\d{8}[·.•][A-Z]\w*[·.•]\w+", re.IGNORECASE)
_COPYRIGHT = re.compile(r"^(?:©|(?:\(c\)|copyright)\W{0,9}.{0,40}?\b(?:19|20)\d{2}\b)", re.IGNORECASE)
_CERTIFICATE = re.compile(
    r"certificat|date d['’]émission|issue date|présent document est protégé|this document is protected|"
    r"^(?:aussi paru dans|also published in)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_a-zà-ÿ][\w.'’-]+(?:[ -](?:d[eiu]|la|le|van|von|et|and|[^\W\d_a-zà-ÿ][\w.'’-]*)){1,5}$")
_HEAD_PARAGRAPHS = 4
_RUBRIC_WORDS = 4


def read_europresse(block: Block) -> dict[str, Any]:
    """Source, a line with section, date and page, perhaps a rubric, the title, perhaps the author, the text."""
    record: dict[str, Any] = {}
    if found := NUMBER.search(" ".join(block.lines)):
        record["id"] = found.group()
    kept = [one for one in block.paragraphs() if not _is_furniture(one, record)]
    rest = _take_source_and_date(kept, record)
    if len(rest) > 2 and is_rubric(one_line(rest[0])):
        record.setdefault("rubric", one_line(rest.pop(0)))
    if rest:
        record["title"] = one_line(rest.pop(0))
    if len(rest) > 1 and _NAME.match(one_line(rest[0])):
        record["authors"] = one_line(rest.pop(0))
    record["text"] = join_body(rest)
    return record


def is_rubric(text: str) -> bool:
    """Whether a line above the title is the name of a page or series: few words in capitals."""
    return text.isupper() and len(text.split()) <= _RUBRIC_WORDS


def without_issue(source: str) -> str:
    """A paper's name without the number of its issue: "La Gazette, no. 1234"."""
    return re.sub(r",?\s+n[o°º]\.?\s*\d.*$", "", source).strip()


def take_header(text: str, record: dict[str, Any]) -> None:
    """The parts of "Communication, mardi 14 mars 2006, p. 16": section, date, page."""
    record["published_at"] = find_date(text)
    parts = [part.strip() for part in text.split(",")]
    dated = next((at for at, part in enumerate(parts) if find_date(part)), None)
    if dated:
        record["section"] = ", ".join(parts[:dated])
    if dated is not None and parts[dated + 1 :]:
        record["page"] = ", ".join(parts[dated + 1 :])


def _is_furniture(paragraph: Paragraph, record: dict[str, Any]) -> bool:
    text = one_line(paragraph)
    if _COPYRIGHT.match(text):
        record.setdefault("copyright", re.split(r"\s*(?:num[ée]ro de|document number)", text, flags=re.IGNORECASE)[0])
        return True
    return NUMBER.search(text) is not None or _CERTIFICATE.search(text) is not None


def _take_source_and_date(paragraphs: list[Paragraph], record: dict[str, Any]) -> list[Paragraph]:
    for at, paragraph in enumerate(paragraphs[:_HEAD_PARAGRAPHS]):
        for line_at, line in enumerate(paragraph):
            if find_date(line) is None or len(line) > 160:
                continue
            take_header(line, record)
            above = paragraph[:line_at] or (paragraphs[at - 1] if at else [])
            if above:
                record["source"] = without_issue(one_line(above))
            below = paragraph[line_at + 1 :]
            return ([below] if below else []) + paragraphs[at + 1 :]
    return list(paragraphs)
