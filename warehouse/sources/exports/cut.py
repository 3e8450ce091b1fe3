"""Tells an export by the lines that its articles begin or end with, cuts it there, and reads each block into a record.

What belongs here: which service an export is of, where its blocks are, and whether all came out that it says it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from warehouse.sources.exports.europresse import NUMBER, read_europresse
from warehouse.sources.exports.factiva import code_of, length_line, read_factiva
from warehouse.sources.exports.lexis import read_lexis
from warehouse.sources.exports.model import Block, Export
from warehouse.sources.exports.nexis_uni import read_nexis_uni, total_of
from warehouse.sources.exports.proquest import is_proquest, read_proquest
from warehouse.sources.exports.words import any_of
from warehouse.sources.model import head_of
from warehouse.sources.structured import BadRecord, Parsed, Record

#: What one of the services' own lines has; a text without any is looked at no further.
_HINT = re.compile(
    r"\bof\b|\bvon\b|\bsur\b|\bde\b|end of document|do[ck]ument|^(?:HD|LP|TD)\b|full text|\bnews[·.•]\d{8}",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(r"^(?:end of document|ende des dokuments|fin du document|fin del documento)\.?$", re.IGNORECASE)
_ACCESSION = r"[A-Z][A-Z0-9]{2,12}\d{8}[a-z0-9]{5,12}"
_RULE = re.compile(r"^_{20,}$")
_FEWEST_WORDS_LEFT = 60  # after the last document: a page of notes is shorter
_PART_OF = 3  # numbers that a message lists


def cut_export(text: str) -> list[Parsed] | None:
    """The articles of an export of a news database as records; None where the text is no such export.

    Args:
        text: what an export holds, a line or a paragraph a line, from a file of text, a page, a DOCX, RTF or PDF.

    Returns:
        A record an article, with the keys that records have anywhere; a reject for each that could not be read, and
        one for those that the export says it holds and that are not in it.
    """
    export = _export_of(text)
    return None if export is None else list(read_blocks(export))


def read_blocks(export: Export) -> Iterator[Parsed]:
    """The records of an export and the rejects of what it lacks."""
    for number, block in enumerate(export.blocks, start=1):
        record = {key: value for key, value in export.read(block).items() if value}
        if any(sign.isalpha() for sign in str(record.get("text", ""))):
            yield Record(number, {**record, "export": export.service})
        else:
            named = f" ({record['title']})" if record.get("title") else ""
            message = (
                f"document {block.number or number} of the export{named} has no text; export it with its full text"
            )
            yield BadRecord(number, "export_without_text", message, head_of("\n".join(block.lines).strip()))
    if (lack := _lack_of(export)) is not None:
        yield BadRecord(None, "export_incomplete", lack, head_of("\n".join(export.rest).strip()) or None)


def _lack_of(export: Export) -> str | None:
    """What the export says it holds and does not."""
    read = len(export.blocks)
    total = export.total or next((block.total for block in export.blocks if block.total), None)
    numbers = {block.number for block in export.blocks if block.number}
    if numbers and total:
        first = min(numbers)
        wanted = range(first, (total if first == 1 else max(numbers)) + 1)
        missing = [number for number in wanted if number not in numbers]
        if not missing:
            return None
        listed = ", ".join(map(str, missing[:_PART_OF])) + (" …" if len(missing) > _PART_OF else "")
        return (
            f"{len(wanted) - len(missing)} of {len(wanted)} articles read: of the {total} that the export says it has "
            f"number {listed} is not in it; export what is missing again, if it is in no other file"
        )
    if total and read < total:
        return f"{read} of {total} articles read: the others are not in the file; export them again"
    if export.rest:
        return f"what follows article {read} is no whole article: the export is cut off; export it again"
    return None


def _export_of(text: str) -> Export | None:
    """The export in a text, by the service whose separators it has."""
    if not _HINT.search(text):
        return None
    lines = [line.rstrip() for line in text.replace("\f", "\n").replace("\u00a0", " ").splitlines()]
    for find in (_europresse, _numbered, _ruled, _ended, _accessioned, _coded):
        export = find(lines)
        if export is not None and export.blocks:
            return export
    return None


@lru_cache(maxsize=1)
def _number_line() -> re.Pattern[str]:
    documents, of = any_of("documents"), any_of("of")
    return re.compile(
        rf"^\W*(?:focus - )?(?:{documents}\s+)?(?P<number>\d{{1,6}})\s+{of}\s+(?P<total>\d{{1,6}})"
        rf"(?P<after>\s+{documents})?\W*$",
        re.IGNORECASE,
    )


def number_of(line: str) -> tuple[int, int] | None:
    """The numbers of "3 of 44 DOCUMENTS" or "Document 3 of 44", alone on their line."""
    if len(line) > 200 or not any(sign.isdigit() for sign in line):
        return None
    found = _number_line().match(line.strip())
    if found is None or not (found.group("after") or re.search(r"do[ck]ument", line, re.IGNORECASE)):
        return None
    number, total = int(found.group("number")), int(found.group("total"))
    return (number, total) if 0 < number <= total else None


def _numbered(lines: Sequence[str]) -> Export | None:
    """Documents below "3 of 44 DOCUMENTS": of ProQuest where their fields are, else of LexisNexis."""
    starts = [(at, numbers) for at, line in enumerate(lines) if (numbers := number_of(line))]
    if not starts:
        return None
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    blocks = [Block(lines[at + 1 : end], *said) for (at, said), end in zip(starts, ends, strict=True)]
    if any(is_proquest(block.lines) for block in blocks):
        blocks = [Block(_to_rule(block.lines), block.number, block.total) for block in blocks]
        return Export("proquest", blocks, read_proquest)
    return Export("lexis", blocks, read_lexis)


def _to_rule(lines: Sequence[str]) -> Sequence[str]:
    """The lines of a document up to the rule below it, and not what the service writes after the last one."""
    at = next((at for at, line in enumerate(lines) if _RULE.match(line.strip()) and at > 2), len(lines))
    return lines[:at]


def _ruled(lines: Sequence[str]) -> Export | None:
    """Documents of ProQuest between rules of underscores."""
    if not any(_RULE.match(line.strip()) for line in lines):
        blocks = [Block(lines)] if _is_single_proquest(lines) else []
    else:
        blocks = [Block(part) for part in _parted(lines, lambda line: _RULE.match(line.strip()) is not None)]
        blocks = [block for block in blocks if is_proquest(block.lines)]
    return Export("proquest", blocks, read_proquest) if blocks else None


def _is_single_proquest(lines: Sequence[str]) -> bool:
    return is_proquest(lines) and any(line.strip().lower().startswith("proquest document id") for line in lines)


def _parted(lines: Sequence[str], is_rule: Callable[[str], bool]) -> Iterator[Sequence[str]]:
    start = 0
    for at, line in enumerate(lines):
        if is_rule(line):
            yield lines[start:at]
            start = at + 1
    yield lines[start:]


def _ended(lines: Sequence[str]) -> Export | None:
    """Documents of Nexis Uni, each with "End of Document" below it."""
    ends = [at for at, line in enumerate(lines) if _END.match(line.strip())]
    if not ends:
        return None
    starts = [0] + [at + 1 for at in ends[:-1]]
    blocks = [
        Block(lines[start:end], is_first=number == 0)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    blocks = [block for block in blocks if block.paragraphs()]
    return Export("nexis_uni", blocks, read_nexis_uni, total_of(lines[: ends[0]]), _left(lines[ends[-1] + 1 :]))


@lru_cache(maxsize=1)
def _accession_line() -> re.Pattern[str]:
    return re.compile(rf"^(?:AN\s+)?{any_of('document')}\s+(?P<id>{_ACCESSION})$", re.IGNORECASE)


def is_accession(line: str) -> bool:
    """Whether a line is the number that a document of Factiva ends in."""
    line = line.strip()
    found = _accession_line().match(line) if len(line) < 80 else None
    return found is not None and found.group("id")[0].isupper()


def _accessioned(lines: Sequence[str]) -> Export | None:
    """Documents of Factiva, each with its accession number below it."""
    ends = [at for at, line in enumerate(lines) if is_accession(line)]
    if not ends:
        return None
    starts = [0] + [at + 1 for at in ends[:-1]]
    blocks = [
        Block([*lines[start:end], lines[end].strip()], is_first=number == 0)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    rest = lines[ends[-1] + 1 :]
    is_cut_off = any(length_line().match(line.strip()) or (code_of(line) or ("",))[0] == "HD" for line in rest)
    return Export("factiva", blocks, read_factiva, None, list(rest) if is_cut_off else [])


def _coded(lines: Sequence[str]) -> Export | None:
    """Documents with Factiva's codes whose accession numbers were left out: each begins with its headline."""
    codes = [(at, found[0]) for at, line in enumerate(lines) if (found := code_of(line.strip()))]
    names = [name for _, name in codes]
    if "HD" not in names or not {"LP", "TD"} & set(names) or not {"PD", "SN", "WC"} & set(names):
        return None
    starts = [at for at, name in codes if name == "HD"]
    ends = [*starts[1:], len(lines)]
    return Export("factiva", [Block(lines[a:b]) for a, b in zip(starts, ends, strict=True)], read_factiva)


def _europresse(lines: Sequence[str]) -> Export | None:
    """Documents of Europresse, each with its number below it; the certificate after it is no part of the next one."""
    if not any(NUMBER.search(line) for line in lines):
        return None
    blocks: list[Block] = []
    start, last = 0, ""
    for at, line in enumerate(lines):
        found = NUMBER.search(line)
        if found is None:
            continue
        if found.group() != last:
            blocks.append(Block(lines[start : at + 1]))
        start, last = at + 1, found.group()
    return Export("europresse", blocks, read_europresse)


def _left(lines: Sequence[str]) -> list[str]:
    """What follows the last document, where it is more than a page of notes."""
    return list(lines) if sum(len(line.split()) for line in lines) >= _FEWEST_WORDS_LEFT else []
