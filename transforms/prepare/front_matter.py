"""The values that stand between rules at the head of a Markdown file: YAML between `---`, TOML between `+++`.

What belongs here: the reading of the two, by PyYAML and the standard library, and of what is neither although it was
meant to be. All values come as texts, as records have them: what a date, a number or a "no" means is for `records`.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from typing import Any, cast

import yaml

_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*)$")
_ITEM = re.compile(r"^\s*-\s+(.+)$")
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_LONGEST = 64 * 1024  # characters; PyYAML reads half a million a second, and nobody writes so many

Values = dict[str, Any]


class _Texts(yaml.BaseLoader):
    """Makes texts of all scalars (`NO` is a country and no False) and refuses aliases, which a bomb is made of."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def cut_front_matter(text: str) -> tuple[Values, str]:
    """The values by their names in lower case, and the text after them; none where a text begins with a mere rule.

    Titles with a colon and other slips make a YAML file that no reader of YAML takes: of it each line `name: value` is
    taken as it stands, so that a slip in one value does not cost the others.
    """
    matter = _MATTER.match(text)
    if matter is None or not any(_PAIR.match(line) for line in matter[2].split("\n")):
        return {}, text
    values = _told(matter[2], is_toml=matter[1] == "+++") or _line_by_line(matter[2])
    return {key: value for key, value in values.items() if value}, text[matter.end() :]


def _told(matter: str, *, is_toml: bool) -> Values:
    """What a reader of the language reads; nothing where it is not written in it."""
    if len(matter) > _LONGEST:
        return {}
    try:
        read: object = tomllib.loads(matter, parse_float=str) if is_toml else yaml.load(matter, Loader=_Texts)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {_whole(str(key)).lower(): _as_texts(value) for key, value in cast(Values, read).items()}


def _as_texts(value: object) -> Any:
    if isinstance(value, dict):
        return {_whole(str(key)): _as_texts(inner) for key, inner in cast(Values, value).items()}
    if isinstance(value, list):
        return [_as_texts(one) for one in cast(list[object], value)]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    text = str(value).lower() if isinstance(value, bool) else str(value).strip()
    return "" if text in _NOTHING else _whole(text)


def _whole(text: str) -> str:
    r"""A text with its surrogates put together, as JSON escapes them (`"\ud83d\ude00"`); a lone one can't be stored."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _line_by_line(matter: str) -> Values:
    """The flat part of YAML and TOML that front matter is mostly made of: `key: value`, and lists."""
    values: Values = {}
    key = ""
    for line in matter.split("\n"):
        if pair := _PAIR.match(line):
            key = pair.group(1).lower()
            values[key] = _value(pair.group(2).strip())
        elif key and (item := _ITEM.match(line)):
            so_far = values[key]
            values[key] = [*(so_far if isinstance(so_far, list) else []), _unquoted(item.group(1))]
    return values


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [_unquoted(one) for one in text[1:-1].split(",") if one.strip()]
    return _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'" else text
