"""Fragments of markup, as feeds and tables carry them, to text.

What belongs here: taking off what programs wrapped around a fragment (CDATA, a second escaping) and its tags. Whole
pages are for `pages`.
"""

from __future__ import annotations

import html as entities
import re

import lxml.html

#: What only markup has, whatever the key of a record is called; "<SRD>" in wire copy is none.
MARKUP = re.compile(
    r"</(?:p|div|span|a|b|i|u|em|strong|li|ul|ol|blockquote|figure|h[1-6])\s*>|<br\s*/?>|<p(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_BLOCKS = frozenset("p br div li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote figure section".split())
_UNPARSEABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>", re.IGNORECASE)
_ROUNDS = 3  # escaped by the editor, by the feed and by the program that copied the feed


def unwrap_markup(html: str) -> str:
    """Undo what was escaped once more than is read: CDATA that became text, and tags that became text.

    "&lt;p&gt;Rain fell.&lt;/p&gt;" is a paragraph, as nobody writes whole tags in news; "a &lt; b" stays.
    """
    for _ in range(_ROUNDS):
        html = without_cdata(html)
        if "&" not in html or MARKUP.search(html):
            break
        once = entities.unescape(html)
        if not (MARKUP.search(once) or _CDATA.search(once) or MARKUP.search(entities.unescape(once))):
            break
        html = once
    return html


def without_cdata(text: str) -> str:
    """Take off the marks of CDATA sections that were escaped and so became text; what they hold stays."""
    return _CDATA.sub("", text) if "<![cdata[" in text.lower() else text


def text_of_markup(html: str) -> str:
    """The text of a fragment, a paragraph for each block, until no tags are left in it.

    In "<div>&lt;p&gt;Rain fell.&lt;/p&gt;</div>" the inner tags are text at first and markup then.
    """
    text = html
    for _ in range(_ROUNDS):
        if "<" not in text:
            break
        text = plain_text_of(text)
        if not MARKUP.search(text):
            break
    return text


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
