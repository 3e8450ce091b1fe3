"""Identifiers and addresses of articles: the same on any machine, in any order.

What belongs here: canonical URLs, article ids, content digests. They must never change their recipe lightly: every
stored article is found again by them.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_ID_DIGITS = 16
# query keys that follow the reader, not the article
_TRACKING = re.compile(
    r"^(?:utm_.*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|cmpid|cmp|ito|icid|ncid|cid|"
    r"ref|ref_src|ref_url|referrer|smid|smtyp|sr_share|share|amp|outputtype|output|feedtype|feedname|ftag|"
    r"partner|rss|spref|source|src|xtor|at_.*|ns_.*|wt\..*|__twitter_impression|guccounter|guce_.*|taid)$",
    re.IGNORECASE,
)
_ENDINGS = re.compile(r"(?:\.(?:gz|gzip|bz2|zst|zstd|xz))?$", re.IGNORECASE)
_FORMAT_ENDING = re.compile(
    r"\.(?:txt|text|html?|xhtml|md|markdown|json|jsonl|ndjson|csv|tsv|parquet|eml|mbox|rss|atom|xml|warc)$",
    re.IGNORECASE,
)

_ARCHIVE = re.compile(r"^.*\.(?:zip|tar|tgz|tbz2|txz|tzst|gz|gzip|bz2|zst|zstd|xz)!", re.IGNORECASE)


def digest(*parts: str) -> str:
    """A short content-derived identifier; parts are kept apart so that ("ab", "c") and ("a", "bc") differ."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:_ID_DIGITS]


def canonical_url(url: str | None) -> str | None:
    """An address without what differs between two ways to the same article; None where it is no web address.

    Scheme and host are lowered, `www.`, `m.` and `amp.` stay (they are other hosts), default ports, fragments,
    tracking keys and a slash at the end go, and query keys are sorted.
    """
    url = (url or "").strip()
    if not re.match(r"https?://[^\s/]+", url, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return None
    kept = sorted(
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)
    )
    path = quote(unquote(re.sub(r"/{2,}", "/", parts.path)), safe="/:@!$&'()*+,;=~-._%")
    return urlunsplit((parts.scheme.lower(), host, path.rstrip("/"), urlencode(kept), ""))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower().rstrip(".")
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    return host if parts.port in (None, default) else f"{host}:{parts.port}"


def domain_of(url: str | None) -> str | None:
    """The host of a URL without `www.`."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def file_stem(uri: str) -> str:
    """The name of the file (or innermost member) of a uri without its endings.

    An exclamation mark parts a member from its archive, or belongs to the name: `a.zip!b.txt`, `Goal!.txt`.
    """
    name = _ARCHIVE.sub("", PurePosixPath(uri.rstrip("/")).name)
    return _FORMAT_ENDING.sub("", _ENDINGS.sub("", name)) or name


def article_id_of(source_name: str | None, own_id: str | None, url: str | None, title: str | None, body: str) -> str:
    """The article's id: by its source and the id that the source gave, else by its URL, else by its content.

    The scheme and `www.` do not count in a URL: sites change them under the same article.
    """
    if source_name and own_id:
        return digest("source", source_name.casefold(), own_id)
    if url:
        return digest("url", re.sub(r"^https?://(?:www\.)?", "", url))
    return digest("content", title or "", body)


def content_hash_of(*parts: object) -> str:
    """Digest of all that decides how an article is coded."""
    return digest(*("" if part is None else str(part) for part in parts))
