"""Answers of an API that come page by page, and feeds that go on (RFC 5005).

What belongs here: what a manifest tells of the pages of an address (`pages`), and the address of the page after one.
Four ways cover what services do: a number that is counted up (pages, offsets), a value in the answer that is put into
the address (cursors), an address in the answer, and the header `Link` or the element `link` with `rel="next"`.
"""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Any, Literal, cast

from warehouse.sources.addresses import is_url, told_by_server
from warehouse.sources.model import Rejected
from warehouse.sources.web.addressed import Address
from warehouse.sources.web.answers import refusal
from warehouse.sources.web.fetch import Fetched
from warehouse.sources.web.manners import ROBOTS

DEFAULT_MOST = 100
_PAST_THE_END = frozenset(
    refusal(status, was_there=there)[1] for status in (400, 404, 410, 416, 422) for there in (False, True)
)
"""What is said of the page after the last, as services refuse it."""
_KEYS = frozenset({"param", "from", "step", "next", "until", "most"})
_LINK = "link"

Until = Literal["empty", "known"]


@dataclass(frozen=True, slots=True)
class PageList:
    """`PageList(param="page", start=1)` counts; `PageList(next="meta.cursor", param="cursor")` goes by the answer.

    `until` says when to stop: at a page without records, or already at one that is as it was at the last run ("known",
    for lists whose newest come first). `most` pages are fetched in a run.
    """

    param: str | None = None
    start: int = 1
    step: int = 1
    next: str | None = None
    until: Until = "empty"
    most: int = DEFAULT_MOST

    def first(self, address: Address) -> Address:
        """The address of the first page."""
        counted = self.param and self.next is None
        return with_param(address, cast(str, self.param), str(self.start)) if counted else address

    def after(self, number: int, address: Address, page: Fetched, opened: Callable[[], IO[bytes]]) -> Address | None:
        """The address that follows the page of a number, counted from 1; None where there is none."""
        if self.next is None:
            return with_param(address, cast(str, self.param), str(self.start + number * self.step))
        value = page.kept.next_url or _next_of_feed(opened) if self.next == _LINK else _value_at(self.next, opened)
        if not isinstance(value, str | int) or isinstance(value, bool) or value in ("", 0):
            return None
        if self.param:
            return with_param(address, self.param, str(value))
        return _leading_to(page.address, str(value))


class Patience:
    """What a run waits for one list where the host's robots.txt wants longer pauses than ours (`Crawl-delay`)."""

    def __init__(self, most_seconds: float, wished: Callable[[Address], tuple[float, float]]) -> None:
        """`wished` gives the pause that the host of an address wants, and the seconds that are left of it."""
        self._left = most_seconds
        self._wished = wished

    def ended(self, number: int, address: Address) -> str | None:
        """In words why the page of a number is not waited for; None where it is."""
        wished, wait = self._wished(address)
        self._left -= wait
        if self._left >= 0:
            return None
        return (
            f"robots.txt of {address.host} wants {wished:,g} s between requests, longer than a run waits for a list. "
            f"Page {number} ({address.shown}) and those after it were not fetched; let `pages` begin there, or set "
            f"{ROBOTS}=found, with which robots.txt is not asked for what you name"
        )


def told_pages(told: object) -> PageList | str:
    """What a manifest tells of pages; in words what is wrong with it."""
    example = '{"param": "page", "from": 1} or {"next": "link"}'
    if not isinstance(told, Mapping) or not set(told) <= _KEYS:
        return f"pages must be an object of {', '.join(sorted(_KEYS))}, as {example}"
    told = cast(Mapping[str, Any], told)
    if not told.get("param") and not told.get("next"):
        return f"pages needs param (what is counted up) or next (where the answer names the next page), as {example}"
    until = told.get("until", "empty")
    numbers = [told.get("from", 1), told.get("step", 1), told.get("most", DEFAULT_MOST)]
    if until not in ("empty", "known"):
        return "until is empty (stop at a page without records) or known (stop at one that has not changed)"
    if not all(isinstance(one, int) for one in numbers) or numbers[1] < 1 or numbers[2] < 1:
        return "from, step and most are numbers, the last two from 1"
    texts = [told.get("param"), told.get("next")]
    if not all(one is None or isinstance(one, str) for one in texts):
        return f"param and next are texts, as {example}"
    return PageList(texts[0], numbers[0], numbers[1], texts[1], until, numbers[2])


def fetch_pages(
    address: Address,
    pages: PageList,
    fetch: Callable[[Address], Fetched | Rejected],
    opened: Callable[[Fetched], IO[bytes]],
    has_records: Callable[[Fetched], bool],
    *,
    patience: Patience | None = None,
) -> Iterator[Fetched | Rejected]:
    """The pages of a list in their order, to its end.

    A service that gives its last page again and again, or leads in a circle, has come to its end, and so has one that
    refuses the page after the last. An empty list is no page; any other first page without records is one, so that its
    reader says what is wrong with it. Where the list goes on after `most` pages, or its host wants longer pauses than a
    run has, a reject says so.
    """
    asked, contents = {address.shown}, set[str]()
    now: Address | None = pages.first(address)
    for number in range(1, pages.most + 1):
        if now is None:
            return
        asked.add(now.shown)
        if patience and (message := patience.ended(number, now)):
            yield Rejected(address.shown, None, "read", "pages_left", message)
            return
        found = fetch(now)
        if isinstance(found, Rejected):
            if number == 1 or found.message not in _PAST_THE_END:
                yield found
            return
        is_over = found.kept.sha256 in contents or not has_records(found)
        if is_over and (number > 1 or _is_empty(_json(lambda found=found: opened(found)))):
            return
        yield found
        if pages.until == "known" and found.came == "unchanged":
            return
        contents.add(found.kept.sha256)
        now = pages.after(number, address, found, lambda found=found: opened(found))
        if now is not None and now.shown in asked:
            return
    if now is not None:
        message = f"the list goes on after {pages.most} pages, where this run left it; set `most` in the manifest"
        yield Rejected(address.shown, None, "read", "pages_left", message)


def with_param(address: Address, name: str, value: str) -> Address:
    """An address with a parameter of its query set: `?q=raid&page=2`. Names of variables in it stay as they are."""
    head, _, fragment = address.url.partition("#")
    path, _, query = head.partition("?")
    parts = [part for part in query.split("&") if part and urllib.parse.unquote_plus(part.partition("=")[0]) != name]
    parts.append(f"{urllib.parse.quote_plus(name)}={urllib.parse.quote(value, safe='*')}")
    return replace(address, url=f"{path}?{'&'.join(parts)}" + (f"#{fragment}" if fragment else ""))


def _leading_to(page: Address, told: str) -> Address | None:
    """The address that a page names; headers with keys go along only to the same server."""
    url = urllib.parse.urljoin(page.url, told)
    if not is_url(url):
        return None
    is_same = urllib.parse.urlsplit(url)[:2] == urllib.parse.urlsplit(page.url)[:2]
    url = told_by_server(url, page.variables if is_same else ())
    return replace(page, url=url, headers=page.headers if is_same else {})


def _value_at(path: str, opened: Callable[[], IO[bytes]]) -> object:
    """The value at a path of keys in an answer of JSON: `response.pages.next`, `links.0.href`."""
    value = _json(opened)
    for key in path.split("."):
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, Mapping):
            value = cast(Mapping[str, Any], value).get(key)
        else:
            return None
    return value


def _json(opened: Callable[[], IO[bytes]]) -> Any:
    """An answer of JSON; None where it is none."""
    try:
        with opened() as stream:
            return json.load(stream)
    except (ValueError, RecursionError):
        return None


def _is_empty(value: Any, depth: int = 3) -> bool:
    """Whether an answer is an empty list, or holds one where its records would be: `{"response": {"results": []}}`."""
    if isinstance(value, Mapping):
        return depth > 0 and any(_is_empty(inner, depth - 1) for inner in cast(Mapping[str, Any], value).values())
    return value == []


def _next_of_feed(opened: Callable[[], IO[bytes]]) -> str | None:
    """The page that an Atom or RSS feed names as the next (`<link rel="next">`)."""
    import feedparser  # noqa: PLC0415 - lists of JSON need it not

    with opened() as stream:
        feed: Any = feedparser.parse(stream)
    return next((str(link.get("href")) for link in feed.feed.get("links", []) if link.get("rel") == "next"), None)
