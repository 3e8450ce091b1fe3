"""A document of a ProQuest export: a label before each field, the text under "Full text".

What belongs here: the layout with rules of underscores between documents. Authors are turned the right way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from warehouse.sources.exports.dates import find_date
from warehouse.sources.exports.model import Block, Paragraph, join_body, one_line
from warehouse.sources.exports.words import Label, labels_of

_LABEL = re.compile(r"^([A-Z][\w/()& -]{1,40}?)\s*(?::(?:\s+(.*))?|\t+(.*)|)$")
_NUMBER = re.compile(r"^document \d+ of \d+$", re.IGNORECASE)
_UNAVAILABLE = re.compile(r"^(?:full text )?(?:is )?(?:not|none|un)\s?available\b.{0,60}$", re.IGNORECASE)
_NOISE = re.compile(r"^(?:enlarge this image\.?|proquest document link|\W*|\d+/\d+)$", re.IGNORECASE)
_SOURCE_END = re.compile(r"\s*(?:;|\[|,\s+(?=[A-ZÀ-Þ][\w .-]*\s*$)|\s{2,}|\.\s)")
_LABELLED_SHARE = 0.6  # of the paragraphs from the first label of the foot on


def read_proquest(block: Block) -> dict[str, Any]:
    """The fields of a document. Without a full text it has no `text`."""
    record: dict[str, Any] = {}
    paragraphs = _labels_apart(one for one in block.paragraphs() if not _NOISE.match(one_line(one)))
    paragraphs = [one for one in paragraphs if not _NUMBER.match(one_line(one))]
    text_at = next((at for at, one in enumerate(paragraphs) if _place(one) == "text"), None)
    end = _foot_from(paragraphs, 0 if text_at is None else text_at + 1)
    if text_at is None:
        text_at = end
    _take_head(paragraphs[:text_at], record)
    body = _body_of(paragraphs[text_at:end])
    for paragraph in paragraphs[end:]:
        _take(paragraph, record)
    record["text"] = join_body(body)
    return _settled(record)


def is_proquest(lines: Sequence[str]) -> bool:
    """Whether lines are those of such an export: "Full text" is a label in them, beside others of its own."""
    found = [one for line in lines if (one := _label_of(line.strip()))]
    named = {label.field for label, _ in found}
    return any(label.place == "text" for label, _ in found) and len(named & {"publication_info", "source", "id"}) > 0


def _label_of(line: str) -> tuple[Label, str] | None:
    """A line's label and its value. Headings in capitals ("FULL TEXT") have no colon."""
    found = _LABEL.match(line)
    label = labels_of("proquest").get(found.group(1).casefold()) if found else None
    if label is None or found is None:
        return None
    has_mark = found.group(2) is not None or found.group(3) is not None or ":" in line
    if not has_mark and not (found.group(1).isupper() or label.place == "text"):
        return None
    return label, found.group(2) or found.group(3) or ""


def _labels_apart(paragraphs: Any) -> list[Paragraph]:
    """Paragraphs of the foot that hold a label on each line, as one each."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        starts = [at for at, line in enumerate(paragraph) if at and _label_of(line)]
        if starts and _label_of(paragraph[0]) and _place(paragraph) != "text":
            out.extend(paragraph[a:b] for a, b in zip([0, *starts], [*starts, len(paragraph)], strict=True))
        else:
            out.append(paragraph)
    return out


def _place(paragraph: Paragraph) -> str | None:
    found = _label_of(paragraph[0])
    return found[0].place if found else None


def _foot_from(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the foot begins: the first label from which on most paragraphs have one, as a text has "Location:" too."""
    labelled = [_place(one) is not None for one in paragraphs]
    for at in range(start, len(paragraphs)):
        goes_on = all(labelled[at : at + 2])
        if _place(paragraphs[at]) and goes_on and sum(labelled[at:]) >= _LABELLED_SHARE * (len(paragraphs) - at):
            return at
    return len(paragraphs)


def _take_head(paragraphs: Sequence[Paragraph], record: dict[str, Any]) -> None:
    for paragraph in paragraphs:
        if _label_of(paragraph[0]):
            _take(paragraph, record)
        elif "title" not in record:
            record["title"] = one_line(paragraph)


def _take(paragraph: Paragraph, record: dict[str, Any]) -> None:
    found = _label_of(paragraph[0])
    if found is None or not found[0].field or found[0].place == "text":
        return
    value = one_line([found[1], *paragraph[1:]])
    if value and not _UNAVAILABLE.match(value):
        record.setdefault(found[0].field, value)


def _body_of(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    if not paragraphs:
        return []
    found = _label_of(paragraphs[0][0])
    first = [*([found[1]] if found and found[1] else []), *paragraphs[0][1:]]
    body = [one for one in [first, *paragraphs[1:]] if one]
    return [] if len(body) == 1 and _UNAVAILABLE.match(one_line(body[0])) else body


def _settled(record: dict[str, Any]) -> dict[str, Any]:
    """Dates as dates; source and date out of "Publication info" where nothing else says them; names turned round."""
    info = str(record.get("publication_info", ""))
    if info and not record.get("source"):
        record["source"] = _SOURCE_END.split(info, maxsplit=1)[0].strip(" ,.")
    if record.get("source"):
        record["source"] = str(record["source"]).split(";")[0].strip()
    written = record.get("published_at")
    record["published_at"] = (find_date(str(written)) or written) if written else find_date(info)
    if record.get("load_date"):
        record["load_date"] = find_date(str(record["load_date"])) or record["load_date"]
    if record.get("authors"):
        record["authors"] = authors_in_order(str(record["authors"]))
    return {key: value for key, value in record.items() if value}


def authors_in_order(names: str) -> list[str]:
    """Names of a catalogue as a byline has them: "Doe, Jane; Roe, Ann B." is Jane Doe and Ann B. Roe."""
    out: list[str] = []
    for name in re.split(r"\s*;\s*", names.strip()):
        last, comma, first = re.sub(r"(?<=\w{3})\.$", "", name).partition(", ")
        out.append(f"{first} {last}" if comma and "," not in first and len(name.split()) <= 5 else name)
    return [name for name in out if name]
