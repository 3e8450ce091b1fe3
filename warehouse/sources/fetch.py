"""Fetches a source that is named by its URL into a folder.

What belongs here: http and https, with a limit on time and size, also after redirects. What an address may be is for
`addresses`. Server dates are ignored: they say when a page was served, not when it was published.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import netrc
import socket
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from warehouse.sources.addresses import public_addresses, user_of, without_secrets
from warehouse.sources.model import ReadLimits, Rejected

_CHUNK = 1024 * 1024
_AGENT = "dateline"
_BUSY = frozenset({429, 502, 503, 504})  # a server that may answer a little later
_PAUSES = (2.0, 8.0, 30.0)  # seconds before it is asked again
_LONGEST_PAUSE = 120.0  # a server that wants to be left for longer is left for this run
_LONGEST_NAME = 80  # bytes of the URL's own file name that are kept


def is_url(source: str) -> bool:
    """Whether a source is fetched over http(s)."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, folder: Path, limits: ReadLimits) -> Path | Rejected:
    """Download `url` to a file whose name is made of the URL, or say why it could not be had.

    A name and password in the URL are sent to its host and to nobody else; neither the file name nor a reject has them.
    """
    shown = without_secrets(url)
    try:
        target = folder / _file_name(shown)
        folder.mkdir(parents=True, exist_ok=True)
        _download_patiently(url, target, limits)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = without_secrets(str(getattr(error, "reason", None) or error or type(error).__name__))
        message = f"could not fetch: {reason}; check the address and the network, or download it and name the file"
        return Rejected(shown, None, "read", "fetch_failed", message)
    return target


def _download_patiently(url: str, target: Path, limits: ReadLimits) -> None:
    """Ask a busy server again, after as long as it says ("Retry-After: 20") and within the time for the whole."""
    end = time.monotonic() + limits.fetch_total_seconds
    for pause in _PAUSES:
        try:
            return _download(url, target, limits, end)
        except urllib.error.HTTPError as error:
            wait = max(pause, _asked_pause(error)) if error.code in _BUSY else _LONGEST_PAUSE + 1
            if wait > _LONGEST_PAUSE or time.monotonic() + wait >= end:
                raise
            error.close()
        time.sleep(wait)
    return _download(url, target, limits, end)


def _asked_pause(error: urllib.error.HTTPError) -> float:
    """The seconds that the server asks for; 0 where it asks for none or names a time of day."""
    written = (error.headers.get("Retry-After") or "").strip()
    return float(written) if written.isdecimal() else 0.0


def _download(url: str, target: Path, limits: ReadLimits, end: float) -> None:
    """Fetch within the limits. All tries together have an end, also where a server sends a byte now and then."""
    bare, user = user_of(url)
    user = user or _user_at(urllib.parse.urlsplit(bare).hostname or "")
    request = urllib.request.Request(bare, headers={"User-Agent": _AGENT})
    if user is not None:
        token = base64.b64encode(":".join(user).encode()).decode("ascii")
        request.add_unredirected_header("Authorization", f"Basic {token}")
    line = _Line(limits, end)
    with line.cut_when_over(), _opener(line).open(request, timeout=limits.fetch_timeout_seconds) as answer:
        _save(answer, target, limits, line)


def _user_at(host: str) -> tuple[str, str] | None:
    """Name and password that the user keeps for a host in ~/.netrc, out of sight of lists of processes and runs."""
    try:
        found = netrc.netrc().hosts.get(host)
    except (OSError, netrc.NetrcParseError, RuntimeError):
        return None
    return (found[0], found[2]) if found and found[2] else None


class _Line:
    """The connections of one fetch, redirects included, and when they must be done."""

    def __init__(self, limits: ReadLimits, end: float) -> None:
        self._end = end
        self._most = limits.fetch_total_seconds
        self._sockets: list[socket.socket] = []
        self._is_cut = False

    def connect(self, address: tuple[str, int], timeout: Any = None, source: Any = None) -> socket.socket:
        """A connection to a public address of the host."""
        del source
        failure: OSError = OSError("the name has no address")
        for family, where in public_addresses(*address):
            opened = socket.socket(family, socket.SOCK_STREAM)
            try:
                opened.settimeout(timeout if isinstance(timeout, int | float) else None)
                opened.connect(where)
            except OSError as error:
                opened.close()
                failure = error
                continue
            self._sockets.append(opened)
            return opened
        raise failure

    def check(self) -> None:
        """Raise where the time is up."""
        if self._is_cut or time.monotonic() > self._end:
            raise TimeoutError(f"the server did not send it all within {self._most:.0f} s")

    def cut_when_over(self) -> _Cutter:
        """Cuts the connections when the time is up, whoever waits for them."""
        return _Cutter(max(self._end - time.monotonic(), 0.0), self._cut, self.check)

    def _cut(self) -> None:
        self._is_cut = True
        for one in self._sockets:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Cutter:
    """A timer for a block; what the block raises because of the cut is told as time that is up."""

    def __init__(self, seconds: float, cut: Callable[[], None], check: Callable[[], None]) -> None:
        self._timer = threading.Timer(seconds, cut)
        self._timer.daemon = True
        self._check = check

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._timer.cancel()
        if isinstance(error, OSError | http.client.HTTPException | ValueError):
            self._check()


def _opener(line: _Line) -> urllib.request.OpenerDirector:
    """http and https and nothing else: a redirect must not lead to a file or to ftp."""

    class Http(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(_connections(line, http.client.HTTPConnection), req)  # pyright: ignore[reportArgumentType]

    class Https(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            connection = _connections(line, http.client.HTTPSConnection)
            return self.do_open(connection, req, context=ssl.create_default_context())  # pyright: ignore[reportArgumentType]

    opener = urllib.request.OpenerDirector()
    for handler in (
        _Proxies,
        urllib.request.UnknownHandler,
        Http,
        Https,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPErrorProcessor,
    ):
        opener.add_handler(handler())
    return opener


class _Proxies(urllib.request.ProxyHandler):
    """The proxy that the environment names. It is the user's own and may be local; what is asked of it may not."""

    def proxy_open(self, req: urllib.request.Request, proxy: str, type: str) -> Any:
        parts = urllib.parse.urlsplit(req.full_url)
        if parts.hostname and not urllib.request.proxy_bypass(req.host):
            with suppress(OSError):  # a name that only the proxy knows
                public_addresses(parts.hostname, parts.port or 80)
        return super().proxy_open(req, proxy, type)  # pyright: ignore[reportAttributeAccessIssue]


def _connections(line: _Line, kind: type[http.client.HTTPConnection]) -> Callable[..., http.client.HTTPConnection]:
    def made(host: str, **options: Any) -> http.client.HTTPConnection:
        connection = kind(host, **options)
        if not _is_proxy(connection.host, connection.port):
            connection._create_connection = line.connect  # type: ignore[attr-defined] # as http.client lets it be set
        return connection

    return made


def _is_proxy(host: str, port: int) -> bool:
    """Whether the environment names this host and port as a proxy."""
    for kind, proxy in urllib.request.getproxies().items():
        if kind == "no":  # hosts that no proxy is asked for
            continue
        parts = urllib.parse.urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        try:
            if (parts.hostname, parts.port or 80) == (host, port):
                return True
        except ValueError:
            continue
    return False


def _save(answer: Any, target: Path, limits: ReadLimits, line: _Line) -> None:
    """Write the body to the target, whole or not at all."""
    part, size = target.with_name(target.name + ".part"), 0
    try:
        with part.open("wb") as out:
            while chunk := answer.read1(_CHUNK):
                line.check()
                size += len(chunk)
                if size > limits.max_fetch_bytes:
                    raise ValueError(f"it is larger than the limit of {limits.max_fetch_bytes:,} bytes")
                out.write(chunk)
        line.check()
        if answer.length:
            raise ValueError(f"it was cut off: {answer.length:,} bytes are missing after {size:,}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _file_name(url: str) -> str:
    """A name that keeps the URL's own ending, which helps to tell the format, and differs for each URL."""
    name = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(url).path)).name
    plain = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name)
    kept = plain.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore")
    return f"{hashlib.sha256(url.encode('utf-8', 'replace')).hexdigest()[:12]}-{kept or 'page'}"
