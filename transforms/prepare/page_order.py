"""The order of day and month in the dates that a page prints: is "05/03/2021" in March or in May?

What belongs here: what of a page tells the order. In doubt it stays open; what is read with the order is for
`page_dates` and `pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from lxml.html import HtmlElement

from transforms.prepare.language import detect_language, language_code
from transforms.prepare.page_words import split_address
from warehouse.schema.date_orders import ORDERS, DateOrder, order_of

_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/]|[.-]\d)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b", re.IGNORECASE)
_WEEKDAY_REACH = 12  # characters between a date and its weekday
#: Where months come first, both orders are written, or the year comes first, so that no order of day and month before a
#: year is the country's own; "en-US" is also what programs say that nobody asked.
_MIXED_REGIONS = frozenset("us ph ca cn jp kr kp tw hu lt mn".split())
_MIXED_LANGUAGES = frozenset("en tl fil zh ja ko hu lt mn".split())
#: Countries' domains that are sold to anybody, and those of countries with mixed orders.
_MIXED_DOMAINS = _MIXED_REGIONS | frozenset("io co tv me ai ly fm am ws to cc gg sh im nu la st tk ml ga cf gq".split())


def order_of_page(tree: HtmlElement, url: str | None, text: str) -> DateOrder | None:
    """The order that a page's dates show, else that of its language or country; None where neither tells.

    Args:
        tree: the page.
        url: its address.
        text: the article, by which the language is told where the page does not say it.
    """
    seen = " ".join(map(str, tree.xpath("//text()[not(ancestor::script or ancestor::style)]")))
    printed = [(int(a), int(b), int(year)) for a, _, b, year in _NUMBERS.findall(seen)]
    if not any(_is_open(*numbers) for numbers in printed):
        return None
    fitting = [order for order in ORDERS if all(order.day_of(*numbers) for numbers in printed)]
    if len(fitting) == 1:
        return fitting[0]
    return order_of("day_first") if _is_abroad(tree, url, text) else None


def in_order(line: str, order: DateOrder | None) -> str:
    """A line with the dates of numbers in it as year, month and day, where the order or a weekday tells them."""

    def told(found: re.Match[str]) -> str:
        numbers = int(found[1]), int(found[3]), int(found[4])
        if not _is_open(*numbers):
            return found[0]
        by_weekday = _by_weekday(line, found, numbers)
        day = by_weekday or (order.day_of(*numbers) if order else None)
        return day.isoformat() if day else found[0]

    return _NUMBERS.sub(told, line)


def open_days(texts: Iterable[str]) -> set[date]:
    """The days that dates of numbers may be which can be read in two ways."""
    found = (_NUMBERS.findall(text) for text in texts)
    numbers = [(int(a), int(b), int(year)) for dates in found for a, _, b, year in dates]
    return {day for one in numbers if _is_open(*one) for order in ORDERS if (day := order.day_of(*one))}


def _is_open(a: int, b: int, year: int) -> bool:
    """Whether three numbers are two different days."""
    return a != b and all(order.day_of(a, b, year) for order in ORDERS)


def _by_weekday(line: str, found: re.Match[str], numbers: tuple[int, int, int]) -> date | None:
    """The one reading whose weekday stands beside the date: "Fri, 03/05/2021" is the 5th of March."""
    beside = line[max(0, found.start() - _WEEKDAY_REACH) : found.start()]
    named = _WEEKDAY.search(beside)
    if named is None:
        return None
    wanted = _WEEKDAYS.index(named[1].lower())
    days = {day for order in ORDERS if (day := order.day_of(*numbers)) and day.weekday() == wanted}
    return days.pop() if len(days) == 1 else None


def _is_abroad(tree: HtmlElement, url: str | None, text: str) -> bool:
    """Whether a page is of a language or country that writes the day first."""
    stated = tree.xpath("string(/html/@lang)") or tree.xpath("string(//meta[@property='og:locale']/@content)")
    language, _, region = str(stated).strip().lower().replace("_", "-").partition("-")
    if region and language == "en" and region not in _MIXED_REGIONS:
        return True
    domain = (split_address(url).hostname or "").rpartition(".")[2]
    if len(domain) == 2 and domain not in _MIXED_DOMAINS:
        return True
    told = language_code(language) if language and language != "en" else None
    return (told or detect_language(text) or "en") not in _MIXED_LANGUAGES
