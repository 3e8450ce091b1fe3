"""Which files a source stands for, those too that are not there any more.

What belongs here: from a source as the user names it to a test on the uris of the ledger. What does not: finding the
files that are there (`discover`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from warehouse.sources.discover import is_pattern, plain_path, printable

_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Scope:
    """A folder, a pattern, an archive or a prefix of an object store.

    `beginnings` are what the uris of its files begin with; a file named by its absolute path is meant by the relative
    one too. `pattern` is what they match besides.
    """

    source: str
    beginnings: tuple[str, ...]
    pattern: re.Pattern[str] | None = None

    def holds(self, uri: str) -> bool:
        """Whether a file of this uri is one of the source's, there or not."""
        if self.pattern is not None:
            return self.pattern.fullmatch(uri) is not None
        return any(_is_below(uri, beginning) for beginning in self.beginnings)


def scope_of(source: str) -> Scope | None:
    """The scope of a source; None for an address, of which nothing is ever gone.

    Example: `scope_of("news/2021-*/")` holds `news/2021-08/a.txt`.
    """
    if source.startswith(("http://", "https://")):
        return None
    if "://" in source:
        return Scope(source, (source.rstrip("/"),))
    path = plain_path(source)
    if is_pattern(source) and not os.path.lexists(path):
        text = printable(path.as_posix())
        return Scope(source, (_GLOB.split(text, maxsplit=1)[0],), re.compile(_expression(text) + "(?:/.*)?"))
    names = {path, Path(os.path.abspath(path))}  # noqa: PTH100 - links stay as they are
    here = Path.cwd()
    names |= {name.relative_to(here) for name in names if name.is_absolute() and name.is_relative_to(here)}
    return Scope(source, tuple(sorted("" if name == Path() else printable(name.as_posix()) for name in names)))


def _is_below(uri: str, beginning: str) -> bool:
    if not beginning:
        return not uri.startswith(("/", "../")) and "://" not in uri
    return uri == beginning or uri.startswith(beginning.rstrip("/") + "/")


def _expression(pattern: str) -> str:
    """A glob as a regular expression, by the rules of `glob.glob(recursive=True)`."""
    parts = ("(?:.*/)?" if name == "**" else _of_name(name) + "/" for name in pattern.split("/"))
    return "".join(parts).removesuffix("/")


def _of_name(name: str) -> str:
    def one(found: re.Match[str]) -> str:
        sign = found.group()
        if sign.startswith("["):
            inner = re.sub(r"([\\\[&~|])", r"\\\1", sign[1:-1])
            return f"[{'^' + inner[1:] if inner.startswith('!') else inner}]"
        return {"*": "[^/]*", "?": "[^/]"}.get(sign) or re.escape(sign)

    return re.sub(r"\[!?[^\]]+\]|.", one, name, flags=re.DOTALL)
