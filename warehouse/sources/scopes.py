"""Which files a source stands for, those too that are not there any more.

What belongs here: from a source as the user names it to a test on the uris of the ledger. What does not: finding the
files that are there (`discover`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from warehouse.sources.discover import plain_path, printable
from warehouse.sources.patterns import beginning_of, expression_of, is_pattern


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
        whole = source.rstrip("/")
        return Scope(source, (beginning_of(whole),), expression_of(whole) if is_pattern(whole) else None)
    path = plain_path(source)
    if is_pattern(source) and not os.path.lexists(path):
        text = printable(path.as_posix())
        return Scope(source, (beginning_of(text),), expression_of(text))
    names = {path, Path(os.path.abspath(path))}  # noqa: PTH100 - links stay as they are
    here = Path.cwd()
    names |= {name.relative_to(here) for name in names if name.is_absolute() and name.is_relative_to(here)}
    return Scope(source, tuple(sorted("" if name == Path() else printable(name.as_posix()) for name in names)))


def _is_below(uri: str, beginning: str) -> bool:
    if not beginning:
        return not uri.startswith(("/", "../")) and "://" not in uri
    return uri == beginning or uri.startswith(beginning.rstrip("/") + "/")
