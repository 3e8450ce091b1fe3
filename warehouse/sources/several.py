"""Pages that hold several articles: live blogs, and blogs that show their posts in full one below the other.

What belongs here: telling such a page, beyond doubt, and cutting it. A page of teasers is none (it is refused as a list
when it is prepared), nor is an article with others shown below it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from warehouse.sources.lines import decode_line
from warehouse.sources.model import Page
from warehouse.sources.structured import Record

_FEWEST_WORDS = 60  # of an article's own paragraphs
_FEWEST_IN_UPDATE = 8
_MOST_SHARE = 0.75  # of all words in one of them: it is the article, and the others are shown beside it
_BESIDE = ("aside", "nav", "footer", "header")
_HEADINGS = ("h1", "h2", "h3", "h4")
_OWN_OF_PAGE = ("og:site_name", "application-name", "dc.publisher", "dc.language")
_WORD = re.compile(r"\w+")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def several_articles(data: bytes) -> list[Page | Record]:
    """The articles of a page that holds several; none where it holds one, or where in doubt."""
    if b"liveBlogUpdate" not in data and data.count(b"<article") < 2:
        return []
    try:
        tree = lxml.html.document_fromstring(_text_of(data))
    except (ValueError, lxml.html.etree.ParserError):
        return []
    updates = list(_updates(tree))
    if len(updates) > 1:
        return [Record(number, update) for number, update in enumerate(updates, start=1)]
    posts = [one for one in tree.iter("article") if _is_post(one)]
    counts = [_words(one) for one in posts]
    if len(posts) < 2 or max(counts) > _MOST_SHARE * sum(counts):
        return []
    return [Page(number, _page_of(post, tree), _address(post)) for number, post in enumerate(posts, start=1)]


def _text_of(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    try:
        return data.decode(found.group(1).decode("ascii") if found else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode_line(data)


def _updates(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The posts of a live blog as it states them for machines (schema.org's LiveBlogPosting), each with its time."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for blog in value if isinstance(value, list) else [value, *_graph(value)]:
            stated = blog.get("liveBlogUpdate") if isinstance(blog, dict) else None
            for update in stated if isinstance(stated, list) else []:
                if isinstance(update, dict) and len(_WORD.findall(str(update.get("articleBody")))) >= _FEWEST_IN_UPDATE:
                    yield _record_of(update, blog)


def _graph(value: Any) -> list[Any]:
    graph = value.get("@graph") if isinstance(value, dict) else None
    return graph if isinstance(graph, list) else []


def _record_of(update: dict[str, Any], blog: dict[str, Any]) -> dict[str, Any]:
    publisher = update.get("publisher") or blog.get("publisher")
    record = {
        "title": update.get("headline"),
        "text": update.get("articleBody"),
        "authors": update.get("author"),
        "published_at": update.get("datePublished"),
        "updated_at": update.get("dateModified"),
        "url": update.get("url") or update.get("@id"),
        "source": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "live_blog": blog.get("headline"),
    }
    return {key: value for key, value in record.items() if value}


def _is_post(article: HtmlElement) -> bool:
    """Whether an article element is a whole article: its own heading and time, and some paragraphs outside links."""
    above = [one.tag for one in article.iterancestors()]
    if any(tag in (*_BESIDE, "article") for tag in above) or next(article.iter(*_HEADINGS), None) is None:
        return False
    return next(article.iter("time"), None) is not None and _words(article) >= _FEWEST_WORDS


def _words(article: HtmlElement) -> int:
    """Words in the paragraphs of an article, without those that are links."""
    return sum(
        len(_WORD.findall(str(one.text_content()))) for one in article.iter("p") if one.getparent().tag != "a"
    ) - sum(len(_WORD.findall(str(link.text_content()))) for one in article.iter("p") for link in one.iter("a"))


def _page_of(post: HtmlElement, tree: HtmlElement) -> bytes:
    """A page of one post: what the whole page says of its site stays, of its dates and titles nothing."""
    page = lxml.html.document_fromstring("<html><head></head><body></body></html>")
    language = tree.get("lang")
    if language:
        page.set("lang", language)
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in _OWN_OF_PAGE:
            page.head.append(deepcopy(meta))
    title = lxml.html.Element("title")
    title.text = " ".join(str(next(post.iter(*_HEADINGS)).text_content()).split())
    page.head.append(title)
    copied = deepcopy(post)
    copied.tail = None
    page.body.append(copied)
    return b'<!doctype html><meta charset="utf-8">' + lxml.html.tostring(page, encoding="utf-8")


def _address(post: HtmlElement) -> str | None:
    """Where the heading leads: the post's own page."""
    heading = next(post.iter(*_HEADINGS))
    links = [*heading.iter("a"), *(one for one in heading.iterancestors("a"))]
    address = next((link.get("href") for link in links if link.get("href")), None)
    return address if address and address.startswith(("http://", "https://")) else None
