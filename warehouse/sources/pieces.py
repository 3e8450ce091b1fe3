"""A text or page that was read whole, and the articles in it.

What belongs here: the order in which a whole document is looked at: as a wire's message, an export of a news
database, a text cut where it says so, at last one article. What it is cut into is for `exports` and `wires`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from warehouse.schema.decoding import decode_bytes
from warehouse.sources.exports import cut_export, cut_page
from warehouse.sources.exports.pages import may_be_export
from warehouse.sources.exports.several import cut_at, cut_at_titles, separator_of_several
from warehouse.sources.model import DocumentFormat, Page, Piece, head_of
from warehouse.sources.several import may_be_several, several_articles
from warehouse.sources.structured import BadRecord, Parsed
from warehouse.sources.wires import read_wires

_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})(?:\s[^<>]{0,2000})?/?>")
_TAG_SHARE = 0.02  # of the signs of a text
_FRAMED_SHARE = 0.2  # of a text that begins and ends with a tag
_FEWEST_TAGS = 3
_OF_PAGES = frozenset(
    "a abbr article aside b blockquote body br center cite code div em figcaption figure font footer form h1 h2 h3 h4 "
    "h5 h6 head header hr html i img label li main nav ol p pre q s section small span strong sub sup table tbody td "
    "th thead time title tr u ul script style noscript iframe button picture video".split()
)


def split_document(kind: DocumentFormat, data: bytes, separator: str | None = None) -> Iterator[Parsed | Piece | Page]:
    """The articles of a document that was read whole: mostly itself.

    Args:
        kind: what it is read as.
        data: its bytes.
        separator: the line that parts its articles, where the user named one.
    """
    if kind == "html":
        yield from _split_page(data) or (Piece(None, kind, data),)
        return
    named = cut_at(_text_of(data), separator) if separator else []
    yield from _pieces(named, kind) if len(named) > 1 else _split_text(kind, data)


def _split_page(data: bytes) -> Sequence[Parsed | Piece | Page]:
    """The articles of a page that holds several; none where it has no sign of that, so that it is not parsed here."""
    is_export, is_several = may_be_export(data), may_be_several(data)
    if not (is_export or is_several):
        return ()
    html = decode_bytes(data, is_page=True).text.replace("\0", "")
    return (cut_page(html) if is_export else None) or (several_articles(html) if is_several else ())


def _text_of(data: bytes) -> str:
    return decode_bytes(data).text.replace("\0", "")


def _split_text(kind: DocumentFormat, data: bytes) -> Iterator[Parsed | Piece]:
    text = _text_of(data)
    if kind == "text" and (names := _names_of_tags(text)):
        if names <= _OF_PAGES:
            yield Piece(None, "html", data)
        else:
            shown = ", ".join(f"<{name}>" for name in sorted(names - _OF_PAGES)[:3])
            message = f"the text is XML of a kind that is not read (it has tags such as {shown}); give it as plain text"
            yield BadRecord(None, "xml_unknown", message, head_of(text))
        return
    cut = (read_wires(text) or cut_export(text)) if kind == "text" else None
    if cut:
        yield from cut
    elif kind == "text" and (pieces := cut_at_titles(text)):
        yield from _pieces(pieces, kind)
    elif (rule := separator_of_several(text)) is not None:
        shown = "a form feed" if rule == "\f" else f"the line {rule[:40]!r}"
        told = "\\f" if rule == "\f" else rule
        message = (
            f"it seems to hold several articles: {shown} parts pieces that each have a date; name it, so that the text "
            f"is cut there (--separator '{told}'), or give each article a file of its own"
        )
        yield BadRecord(None, "several_articles", message, head_of(text))
    else:
        yield Piece(None, kind, data)


def _names_of_tags(text: str) -> set[str]:
    """The names of the elements in a text that is made of them; none where it is a text with a stray tag."""
    if "</" not in text:
        return set()
    tags = list(_TAG.finditer(text))
    share = sum(len(tag.group()) for tag in tags) / len(text)
    is_framed = text.lstrip().startswith("<") and text.rstrip().endswith(">") and share >= _FRAMED_SHARE
    is_closed = sum(tag.group(1) == "/" for tag in tags) >= _FEWEST_TAGS and share >= _TAG_SHARE
    return {tag.group(2).lower() for tag in tags if tag.group(1) or is_framed} if is_framed or is_closed else set()


def _pieces(texts: list[str], kind: DocumentFormat) -> Iterator[Piece]:
    for number, text in enumerate(texts, start=1):
        yield Piece(number, kind, text.encode("utf-8", "replace"))
