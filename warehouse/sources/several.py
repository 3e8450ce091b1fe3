"""Pages that hold several articles: live blogs, and blogs that show their posts in full one below the other.

What belongs here: telling such a page, beyond doubt, and cutting it. A page of teasers is none (it is refused as a list
when it is prepared), nor is an article with others shown below it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from warehouse.sources.exports.pages import body_text, parsed_page, words_of
from warehouse.sources.live_posts import live_posts, may_be_live
from warehouse.sources.model import Page
from warehouse.sources.structured import Record

_FEWEST_IN_UPDATE = 8
_NOT_ARTICLES = re.compile(r"comment|related|teaser|promo|sidebar|recommend|widget|card|reply|trending", re.IGNORECASE)
_WHOLE_WORDS = 40  # an article whose headline is no link to another page
_PAGE_SHARE = 0.6  # of the words in a page's paragraphs
_LINKED_SHARE = 0.4  # of the signs of an article; lists of stories have more in links
_LINKED_WORDS = 60  # one whose headline is: a teaser is shorter
_MOST_SHARE = 0.75  # of all words in one of them: it is the article, and the others are shown beside it
_BESIDE = ("aside", "nav", "footer", "header")
_HEADINGS = ("h1", "h2", "h3", "h4")
_OWN_OF_PAGE = ("og:site_name", "application-name", "dc.publisher", "dc.language")
_WORD = re.compile(r"\w+")


def may_be_several(data: bytes) -> bool:
    """Whether a page has signs of several articles, so that it is worth parsing here."""
    return b"liveBlogUpdate" in data or data.count(b"<article") > 1 or may_be_live(data)


def several_articles(html: str) -> list[Page | Record]:
    """The articles of a page that holds several; none where it holds one, or where in doubt."""
    tree = parsed_page(html)
    if tree is None:
        return []
    updates = list(_updates(tree))
    updates = updates if len(updates) > 1 else live_posts(tree)
    if len(updates) > 1:
        return [Record(number, update) for number, update in enumerate(_placed(updates, tree), start=1)]
    posts = [(post, heading) for post in _whole_articles(tree) if (heading := _heading_of(post)) is not None]
    return [
        Page(number, _page_of(post, heading, tree), _address(heading))
        for number, (post, heading) in enumerate(posts, start=1)
    ]


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
        "id": update.get("@id"),
        "source": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "live_blog": blog.get("headline"),
    }
    return {key: value for key, value in record.items() if value}


def _placed(posts: Sequence[dict[str, Any]], tree: HtmlElement) -> list[dict[str, Any]]:
    """Posts with ids by which they stay apart: their places on the page, `https://news.example/live#post-7`.

    What follows the `#` does not count in an article's address, and an id such as `post-7` comes again in the next live
    blog. A post without a place of its own has neither id nor address, so that its text tells it from the others.
    """
    title = next((words_of(one) for one in tree.iter("h1", "title") if words_of(one)), None)
    posts = [{"live_blog": title, **post} for post in posts]
    if len({_page_address(post) for post in posts} - {None}) == len(posts):
        return [{key: value for key, value in post.items() if key != "id"} for post in posts]
    places = Counter(map(_place_of, posts))
    placed: list[dict[str, Any]] = []
    for post in posts:
        place = _place_of(post)
        own = {"id": place, "url": _page_address(post)} if place and places[place] == 1 else {"id": None, "url": None}
        placed.append({key: value for key, value in (post | own).items() if value})
    return placed


def _page_address(post: dict[str, Any]) -> str | None:
    return str(post["url"]).partition("#")[0] if post.get("url") else None


def _place_of(post: dict[str, Any]) -> str | None:
    url, own = str(post.get("url") or ""), str(post.get("id") or "")
    if url.partition("#")[2]:
        return url
    if own.startswith(("http://", "https://")):
        return own
    return f"{url}#{own}" if url and own else None


def _whole_articles(tree: HtmlElement) -> list[HtmlElement]:
    """The whole articles of a page that is made of them; teasers, comments and what stands aside are none."""
    alike: dict[tuple[str, str], list[HtmlElement]] = {}
    for one in tree.iter("article"):
        if _is_whole(one):
            alike.setdefault(_kind_of(one), []).append(one)
    whole = max(alike.values(), key=len, default=[])
    counts = [len(body_text(one).split()) for one in whole]
    is_several = len(whole) > 1 and max(counts) <= _MOST_SHARE * sum(counts) and _are_the_page(whole, tree)
    return whole if is_several else []


def _kind_of(article: HtmlElement) -> tuple[str, str]:
    """What articles of one list have in common: the element that holds them all, and the rank of their headlines."""
    holder = next((above for above in article.iterancestors() if len(list(above.iter("article"))) > 1), None)
    heading = _heading_of(article)
    place = holder.getroottree().getpath(holder) if holder is not None else ""
    return place, str(heading.tag) if heading is not None else ""


def _are_the_page(articles: Sequence[HtmlElement], tree: HtmlElement) -> bool:
    """Whether the articles hold most of the text of a page: a main text that stands beside them is not one of them."""
    of_page = sum(len(words_of(one).split()) for one in tree.iter("p") if not _is_aside(one))
    held = sum(len(words_of(one).split()) for article in articles for one in article.iter("p"))
    return held >= _PAGE_SHARE * of_page


def _is_of_links(article: HtmlElement) -> bool:
    linked = sum(len(words_of(one)) for one in article.iter("a"))
    return linked > _LINKED_SHARE * len(words_of(article))


def _is_whole(article: HtmlElement) -> bool:
    if _is_aside(article) or next(article.iterancestors("article"), None) is not None:
        return False
    if any(_NOT_ARTICLES.search(one.get("class") or "") for one in [article, *article.iterancestors("div", "section")]):
        return False
    heading = _heading_of(article)
    if heading is None or _is_of_links(article):
        return False
    is_linked = heading.find(".//a[@href]") is not None or any(above.tag == "a" for above in heading.iterancestors())
    return len(body_text(article).split()) >= (_LINKED_WORDS if is_linked else _WHOLE_WORDS)


def _heading_of(article: HtmlElement) -> HtmlElement | None:
    return next((one for one in article.iter(*_HEADINGS) if words_of(one)), None)


def _is_aside(element: HtmlElement) -> bool:
    return any(above.tag in _BESIDE for above in element.iterancestors())


def _page_of(post: HtmlElement, heading: HtmlElement, tree: HtmlElement) -> bytes:
    """A page of one post: what the whole page says of its site stays, of its dates and titles nothing."""
    page = lxml.html.document_fromstring("<html><head></head><body></body></html>")
    language = tree.get("lang")
    if language:
        page.set("lang", language)
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in _OWN_OF_PAGE:
            page.head.append(deepcopy(meta))
    title = lxml.html.Element("title")
    title.text = " ".join(str(heading.text_content()).split())
    page.head.append(title)
    copied = deepcopy(post)
    copied.tail = None
    page.body.append(copied)
    return b'<!doctype html><meta charset="utf-8">' + lxml.html.tostring(page, encoding="utf-8")


def _address(heading: HtmlElement) -> str | None:
    """Where the heading leads: the post's own page."""
    links = [*heading.iter("a"), *(one for one in heading.iterancestors("a"))]
    address = next((link.get("href") for link in links if link.get("href")), None)
    return address if address and address.startswith(("http://", "https://")) else None
