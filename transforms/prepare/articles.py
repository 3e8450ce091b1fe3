"""Raw documents to rows of `articles`, and to rejects where there is no text.

What belongs here: which statement wins (the document's own over the manifest's, for all but the gaps), and the one
recipe for each column. The reading of each format is in the modules beside this one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from transforms.datelines import dateline_of, read_dateline
from transforms.limits import TOO_SLOW, Limit, OutOfTimeError, is_of_the_machine, unlimited
from transforms.prepare import identity
from transforms.prepare.author_names import author_names
from transforms.prepare.field_dates import read_field_date
from transforms.prepare.language import detect_language, language_code
from transforms.prepare.layout import Layout, cut_paragraphs, cut_text, is_boilerplate
from transforms.prepare.markdown import read_markdown
from transforms.prepare.markup import MARKUP, text_of_markup, unwrap_markup, without_cdata
from transforms.prepare.not_articles import refusal_of_document
from transforms.prepare.pages import read_page, without_date_lines, without_title
from transforms.prepare.paragraphs import PARAGRAPH_BREAK, join_paragraphs, split_paragraphs
from transforms.prepare.published import Published, PublishedFrom, date_in_url, parse_date
from transforms.prepare.records import RecordFields, names_in, record_fields
from transforms.prepare.repair import repair_characters, repair_line
from transforms.prepare.stubs import without_stub_mark
from transforms.wording import words_in_use
from warehouse.schema.decoding import decode_bytes
from warehouse.schema.record_keys import PLAIN_NAMES, FieldNames

ARTICLE_SCHEMA = pl.Schema(
    {
        "article_id": pl.String(),
        "external_id": pl.String(),
        "source_name": pl.String(),
        "source_domain": pl.String(),
        "url": pl.String(),
        "title": pl.String(),
        "subtitle": pl.String(),
        "body": pl.String(),
        "authors": pl.List(pl.String()),
        "author_bio": pl.String(),
        "dateline_text": pl.String(),
        "dateline_location_id": pl.String(),
        "language": pl.String(),
        "published_at": pl.Datetime("us", "UTC"),
        "updated_at": pl.Datetime("us", "UTC"),
        "updated_date": pl.Date(),
        "updated_from": pl.String(),
        "published_date": pl.Date(),
        "published_precision": pl.String(),
        "published_from": pl.String(),
        "word_count": pl.Int64(),
        "is_truncated": pl.Boolean(),
        "content_hash": pl.String(),
        "metadata": pl.String(),
        "raw_uri": pl.String(),
        "raw_locator": pl.String(),
        "raw_sha256": pl.String(),
    }
)
REJECTED_SCHEMA = pl.Schema(
    {
        "stage": pl.String(),
        "rule": pl.String(),
        "message": pl.String(),
        "raw_uri": pl.String(),
        "raw_locator": pl.String(),
        "raw_sha256": pl.String(),
        "external_id": pl.String(),
        "payload": pl.String(),
    }
)
# what decides how an article is coded, with its source and address
_HASHED = ("title", "subtitle", "body", "published_date", "published_precision", "language")
_PAYLOAD_HEAD = 2000
_KEYS_SHOWN = 12
_OF_THE_FILE = ("file", "map", "date_order", "updated_order")  # keys of a manifest that say how to read, not what
_LIVE_BLOG = "live_blog"  # a key of the posts of a live blog: its headline
_A_TEASER = 600  # characters: a shorter text is compared with the markup beside it
_SHORTEST_TEXT = 200  # characters: a shorter text gives way to a longer description
_MARKDOWN = re.compile(r"\*\*\w|\]\(https?:|^#{1,4} \w", re.MULTILINE)
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Articles (columns of `ARTICLE_SCHEMA`) and rejects (columns of `REJECTED_SCHEMA`), each in input order."""

    articles: pl.DataFrame
    rejected: pl.DataFrame


@dataclass(slots=True)
class _Draft:
    """An article in the making. `dates` are statements of its publication in the order of trust, `updates` of its last
    update, `other_dates` further ones of its publication that are only compared.
    """

    title: str | None = None
    subtitle: str | None = None
    body: str = ""
    authors: list[str] = field(default_factory=list[str])
    author_bio: str | None = None
    dateline: str | None = None
    own_id: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    is_truncated: bool = False
    dates: list[tuple[PublishedFrom, Published | None]] = field(
        default_factory=list[tuple[PublishedFrom, "Published | None"]]
    )
    updates: list[tuple[PublishedFrom, Published | None]] = field(
        default_factory=list[tuple[PublishedFrom, "Published | None"]]
    )
    other_dates: list[tuple[PublishedFrom, Published]] = field(default_factory=list[tuple[PublishedFrom, "Published"]])
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])


def prepare_documents(documents: pl.DataFrame, limit: Limit = unlimited, names: FieldNames = PLAIN_NAMES) -> Prepared:
    """Prepare a batch of documents.

    Args:
        documents: one row a document: uri, record_number, format, payload, record, raw_sha256, manifest
            (`warehouse.sources.DOCUMENT_SCHEMA`).
        limit: how long one document may take.
        names: the keys that records are read by (`articles/field_names`).

    Returns:
        One row for each document, in `articles` or in `rejected`.

    Raises:
        WordsMissingError: no words are in use (`transforms.wording.use_words`).
    """
    _ = words_in_use()  # none are missed before the first document, rather than in each
    articles: list[dict[str, Any]] = []
    rejected: list[dict[str, Any]] = []
    for document in documents.iter_rows(named=True):
        try:
            with limit(_size(document)):
                row = _article_row(document, names)
                refusal = refusal_of_document(document, row)
        except OutOfTimeError as error:
            rejected.append(_rejected(document, TOO_SLOW, f"the document could not be read: {error}"))
            continue
        except Exception as error:
            if is_of_the_machine(error):
                raise
            reason = f"{type(error).__name__}: {error}"[:300]
            rejected.append(_rejected(document, "not_readable", f"the document could not be read ({reason})"))
            continue
        if refusal is not None:
            rejected.append(_rejected(document, refusal.rule, refusal.message, row["external_id"]))
        elif any(sign.isalpha() for sign in row["body"]):
            articles.append(row)
        else:
            rejected.append(_rejected(document, "no_text", _no_text_message(document), row["external_id"]))
    return Prepared(pl.DataFrame(articles, schema=ARTICLE_SCHEMA), pl.DataFrame(rejected, schema=REJECTED_SCHEMA))


def _size(document: Mapping[str, Any]) -> int:
    return len(document["payload"] or b"") + len(document["record"] or "")


def _no_text_message(document: Mapping[str, Any]) -> str:
    if document["format"] == "record":
        keys = list(json.loads(document["record"]))
        named = ", ".join(keys[:_KEYS_SHOWN]) + (", …" if len(keys) > _KEYS_SHOWN else "")
        return (
            f"the record has no text (its keys: {named or 'none'}); fill its key text, body or html, or fetch the page "
            "that it names"
        )
    return "no article text was found in it; check that it is an article and not a list of links or an empty page"


def _rejected(document: Mapping[str, Any], rule: str, message: str, external_id: str | None = None) -> dict[str, Any]:
    payload = document["record"]
    if payload is None:
        payload = (document["payload"] or b"")[:_PAYLOAD_HEAD].decode("utf-8", "backslashreplace")
    return {
        "stage": "prepare",
        "rule": rule,
        "message": message,
        "raw_uri": document["uri"],
        "raw_locator": _locator(document),
        "raw_sha256": document["raw_sha256"],
        "external_id": external_id,
        "payload": payload[:_PAYLOAD_HEAD],
    }


def _locator(document: Mapping[str, Any]) -> str | None:
    number = document["record_number"]
    return None if number is None else f"record {number}"


def _article_row(document: Mapping[str, Any], names: FieldNames) -> dict[str, Any]:
    said = json.loads(document["manifest"] or "{}")
    manifest = record_fields({key: value for key, value in said.items() if key not in _OF_THE_FILE}, names)
    draft = _draft_of(document, manifest, names.told(said.get("map")), said)
    _fill_from_manifest(draft, manifest)
    draft.authors = [name for name in draft.authors if name.casefold() != (draft.source or "").casefold()]
    url = identity.canonical_url(draft.url)
    row = _text_columns(draft) | _published_columns(draft, url)
    row["content_hash"] = identity.content_hash_of(*(row[name] for name in _HASHED), draft.source, url)
    own_id = draft.own_id or manifest_stem(document)
    return row | {
        "article_id": identity.article_id_of(_giver(draft, url), own_id, url, draft.title, draft.body),
        "external_id": draft.own_id
        or (None if document["format"] == "record" else identity.file_stem(document["uri"])),
        "source_name": draft.source,
        "source_domain": identity.domain_of(url),
        "url": url,
        "metadata": json.dumps(draft.metadata, ensure_ascii=False, default=str) if draft.metadata else None,
        "raw_uri": document["uri"],
        "raw_locator": _locator(document),
        "raw_sha256": document["raw_sha256"],
    }


def _giver(draft: _Draft, url: str | None) -> str | None:
    """Who gave the article its id: its source, or the site of a live blog, whose posts have no addresses to go by."""
    return draft.source or (identity.domain_of(url) if _LIVE_BLOG in draft.metadata else None)


def _text_columns(draft: _Draft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "subtitle": draft.subtitle,
        "body": draft.body,
        "authors": draft.authors,
        "author_bio": draft.author_bio,
        "dateline_text": draft.dateline or dateline_of(draft.body.split(PARAGRAPH_BREAK, 1)[0]),
        "dateline_location_id": None,
        "language": draft.language or detect_language(f"{draft.title or ''}\n{draft.body}"),
        "word_count": len(_WORD.findall(draft.body)),
        "is_truncated": draft.is_truncated,
    }


def _published_columns(draft: _Draft, url: str | None) -> dict[str, Any]:
    """The columns of first publication and last update; dates that differ from the one chosen go to the metadata."""
    origin, published = _published(draft, url)
    if published and (differing := _differing(draft, url, published)):
        draft.metadata = draft.metadata | {"published_elsewhere": differing}
    updated_from, updated = _updated(draft, published)
    return {
        "published_at": published.at if published else None,
        "published_date": published.day if published else None,
        "published_precision": published.precision if published else None,
        "published_from": origin,
        "updated_at": updated.at if updated else None,
        "updated_date": updated.day if updated else None,
        "updated_from": updated_from,
    }


def _differing(draft: _Draft, url: str | None, chosen: Published) -> list[dict[str, str]]:
    """Statements of the publication on another day than the chosen one, each once; a zone may make one day."""
    stated = [*draft.dates, *draft.other_dates, ("url", date_in_url(url))]
    days = [(origin, day.day) for origin, day in stated if day and day.precision in ("day", "time")]
    apart = 0 if chosen.at is None else 1
    differing = [(origin, day) for origin, day in days if abs((day - chosen.day).days) > apart]
    if chosen.precision not in ("day", "time"):
        return []
    return [{"from": origin, "date": day.isoformat()} for origin, day in dict.fromkeys(differing)]


def _updated(draft: _Draft, published: Published | None) -> tuple[PublishedFrom, Published | None]:
    """The first statement of an update; one before the publication was misread or is of something else."""
    for origin, day in draft.updates:
        if day is not None and day.precision in ("day", "time") and (not published or day.day >= published.day):
            return origin, day
    return "none", None


def manifest_stem(document: Mapping[str, Any]) -> str | None:
    """The file's name in the manifest that names it, without endings: an id that its keeper gave it.

    Folders stay part of it, so that `2021/08.txt` and `2022/08.txt` are two articles. None for a file that no manifest
    names: its bare name ("index", "article1") would make strangers one.
    """
    if document["format"] == "record" or document["record_number"] is not None:
        return None
    name = json.loads(document["manifest"] or "{}").get("file")
    if not name:
        return None
    folder, _, _ = str(name).rpartition("/")
    return f"{folder}/{identity.file_stem(str(name))}" if folder else identity.file_stem(str(name))


def _draft_of(
    document: Mapping[str, Any], manifest: RecordFields, names: FieldNames, said: Mapping[str, Any]
) -> _Draft:
    if document["format"] == "record":
        record = json.loads(document["record"], parse_constant=str)  # JSON proper has no NaN, nor has metadata
        return _draft_of_record(record_fields(record, names), said)
    decoded = decode_bytes(document["payload"], is_page=document["format"] == "html")
    if document["format"] == "html":
        return _draft_of_page(decoded.text, manifest.text("url"))
    text = repair_characters(decoded.text)
    if document["format"] == "markdown":
        return _draft_of_markdown(text, manifest, names)
    return _draft_of_layout(cut_text(text, _line(manifest.text("source"))))


def _draft_of_layout(layout: Layout) -> _Draft:
    labelled = parse_date(layout.labelled_date) if layout.labelled_date else None
    bare = parse_date(layout.bare_date) if layout.bare_date else None
    metadata = {"date_line": layout.bare_date} if layout.bare_date and not bare else {}
    if "header" in layout.values:
        metadata["header"] = layout.values["header"]
    return _Draft(
        title=layout.title,
        subtitle=layout.subtitle,
        body=join_paragraphs(layout.paragraphs),
        authors=layout.authors,
        author_bio=layout.author_bio,
        source=layout.values.get("source"),
        url=layout.values.get("url"),
        language=language_code(layout.values.get("language")),
        dates=[("text", labelled), ("manifest", None), ("text", bare)],
        updates=[("text", parse_date(layout.updated_date))],
        metadata=metadata,
    )


def _draft_of_markdown(text: str, manifest: RecordFields, names: FieldNames) -> _Draft:
    markdown = read_markdown(text)
    stated = record_fields(markdown.values, names)
    title = stated.text("title") or markdown.title
    source = _line(stated.text("source") or manifest.text("source"))
    layout = cut_paragraphs([repair_line(one) for one in markdown.paragraphs], _line(title), source)
    draft = _draft_of_layout(layout)
    _fill_from_fields(draft, stated)
    published = read_field_date(stated.values.get("published"))
    draft.metadata = draft.metadata | stated.other | _unread_date(stated, published) | _section_of(stated)
    draft.dates = [("metadata", published), *draft.dates]
    draft.updates = [("metadata", read_field_date(stated.values.get("updated"))), *draft.updates]
    return draft


def _draft_of_page(html: str, url: str | None) -> _Draft:
    page = read_page(html, url)
    paragraphs = [repair_line(paragraph) for paragraph in page.paragraphs]
    layout = cut_paragraphs(without_title(paragraphs, page.title), page.title) if paragraphs else Layout()
    body = without_date_lines(([layout.subtitle] if layout.subtitle else []) + layout.paragraphs)
    return _Draft(
        title=page.title,
        subtitle=None,
        body=join_paragraphs(body),
        authors=page.authors or layout.authors,
        author_bio=layout.author_bio,
        source=page.source,
        url=page.url,
        dates=[
            ("html", page.stated),
            ("manifest", None),
            ("url", date_in_url(url or page.url)),
            ("html", page.found),
            ("text", parse_date(layout.labelled_date) if layout.labelled_date else None),
        ],
        updates=[("html", page.updated), ("text", parse_date(layout.updated_date))],
        other_dates=[("html", day) for day in page.others],
    )


def _draft_of_record(fields: RecordFields, said: Mapping[str, Any]) -> _Draft:
    """A record's title and text are taken as given: repaired, never cut."""
    draft = _draft_of_text_fields(fields)
    stated = read_field_date(fields.values.get("published"), said.get("date_order"))
    updated = read_field_date(fields.values.get("updated"), said.get("updated_order"))
    _fill_from_fields(draft, fields, wins=True)
    draft.dates = [("metadata", stated), *draft.dates]
    draft.updates = [("metadata", updated), *draft.updates]
    draft.metadata = fields.other | _unread_date(fields, stated) | _section_of(fields)
    return draft


def _draft_of_text_fields(fields: RecordFields) -> _Draft:
    """The article out of a record's text, its markup or, where these say less, its description.

    Of text and markup the text counts, unless it is short and the markup says twice as much. What is only the beginning
    of an article, or its description, is marked `is_truncated`.
    """
    text, is_stub = without_stub_mark(fields.text("text") or "")
    html = fields.text("html")
    if text and not html and MARKUP.search(unwrap_markup(text)):
        text, html = "", text
    draft = _Draft(body=join_paragraphs(split_paragraphs(repair_characters(text))))
    if html and text and _MARKDOWN.search(text) and not MARKUP.search(text):  # ReliefWeb gives both
        text, draft.body = "", ""
    if html and (not text or is_stub or len(text) < _A_TEASER):
        of_html = _draft_of_html_value(html, fields.text("url"))
        if len(of_html.body) > 2 * len(draft.body):
            draft, is_stub = of_html, of_html.is_truncated or (is_stub and not text)
    teaser = _teaser_of(fields) if len(draft.body) < _SHORTEST_TEXT or is_stub else ""
    if len(teaser) > len(draft.body):
        draft.body, is_stub = teaser, True
    draft.is_truncated = is_stub and bool(draft.body)
    return draft


def _teaser_of(fields: RecordFields) -> str:
    teaser, _ = without_stub_mark(fields.text("teaser") or "")
    return _draft_of_html_value(teaser, None).body if teaser else ""


def _section_of(fields: RecordFields) -> dict[str, str]:
    section = fields.text("section")
    return {"section": section} if section else {}


def _unread_date(fields: RecordFields, read: Published | None) -> dict[str, Any]:
    """A publication date that can't be read, or in two ways, is kept for the reader."""
    written = fields.values.get("published")
    return {"published": str(written)} if written and not read else {}


def _draft_of_html_value(html: str, url: str | None) -> _Draft:
    """A whole page is read as one; a fragment, as feeds carry it, is the article already and only loses its tags.

    A fragment may be only the beginning: "Two ferries collided off the [&#8230;]".
    """
    html = unwrap_markup(html)
    if re.search(r"<(?:!doctype|html|body|head)\b", html, re.IGNORECASE):
        return _draft_of_page(html, url)
    text = text_of_markup(html)
    paragraphs = [repair_line(one) for one in split_paragraphs(repair_characters(text))]
    body, is_stub = without_stub_mark(join_paragraphs(one for one in paragraphs if not is_boilerplate(one)))
    return _Draft(body=body, is_truncated=is_stub)


def _fill_from_fields(draft: _Draft, fields: RecordFields, *, wins: bool = False) -> None:
    """Take what fields say where the draft has nothing, or before what it has if they win."""
    stated = {
        "title": _line(fields.text("title")),
        "subtitle": _line(fields.text("subtitle")),
        "own_id": fields.text("id"),
        "source": _line(fields.text("source")),
        "url": fields.text("url"),
        "language": language_code(fields.text("language")),
        "dateline": _line(fields.text("dateline")),
        "author_bio": _line(fields.text("author_bio")),
        "authors": _authors_of(fields),
    }
    for name, value in stated.items():
        if value and (wins or not getattr(draft, name)):
            setattr(draft, name, value)


def _authors_of(fields: RecordFields) -> list[str]:
    """The names of a record's authors; its source, which many bylines end with, is none of them."""
    named = author_names(repair_line(text) for text in names_in(fields.values.get("authors")))
    source = (fields.text("source") or "").casefold()
    return list(dict.fromkeys(name for name in named if name.casefold() != source)) or named


def _line(text: str | None) -> str | None:
    return repair_line(without_cdata(text)) or None if text else None


def _fill_from_manifest(draft: _Draft, manifest: RecordFields) -> None:
    """A manifest adds what the document does not say; its id and source name win, being its keeper's own."""
    if manifest.text("id"):
        draft.own_id = draft.own_id or _line(manifest.text("id"))
    if manifest.text("source"):
        draft.source = _line(manifest.text("source"))
    _fill_from_fields(draft, manifest)
    stated = read_field_date(manifest.values.get("published"))
    draft.dates = [(origin, stated if origin == "manifest" else day) for origin, day in draft.dates]
    if "manifest" not in {origin for origin, _ in draft.dates}:
        draft.dates.append(("manifest", stated))
    draft.updates.append(("manifest", read_field_date(manifest.values.get("updated"))))
    draft.metadata = manifest.other | _unread_date(manifest, stated) | _section_of(manifest) | draft.metadata


def _published(draft: _Draft, url: str | None) -> tuple[PublishedFrom, Published | None]:
    """The first statement that is a date; then the address; then a dateline that has a year of its own.

    At last what a page or text prints as its update, where it states no first publication; a record's own update is
    none, which databases set whenever a row is touched.
    """
    for origin, day in draft.dates:
        if day is not None:
            return origin, day
    if (day := date_in_url(url)) is not None:
        return "url", day
    opening = draft.body.split(PARAGRAPH_BREAK, 1)[0]
    dateline = read_dateline(opening)
    day = parse_date(dateline.date) if dateline is not None and dateline.is_sure and dateline.date else None
    if day is not None:
        return "dateline", day
    for origin, day in draft.updates:
        if day is not None and origin in ("html", "text"):
            return origin, day
    return "none", None
