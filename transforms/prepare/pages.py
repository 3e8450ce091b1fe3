"""Web pages to articles: body, title, authors, date.

What belongs here: what of a page is believed. The page's own statements (JSON-LD, OpenGraph) come first, then what its
markup shows. The body is trafilatura's, which is made for it.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field

import lxml.html
from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document as Extracted

from transforms.prepare.layout import split_authors
from transforms.prepare.published import Published, parse_date
from transforms.prepare.repair import repair_line
from transforms.prepare.structured_data import Stated, read_stated

# htmldate drops dates after its bound, today where none is given: a clock that would make runs differ
_LAST_DATE = "2099-12-31"
_FIRST_DATE = "1995-01-01"
_SEPARATOR = re.compile(r"\s+(?:[|·•»«–—:]|-|::|//)\s+")
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})[/-](\d{1,2}|[A-Za-z]{3})[/-](\d{1,2})(?=[/_.-]|$)|[/-]((?:19|20)\d{2})(\d{2})(\d{2})(?=[/_.-]|$)"
)


@dataclass(slots=True)
class Page:
    """What was read out of a page; `stated` and `found` are its dates, from its own statements and from its markup."""

    paragraphs: list[str] = field(default_factory=list[str])
    title: str | None = None
    authors: list[str] = field(default_factory=list[str])
    source: str | None = None
    url: str | None = None
    description: str | None = None
    stated: Published | None = None
    found: Published | None = None


def read_page(html: str, url: str | None = None) -> Page:
    """Read a page that was decoded; an empty page gives one without paragraphs."""
    tree = load_html(html)
    if tree is None:
        return Page()
    stated = read_stated(tree)
    address = url or stated.url
    extracted = bare_extraction(copy.deepcopy(tree), url=address, with_metadata=True, include_comments=False)
    page = Page(source=stated.site_name, url=stated.url, description=stated.description)
    if isinstance(extracted, Extracted):
        page.paragraphs = _paragraphs(extracted.text or "")
        page.source = page.source or extracted.sitename
    page.title = _title(stated, extracted if isinstance(extracted, Extracted) else None, tree)
    page.authors = _authors(stated, extracted if isinstance(extracted, Extracted) else None)
    page.stated = next((day for day in map(parse_date, stated.published) if day), None)
    page.found = None if page.stated else _found_date(tree, address)
    return page


def _paragraphs(text: str) -> list[str]:
    return [tidy for line in text.split("\n") if (tidy := " ".join(line.split()).removeprefix("- "))]


def _title(stated: Stated, extracted: Extracted | None, tree: HtmlElement) -> str | None:
    element = " ".join((tree.findtext(".//title") or "").split())
    candidates = [*stated.titles, extracted.title if extracted else None, element]
    site = stated.site_name or (extracted.sitename if extracted else None)
    for candidate in candidates:
        tidy = without_site_name(repair_line(candidate or ""), site)
        if tidy:
            return tidy
    return None


def without_site_name(title: str, site: str | None) -> str:
    """Take "| Site name" off the end (or the front) of a title, as pages append it."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    known = _bare(site or "")
    if known and _bare(parts[-1]) and (_bare(parts[-1]) in known or known in _bare(parts[-1])):
        return title[: title.rfind(parts[-1])].rstrip(" |·•»«–—:/-")
    if known and _bare(parts[0]) == known:
        return title[len(parts[0]) :].lstrip(" |·•»«–—:/-")
    last_bar = title.rfind(" | ")
    return title[:last_bar].rstrip() if last_bar > 0 and len(title[last_bar:]) < 40 else title


def _bare(text: str) -> str:
    return re.sub(r"\W|^the\b", "", text.lower())


def _authors(stated: Stated, extracted: Extracted | None) -> list[str]:
    named = stated.authors or ((extracted.author or "").split(";") if extracted else [])
    site = _bare(stated.site_name or "")
    names = [name for text in named for name in split_authors(repair_line(text)) if _bare(name) != site]
    return list(dict.fromkeys(names))


def _found_date(tree: HtmlElement, url: str | None) -> Published | None:
    """The date that htmldate finds in the markup and text of a page."""
    try:
        found = find_date(copy.deepcopy(tree), original_date=True, url=url, min_date=_FIRST_DATE, max_date=_LAST_DATE)
    except (ValueError, TypeError, AttributeError):
        return None
    return parse_date(found) if found else None


def date_in_url(url: str | None) -> Published | None:
    """The date in the path of an address, as most news sites have it: /2021/08/08/ or /20210808/."""
    found = _URL_DATE.search(url or "")
    if found is None:
        return None
    parts = [part for part in found.groups() if part]
    text = (
        f"{parts[2]} {parts[1]} {parts[0]}"
        if parts[1].isalpha()
        else "-".join((parts[0], parts[1].zfill(2), parts[2].zfill(2)))
    )
    return parse_date(text)


def plain_text_of(html: str) -> str:
    """All text of a fragment of markup, a line for each block: for records whose html is a fragment, not a page."""
    tree = lxml.html.fragment_fromstring(f"<div>{html}</div>")
    for element in tree.iter():
        if element.tag in ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote"):
            element.tail = "\n" + (element.tail or "")
        if element.tag in ("script", "style"):
            element.text = None
    return "\n\n".join(line for line in str(tree.text_content()).split("\n") if line.strip())
