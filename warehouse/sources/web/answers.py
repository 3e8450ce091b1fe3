"""What a server answered, judged before its bytes are taken: statuses, types, names.

What belongs here: tables of statuses and media types, and the words for them. What is read out of the bytes is for the
readers, which trust content more than any name.
"""

from __future__ import annotations

import email.utils
import urllib.parse
from collections.abc import Mapping
from pathlib import PurePosixPath

BUSY = frozenset({429, 502, 503, 504})  # a server that may answer a little later
GONE = frozenset({404, 410})
_REFUSALS = {
    401: "it wants a name and password, or a key; give them in ~/.netrc, in the URL, or by `headers` in the manifest",
    402: "it is for subscribers; save the page from a browser that is logged in",
    403: "it is not given out to programs or to this address; ask the publisher, or save the page from a browser",
    407: "the proxy wants a name and password; put them into the proxy's address in the environment",
    451: "it is withheld for legal reasons",
}
_GONE_NOW = "what was read from it before stays; take it from the sources, or withdraw its articles"
_NEVER_THERE = "check the address"

_NO_NEWS = ("video/", "audio/", "image/", "font/", "model/")
_NO_NEWS_TYPES = frozenset(
    "text/css application/wasm application/java-archive application/x-msdownload application/x-msdos-program "
    "application/x-dosexec application/x-executable application/x-sharedlib application/x-shockwave-flash "
    "application/vnd.microsoft.portable-executable application/vnd.android.package-archive "
    "application/x-apple-diskimage application/x-iso9660-image application/x-debian-package application/x-rpm "
    "application/vnd.apple.mpegurl application/dash+xml application/font-woff".split()
)
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_PROGRAMS = frozenset(".php .asp .aspx .jsp .cgi .do .action .cfm .pl .py .shtml".split())
_LONGEST_ENDING = 8
_LONGEST_NAME = 80  # bytes of the URL's own file name that are kept


def media_type(headers: Mapping[str, str]) -> str:
    """The type that a server calls its answer, without parameters: "text/html"."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def is_no_news(kind: str) -> bool:
    """Whether bytes of such a type are never an article: films, pictures, programs."""
    return kind.startswith(_NO_NEWS) or kind in _NO_NEWS_TYPES


def refusal(status: int, *, was_there: bool) -> tuple[str, str]:
    """The rule and the words for a status that is no answer, by whether the address gave something before.

    `refusal(410, was_there=True)` is a page that was taken down.
    """
    if status in GONE:
        now = "has it no more" if was_there or status == 410 else "has no such page"
        return "fetch_gone", f"the server {now} ({status}); {_GONE_NOW if was_there else _NEVER_THERE}"
    if status in _REFUSALS:
        return "fetch_refused", f"the server refuses it ({status}): {_REFUSALS[status]}"
    if status in BUSY:
        return "fetch_failed", f"the server is busy ({status}); the next run asks again"
    if status >= 500:
        return "fetch_failed", f"the server has an error ({status}); the next run asks again"
    return "fetch_failed", f"the server answers {status}; check the address, or download it and name the file"


def asked_pause(headers: Mapping[str, str]) -> float:
    """The seconds that a busy server asks for ("Retry-After: 20", or a time of day by its own clock); 0 for none."""
    written = headers.get("retry-after", "").strip()
    if written.isdecimal():
        return float(written)
    try:
        until = email.utils.parsedate_to_datetime(written)
        return max(0.0, (until - email.utils.parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (TypeError, ValueError):
        return 0.0


def file_name(shown: str, kind: str) -> str:
    """A name that helps to tell the format: the URL's own, with an ending by the media type where it has none.

    `file_name("https://news.example/world/raid?id=4", "text/html")` is `raid.html`.
    """
    name = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(shown).path)).name
    plain = "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name) or "page"
    kept = plain.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore")
    ending = PurePosixPath(kept).suffix.lower()
    is_told = 1 < len(ending) <= _LONGEST_ENDING and ending[1:].isalnum() and not ending[1:].isdecimal()
    if is_told and ending not in _PROGRAMS:
        return kept
    by_type = _ENDINGS.get(kind) or (".json" if kind.endswith("+json") else ".xml" if kind.endswith("+xml") else "")
    return kept + by_type
