"""Front and section pages: headings that lead to articles, each with a line or two of teaser.

What belongs here: telling such a page from an article, by where in the page its text stands. Links to other stories
beside or below an article do not make a listing of it, as its own text stands outside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement
from trafilatura import load_html

_FEWEST_ENTRIES = 3
_FEWEST_IN_LINK = 3  # words of a headline
_LONGEST_ENTRY = 90  # words of a headline and its teaser
_LONGEST_PARAGRAPH = 70
_LISTED_SHARE = 0.7  # of the words that were read stand in entries
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "dt", "dd", "div", "article", "section")
_HEADING = re.compile(r"h[1-6]$")
_MOST_TEASERS = 2  # elements after a heading
_WORD = re.compile(r"\w+")


def may_be_listing(paragraphs: Sequence[str]) -> bool:
    """Whether a body looks like headlines and teasers, so that its page is worth another look."""
    counts = [len(_WORD.findall(one)) for one in paragraphs]
    return len(counts) >= 2 and max(counts) <= _LONGEST_PARAGRAPH and sum(counts) <= 35 * len(counts)


def is_listing(html: str, paragraphs: Sequence[str]) -> bool:
    """Whether most of what was read of a page stands in entries of a list of articles."""
    tree = load_html(html)
    if tree is None:
        return False
    entries = list(dict.fromkeys(_entries(tree)))
    if len(entries) < _FEWEST_ENTRIES:
        return False
    texts = [_text_of(entry, set(entries)) for entry in entries]
    listed = " ".join(text for text in texts if len(_WORD.findall(text)) <= _LONGEST_ENTRY)
    counts = [(len(_WORD.findall(one)), " ".join(one.split()) in listed) for one in paragraphs]
    return sum(count for count, is_in in counts if is_in) >= _LISTED_SHARE * sum(count for count, _ in counts)


def _entries(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The largest element around each headline that leads to an article and holds no other such headline."""
    heads = [(link, href) for link in tree.iter("a") if (href := link.get("href")) and _is_headline(link)]
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
    return " ".join(_tidy(part) for part in parts)


def _is_headline(link: HtmlElement) -> bool:
    """Whether a link begins its block with some words, and is no link in running text."""
    text = _tidy(link)
    if next(link.iter("h2", "h3", "h4", "h5", "h6"), None) is not None:
        return True
    if len(_WORD.findall(text)) < _FEWEST_IN_LINK or str(link.get("href")).startswith(("#", "javascript:", "mailto:")):
        return False
    block = next((one for one in link.iterancestors() if one.tag in _BLOCKS), None)
    return block is not None and (
        block.tag in ("div", "article", "section", "li", "td") or _tidy(block).startswith(text)
    )


def _tidy(element: HtmlElement) -> str:
    return " ".join(" ".join(str(one) for one in element.itertext() if one).split())
