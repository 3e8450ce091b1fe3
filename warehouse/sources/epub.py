"""Reads the chapters of an EPUB, each a page: papers and magazines come so, an article a chapter.

What belongs here: which parts of the book are read, and in which order. What is no article among them (a cover, a list
of contents) is told where pages are prepared.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from warehouse.sources.containers import Member
from warehouse.sources.messages import read_whole
from warehouse.sources.model import Page, ReadLimits
from warehouse.sources.office import packed, parsed_xml, read_part
from warehouse.sources.structured import BadRecord

_CONTAINER = "META-INF/container.xml"


def read_epub(member: Member, limits: ReadLimits) -> Iterator[Page | BadRecord]:
    """The chapters in the order of reading, without the table of contents."""
    data = read_whole(member, limits)
    if isinstance(data, BadRecord):
        yield data
        return
    with packed(data, limits) as parts:
        roots = parsed_xml(read_part(parts, _CONTAINER, limits)).xpath("//*[local-name()='rootfile']/@full-path")
        if not roots:
            raise ValueError(f"{_CONTAINER} names no book")
        book = parsed_xml(read_part(parts, str(roots[0]), limits))
        items = {item.get("id"): item for item in book.xpath("//*[local-name()='manifest']/*[local-name()='item']")}
        number = 0
        for reference in book.xpath("//*[local-name()='spine']/*[local-name()='itemref'][not(@linear='no')]"):
            item = items.get(reference.get("idref"))
            if item is None or "nav" in (item.get("properties") or "").split():
                continue
            if "html" not in (item.get("media-type") or "html"):
                continue
            number += 1
            name = posixpath.normpath(posixpath.join(posixpath.dirname(str(roots[0])), unquote(item.get("href") or "")))
            yield Page(number, read_part(parts, name, limits), None)
