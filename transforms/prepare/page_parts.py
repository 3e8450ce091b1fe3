"""The part of a page that is the article's own, apart from what belongs to the site and to other stories.

What belongs here: which elements are strangers' (menus, teasers, comments, "Read also"). What is read from the own part
is for `page_dates`, `page_authors` and `pages`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from transforms.prepare.date_lines import is_prose
from transforms.prepare.page_words import bare, likeness
from transforms.prepare.published import is_only_date
from transforms.wording import Phrase

_TEASER = 300  # characters of a link to another story with all that belongs to it
_LONGEST = 400  # characters of a headline with what is run into it
_LIKE = 0.6  # share of words that a heading has in common with the title
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 strong b".split())
_FOREIGN = frozenset("aside nav form figure".split())
#: What sites call their boxes of other stories, advertisements and comments, in classes and ids.
STRANGE_NAMES = (
    r"related|recommend\w*|trending|most-?read|read-?(?:more|also|next)|see-?also|teasers?|promos?|"
    r"more-?(?:news|stories|articles|from|on)|sponsor\w*|advert\w*|outbrain|taboola|comments?|commentlist|respond|"
    r"copyright|breadcrumbs?"
)
_FOREIGN_CLASS = re.compile(
    rf"(?:^|[\s_-])(?:{STRANGE_NAMES}|side-?bar|aside|popular|latest-?(?:news|posts|stories)|newsletter|footer|upcoming|"
    r"events?|calendar|clock|today|current-?date|masthead|captions?|bottom-?bar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_STORIES = Phrase(r"^\W*{other_stories}\W*$", re.IGNORECASE)
_SINGLE = re.compile(r"(?:^|\s)(?:postid|page-id)-(\d+)(?:$|\s)")
_POST = re.compile(r"(?:^|\s)post-(\d+)(?:$|\s)")
_OWN_LINK = re.compile(r"author|profile|byline|staff|people|reporter|contributor|/by/|tag|categor|topic", re.IGNORECASE)
_OWN_LIST = re.compile(r"meta|byline|author|date|info|posted", re.IGNORECASE)


def own_part(tree: HtmlElement, title: str | None) -> tuple[HtmlElement, HtmlElement | None]:
    """A copy of a page without what belongs to the site or to other stories, and its headline."""
    own = copy.deepcopy(tree)
    headline = _headline(own, title)
    kept = set(headline.iterancestors()) | {headline} if headline is not None else set[HtmlElement]()
    foreign = [one for one in own.iter() if isinstance(one.tag, str) and one not in kept and _is_foreign(one)]
    foreign += [one for one in [*stories_below_headings(own), *other_posts(own)] if one not in kept]
    foreign += [one for link in own.iter("a") if (one := _teaser_of(link, kept)) is not None]
    for element in foreign:
        if element.getparent() is not None:
            element.drop_tree()
    return own, headline


def _headline(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """The last heading that says what the title says; else the first of the first level, or the most alike."""
    wanted = bare(title or "")[:30]
    headings = [(one, str(one.text_content())) for one in tree.iter("h1", "h2", "h3", "h4", "div", "span", "p")]
    found = [one for one, text in headings if wanted and len(text) < _LONGEST and bare(text)[:30] == wanted]
    marked = [one for one in found if one.tag in _HEADINGS]
    if marked or found:
        return (marked or found)[-1]
    if (first := next(tree.iter("h1"), None)) is not None and bare(str(first.text_content())):
        return first
    lower = [(one, likeness(text, title or "")) for one, text in headings if one.tag in ("h2", "h3")]
    most = max((rating for _, rating in lower), default=0.0)
    return next(one for one, rating in lower if rating == most) if most >= _LIKE else None


def _is_foreign(element: HtmlElement) -> bool:
    if element.tag in ("html", "head", "body", "main", "meta", "link", "title", "script", "time", "span", "abbr"):
        return False
    in_article = any(one.tag in ("article", "main") for one in element.iterancestors())
    if element.tag in _FOREIGN or (element.tag in ("footer", "header") and not in_article):
        return True
    return is_strange_class(element)


def other_posts(tree: HtmlElement) -> list[HtmlElement]:
    """The posts on a page of WordPress that it is not about.

    Its body is marked "single postid-12"; the post has the class "post-12", others below it have theirs.
    """
    own = next((found[1] for body in tree.iter("body") if (found := _SINGLE.search(body.get("class") or ""))), None)
    posts = [(one, one.get("class") or "") for one in tree.iter("article", "div", "li", "section")] if own else []
    numbers = [(one, found[1]) for one, name in posts if "status-publish" in name and (found := _POST.search(name))]
    holders = {above for one, number in numbers if number == own for above in one.iterancestors()}
    return [one for one, number in numbers if number != own and one not in holders] if holders else []


def is_strange_class(element: HtmlElement) -> bool:
    """Whether an element's class or id says that it belongs to the site or to other stories."""
    return bool(_FOREIGN_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def stories_below_headings(tree: HtmlElement) -> list[HtmlElement]:
    """What stands below headings such as "Read also" and "More stories"."""
    return [one for heading in tree.iter(*_HEADINGS) for one in _below_other_stories(heading)]


def _below_other_stories(heading: HtmlElement) -> Iterator[HtmlElement]:
    """What stands below a heading such as "Read also", up to the next heading or paragraph of the text."""
    text = " ".join(str(heading.text_content()).split())
    if len(text) > 60 or not _OTHER_STORIES.match(text):
        return
    for element in heading.itersiblings():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("h1", "h2", "h3", "h4") or (element.tag == "p" and is_prose(str(element.text_content()))):
            return
        yield element


def _teaser_of(link: HtmlElement, kept: set[HtmlElement]) -> HtmlElement | None:
    """The element that a link to another story shares with that story's date; None where the link is no such."""
    text = " ".join(str(link.text_content()).split())
    if link in kept or is_only_date(text) or len(text.split()) < 3 or _OWN_LINK.search(link.get("href") or ""):
        return None
    if re.match(r"by\b", text, re.IGNORECASE):
        return None
    holder = next((one for one in link.iterancestors("li", "article", "td", "div", "p", "section", "dd")), link)
    marks = f"{holder.get('class') or ''} {holder.get('id') or ''}"
    is_own = holder in kept or holder.tag == "body" or _OWN_LIST.search(marks)
    return None if is_own or len(str(holder.text_content())) > _TEASER else holder
