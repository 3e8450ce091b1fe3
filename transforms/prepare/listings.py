"""Front and section pages: headings that lead to articles, each with a line or two of teaser.

What belongs here: telling such a page from an article, by where in the page its text stands. Links to other stories
beside or below an article do not make a listing of it, as its own text stands outside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement
from trafilatura import load_html

from transforms.wording import Phrase

_FEWEST_ENTRIES = 3
_FEWEST_IN_LINK = 3  # words of a headline
_LONGEST_ENTRY = 110  # words of a headline and its teaser
_LONGEST_PARAGRAPH, _USUAL_PARAGRAPH = 110, 60
_LISTED_SHARE = 0.7  # of the words that were read stand in entries
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "dt", "dd", "div", "article", "section")
_HEADING = re.compile(r"(?:h[1-6]|dt)$")
_DATED = re.compile(r"publish|^date$|pubdate|dc(?:terms)?\.(?:date|created|issued)|^article:")
_STATED_ARTICLE = re.compile(r'\s*\[?\s*\{(?:\s*"@\w+"\s*:\s*"[^"]*"\s*,)*\s*"@type"\s*:\s*"\w*(?:Article|Posting)"')
_INLINE = ("span", "b", "strong", "i", "em", "time")
_READ_ON = Phrase(r"\W*{read_on}", re.IGNORECASE)
_MOST_TEASERS = 2  # elements after a heading
_WORD = re.compile(r"\w+")


def may_be_listing(paragraphs: Sequence[str]) -> bool:
    """Whether a body looks like headlines and teasers, so that its page is worth another look."""
    counts = [len(_WORD.findall(one)) for one in paragraphs]
    return len(counts) >= 2 and max(counts) <= _LONGEST_PARAGRAPH and sum(counts) <= _USUAL_PARAGRAPH * len(counts)


def is_listing(html: str, paragraphs: Sequence[str]) -> bool:
    """Whether most of what was read of a page stands in entries of a list of articles."""
    tree = load_html(html)
    if tree is None or _is_stated_article(tree):
        return False
    entries = list(dict.fromkeys(_entries(tree)))
    if len(entries) < _FEWEST_ENTRIES:
        return False
    marked = set(entries)
    texts = [_text_of(entry, marked) for entry in entries]
    listed = f" {' '.join(text for text in texts if text.count(' ') < _LONGEST_ENTRY)} "
    counts = [(len(_WORD.findall(one)), f" {_words(one)} " in listed) for one in paragraphs]
    return sum(count for count, is_in in counts if is_in) >= _LISTED_SHARE * sum(count for count, _ in counts)


def _is_stated_article(tree: HtmlElement) -> bool:
    """Whether a page says for machines that it is an article, or when it was published."""
    meta = [
        ((one.get("property") or one.get("name") or "").lower(), one.get("content") or "") for one in tree.iter("meta")
    ]
    if any((name == "og:type" and value == "article") or (_DATED.search(name) and value) for name, value in meta):
        return True
    return any(
        _STATED_ARTICLE.match(script.text or "") for script in tree.xpath("//script[contains(@type, 'ld+json')]")
    )


def _entries(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The largest element around each headline that leads to an article and holds no other such headline."""
    links = [(link, href) for link in tree.iter("a") if (href := link.get("href"))]
    read_on = [one for one in links if _READ_ON.match(str(one[0].text_content()))]
    begins: dict[HtmlElement, str] = {}
    heads = [one for one in links if _is_headline(one[0], begins)]
    heads += read_on if len({href for _, href in read_on}) >= _FEWEST_ENTRIES else []
    held: dict[HtmlElement, set[str]] = {}
    for link, href in heads:
        for parent in link.iterancestors():
            held.setdefault(parent, set()).add(href)
    for link, _ in heads:
        entry = link
        for parent in link.iterancestors():
            if len(held[parent]) > 1:
                break
            entry = parent
        yield entry


def _text_of(entry: HtmlElement, entries: set[HtmlElement]) -> str:
    """An entry's text; with what follows up to the next entry, where headings and teasers stand side by side."""
    parts = [entry]
    for after in entry.itersiblings() if _HEADING.match(str(entry.tag)) else ():
        if after in entries or _HEADING.match(str(after.tag)) or len(parts) > _MOST_TEASERS:
            break
        parts.append(after)
    return " ".join(_words(part) for part in parts)


def _is_headline(link: HtmlElement, words_of: dict[HtmlElement, str]) -> bool:
    """Whether a link stands for an article: in or around a heading, or alone or first in its block.

    A link that the text of its block goes on from ("The UN refugee agency said …") is none.

    Args:
        link: a link of the page.
        words_of: the words of the blocks that were looked at, each read once however many links it has.
    """
    if str(link.get("href")).startswith(("#", "javascript:", "mailto:")):
        return False
    words = _words(link)
    if words and _is_in_heading(link):
        return True
    block = next((one for one in link.iterancestors() if one.tag in _BLOCKS), None)
    if block is None or words.count(" ") + 1 < _FEWEST_IN_LINK:
        return False
    if block.tag in ("div", "article", "section", "li", "td") and not _goes_on(link):
        return True
    if block not in words_of:
        words_of[block] = _words(block)
    return words_of[block].startswith(words) and not _goes_on(link)


def _is_in_heading(link: HtmlElement) -> bool:
    headings = ("h2", "h3", "h4", "h5", "h6")
    return next(link.iter(*headings), None) is not None or next(link.iterancestors(*headings), None) is not None


def _goes_on(link: HtmlElement) -> bool:
    """Whether the text of the block goes on behind a link in the middle of a sentence."""
    element = link
    while not (element.tail or "").strip() and element.getnext() is None:
        parent = element.getparent()
        if parent is None or parent.tag not in _INLINE:
            return False
        element = parent
    tail = (element.tail or "").strip()
    return tail[:1].islower() or tail[:1] in ("'", "’", ",")


def _words(element: HtmlElement | str) -> str:
    """The words of a text, a blank between two."""
    text = element if isinstance(element, str) else " ".join(str(one) for one in element.itertext() if one)
    return " ".join(_WORD.findall(text))
