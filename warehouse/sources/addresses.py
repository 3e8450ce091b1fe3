"""What of an address is a secret, and which hosts are nobody's business.

What belongs here: taking passwords and keys out of URLs before they are stored or printed, and telling the machine's
own network from the world. The fetching is for `web`.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import urllib.parse
from collections.abc import Collection, Mapping

ALLOW_LOCAL = "DATELINE_ALLOW_LOCAL_URLS"
"""Set to 1 in the environment, addresses of the own machine and network are fetched too."""

VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
"""A name of the environment in an address or a header that a user told."""

HIDDEN = "***"
"""Stands for a password or key in what is stored and printed."""
_USER = re.compile(r"(?<=://)[^/?#\s]*@")
_SECRET_KEY = re.compile(
    r"(?<=[?&;])((?:[a-z]*[_-])*(?:api[_-]?key|apikey|key|token|secret|password|passwd|pwd|pass|signature|sig|auth|"
    r"credentials?)=)(?!(?-i:\$\{?[A-Z][A-Z0-9_]*\}?(?:[&;#\s]|$)))[^&;#\s]+",
    re.IGNORECASE,
)


def is_url(source: str) -> bool:
    """Whether a source is fetched over http(s)."""
    return source.lower().startswith(("http://", "https://"))


def told_by_server(url: str, may_name: Collection[str] = ()) -> str:
    """An address that an answer names: `$NAME` in it is text, or a page could ask for what the environment holds.

    Names that the user told this server's address stay names: what it sends back is written so.
    """
    return VARIABLE.sub(lambda found: found[0] if found[1] in may_name else f"%24{found[0][1:]}", url)


class LocalAddressError(ValueError):
    """A URL leads to the own machine or network."""


def without_secrets(text: str) -> str:
    """A URL, or a text that holds some, without name and password before the host and without keys in its query.

    `https://me:hush@news.example/feed?api_key=123&page=2` is `https://news.example/feed?api_key=***&page=2`. The name
    of an environment variable in a key's place (`api_key=$NEWS_KEY`) is no secret and stays.
    """
    if "://" not in text:
        return text
    return _SECRET_KEY.sub(rf"\1{HIDDEN}", _USER.sub("", text))


def user_of(url: str) -> tuple[str, tuple[str, str] | None]:
    """A URL without name and password, and these, to be sent as a header."""
    parts = urllib.parse.urlsplit(url)
    user, sign, host = parts.netloc.rpartition("@")
    if not sign:
        return url, None
    name, _, password = user.partition(":")
    bare = urllib.parse.urlunsplit(parts._replace(netloc=host))
    return bare, (urllib.parse.unquote(name), urllib.parse.unquote(password))


def are_local_allowed(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the user lets URLs of the own network be fetched."""
    return environment.get(ALLOW_LOCAL, "") not in ("", "0")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where IPv6 wraps one of IPv4."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def public_addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """Where a host can be reached, for a connection to just these: asked again, a name server might answer otherwise.

    Raises:
        LocalAddressError: it leads, or might lead, to the own machine or network.
        OSError: the name is not known.
    """
    found = [(family, (str(where[0]), port)) for family, _, _, _, where in _lookup(host, port)]
    if not are_local_allowed():
        for _, (address, _) in found:
            if not is_public(address):
                which = "" if host == address else f" ({address})"
                raise LocalAddressError(
                    f"{host} is an address of the own machine or network{which}, which is not fetched from; set"
                    f" {ALLOW_LOCAL}=1 to allow it"
                )
    return found


def _lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, int, int, str, tuple[str | int, ...]]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)  # pyright: ignore[reportReturnType]
