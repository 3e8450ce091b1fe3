"""The keys of records, under whatever name and however deep they come.

What belongs here: which key stands for which field (`FieldNames`, made of the table `articles/field_names`), and the
flat view of a nested record that names are looked up in. Both who cuts files into records and who makes articles of
them ask it. What the values mean is for `transforms.prepare`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

Path = tuple[str, ...]

#: What a key may be read as. An envelope holds further keys; a teaser is text where there is no other.
FIELDS: Final = (
    "id", "title", "subtitle", "text", "html", "teaser", "authors", "published", "updated", "url", "source", "language",
    "section", "dateline", "author_bio", "envelope",
)  # fmt: skip
TEXT_FIELDS: Final = ("text", "html", "teaser")
#: The keys of the documented input, which need no table.
_PLAIN_NAMES: Final = (
    ("id", "id"), ("title", "title"), ("subtitle", "subtitle"), ("text", "text"), ("text", "body"), ("text", "content"),
    ("html", "html"),
    ("authors", "authors"), ("authors", "author"), ("authors", "byline"), ("published", "published_at"),
    ("published", "date"), ("published", "published"), ("updated", "updated_at"), ("url", "url"), ("source", "source"),
    ("source", "source_name"), ("language", "language"),
)  # fmt: skip
_DEEPEST: Final = 4
_IN_BRACKETS: Final = re.compile(r"(?<=.)\s*(?:\([^)]*\)|\[[^\]]*\])")
_BEFORE_NAMES: Final = re.compile(r"(?:article|news|story|document|doc|post|item)(?=.{3})")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name without what writers of it differ in: "Date Published", `date_published`, `datePublished` are one.

    A sign of programs at its head stays: the `@timestamp` of an index is the time of indexing, `_source` no `source`.
    What stands in brackets goes: "Publish Date (UTC)".
    """
    name = _IN_BRACKETS.sub("", name.strip().casefold())
    return name[:1] * name.startswith(("@", "_")) + "".join(sign for sign in name if sign.isalnum())


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The names of each field, folded, in the order of trust; `fields` gives the fields that a name may be read as."""

    names: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> FieldNames:
        """From rows of field and name, as the table has them."""
        names: dict[str, list[str]] = {one: [] for one in FIELDS}
        fields: dict[str, list[str]] = {}
        for one, name in rows:
            names[one].append(fold(name))
            fields.setdefault(fold(name), []).append(one)
        return cls(
            {one: tuple(all_) for one, all_ in names.items()}, {name: tuple(all_) for name, all_ in fields.items()}
        )

    def told(self, told: object) -> FieldNames:
        """With the keys that a manifest's `map` tells, each the only name of its field.

        `{"published_at": "x_date"}` names fields by any of their spellings. The map may be an object or the JSON of
        one, as a cell of a table has it; what is neither tells nothing.
        """
        if isinstance(told, str):
            try:
                told = json.loads(told)
            except ValueError:
                return self
        keys = {str(name): fold(str(key)) for name, key in told.items()} if isinstance(told, Mapping) else {}
        by_field = {name if name in FIELDS else next(iter(self.read_as(name)), name): key for name, key in keys.items()}
        known = {name: key for name, key in by_field.items() if name in FIELDS}
        if not known:
            return self
        names = {**self.names, **{name: (key,) for name, key in known.items()}}
        return FieldNames(names, {**self.fields, **{key: (name,) for name, key in known.items()}})

    def known(self, key: str) -> str:
        """A key by the name that is known: `fields.bodyText` of a flattened table is `bodyText`."""
        name, (head, sign, rest) = fold(key), key.partition(".")
        if name in self.fields:
            return name
        if sign and rest and self.is_envelope(head):
            return self.known(rest)
        bare = _BEFORE_NAMES.sub("", name, count=1)
        return bare if bare in self.fields else name

    def read_as(self, key: str) -> tuple[str, ...]:
        """The fields that a key may be read as, envelopes left out."""
        return tuple(one for one in self.fields.get(self.known(key), ()) if one != "envelope")

    def has_text(self, keys: Iterable[str]) -> bool:
        """Whether a key among them may hold the text of an article."""
        return any(one in TEXT_FIELDS for key in keys for one in self.read_as(key))

    def is_envelope(self, key: str) -> bool:
        """Whether an object under this key holds keys of the record itself."""
        return "envelope" in self.fields.get(fold(key), ())


PLAIN_NAMES: Final = FieldNames.of(_PLAIN_NAMES)


def flat_record(
    record: Mapping[str, Any], names: FieldNames, *, into_lists: bool = True
) -> dict[str, list[tuple[Path, Any]]]:
    """The values of a record by folded name, each with its path; a record's own keys come before those of envelopes.

    An object's keys stand under its own name and theirs: `{"headline": {"main": …}}` has `headlinemain`, as has a
    column `headline.main`. Of a list of objects the first counts. `{"_source": {"title": …}}` has `title`.
    """
    found: dict[str, list[tuple[Path, Any]]] = {}
    waiting: list[tuple[Path, str, Mapping[str, Any], int]] = [((), "", record, 0)]
    while waiting:
        path, prefix, inside, depth = waiting.pop(0)
        for key, value in inside.items():
            name = names.known(prefix + str(key))
            found.setdefault(name, []).append(((*path, str(key)), value))
        if depth < _DEEPEST:
            waiting.extend(_objects_in((path, prefix, inside, depth), names, into_lists))
    return found


_Waiting = tuple[Path, str, Mapping[str, Any], int]  # where an object stands, what its keys' names begin with


def _objects_in(holder: _Waiting, names: FieldNames, into_lists: bool) -> Iterator[_Waiting]:
    """The objects inside an object, once as what they are called, and once more as the record itself in an envelope."""
    path, prefix, inside, depth = holder
    for key, value in inside.items():
        held = value[0] if into_lists and isinstance(value, list) and value else value
        if not isinstance(held, Mapping):
            continue
        if not prefix and isinstance(value, Mapping) and names.is_envelope(str(key)):
            yield (*path, str(key)), "", held, depth + 1
        yield (*path, str(key)), prefix + str(key), held, depth + 1
