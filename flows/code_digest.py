"""What files say, apart from how it is written down: Python by its syntax tree, tables by their cells.

What belongs here: digests of single files. Which files make the coder is in `versions`.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_RULES = "1"  # raised when the same file would get another digest
_QUOTED_NOTHING = re.compile(rb'(?:^|,)""(?=[,\r\n]|$)', re.MULTILINE)
"""A cell that is an empty text and not no text; the reader of tables tells them apart, `csv` does not."""


class Digests:
    """Digests of files by what they say, remembered by their bytes: a tree takes a hundred times longer to read.

    A memory that is missing, damaged or may not be written costs a second, no more.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known = _read(memory)
        self._asked: dict[str, str] = {}

    def of(self, path: Path) -> str:
        """The digest of a file: of code and tables what they say, of all else its bytes."""
        content = path.read_bytes()
        raw = hashlib.sha256(content).hexdigest()
        if path.suffix not in (".py", ".csv"):
            return raw
        name = f"{_RULES}{path.suffix} {raw}"
        if name not in self._asked:
            self._asked[name] = self._known.get(name) or digest_of(content, path.suffix)
        return self._asked[name]

    def keep(self) -> None:
        """Remember what was asked for, and forget the rest."""
        if self._asked == self._known:
            return
        aside = self._memory.with_suffix(f".{os.getpid()}.tmp")
        with suppress(OSError):
            aside.parent.mkdir(parents=True, exist_ok=True)
            _ = aside.write_text(json.dumps(self._asked), encoding="utf-8")
            _ = aside.replace(self._memory)


def _read(memory: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        known = json.loads(memory.read_text(encoding="utf-8"))
        if isinstance(known, dict):
            return {name: value for name, value in known.items() if isinstance(value, str)}
    return {}


def digest_of(content: bytes, suffix: str) -> str:
    """What a file of Python (`.py`) or a table (`.csv`) says; what can't be read so counts by its bytes.

    >>> digest_of(b"a = 1  # one", ".py") == digest_of(b"a = (1)", ".py")
    True
    """
    digest = hashlib.sha256()
    try:
        for part in _syntax(ast.parse(content)) if suffix == ".py" else _cells(content):
            digest.update(part.encode() + b"\0")
    except (SyntaxError, ValueError, csv.Error, RecursionError):
        return hashlib.sha256(content).hexdigest()
    return digest.hexdigest()


def _syntax(node: ast.AST) -> Iterator[str]:
    """A tree in words, without places, docstrings and what is empty: the same in all versions of Python."""
    yield f"({type(node).__name__}"
    for name, value in ast.iter_fields(node):
        if value is None or value == [] or name in ("type_comment", "kind"):
            continue
        yield name
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                if not _is_text_alone(one):
                    yield from _syntax(one)
            else:
                yield f"{type(one).__name__} {one!r}"
    yield ")"


def _is_text_alone(node: ast.AST) -> bool:
    """A string that is a statement does nothing: docstrings, also those of attributes."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _cells(content: bytes) -> Iterator[str]:
    yield from map(repr, csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    yield str(len(_QUOTED_NOTHING.findall(content)))
