"""SQL that stands in files of its own: the head of comment lines, and what stands in braces.

What belongs here: what checks and the steps of a merge read alike. What a head may say is theirs (`checks.files`,
`steps`); views and macros, which are described in a CSV, are `warehouse.schema.relations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches

_LINE = re.compile(r"--\s?(?P<key>[a-z][a-z ]*):\s*(?P<value>.*)")
_MORE = re.compile(r"--\s{2,}(?P<value>\S.*)")
_PLACEHOLDER = re.compile(r"\{([a-z_]\w*)\}")

WrongAt = Callable[[int, str], Exception]
"""(line, message) -> the error that tells of it."""


def head_length(lines: Sequence[str]) -> int | None:
    """How many lines the head has; None where nothing comes after it."""
    return next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("--")), None)


def read_head(
    lines: Sequence[str], vocabulary: Collection[str], wrong: WrongAt
) -> tuple[dict[str, str], dict[str, int]]:
    """Values by key, and the line of each; a line with two blanks or more after its dashes goes on with the one above.

    >>> read_head(["-- why: a toll", "--   is a count"], ["why"], lambda line, message: ValueError(message))
    ({'why': 'a toll is a count'}, {'why': 1})
    """
    head: dict[str, str] = {}
    places: dict[str, int] = {}
    key = ""
    for number, line in enumerate(lines, 1):
        found, more = _LINE.match(line), _MORE.match(line)
        if more and key:
            head[key] += f" {more['value'].strip()}"
        elif found:
            key = found["key"]
            _refuse_key(number, key, places, vocabulary, wrong)
            head[key], places[key] = found["value"].strip(), number
        elif line.strip("- "):
            raise wrong(number, "the head has lines such as `-- why: …` alone; a longer text goes on with `--   `")
    return head, places


def _refuse_key(number: int, key: str, seen: Mapping[str, int], vocabulary: Collection[str], wrong: WrongAt) -> None:
    if key in seen:
        raise wrong(number, f"`{key}` stands in line {seen[key]} already")
    if key not in vocabulary:
        near = get_close_matches(key, vocabulary, 1)
        meant = f"; is `{near[0]}` meant?" if near else "."
        raise wrong(number, f"no head line is called `{key}`{meant} There are {', '.join(vocabulary)}")


def placeholders(sql: str) -> list[str]:
    """The names that stand in braces; DuckDB's own braces hold a colon or digits.

    >>> placeholders("SELECT {'a': 1} FROM {rows} WHERE x SIMILAR TO '[0-9]{4}'")
    ['rows']
    """
    return _PLACEHOLDER.findall(sql)


def filled(sql: str, values: Mapping[str, str]) -> str:
    """SQL with what its placeholders stand for; others stay.

    >>> filled("FROM {rows} m JOIN {articles} a", {"rows": "events"})
    'FROM events m JOIN {articles} a'
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), sql)
