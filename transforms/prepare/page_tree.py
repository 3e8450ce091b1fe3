"""Pages put into the form that extraction reads well.

What belongs here: markup that stands for something else than it says, such as tables that only lay out a page. What is
the body is for trafilatura (`pages`).
"""

from __future__ import annotations

import copy
import re

from lxml.html import Element, HtmlElement

_STRANGE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|trending|most-?read|read-?(?:more|also|next)|see-?also|teasers?|promos?|"
    r"more-?(?:news|stories|articles|from|on)|newsletter\w*|sign-?up|email-?capture|opt-?in|sponsor\w*|advert\w*|"
    r"affiliate\w*|disclaimers?|disclosure|outbrain|taboola|comments?|commentlist|respond|copyright|breadcrumbs?|footer|"
    r"hover-?card|popup|tooltip)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_STRANGE = 0.2  # share of a page's paragraphs that such an element may hold; one with more is named wrongly
_KEPT = frozenset("html head body main article h1".split())
_LONG_CELL = 300  # characters; no cell of a table of data holds a passage
_HEADINGS = ("h1", "h2")


def tidy_layout(tree: HtmlElement) -> HtmlElement:
    """A copy of a page for extraction: layout tables as plain blocks, an open text in an article, no inserts.

    Inserts are boxes between the paragraphs that are named as the site's own: related stories, newsletters, comments.
    """
    tree = copy.deepcopy(tree)
    _drop_inserts(tree)
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _unfold(table)
    _enclose(tree)
    return tree


def _drop_inserts(tree: HtmlElement) -> None:
    length = sum(len(str(one.text_content())) for one in tree.iter("p"))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT or element.getparent() is None:
            continue
        if not _STRANGE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            continue
        own = sum(len(str(one.text_content())) for one in element.iter("p"))
        if own <= _MOST_STRANGE * length and next(element.iter("h1"), None) is None:
            element.drop_tree()


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table lays out a page: its cells hold headings, paragraphs, other tables or a whole passage.

    A table of data has header cells or a caption, and short cells.
    """
    if _own(table, "th") or table.find("caption") is not None:
        return False
    for cell in _own(table, "td"):
        if list(cell.iter("table", "h1", "h2", "h3", "article")) or len(str(cell.text_content())) > _LONG_CELL:
            return True
        if len([one for one in cell.iter("p") if len(str(one.text_content())) > 80]) > 1:
            return True
    return False


def _own(table: HtmlElement, tag: str) -> list[HtmlElement]:
    """The cells of a table without those of tables inside it."""
    return [one for one in table.iter(tag) if next(one.iterancestors("table"), None) is table]


def _unfold(table: HtmlElement) -> None:
    for element in [table, *(one for tag in ("tbody", "thead", "tfoot", "tr", "td") for one in _own(table, tag))]:
        element.tag = "div"


def _enclose(tree: HtmlElement) -> None:
    """Put paragraphs that stand directly under body, and the lists between them, into an article element.

    A list under body is taken for a menu, while in an article it is part of the text.
    """
    body = tree.find(".//body")
    if body is None or list(tree.iter("article", "main")):
        return
    children = [one for one in body if isinstance(one.tag, str)]
    texts = [number for number, one in enumerate(children) if one.tag == "p" and len(str(one.text_content())) > 60]
    if len(texts) < 2 or not any(one.tag in ("ul", "ol") for one in children):
        return
    first, last = texts[0], texts[-1]
    while first and children[first - 1].tag in ("p", *_HEADINGS):
        first -= 1
    while last + 1 < len(children) and children[last + 1].tag in ("ul", "ol") and _is_told(children[last + 1]):
        last += 1
    article = Element("article")
    children[first].addprevious(article)
    for child in children[first : last + 1]:
        article.append(child)


def _is_told(items: HtmlElement) -> bool:
    """Whether a list after the last paragraph is text, not links."""
    linked = sum(len(str(link.text_content())) for link in items.iter("a"))
    return linked < 0.5 * len(str(items.text_content()).strip())
