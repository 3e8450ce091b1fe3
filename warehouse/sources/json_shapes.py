"""Where the articles are in a JSON value, whoever wrote it.

What belongs here: finding the list of articles in an answer of a news service, a dump of a search engine, an export of
a chat, by what its objects hold and not by what it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from warehouse.schema.record_keys import FieldNames, flat_record

ITEM: Final = "item"  # a step into the elements of a list, as ijson writes it
_DEEPEST: Final = 6
_LOOKED_AT: Final = 20  # elements of a list
_WEIGHTS: Final = {"text": 4, "html": 4, "title": 2, "teaser": 1, "url": 1, "published": 1}
_LEAST: Final = {"list": 2, "one": 4, "map": 5}  # a map of objects may be anything, so that it needs a text and more
_SURE: Final = 6  # a text and a title: an article, whatever lists it has

Kind = Literal["list", "map", "one"]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where records are: the elements of lists at `path`, the values of an object at it, or what is there itself."""

    kind: Kind
    path: tuple[str, ...] = ()

    @property
    def is_resumable(self) -> bool:
        """Whether a parser that starts at any record finds the others."""
        return self.kind == "list" or (self.kind == "one" and not self.path)

    @property
    def prefix(self) -> str:
        """The path as ijson takes it."""
        return ".".join((*self.path, ITEM) if self.kind == "list" else self.path)


@dataclass(frozen=True, slots=True)
class _Candidate:
    shape: Shape
    score: int
    depth: int


def shape_of(value: object, names: FieldNames) -> Shape:
    """The shape of a value, the first of the best; the value itself where nothing in it looks more like articles.

    An article with comments is one. `{"status": 1, "articles": [{"title": …}]}` is
    a list at `articles`, `{"response": {"content": {"webTitle": …, "body": …}}}` an object inside.
    """
    if isinstance(value, list):
        return Shape("list")
    if isinstance(value, dict) and _score(value, names) >= _SURE:
        return Shape("one")
    found = [one for one in _candidates(value, (), names, 0) if one.score >= _LEAST[one.shape.kind]]
    best = max(found, key=lambda one: (one.score, -one.depth), default=None)
    return best.shape if best else Shape("one")


def source_of_all(value: object, shape: Shape) -> str | None:
    """The source that is named once, around the list: the title of a JSON Feed, the name of a chat of Telegram."""
    if not isinstance(value, dict):
        return None
    is_feed = shape.path == ("items",) and "jsonfeed.org" in str(value.get("version"))
    name = value.get("title") if is_feed else value.get("name") if shape.path == ("messages",) else None
    return name if isinstance(name, str) else None


def records_in(value: object, names: FieldNames) -> Iterable[object]:
    """The records that a decoded value holds: a line or element may be a whole answer with its own list."""
    if not isinstance(value, dict) or not any(isinstance(one, dict | list) for one in value.values()):
        return (value,)
    if rows := _rows_of_columns(value, names):
        return rows
    if _score(value, names) >= _LEAST["one"]:
        return (value,)
    shape = shape_of(value, names)
    found = list(_at(value, shape.path))
    if shape.kind == "map":
        return [one for inside in found for held in inside.values() for one in each(held)]
    return [one for inside in found for one in (inside if shape.kind == "list" else [inside])]


def _rows_of_columns(value: Mapping[str, Any], names: FieldNames) -> list[dict[str, Any]]:
    """The rows of a table that pandas wrote by columns, `{"title": {"0": …}, "text": {"0": …}}`, or split from them."""
    columns, rows = value.get("columns"), value.get("data")
    if isinstance(columns, list) and isinstance(rows, list) and names.has_text(map(str, columns)):
        return [dict(zip(map(str, columns), row, strict=False)) for row in rows if isinstance(row, list)]
    held = [one for one in value.values() if isinstance(one, dict)]
    if len(held) < 2 or len(held) < len(value) or not names.has_text(value):
        return []
    if any(one.keys() != held[0].keys() for one in held):
        return []
    return [{key: one[row] for key, one in value.items()} for row in held[0]]


def each(value: Any) -> list[Any]:
    """The elements of a list; anything else alone."""
    return value if isinstance(value, list) else [value]


def _at(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """What stands at a path, in each element of the lists on the way."""
    if not path:
        yield value
    elif path[0] == ITEM and isinstance(value, list):
        for one in value:
            yield from _at(one, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from _at(value[path[0]], path[1:])


def _candidates(value: object, path: tuple[str, ...], names: FieldNames, depth: int) -> Iterator[_Candidate]:
    if depth > _DEEPEST or any("." in step for step in path):
        return
    if isinstance(value, dict):
        yield _Candidate(Shape("one", path), _score(value, names), depth)
        yield from _candidate_maps(value, path, names, depth)
        for key, inside in value.items():
            yield from _candidates(inside, (*path, str(key)), names, depth + 1)
    elif isinstance(value, list) and (objects := [one for one in value[:_LOOKED_AT] if isinstance(one, dict)]):
        yield _Candidate(Shape("list", path), max(_score(one, names) for one in objects), depth)
        for key in dict.fromkeys(key for one in objects for key in one):
            inside = next(one[key] for one in objects if key in one)
            if isinstance(inside, list):
                yield from _candidates(inside, (*path, ITEM, str(key)), names, depth + 1)


def _candidate_maps(
    value: Mapping[str, Any], path: tuple[str, ...], names: FieldNames, depth: int
) -> Iterator[_Candidate]:
    """An object whose values are articles, or lists of them: `{"81001": {…}, "81002": {…}}`, a list for each day."""
    inside = [one for one in list(value.values())[:_LOOKED_AT] if isinstance(one, dict | list)]
    scores = [max((_score(one, names) for one in each(held) if isinstance(one, dict)), default=0) for held in inside]
    if len(scores) > 1 and min(scores) >= _LEAST["map"]:
        yield _Candidate(Shape("map", path), max(scores), depth)


def _score(record: Mapping[str, Any], names: FieldNames) -> int:
    """How much an object says that articles say; what stands in its lists does not count."""
    said = {
        field
        for name, values in flat_record(record, names, into_lists=False).items()
        if any(_says(value) for _, value in values)
        for field in names.fields.get(name, ())
    }
    return sum(weight for field, weight in _WEIGHTS.items() if field in said) - (4 if {"text", "html"} <= said else 0)


def _says(value: object) -> bool:
    """Whether a value is one, or a list of texts; the objects around values are looked at for themselves."""
    if isinstance(value, list):
        return any(isinstance(one, str) for one in value)
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
