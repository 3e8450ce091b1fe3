"""Tells the format of a plain file: by its ending, then by what it holds.

What belongs here: the decision only. A wrong ending is common (a page saved as .txt, JSON lines saved as .json), so
what the first bytes show beyond doubt wins over the ending.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Literal

from warehouse.sources.field_names import load_field_names
from warehouse.sources.table_heads import LINES, is_table

FileFormat = Literal[
    "text", "html", "markdown", "json", "jsonl", "csv", "parquet", "feed", "mbox", "eml", "mhtml", "warc", "arc", "xml",
    "docx", "odt", "rtf", "pdf", "sheets", "epub", "unsupported",
]  # fmt: skip

_ENDINGS: dict[str, FileFormat] = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown",
    ".markdown": "markdown", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".pq": "parquet", ".rss": "feed", ".atom": "feed", ".mbox": "mbox", ".eml": "eml",
    ".warc": "warc", ".xml": "xml", ".nitf": "xml", ".newsml": "xml", ".sgml": "xml", ".sgm": "xml",
    ".mhtml": "mhtml", ".mht": "mhtml",
    ".wet": "warc", ".arc": "arc", ".docx": "docx", ".docm": "docx", ".odt": "odt", ".rtf": "rtf", ".pdf": "pdf",
    ".xlsx": "sheets", ".xlsm": "sheets", ".xlsb": "sheets", ".xls": "sheets", ".ods": "sheets", ".epub": "epub",
}  # fmt: skip
_UNSUPPORTED_ENDINGS = (
    ".doc", ".ppt", ".pptx", ".odp", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".mp3", ".mp4", ".avi", ".mov",
    ".rar", ".7z", ".exe", ".duckdb", ".sqlite", ".css", ".js", ".py", ".pyc",
)  # fmt: skip

_MAGIC: dict[bytes, FileFormat] = {
    b"PAR1": "parquet",
    b"WARC/": "warc",
    b"filedesc://": "arc",
    b"%PDF-": "pdf",
    b"{\\rtf": "rtf",
}
_PACKED_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # of documents of office programs, as zip files and older
_CONTENT_WINS = {
    ("text", "html"),
    ("text", "feed"),
    ("text", "mbox"),
    ("html", "feed"),
    ("text", "mhtml"),
    ("html", "mhtml"),
    ("eml", "mhtml"),
    ("text", "xml"),
    ("xml", "html"),
    ("xml", "feed"),
    ("xml", "json"),
    ("text", "json"),
    ("text", "jsonl"),
    ("text", "csv"),
    ("csv", "json"),
    ("csv", "jsonl"),
}
_PACKED = ("docx", "odt", "sheets", "epub")
_OFTEN_PAGES = (".doc", ".xls")  # programs call a page or table so, that an office program may open it
#: Elements that a file of the XML of news begins with, where it does not say that it is XML.
NEWS_ROOTS = frozenset("NewsML newsMessage newsItem NewsItem packageItem nitf newsitem DOC REUTERS RBNews".split())
_JSON_OBJECTS = re.compile(r"\[?\s*\{\s*\"[^\"\n]{1,80}\"\s*:")  # beyond doubt; "{Editor's note: …}" opens a text
_JSON_OVER_LINES = re.compile(r"\[\s*\{|[\[{]\s*\n")
_FEW_NULS = 4
_FEW_CONTROLS = 3
_NEVER_IN_TEXT = re.compile(rb"[\x01-\x06\x0e-\x19\x1c-\x1f]")
_XML_PROLOGUE = re.compile(r"\A\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<\?[^>]*>\s*)*", re.DOTALL)
_XML_ROOT = re.compile(
    r"(?:<!DOCTYPE(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>\s*|<!--.*?-->\s*)*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(r"<(?:\w+:)?(rss|RDF|feed|channel)\b", re.IGNORECASE)
_PAGE = re.compile(r"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MAIL_HEADER = re.compile(r"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}", re.MULTILINE)
_MAIL_NAMES = re.compile(r"^(?i:from|date|subject|message-id|received|return-path|mime-version):", re.MULTILINE)
_SAVED_PAGE = re.compile(r"""^(?:snapshot-content-location:|from:\s*["<]+saved by\b)""", re.IGNORECASE | re.MULTILINE)
_MBOX = re.compile(r"\AFrom \S+.*\d{4}\s*$", re.MULTILINE)


def detect_format(name: str, head: bytes) -> FileFormat:
    """The format of a file from its name (compression endings taken off) and first bytes."""
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    ending = _ending(name)
    by_ending = _ENDINGS.get(ending)
    if by_ending in _PACKED and head.startswith(_PACKED_MAGIC):
        return by_ending or "unsupported"
    if (ending in _UNSUPPORTED_ENDINGS and ending not in _OFTEN_PAGES) or is_binary(head):
        return "unsupported"
    if by_ending in _PACKED or ending in _OFTEN_PAGES:
        return _sniff(_as_text(head)) or ("csv" if ending == ".xls" else "unsupported")
    by_content = _sniff(_as_text(head))
    if (by_ending, by_content) in _CONTENT_WINS and (by_content not in ("json", "jsonl") or _is_json(head)):
        return by_content or "text"
    if by_ending == "jsonl" and _JSON_OVER_LINES.match(_as_text(head).lstrip()):
        return "json"
    return by_ending or by_content or "text"


def _is_json(head: bytes) -> bool:
    return _JSON_OBJECTS.match(_as_text(head).lstrip()) is not None


def _ending(name: str) -> str:
    last = name.rpartition("/")[2].lower()
    return "." + last.rpartition(".")[2] if "." in last else ""


def _as_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def is_binary(head: bytes) -> bool:
    """Whether bytes are those of no text, in any encoding.

    Text holds no NUL bytes, except in UTF-16, which stands out by its mark or by a NUL in every second place.

    A stray NUL, or a row of them at the end (a file that was not written to its end), leaves a text a text.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return b"\x00\x00\x00" not in head and _is_noise(_as_text(head[: len(head) // 2 * 2]))
    if b"\x00" not in head:
        return len(_NEVER_IN_TEXT.findall(head)) > max(_FEW_CONTROLS, len(head) // 50)
    if _is_text_with_stray_nuls(head.rstrip(b"\x00\r\n")):
        return False
    pairs = max(1, len(head) // 2)
    nuls = max(head[0::2].count(0), head[1::2].count(0))
    return nuls < 0.3 * pairs or min(head[0::2].count(0), head[1::2].count(0)) > 0.05 * pairs


def _is_noise(text: str) -> bool:
    """Whether what was read as UTF-16 is not: noise falls on surrogates and on code points that nobody was given."""
    strange = sum(unicodedata.category(sign) in ("Cn", "Co", "Cs", "Cc") and sign not in "\t\n\r" for sign in text)
    return strange + text.count("\ufffd") > len(text) // 20 + 1


def _is_text_with_stray_nuls(head: bytes) -> bool:
    """Whether few bytes are NUL, none is another sign that no text has, and most are letters of ASCII or UTF-8."""
    rest = head.replace(b"\x00", b"")
    if not rest or len(head) - len(rest) > max(_FEW_NULS, len(head) // 50) or _NEVER_IN_TEXT.search(rest):
        return False
    strange = rest.decode("utf-8", "replace").count("\ufffd")
    return strange <= len(rest) // 10


def _sniff(text: str) -> FileFormat | None:
    start = text.lstrip()
    if start.startswith("<"):
        body = text[_XML_PROLOGUE.match(text).end() :] if _XML_PROLOGUE.match(text) else text  # pyright: ignore[reportOptionalMemberAccess]
        if _FEED.match(body):
            return "feed"
        if _is_xml(start, body):
            return "xml"
        return "html" if _PAGE.search(body[:2000]) else None
    if start.startswith(("{", "[{", "[ {", "[\n")):
        return _json_kind(start)
    if _MBOX.match(text):
        return "mbox"
    header = _MAIL_HEADER.match(text.replace("\r\n", "\n"))
    if header is not None and len(_MAIL_NAMES.findall(header.group())) >= 3:
        return "mhtml" if _SAVED_PAGE.search(header.group()) else "eml"
    return "csv" if is_table(text.splitlines()[:LINES], load_field_names()) else None


def _is_xml(start: str, body: str) -> bool:
    """Whether a text is XML and no page: it says so, or its root is that of a format of news."""
    root = _XML_ROOT.match(body)
    if root is None or root.group(1).lower() in ("html", "head", "body"):
        return False
    return start.startswith("<?xml") or root.group(1) in NEWS_ROOTS


def _json_kind(start: str) -> FileFormat | None:
    if start.startswith("["):
        return "json"
    try:
        _, end = json.JSONDecoder().raw_decode(start)
    except ValueError:
        return "json"
    return "jsonl" if start[end:].strip() else "json"
