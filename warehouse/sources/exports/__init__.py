"""Exports of news databases, many articles in one text or page, cut into their articles.

What belongs here: telling such an export by the lines that its articles begin or end with, cutting it, and reading the
fields of each block. A text without such lines is none of this package's business.

`cut_export(text)` is all that a reader of another format needs: whoever has the text of a DOCX, RTF or PDF, a line or
paragraph a line, gets the records or None. `cut_page(html)` does the same for a page.
"""

from __future__ import annotations

from warehouse.sources.exports.cut import cut_export
from warehouse.sources.exports.pages import cut_page

__all__ = ["cut_export", "cut_page"]
