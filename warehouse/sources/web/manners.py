"""How politely servers are asked: who we say we are, pauses between requests to a host, robots.txt.

What belongs here: the settings of it and the bookkeeping of a run. robots.txt is read by Protego, since the standard
library's reader knows no wildcards and takes the first rule that fits in place of the longest (RFC 9309).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from protego import Protego

CONTACT = "DATELINE_CONTACT"
"""An address or URL that servers are told, so that whoever keeps them can write."""
SECONDS_BETWEEN = "DATELINE_SECONDS_BETWEEN_REQUESTS"
ROBOTS = "DATELINE_ROBOTS"
"""For which pages robots.txt is asked: `found` (those that a feed leads to), `all`, `none`."""

AGENT = "Dateline"
MOST_ROBOTS_BYTES = 512 * 1024  # RFC 9309 wants 500 KiB to be read
_DEFAULT_SECONDS = 1.0

RobotsFor = Literal["found", "all", "none"]


@dataclass(frozen=True, slots=True)
class Clock:
    """The time that pauses and limits go by; a test gives another."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Manners:
    """What the environment sets."""

    seconds_between: float = _DEFAULT_SECONDS
    robots: RobotsFor = "found"
    contact: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Manners:
        """The settings; what can't be read is as if it were not set."""
        try:
            seconds = max(0.0, float(environment.get(SECONDS_BETWEEN, "")))
        except ValueError:
            seconds = _DEFAULT_SECONDS
        said = environment.get(ROBOTS, "").strip().lower()
        robots: RobotsFor = "all" if said == "all" else "none" if said == "none" else "found"
        return cls(seconds, robots, environment.get(CONTACT, "").strip())

    def agent(self) -> str:
        """`Dateline/0.1.0 (+https://project.example)`: program, version, and where to ask about it."""
        version, home = _own_metadata()
        where = self.contact or home
        return f"{AGENT}/{version}" + (f" (+{where})" if where else "")


def _own_metadata() -> tuple[str, str]:
    """Version and address of the project, as its package says."""
    try:
        found = metadata("dateline")
    except PackageNotFoundError:
        return "0", ""
    urls = [str(one).partition(",")[2].strip() for one in found.get_all("Project-URL") or []]
    return found["Version"], next((url for url in urls if url), "")


class Pauses:
    """When each host may be asked again. Hosts do not wait for each other."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def slow_down(self, host: str, seconds: float) -> None:
        """Take a host's own wish (Crawl-delay), where it is more than ours."""
        with self._lock:
            self._delays[host] = max(seconds, self._seconds)

    def of(self, host: str) -> float:
        """The pause between two requests to a host."""
        return self._delays.get(host, self._seconds)

    def wished(self, host: str) -> float:
        """The pause that a host itself asks for, where it is more than ours; else 0."""
        return self._delays.get(host, 0.0) if self.of(host) > self._seconds else 0.0

    def left(self, host: str) -> float:
        """The seconds until the host may be asked."""
        return max(0.0, self._next.get(host, 0.0) - self._clock.now())

    def wait(self, host: str) -> None:
        """Sleep until the host may be asked."""
        with self._lock:
            now = self._clock.now()
            start = max(now, self._next.get(host, now))
            self._next[host] = start + self.of(host)
        if start > now:
            self._clock.sleep(start - now)


class Robots:
    """What the robots.txt of each host allows, asked for once a run."""

    def __init__(self, read: Callable[[str], tuple[int, str] | None]) -> None:
        """`read` gives status and text of an address, None where the server can't be reached."""
        self._read = read
        self._rules: dict[str, Protego | None] = {}

    def allows(self, origin: str, url: str) -> bool | None:
        """Whether a page may be fetched; None where the host does not say, since it is out of order (RFC 9309)."""
        rules = self._of(origin)
        return None if rules is None else rules.can_fetch(url, AGENT)

    def delay(self, origin: str) -> float:
        """The seconds that the host wants between requests; 0 where it says nothing."""
        rules = self._of(origin)
        return float(rules.crawl_delay(AGENT) or 0) if rules is not None else 0.0

    def _of(self, origin: str) -> Protego | None:
        if origin not in self._rules:
            answer = self._read(f"{origin}/robots.txt")
            self._rules[origin] = None if answer is None else _rules(*answer)
        return self._rules[origin]


def _rules(status: int, text: str) -> Protego | None:
    """RFC 9309: what is not there allows all; a server in trouble allows nothing."""
    if status >= 500 or status == 429:
        return None
    from protego import Protego  # noqa: PLC0415 - wanted where pages are followed

    return Protego.parse(text if status < 300 else "")
