"""Which first characters a regular expression allows, so that a scan tries only the patterns that can match.

What belongs here: the analysis of parsed expressions. A table of a hundred patterns tried at each word would be the
whole cost of tagging; knowing their first characters leaves a handful.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import _constants as ops  # pyright: ignore[reportAttributeAccessIssue]
from re import _parser as parser  # pyright: ignore[reportAttributeAccessIssue]
from typing import Any

LENGTH = 5  # characters looked at
_ANY = "\0"
_LIMIT = 6000
_PLAIN = dict.fromkeys(range(ord("0"), ord("9") + 1), "0") | {ord(blank): " " for blank in "\t\n\r\f\v\xa0"}


class Prefixes:
    """The first characters of what one expression matches; digits count as `0`, white space as a blank."""

    def __init__(self, pattern: str) -> None:
        found = _sequence(parser.parse(pattern), {""})
        self._is_open = len(found) > _LIMIT or any(_ANY in prefix for prefix in found)
        self._whole = frozenset(prefix for prefix in found if len(prefix) >= LENGTH)
        self._short = tuple(sorted(prefix for prefix in found if len(prefix) < LENGTH))
        self._firsts = frozenset(prefix[:1] for prefix in found)

    def allow(self, key: str) -> bool:
        """Whether a match may begin with these characters."""
        return self._is_open or key in self._whole or key.startswith(self._short)

    def allow_first(self, character: str) -> bool:
        """Whether a match may begin with this character of a key; where not, `allow` allows no such key."""
        return self._is_open or character in self._firsts or "" in self._firsts


def key_of(text: str) -> str:
    """The first characters of a text in the form that `Prefixes` compares."""
    return text[:LENGTH].translate(_PLAIN)


def _sequence(items: Iterable[Any], heads: set[str]) -> set[str]:
    for item in items:
        growing = {head for head in heads if len(head) < LENGTH}
        if not growing or len(heads) > _LIMIT:
            return heads
        done = heads - growing
        heads = done | _item(item, growing)
    return heads


def _item(item: Any, heads: set[str]) -> set[str]:
    operator, argument = item
    if operator is ops.LITERAL:
        return _extend(heads, [_character(argument)])
    if operator is ops.IN:
        return _extend(heads, _set_characters(argument))
    if operator is ops.BRANCH:
        return set[str]().union(*(_sequence(branch, heads) for branch in argument[1]))
    if operator is ops.SUBPATTERN:
        return _sequence(argument[-1], heads)
    if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return _repeat(argument, heads)
    return heads if operator in (ops.ASSERT, ops.ASSERT_NOT, ops.AT) else _extend(heads, [_ANY])


def _repeat(argument: Sequence[Any], heads: set[str]) -> set[str]:
    least, most, body = argument
    current, found = heads, set(heads) if least == 0 else set[str]()
    for count in range(1, min(int(most), max(LENGTH, int(least))) + 1):
        current = _sequence(body, current)
        if count >= least:
            found |= current
    return found


def _extend(heads: set[str], characters: Iterable[str]) -> set[str]:
    return {head + character for head in heads for character in characters}


def _set_characters(parts: Iterable[Any]) -> set[str]:
    found = set[str]()
    for operator, argument in parts:
        if operator is ops.LITERAL:
            found.add(_character(argument))
        elif operator is ops.RANGE:
            found |= {_character(code) for code in range(argument[0], argument[1] + 1)}
        elif operator is ops.CATEGORY and argument is ops.CATEGORY_SPACE:
            found.add(" ")
        elif operator is ops.CATEGORY and argument is ops.CATEGORY_DIGIT:
            found.add("0")
        else:
            found.add(_ANY)
    return found


def _character(code: int) -> str:
    character = chr(code)
    return "0" if character.isdigit() else " " if character.isspace() else character
