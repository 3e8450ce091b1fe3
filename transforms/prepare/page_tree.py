"""Pages put into the form that extraction reads well.

What belongs here: markup that stands for something else than it says, such as tables that only lay out a page. What is
the body is for trafilatura (`pages`).
"""

from __future__ import annotations

import copy
import re

from lxml.etree import SubElement
from lxml.html import Element, HtmlElement

from transforms.prepare.page_parts import STRANGE_NAMES, other_posts, stories_below_headings

_STRANGE = re.compile(
    rf"(?:^|[\s_-])(?:{STRANGE_NAMES}|newsletter\w*|sign-?up|email-?capture|opt-?in|affiliate\w*|disclaimers?|disclosure|"
    r"hover-?card|popup|tooltip)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FOOT = re.compile(r"(?:^|[\s_-])footer(?:$|[\s_-])", re.IGNORECASE)  # no text, but at times the author's name
_MOST_STRANGE = 0.2  # share of a page's paragraphs that such an element may hold; one with more is named wrongly
_KEPT = frozenset("html head body main article h1".split())
_LONG_CELL = 300  # characters; no cell of a table of data holds a passage
_HEADINGS = ("h1", "h2")
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark q s small span strike strong sub sup "
    "time tt u var wbr".split()
)
_PARTING = ("h1", "h2", "article")
_BODY_CLASS = re.compile(
    r"(?:article|story|post|entry|content|text)[\w-]*(?:body|content|text|container|paragraphs?)|body"
)
_HOLDERS = ("div", "td", "article", "section", "main")
_LOOSE_TEXT = 120  # characters that make a passage


def without_inserts(tree: HtmlElement) -> HtmlElement:
    """A copy of a page without what is named as the site's own: related stories, newsletters, comments.

    The name is a class, an id or a heading above it ("Read also").
    """
    tree = copy.deepcopy(tree)
    _drop_named(tree, _STRANGE)
    for post in other_posts(tree):
        if post.getparent() is not None:
            post.drop_tree()
    for element in stories_below_headings(tree):
        if element.getparent() is not None and next(element.iter("h1"), None) is None:
            element.drop_tree()
    return tree


def tidy_layout(tree: HtmlElement) -> HtmlElement:
    """A copy of a page with its layout tables as plain blocks and a text that stands in the open inside an article."""
    tree = copy.deepcopy(tree)
    _drop_named(tree, _FOOT)
    for table in list(tree.iter("table")):
        if _is_layout(table):
            _unfold(table)
    _enclose(tree)
    _join_parts(tree)
    return tree


def _join_parts(tree: HtmlElement) -> None:
    """Bring a body that a page holds in several elements of one class, with advertisements between, into the first.

    Where a heading stands between two of them they may be the bodies of different posts.
    """
    parts: dict[str, list[HtmlElement]] = {}
    between: set[str] = set()  # classes of parts after which a heading came
    for element in tree.iter("div", "section", *_PARTING):
        if element.tag in _PARTING:
            around = set(element.iterancestors())
            between |= {name for name, found in parts.items() if not around.intersection(found)}
            continue
        name = element.get("class") or ""
        if not _BODY_CLASS.search(name) or name in between or not _holds_passage(element):
            continue
        if not any(one in parts.get(name, ()) for one in element.iterancestors()):
            parts.setdefault(name, []).append(element)
    for first, *others in parts.values():
        for child in [child for other in others for child in other]:
            first.append(child)


def _holds_passage(element: HtmlElement) -> bool:
    """Whether an element holds a paragraph of prose itself."""
    return any(child.tag == "p" and len(str(child.text_content())) > _LOOSE_TEXT for child in element)


def with_loose_text_in_paragraphs(tree: HtmlElement) -> HtmlElement | None:
    """A copy of a page in which passages that stand beside blocks are paragraphs; None where it has no such passage."""
    if not any(_has_loose_text(one) for one in tree.iter(*_HOLDERS)):
        return None
    tree = copy.deepcopy(tree)
    for holder in [one for one in tree.iter(*_HOLDERS) if _has_loose_text(one)]:
        _wrap_loose_text(holder)
    return tree


def _has_loose_text(holder: HtmlElement) -> bool:
    """Whether an element has a passage of its own beside blocks or line breaks: "<div>Text <br><br> Text <div>…"."""
    if all(one.tag in _INLINE and one.tag != "br" for one in holder if isinstance(one.tag, str)):
        return False
    texts = [holder.text, *(one.tail for one in holder)]
    return sum(len((text or "").strip()) for text in texts) > _LOOSE_TEXT


def _wrap_loose_text(holder: HtmlElement) -> None:
    """Put each run of text and inline elements into a paragraph; a block or an empty line ends a run."""
    children, opening = list(holder), holder.text
    holder.text = None
    for child in children:
        holder.remove(child)
    run = _add_text(holder, None, opening)
    for child in children:
        tail, child.tail = child.tail, None
        if (
            child.tag == "br"
            and run is not None
            and len(run)
            and run[-1].tag == "br"
            and not (run[-1].tail or "").strip()
        ):
            run = None
        elif child.tag in _INLINE or not isinstance(child.tag, str):
            run = run if run is not None or child.tag == "br" else SubElement(holder, "p")
            if run is not None:
                run.append(child)
        else:
            holder.append(child)
            run = None
        run = _add_text(holder, run, tail)


def _add_text(holder: HtmlElement, run: HtmlElement | None, text: str | None) -> HtmlElement | None:
    """Add text to the run, or begin one with it; blanks begin none."""
    if not text or (run is None and not text.strip()):
        return run
    run = SubElement(holder, "p") if run is None else run
    if len(run):
        run[-1].tail = (run[-1].tail or "") + text
    else:
        run.text = (run.text or "") + text
    return run


def _drop_named(tree: HtmlElement, names: re.Pattern[str]) -> None:
    """Drop elements by their class or id, where they hold no headline and little of the page's text."""
    length = sum(len(str(one.text_content())) for one in tree.iter("p"))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in _KEPT or element.getparent() is None:
            continue
        if not names.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
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
