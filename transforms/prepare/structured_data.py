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
    "author",
    "parsely-author",
    "byl",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "citation_author",
)
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
    meta = _meta_values(tree)
    stated.published += [meta[name] for name in _PUBLISHED_NAMES if name in meta]
    stated.updated += [meta[name] for name in _UPDATED_NAMES if name in meta]
    stated.titles += [meta[name] for name in _TITLE_NAMES if name in meta]
    stated.authors = stated.authors or [meta[name] for name in _AUTHOR_NAMES if name in meta][:1]
    stated.site_name = stated.site_name or next((meta[name] for name in _SITE_NAMES if name in meta), None)
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    stated.url = next(iter(canonical), None) or meta.get("og:url")
    stated.description = meta.get("og:description") or meta.get("description")
    return stated


def _meta_values(tree: HtmlElement) -> dict[str, str]:
    """Content of the meta elements by lowered name, the first of each."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            values.setdefault(name.strip().lower(), content)
    return values


def _article_nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that are articles; broken JSON is passed over, as browsers do."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").removesuffix(";")
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (node for node in _objects(value) if _is_article(node))


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
