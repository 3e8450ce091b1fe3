"""The keys of structured records and manifests, under whatever name they come.

What belongs here: which value of a record is which field. Which names there are is a table
(`seeds/reference/articles/field_names.csv`); values are repaired and typed in `articles`.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from transforms.prepare.stubs import without_stub_mark
from warehouse.schema.record_keys import (
    FIELDS,
    PLAIN_NAMES,
    TEXT_FIELDS,
    FieldNames,
    Path,
    flat_record,
)

# what programs put around a single value: WordPress, NYT, XML made to JSON, MongoDB
_INSIDE: Final = (
    "rendered",
    "main",
    "name",
    "value",
    "#text",
    "$t",
    "text",
    "title",
    "content",
    "plain",
    "original",
    "$oid",
    "id",
)
_NOT_SAID: Final = frozenset(("nan", "nat", "none", "null", "n/a", "[]", "{}"))
_ADDRESS: Final = re.compile(r"\s*(?:[a-z]+:)?//\S|\s*www\.|\s*[\w-]+(?:\.[\w-]+)+(?:/|\s*$)", re.IGNORECASE)
_MARKUP_START: Final = re.compile(r"\s*<\w")


@dataclass(slots=True)
class RecordFields:
    """What a record says, by our names; `other` holds the keys that we have no name for."""

    values: dict[str, Any]
    other: dict[str, Any] = field(default_factory=dict[str, Any])

    def text(self, name: str) -> str | None:
        """A value as text; None where it is empty or not a single value."""
        text = plain_text(self.values.get(name))
        return text if text.strip() else None


def record_fields(record: Mapping[str, Any], names: FieldNames = PLAIN_NAMES) -> RecordFields:
    """Sort a record's keys into known ones and the rest.

    Args:
        record: keys and values as read; objects in it are looked into.
        names: the spellings of each field.
    """
    flat = flat_record(record, names)
    values: dict[str, Any] = {}
    used: set[Path] = set()
    for name in FIELDS:
        if name == "envelope":
            continue
        pick = _longest if name in TEXT_FIELDS else _first
        chosen = pick(_candidates(name, names.names[name], flat, used))
        if chosen is not None:
            values[name] = chosen[1]
            if name != "teaser" or not ("text" in values or "html" in values):  # a description beside a text stays one
                used.add(chosen[0])
    return RecordFields(values, _without(record, used))


def _candidates(
    name: str, spelled: Sequence[str], flat: Mapping[str, list[tuple[Path, Any]]], used: set[Path]
) -> Iterator[tuple[Path, Any]]:
    """The values that may be a field's, in the order of trust."""
    fits = _FITS.get(name, _is_filled)
    for one in spelled:
        for path, value in flat.get(one, ()):
            if path not in used and not is_empty(value) and fits(value):
                yield path, value


def _first(candidates: Iterator[tuple[Path, Any]]) -> tuple[Path, Any] | None:
    return next(candidates, None)


def _longest(candidates: Iterator[tuple[Path, Any]]) -> tuple[Path, Any] | None:
    """The longest text counts, as one of several is often a teaser; of equals the first."""
    return max(candidates, key=lambda one: len(without_stub_mark(plain_text(one[1]))[0]), default=None)


def is_empty(value: Any) -> bool:
    """Whether a value says nothing; programs write NaN and `None` as words."""
    if value is None or value in ([], {}):
        return True
    return isinstance(value, str) and (not value.strip() or value.strip().lower() in _NOT_SAID)


def _is_filled(value: Any) -> bool:
    return bool(plain_text(value).strip())


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _ADDRESS.match(value) is not None


def _is_title(value: Any) -> bool:
    return _is_filled(value) and not (isinstance(value, list) and value and isinstance(value[0], Mapping))


def _is_source(value: Any) -> bool:
    """A name: no address, and no link, which is the program that a post was sent with."""
    text = plain_text(value)
    return bool(text.strip()) and not _MARKUP_START.match(text) and "://" not in text


def _is_authors(value: Any) -> bool:
    return any(any(sign.isalpha() for sign in name) for name in names_in(value))


def _is_date(value: Any) -> bool:
    return not isinstance(value, bool | list)


_FITS: Final[dict[str, Callable[[Any], bool]]] = {
    "title": _is_title, "url": _is_address, "source": _is_source, "authors": _is_authors, "published": _is_date,
    "updated": _is_date,
}  # fmt: skip


def plain_text(value: Any) -> str:
    """A value as one text; "" where it is none.

    Objects give what they hold ({"rendered": …}, {"id": "bbc", "name": "BBC News"}); a list of texts is paragraphs, one
    of texts and objects in turn a text with links in it, as Telegram has it.
    """
    if isinstance(value, Mapping):
        inside = {str(key).lower(): one for key, one in value.items()}
        return next((plain_text(inside[key]) for key in _INSIDE if not is_empty(inside.get(key))), "")
    if isinstance(value, list | tuple):
        return _text_of_list(value)
    return "" if value is None or isinstance(value, bool) else str(value)


def _text_of_list(values: Sequence[Any]) -> str:
    kinds = {type(one) for one in values}
    if kinds <= {str, dict} and len(kinds) == 2:
        return "".join(one if isinstance(one, str) else str(one.get("text") or "") for one in values)
    if kinds == {dict}:
        texts = [plain_text(one) for one in values if str(one.get("type", "text")).lower() not in _NO_TEXT]
        is_text = any("content" in one or "text" in one for one in values)
        return "\n\n".join(filter(None, texts)) if is_text else next(filter(None, texts), "")
    return "\n\n".join(str(one) for one in values if one)


_NO_TEXT: Final = frozenset(
    ("image", "video", "gallery", "title", "byline", "date", "kicker", "author_info", "pull_quote")
)


def _without(record: Mapping[str, Any], used: set[Path]) -> dict[str, Any]:
    """A record without the values that became fields; what is left of an object stays."""
    kept: dict[str, Any] = {}
    for key, value in record.items():
        below = {path[1:] for path in used if path[0] == str(key)}
        if () in below or value is None or value in ("", [], {}):
            continue
        rest = _without(value, below) if below and isinstance(value, Mapping) else value
        if rest != {}:
            kept[str(key)] = rest
    return kept


def names_in(value: Any) -> list[str]:
    """The texts that name authors: a text, a list of texts or objects, or such a list printed by a program.

    "['Rita Sand', 'Olaf Brandt']" is what pandas makes of a list, `["Rita Sand"]` what a database does.
    """
    if isinstance(value, str) and value.strip().startswith(("[", "{", "(")):
        value = _printed_list(value.strip())
    if isinstance(value, Mapping):
        return _names_in_object({str(key).lower(): one for key, one in value.items()})
    if isinstance(value, list | tuple):
        return [name for one in value for name in names_in(one)]
    return [] if is_empty(value) or isinstance(value, bool) else [str(value)]


def _printed_list(text: str) -> Any:
    """The list that a program printed; numpy puts no commas between its texts."""
    text = _BETWEEN_TEXTS.sub(r"\1, ", text)
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(value, list | tuple | dict):
            return value
    return text.strip("{}[]()").replace('"', "") if text[-1] in "}])" else text


def _names_in_object(author: Mapping[str, Any]) -> list[str]:
    """The name in an object for a person, or the names in one for a byline."""
    parts = [str(author[key]) for key in (*_FIRST_NAMES, *_LAST_NAMES) if not is_empty(author.get(key))]
    for key in (
        "by",
        "name",
        "full_name",
        "fullname",
        "display_name",
        "displayname",
        "original",
        "value",
        "rendered",
        "title",
    ):
        if isinstance(author.get(key), str) and not is_empty(author[key]):
            return [author[key]]
    if parts:
        return [" ".join(parts)]
    for key in ("persons", "person", "people", "author", "authors"):
        if not is_empty(author.get(key)):
            return names_in(author[key])
    return [str(author[key]) for key in ("username", "screen_name", "login") if isinstance(author.get(key), str)][:1]


_BETWEEN_TEXTS: Final = re.compile(r"(?<=\w)(['\"])\s+(?=['\"]\w)")
_FIRST_NAMES: Final = ("first_name", "firstname", "first", "given_name", "given", "middle_name", "middlename")
_LAST_NAMES: Final = ("last_name", "lastname", "last", "family_name", "family", "surname")
