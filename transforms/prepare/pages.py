"""Web pages to articles: body, title, authors, date.

What belongs here: what of a page is believed. The page's own statements (JSON-LD, OpenGraph) come first, then what its
markup shows. The body is trafilatura's, which is made for it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura import bare_extraction, load_html
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document as Extracted

from transforms.prepare.layout import authors_in_byline, split_authors
from transforms.prepare.published import Published, first_date, local_day, parse_date
from transforms.prepare.repair import repair_line
from transforms.prepare.structured_data import Stated, read_stated

# htmldate drops dates after its bound, today where none is given: a clock that would make runs differ
_LAST_DATE = "2099-12-31"
_FIRST_DATE = "1995-01-01"
_BLOCKS = frozenset("p br div li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote figure section".split())
_UNPARSEABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRICT_SHARE = 0.3
_NEAR = 400  # characters after a headline that its date stands in
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
    # the date is read below, by htmldate in any case: not twice
    shown = extract_metadata(tree, address, date_config={"extensive_search": False}, extensive=False)
    page = Page(source=stated.site_name or shown.sitename, url=stated.url, description=stated.description)
    page.paragraphs = _paragraphs(_extract(tree, address))
    page.title = _title(stated, shown, tree)
    page.authors = _authors(stated, shown, page.paragraphs)
    page.stated = _stated_date(stated, tree, address)
    if page.stated is None:
        page.found = date_in_url(address) or date_near_headline(tree, page.title) or _found_date(tree, address)
    return page


def _extract(tree: HtmlElement, url: str | None) -> str:
    """The body by trafilatura's strict settings, and by its lenient ones where the strict leave next to nothing.

    On pages with a known body the strict ones are right more often (mean F1 of four-word shingles 96.3 against 95.8),
    but on some pages they drop nearly all of it; falling back where under a third is left gives 96.8. The lenient
    reading is only made where the page's own paragraphs hold much more than the strict one gave.
    """
    strict = _body(bare_extraction(copy.deepcopy(tree), url=url, include_comments=False, favor_precision=True))
    if len(strict) >= _STRICT_SHARE * sum(len(str(part.text_content())) for part in tree.iter("p")) and strict:
        return strict
    lenient = _body(bare_extraction(copy.deepcopy(tree), url=url, include_comments=False, favor_recall=True))
    return strict if len(strict) >= _STRICT_SHARE * len(lenient) else lenient


def _body(extracted: Extracted | dict[str, Any] | None) -> str:
    return (extracted.text or "") if isinstance(extracted, Extracted) else ""


def _paragraphs(text: str) -> list[str]:
    return [tidy for line in text.split("\n") if (tidy := " ".join(line.split()).removeprefix("- "))]


def _title(stated: Stated, shown: Extracted, tree: HtmlElement) -> str | None:
    """The stated title; else the heading that the title element repeats, else that element without the site's name."""
    element = " ".join((tree.findtext(".//title") or "").split())
    headings = [" ".join(str(one.text_content()).split()) for one in tree.iter("h1", "h2")]
    repeated = [one for one in headings if len(one) > 8 and _bare(one) and _bare(one) in _bare(element)]
    site = stated.site_name or shown.sitename
    for candidate in [*stated.titles, *repeated[:1], element, shown.title]:
        tidy = without_site_name(repair_line(candidate or ""), site)
        if tidy and _bare(tidy) != _bare(site or ""):
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


def _authors(stated: Stated, shown: Extracted, paragraphs: list[str]) -> list[str]:
    """Names as stated, else as the markup shows them, else in a byline at the top of the text."""
    site = _bare(stated.site_name or "")
    byline = [name for paragraph in paragraphs[:4] for name in authors_in_byline(paragraph)]
    for texts in (stated.authors, (shown.author or "").split(";"), byline):
        names = [name for text in texts for name in split_authors(repair_line(text)) if _bare(name) != site]
        if names:
            return list(dict.fromkeys(names))
    return []


def _stated_date(stated: Stated, tree: HtmlElement, url: str | None) -> Published | None:
    """The first statement that is exact to the day, on the day that the publisher itself prints."""
    dates = [day for day in map(parse_date, stated.published) if day]
    exact = [day for day in dates if day.precision in ("time", "day")] or dates
    if not exact:
        return None
    in_url = date_in_url(url)
    return local_day(exact[0], [*exact[1:], *([in_url] if in_url else []), *_shown_moments(tree)])


def _shown_moments(tree: HtmlElement) -> list[Published]:
    """Moments in the page's first time elements; bare dates there may be those of other articles."""
    texts = [element.get("datetime") for element in tree.iter("time")]
    return [day for text in texts[:12] if text and (day := parse_date(text)) and day.at]


def date_near_headline(tree: HtmlElement, title: str | None) -> Published | None:
    """The first full date in the text that follows the headline, where pages print it."""
    headline = _headline(tree, title) if title else None
    if headline is None:
        return None
    text = ""
    for piece in _text_after(tree, headline):
        text += f" {piece}"
        if len(text) > _NEAR:
            break
    return first_date(text[:_NEAR])


def _text_after(tree: HtmlElement, start: HtmlElement) -> Iterator[str]:
    """The pieces of text behind an element in the page's order, tidy."""
    inside = set(start.iter())
    behind = False
    for element in tree.iter():
        behind = behind or element is start
        if not behind:
            continue
        is_text = isinstance(element.tag, str) and element.tag not in ("script", "style", "noscript")
        own = element.text if is_text and element not in inside else None
        tail = element.tail if element is start or element not in inside else None
        yield from (" ".join(piece.split()) for piece in (own, tail) if piece and piece.strip())


def _headline(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The last heading that says what the title says."""
    wanted = _bare(title)[:30]
    found = [one for one in tree.iter("h1", "h2") if wanted and _bare(one.text_content())[:30] == wanted]
    return found[-1] if found else None


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
    tree = lxml.html.document_fromstring(f"<html><body>{_UNPARSEABLE.sub(' ', html)}</body></html>")
    for element in tree.iter():
        if element.tag in _BLOCKS:
            element.text = "\n" + (element.text or "")
            element.tail = "\n" + (element.tail or "")
        if element.tag in ("script", "style"):
            element.text = None
    return "\n\n".join(line for line in str(tree.text_content()).split("\n") if line.strip())
