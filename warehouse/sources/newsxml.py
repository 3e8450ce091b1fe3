"""The XML of news agencies and corpora as records: NewsML 1.2 and G2, NITF and a few more.

What belongs here: finding the items of a file and their fields, which `articles/news_xml` names by their paths. XML of
any other kind is refused: read as text it would be an article of markup.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lxml.etree import XMLParser, XMLSyntaxError, fromstring

from warehouse.reference import read_reference_table
from warehouse.schema.decoding import decode_bytes
from warehouse.schema.reference_tables.articles import NEWS_XML
from warehouse.sources.containers import Member
from warehouse.sources.messages import read_whole
from warehouse.sources.model import ReadLimits, head_of
from warehouse.sources.structured import BadRecord, Parsed, Record

_Element = Any  # lxml's elements have no types of their own
_PROLOGUE = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]*$")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&#(?:[0-8]|1[124-9]|2\\d|3[01]);")
_BASIC_MOMENT = re.compile(r"^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$")
_DAY_IN_ID = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_BLOCKS = frozenset("p hl2 h2 h3 h4 h5 h6 li pre blockquote bq lead paragraph Paragraph P dd".split())
_NOT_TEXT = frozenset(
    "media figure script style body.head header media-caption tagline head title byline hedline table.notes".split()
)
_NOT_IN_BYLINE = frozenset(("byttl", "virtloc"))
_PICTURES = re.compile(r":(?:picture|graphic|video|audio|animation)\b")
_FEWEST_TYPED_LINES = 4  # line ends in an only paragraph that make its lines those of a typed text
_TOO_DEEP = 256


def read_news_xml(member: Member, limits: ReadLimits) -> Iterator[Parsed]:
    """The items of an XML file of a known kind, each a record; a reject for what is no such file."""
    data = read_whole(member, limits)
    if isinstance(data, BadRecord):
        yield data
    else:
        yield from cut_news_xml(data)


def cut_news_xml(data: bytes) -> Iterator[Parsed]:
    """The items in the bytes of an XML file; several documents may follow each other in it."""
    text = decode_bytes(data, is_page=True).text
    root, problem = _parse(text)
    if root is None:
        yield BadRecord(None, "xml_invalid", f"not XML that can be read ({problem}); export it again", head_of(text))
        return
    number = 0
    for kind, item in _items(root):
        for record in _records(kind, item):
            number += 1
            yield Record(number, record)
    if not number:
        yield _refusal(root, text)
    elif problem:
        message = f"the XML is broken ({problem}); what could be read of it was; export it again"
        yield BadRecord(None, "xml_invalid", message, head_of(text[-500:]))


def _refusal(root: _Element, text: str) -> BadRecord:
    names = list(dict.fromkeys(str(one.tag) for one in root))
    if any(item in {str(one.tag) for one in root.iter()} for item in _formats()) or names == ["newsMessage"]:
        message = "the file holds items of news but none with a text: pictures, packages or empty ones; leave it out"
        return BadRecord(None, "xml_without_text", message, head_of(text))
    named = f"<{names[0]}>" if names else "nothing"
    message = (
        f"XML of a kind that is not read (its root is {named}); known are RSS, Atom, NewsML, NITF and the XML of some "
        "archives; turn it into JSON or CSV with keys such as title and text"
    )
    return BadRecord(None, "xml_unknown", message, head_of(text))


def _parse(text: str) -> tuple[_Element | None, str | None]:
    """A root over all documents of the file, and what was wrong with it; names of namespaces are taken off."""
    body = _CONTROLS.sub(" ", _PROLOGUE.sub(" ", text))
    body = _NAMED_ENTITY.sub(_as_sign, _BARE_AMPERSAND.sub("&amp;", body))
    parser = XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = fromstring(f"<root>{body}</root>".encode("utf-8", "replace"), parser)
    except XMLSyntaxError as error:
        return None, str(error)
    if root is None or not len(root):
        return None, "it has no element"
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = _local(element.tag)
    faults = [
        one
        for one in parser.error_log
        if one.level_name in ("ERROR", "FATAL") and "namespace" not in one.message.lower()
    ]
    problem = f"line {faults[0].line}: {faults[0].message}" if faults else None
    return root, problem


def _local(name: str) -> str:
    """A name without its namespace or prefix; a broken file has prefixes that nothing declares."""
    local = name.rpartition("}")[2].rpartition(":")[2]
    return local if _NAME.match(local) else "nameless"


def _as_sign(found: re.Match[str]) -> str:
    """`&eacute;`, which only a DTD that is not at hand would explain."""
    name = found.group(1)
    if name in _OF_XML:
        return found.group()
    return html.entities.html5.get(f"{name};", f"&amp;{name};")


@lru_cache(maxsize=1)
def _formats() -> dict[str, dict[str, list[str]]]:
    """For each name of an item: its fields, and the paths that each may be at, in order of trust."""
    formats: dict[str, dict[str, list[str]]] = {}
    for _, item, field, path in read_reference_table(NEWS_XML).iter_rows():
        formats.setdefault(item, {}).setdefault(field, []).append(path)
    return formats


def _items(root: _Element) -> Iterator[tuple[str, _Element]]:
    """The outermost items of the file; what stands in an item (NITF in NewsML) is part of it."""
    waiting = list(root)[::-1]
    while waiting:
        element = waiting.pop()
        name = str(element.tag)
        if name in _formats():
            yield name, element
        else:
            waiting.extend(list(element)[::-1])


def _records(kind: str, item: _Element) -> Iterator[dict[str, Any]]:
    """The records of an item: one, or one for each story of a NewsML 1.2 item that has several."""
    item_class = item.find("itemMeta/itemClass")
    if item_class is not None and _PICTURES.search(item_class.get("qcode") or ""):
        return
    stories = _stories(item) if kind == "NewsItem" else []
    for number, part in enumerate(stories or [item], start=1):
        record = _record(kind, item, part)
        if stories and "id" in record:
            record["id"] = f"{record['id']}#{number}"
        if any(sign.isalpha() for sign in record.get("text", "")):
            yield record


def _stories(item: _Element) -> list[_Element]:
    """Components that each have a headline and a text of their own, where there are several."""
    found = [
        one
        for one in item.iter("NewsComponent")
        if one.find("NewsLines/HeadLine") is not None
        and one.find(".//DataContent") is not None
        and not any(
            inner.find("NewsLines/HeadLine") is not None for inner in one.iter("NewsComponent") if inner is not one
        )
    ]
    return found if len(found) > 1 else []


def _record(kind: str, item: _Element, part: _Element) -> dict[str, Any]:
    """The fields of an item; those of a story come before those of the item around it."""
    record: dict[str, Any] = {}
    for field, paths in _formats()[kind].items():
        if field == "text":
            continue
        places = [(part, path) for path in paths]
        # what stands anywhere in the item may be another story's
        places += [(item, path) for path in paths if part is not item and not path.startswith(".//")]
        value = next((value for place, path in places if (value := _value(place, path, field))), None)
        if value is not None:
            record[field] = value
    record["text"] = "\n\n".join(
        text for text in (record.pop("lead", ""), _text(part, _formats()[kind]["text"])) if text
    )
    return _settled(record)


def _settled(record: dict[str, Any]) -> dict[str, Any]:
    for field in ("published_at", "updated_at"):
        if field in record:
            record[field] = _moment(record[field])
    if record.get("updated_at") == record.get("published_at"):
        record.pop("updated_at", None)
    if record.get("subtitle") == record.get("title"):
        record.pop("subtitle", None)
    if "published_at" not in record and (day := _DAY_IN_ID.search(str(record.get("id", "")))):
        record["published_at"] = "-".join(day.groups())
    return record


def _moment(written: str) -> str:
    """`20240305T080000Z` with the signs that other dates have."""
    found = _BASIC_MOMENT.match(written.strip())
    if found is None:
        return written
    year, month, day, hour, minute, second, zone = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or ''}"


def _value(place: _Element, path: str, field: str) -> str | None:
    """The text at a path, or of an attribute there (`docdata/date.issue@norm`)."""
    path, _, attribute = path.partition("@")
    element = _find(place, path) if path else place
    if element is None:
        return None
    if attribute:
        return (
            next((v.strip() for key, v in element.attrib.items() if key.rpartition("}")[2] == attribute), None) or None
        )
    if field == "lead":
        return _text_in(element)
    return _words(element, _NOT_IN_BYLINE if field == "authors" else frozenset()) or None


def _find(place: _Element, path: str) -> _Element | None:
    return next(iter(place.findall(path)), None)


def _words(element: _Element, without: frozenset[str] = frozenset()) -> str:
    return " ".join("".join(_pieces(element, without)).split())


def _pieces(element: _Element, without: frozenset[str]) -> Iterator[str]:
    """The text in an element, in its order; elements that end a line part words."""
    waiting: list[tuple[_Element, int] | str] = [(element, 0)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        node, depth = one
        if not isinstance(node.tag, str) or node.tag in without or depth > _TOO_DEEP:
            continue
        yield " " if node.tag in _BLOCKS or node.tag == "br" else ""
        yield node.text or ""
        for child in reversed(node):
            waiting.append(child.tail or "")
            waiting.append((child, depth + 1))


def _text(part: _Element, paths: Iterable[str]) -> str:
    """The longest text at the first path that has one: the same story may be there in several forms."""
    for path in paths:
        texts = [_text_in(one) for one in part.findall(path) if not _is_caption(one)]
        if longest := max(texts, key=len, default=""):
            return longest
    return ""


def _is_caption(element: _Element) -> bool:
    for above in element.iterancestors("NewsComponent"):
        role = above.find("Role")
        if role is not None and "caption" in (role.get("FormalName") or "").lower():
            return True
    return False


def _text_in(element: _Element) -> str:
    """Paragraphs of an element, a blank line between them; without paragraphs its text as it stands."""
    blocks = [one for one in element.iter(*_BLOCKS) if one is not element and not _is_beside(one, element)]
    outer = [one for one in blocks if not any(above in blocks for above in _up_to(one, element))]
    if not outer:
        return "".join(_pieces(element, _NOT_TEXT - {element.tag})).strip("\n ")
    if len(outer) == 1 and (outer[0].text or "").count("\n") >= _FEWEST_TYPED_LINES:
        return "".join(_pieces(outer[0], _NOT_TEXT)).strip("\n ")
    return "\n\n".join(words for one in outer if (words := _words(one, _NOT_TEXT - {one.tag})))


def _is_beside(one: _Element, root: _Element) -> bool:
    return any(above.tag in _NOT_TEXT for above in _up_to(one, root))


def _up_to(one: _Element, root: _Element) -> Iterator[_Element]:
    for above in one.iterancestors():
        if above is root:
            return
        yield above
