"""Exports saved as pages, and pages that hold several whole articles.

What belongs here: a page's text with a line for each of its blocks, for `cut`, and what only markup tells: the
containers of Factiva, the named fields of Europresse, several `<article>` elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import lxml.html
from lxml.etree import ParserError, iterwalk
from lxml.html import HtmlElement

from warehouse.sources.exports.cut import cut_export, is_accession, read_blocks
from warehouse.sources.exports.europresse import NUMBER, take_header, without_issue
from warehouse.sources.exports.factiva import read_factiva
from warehouse.sources.exports.model import Block, Export, join_body
from warehouse.sources.exports.several import are_articles, cut_at, date_in_head
from warehouse.sources.model import Piece
from warehouse.sources.structured import BadRecord, Parsed, Record

#: What pages of exports have, in small letters; each begins with letters, which is what makes looking for it quick.
_MARKS = (b"docpublicationname", b"proquest document id", b"publication title", b">hd<", b">hd&nbsp;")
_HINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rb"document(?:s|os|e|en|i)?(?:\s*\.?\s*<|\s+\d+\s+(?:of|von|sur|de)\s|\s+[a-z][a-z0-9]{2,12}\d{8})",
        rb"dokument(?:e|en|s)?(?:\s*\.?\s*<|\s+\d+\s+(?:of|von)\s|\s+[a-z][a-z0-9]{2,12}\d{8})",
        rb"article [a-z]{2}article\b",
        rb"news(?:\xc2?\xb7|&middot;|\.)\d{8}",
    )
)
_DROPPED = ("script", "style", "noscript", "template", "svg", "head", "form[@role='search']")
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody td th thead tr ul text".split()
)
_CODE = re.compile(r"^[A-Z]{2,4}$")
_UNPARSEABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_TEXT = ("figure", "aside", "nav", "footer", "button", "time", "form", "figcaption", "address")
RULE = "_" * 60
_FEW_LINKS = 5
_BYLINE = re.compile(r"^By [^\W\d_a-z][^.!?]{2,100}$")


def may_be_export(data: bytes) -> bool:
    """Whether a page has signs of an export, or of clippings parted by rules, so that it is worth parsing here."""
    small = data.lower()
    is_parted = b"<hr" in small and small.count(b"<a ") <= _FEW_LINKS
    return is_parted or _has_marks(small)


def _has_marks(small: bytes) -> bool:
    return any(mark in small for mark in _MARKS) or any(hint.search(small) for hint in _HINTS)


def cut_page(html: str) -> Sequence[Parsed | Piece] | None:
    """The articles of a page that is an export, or made of clippings; None where it is neither."""
    tree = parsed_page(html)
    if tree is None:
        return None
    for path in _DROPPED:
        for element in tree.xpath(f".//{path}"):
            element.drop_tree()
    if _has_marks(html.lower().encode("utf-8", "replace")):
        found = _factiva(tree) or _europresse(tree) or cut_export(text_of_page(tree))
        if found:
            return found
    return _parted(tree)


def parsed_page(html: str) -> HtmlElement | None:
    """A page as a tree; None where it holds nothing but comments."""
    try:
        return lxml.html.document_fromstring(_UNPARSEABLE.sub(" ", html).encode("utf-8"), parser=_parser())
    except ParserError:
        return None


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def text_of_page(tree: HtmlElement) -> str:
    """The text of a page or a part of it: each block a line with a blank one around it, `<br>` a line end.

    A code in bold before a value ("<b>HD</b> Bridge shut") gets a tab after it, a rule is one of underscores.
    """
    parts: list[str] = []
    for event, element in iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            parts.extend(_opening(tag))
            parts.append(_collapsed(element.text))
        else:
            if tag in ("b", "strong") and _CODE.match(" ".join(str(element.text_content()).split())):
                parts.append("\t")
            parts.append("\n\n" if tag in _BLOCKS else "")
            if element is not tree:
                parts.append(_collapsed(element.tail))
    lines = (line.strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(re.sub(r" *\t[\t ]*", "\t", line).rstrip("\t") for line in lines)


def _opening(tag: str) -> Iterator[str]:
    if tag == "br":
        yield "\n"
    elif tag in _BLOCKS:
        yield "\n\n"
    if tag == "hr":
        yield RULE


def _collapsed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _has_class(element: HtmlElement, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _factiva(tree: HtmlElement) -> list[Parsed] | None:
    """Documents of Factiva, each in its own container (`class="article enArticle"`)."""
    containers = [
        element
        for element in tree.iter("div")
        if _has_class(element, "article") and re.search(r"\b[a-z]{2}Article\b", element.get("class") or "")
    ]
    blocks = [Block(_up_to_accession(text_of_page(one).split("\n")), title=_headline(one)) for one in containers]
    return list(read_blocks(Export("factiva", blocks, read_factiva))) if blocks else None


def _headline(container: HtmlElement) -> str | None:
    """The headline of a document of Factiva, which has a class of its own (`enHeadline`)."""
    named = (
        one for one in container.iter("span", "b", "div") if re.search(r"\b[a-z]{2}Headline\b", one.get("class") or "")
    )
    return next((text for one in named if (text := words_of(one))), None)


def _up_to_accession(lines: list[str]) -> list[str]:
    """Lines to the accession number; one without it gets an empty last line, which is where it would stand."""
    at = next((at for at, line in enumerate(lines) if is_accession(line)), None)
    return [*lines, ""] if at is None else [*lines[:at], lines[at].strip()]


def _europresse(tree: HtmlElement) -> list[Parsed] | None:
    """Documents of Europresse, whose markup names the fields."""
    found: list[Parsed] = []
    for number, article in enumerate(tree.iter("article"), start=1):
        source = _first(article, "DocPublicationName")
        if source is None:
            continue
        record = _europresse_record(article, words_of(source))
        if record.get("text"):
            found.append(
                Record(number, {**{key: value for key, value in record.items() if value}, "export": "europresse"})
            )
        else:
            message = f"document {number} of the export has no text; export it with its full text"
            found.append(BadRecord(number, "export_without_text", message, record.get("title")))
    return found or None


def _europresse_record(article: HtmlElement, source: str) -> dict[str, Any]:
    record: dict[str, Any] = {"source": without_issue(source)}
    if (header := _first(article, "DocHeader")) is not None:
        take_header(words_of(header), record)
    title = _first(article, "titreArticleVisu")
    title = title if title is not None else _first(article, "titreArticle")
    record["title"] = words_of(title) if title is not None else None
    record["authors"] = _europresse_author(article)
    body = _first(article, "DocText")
    if body is None:
        body = article.find(".//section")
    record["text"] = body_text(body) if body is not None else ""
    if number := NUMBER.search(str(article.text_content())):
        record["id"] = number.group()
    return record


def _europresse_author(article: HtmlElement) -> str | None:
    """The author stands alone in an element of the header below the title."""
    header = article.find("header")
    below = False
    for child in header if header is not None else ():
        if _has_class(child, "titreArticle"):
            below = True
        elif below and not child.get("class") and (name := words_of(child)):
            return name
    return None


def _first(tree: HtmlElement, name: str) -> HtmlElement | None:
    return next(
        (element for element in tree.iter() if isinstance(element.tag, str) and _has_class(element, name)), None
    )


def words_of(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(str(element.text_content()).split())


def _parted(tree: HtmlElement) -> list[Piece] | None:
    """Articles that rules part on a page without links, as a collection of clippings is: texts with dates of their own.

    A page of a site has links, and rules between its parts that are no articles.
    """
    if len(tree.findall(".//a[@href]")) > _FEW_LINKS or tree.find(".//hr") is None:
        return None
    pieces = cut_at(text_of_page(tree), RULE)
    if len(pieces) < 2 or not are_articles([piece.splitlines() for piece in pieces]):
        return None
    return [Piece(number, "text", piece.encode("utf-8", "replace")) for number, piece in enumerate(pieces, start=1)]


def _is_byline(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return False
    named = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}".split()
    return bool({"byline", "author"} & set(named)) and 0 < len(words_of(element)) < 120


def body_text(element: HtmlElement) -> str:
    """The paragraphs of an article, without headline, captions and what stands beside them."""
    return join_body([text] for text in _paragraphs(element))


def _paragraphs(element: HtmlElement) -> Iterable[str]:
    outer: list[HtmlElement] = []
    for one in element.iter("p", "li", "blockquote", "pre", "h5", "h6"):
        if not _is_beside(one, element) and not (outer and outer[-1] in one.iterancestors()):
            outer.append(one)
    texts: Sequence[str] = [text for one in outer if (text := words_of(one)) and not _is_head_line(one, text)]
    return texts or [line for line in text_of_page(element).split("\n") if line.strip()]


def _is_beside(one: HtmlElement, root: HtmlElement) -> bool:
    for above in one.iterancestors():
        if above is root:
            return False
        if above.tag in _NOT_TEXT:
            return True
    return False


def _is_head_line(element: HtmlElement, text: str) -> bool:
    return (
        _is_byline(element) or _BYLINE.match(text) is not None or (len(text) < 120 and date_in_head([text]) is not None)
    )
