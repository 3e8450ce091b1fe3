"""Dates that a page prints for its readers.

What belongs here: where in the markup the article's dates stand. What a line with a date says is for `date_lines`; the
page's statements for machines are for `structured_data`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from htmldate import find_date
from lxml.html import HtmlElement

from transforms.prepare.date_lines import is_bare_label, is_prose, kind_of_label, read_date_line
from transforms.prepare.page_order import in_order, open_days
from transforms.prepare.page_words import joined, tidy
from transforms.prepare.published import Published, dates_in, is_only_date, parse_date
from transforms.prepare.repair import repair_line
from warehouse.schema.date_orders import DateOrder

# htmldate drops dates after its bound, today where none is given: a clock that would make runs differ
_LAST_DATE = "2099-12-31"
_FIRST_DATE = "1995-01-01"
_LONGEST_TEXT = 20_000
_NEAR = 400  # characters after a headline that its date stands in
_LONGEST_LABEL = 40
_OVER_LEVELS = 3  # elements around a headline that a date may stand right above
_NEAR_PROSE = 2  # sentences after a headline (standfirsts) before the text has begun
_BLOCKS = frozenset(
    "p br hr div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 tr td th table blockquote figure figcaption section article "
    "header footer main body aside nav form address".split()
)
_UNSEEN = frozenset("script style noscript template head select option button svg iframe".split())
_DATED = ("span", "abbr", "relative-time", "time-ago", "small", "em", "a")
_ATTRIBUTES = (
    "datetime", "data-timestamp", "data-utime", "data-datetime", "data-date", "data-time", "data-published", "title",
)  # fmt: skip
_UPDATED_CLASS = re.compile(r"updated?(?![a-z])|modified|last-?mod|revised|edited", re.IGNORECASE)
_PUBLISHED_CLASS = re.compile(r"publi(?:shed|cation|sh)|pub-?date|posted|created|first", re.IGNORECASE)


@dataclass(slots=True)
class PrintedDates:
    """What a page prints: dates that it calls a publication, updates, dates without a label at its headline."""

    published: list[Published] = field(default_factory=list[Published])
    updated: list[Published] = field(default_factory=list[Published])
    plain: list[Published] = field(default_factory=list[Published])
    lines: list[str] = field(default_factory=list[str])  # lines near the headline, where bylines stand

    @property
    def first(self) -> Published | None:
        """The day of first publication as printed."""
        return next(iter([*self.published, *self.plain]), None)


def read_printed_dates(own: HtmlElement, headline: HtmlElement | None, order: DateOrder | None = None) -> PrintedDates:
    """Read the dates that the article's own part of a page prints.

    A date that is called a publication or an update counts wherever it stands, first those below the headline; a date
    without a label only near the headline and above the text.

    Args:
        own: the article's own part.
        headline: its headline, which is an element of it.
        order: the order of day and month on the page, where that is known.
    """
    printed = PrintedDates()
    above = PrintedDates()
    below, length, sentences, label = False, 0, 0, ""
    for text, is_headline in _lines(own, headline):
        if is_headline:
            below, length, sentences, label = True, 0, 0, ""
            continue
        line, label = in_order(f"{label}{text}" if is_only_date(text) else text, order), _label_in(text)
        is_near = below and length <= _NEAR and sentences < _NEAR_PROSE
        _take_line(printed if below else above, line, is_near=is_near)
        length += len(line)
        sentences += is_prose(line) and len(line) > 60
    if not printed.plain and headline is not None and (over := _date_over(headline, order)) is not None:
        printed.plain.append(over)
    printed.published += above.published
    printed.updated += above.updated
    return printed


def _date_over(headline: HtmlElement, order: DateOrder | None) -> Published | None:
    """The date right above a headline, as blogs have it, in elements that the headline shares with its text alone.

    A date further up, beside the site's name, is today's.
    """
    for level, around in enumerate([headline, *headline.iterancestors()][:_OVER_LEVELS]):
        if around.tag in ("body", "main") or (level and _holds_text(around)):
            return None
        for before in around.itersiblings(preceding=True):
            text = tidy(" ".join(map(str, before.itertext()))) if isinstance(before.tag, str) else ""
            if text:
                found = dates_in(in_order(text, order)) if is_only_date(text) else []
                return found[0][2] if len(found) == 1 else None
    return None


def _holds_text(element: HtmlElement) -> bool:
    """Whether an element holds paragraphs, so that what stands above it is the site's."""
    return sum(len(str(one.text_content())) for one in element.iter("p")) > _NEAR


def _label_in(line: str) -> str:
    """A line that is nothing but the label of a date in the next one: "Last updated", "Published on:"."""
    is_label = len(line) <= _LONGEST_LABEL and kind_of_label(line) in ("published", "updated")
    return f"{line.rstrip(' :')}: " if is_label and not dates_in(line) and is_bare_label(line) else ""


def _take_line(printed: PrintedDates, line: str, *, is_near: bool) -> None:
    if is_near:
        printed.lines.append(re.sub(r"(?:published|updated):\s(?=\S)", "", line) if _MARK in line else line)
    for one in read_date_line(line.replace(_MARK, "")):
        if one.when is None:
            continue
        if one.kind == "published":
            printed.published.append(one.when)
        elif one.kind == "updated":
            printed.updated.append(one.when)
        elif one.kind == "plain" and is_near:
            printed.plain.append(one.when)


_MARK = "\u2063"  # an invisible sign before the labels that are made of markup


def _lines(root: HtmlElement, headline: HtmlElement | None) -> Iterator[tuple[str, bool]]:
    """The lines of text that a reader sees, and whether each is the headline."""
    pieces: list[str] = []
    for kind, piece in _pieces(root, headline):
        if kind == "text":
            pieces.append(piece)
            continue
        if line := tidy(joined(pieces)):
            yield line, False
        pieces = []
        if kind == "headline":
            yield piece, True
    if line := tidy(joined(pieces)):
        yield line, False


def _pieces(element: HtmlElement, headline: HtmlElement | None) -> Iterator[tuple[str, str]]:
    """Text and breaks in the page's order; what marks a date's kind in the markup becomes a label before it."""
    if isinstance(element.tag, str) and element.tag not in _UNSEEN:
        if element.tag in _BLOCKS:
            yield "break", ""
        if element is headline:
            yield "headline", str(element.text_content())
        else:
            yield "text", _label_of(element)
            if (stated := _time_of(element)) is not None:
                yield "text", f" {stated} "
            else:
                yield "text", element.text or ""
                for child in element:
                    yield from _pieces(child, headline)
        if element.tag in _BLOCKS:
            yield "break", ""
    yield "text", element.tail or ""


def _label_of(element: HtmlElement) -> str:
    """A label for an element of dates whose class or itemprop says what it is and whose text does not."""
    if element.tag not in ("time", "span", "abbr", "p", "div", "li", "small", "em", "i", "b", "strong", "dd"):
        return ""
    marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "id", "data-testid", "pubdate"))
    is_updated, is_published = bool(_UPDATED_CLASS.search(marks)), bool(_PUBLISHED_CLASS.search(marks))
    if is_updated == is_published and not is_published:
        return ""
    text = " ".join(str(element.text_content()).split())
    if len(text) > 80 or len(dates_in(text)) > 1 or re.match(r"\W*[^\W\d_]+\s*:|.*\b\w+ed\b", text):
        return ""
    return f" | {_MARK}published: " if is_published else f" | {_MARK}updated: "


def _time_of(element: HtmlElement) -> str | None:
    """What a time element says to machines, where its text is no date ("3 hours ago") or that day without a time.

    Other elements have it in attributes: "<span title='5 March 2021'>2 years ago</span>".
    """
    names = ("datetime",) if element.tag == "time" else _ATTRIBUTES if element.tag in _DATED else ()
    stated = next((value.strip() for name in names if (value := element.get(name))), "")
    if not stated:
        return None
    text = " ".join(str(element.text_content()).split())
    read, shown = parse_date(stated), dates_in(text)
    if read is None or read.precision not in ("day", "time"):
        return None
    if element.tag != "time" and (shown or len(text) > _LONGEST_LABEL or kind_of_label(text) == "other"):
        return None
    if stated.isdigit():
        stated = (read.at or read.day).isoformat()
    if shown and shown[0][2] and (shown[0][2].at or not read.at or read.day != shown[0][2].day):
        return None
    label = re.match(r"\W*([^\W\d_]+(?: [^\W\d_]+){0,2}?)(?: on| at)?\s*:?\s+\S", text)
    is_label = label and re.search(r"updat|modif|publish|posted", label.group(1), re.IGNORECASE)
    return f"{label.group(1)}: {stated}" if label and is_label else stated


def found_date(own: HtmlElement, url: str | None, order: DateOrder | None = None) -> Published | None:
    """The date that htmldate finds in the markup of the article's own part, where the page really writes that day.

    Its search of running text is left off, and sentences and copyright lines are taken out: a year of the story, of
    the site or of a picture is no publication. A month that it completes with a first day stays a month; a year that
    it completes is given up, and so is a day that it reads out of a date of two readings against the page's order.
    """
    for element in list(own.iter("p", "li", "blockquote", "div", "span", "small", "meta", "img")):
        if element.getparent() is not None and _is_no_date(element):
            element.drop_tree()
    try:
        found = find_date(
            own, original_date=True, extensive_search=False, url=url, min_date=_FIRST_DATE, max_date=_LAST_DATE
        )
    except (ValueError, TypeError, AttributeError):
        return None
    return _as_written(parse_date(found), own, order) if found else None


def _is_no_date(element: HtmlElement) -> bool:
    if element.tag == "img":
        return True
    if element.tag == "meta":
        name = f"{element.get('property') or ''} {element.get('name') or ''} {element.get('itemprop') or ''}".lower()
        return "image" in name or "copyright" in name
    if any(child.tag in _BLOCKS for child in element if isinstance(child.tag, str)):
        return False
    text = " ".join(str(element.text_content()).split())
    return bool(dates_in(text) or re.search(r"(?:19|20)\d\d", text)) and not read_date_line(repair_line(text))


def _as_written(found: Published | None, own: HtmlElement, order: DateOrder | None) -> Published | None:
    if found is None:
        return None
    values = [str(value) for element in own.iter() for value in element.attrib.values()]
    texts = [text for text in [*values, *map(str, own.itertext())] if len(text) < _LONGEST_TEXT]
    if found.day.day != 1 and found.day not in open_days(texts):
        return found
    written = {day.day for text in texts for _, _, day in dates_in(in_order(text, order)) if day is not None}
    if found.day in written:
        return found
    if found.day.day != 1:
        return None
    return Published(found.day, "month") if found.day.month > 1 else None
