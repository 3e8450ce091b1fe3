"""Fetches addresses into the lake: conditionally, patiently, within limits.

What belongs here: one request with its redirects and tries. Which addresses there are is for `listing`, what is kept of
them for `kept`. Server dates are ignored: they say when a page was served, not when it was published.
"""

from __future__ import annotations

import logging
import netrc
import threading
from collections import defaultdict
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import httpx

from warehouse.sources.addresses import user_of, without_secrets
from warehouse.sources.failures import is_of_the_machine
from warehouse.sources.model import ReadLimits, Rejected
from warehouse.sources.web.addressed import Address, Filled, MissingSecretError
from warehouse.sources.web.answers import BUSY, asked_pause, file_name, is_no_news, media_type, refusal
from warehouse.sources.web.connections import Deadline, GuardedTransport
from warehouse.sources.web.kept import Body, Kept, KeptFetches
from warehouse.sources.web.manners import MOST_ROBOTS_BYTES, ROBOTS, Clock, Manners, Pauses, Robots

_CHUNK = 64 * 1024
_PAUSES = (2.0, 8.0, 30.0)  # seconds before a busy server is asked again
_LONGEST_PAUSE = 120.0  # a server that wants to be left for longer is left for this run
_MOST_REDIRECTS = 10
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_HOSTS_AT_A_TIME = 8

Came = Literal["fetched", "unchanged", "kept"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An address and its bytes: newly fetched, fetched before and not changed since, or kept and not asked for."""

    address: Address
    kept: Kept
    path: Path
    name: str  # what the format is told by
    came: Came


class _Refused(Exception):
    """What was answered is no document; by which rule, and in which words."""

    def __init__(self, rule: str, message: str, status: int = 0, pause: float = 0.0) -> None:
        super().__init__(message)
        self.rule = rule
        self.status = status
        self.pause = pause


@dataclass(slots=True)
class _Line:
    """The connections to a host; one fetch at a time uses them."""

    client: httpx.Client
    deadline: Deadline


class Fetcher:
    """Fetches for one run: knows what was kept, when each host may be asked again, and what robots.txt says."""

    def __init__(
        self,
        kept: KeptFetches,
        limits: ReadLimits | None = None,
        manners: Manners | None = None,
        clock: Clock | None = None,
        *,
        rather_kept: bool = False,
    ) -> None:
        """`rather_kept`: what was fetched before is not asked for again (a replay)."""
        self._kept = kept
        self._limits = limits or ReadLimits()
        self._manners = manners or Manners.of()
        self._clock = clock or Clock()
        self.rather_kept = rather_kept
        self._pauses = Pauses(self._manners.seconds_between, self._clock)
        self._robots = Robots(self._read_robots)
        self._lines: dict[str, _Line] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of all connections."""
        for line in self._lines.values():
            line.client.close()
        self._lines.clear()

    def fetch(self, address: Address) -> Fetched | Rejected:
        """An address's bytes, or why they could not be had.

        A name and password, a key and headers are sent to the address's own host and to nobody else; neither what is
        kept nor a reject has them.
        """
        kept = self._kept.find(address.shown)
        if kept and not kept.is_in_trouble and (self.rather_kept or (address.is_found and kept.stamp == address.stamp)):
            return self._fetched(address, kept, "kept")
        filled = Filled("", {}, {})
        try:
            filled = address.filled()
            if self._heeds_robots(address):
                self._heed_robots(httpx.URL(filled.url))
            return self._fetch_patiently(address, filled, kept)
        except _Refused as refused:
            return self._rejected(address, kept, refused.rule, filled.masked(str(refused)))
        except MissingSecretError as error:
            return self._rejected(address, kept, "fetch_failed", f"could not fetch: {error}")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            if is_of_the_machine(error):
                raise
            reason = filled.masked(without_secrets(str(error) or type(error).__name__))
            message = f"could not fetch: {reason}; check the address and the network, or download it and name the file"
            return self._rejected(address, kept, "fetch_failed", message)

    def fetch_all(self, addresses: Sequence[Address]) -> list[Fetched | Rejected | None]:
        """As many at a time as there are hosts, in the order of the addresses.

        None where a host has taken all the time that one run has for it; the next run goes on.
        """
        by_host: dict[str, list[int]] = defaultdict(list)
        for number, address in enumerate(addresses):
            by_host[address.host].append(number)
        found: list[Fetched | Rejected | None] = [None] * len(addresses)

        def of_host(numbers: Sequence[int]) -> None:
            end = self._clock.now() + self._limits.fetch_total_seconds
            for number in numbers:
                if self._clock.now() + self._pauses.left(addresses[number].host) > end:
                    return
                found[number] = self.fetch(addresses[number])

        with ThreadPoolExecutor(_HOSTS_AT_A_TIME, thread_name_prefix="fetch") as threads:
            _ = list(threads.map(of_host, by_host.values()))
        return found

    def wished_pause(self, address: Address) -> tuple[float, float]:
        """The seconds between requests that an address's host asks for beyond ours, and those until it may be asked."""
        wished = self._pauses.wished(address.host)
        return wished, self._pauses.left(address.host) if wished else 0.0

    @property
    def damaged(self) -> list[str]:
        """Addresses whose kept bytes were found damaged."""
        return self._kept.damaged

    @property
    def most_seconds(self) -> float:
        """What one run waits for a host."""
        return self._limits.fetch_total_seconds

    def _rejected(self, address: Address, kept: Kept | None, rule: str, message: str) -> Rejected:
        if kept or address.is_found:
            known = kept or Kept(address.shown, stamp=address.stamp, said=dict(address.said), is_found=True)
            self._kept.note(replace(known, is_in_trouble=True))
        return Rejected(address.shown, None, "read", rule, message)

    def known_of(self, address: Address) -> Kept | None:
        """What is known of an address, whether or not its bytes were ever had."""
        return self._kept.recall(address.shown)

    def kept_of(self, address: Address) -> Fetched | None:
        """What an address gave before, without asking for it."""
        kept = self._kept.find(address.shown)
        return self._fetched(address, kept, "kept") if kept else None

    def _fetched(self, address: Address, kept: Kept, came: Came) -> Fetched:
        return Fetched(address, kept, self._kept.path_of(kept), self._kept.name_of(kept), came)

    def _heeds_robots(self, address: Address) -> bool:
        """Whether robots.txt is asked: for pages that nobody named. Who names a page reads it as with a browser."""
        return self._manners.robots == "all" or (address.is_found and self._manners.robots != "none")

    def _heed_robots(self, url: httpx.URL) -> None:
        """Ask robots.txt of the server of an address.

        Raises:
            _Refused: it forbids the page, or can't be asked.
        """
        origin = _origin(url)
        allowed = self._robots.allows(origin, str(url))
        if allowed is None:
            raise _Refused("fetch_failed", f"{origin}/robots.txt could not be had, so the next run asks again")
        if not allowed:
            raise _Refused(
                "robots",
                f"robots.txt of {origin} forbids it to programs; name the address itself where you may read it, or set "
                f"{ROBOTS}=none where its publisher allows you",
            )
        if delay := self._robots.delay(origin):
            self._pauses.slow_down(_host(url), delay)

    def _read_robots(self, url: str) -> tuple[int, str] | None:
        line = self._new_line()
        line.deadline.start(self._limits.fetch_timeout_seconds)
        try:
            self._pauses.wait(_host(httpx.URL(url)))
            with line.client, self._answer(line, Filled(url, {}, {}), {}) as (answer, _):
                taken = bytearray()
                for chunk in answer.iter_bytes(_CHUNK):
                    taken += chunk
                    if len(taken) >= MOST_ROBOTS_BYTES:
                        break
                return answer.status_code, taken.decode("utf-8", "replace")
        except (httpx.HTTPError, httpx.InvalidURL, _Refused, OSError, ValueError):
            return None

    def _fetch_patiently(self, address: Address, filled: Filled, kept: Kept | None) -> Fetched:
        """Ask a busy server again, after as long as it says and within the time for the whole."""
        line = self._line(httpx.URL(filled.url))
        line.deadline.start(self._limits.fetch_total_seconds)
        for pause in (*_PAUSES, None):
            try:
                self._pauses.wait(_host(httpx.URL(filled.url)))
                return self._fetch_once(line, address, filled, kept)
            except (_Refused, httpx.ReadError, httpx.RemoteProtocolError) as error:
                wait = _wait_after(error, pause)
                if wait is None or wait >= line.deadline.left:
                    raise
            self._clock.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _fetch_once(self, line: _Line, address: Address, filled: Filled, kept: Kept | None) -> Fetched:
        asked = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
        conditions = {name: value for name, value in asked.items() if value}
        with self._answer(line, filled, conditions, heed_robots=self._heeds_robots(address)) as (answer, url):
            next_url = _next_of(answer, url, filled)
            if answer.status_code == 304 and kept:
                now = replace(kept, next_url=next_url or kept.next_url)
                return self._noted(address, kept, now, "unchanged")
            self._refuse_answer(answer, was_there=kept is not None)
            with self._kept.body() as body:
                self._take(answer, body, filled)
                stored = self._kept.finish(body)
            now = Kept(
                address.shown,
                body.sha256,
                body.size,
                file_name(address.shown, media_type(answer.headers)),
                stored,
                answer.headers.get("etag"),
                answer.headers.get("last-modified"),
                next_url,
            )
        return self._noted(address, kept, now, "unchanged" if kept and kept.sha256 == now.sha256 else "fetched")

    def _noted(self, address: Address, before: Kept | None, now: Kept, came: Came) -> Fetched:
        """Keep what is known of an address now, with what was said of it when it was asked for."""
        is_found = address.is_found or (before is not None and before.is_found)
        stamp = before.stamp if before and not address.is_found else address.stamp
        told = replace(now, stamp=stamp, said=dict(address.said), is_found=is_found, is_in_trouble=False)
        self._kept.note(told)
        return self._fetched(address, told, came)

    @contextmanager
    def _answer(
        self, line: _Line, filled: Filled, conditions: dict[str, str], *, heed_robots: bool = False
    ) -> Generator[tuple[httpx.Response, httpx.URL]]:
        """The answer at the end of all redirects, not read yet, and where it was found."""
        bare, user = user_of(filled.url)
        url = httpx.URL(bare)
        first = _origin(url)
        user = user or _user_at(url.host)
        for _ in range(_MOST_REDIRECTS):
            if url.scheme not in ("http", "https") or not url.host:
                raise ValueError(f"it leads to {url.scheme or 'no'}:, and only http and https are fetched")
            is_own = _origin(url) == first
            own = filled.headers if is_own else {}
            request = line.client.build_request("GET", url, headers={**conditions, **own})
            answer = line.client.send(request, stream=True, auth=httpx.BasicAuth(*user) if user and is_own else None)
            try:
                if not answer.has_redirect_location:
                    yield answer, url
                    return
                url = url.join(answer.headers["location"])
                if heed_robots and url.host:
                    self._heed_robots(url)
            finally:
                answer.close()
        raise ValueError(f"it is redirected more than {_MOST_REDIRECTS} times")

    def _refuse_answer(self, answer: httpx.Response, *, was_there: bool) -> None:
        """Raise where the answer's head says that its bytes are not wanted."""
        if not answer.is_success:
            rule, message = refusal(answer.status_code, was_there=was_there)
            raise _Refused(rule, message, answer.status_code, asked_pause(answer.headers))
        kind = media_type(answer.headers)
        if is_no_news(kind):
            message = f"the server calls it {kind}, which holds no article; name the page or feed that tells of it"
            raise _Refused("unsupported_format", message)
        if answer.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
            raise ValueError(f"it is encoded as {answer.headers['content-encoding'][:40]}, which was not asked for")
        length = answer.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._limits.max_fetch_bytes:
            raise _Refused("file_too_large", _too_large(self._limits))

    def _take(self, answer: httpx.Response, body: Body, filled: Filled) -> None:
        """Write the body, as long as it keeps within the limits, without the secrets that a server sends back."""
        limits, size = self._limits, 0
        masks = [(value.encode(), name.encode()) for value, name in filled.masks()]
        held, waiting = max((len(value) - 1 for value, _ in masks), default=0), b""
        try:
            for chunk in answer.iter_bytes(_CHUNK):
                size += len(chunk)
                if size > limits.max_fetch_bytes:
                    raise _Refused("file_too_large", _too_large(limits))
                allowed = max(limits.max_document_bytes, answer.num_bytes_downloaded * limits.max_expansion_ratio)
                if size > allowed:
                    message = f"it expands to more than {allowed:,} bytes, as a decompression bomb does"
                    raise _Refused("size_limit", f"{message}; if it is honest, download it and name the file")
                waiting += chunk
                for value, name in masks:
                    waiting = waiting.replace(value, name)
                cut = max(len(waiting) - held, 0)
                body.write(waiting[:cut])
                waiting = waiting[cut:]
        except httpx.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(f"it was cut off: {error}") from error
        body.write(waiting)

    def _line(self, url: httpx.URL) -> _Line:
        """The connections for a host, made when they are wanted."""
        with self._lock:
            origin = _origin(url)
            if origin not in self._lines:
                self._lines[origin] = self._new_line()
            return self._lines[origin]

    def _new_line(self) -> _Line:
        for name in ("httpx", "httpcore"):  # they would log addresses and headers with the keys in them
            logging.getLogger(name).setLevel(logging.WARNING)
        deadline = Deadline(self._clock.now)
        client = httpx.Client(
            transport=GuardedTransport(deadline),
            headers={"User-Agent": self._manners.agent(), "Accept-Encoding": "gzip, deflate", "Accept": "*/*"},
            timeout=self._limits.fetch_timeout_seconds,
            trust_env=False,
        )
        return _Line(client, deadline)


def _wait_after(error: Exception, pause: float | None) -> float | None:
    """The seconds to the next try; None where there is none, or the server wants to be left for too long."""
    if pause is None or (isinstance(error, _Refused) and error.status not in BUSY):
        return None
    wait = max(pause, error.pause) if isinstance(error, _Refused) else pause
    return wait if wait <= _LONGEST_PAUSE else None


def _origin(url: httpx.URL) -> str:
    """`https://news.example:8443`, what a browser takes for one server."""
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"


def _host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii", "replace")


def _next_of(answer: httpx.Response, url: httpx.URL, filled: Filled) -> str | None:
    """The page that follows by the header `Link: <…>; rel="next"` (RFC 8288), secrets by their names."""
    told = answer.links.get("next", {}).get("url")
    return filled.masked(str(url.join(told))) if told else None


def _user_at(host: str) -> tuple[str, str] | None:
    """Name and password that the user keeps for a host in ~/.netrc, out of sight of lists of processes and runs."""
    try:
        found = netrc.netrc().hosts.get(host)
    except (OSError, netrc.NetrcParseError, RuntimeError):
        return None
    return (found[0], found[2]) if found and found[2] else None


def _too_large(limits: ReadLimits) -> str:
    return f"it is larger than the limit of {limits.max_fetch_bytes:,} bytes; download it and name the file"
