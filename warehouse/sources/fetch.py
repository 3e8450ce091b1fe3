"""Fetches a source that is named by its URL into a folder.

What belongs here: http and https, with a limit on time and size. Server dates are ignored: they say when a page was
served, not when it was published.
"""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from warehouse.sources.model import ReadLimits, Rejected

_CHUNK = 1024 * 1024
_AGENT = "dateline"


def is_url(source: str) -> bool:
    """Whether a source is fetched over http(s)."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, folder: Path, limits: ReadLimits) -> Path | Rejected:
    """Download `url` to a file whose name is made of the URL, or say why it could not be had."""
    try:
        target = folder / _file_name(url)
        folder.mkdir(parents=True, exist_ok=True)
        request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
        with urllib.request.urlopen(request, timeout=limits.fetch_timeout_seconds) as answer:
            _save(answer, target, limits.max_fetch_bytes)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        message = f"could not fetch: {reason}; check the address and the network, or download it and name the file"
        return Rejected(url, None, "read", "fetch_failed", message)
    return target


def _save(answer: BinaryIO, target: Path, most: int) -> None:
    part, size = target.with_name(target.name + ".part"), 0
    with part.open("wb") as out:
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise ValueError(f"it is larger than the limit of {most:,} bytes")
            out.write(chunk)
    part.replace(target)


def _file_name(url: str) -> str:
    """A name that keeps the URL's own ending, which helps to tell the format, and differs for each URL."""
    name = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(url).path)).name[-80:] or "page"
    return f"{hashlib.sha256(url.encode()).hexdigest()[:12]}-{name}".replace("/", "_")
