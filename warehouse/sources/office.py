"""Texts out of documents of office programs: Word (DOCX), OpenDocument (ODT), rich text (RTF).

What belongs here: a document's paragraphs as a plain text, which is then read like any text: title line, byline, date,
body. Packed documents are opened with the same care as archives. Pages are for `pdf`, tables for `sheets`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml.etree import XMLParser, _Element, fromstring  # pyright: ignore[reportPrivateUsage]
from striprtf.striprtf import rtf_to_text

from warehouse.sources.failures import ReadLimitError
from warehouse.sources.model import ReadLimits

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # of a text box: the same once more
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_CHUNK = 1024 * 1024
_MOST_PARTS = 10_000
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0"


def text_of_docx(data: bytes, limits: ReadLimits) -> str:
    """The paragraphs of a Word document, those of its tables and text boxes in their place; changes as accepted."""
    with packed(data, limits) as parts:
        root = parsed_xml(read_part(parts, _main_part(parts), limits))
    return _joined(_word_text(one) for one in root.iter(f"{_WORD}p") if not _is_repeated(one))


def _main_part(parts: zipfile.ZipFile) -> str:
    """The part that holds the text: "word/document.xml", and in files of some programs "word/document2.xml"."""
    names = [name for name in parts.namelist() if re.fullmatch(r"word/document\d*\.xml", name)]
    if not names:
        raise ValueError("it holds no word/document.xml")
    return min(names)


def _is_repeated(paragraph: _Element) -> bool:
    return next(paragraph.iterancestors(_FALLBACK), None) is not None


def _word_text(paragraph: _Element) -> str:
    """The text of a paragraph without that of paragraphs inside it, which come by themselves."""
    signs: list[str] = []
    for element in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr", f"{_WORD}noBreakHyphen"):
        if next(element.iterancestors(f"{_WORD}p"), None) is not paragraph:
            continue
        name = str(element.tag).removeprefix(_WORD)
        signs.append({"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(name) or element.text or "")
    return "".join(signs)


def text_of_odt(data: bytes, limits: ReadLimits) -> str:
    """The headings and paragraphs of an OpenDocument text; deleted passages and notes are left out."""
    with packed(data, limits) as parts:
        root = parsed_xml(read_part(parts, "content.xml", limits))
    for left_out in list(root.iter(f"{_OPEN}tracked-changes", f"{_OPEN}note")):
        tail, parent, before = left_out.tail, left_out.getparent(), left_out.getprevious()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + (tail or "")
        else:
            parent.text = (parent.text or "") + (tail or "")
        parent.remove(left_out)
    for element in root.iter(f"{_OPEN}tab", f"{_OPEN}line-break", f"{_OPEN}s"):
        element.text = "\n" if str(element.tag).endswith("line-break") else " "
    return _joined("".join(str(one) for one in block.itertext()) for block in root.iter(f"{_OPEN}h", f"{_OPEN}p"))


def text_of_rtf(data: bytes) -> str:
    """The text of an RTF document, a line for each paragraph."""
    escaped = _HIGH_BYTES.sub(lambda found: b"\\'%02x" % found.group()[0], data)  # as some programs leave them bare
    return rtf_to_text(escaped.decode("ascii"), errors="ignore").replace("\x00", "")


def _joined(paragraphs: Iterator[str]) -> str:
    """Paragraphs parted by an empty line, as those of a plain text are; empty ones only part others."""
    return "\n\n".join(one.strip() for one in paragraphs if one.strip())


def packed(data: bytes, limits: ReadLimits) -> zipfile.ZipFile:
    """A document that is a zip file of parts.

    Raises:
        ReadLimitError: it has more parts than any document, or they expand to far more than one.
        zipfile.BadZipFile: it is damaged.
        ValueError: it is locked: then it is wrapped in the older container of office programs.
    """
    if data.startswith(_OLD_CONTAINER):
        raise ValueError("the document is encrypted, or an old one under a new ending")
    parts = zipfile.ZipFile(io.BytesIO(data))
    sizes = [entry.file_size for entry in parts.infolist()]
    if len(sizes) > _MOST_PARTS or sum(sizes) > 4 * limits.max_document_bytes:
        raise ReadLimitError(
            f"it expands to {sum(sizes):,} bytes in {len(sizes):,} parts, as a decompression bomb does; save its text"
        )
    return parts


def read_part(parts: zipfile.ZipFile, name: str, limits: ReadLimits) -> bytes:
    """One part as bytes.

    Raises:
        ReadLimitError: it is larger than a document may be, whatever the file says of it.
        ValueError: it is not there.
    """
    try:
        with parts.open(name) as stream:
            data = stream.read(limits.max_document_bytes + 1)
    except KeyError as error:
        raise ValueError(f"it holds no {name}") from error
    if len(data) > limits.max_document_bytes:
        raise ReadLimitError(f"{name} in it is larger than {limits.max_document_bytes:,} bytes; save its text")
    return data


def check_parts(stream: IO[bytes], limits: ReadLimits) -> None:
    """Expand a packed document once and count, for readers that do not count themselves.

    Raises:
        ReadLimitError: it holds more than a document may.
    """
    data = stream.read()
    left = 4 * limits.max_document_bytes
    with packed(data, limits) as parts:
        for entry in parts.infolist():
            with parts.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise ReadLimitError("it expands like a decompression bomb; save its text")


def parsed_xml(data: bytes) -> _Element:
    """XML without entities of its own, which no document needs and bombs are made of."""
    parser = XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    return fromstring(data, parser)
