"""Patterns of files: which signs make one, and one as a regular expression, for files that are not on this disk.

What belongs here: the rules of `glob.glob(recursive=True)`.
"""

from __future__ import annotations

import re

_SIGN = re.compile(r"[*?\[]")


def is_pattern(source: str) -> bool:
    """Whether a source names files by a glob."""
    return _SIGN.search(source) is not None


def beginning_of(pattern: str) -> str:
    """What all that it matches begins with: `news/2021-*/a.txt` gives `news/2021-`."""
    return _SIGN.split(pattern, maxsplit=1)[0]


def expression_of(pattern: str) -> re.Pattern[str]:
    """What matches the files of a pattern, and those below the folders that it matches."""
    return re.compile(_expression(pattern) + "(?:/.*)?")


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
