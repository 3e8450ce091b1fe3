"""Bytes of a text or page to characters.

What belongs here: which encoding to read. Repairing text that somebody else decoded wrongly is for `repair`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE
)
_HEAD_BYTES = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# what browsers take these declarations to mean (WHATWG Encoding Standard, section 4.2)
_AS_BROWSERS_DO = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding that it was read with."""

    text: str
    encoding: str


def decode_bytes(payload: bytes, *, is_page: bool = False) -> Decoded:
    """Decode without losing a character.

    The order is that of trust: a byte order mark, UTF-8 (nothing else passes for it by chance), UTF-16 without its
    mark, what a page declares, cp1252 (most Western text that is not UTF-8), then a guess.

    Args:
        payload: the raw bytes.
        is_page: whether a charset declared in the markup counts.
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            return Decoded(payload[len(mark) :].decode(_without_mark(mark, encoding), "replace"), encoding)
    guesses = ["utf-8", _utf16_without_mark(payload), _declared(payload) if is_page else None]
    for encoding in [*guesses, None if _looks_multibyte(payload) else "cp1252"]:
        text = _decode_strict(payload, encoding) if encoding else None
        if text is not None and encoding is not None:
            return Decoded(text, encoding)
    best = from_bytes(payload).best()
    if best is not None:
        return Decoded(str(best), best.encoding)
    return Decoded(payload.decode("cp1252", "replace"), "cp1252")


def _without_mark(mark: bytes, encoding: str) -> str:
    endings = {
        codecs.BOM_UTF16_LE: "-le",
        codecs.BOM_UTF16_BE: "-be",
        codecs.BOM_UTF32_LE: "-le",
        codecs.BOM_UTF32_BE: "-be",
    }
    return encoding + endings.get(mark, "")


def _decode_strict(payload: bytes, encoding: str) -> str | None:
    try:
        return payload.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _declared(payload: bytes) -> str | None:
    found = _META_CHARSET.search(payload[:_HEAD_BYTES])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    return _AS_BROWSERS_DO.get(name, name)


def _utf16_without_mark(payload: bytes) -> str | None:
    """UTF-16 of mostly Western text has a NUL in every second byte, and 8-bit text has none."""
    head = payload[:_HEAD_BYTES]
    half = len(head) // 2
    if not half or len(payload) % 2:
        return None
    if head[1::2].count(0) > 0.4 * half and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _looks_multibyte(payload: bytes) -> bool:
    """Whether a third of the bytes are non-ASCII: no Western text, where cp1252 would give nonsense without failing."""
    high = sum(byte > 127 for byte in payload[:_HEAD_BYTES])
    return high > len(payload[:_HEAD_BYTES]) / 3
