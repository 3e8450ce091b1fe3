"""The posts of a live blog that does not state them for machines, told by the times in its markup.

What belongs here: telling the posts, beyond doubt, and reading each. Pages of whole articles are for `several`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from lxml.html import HtmlElement

from warehouse.sources.exports.pages import body_text, words_of

_LIVE = re.compile(
    r"(?<![a-z])live[-_ ]?(?:blog|updates?|ticker|feed|coverage|report(?:ing)?|posts?|entr(?:y|ies)|stream|page)|"
    r"(?<![a-z])live(?:$|\s*[:|–-])|as it happened|minute[- ]by[- ]minute|en (?:vivo|direct)\b|ao vivo|minuto a minuto|"
    r"newsticker|(?<![a-z])ticker(?![a-z])",
    re.IGNORECASE,
)
_NO_POSTS = re.compile(r"comment|related|teaser|promo|sidebar|recommend|reply|trending|most-?read", re.IGNORECASE)
_MOMENT = re.compile(r"(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d")
_KEYED = ("div", "li", "article", "section", "tr")
_HEADINGS = ("h2", "h3", "h4", "h5")
_FEWEST = 3  # posts
_FEWEST_WORDS = 8
_PAGE_SHARE = 0.6  # of the words in a page's paragraphs
_WORD = re.compile(r"\w+")


def may_be_live(data: bytes) -> bool:
    """Whether a page has so many times in its markup that it is worth a look."""
    return data.count(b"<time") >= _FEWEST and b"datetime" in data


def live_posts(tree: HtmlElement) -> list[dict[str, Any]]:
    """The posts of a live blog as records, in the page's order; none where the page is no such, or in doubt. All have
    the page's address; the id is the one that the markup gives them.

    A page counts that calls itself live, and has posts of one kind, side by side, each with a moment of its own and a
    text, in the order of their times, that hold most of its text.
    """
    for posts in _groups(tree):
        moments = [moment for post in posts if (moment := _moment_of(post))]
        if len(posts) < _FEWEST or len(moments) < len(posts) or not _are_in_order(moments):
            continue
        if _are_the_page(posts, tree) and _is_called_live(tree, posts[0]):
            return [_record_of(post, moment, tree) for post, moment in zip(posts, moments, strict=True)]
    return []


def _groups(tree: HtmlElement) -> Iterable[list[HtmlElement]]:
    """Elements of one tag and class side by side, each the outermost that has one time and a text of its own."""
    groups: dict[tuple[HtmlElement, str, str], list[HtmlElement]] = {}
    for time in tree.iter("time"):
        if (post := _post_around(time)) is not None and (holder := post.getparent()) is not None:
            kind = re.sub(r"[\w-]*\d[\w-]*", "", post.get("class") or "").strip()
            found = groups.setdefault((holder, str(post.tag), kind), [])
            if post not in found:
                found.append(post)
    return sorted(groups.values(), key=len, reverse=True)


def _post_around(time: HtmlElement) -> HtmlElement | None:
    """The largest element around a moment that holds no other day or minute and has a text."""
    if not _MOMENT.match(time.get("datetime") or ""):
        return None
    post: HtmlElement | None = None
    for above in time.iterancestors():
        if above.tag in ("body", "main", "html") or len(_moments_in(above)) > 1:
            break
        if above.tag in _KEYED:
            post = above
    if post is None or len(_WORD.findall(body_text(post))) < _FEWEST_WORDS:
        return None
    around = [post, *post.iterancestors("div", "section", "aside", "ul", "ol")]
    return None if any(_NO_POSTS.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around) else post


def _moments_in(element: HtmlElement) -> set[str]:
    return {moment[0] for time in element.iter("time") if (moment := _MOMENT.match(time.get("datetime") or ""))}


def _moment_of(post: HtmlElement) -> str | None:
    stated = (time.get("datetime") or "" for time in post.iter("time"))
    return next((moment for moment in stated if _MOMENT.match(moment)), None)


def _are_in_order(moments: Sequence[str]) -> bool:
    """Whether times only fall, or only rise, and are not all one."""
    pairs = list(pairwise(moments))
    return len(set(moments)) > 1 and (all(a >= b for a, b in pairs) or all(a <= b for a, b in pairs))


def _are_the_page(posts: Sequence[HtmlElement], tree: HtmlElement) -> bool:
    of_page = sum(len(words_of(one).split()) for one in tree.iter("p"))
    return sum(len(words_of(one).split()) for post in posts for one in post.iter("p")) >= _PAGE_SHARE * of_page


def _is_called_live(tree: HtmlElement, post: HtmlElement) -> bool:
    titles = [words_of(one) for one in tree.iter("title", "h1")]
    marks = [f"{one.get('class') or ''} {one.get('id') or ''}" for one in [post, *post.iterancestors()]]
    return any(_LIVE.search(text) for text in [*titles, *marks])


def _record_of(post: HtmlElement, moment: str, tree: HtmlElement) -> dict[str, Any]:
    heading = next((words_of(one) for one in post.iter(*_HEADINGS) if words_of(one)), None)
    lines = body_text(post).split("\n")
    address = next(iter(tree.xpath("//link[@rel='canonical']/@href")), None)
    record = {
        "title": heading,
        "text": "\n".join(line for line in lines if line != heading),
        "published_at": moment,
        "url": address,
        "id": post.get("id"),
        "source": next(iter(tree.xpath("//meta[@property='og:site_name']/@content")), None),
        "language": tree.get("lang"),
    }
    return {key: value for key, value in record.items() if value}
