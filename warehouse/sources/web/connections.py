"""Connections for httpx that lead to public addresses only and end in time.

What belongs here: the sockets. The name of a host is looked up once, all that it leads to is checked, and the
connection is made to just these addresses: asked again, a name server might answer otherwise.
"""

from __future__ import annotations

import ssl
import time
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import httpcore
import httpx

from warehouse.sources.addresses import public_addresses


class Deadline:
    """When a fetch must be done, redirects and all tries included, so that a server which drips holds up no run."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = float("inf")
        self._most = 0.0

    def start(self, seconds: float) -> None:
        """Begin anew."""
        self._end, self._most = self._now() + seconds, seconds

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self._end - self._now()

    def within(self, timeout: float | None) -> float:
        """A timeout that ends with the deadline.

        Raises:
            TimeoutError: it is over.
        """
        if self.left <= 0:
            raise httpcore.ReadTimeout(f"the server did not send it all within {self._most:g} s")
        return self.left if timeout is None else min(timeout, self.left)


class GuardedTransport(httpx.BaseTransport):
    """Direct connections to public addresses, or the proxy that the environment names.

    The proxy is the user's own and may be local; what is asked of it may not.
    """

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._context = ssl.create_default_context()
        self._direct = _Transport(
            httpcore.ConnectionPool(
                ssl_context=self._context, network_backend=_Backend(deadline, only_public=True), **_POOL
            )
        )
        self._by_proxy: dict[str, httpx.BaseTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request the way that its host is reached."""
        proxy = _proxy_for(request.url)
        if proxy is None:
            return self._direct.handle_request(request)
        with suppress(OSError):  # a name that only the proxy knows
            _ = public_addresses(request.url.host, request.url.port or 80)
        if proxy not in self._by_proxy:
            self._by_proxy[proxy] = self._proxied(httpx.Proxy(proxy))
        return self._by_proxy[proxy].handle_request(request)

    def _proxied(self, proxy: httpx.Proxy) -> httpx.BaseTransport:
        url = proxy.url
        return _Transport(
            httpcore.HTTPProxy(
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                proxy_auth=proxy.raw_auth,
                ssl_context=self._context,
                network_backend=_Backend(self._deadline, only_public=False),
                **_POOL,
            )
        )

    def close(self) -> None:
        """Let go of all connections."""
        for transport in (self._direct, *self._by_proxy.values()):
            transport.close()


_POOL: dict[str, Any] = {"max_connections": 4, "max_keepalive_connections": 1, "keepalive_expiry": 30.0}


class _Transport(httpx.HTTPTransport):
    """httpx's own, over a pool that was made for it."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool


def _proxy_for(url: httpx.URL) -> str | None:
    """The proxy that the environment names for an address.

    Raises:
        httpx.UnsupportedProtocol: it is none that is spoken; going past it would show the address that it is to hide.
    """
    named = urllib.request.getproxies()
    proxy = named.get(url.scheme) or named.get("all")
    if not proxy or urllib.request.proxy_bypass(url.netloc.decode("ascii", "replace")):
        return None
    kind, separator, _ = proxy.partition("://")
    if separator and kind.lower() not in ("http", "https"):
        raise httpx.UnsupportedProtocol(
            f"the environment names a proxy of kind {kind}, and only http and https are spoken; name another, or list "
            f"{url.host} in NO_PROXY"
        )
    return proxy if separator else f"http://{proxy}"


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, *, only_public: bool) -> None:
        self._deadline = deadline
        self._only_public = only_public
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's addresses, the first that answers."""
        failure: Exception = httpcore.ConnectError("the name has no address")
        for where in self._addresses(host, port):
            within = self._deadline.within(timeout)
            try:
                stream = self._plain.connect_tcp(where, port, within, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        if not self._only_public:
            return [host]
        try:
            return list(dict.fromkeys(address for _, (address, _) in public_addresses(host, port)))
        except OSError as error:
            raise httpcore.ConnectError(f"{host}: {error.strerror or error}") from error

    def sleep(self, seconds: float) -> None:
        """As httpcore wants it between its own tries, of which there are none."""
        self._plain.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection that is over when the time is."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What comes next."""
        within = self._deadline.within(timeout)
        try:
            return self._stream.read(max_bytes, within)
        except httpcore.ReadTimeout:
            _ = self._deadline.within(timeout)  # tells of the whole where it was that
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        """Let go."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        within = self._deadline.within(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, within), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)
