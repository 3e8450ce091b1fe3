"""What a page says of itself for machines: JSON-LD (schema.org), OpenGraph and other meta elements.

What belongs here: the reading of these statements. Which of them is believed is for `pages`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Posting|Report|Review|Recipe|WebPage|VideoObject)$")
_PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "publishdate", "publish-date", "publish_date", "publication_date", "article.published",
    "article:published", "article_date_original", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created",
    "dc.date.created", "dcterms.date", "dc.date", "pubdate", "date", "originalpublicationdate", "article:post_date",
    "citation_publication_date", "citation_date", "published", "rnews:datepublished",
    "shareaholic:article_published_time",
)  # fmt: skip
_UPDATED_NAMES = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "article:modified",
    "article:updated_time", "article.updated", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
    "last_modified", "date_modified", "date.modified", "modified", "revised", "updated", "rnews:datemodified",
)  # fmt: skip
_TITLE_NAMES = ("og:title", "twitter:title", "parsely-title", "dc.title", "headline", "title")
_AUTHOR_NAMES = (
    "author", "parsely-author", "byl", "article:author_name", "dc.creator", "dcterms.creator", "sailthru.author",
    "citation_author", "article:author", "article.author", "og:article:author", "cxenseparse:author", "authors",
    "byline", "rbauthors", "twitter:data1",
)  # fmt: skip
_QUOTED = frozenset("li blockquote".split())  # where marks are of works that are cited or linked
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "twitter:site")


@dataclass(slots=True)
class Stated:
    """What the page states, in the order of trust for each."""

    titles: list[str] = field(default_factory=list[str])
    authors: list[str] = field(default_factory=list[str])
    organisations: list[str] = field(default_factory=list[str])  # authors that are stated to be no persons
    published: list[str] = field(default_factory=list[str])
    updated: list[str] = field(default_factory=list[str])
    site_name: str | None = None
    url: str | None = None
    description: str | None = None
    article_body: str | None = None


def read_stated(tree: HtmlElement) -> Stated:
    """Collect the statements of a parsed page."""
    stated = Stated()
    for node in _article_nodes(tree):
        _take_node(stated, node)
    every = _meta_values(tree)
    meta = {name: values[0] for name, values in every.items()}
    stated.published += [meta[name] for name in _PUBLISHED_NAMES if name in meta]
    stated.updated += [meta[name] for name in _UPDATED_NAMES if name in meta]
    stated.titles += [meta[name] for name in _TITLE_NAMES if name in meta]
    stated.authors = stated.authors or _authors_in_meta(every)
    stated.site_name = stated.site_name or next((meta[name] for name in _SITE_NAMES if name in meta), None)
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    stated.url = next(iter(canonical), None) or meta.get("og:url")
    stated.description = meta.get("og:description") or meta.get("description")
    return stated


def _authors_in_meta(every: dict[str, list[str]]) -> list[str]:
    """The authors that the first of the meta elements' names gives, once for each author; addresses are none."""
    labels = {label.lower().rstrip(":") for label in every.get("twitter:label1", [])}
    names = [name for name in _AUTHOR_NAMES if name != "twitter:data1" or labels & {"written by", "author", "by"}]
    given = ([one for one in every.get(name, []) if not one.startswith(("http", "/"))] for name in names)
    return next((authors for authors in given if authors), [])


def _meta_values(tree: HtmlElement) -> dict[str, list[str]]:
    """Contents of the meta elements by lowered name, those of the head before marks in the text.

    A mark in a list or a quotation speaks of another work: "<li itemprop='citation'><meta itemprop='author' …>".
    """
    named: dict[str, list[str]] = {}
    marked: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        name = element.get("property") or element.get("name") or ""
        mark = "" if any(one.tag in _QUOTED for one in element.iterancestors()) else element.get("itemprop") or ""
        if content and (name or mark):
            (named if name else marked).setdefault((name or mark).strip().lower(), []).append(content)
    return {name: named.get(name, []) + marked.get(name, []) for name in [*named, *marked]}


def _article_nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that are articles, their authors filled in where they are named by an "@id" only.

    Articles come before pages and films, and what stands in lists counts where there is nothing else: a list may be of
    other stories. Broken JSON is passed over, as browsers do.
    """
    values = list(_json_values(tree))
    nodes = [node for value in values for node in _objects(value)]
    known = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    listed = {id(node) for value in values for one in _lists(value) for node in _objects(one)}
    articles = [node for node in nodes if _is_article(node)]
    own = [node for node in articles if id(node) not in listed] or articles
    for node in sorted(own, key=_is_beside):
        yield {**node, "author": _resolved(node.get("author"), known)}


def _lists(value: Any) -> Iterator[Any]:
    """What the lists in a value hold."""
    for node in _objects(value):
        if isinstance(node.get("itemListElement"), list | dict):
            yield node["itemListElement"]


def _is_beside(node: dict[str, Any]) -> bool:
    """Whether an object is of the page or of a film on it rather than of the article."""
    return not re.search(r"Article|Posting|Report|Review|Recipe", str(node.get("@type")))


def _json_values(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").removesuffix(";")
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue


def _resolved(author: Any, known: dict[str, dict[str, Any]]) -> Any:
    """The author that an "@id" points to, alone or in a list."""
    if isinstance(author, list):
        return [_resolved(one, known) for one in author]
    if isinstance(author, dict) and not author.get("name"):
        return known.get(str(author.get("@id")), author)
    return author


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            if isinstance(value.get(key), list | dict):
                yield from _objects(value[key])


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names)


def _take_node(stated: Stated, node: dict[str, Any]) -> None:
    if isinstance(headline := node.get("headline"), str) and headline.strip():
        stated.titles.append(headline)
    if isinstance(when := node.get("datePublished"), str) and when.strip():
        stated.published.append(when)
    if isinstance(when := node.get("dateModified"), str) and when.strip():
        stated.updated.append(when)
    body = node.get("articleBody")
    if isinstance(body, str) and len(body) > len(stated.article_body or ""):
        stated.article_body = body
    if not stated.authors:
        stated.authors = list(_names(node.get("author")))
        stated.organisations = list(_organisations(node.get("author")))
    publisher = next(iter(_names(node.get("publisher"))), None)
    stated.site_name = stated.site_name or publisher


def _organisations(value: Any) -> Iterator[str]:
    """Names that are stated with the type of an organisation ("NewsMediaOrganization" is one)."""
    if isinstance(value, list):
        for one in value:
            yield from _organisations(one)
    elif isinstance(value, dict) and "Organization" in str(value.get("@type") or ""):
        yield from _names(value)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.strip() and not value.startswith("http"):
        yield value.strip()
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
